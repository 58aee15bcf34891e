//! The scale on which a series is forecast and its errors are additive.

use crate::Bounds;

/// A monotone change of scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Scale {
    /// Values divided by a power of two near the largest: exact, and squares stay finite.
    Plain {
        /// The power of two.
        unit: f64,
        /// Nothing lies below zero.
        floor: bool,
    },
    /// The logit of the share (y - low) / (high - low), the share first drawn in from 0..1 to `EDGE`..1 - `EDGE`.
    ///
    /// So a bound itself has a finite place, and the probability of reaching it is not zero.
    Logit(Bounds),
}

/// How far shares are drawn in from the bounds.
const EDGE: f64 = 2e-3;

impl Scale {
    /// The plain scale of `values`; with `floor`, values of which none is negative are taken to stay so.
    pub(crate) fn plain(values: &[f64], floor: bool) -> Self {
        let largest = values.iter().fold(0.0_f64, |m, v| m.max(v.abs()));
        let floor = floor && values.iter().all(|v| *v >= 0.0);
        if largest == 0.0 {
            return Self::Plain { unit: 1.0, floor };
        }
        let (_, exponent) = libm::frexp(largest);
        Self::Plain { unit: libm::ldexp(1.0, (exponent - 1).clamp(-1000, 1000)), floor }
    }

    /// From the unit of the series; infinite outside the bounds.
    pub(crate) fn forward(self, value: f64) -> f64 {
        match self {
            Self::Plain { unit, .. } => value / unit,
            Self::Logit(Bounds { low, high }) => {
                if value < low {
                    return f64::NEG_INFINITY;
                }
                if value > high {
                    return f64::INFINITY;
                }
                let share = EDGE + (1.0 - 2.0 * EDGE) * ((value - low) / (high - low));
                libm::log(share) - libm::log1p(-share)
            }
        }
    }

    /// Back to the unit of the series; finite and never outside the bounds.
    pub(crate) fn back(self, value: f64) -> f64 {
        match self {
            Self::Plain { unit, floor } => (value * unit).clamp(if floor { 0.0 } else { f64::MIN }, f64::MAX),
            Self::Logit(Bounds { low, high }) => {
                let share = 1.0 / (1.0 + libm::exp(-value));
                let inner = ((share - EDGE) / (1.0 - 2.0 * EDGE)).clamp(0.0, 1.0);
                low + (high - low) * inner
            }
        }
    }

    /// True when no value is above `target`.
    pub(crate) fn always_le(self, target: f64) -> bool {
        match self {
            Self::Plain { .. } => false,
            Self::Logit(bounds) => target >= bounds.high,
        }
    }

    /// True when every value is above `target`.
    pub(crate) fn never_le(self, target: f64) -> bool {
        match self {
            Self::Plain { floor, .. } => floor && target < 0.0,
            Self::Logit(bounds) => target < bounds.low,
        }
    }

    /// True when every value is at least `target`.
    pub(crate) fn always_ge(self, target: f64) -> bool {
        match self {
            Self::Plain { floor, .. } => floor && target <= 0.0,
            Self::Logit(bounds) => target <= bounds.low,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_forward_and_back_is_the_same() {
        let logit = Scale::Logit(Bounds { low: -5.0, high: 20.0 });
        for value in [-5.0, -4.9, 0.0, 7.5, 19.0, 20.0] {
            assert!((logit.back(logit.forward(value)) - value).abs() < 1e-12);
        }
        assert_eq!(logit.back(50.0), 20.0);
        assert_eq!(logit.forward(20.1), f64::INFINITY);
        let plain = Scale::plain(&[3.0, -700.0], true);
        assert_eq!(plain, Scale::Plain { unit: 512.0, floor: false });
        assert_eq!(plain.back(plain.forward(0.1)), 0.1);
        assert_eq!(Scale::plain(&[3.0, 700.0], true).back(-1.0), 0.0);
    }
}
