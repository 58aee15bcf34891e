//! The dynamic optimised theta model: the smoothing parameter by grid, theta in closed form.

/// Smoothing parameters tried.
const ALPHAS: [f64; LANES] = [0.05, 0.15, 0.3, 0.45, 0.6, 0.75, 0.88, 0.99];
const LANES: usize = 8;

/// The largest weight of the trend line: theta from 1 to 2.
const MAX_WEIGHT: f64 = 0.5;

/// A fitted model, ready to forecast.
///
/// Fiorucci, Pellegrini, Louzada, Petropoulos & Koehler, "Models for optimising the theta method and their relationship
/// to state space models", International Journal of Forecasting 32 (2016) 1151-1161, eqs. (19)-(24). With w = 1 - 1/theta:
///
/// ```text
/// mu_t = l_{t-1} + w [ (1-a)^{t-1} A_{t-1} + (1-(1-a)^t)/a B_{t-1} ]
/// l_t  = a y_t + (1-a) l_{t-1}
/// B_t  = ((t-2) B_{t-1} + 6/t (y_t - ybar_{t-1})) / (t+1)
/// A_t  = ybar_t - (t+1)/2 B_t
/// ```
///
/// Starting from mu_1 = y_1 and with values measured from y_1 the level starts at zero. The running lines A, B do not
/// depend on the parameters, and the level not on w; so one pass per smoothing parameter gives the squared error as
/// a quadratic in w, whose least value is known.
#[derive(Clone, Copy, Debug)]
pub struct Theta {
    /// Smoothing parameter.
    pub alpha: f64,
    /// 1 - 1/theta.
    pub weight: f64,
    /// In-sample mean squared one-step error.
    pub mse: f64,
    origin: f64,
    decay: f64,
    level: f64,
    line: Line,
}

/// The running least-squares line through values 1..t.
#[derive(Clone, Copy, Debug, Default)]
struct Line {
    t: f64,
    mean: f64,
    intercept: f64,
    slope: f64,
}

impl Line {
    fn first() -> Self {
        Self { t: 1.0, ..Self::default() }
    }

    fn push(&mut self, value: f64) {
        let t = self.t + 1.0;
        self.slope = ((t - 2.0) * self.slope + 6.0 / t * (value - self.mean)) / (t + 1.0);
        self.mean += (value - self.mean) / t;
        self.intercept = self.mean - 0.5 * (t + 1.0) * self.slope;
        self.t = t;
    }
}

impl Theta {
    /// Fits the model to at least one value.
    pub fn fit(values: &[f64]) -> Self {
        let origin = values.first().copied().unwrap_or(0.0);
        let mut line = Line::first();
        let (mut decay, mut level) = ([0.0; LANES], [0.0; LANES]);
        let (mut ee, mut eg, mut gg) = ([0.0; LANES], [0.0; LANES], [0.0; LANES]);
        for (d, a) in decay.iter_mut().zip(ALPHAS) {
            *d = 1.0 - a;
        }
        for value in values.iter().skip(1) {
            let x = value - origin;
            for k in 0..LANES {
                let a = ALPHAS[k];
                let next = decay[k] * (1.0 - a);
                let g = decay[k] * line.intercept + (1.0 - next) / a * line.slope;
                let e = x - level[k];
                ee[k] += e * e;
                eg[k] += e * g;
                gg[k] += g * g;
                level[k] += a * e;
                decay[k] = next;
            }
            line.push(x);
        }
        let mut best = (f64::INFINITY, 0, 0.0);
        for k in 0..LANES {
            let w = if gg[k] > 0.0 { (eg[k] / gg[k]).clamp(0.0, MAX_WEIGHT) } else { 0.0 };
            let sse = ee[k] - 2.0 * w * eg[k] + w * w * gg[k];
            if sse < best.0 {
                best = (sse, k, w);
            }
        }
        let (sse, k, weight) = best;
        let errors = values.len().saturating_sub(1).max(1);
        Self {
            alpha: ALPHAS[k],
            weight,
            mse: if sse.is_finite() { sse.max(0.0) / errors as f64 } else { 0.0 },
            origin,
            decay: decay[k],
            level: level[k],
            line,
        }
    }

    /// Fills `path` with the forecasts of the next years; each feeds the running line of the one after.
    pub fn forecast(&self, path: &mut [f64]) {
        let Self { alpha, weight, mut decay, mut level, mut line, .. } = *self;
        for step in path {
            let next = decay * (1.0 - alpha);
            let mu = level + weight * (decay * line.intercept + (1.0 - next) / alpha * line.slope);
            level += alpha * (mu - level);
            decay = next;
            line.push(mu);
            *step = self.origin + mu;
        }
    }
}
