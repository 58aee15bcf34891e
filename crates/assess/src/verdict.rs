//! What is known of one target at one moment, in numbers.

use crate::{Alert, Hollow, Outlook, Pace, Point, Status, Trend};

/// The numbers of a row. Values stand in the unit of the target.
#[derive(Clone, Debug)]
pub(crate) struct Verdict {
    pub base: Option<Point>,
    pub goal: Option<Point>,
    pub latest: Option<Point>,
    pub progress: Option<f64>,
    pub expected: Option<f64>,
    pub distance: Option<f64>,
    pub required: Option<Pace>,
    pub achieved: Option<Pace>,
    pub best: Option<Pace>,
    pub trend: Option<Trend>,
    pub outlook: Option<Outlook>,
    pub status: Status,
    pub hollow: Option<Hollow>,
    pub alert: Alert,
    /// Index of the rule that decided.
    pub rule: Option<usize>,
    pub years_left: i32,
}

impl Verdict {
    pub(crate) fn empty(status: Status) -> Self {
        Self {
            base: None,
            goal: None,
            latest: None,
            progress: None,
            expected: None,
            distance: None,
            required: None,
            achieved: None,
            best: None,
            trend: None,
            outlook: None,
            status,
            hollow: None,
            alert: Alert::None,
            rule: None,
            years_left: 0,
        }
    }
}
