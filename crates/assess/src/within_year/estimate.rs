//! The year from its first months, with an interval learned from the same months of past years.

use crate::student;

/// A past year: what was known of it at the same time of the year, and what it came to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PastYear {
    /// The figure of the first months, as it was first published.
    pub so_far: f64,
    /// The figure of the whole year, as it stands now.
    pub year: f64,
}

/// How the whole year is told from its first months.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Growing {
    /// What the months have added up to is a share of the year, so that errors are shares of it.
    Sum,
    /// The months give a state or a rate that the year ends at or near, so that errors are differences.
    State,
}

/// The distribution of a year that is not over.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct YearEstimate {
    /// Past years it was learned from.
    pub years: usize,
    growing: Growing,
    so_far: f64,
    /// Middle and spread of what is still to come, as a logarithm of year over months or as a difference.
    middle: f64,
    spread: f64,
    freedom: u32,
}

/// The latest so many past years count; seasons move.
const LATEST: usize = 10;

/// With fewer past years than this, the spread leans on a guess.
const FEW: usize = 3;

/// The guess: so much of what is still to come, with the weight of so many years.
const GUESS: f64 = 0.1;
const GUESS_WEIGHT: u32 = 3;

/// The guess of a state: so much of its own size.
const GUESS_STATE: f64 = 0.01;

impl YearEstimate {
    /// Learns from `past`, the latest last; `None` without a past year or where a sum is not positive.
    ///
    /// The logarithm of year over first months is taken to vary around its mean from year to year, which makes the outcome
    /// follow Student's t distribution around that mean (the prediction interval of a normal sample). What moves it is
    /// shifting seasons, growth that changes within the year and revisions of the first figures; all three are in the past
    /// years. "Same growth as so far" is the same with last year alone, so it has twice the variance.
    #[expect(clippy::cast_possible_truncation, reason = "a number of years")]
    pub fn learn(past: &[PastYear], so_far: f64, growing: Growing) -> Option<Self> {
        let latest = past.get(past.len().saturating_sub(LATEST)..)?;
        let to_come: Option<Vec<f64>> = latest
            .iter()
            .map(|year| match growing {
                Growing::Sum => {
                    (year.so_far > 0.0 && year.year > 0.0).then(|| libm::log(year.year / year.so_far))
                }
                Growing::State => Some(year.year - year.so_far),
            })
            .collect();
        let to_come = to_come.filter(|all| !all.is_empty() && all.iter().all(|x| x.is_finite()))?;
        if !so_far.is_finite() || growing == Growing::Sum && so_far <= 0.0 {
            return None;
        }
        let years = to_come.len();
        let count = years as f64;
        let middle = to_come.iter().sum::<f64>() / count;
        let squares: f64 = to_come.iter().map(|x| (x - middle) * (x - middle)).sum();
        let guess = match growing {
            Growing::Sum => GUESS * (1.0 - libm::exp(-middle)).abs().max(0.05),
            Growing::State => GUESS_STATE * so_far.abs(),
        };
        let weight = if years < FEW { GUESS_WEIGHT } else { 0 };
        let freedom = years as u32 - 1 + weight;
        let variance = (squares + f64::from(weight) * guess * guess) / f64::from(freedom);
        let spread = (variance * (1.0 + 1.0 / count)).sqrt();
        Some(Self { years, growing, so_far, middle, spread, freedom })
    }

    /// The value not exceeded with probability `p`.
    pub fn quantile(&self, p: f64) -> f64 {
        let x = self.middle + self.spread * student::quantile(p, self.freedom);
        match self.growing {
            Growing::Sum => self.so_far * libm::exp(x),
            Growing::State => self.so_far + x,
        }
    }

    /// P(the year >= `value`).
    pub fn prob_ge(&self, value: f64) -> f64 {
        let x = match self.growing {
            Growing::Sum if value <= 0.0 => return 1.0,
            Growing::Sum => libm::log(value / self.so_far),
            Growing::State => value - self.so_far,
        };
        let score = (x - self.middle) / self.spread;
        // Past years that all agree to the digit: the outcome is taken to agree as well.
        if score.is_nan() { 1.0 } else { 1.0 - student::cdf(score.clamp(-1e9, 1e9), self.freedom) }
    }

    /// The share of the year that is usually done by now, for sums.
    pub fn usual_share(&self) -> Option<f64> {
        (self.growing == Growing::Sum).then(|| libm::exp(-self.middle))
    }
}
