//! Integration tests of the command line and of the house rules.
#![allow(
    clippy::cast_possible_truncation,
    clippy::float_cmp,
    reason = "small figures that the test makes itself"
)]
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::print_stdout, missing_docs)] // tests may read files and start programs

mod about;
mod align;
mod circles;
mod delivery;
mod directory;
mod doctor;
mod evidence;
mod export;
mod house;
mod kill;
mod memory;
mod mutants;
mod nothing;
mod observation;
mod release;
mod report;
mod server;
mod space;
mod trail;
