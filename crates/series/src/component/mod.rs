//! The component forecasts and what the error model wants to know of them.
//!
//! Every component is O(n) per parameter point, has no optimiser, and works on values measured from the first one, so
//! a shift of the series shifts the forecast.

pub mod damped;
pub mod drift;
pub mod smoothing;
pub mod theta;
