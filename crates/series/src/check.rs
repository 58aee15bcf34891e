//! Whether an error model is right about forecasts that it was not made from.

use crate::calibration::{ErrorModel, HORIZONS, Trial};
use crate::{Kind, default_table, normal};

/// How often outcomes fell where a model said they would.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Check {
    /// Past forecasts that were looked at.
    pub forecasts: usize,
    /// Share of outcomes within the 80 % interval.
    pub within_80: f64,
    /// Share of outcomes within the 95 % interval.
    pub within_95: f64,
    /// Share of outcomes below the point forecast; a half when it is right in the middle.
    pub below: f64,
}

impl ErrorModel {
    /// Compares the model with past forecasts, which must not be those it was fitted to.
    pub fn check(&self, trials: &[Trial]) -> Check {
        let (mut sum, mut within_80, mut within_95, mut below) = (0.0, 0.0, 0.0, 0.0);
        let (z80, z95) = (normal::score(0.9), normal::score(0.975));
        for trial in trials {
            let trial = trial.leant(self.lean);
            let error = trial.error / self.scale.size(&trial.features);
            let Some(table) = self.tables.get(trial.h.clamp(1, HORIZONS) - 1) else { continue };
            let score = table.score(error);
            sum += trial.weight;
            let counted = |holds: bool| if holds { trial.weight } else { 0.0 };
            within_80 += counted(score.abs() <= z80);
            within_95 += counted(score.abs() <= z95);
            // What was forecast to the digit lies on neither side.
            below += counted(score < 0.0) + 0.5 * counted(score == 0.0);
        }
        let share = |part: f64| if sum > 0.0 { part / sum } else { 0.0 };
        Check {
            forecasts: trials.len(),
            within_80: share(within_80),
            within_95: share(within_95),
            below: share(below),
        }
    }
}

/// The check that ships with the default calibration: for each kind of series, models learned from one half of the countries
/// were compared with the forecasts of the other half, both ways.
pub fn shipped() -> [(Kind, Check); Kind::ALL.len()] {
    std::array::from_fn(|at| (Kind::ALL[at], default_table::CHECKS[at]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_calibration_holds_for_countries_it_has_not_seen() {
        for (kind, check) in shipped() {
            println!("{kind:?} {check:?}");
            // The figures of a few thousand forecasts of a few series are no measure.
            if check.forecasts < 100_000 || kind == Kind::Constant {
                continue;
            }
            assert!((0.78..=0.82).contains(&check.within_80), "{kind:?} {check:?}");
            assert!((0.93..=0.97).contains(&check.within_95), "{kind:?} {check:?}");
            assert!((0.46..=0.54).contains(&check.below), "{kind:?} {check:?}");
        }
    }
}
