//! Corrections over readings of a plan with an invented city, and over its next version.
#![allow(clippy::unwrap_used, missing_docs)]

mod ids;
mod kept;
