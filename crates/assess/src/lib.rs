//! Turns a plan and its figures into a judgement: progress, forecast, probability, warning and scores.
//!
//! Everything here is a pure function over values: the same plan, figures and moment give the same judgement on every
//! machine. Start with [`Assessment`]; the published methods of measuring progress are in [`method`].

mod as_of;
mod assessment;
pub mod method;
mod path;

pub use as_of::{AsOf, parse_day};
pub use assessment::{
    Actual, Alert, Assessment, BreakChoice, BreakFound, DataWarning, DataWarningKind, Evidence, FAN_LEVELS,
    FanYear, Hollow, Outlook, Pace, PaceBasis, Point, Row, Status, TargetKind, Trend,
};
pub use method::{Method, MethodRow};
pub use path::Path;
