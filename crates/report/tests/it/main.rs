//! Reports on a plan of an invented city: every figure traced, equal in every medium, and following the data.
#![allow(clippy::cast_possible_truncation, reason = "small figures that the test makes itself")]
#![allow(clippy::unwrap_used, missing_docs)] // tests

mod agreement;
mod city;
mod kinds;
mod outlines;
mod pdf;
mod template;
mod tracing;
mod verdicts;
