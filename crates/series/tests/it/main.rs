//! Tests of the forecasting engine through its public face.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod breaks;
mod competition;
mod golden;
mod oracle;
mod properties;
mod tables;
