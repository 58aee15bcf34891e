//! Tests of the plan crate through its public interface.
#![allow(clippy::float_cmp, reason = "small figures that the test makes itself")]

mod catalogue;
mod directions;
mod examples;
mod generate;
mod package;
