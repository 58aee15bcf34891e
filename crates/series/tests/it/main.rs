//! Tests of the forecasting engine through its public face.
#![allow(clippy::unwrap_used, clippy::print_stdout)]
#![allow(
    clippy::cast_possible_truncation,
    clippy::float_cmp,
    reason = "small figures that the test makes itself"
)]

mod breaks;
mod competition;
mod golden;
mod oracle;
mod properties;
mod tables;
