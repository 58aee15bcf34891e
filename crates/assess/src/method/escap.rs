//! UN ESCAP: the current status index and the anticipated progress to the target year.
//!
//! Sources: UN ESCAP, Asia and the Pacific SDG Progress Report, methodology pages (also used by UNECE and ECA); the
//! weights and the two regressions as in UNICEF MENARO's published code. ESCAP's limit of 10 % extra effort between
//! "maintain" and "accelerate" is from memory of the report, not from a page at hand.

use super::{Case, Class};

/// Extra effort up to which a target will be met by keeping the present pace.
const MAINTAIN: f64 = 0.10;

/// Current status on a scale where 0 is the base and 10 the target; negative is regression, 10 when the target is met.
///
/// # Example
/// ```
/// use assess::method::{Case, Wish, escap};
/// let case = Case { base_year: 2015.0, base: 40.0, year: 2020.0, value: 50.0, target_year: 2030.0,
///     target: Some(80.0), wish: Wish::Up, limit: None };
/// assert_eq!(escap::current_status(&case), Some(2.5));
/// assert!((escap::expected_status(&case) - 10.0 / 3.0).abs() < 1e-12);
/// ```
pub fn current_status(case: &Case) -> Option<f64> {
    let target = case.target?;
    if case.wish.reached(case.value, target) {
        return Some(10.0);
    }
    let span = (target - case.base).abs();
    (span > 0.0).then(|| 10.0 * case.wish.sign() * (case.value - case.base) / span)
}

/// Current status of an indicator that should come to a value from either side (gender parity).
pub fn parity_status(base: f64, value: f64, target: f64) -> Option<f64> {
    let span = (target - base).abs();
    (span > 0.0).then(|| 10.0 - 10.0 * (target - value).abs() / span)
}

/// The status that the time passed asks for.
pub fn expected_status(case: &Case) -> f64 {
    10.0 * super::schedule::due(case.base_year, case.year, case.target_year)
}

/// How much each year counts in a prediction for `target_year`: (T - t_first) / (T - t_i), the newer the more.
///
/// `None` when a year is not before the target year.
pub fn weights(years: &[f64], target_year: f64) -> Option<Vec<f64>> {
    let first = *years.first()?;
    years.iter().map(|t| (*t < target_year).then(|| (target_year - first) / (target_year - t))).collect()
}

/// Predicts a positive value by the weighted geometric mean of its yearly growth factors.
///
/// Points are (year, value), oldest first; a step over several years counts as one factor a year. `None` with fewer than
/// two points or a value that is not positive.
pub fn predict_growth(points: &[(f64, f64)], target_year: f64) -> Option<f64> {
    let years: Vec<f64> = points.iter().map(|p| p.0).collect();
    let weights = weights(&years, target_year)?;
    if points.len() < 2 || points.iter().any(|p| p.1 <= 0.0 || p.1.is_nan()) {
        return None;
    }
    let (mut sum, mut total) = (0.0, 0.0);
    for (pair, w) in points.windows(2).zip(&weights[1..]) {
        sum += w * libm::log(pair[1].1 / pair[0].1) / (pair[1].0 - pair[0].0);
        total += w;
    }
    let (last_year, last) = *points.last()?;
    Some(last * libm::exp(sum / total * (target_year - last_year))).filter(|v| v.is_finite())
}

/// Predicts a share of `scale` (100 for per cent) by weighted regression of its logit on the year.
///
/// Values on the ends of the scale are drawn in by a thousandth of it. `None` with fewer than two different years.
pub fn predict_share(points: &[(f64, f64)], scale: f64, target_year: f64) -> Option<f64> {
    let years: Vec<f64> = points.iter().map(|p| p.0).collect();
    let weights = weights(&years, target_year)?;
    let logit = |v: f64| {
        let share = (v / scale).clamp(0.001, 0.999);
        libm::log(share) - libm::log1p(-share)
    };
    let total: f64 = weights.iter().sum();
    let mean_t = points.iter().zip(&weights).map(|(p, w)| w * p.0).sum::<f64>() / total;
    let mean_z = points.iter().zip(&weights).map(|(p, w)| w * logit(p.1)).sum::<f64>() / total;
    let (mut covariance, mut variance) = (0.0, 0.0);
    for (p, w) in points.iter().zip(&weights) {
        covariance += w * (p.0 - mean_t) * (logit(p.1) - mean_z);
        variance += w * (p.0 - mean_t) * (p.0 - mean_t);
    }
    if variance == 0.0 || variance.is_nan() {
        return None;
    }
    let z = mean_z + covariance / variance * (target_year - mean_t);
    Some(scale / (1.0 + libm::exp(-z)))
}

