//! Exponential smoothing with a damped additive trend, by grid.

/// A fitted model, ready to forecast.
///
/// Gardner & McKenzie, "Forecasting trends in time series", Management Science 31 (1985) 1237-1246, in the error
/// correction form of Hyndman, Koehler, Ord & Snyder (2008), ETS(A,Ad,N):
///
/// ```text
/// yhat_t = l_{t-1} + phi b_{t-1}      e_t = y_t - yhat_t
/// l_t = yhat_t + alpha e_t            b_t = phi b_{t-1} + beta e_t
/// yhat_{n+h} = l_n + (phi + ... + phi^h) b_n
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Damped {
    /// Smoothing of the level.
    pub alpha: f64,
    /// Smoothing of the trend, as alpha times a share.
    pub beta: f64,
    /// Damping.
    pub phi: f64,
    /// In-sample mean squared one-step error.
    pub mse: f64,
    level: f64,
    slope: f64,
}

const ALPHAS: [f64; 4] = [0.3, 0.55, 0.8, 0.98];
const SHARES: [f64; 4] = [0.05, 0.2, 0.45, 0.8];
const PHIS: [f64; 4] = [0.82, 0.88, 0.93, 0.97];
const LANES: usize = 8;
const POINTS: usize = ALPHAS.len() * SHARES.len() * PHIS.len();

/// The grid, level by level: (alpha, beta, phi).
const GRID: [(f64, f64, f64); POINTS] = {
    let mut grid = [(0.0, 0.0, 0.0); POINTS];
    let mut i = 0;
    while i < POINTS {
        let alpha = ALPHAS[i / (SHARES.len() * PHIS.len())];
        let share = SHARES[i / PHIS.len() % SHARES.len()];
        grid[i] = (alpha, alpha * share, PHIS[i % PHIS.len()]);
        i += 1;
    }
    grid
};

impl Damped {
    /// Fits the model to at least one value.
    pub fn fit(values: &[f64]) -> Self {
        let origin = values.first().copied().unwrap_or(0.0);
        let start = super::drift::mean(values);
        let mut best = (f64::INFINITY, GRID[0], 0.0, 0.0);
        for points in GRID.chunks_exact(LANES) {
            let (mut alpha, mut beta, mut phi) = ([0.0; LANES], [0.0; LANES], [0.0; LANES]);
            for (k, point) in points.iter().enumerate() {
                (alpha[k], beta[k], phi[k]) = *point;
            }
            let (mut level, mut slope, mut sse) = ([0.0; LANES], [start; LANES], [0.0; LANES]);
            for value in values.iter().skip(1) {
                let x = value - origin;
                for k in 0..LANES {
                    let trend = phi[k] * slope[k];
                    let expected = level[k] + trend;
                    let e = x - expected;
                    level[k] = expected + alpha[k] * e;
                    slope[k] = trend + beta[k] * e;
                    sse[k] += e * e;
                }
            }
            for k in 0..LANES {
                if sse[k] < best.0 {
                    best = (sse[k], points[k], level[k], slope[k]);
                }
            }
        }
        let (sse, (alpha, beta, phi), level, slope) = best;
        let errors = values.len().saturating_sub(1).max(1);
        Self { alpha, beta, phi, mse: sse / errors as f64, level: origin + level, slope }
    }

    /// Fills `path` with the forecasts of the next years.
    pub fn forecast(&self, path: &mut [f64]) {
        let (mut level, mut trend) = (self.level, self.slope);
        for step in path {
            trend *= self.phi;
            level += trend;
            *step = level;
        }
    }
}
