//! The worked examples of the methods, real plans, and properties.
#![allow(clippy::disallowed_methods)] // tests read the bundled example

mod examples;
mod plans;
mod properties;
mod what_if;
