//! Simple exponential smoothing, by grid.

/// Smoothing parameters tried.
const ALPHAS: [f64; LANES] = [0.1, 0.25, 0.4, 0.55, 0.7, 0.8, 0.9, 1.0];
const LANES: usize = 8;

/// The smoothed level: the forecast for every year ahead. Brown (1959); l_1 = y_1, alpha by least squares.
pub fn level(values: &[f64]) -> f64 {
    let origin = values.first().copied().unwrap_or(0.0);
    let (mut level, mut sse) = ([0.0; LANES], [0.0; LANES]);
    for value in values.iter().skip(1) {
        let x = value - origin;
        for k in 0..LANES {
            let e = x - level[k];
            level[k] += ALPHAS[k] * e;
            sse[k] += e * e;
        }
    }
    let best = (0..LANES).reduce(|a, b| if sse[b] < sse[a] { b } else { a }).unwrap_or(0);
    origin + level[best]
}
