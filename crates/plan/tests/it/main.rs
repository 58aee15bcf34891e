//! Tests of the plan crate through its public interface.

mod catalogue;
mod examples;
mod generate;
mod package;
