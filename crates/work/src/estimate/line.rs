//! One target of a year with what speaks for its value.

use assess::Point;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use source::Words;
use store::{Estimate, EstimateRound};

/// A target with everything that speaks for its value in a year.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Id of the target.
    pub target: String,
    /// Id of its indicator.
    pub indicator: String,
    /// Name of the indicator, as duties name it.
    pub indicator_name: String,
    /// What it is called.
    pub name: String,
    /// The unit of all values.
    pub unit: String,
    /// The latest value that is known.
    pub latest: Option<Point>,
    /// What is to be reached, and when.
    pub goal: Option<Point>,
    /// What the path from the latest value to the goal has in the year.
    pub needed: Option<f64>,
    /// The forecast of the year: median, and the ends of the interval that holds the outcome with 95 % probability.
    pub forecast: Option<[f64; 3]>,
    /// What plans of the level above want: the value, its year, and which plan.
    pub above: Vec<(String, String)>,
    /// Proposals, round by round.
    pub rounds: Vec<EstimateRound>,
    /// What is decided, and what somebody wrote down of the level above.
    pub estimate: Estimate,
    /// What does not fit.
    pub odd: Vec<Words>,
    /// Whether the viewer may propose.
    pub may_propose: bool,
}

impl Line {
    /// What holds of it: what somebody is typing, else what is decided, else what was proposed last.
    pub fn value(&self) -> Option<Decimal> {
        let last = self.rounds.last();
        let typed = last.filter(|one| one.round == 0).map(|one| one.value);
        typed.or(self.estimate.decided).or_else(|| last.map(|one| one.value))
    }
}

/// A decimal as a number.
pub(super) fn number(value: Decimal) -> f64 {
    value.to_f64().unwrap_or(f64::NAN)
}
