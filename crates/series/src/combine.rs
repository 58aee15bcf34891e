//! The median of the component forecasts, with the measures of uncertainty that go with it.

use crate::component::damped::Damped;
use crate::component::drift;
use crate::component::theta::Theta;
use crate::{Bounds, Input};

/// How a series is treated; each kind has its own error model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// All values positive: components on values and on logs.
    Positive,
    /// Some value is zero or negative: components on values only.
    Signed,
    /// Declared bounds: components on the logit scale.
    Bounded,
}

impl Kind {
    /// All kinds, in the order of the calibration tables.
    pub const ALL: [Self; 3] = [Self::Positive, Self::Signed, Self::Bounded];
}

/// Fewer values than this and the components are not fitted: the drift is shrunk towards the panel's.
pub const SHORT: usize = 5;

/// A value this small against the largest one counts as zero: its logarithm would rule the forecast.
const VANISHING: f64 = 1e-30;

/// A change of scale on which errors are additive.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scale {
    /// Values as they are.
    Plain,
    /// The logit of the share (y - low) / (high - low), the share first drawn in from 0..1 to [`EDGE`]..1 - [`EDGE`].
    ///
    /// So a bound itself has a finite place, and the probability of reaching it is not zero.
    Logit(Bounds),
}

/// How far shares are drawn in from the bounds.
const EDGE: f64 = 2e-3;

impl Scale {
    /// From the unit of the series. Infinite outside the bounds.
    pub fn forward(self, value: f64) -> f64 {
        match self {
            Self::Plain => value,
            Self::Logit(Bounds { low, high }) => {
                if value < low {
                    return f64::NEG_INFINITY;
                }
                if value > high {
                    return f64::INFINITY;
                }
                let share = EDGE + (1.0 - 2.0 * EDGE) * ((value - low) / (high - low));
                libm::log(share) - libm::log1p(-share)
            }
        }
    }

    /// Back to the unit of the series; never outside the bounds.
    pub fn back(self, value: f64) -> f64 {
        match self {
            Self::Plain => value,
            Self::Logit(Bounds { low, high }) => {
                let share = 1.0 / (1.0 + libm::exp(-value));
                low + (high - low) * ((share - EDGE) / (1.0 - 2.0 * EDGE)).clamp(0.0, 1.0)
            }
        }
    }
}

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

/// What is known of a series apart from its path: the scale it lives on and the size of its changes.
#[derive(Clone, Copy, Debug)]
pub struct Sketch {
    pub(crate) kind: Kind,
    pub(crate) scale: Scale,
    /// A power of two by which `Plain` values were divided.
    pub(crate) unit: f64,
    pub(crate) n: usize,
    /// Last value on the scale, in units.
    pub(crate) last: f64,
    /// Mean absolute yearly change, in units.
    pub(crate) mad: f64,
    /// Residual standard deviation of the drift model.
    pub(crate) sd_drift: f64,
    /// Residual standard deviation of the damped trend.
    pub(crate) sd_damped: f64,
    /// Mean absolute value, in units.
    pub(crate) level: f64,
}

/// Components per kind: the paths lie one after another in the workspace.
const MAX_COMPONENTS: usize = 5;

