//! Learning the size and shape of forecast errors from a panel's own past.

use crate::combine::{Kind, SHORT, Workspace};
use crate::distribution::{ErrorTable, LEVELS, level_score};
use crate::error_scale::{self, ErrorScale, Features, LeastSquares};
use crate::{Input, default_table, normal};

/// Years ahead that have their own error table; further ones use the last.
pub const HORIZONS: usize = 6;

/// Calibration tasks at which a panel's own tables weigh as much as the default ones.
const HALF_WEIGHT: f64 = 200.0;

/// The error model of one kind of series.
#[derive(Clone, Debug, PartialEq)]
pub struct ErrorModel {
    /// How much further than the combined forecast such series have moved, as a share of the move that it foresees.
    ///
    /// The median of cautious forecasts is too cautious itself: half of its components foresee little or no change.
    pub lean: f64,
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
    /// The yearly growth that short series lean on, as a share.
    pub growth: f64,
    /// One error model for each of [`Kind::ALL`].
    pub models: [ErrorModel; Kind::ALL.len()],
}

impl Default for Calibration {
    fn default() -> Self {
        default_table::calibration()
    }
}

/// A past forecast and how it turned out.
#[derive(Clone, Copy, Debug)]
pub struct Trial {
    /// The kind of series.
    pub kind: Kind,
    /// Years ahead, from 1.
    pub h: usize,
    /// Features of the forecast.
    pub features: Features,
    /// (outcome - forecast) in typical yearly changes.
    pub error: f64,
    /// (forecast - last value) in typical yearly changes.
    pub moved: f64,
    /// Weight among the trials.
    pub weight: f64,
}

/// Forecasts from the first `origin` values of `input` (at least one) and compares with the following ones.
///
/// Nothing is learned from zeros alone: they have no scale.
pub fn replay(input: &Input<'_>, origin: usize, growth: f64, work: &mut Workspace, trials: &mut Vec<Trial>) {
    let values = input.values();
    let origin = origin.clamp(1, values.len());
    let horizon = (values.len() - origin).min(HORIZONS);
    if values[..origin].iter().all(|v| *v == 0.0) {
        return;
    }
    let sketch = work.combine(&input.first(origin), horizon, growth);
    let series = error_scale::of_series(&sketch);
    for (i, value) in values[origin..origin + horizon].iter().enumerate() {
        let (centre, spread) = (work.centre[i], work.spread[i]);
        trials.push(Trial {
            kind: sketch.kind,
            h: i + 1,
            features: error_scale::of_step(&series, &sketch, i + 1, centre, spread),
            error: (sketch.scale.forward(*value) - centre) / sketch.change,
            moved: (centre - sketch.last) / sketch.change,
            weight: 1.0,
        });
    }
}

/// Origins from which a series of a panel is replayed, at most; evenly spaced up to the last year but one.
const ORIGINS: usize = 3;

/// Replays a series of a panel from up to [`ORIGINS`] years of its past.
pub(crate) fn replay_past(input: &Input<'_>, growth: f64, work: &mut Workspace, trials: &mut Vec<Trial>) {
    let origins = SHORT..input.values().len();
    let step = origins.len().div_ceil(ORIGINS).max(1);
    for origin in origins.rev().step_by(step) {
        replay(input, origin, growth, work, trials);
    }
}

impl Calibration {
    /// Fits the error models to the past of the series in `panel`, shrunk towards `prior` where the panel is small.
    ///
    /// A series must not calibrate its own forecast: leave it out of `panel`, or use
    /// [`CrossFit`](crate::panel::CrossFit).
    pub fn fit(panel: &[Input<'_>], prior: &Self) -> Self {
        let mut work = Workspace::default();
        let mut trials = Vec::new();
        for input in panel {
            replay_past(input, prior.growth, &mut work, &mut trials);
        }
        Self::from_trials(&trials, prior)
    }

    /// Fits the error models to past forecasts, shrunk towards `prior` where they are few.
    pub fn from_trials(trials: &[Trial], prior: &Self) -> Self {
        let models = Kind::ALL.map(|kind| {
            let prior = &prior.models[kind as usize];
            let own: Vec<Trial> = trials.iter().filter(|t| t.kind == kind).copied().collect();
            if own.is_empty() { prior.clone() } else { ErrorModel::fit(&own, &own).shrunk(&own, prior) }
        });
        Self { growth: prior.growth, models }
    }

    pub(crate) fn model(&self, kind: Kind) -> &ErrorModel {
        &self.models[kind as usize]
    }
}

/// Added to absolute errors, in typical yearly changes, before the logarithm: errors near zero say little about size.
const NEAR: f64 = 0.1;

impl ErrorModel {
    /// Fits the typical size to `sizes` and the tables to `shapes`, which may be the same trials.
    pub fn fit(sizes: &[Trial], shapes: &[Trial]) -> Self {
        let lean = lean(shapes);
        let leant = |trials: &[Trial]| trials.iter().map(|trial| trial.leant(lean)).collect::<Vec<_>>();
        let (sizes, shapes) = (leant(sizes), leant(shapes));
        let mut squares = LeastSquares::new();
        for t in &sizes {
            squares.push(&t.features, libm::log(t.error.abs() + NEAR), t.weight);
        }
        let scale = ErrorScale(squares.solve());
        Self { lean, scale, tables: std::array::from_fn(|i| table(&scale, &shapes, i + 1)) }
    }

