//! Learning the size and shape of forecast errors from a panel's own past.

use crate::combine::{Kind, SHORT, Sketch, Workspace};
use crate::distribution::{ErrorTable, LEVELS, level_score};
use crate::error_scale::{self, ErrorScale, FEATURES, LeastSquares};
use crate::{Input, default_table, normal};

/// Years ahead that have their own error table; further ones use the last.
pub const HORIZONS: usize = 6;

/// Calibration tasks at which a panel's own tables weigh as much as the default ones.
const HALF_WEIGHT: f64 = 200.0;

/// The error model of one kind of series.
#[derive(Clone, Debug, PartialEq)]
pub struct ErrorModel {
    /// Typical size of an error.
    pub scale: ErrorScale,
    /// Distribution of errors over their typical size, 1 to [`HORIZONS`] years ahead.
    pub tables: [ErrorTable; HORIZONS],
}

/// What past forecast errors say about future ones.
///
/// [`Calibration::default`] is the shipped one, made from the World Bank's World Development Indicators.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    /// The mean yearly growth of positive series, as a share.
    pub growth: f64,
    /// One error model for each of [`Kind::ALL`].
    pub models: [ErrorModel; 3],
}

impl Default for Calibration {
    fn default() -> Self {
        default_table::calibration()
    }
}

/// A past forecast and how it turned out.
#[derive(Clone, Debug)]
pub struct Trial {
    /// The kind of series.
    pub kind: Kind,
    /// Years ahead, from 1.
    pub h: usize,
    /// Features of the forecast.
    pub features: [f64; FEATURES],
    /// (outcome - forecast) over the mean absolute yearly change.
    pub error: f64,
    /// Weight in the panel.
    pub weight: f64,
}

/// Replays the years of a series: one forecast from each origin with at least [`SHORT`] values, compared with what came.
pub fn replay(input: &Input<'_>, growth: f64, work: &mut Workspace, weight: f64, trials: &mut Vec<Trial>) {
    for origin in SHORT..input.values().len() {
        replay_window(input, origin, growth, work, weight, trials);
    }
}

/// Forecasts from the first `origin` values of `input` and compares with the following ones.
pub fn replay_window(
    input: &Input<'_>,
    origin: usize,
    growth: f64,
    work: &mut Workspace,
    weight: f64,
    trials: &mut Vec<Trial>,
) {
    let values = input.values();
    let Ok(past) = Input::new(&values[..origin]) else { return };
    let past = match input.bounds() {
        Some(bounds) => past.bounded(bounds).unwrap_or(past),
        None => past,
    };
    let horizon = (values.len() - origin).min(HORIZONS);
    let sketch = work.combine(&past, horizon, growth);
    trials.extend(outcomes(&sketch, work, &values[origin..origin + horizon], weight));
}

fn outcomes<'a>(
    sketch: &'a Sketch,
    work: &'a Workspace,
    actual: &'a [f64],
    weight: f64,
) -> impl Iterator<Item = Trial> + 'a {
    let base = error_scale::base(sketch);
    let unit = error_scale::unit(sketch);
    actual.iter().enumerate().map(move |(i, value)| {
        let features = error_scale::at(&base, sketch, i + 1, work.centre[i], work.spread[i]);
        let outcome = sketch.scale.forward(*value / sketch.unit);
        Trial { kind: sketch.kind, h: i + 1, features, error: (outcome - work.centre[i]) / unit, weight }
    })
}

impl Calibration {
    /// Fits the error models to the past of the series in `panel` and shrinks them to `prior` where the panel is small.
    pub fn fit(panel: &[Input<'_>], prior: &Self) -> Self {
        let growth = mean_growth(panel).unwrap_or(prior.growth);
        let mut work = Workspace::default();
        let mut trials = Vec::new();
        for input in panel {
            replay(input, growth, &mut work, 1.0, &mut trials);
        }
        Self::from_trials(&trials, growth, Some(prior))
    }

    /// Fits the error models to past errors. Without `prior` nothing is shrunk.
    pub fn from_trials(trials: &[Trial], growth: f64, prior: Option<&Self>) -> Self {
        let models = Kind::ALL.map(|kind| {
            let own: Vec<&Trial> = trials.iter().filter(|t| t.kind == kind).collect();
            let prior = prior.map(|p| &p.models[kind as usize]);
            ErrorModel::fit(&own, prior)
        });
        Self { growth, models }
    }

    pub(crate) fn model(&self, kind: Kind) -> &ErrorModel {
        &self.models[kind as usize]
    }
}

/// Errors below this share of the mean absolute change count as this share in the fit of the scale.
const EXACT: f64 = 0.01;

impl ErrorModel {
    fn fit(trials: &[&Trial], prior: Option<&Self>) -> Self {
        let mut squares = LeastSquares::new(1e-3);
        for t in trials {
            squares.push(&t.features, libm::log(t.error.abs() + EXACT), t.weight);
        }
        let mut scale = squares.solve();
        let own = share(trials.len() as f64 / HORIZONS as f64, prior.is_some());
        if let Some(prior) = prior {
            for (b, d) in scale.iter_mut().zip(prior.scale.0) {
                *b = own * *b + (1.0 - own) * d;
            }
        }
        let scale = ErrorScale(scale);
        let tables = std::array::from_fn(|i| {
            let mut errors: Vec<(f64, f64)> = trials
                .iter()
                .filter(|t| t.h == i + 1)
                .map(|t| (t.error / libm::exp(scale.log(&t.features)), t.weight))
                .collect();
            let own = share(errors.len() as f64, prior.is_some());
            let found = quantiles(&mut errors);
            let mut table = [0.0; LEVELS];
            for (k, q) in table.iter_mut().enumerate() {
                let default = prior.map_or(level_score(k), |p| p.tables[i].quantiles()[k]);
                *q = found.map_or(default, |f| own * f[k] + (1.0 - own) * default);
            }
            ErrorTable::new(table)
        });
        Self { scale, tables }
    }
}

fn share(tasks: f64, shrink: bool) -> f64 {
    if shrink { tasks / (tasks + HALF_WEIGHT) } else { 1.0 }
}

/// Weighted empirical quantiles at the tabulated levels, or nothing from nothing.
fn quantiles(errors: &mut [(f64, f64)]) -> Option<[f64; LEVELS]> {
    if errors.is_empty() {
        return None;
    }
    errors.sort_by(|a, b| a.0.total_cmp(&b.0));
    let total: f64 = errors.iter().map(|e| e.1).sum();
    let mut table = [0.0; LEVELS];
    let (mut below, mut i) = (0.0, 0);
    for (k, q) in table.iter_mut().enumerate() {
        let wanted = normal::cdf(level_score(k)) * total;
        while i + 1 < errors.len() && below + errors[i].1 < wanted {
            below += errors[i].1;
            i += 1;
        }
        *q = errors[i].0;
    }
    Some(table)
}

/// The mean yearly growth of the positive series, from first to last value.
fn mean_growth(panel: &[Input<'_>]) -> Option<f64> {
    let (mut sum, mut count) = (0.0, 0.0);
    for input in panel {
        let values = input.values();
        if let [first, .., last] = values
            && *first > 0.0
            && *last > 0.0
            && input.bounds().is_none()
        {
            let rate = libm::log(last / first) / (values.len() - 1) as f64;
            sum += rate.clamp(-0.5, 0.5);
            count += 1.0;
        }
    }
    (count > 0.0).then(|| libm::expm1(sum / count))
}
