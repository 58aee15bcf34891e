//! Tests over generated pairs, prepared layers, and published cases.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests read the material they compare with"
)]

mod conformance;
mod geos;
mod layers;
mod pairs;