    /// Moved towards `prior`: a panel of m trials has the weight m / (m + [`HALF_WEIGHT`]).
    fn shrunk(self, trials: &[Trial], prior: &Self) -> Self {
        let blend = |own: f64, mine: f64, theirs: f64| own * mine + (1.0 - own) * theirs;
        let forecasts = trials.iter().filter(|t| t.h == 1).count();
        let own = forecasts as f64 / (forecasts as f64 + HALF_WEIGHT);
        let scale = ErrorScale(std::array::from_fn(|i| blend(own, self.scale.0[i], prior.scale.0[i])));
        let lean = blend(own, self.lean, prior.lean);
        let trials: Vec<Trial> = trials.iter().map(|trial| trial.leant(lean)).collect();
        let tables = std::array::from_fn(|i| {
            let m = trials.iter().filter(|t| t.h == i + 1).count() as f64;
            let own = m / (m + HALF_WEIGHT);
            let mine = table(&scale, &trials, i + 1);
            let (mine, theirs) = (mine.quantiles(), prior.tables[i].quantiles());
            ErrorTable::new(std::array::from_fn(|k| blend(own, mine[k], theirs[k])))
        });
        Self { lean, scale, tables }
    }
}

impl Trial {
    /// The same trial of a forecast that moves further by a share `lean`.
    pub(crate) fn leant(&self, lean: f64) -> Self {
        let moved = (1.0 + lean) * self.moved;
        let features = error_scale::moved(&self.features, moved);
        Self { features, error: self.error - lean * self.moved, moved, ..*self }
    }
}

/// The least number of forecasts from which a lean is learned.
const ENOUGH: usize = 50;

/// The furthest that a forecast is leant either way.
const MOST_LEAN: f64 = 0.5;

/// The share of the foreseen move by which outcomes went further, in the middle: the weighted median of error over move.
///
/// That is the least sum of absolute errors |error - lean * move|, each over the growth of errors with the years ahead. Only
/// series that were fitted and stay positive or within bounds have one: gains and losses of others are alike, or they stay
/// at zero for years.
fn lean(trials: &[Trial]) -> f64 {
    let moving = |t: &&Trial| {
        matches!(t.kind, Kind::Positive | Kind::Rate | Kind::Bounded) && t.moved != 0.0 && t.error.is_finite()
    };
    let mut ratios: Vec<(f64, f64)> = trials
        .iter()
        .filter(moving)
        .map(|t| (t.error / t.moved, t.weight * t.moved.abs().min(FAR) / libm::pow(t.h as f64, GROWTH)))
        .collect();
    if ratios.len() < ENOUGH {
        return 0.0;
    }
    ratios.sort_by(|a, b| a.0.total_cmp(&b.0));
    let half = 0.5 * ratios.iter().map(|(_, weight)| weight).sum::<f64>();
    let mut sum = 0.0;
    let middle = ratios.iter().find(|(_, weight)| {
        sum += weight;
        sum >= half
    });
    middle.map_or(0.0, |(ratio, _)| ratio.clamp(-MOST_LEAN, MOST_LEAN))
}

/// Moves beyond this many typical yearly changes count no more than this.
const FAR: f64 = 50.0;

/// Errors grow about with this power of the years ahead.
const GROWTH: f64 = 0.8;

/// The distribution of the errors `h` years ahead over their typical size; normal when there are none, symmetric for
/// signed series.
fn table(scale: &ErrorScale, trials: &[Trial], h: usize) -> ErrorTable {
    let mut errors = Vec::new();
    for t in trials.iter().filter(|t| t.h == h) {
        let error = t.error / scale.size(&t.features);
        errors.push((error, t.weight));
        if t.kind == Kind::Signed {
            errors.push((-error, t.weight));
        }
    }
    errors.sort_by(|a, b| a.0.total_cmp(&b.0));
    let found = quantiles(&errors).unwrap_or_else(|| std::array::from_fn(level_score));
    let alike = !trials.is_empty() && trials.iter().all(|t| t.kind == Kind::Signed);
    ErrorTable::new(if alike {
        std::array::from_fn(|k| 0.5 * (found[k] - found[LEVELS - 1 - k]))
    } else {
        found
    })
}

/// Weighted empirical quantiles at the tabulated levels, linear between the mid-points of the weights.
fn quantiles(sorted: &[(f64, f64)]) -> Option<[f64; LEVELS]> {
    let last = sorted.last()?.0;
    let mut total = 0.0;
    let middles: Vec<f64> = sorted
        .iter()
        .map(|(_, weight)| {
            total += weight;
            total - 0.5 * weight
        })
        .collect();
    Some(std::array::from_fn(|k| {
        let wanted = normal::cdf(level_score(k)) * total;
        let i = middles.partition_point(|m| *m < wanted);
        if i == 0 || i == sorted.len() {
            return if i == 0 { sorted[0].0 } else { last };
        }
        let share = (wanted - middles[i - 1]) / (middles[i] - middles[i - 1]);
        sorted[i - 1].0 + share * (sorted[i].0 - sorted[i - 1].0)
    }))
}
