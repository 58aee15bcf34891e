//! The median of the component forecasts, with the measures of uncertainty that go with it.
//!
//! Why a median: Petropoulos & Svetunkov, "A simple combination of univariate models", International Journal of
//! Forecasting 36 (2020) 110-115. Why these five: among the subsets of a dozen candidates they were within noise of the
//! best on World Bank amounts and on rates alike, and the fewest; a level that forecasts no change keeps the median from
//! overshooting, a drift by median and a short memory survive breaks, and the two trends on logs see growth.

use crate::Input;
use crate::component::damped::Damped;
use crate::component::theta::Theta;
use crate::component::{drift, smoothing};
use crate::input::Nature;
use crate::scale::Scale;

/// How a series is treated; each kind has its own error model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// All values positive: trend components on logs.
    Positive,
    /// As `Positive`, and declared a rate or a ratio: not expected to grow with prices or people.
    Rate,
    /// Some value is zero, none negative: all components on values.
    NonNegative,
    /// Some value is negative, or declared a change: all components on values; gains and losses are alike.
    Signed,
    /// Declared bounds: all components on the logit scale.
    Bounded,
    /// Fewer than [`SHORT`] values: a drift shrunk towards the panel's.
    Short,
    /// The value never changed: it is repeated, with the changes that such series have seen after all.
    Constant,
}

impl Kind {
    /// All kinds, in the order of the calibration.
    pub const ALL: [Self; 7] = [
        Self::Positive,
        Self::Rate,
        Self::NonNegative,
        Self::Signed,
        Self::Bounded,
        Self::Short,
        Self::Constant,
    ];
}

/// Fewer values than this and the components are not fitted.
pub const SHORT: usize = 5;

/// A value this small against the largest one counts as zero: its logarithm would rule the forecast.
const VANISHING: f64 = 1e-30;

/// The least typical change, as a share of the level.
const STILL: f64 = 1e-4;

/// What the typical change of a short or constant series leans on: this share of the level, with the weight of this many
/// changes.
const LEAN_CHANGE: f64 = 0.05;
const LEAN_WEIGHT: f64 = 2.0;

/// The level of a series of zeros.
const NOTHING: f64 = 1e-9;

/// Buffers reused from series to series, so that forecasting many allocates little.
#[derive(Clone, Debug, Default)]
pub struct Workspace {
    values: Vec<f64>,
    logs: Vec<f64>,
    paths: Vec<f64>,
    /// Per year ahead: the median of the components.
    pub(crate) centre: Vec<f64>,
    /// Per year ahead: the standard deviation between components.
    pub(crate) spread: Vec<f64>,
}

/// What is known of a series apart from its path: the scale it lives on and the size of its changes on that scale.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sketch {
    pub(crate) kind: Kind,
    pub(crate) scale: Scale,
    pub(crate) n: usize,
    pub(crate) last: f64,
    /// The typical yearly change: the mean absolute one, kept above zero. Errors are measured in it.
    pub(crate) change: f64,
    /// Residual standard deviation of the drift model.
    pub(crate) sd_drift: f64,
    /// Residual standard deviation of the damped trend.
    pub(crate) sd_damped: f64,
    /// Mean absolute value, above zero.
    pub(crate) level: f64,
    /// The value never changed.
    pub(crate) constant: bool,
    /// Some value is zero or negative.
    pub(crate) non_positive: bool,
}

/// Component forecasts; an odd number, so that the median is one of them.
const COMPONENTS: usize = 5;

impl Workspace {
    /// Computes the combined path of `horizon` years; `growth` is the yearly growth that short series lean on.
    pub(crate) fn combine(&mut self, input: &Input<'_>, horizon: usize, growth: f64) -> Sketch {
        let mut sketch = self.sketch(input);
        if sketch.kind == Kind::Short {
            let growing = input.nature() == Nature::Amount && !sketch.non_positive;
            self.short(&mut sketch, horizon, if growing { growth } else { 0.0 });
            return sketch;
        }
        let last = sketch.last;
        self.paths.clear();
        self.paths.resize(COMPONENTS * horizon, 0.0);
        let mut paths = self.paths.chunks_exact_mut(horizon.max(1));
        let mut next = || paths.next().unwrap_or_default();
        next().fill(smoothing::level(&self.values));
        straight(next(), last, drift::median(&self.values));
        straight(next(), last, drift::discounted(&self.values, drift::DISCOUNT));
        let on_logs = matches!(sketch.kind, Kind::Positive | Kind::Rate);
        if on_logs {
            self.logs.clear();
            self.logs.extend(self.values.iter().map(|v| libm::log(*v)));
        }
        let trending = if on_logs { &self.logs } else { &self.values };
        let (theta, damped) = (next(), next());
        Theta::fit(trending).forecast(theta);
        let model = Damped::fit(trending);
        model.forecast(damped);
        sketch.sd_damped = model.mse.sqrt() * if on_logs { last } else { 1.0 };
        if on_logs {
            for step in theta.iter_mut().chain(damped) {
                *step = libm::exp(step.clamp(-700.0, 700.0));
            }
        }
        self.median(horizon);
        sketch
    }

