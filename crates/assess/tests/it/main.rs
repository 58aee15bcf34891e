//! Tests of the crate as its users see it.
#![allow(
    clippy::cast_possible_truncation,
    clippy::float_cmp,
    reason = "small figures that the test makes itself"
)]
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
mod peers;
mod properties;
mod quality;
mod regions;
mod within_year;
