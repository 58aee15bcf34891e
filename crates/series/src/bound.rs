//! Series that sit at the end of their range: full coverage that is kept, accidents that no longer happen.

use crate::scale::Scale;
use crate::{Bounds, Input};

/// The end of its range that a series has reached.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct AtBound {
    /// Whether it is the upper end.
    pub(crate) upper: bool,
    /// The value of the bound.
    pub(crate) value: f64,
    /// The latest years in a row at it.
    years: usize,
}

/// What is believed of leaving a bound before any year was seen: a Beta distribution of the yearly chance, as many years left
/// and as many stayed. One year in eighteen; shares that are complete and harms that have ended mostly stay so.
const LEFT: f64 = 0.3;
const STAYED: f64 = 5.0;

impl AtBound {
    /// The bound at which the last value stands, on a scale that has one.
    #[expect(
        clippy::float_cmp,
        reason = "the same figure, not one computed anew: exactly equal is what is meant"
    )]
    pub(crate) fn of(input: &Input<'_>, scale: Scale) -> Option<Self> {
        let (low, high) = match scale {
            Scale::Plain { floor, .. } => (floor.then_some(0.0), None),
            Scale::Logit(Bounds { low, high }) => (Some(low), Some(high)),
        };
        let last = *input.values().last()?;
        let upper = high == Some(last);
        if !upper && low != Some(last) {
            return None;
        }
        let years = input.values().iter().rev().take_while(|value| **value == last).count();
        Some(Self { upper, value: last, years })
    }

    /// The probability to be at the bound `h` years ahead still: the chance of no departure in as many years, the yearly chance
    /// being Beta distributed (the sequence of Polya's urn; Johnson, Kotz & Kemp, Univariate Discrete Distributions, 6.2).
    pub(crate) fn kept(self, h: usize) -> f64 {
        let stayed = STAYED + self.years as f64;
        (0..h).map(|year| stayed + year as f64).map(|seen| seen / (seen + LEFT)).product()
    }
}

/// A share of the probability that stands at one end of the range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Atom {
    /// Whether it is the upper end.
    pub(crate) upper: bool,
    /// The end.
    pub(crate) value: f64,
    /// Its probability, 0 to 1.
    pub(crate) share: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_kept_longer_is_surer_to_be_kept() {
        let full = |years: usize| {
            let values: Vec<f64> = (0..10).map(|i| if i < 10 - years { 90.0 } else { 100.0 }).collect();
            let input = Input::new(&values).unwrap();
            AtBound::of(&input, Scale::Logit(Bounds::PERCENT)).map(|at| at.kept(3))
        };
        assert_eq!(full(0), None);
        let (one, ten) = (full(1).unwrap(), full(10).unwrap());
        assert!((0.8..0.95).contains(&one) && ten > one && ten < 1.0, "{one} {ten}");
    }

    #[test]
    fn only_a_declared_or_natural_end_is_a_bound() {
        let values = [4.0, 2.0, 0.0];
        let input = Input::new(&values).unwrap();
        assert!(AtBound::of(&input, Scale::Plain { unit: 1.0, floor: false }).is_none());
        let at = AtBound::of(&input, Scale::Plain { unit: 1.0, floor: true }).unwrap();
        assert!(!at.upper && at.value == 0.0);
    }
}
