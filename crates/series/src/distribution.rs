//! One predictive distribution a year ahead: quantiles and probabilities are read from the same function.

use crate::bound::Atom;
use crate::normal;
use crate::scale::Scale;

/// Normal scores of the tabulated levels: -3 to 3 in steps of 0.25.
pub const LEVELS: usize = 25;
const FIRST: f64 = -3.0;
const STEP: f64 = 0.25;

/// The normal score of tabulated level `i`.
pub fn level_score(i: usize) -> f64 {
    FIRST + STEP * i as f64
}

/// Quantiles of scaled errors at the normal scores -3 to 3, strictly rising.
///
/// Between the levels the quantile is linear in the normal score; beyond them the outer slope goes on, so the tails are
/// normal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ErrorTable([f64; LEVELS]);

/// The least rise between neighbouring levels: keeps quantile and probability inverse to each other.
const RISE: f64 = 1e-3;

impl ErrorTable {
    /// Makes the quantiles strictly rising, outwards from the median.
    pub const fn new(mut quantiles: [f64; LEVELS]) -> Self {
        let mut i = LEVELS / 2;
        while i + 1 < LEVELS {
            quantiles[i + 1] = quantiles[i + 1].max(quantiles[i] + RISE);
            i += 1;
        }
        let mut i = LEVELS / 2;
        while i > 0 {
            quantiles[i - 1] = quantiles[i - 1].min(quantiles[i] - RISE);
            i -= 1;
        }
        Self(quantiles)
    }

    /// The quantiles at the tabulated levels.
    pub const fn quantiles(&self) -> &[f64; LEVELS] {
        &self.0
    }

    /// The scaled error at normal score `z`.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a place within the length, from a share between 0 and 1"
    )]
    pub fn quantile(&self, z: f64) -> f64 {
        if z.is_infinite() {
            return z;
        }
        let place = ((z - FIRST) / STEP).clamp(0.0, (LEVELS - 2) as f64);
        let i = place as usize;
        self.0[i] + (self.0[i + 1] - self.0[i]) * ((z - level_score(i)) / STEP)
    }

    /// The normal score of scaled error `e`: the inverse of [`ErrorTable::quantile`].
    pub fn score(&self, e: f64) -> f64 {
        if e.is_infinite() {
            return e;
        }
        let i = self.0.partition_point(|q| *q <= e).clamp(1, LEVELS - 1) - 1;
        level_score(i) + STEP * (e - self.0[i]) / (self.0[i + 1] - self.0[i])
    }
}

/// The distribution of one value, one horizon.
#[derive(Clone, Copy, Debug)]
pub struct Predictive<'a> {
    pub(crate) scale: Scale,
    /// Point forecast on the scale.
    pub(crate) centre: f64,
    /// Size of an error of 1 in the table, on the scale.
    pub(crate) width: f64,
    pub(crate) table: &'a ErrorTable,
    /// The share of the probability that stays at a bound which the series has reached; the rest is spread.
    pub(crate) atom: Option<Atom>,
}

impl Predictive<'_> {
    /// The value that is not exceeded with probability `p` (0 to 1).
    pub fn quantile(&self, p: f64) -> f64 {
        match self.atom {
            None => self.spread(normal::score(p)),
            Some(Atom { upper: false, value, share }) if p <= share => value,
            Some(Atom { upper: true, value, share }) if p >= 1.0 - share => value,
            Some(Atom { upper: false, share, .. }) => self.spread(normal::score((p - share) / (1.0 - share))),
            Some(Atom { upper: true, share, .. }) => self.spread(normal::score(p / (1.0 - share))),
        }
    }

    /// The quantile at a normal score: 1.96 for 97.5 %.
    pub fn quantile_at(&self, z: f64) -> f64 {
        if self.atom.is_some() { self.quantile(normal::cdf(z)) } else { self.spread(z) }
    }

    /// P(value >= target).
    pub fn prob_ge(&self, target: f64) -> f64 {
        let spread = if self.scale.always_ge(target) { 1.0 } else { self.above(target) };
        match self.atom {
            Some(Atom { value, share, .. }) => {
                (1.0 - share) * spread + if value >= target { share } else { 0.0 }
            }
            None => spread,
        }
    }

    /// P(value <= target). What the scale cuts off at a bound stands at the bound, so at 0 accidents it is not 0.
    pub fn prob_le(&self, target: f64) -> f64 {
        let spread = match target {
            _ if self.scale.always_le(target) => 1.0,
            _ if self.scale.never_le(target) => 0.0,
            _ => 1.0 - self.above(target),
        };
        match self.atom {
            Some(Atom { value, share, .. }) => {
                (1.0 - share) * spread + if value <= target { share } else { 0.0 }
            }
            None => spread,
        }
    }

    /// The quantile of what is not at a bound for good.
    fn spread(&self, z: f64) -> f64 {
        self.scale.back(self.centre + self.width * self.table.quantile(z))
    }

    /// The probability of what lies above `target` before the scale cuts it off.
    fn above(&self, target: f64) -> f64 {
        let error = (self.scale.forward(target) - self.centre) / self.width;
        normal::cdf(-self.table.score(error))
    }
}
