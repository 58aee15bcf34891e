//! The worked examples of the methods, real plans, and properties.
#![allow(
    clippy::cast_possible_truncation,
    clippy::float_cmp,
    reason = "small figures that the test makes itself"
)]
#![allow(clippy::disallowed_methods)] // tests read the bundled example

mod bars;
mod examples;
mod made;
mod plans;
mod properties;
mod together;
mod what_if;
