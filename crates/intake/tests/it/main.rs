//! Tests of the crate as its users see it.
#![allow(clippy::print_stdout, reason = "a failing test shows what was reported")]

mod bad;
mod layouts;
mod random;
