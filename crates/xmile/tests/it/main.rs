//! The published test models, hostile files, and what is mutated.
#![allow(
    clippy::cast_possible_truncation,
    clippy::float_cmp,
    reason = "small figures that the test makes itself"
)]
#![allow(clippy::disallowed_methods)] // tests read files and clocks

mod conformance;
mod hostile;
mod language;
mod loops;
