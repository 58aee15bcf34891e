//! Reports on a plan of an invented city: every figure traced, equal in every medium, and following the data.

#![allow(clippy::unwrap_used, missing_docs)] // tests

mod agreement;
mod city;
mod kinds;
mod outlines;
mod tracing;
mod verdicts;
