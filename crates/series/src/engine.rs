use std::sync::Arc;

use crate::bound::{AtBound, Atom};
use crate::calibration::{Calibration, HORIZONS};
use crate::combine::{Kind, Workspace};
use crate::distribution::Predictive;
use crate::scale::Scale;
use crate::{Input, InputError, error_scale};

/// The furthest year ahead that is forecast.
pub const MAX_HORIZON: usize = 50;

/// Turns yearly series into forecasts.
///
/// # Example
/// ```
/// use series::{Engine, Input};
/// let engine = Engine::default();
/// let input = Input::new(&[68.0, 74.5, 80.1, 88.0, 93.2, 101.0, 108.3])?;
/// let forecast = engine.forecast(&input, 5)?;
/// let (low, high) = forecast.interval(5, 0.80);
/// assert!(low < forecast.mean(5) && forecast.mean(5) < high);
/// let p = forecast.prob_ge(5, 140.0);
/// assert!((forecast.quantile(5, 1.0 - p) - 140.0).abs() < 1e-6);
/// # Ok::<(), series::InputError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Engine {
    calibration: Arc<Calibration>,
}

impl Engine {
    /// An engine with its own calibration; [`Engine::default`] has the shipped one.
    pub fn new(calibration: Calibration) -> Self {
        Self { calibration: Arc::new(calibration) }
    }

    /// The error models in use.
    pub fn calibration(&self) -> &Calibration {
        &self.calibration
    }

    /// Forecasts the `horizon` years after the last value.
    ///
    /// # Errors
    /// [`InputError::Horizon`] above [`MAX_HORIZON`].
    pub fn forecast(&self, input: &Input<'_>, horizon: usize) -> Result<Forecast, InputError> {
        self.forecast_with(&mut Workspace::default(), input, horizon)
    }

    /// As [`Engine::forecast`], with buffers kept between calls.
    pub fn forecast_with(
        &self,
        work: &mut Workspace,
        input: &Input<'_>,
        horizon: usize,
    ) -> Result<Forecast, InputError> {
        if horizon > MAX_HORIZON {
            return Err(InputError::Horizon { asked: horizon });
        }
        let sketch = work.combine(input, horizon, self.calibration.growth);
        let model = self.calibration.model(sketch.kind);
        let series = error_scale::of_series(&sketch);
        let steps = work.centre.iter().zip(&work.spread).enumerate().map(|(i, (centre, spread))| {
            let centre = centre + model.lean * (centre - sketch.last);
            let features = error_scale::of_step(&series, &sketch, i + 1, centre, *spread);
            Step { centre, width: sketch.change * model.scale.size(&features) }
        });
        Ok(Forecast {
            calibration: Arc::clone(&self.calibration),
            kind: sketch.kind,
            scale: sketch.scale,
            at_bound: AtBound::of(input, sketch.scale),
            steps: steps.collect(),
            flags: Flags {
                too_short: sketch.kind == Kind::Short,
                constant: sketch.constant,
                non_positive: sketch.non_positive,
            },
        })
    }
}

/// What a reader of the forecast should know about the series.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flags {
    /// Fewer than five values: drift shrunk towards the panel's, wide interval.
    pub too_short: bool,
    /// The value never changed.
    pub constant: bool,
    /// Some value is zero or negative, so growth rates mean nothing.
    pub non_positive: bool,
}

/// The forecast of one series: for each year ahead one distribution.
///
/// Years ahead count from 1; asking beyond the horizon gives NaN.
#[derive(Clone, Debug)]
pub struct Forecast {
    calibration: Arc<Calibration>,
    kind: Kind,
    scale: Scale,
    at_bound: Option<AtBound>,
    steps: Vec<Step>,
    flags: Flags,
}

#[derive(Clone, Copy, Debug)]
struct Step {
    centre: f64,
    width: f64,
}

impl Forecast {
    /// Years ahead.
    pub fn horizon(&self) -> usize {
        self.steps.len()
    }

    /// The point forecast `h` years ahead: the value that outcomes fall short of as often as they pass it.
    ///
    /// It is the median of the distribution, so that it and P(value >= target) can never disagree. The median of the
    /// component forecasts is not: growing series have moved further than that more often than not.
    pub fn mean(&self, h: usize) -> f64 {
        self.at(h).map_or(f64::NAN, |d| d.quantile_at(0.0))
    }

    /// The value not exceeded `h` years ahead with probability `p`.
    pub fn quantile(&self, h: usize, p: f64) -> f64 {
        self.at(h).map_or(f64::NAN, |d| d.quantile(p))
    }

    /// P(value >= target) `h` years ahead, from the same distribution as the quantiles.
    pub fn prob_ge(&self, h: usize, target: f64) -> f64 {
        self.at(h).map_or(f64::NAN, |d| d.prob_ge(target))
    }

    /// P(value <= target) `h` years ahead, for indicators that should fall.
    pub fn prob_le(&self, h: usize, target: f64) -> f64 {
        self.at(h).map_or(f64::NAN, |d| d.prob_le(target))
    }

    /// The central interval that holds the value with probability `level` (0.95: from the 2.5 % to the 97.5 % quantile).
    pub fn interval(&self, h: usize, level: f64) -> (f64, f64) {
        let tail = 0.5 * (1.0 - level);
        (self.quantile(h, tail), self.quantile(h, 1.0 - tail))
    }

    /// The distribution `h` years ahead.
    pub fn at(&self, h: usize) -> Option<Predictive<'_>> {
        let step = self.step(h)?;
        let table = &self.calibration.model(self.kind).tables[h.min(HORIZONS) - 1];
        let atom = self.at_bound.map(|at| Atom { upper: at.upper, value: at.value, share: at.kept(h) });
        Some(Predictive { scale: self.scale, centre: step.centre, width: step.width, table, atom })
    }

    /// What a reader should know about the series.
    pub fn flags(&self) -> Flags {
        self.flags
    }

    fn step(&self, h: usize) -> Option<Step> {
        self.steps.get(h.checked_sub(1)?).copied()
    }
}
