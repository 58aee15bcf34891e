//! Yearly values become forecasts: a distribution for each year ahead, from which intervals and the probability of
//! reaching a target are both read.
//!
//! Made for the short series of plans, 5 to 30 yearly values. [`Engine::forecast`] takes an [`Input`] and gives a
//! [`Forecast`]. The same values give the same digits on every machine.
//!
//! # How
//! 1. Five simple forecasts ([`component`]): the smoothed level, the median of the recent changes, the discounted mean
//!    change, the dynamic optimised theta model and the damped trend; the last two on logs where values are positive.
//! 2. The point forecast is their median. At most two of the five can run away, so the median cannot.
//! 3. How large an error to expect is a log-linear model ([`error_scale`]) of the horizon, the length, the past errors, and how
//!    far the five disagree; the shape of errors is a table of quantiles ([`distribution`]). Both are learned from past
//!    forecast errors ([`calibration`]), by what the series measures ([`Nature`]).
//!
//! The shipped calibration comes from 73 indicators of the World Bank. A panel of one indicator over many regions does
//! better with its own, [`table::CrossFit`].
//!
//! # How good
//! On series that the calibration has not seen, 95 % intervals:
//!
//! | series | OWA | interval score (MSIS) | coverage | Brier score, h = 5 |
//! |---|---|---|---|---|
//! | M3 competition, yearly | 0.833 | 20.3 | 0.968 | 0.149 |
//! | cut from them, 5 to 28 values | 0.806 | 23.3 | 0.959 (0.944 to 0.967 by length) | 0.167 |
//! | World Bank, five-year plan periods since 1991: amounts | | 22.2 | 0.950 | 0.141 |
//! | ... rates | | 18.5 | 0.952 | 0.138 |
//! | ... shares | | 30.4 | 0.951 | 0.122 |
//!
//! The first two are asserted by a test where the series are at hand; the rest is printed by `examples/holdout.rs`.
//!
//! # Around the engine
//! [`Yearly`] makes dated values into a series without gaps; [`anomalies`] shows odd values and jumps and removes none;
//! [`LevelBreak`] and [`Treatment`] handle a new base; [`table`] goes from CSV text to CSV text.

mod anomaly;
pub mod calibration;
mod combine;
pub mod component;
mod default_table;
pub mod distribution;
mod engine;
pub mod error_scale;
mod input;
mod level_break;
pub mod normal;
mod scale;
pub mod table;
mod yearly;

pub use anomaly::{Anomaly, AnomalyKind, anomalies};
pub use calibration::Calibration;
pub use combine::{Kind, SHORT, Workspace};
pub use distribution::Predictive;
pub use engine::{Engine, Flags, Forecast, MAX_HORIZON};
pub use input::{Bounds, Input, InputError, Nature};
pub use level_break::{LevelBreak, Treatment};
pub use yearly::{Yearly, YearlyError};
