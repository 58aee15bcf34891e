//! Yearly values become forecasts: a distribution for each year ahead, from which intervals and the probability of
//! reaching a target are both read.
//!
//! Made for the short series of plans, 5 to 30 yearly values. [`Engine::forecast`] takes an [`Input`] and gives a
//! [`Forecast`]. The point forecast is the median of five simple forecasts; how wrong such forecasts are is learned from
//! the past forecast errors of a panel ([`Calibration`]). The same values give the same digits on every machine.
//!
//! Around the engine: [`Yearly`] (dated values into a series without gaps), [`anomalies`] (odd values and
//! jumps, shown and never removed), [`LevelBreak`] and [`Treatment`] (a new base), [`table`] (CSV text in and out).

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
