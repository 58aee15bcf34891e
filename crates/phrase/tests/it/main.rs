//! Tests of the phrase grammar against outside material, written samples and laws.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stderr,
    clippy::print_stdout,
    reason = "tests"
)]
#![allow(clippy::cast_possible_truncation, reason = "small offsets")]

mod faults_of_peers;
mod laws;
mod oracle;
mod plans;
mod readers;
mod recognizers;
mod sample;
mod shared;
mod times;
