//! Tests of the phrase grammar against outside material and laws.

mod sample;
mod shared;
