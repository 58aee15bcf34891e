//! What is asked of a plan: which version, judged for which year, from what was known when.

use jiff::Timestamp;
use jiff::civil::Date;

/// A plan at a moment. What is `None` is chosen: the current version, the last year with figures, all that is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// The plan's id.
    pub plan: String,
    /// The version, from 1.
    pub version: Option<i64>,
    /// The last year whose figures count.
    pub as_of: Option<i32>,
    /// The last day on which a figure may have become known.
    pub known_at: Option<Date>,
    /// Everything as it stood here at this moment; for those who may see the audit log.
    pub stood_at: Option<Timestamp>,
}

impl Question {
    /// The parameter of addresses that asks for [`Self::stood_at`].
    pub const STOOD_AT: &str = "stood-at";

    /// The plan as it is now.
    pub fn now(plan: impl Into<String>) -> Self {
        Self { plan: plan.into(), ..Self::default() }
    }

    /// The plan as it is now, judged for a year.
    pub fn for_year(plan: impl Into<String>, year: i32) -> Self {
        Self { as_of: Some(year), ..Self::now(plan) }
    }

    /// What had been recorded by the moment asked for.
    pub fn past(&self) -> Past {
        Past(self.stood_at.map(store::stamp))
    }
}

/// What had been recorded by a moment, or everything.
#[derive(Clone, Debug)]
pub struct Past(Option<String>);

impl Past {
    /// Whether it holds what was recorded at a moment, as the store writes moments: in whole seconds of UTC.
    pub fn holds(&self, at: &str) -> bool {
        self.0.as_deref().is_none_or(|until| at <= until)
    }
}