impl Workspace {
    /// Computes the combined path of `horizon` years; `growth` is the yearly change that short series lean on.
    pub(crate) fn combine(&mut self, input: &Input<'_>, horizon: usize, growth: f64) -> Sketch {
        let raw = input.values();
        let scale = input.bounds().map_or(Scale::Plain, Scale::Logit);
        let unit = if scale == Scale::Plain { binade(raw) } else { 1.0 };
        let kind = match scale {
            Scale::Logit(_) => Kind::Bounded,
            Scale::Plain if raw.iter().all(|v| v / unit > VANISHING) => Kind::Positive,
            Scale::Plain => Kind::Signed,
        };
        self.values.clear();
        self.values.extend(raw.iter().map(|v| scale.forward(*v) / unit));
        let n = raw.len();
        let last = self.values[n - 1];
        let changes = n.saturating_sub(1).max(1) as f64;
        let mad = self.values.windows(2).map(|w| (w[1] - w[0]).abs()).sum::<f64>() / changes;
        let level = self.values.iter().map(|v| v.abs()).sum::<f64>() / n as f64;
        let slope = drift::mean(&self.values);
        let mut sketch = Sketch {
            kind,
            scale,
            unit,
            n,
            last,
            mad,
            sd_drift: drift::residual_sd(&self.values, slope),
            sd_damped: 0.0,
            level,
        };
        if n < SHORT {
            self.short(&mut sketch, horizon, growth);
            return sketch;
        }
        self.paths.clear();
        self.paths.resize(MAX_COMPONENTS * horizon, 0.0);
        let mut paths = self.paths.chunks_exact_mut(horizon.max(1));
        let mut next = || paths.next().unwrap_or_default();
        straight(next(), last, slope);
        straight(next(), last, drift::discounted(&self.values, drift::DISCOUNT));
        Theta::fit(&self.values).forecast(next());
        let mut count = 3;
        if kind == Kind::Positive {
            self.logs.clear();
            self.logs.extend(self.values.iter().map(|v| libm::log(*v)));
            let damped = Damped::fit(&self.logs);
            sketch.sd_damped = damped.mse.sqrt() * last;
            for model in [&mut |p: &mut [f64]| damped.forecast(p), &mut |p: &mut [f64]| {
                Theta::fit(&self.logs).forecast(p);
            }] as [&mut dyn FnMut(&mut [f64]); 2]
            {
                let path = next();
                model(path);
                for step in path.iter_mut() {
                    *step = libm::exp(step.clamp(-700.0, 700.0));
                }
            }
            count = 5;
        } else {
            let damped = Damped::fit(&self.values);
            sketch.sd_damped = damped.mse.sqrt();
            damped.forecast(next());
            count += 1;
        }
        self.median(horizon, count);
        sketch
    }

    /// Fewer than [`SHORT`] values: the mean change, shrunk towards `growth` (relative for positive values).
    fn short(&mut self, sketch: &mut Sketch, horizon: usize, growth: f64) {
        let changes = (sketch.n - 1) as f64;
        let own = drift::mean(&self.values);
        let panel = if sketch.kind == Kind::Positive { growth * sketch.last } else { 0.0 };
        let slope = (changes * own + SHORT as f64 * panel) / (changes + SHORT as f64);
        self.centre.clear();
        self.centre.resize(horizon, 0.0);
        straight(&mut self.centre, sketch.last, slope);
        self.spread.clear();
        self.spread.extend((1..=horizon).map(|h| h as f64 * (own - slope).abs()));
    }

    fn median(&mut self, horizon: usize, count: usize) {
        self.centre.clear();
        self.spread.clear();
        for h in 0..horizon {
            let mut at = [0.0; MAX_COMPONENTS];
            for (c, v) in at[..count].iter_mut().enumerate() {
                *v = self.paths[c * horizon + h];
            }
            let at = &mut at[..count];
            at.sort_by(f64::total_cmp);
            let mean = at.iter().sum::<f64>() / count as f64;
            let variance = at.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / count as f64;
            self.centre.push(f64::midpoint(at[(count - 1) / 2], at[count / 2]));
            self.spread.push(variance.sqrt());
        }
    }
}

fn straight(path: &mut [f64], last: f64, slope: f64) {
    for (h, step) in path.iter_mut().enumerate() {
        *step = last + (h + 1) as f64 * slope;
    }
}

/// The power of two at or below the largest magnitude: dividing by it is exact and keeps squares finite.
fn binade(values: &[f64]) -> f64 {
    let largest = values.iter().fold(0.0_f64, |m, v| m.max(v.abs()));
    if largest == 0.0 {
        return 1.0;
    }
    let (_, exponent) = libm::frexp(largest);
    libm::ldexp(1.0, (exponent - 1).clamp(-1000, 1000))
}
