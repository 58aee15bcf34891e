//! Tests of the plan crate through its public interface.

mod catalogue;
mod directions;
mod examples;
mod generate;
mod package;
