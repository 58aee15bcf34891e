//! Pages and API over a real socket.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::print_stdout, dead_code, missing_docs)]
#![allow(
    clippy::cast_possible_truncation,
    clippy::float_cmp,
    reason = "small figures that the test makes itself"
)]

mod abuse;
mod api;
mod client;
mod edition;
mod indicator;
mod observation;
mod pages;
mod parameters;
mod people;
mod release;
mod reports;
mod search;
mod service;
mod slow;
