//! Arithmetic with printed numbers.
//!
//! A printed 7.3 stands for everything between 7.25 and 7.35. Whether a rate fits two levels is
//! therefore a question of intervals: they fit when some true values that print so fit.

use libm::pow;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// The true values that print as one number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Interval {
    pub(crate) low: f64,
    pub(crate) high: f64,
}

impl Interval {
    /// Half a unit of the last printed place to both sides.
    pub(crate) fn of(value: Decimal) -> Self {
        Self::to_places(value, value.scale())
    }

    /// Half a unit of the given decimal place to both sides.
    fn to_places(value: Decimal, places: u32) -> Self {
        let middle = value.to_f64().unwrap_or(f64::NAN);
        let half = 0.5 * pow(10.0, -f64::from(places));
        Self { low: middle - half, high: middle + half }
    }

    /// Whether the two have a value in common; an interval of no number meets nothing.
    pub(crate) fn meets(self, other: Self) -> bool {
        self.low <= other.high && other.low <= self.high
    }

    /// The smallest distance between the two, 0 when they meet.
    pub(crate) fn distance(self, other: Self) -> f64 {
        if self.meets(other) { 0.0 } else { (self.low - other.high).max(other.low - self.high) }
    }

    pub(crate) fn scaled(self, factor: f64) -> Self {
        Self { low: self.low * factor, high: self.high * factor }
    }

    /// Room of a share of the value to both sides, for 左右.
    pub(crate) fn widened(self, share: f64) -> Self {
        Self { low: self.low * (1.0 - share), high: self.high * (1.0 + share) }
    }

    /// The product of two intervals of positive numbers.
    pub(crate) fn product(self, other: Self) -> Self {
        Self { low: self.low * other.low, high: self.high * other.high }
    }

    /// The quotient of two intervals of positive numbers.
    pub(crate) fn quotient(self, other: Self) -> Self {
        Self::monotone(self, other, |a, b| a / b)
    }

    /// The interval of a function that grows with the first and falls with the second argument.
    fn monotone(a: Self, b: Self, f: impl Fn(f64, f64) -> f64) -> Self {
        Self { low: f(a.low, b.high), high: f(a.high, b.low) }
    }
}

/// How a printed growth figure may be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// Compound growth in percent a year.
    Compound,
    /// Percentage points (or units) a year.
    Points,
    /// Total change in percent.
    Total,
    /// Total change in percentage points (or units).
    TotalPoints,
}

/// Growth from `base` to `value` over `years` under one reading; `None` where the reading has no sense.
///
/// Compound: ((value / base)^(1 / years) - 1) x 100. Points: (value - base) / years. Total: (value / base - 1) x 100.
pub(crate) fn growth(base: Decimal, value: Decimal, years: i32, reading: Reading) -> Option<Interval> {
    // Levels of one series have one precision: 3 beside 3.5 is 3.0 with its zero left out.
    let places = base.scale().max(value.scale());
    let (from, to) = (Interval::to_places(base, places), Interval::to_places(value, places));
    if years <= 0 {
        return None;
    }
    let span = f64::from(years);
    let positive = from.low > 0.0 && to.low > 0.0;
    match reading {
        Reading::Compound if positive => {
            Some(Interval::monotone(to, from, |to, from| 100.0 * (pow(to / from, 1.0 / span) - 1.0)))
        }
        Reading::Total if positive => {
            Some(Interval::monotone(to, from, |to, from| 100.0 * (to / from - 1.0)))
        }
        Reading::Points => Some(Interval::monotone(to, from, |to, from| (to - from) / span)),
        // A difference of printed numbers is itself exact; room for rounding would let anything pass.
        Reading::TotalPoints => {
            let difference = (value - base).to_f64()?;
            Some(Interval { low: difference, high: difference })
        }
        _ => None,
    }
}

/// The same from the printed values themselves, for messages.
pub(crate) fn growth_at(base: Decimal, value: Decimal, years: i32, reading: Reading) -> Option<f64> {
    let (from, to) = (base.to_f64()?, value.to_f64()?);
    let span = f64::from(years);
    match reading {
        _ if years <= 0 => None,
        Reading::Compound if from > 0.0 && to > 0.0 => Some(100.0 * (pow(to / from, 1.0 / span) - 1.0)),
        Reading::Total if from > 0.0 => Some(100.0 * (to / from - 1.0)),
        Reading::Points => Some((to - from) / span),
        Reading::TotalPoints => Some(to - from),
        _ => None,
    }
}

/// A computed number for people: at most `places` digits behind the point, no trailing zeros.
pub(crate) fn show(value: f64, places: usize) -> String {
    let text = format!("{value:.places$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// A printed number for people, as it was printed.
pub(crate) fn plain(value: Decimal) -> String {
    value.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().expect("a number")
    }

    fn fits(base: &str, value: &str, years: i32, rate: &str, reading: Reading) -> bool {
        growth(decimal(base), decimal(value), years, reading)
            .is_some_and(|interval| interval.meets(Interval::of(decimal(rate))))
    }

    #[test]
    fn rates_fit_their_levels_within_rounding() {
        assert!(fits("1357.5", "1900", 5, "7", Reading::Compound));
        assert!(fits("58", "49.3", 5, "-3.2", Reading::Compound));
        assert!(fits("15.6", "23.1", 5, "1.5", Reading::Points));
        assert!(!fits("17375", "27040", 5, "11.4", Reading::Compound));
        assert!(!fits("498.4", "782.1", 5, "9.5", Reading::Compound));
        assert!(!fits("0", "5", 5, "9", Reading::Compound));
        assert!(!fits("3.5", "3", 5, "-0.6", Reading::Compound));
        assert!(growth(decimal("1"), decimal("2"), 0, Reading::Points).is_none());
    }

    #[test]
    fn numbers_are_shown_short() {
        assert_eq!(show(9.249_6, 2), "9.25");
        assert_eq!(show(9.0, 2), "9");
        assert_eq!(show(-0.001, 2), "0");
    }
}
