//! How large the error h years ahead tends to be: a log-linear model with eight coefficients.

use crate::combine::Sketch;

/// Number of coefficients.
pub const FEATURES: usize = 8;

/// What the size of an error depends on, all free of units: 1, log h, log n, and the logs of the residual standard deviations
/// of the drift and of the damped trend, of the spread between the components and of the predicted move (each over the
/// typical yearly change, plus a floor), and of the typical yearly change over the level.
///
/// The spread between components stands in for the model uncertainty that analytic variances leave out.
pub type Features = [f64; FEATURES];

/// Keeps logarithms finite where a measure is zero, as a share of the typical yearly change.
const FLOOR: f64 = 0.05;

/// The features that do not depend on the year ahead.
pub(crate) fn of_series(sketch: &Sketch) -> Features {
    let log = |measure: f64| libm::log(measure / sketch.change + FLOOR);
    let (n, relative) = (libm::log(sketch.n as f64), libm::log(sketch.change / sketch.level));
    [1.0, 0.0, n, log(sketch.sd_drift), log(sketch.sd_damped), 0.0, 0.0, relative]
}

/// `series` completed for the forecast `h` years ahead.
pub(crate) fn of_step(series: &Features, sketch: &Sketch, h: usize, centre: f64, spread: f64) -> Features {
    let log = |measure: f64| libm::log(measure / sketch.change + FLOOR);
    let mut x = *series;
    x[1] = libm::log(h as f64);
    x[5] = log(spread);
    moved(&x, (centre - sketch.last) / sketch.change)
}

/// `features` of a forecast that moves by `moved` typical yearly changes.
pub(crate) fn moved(features: &Features, moved: f64) -> Features {
    let mut x = *features;
    x[6] = libm::log(moved.abs() + FLOOR);
    x
}

/// The log-linear model of the typical error over the typical yearly change.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ErrorScale(pub [f64; FEATURES]);

/// Errors are kept between e^-50 and e^50 typical changes.
const EXTREME: f64 = 50.0;

impl ErrorScale {
    /// The typical error, in typical yearly changes.
    pub fn size(&self, x: &Features) -> f64 {
        let log: f64 = self.0.iter().zip(x).map(|(b, x)| b * x).sum();
        libm::exp(log.clamp(-EXTREME, EXTREME))
    }
}

/// Least squares by the normal equations, accumulated row by row.
#[derive(Clone, Debug)]
pub(crate) struct LeastSquares {
    xx: [[f64; FEATURES]; FEATURES],
    xy: [f64; FEATURES],
}

/// Lets a panel without variation in a feature still have a solution.
const RIDGE: f64 = 1e-3;

impl LeastSquares {
    pub(crate) fn new() -> Self {
        let mut xx = [[0.0; FEATURES]; FEATURES];
        for (i, row) in xx.iter_mut().enumerate() {
            row[i] = RIDGE;
        }
        Self { xx, xy: [0.0; FEATURES] }
    }

    pub(crate) fn push(&mut self, x: &Features, y: f64, weight: f64) {
        for i in 0..FEATURES {
            for j in 0..=i {
                self.xx[i][j] += weight * x[i] * x[j];
            }
            self.xy[i] += weight * x[i] * y;
        }
    }

    /// Solves by Cholesky factorisation.
    pub(crate) fn solve(&self) -> [f64; FEATURES] {
        let mut l = [[0.0; FEATURES]; FEATURES];
        let mut b = self.xy;
        for i in 0..FEATURES {
            for j in 0..=i {
                let rest = self.xx[i][j] - (0..j).map(|k| l[i][k] * l[j][k]).sum::<f64>();
                l[i][j] = if i == j { rest.max(RIDGE * 1e-9).sqrt() } else { rest / l[j][j] };
            }
            b[i] = (b[i] - (0..i).map(|k| l[i][k] * b[k]).sum::<f64>()) / l[i][i];
        }
        for i in (0..FEATURES).rev() {
            b[i] = (b[i] - (i + 1..FEATURES).map(|k| l[k][i] * b[k]).sum::<f64>()) / l[i][i];
        }
        b
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn least_squares_finds_the_line_behind_the_points() {
        let truth = [0.5, -1.0, 2.0, 0.0, 0.25, 3.0, -0.75, 1.5];
        let mut squares = LeastSquares::new();
        let mut state = 1_u32;
        for _ in 0..400 {
            let x: Features = std::array::from_fn(|i| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                if i == 0 { 1.0 } else { f64::from(state >> 16) / 65536.0 - 0.5 }
            });
            squares.push(&x, x.iter().zip(truth).map(|(x, b)| x * b).sum(), 1.0);
        }
        for (found, b) in squares.solve().iter().zip(truth) {
            assert!((found - b).abs() < 1e-3, "{found} {b}");
        }
    }
}
