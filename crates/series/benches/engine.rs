//! Time per series of the engine.
fn main() {}