    /// Brings the values onto their scale and measures them.
    fn sketch(&mut self, input: &Input<'_>) -> Sketch {
        let raw = input.values();
        let scale = match input.nature() {
            Nature::Bounded(bounds) => Scale::Logit(bounds),
            Nature::Amount | Nature::Rate => Scale::plain(raw, true),
            Nature::Change => Scale::plain(raw, false),
        };
        self.values.clear();
        self.values.extend(raw.iter().map(|v| scale.forward(*v)));
        let n = raw.len();
        let changes = (n - 1) as f64;
        let mean_change = self.values.windows(2).map(|w| (w[1] - w[0]).abs()).sum::<f64>() / changes.max(1.0);
        let level = self.values.iter().map(|v| v.abs()).sum::<f64>() / n as f64;
        let positive = matches!(scale, Scale::Plain { .. }) && self.values.iter().all(|v| *v > VANISHING);
        let kind = match input.nature() {
            _ if n < SHORT => Kind::Short,
            _ if mean_change == 0.0 => Kind::Constant,
            Nature::Bounded(_) => Kind::Bounded,
            Nature::Change => Kind::Signed,
            _ if raw.iter().any(|v| *v < 0.0) => Kind::Signed,
            _ if !positive => Kind::NonNegative,
            Nature::Amount => Kind::Positive,
            Nature::Rate => Kind::Rate,
        };
        let change = match kind {
            Kind::Short => {
                (changes * mean_change + LEAN_WEIGHT * LEAN_CHANGE * level) / (changes + LEAN_WEIGHT)
            }
            Kind::Constant => LEAN_CHANGE * level,
            _ => mean_change.max(STILL * level),
        };
        let (level, change) = if change > 0.0 { (level, change) } else { (NOTHING, LEAN_CHANGE * NOTHING) };
        Sketch {
            kind,
            scale,
            n,
            last: self.values[n - 1],
            change,
            sd_drift: drift::residual_sd(&self.values, drift::mean(&self.values)),
            sd_damped: 0.0,
            level,
            constant: mean_change == 0.0,
            non_positive: raw.iter().any(|v| *v <= 0.0),
        }
    }

    /// The mean change, shrunk towards `growth` with the weight of [`SHORT`] changes.
    fn short(&mut self, sketch: &mut Sketch, horizon: usize, growth: f64) {
        let changes = (sketch.n - 1) as f64;
        let own = drift::mean(&self.values);
        let slope = (changes * own + SHORT as f64 * growth * sketch.last) / (changes + SHORT as f64);
        self.centre.clear();
        self.centre.resize(horizon, 0.0);
        straight(&mut self.centre, sketch.last, slope);
        self.spread.clear();
        self.spread.extend((1..=horizon).map(|h| h as f64 * (own - slope).abs()));
    }

    fn median(&mut self, horizon: usize) {
        self.centre.clear();
        self.spread.clear();
        for h in 0..horizon {
            let mut at: [f64; COMPONENTS] = std::array::from_fn(|c| self.paths[c * horizon + h]);
            at.sort_unstable_by(f64::total_cmp);
            let mean = at.iter().sum::<f64>() / COMPONENTS as f64;
            let variance = at.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / COMPONENTS as f64;
            self.centre.push(at[COMPONENTS / 2]);
            self.spread.push(variance.sqrt());
        }
    }
}

fn straight(path: &mut [f64], last: f64, slope: f64) {
    for (h, step) in path.iter_mut().enumerate() {
        *step = last + (h + 1) as f64 * slope;
    }
}
