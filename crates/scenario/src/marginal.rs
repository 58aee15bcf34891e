//! What one indicator may become in one year, and how a lever moves it.

use series::{Predictive, normal};

/// The distribution of one value.
pub trait Marginal: Sync {
    /// The value at a normal score: 0 is the median, 1.96 what is not exceeded with 97.5 %.
    fn quantile_at(&self, score: f64) -> f64;

    /// P(value >= target).
    fn prob_ge(&self, target: f64) -> f64;

    /// P(value <= target).
    fn prob_le(&self, target: f64) -> f64;
}

impl Marginal for Predictive<'_> {
    fn quantile_at(&self, score: f64) -> f64 {
        Predictive::quantile_at(self, score)
    }

    fn prob_ge(&self, target: f64) -> f64 {
        Predictive::prob_ge(self, target)
    }

    fn prob_le(&self, target: f64) -> f64 {
        Predictive::prob_le(self, target)
    }
}

/// A lognormal distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LogNormal {
    /// The median, positive.
    pub median: f64,
    /// Standard deviation of the logarithm, positive.
    pub spread: f64,
}

impl Marginal for LogNormal {
    fn quantile_at(&self, score: f64) -> f64 {
        self.median * libm::exp(self.spread * score)
    }

    fn prob_ge(&self, target: f64) -> f64 {
        if target <= 0.0 { 1.0 } else { normal::cdf(libm::log(self.median / target) / self.spread) }
    }

    fn prob_le(&self, target: f64) -> f64 {
        1.0 - self.prob_ge(target)
    }
}

/// A distribution moved by a lever: every value times a factor, so that its width in logarithms stays as it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moved<M> {
    /// As it was.
    pub before: M,
    /// The factor, positive.
    pub factor: f64,
}

impl<M: Marginal> Marginal for Moved<M> {
    fn quantile_at(&self, score: f64) -> f64 {
        self.factor * self.before.quantile_at(score)
    }

    fn prob_ge(&self, target: f64) -> f64 {
        self.before.prob_ge(target / self.factor)
    }

    fn prob_le(&self, target: f64) -> f64 {
        self.before.prob_le(target / self.factor)
    }
}
