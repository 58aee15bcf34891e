//! Tests of the crate as its users see it.
#![allow(clippy::cast_possible_truncation, reason = "small figures that the test makes itself")]
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "tests read the example and show what was reported"
)]

mod bad;
mod cases;
mod dimensions;
mod dispatch;
mod exchange;
mod jinzhou;
mod layouts;
mod made;
mod offices;
mod random;
mod real;
