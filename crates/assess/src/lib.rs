//! Turns a plan and its figures into a judgement: progress, forecast, probability, warning and scores.
//!
//! Everything here is a pure function over values: the same plan, figures and moment give the same judgement on every
//! machine. Start with [`Assessment`]; the published methods of measuring progress are in [`method`].
#![cfg_attr(test, allow(clippy::float_cmp, reason = "tests compare with the exact figure"))]

pub mod appraisal;
mod as_of;
mod assess;
mod assessment;
mod basis;
mod cause;
mod commitment;
mod config;
mod config_text;
mod direction;
mod driver;
pub mod evaluate;
mod explain;
mod foresight;
pub mod hindsight;
mod history;
mod hollow;
mod inputs;
mod judge;
mod level_break;
pub mod listing;
mod main_targets;
pub mod method;
mod natural_bounds;
mod outlook;
mod pace;
mod path;
mod pathless;
pub mod peers;
mod print;
mod quality;
pub mod record;
mod restated;
mod scope;
mod student;
mod tally;
mod track;
mod traits;
mod unit;
mod verdict;
mod vocabulary;
mod warning;
pub mod within_year;

pub use as_of::{AsOf, parse_day};
pub use assess::{assess, assess_with};
pub use assessment::{
    Actual, Assessment, BreakFound, DataWarning, Evidence, FAN_LEVELS, FanYear, Hollow, Outlook, Pace, Point,
    Row,
};
pub use basis::{Basis, Known, bases};
pub use cause::{Cause, Opening};
pub use config::{
    Binding, BoundsDecision, BreakDecision, Config, ConfigError, DEFAULT_RULES, DataCuts, ForecastCuts,
    HollowCuts, PaceCuts, Presence, Rule, Rules, StatusCuts, TrendCuts,
};
pub use direction::DirectionRead;
pub use foresight::{Foresight, foresee};
pub use history::{firmness, known_day};
pub use main_targets::MainTargets;
pub use method::{Method, MethodRow};
pub use path::Path;
pub use print::{number, probability};
pub use tally::Tally;
pub use vocabulary::{
    Alert, BreakChoice, CauseKind, DataWarningKind, DirectionBasis, PaceBasis, Status, TargetKind, Trend,
};
