//! How large the error h years ahead tends to be: a log-linear model with eight coefficients.

use crate::combine::Sketch;

/// Number of coefficients.
pub const FEATURES: usize = 8;

/// Log-linear model of the typical absolute error, relative to the mean absolute yearly change.
///
/// The features are scale-free: 1, log h, log n, and the logs of residual sd of the drift, residual sd of the damped trend,
/// spread between the components, size of the predicted move (each over the mean absolute change, each plus a floor),
/// and of the mean absolute change over the level.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ErrorScale(pub [f64; FEATURES]);

/// Keeps logarithms finite where a measure is zero, as a share of the mean absolute change.
const FLOOR: f64 = 0.05;

/// The least mean absolute change, as a share of the level: a series without any change is not known exactly.
const STILL: f64 = 1e-4;

/// The unit of errors: the mean absolute yearly change, kept above zero.
pub fn unit(sketch: &Sketch) -> f64 {
    let floor = STILL * sketch.level;
    if floor > 0.0 { sketch.mad.max(floor) } else { sketch.mad.max(1e-9) }
}

/// The features that do not depend on the year ahead, computed once a series.
pub fn base(sketch: &Sketch) -> [f64; FEATURES] {
    let mad = unit(sketch);
    let level = if sketch.level > 0.0 { sketch.level } else { 1.0 };
    [
        1.0,
        0.0,
        libm::log(sketch.n as f64),
        libm::log(sketch.sd_drift / mad + FLOOR),
        libm::log(sketch.sd_damped / mad + FLOOR),
        0.0,
        0.0,
        libm::log(mad / level),
    ]
}

/// Completes `base` for the forecast `h` years ahead.
pub fn at(base: &[f64; FEATURES], sketch: &Sketch, h: usize, centre: f64, spread: f64) -> [f64; FEATURES] {
    let mad = unit(sketch);
    let mut x = *base;
    x[1] = libm::log(h as f64);
    x[5] = libm::log(spread / mad + FLOOR);
    x[6] = libm::log((centre - sketch.last).abs() / mad + FLOOR);
    x
}

impl ErrorScale {
    /// The log of the typical error over the mean absolute change.
    pub fn log(&self, x: &[f64; FEATURES]) -> f64 {
        self.0.iter().zip(x).map(|(b, x)| b * x).sum()
    }
}

/// Weighted least squares by the normal equations, accumulated row by row.
#[derive(Clone, Debug)]
pub struct LeastSquares {
    xx: [[f64; FEATURES]; FEATURES],
    xy: [f64; FEATURES],
}

impl LeastSquares {
    /// Starts with a small ridge, so that a panel without variation in a feature still has a solution.
    pub fn new(ridge: f64) -> Self {
        let mut xx = [[0.0; FEATURES]; FEATURES];
        for (i, row) in xx.iter_mut().enumerate() {
            row[i] = ridge;
        }
        Self { xx, xy: [0.0; FEATURES] }
    }

    /// Adds an observation.
    pub fn push(&mut self, x: &[f64; FEATURES], y: f64, weight: f64) {
        for i in 0..FEATURES {
            for j in 0..=i {
                self.xx[i][j] += weight * x[i] * x[j];
            }
            self.xy[i] += weight * x[i] * y;
        }
    }

    /// Solves by Cholesky factorisation.
    pub fn solve(&self) -> [f64; FEATURES] {
        let mut l = [[0.0; FEATURES]; FEATURES];
        let mut b = self.xy;
        for i in 0..FEATURES {
            for j in 0..=i {
                let sum: f64 = (0..j).map(|k| l[i][k] * l[j][k]).sum();
                let rest = self.xx[i][j] - sum;
                l[i][j] = if i == j { rest.max(1e-12).sqrt() } else { rest / l[j][j] };
            }
            let sum: f64 = (0..i).map(|k| l[i][k] * b[k]).sum();
            b[i] = (b[i] - sum) / l[i][i];
        }
        for i in (0..FEATURES).rev() {
            let sum: f64 = (i + 1..FEATURES).map(|k| l[k][i] * b[k]).sum();
            b[i] = (b[i] - sum) / l[i][i];
        }
        b
    }
}