/// What the anticipated value asks of a country.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effort {
    /// The trend goes the wrong way.
    Reverse,
    /// More than a tenth of the way would be missing.
    Accelerate,
    /// The target will be met, or all but a tenth.
    Maintain,
}

/// The share of the way that would be missing in the target year, and what that asks for.
pub fn anticipated(case: &Case, predicted: f64) -> Option<(f64, Effort)> {
    let target = case.target?;
    let span = (target - case.base).abs();
    if span == 0.0 || !span.is_finite() || !predicted.is_finite() {
        return None;
    }
    if case.wish.reached(predicted, target) {
        return Some((0.0, Effort::Maintain));
    }
    let gap = (target - predicted).abs() / span;
    let effort = match gap {
        g if g <= MAINTAIN => Effort::Maintain,
        _ if case.wish.sign() * (predicted - case.base) > 0.0 => Effort::Accelerate,
        _ => Effort::Reverse,
    };
    Some((gap, effort))
}

pub(super) fn rate(case: &Case) -> Option<(f64, Class)> {
    let status = current_status(case)?;
    let points = [(case.base_year, case.base), (case.year, case.value)];
    let predicted = match case.limit {
        Some(limit) => predict_share(&points, limit, case.target_year),
        None => predict_growth(&points, case.target_year),
    };
    // Signs that change have no growth rate: the straight line goes on.
    let predicted = predicted.or_else(|| {
        let pace = (case.value - case.base) / (case.year - case.base_year);
        Some(case.value + pace * (case.target_year - case.year)).filter(|v| v.is_finite())
    });
    let effort = match predicted.and_then(|p| anticipated(case, p)) {
        Some((_, effort)) => effort,
        None if status >= 10.0 => Effort::Maintain,
        None => return None,
    };
    let class = match effort {
        Effort::Maintain => Class::on_course("maintain", "保持势头可达到", "maintain progress"),
        Effort::Accelerate => Class::new("accelerate", "需要加快", "accelerate progress"),
        Effort::Reverse => Class::new("reverse", "需要扭转趋势", "reverse the trend"),
    };
    Some((status, class))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::Wish;

    fn case(value: f64) -> Case {
        Case {
            base_year: 2015.0,
            base: 40.0,
            year: 2020.0,
            value,
            target_year: 2030.0,
            target: Some(80.0),
            wish: Wish::Up,
            limit: None,
        }
    }

    #[test]
    fn a_steady_growth_rate_goes_on() {
        let points: Vec<(f64, f64)> =
            (0..6).map(|i| (2015.0 + f64::from(i), 100.0 * libm::pow(1.03, f64::from(i)))).collect();
        let predicted = predict_growth(&points, 2030.0).expect("positive");
        assert!((predicted - 100.0 * libm::pow(1.03, 15.0)).abs() < 1e-9);
    }

    #[test]
    fn newer_years_count_more() {
        assert_eq!(weights(&[2015.0, 2020.0, 2025.0], 2030.0), Some(vec![1.0, 1.5, 3.0]));
        assert_eq!(weights(&[2015.0, 2030.0], 2030.0), None);
        let speeding_up = [(2015.0, 10.0), (2016.0, 10.1), (2017.0, 10.7)];
        let plain = libm::pow(1.07, 0.5);
        let predicted = predict_growth(&speeding_up, 2018.0).expect("positive");
        assert!(predicted > 10.7 * plain);
    }

    #[test]
    fn a_share_stays_within_its_scale() {
        let predicted = predict_share(&[(2015.0, 90.0), (2020.0, 97.0)], 100.0, 2030.0).expect("two years");
        assert!(predicted > 97.0 && predicted < 100.0);
    }

    #[test]
    fn classes_by_extra_effort() {
        assert_eq!(
            anticipated(&case(50.0), 76.1),
            Some((3.9 / 40.0, Effort::Maintain)).map(|(_, e)| ((80.0 - 76.1) / 40.0, e))
        );
        assert_eq!(anticipated(&case(50.0), 60.0).expect("span").1, Effort::Accelerate);
        assert_eq!(anticipated(&case(50.0), 39.0).expect("span").1, Effort::Reverse);
        assert_eq!(current_status(&case(38.0)), Some(-0.5));
        assert_eq!(parity_status(0.8, 0.9, 1.0).map(|v| (v * 1e9).round() / 1e9), Some(5.0));
    }
}
