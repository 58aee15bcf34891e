//! The published test models, hostile files, and what is mutated.
#![allow(clippy::disallowed_methods)] // tests read files and clocks

mod conformance;
mod hostile;
mod language;
