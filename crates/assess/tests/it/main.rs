//! Tests of the crate as its users see it.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "tests read the shared material when it is there"
)]

mod cause;
mod conformance;
mod direction;
mod evaluate;
mod jinzhou;
mod kinds;
mod model;
mod properties;
mod quality;
mod regions;
mod within_year;
