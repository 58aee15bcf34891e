//! Tests of the plan crate through its public interface.

mod generate;
mod package;
