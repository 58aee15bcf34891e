//! Tests of the plan crate through its public interface.

mod catalogue;
mod generate;
mod package;
