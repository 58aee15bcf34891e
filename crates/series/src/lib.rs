//! Yearly values become forecasts: a distribution for each year ahead, from which intervals and the probability of
//! reaching a target are both read.
//!
//! Made for the short series of plans, 5 to 30 yearly values. [`Engine::forecast`] takes an [`Input`] and gives a
//! [`Forecast`]. The same values give the same digits on every machine.
//!
//! # How
//! 1. Five simple forecasts ([`component`]): the smoothed level, the median of the recent changes, the discounted mean
//!    change, the dynamic optimised theta model and the damped trend; the last two on logs where values are positive.
//! 2. Their median is the centre. At most two of the five can run away, so the median cannot. Two of the five foresee hardly
//!    any change, so outcomes have moved a little further than the median more often than not; by how much (`lean`) is
//!    learned with the errors.
//! 3. How large an error to expect is a log-linear model ([`error_scale`]) of the horizon, the length, the past errors, and how
//!    far the five disagree; the shape of errors is a table of quantiles ([`distribution`]). Both are learned from past
//!    forecast errors ([`calibration`]), by what the series measures ([`Nature`]).
//! 4. The point forecast is the median of that distribution, not the centre: errors are skewed.
//! 5. A series that has reached the end of its range (0 accidents, 100 % coverage) stays there with a probability that grows
//!    with the years it has stayed; what the range cuts off stands at its end.
//!
//! The shipped calibration comes from 73 indicators of the World Bank, its countries weighed by the root of their people; how
//! it did on countries that it had not seen ships with it ([`check`]). A panel of one indicator over many regions does
//! better with its own, [`panel::CrossFit`].
//!
//! # How good
//! On series that the calibration has not seen, 95 % intervals:
//!
//! | series | OWA | interval score (MSIS) | coverage | Brier score, h = 5 |
//! |---|---|---|---|---|
//! | M3 competition, yearly | 0.837 | 20.6 | 0.968 | 0.151 |
//! | M1 competition, yearly | 0.702 | 33.4 | 0.973 | 0.185 |
//! | cut from M3, 5 to 28 values | 0.798 | 23.8 | 0.959 | 0.168 |
//! | World Bank, five-year plan periods since 1991: amounts | | 22.2 | 0.950 | 0.141 |
//! | ... rates | | 18.5 | 0.952 | 0.138 |
//! | ... shares | | 30.4 | 0.951 | 0.122 |
//!
//! The first three are asserted by a test where the series are at hand; the rest is printed by `examples/holdout.rs`.
//!
//! # Around the engine
//! [`Yearly`] makes dated values into a series without gaps; [`anomalies`] shows odd values and jumps and removes none;
//! [`LevelBreak`] and [`Treatment`] handle a new base; [`table`] goes from CSV text to CSV text.
#![cfg_attr(test, allow(clippy::float_cmp, reason = "tests compare with the exact figure"))]

mod anomaly;
mod bound;
pub mod calibration;
pub mod check;
mod combine;
pub mod component;
mod default_table;
pub mod distribution;
mod engine;
pub mod error_scale;
mod input;
mod level_break;
pub mod normal;
pub mod panel;
mod scale;
mod yearly;

pub use anomaly::{Anomaly, AnomalyKind, anomalies};
pub use calibration::Calibration;
pub use combine::{Kind, SHORT, Workspace};
pub use distribution::Predictive;
pub use engine::{Engine, Flags, Forecast, MAX_HORIZON};
pub use input::{Bounds, Input, InputError, Nature};
pub use level_break::{LevelBreak, Treatment};
pub use yearly::{Yearly, YearlyError};
