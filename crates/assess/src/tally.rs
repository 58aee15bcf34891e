//! The completion rate of a plan: targets met over targets judged (目标一致法).
//!
//! Source: the comparison of targets and outcomes in 胡鞍钢 and others' evaluations of the five-year plans: indicators are
//! over-fulfilled, met or missed, and the completion rate is the share of those that are not missed.

use crate::{Assessment, Row, Status};

/// How many targets were met.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Met with something to spare.
    pub exceeded: usize,
    /// Met, and no more.
    pub met: usize,
    /// Not met, or met in figures only (hollow).
    pub missed: usize,
    /// Without figures, open or undecidable.
    pub unjudged: usize,
}

impl Tally {
    /// Counts the rows of the plan's own region; before the target year what is not yet met counts as missed.
    pub fn of(assessment: &Assessment) -> Self {
        let mut tally = Self::default();
        for row in assessment.rows.iter().filter(|r| r.region.is_empty()) {
            match row.status {
                Status::NoData | Status::Open | Status::Undecidable => tally.unjudged += 1,
                Status::Met if exceeded(row) => tally.exceeded += 1,
                Status::Met => tally.met += 1,
                _ => tally.missed += 1,
            }
        }
        tally
    }

    /// The share of the judged targets that were met; `None` when none was judged.
    ///
    /// # Example
    /// The 12th plan by its 28 real indicators, as published: 24 over-fulfilled, 3 met, 1 missed.
    /// ```
    /// let tally = assess::Tally { exceeded: 24, met: 3, missed: 1, unjudged: 0 };
    /// assert_eq!(format!("{:.1}", 100.0 * tally.rate().unwrap()), "96.4");
    /// ```
    pub fn rate(self) -> Option<f64> {
        let done = self.exceeded + self.met;
        let judged = done + self.missed;
        (judged > 0).then(|| done as f64 / judged as f64)
    }
}

/// Beyond the target by more than rounding: half a per cent of its value.
fn exceeded(row: &Row) -> bool {
    let (Some(latest), Some(goal)) = (row.latest, row.goal) else { return false };
    (latest.value - goal.value).abs() > 0.005 * goal.value.abs()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_rates_of_the_twelfth_plan() {
        let rate = |exceeded, met, missed| {
            let tally = Tally { exceeded, met, missed, unjudged: 0 };
            tally.rate().map(|r| format!("{:.1}", 100.0 * r))
        };
        assert_eq!(rate(20, 3, 1).as_deref(), Some("95.8"));
        assert_eq!(rate(24, 3, 1).as_deref(), Some("96.4"));
        assert_eq!(rate(0, 0, 0), None);
    }
}
