//! Cumulative reduction over a plan period (单位GDP能耗降低 and its kin), by logarithms and not by shares of per cents.
//!
//! Source: 青海省统计局《关于节能目标完成情况的计算方法》, 2009-09-17, after the method of 国家统计局 and 国家发展改革委.

use super::{Case, Class};

/// Where a reduction target stands after some years.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reduction {
    /// Reduction so far, as a fraction: 1 - Π(1 + g).
    pub cumulative: f64,
    /// Average per year so far.
    pub average: f64,
    /// Average per year that the plan needs.
    pub planned: f64,
    /// Reduction still needed.
    pub needed: f64,
    /// The same per year; `None` when no year is left.
    pub needed_yearly: Option<f64>,
    /// Years of the plan that are done.
    pub years_done: f64,
    /// Share of the target that is done: ln(1 - C) / ln(1 - R), not C / R.
    pub progress: f64,
}

/// Computes a reduction target from yearly changes (fractions, a fall is negative), the target reduction over the whole
/// period (a fraction between 0 and 1) and the number of years of the period.
///
/// # Example
/// The row printed in the source: +1.51 %, -2.20 %, -4.18 % against 17 % in five years.
/// ```
/// let row = assess::method::reduction::reduction(&[0.0151, -0.0220, -0.0418], 0.17, 5).unwrap();
/// assert_eq!(format!("{:.1}", row.progress * 100.0), "26.8");
/// assert_eq!(format!("{:.2}", row.needed * 100.0), "12.75");
/// ```
pub fn reduction(changes: &[f64], target: f64, years: u32) -> Option<Reduction> {
    let done = changes.len();
    let remaining = changes.iter().map(|g| 1.0 + g).product::<f64>();
    let sound =
        remaining > 0.0 && remaining.is_finite() && target > 0.0 && target < 1.0 && done > 0 && years > 0;
    if !sound {
        return None;
    }
    let left = f64::from(years) - done as f64;
    let planned = 1.0 - libm::pow(1.0 - target, 1.0 / f64::from(years));
    let ratio = (1.0 - target) / remaining;
    let years_done = libm::log(remaining) / libm::log1p(-planned);
    Some(Reduction {
        cumulative: 1.0 - remaining,
        average: 1.0 - libm::pow(remaining, 1.0 / done as f64),
        planned,
        needed: 1.0 - ratio,
        needed_yearly: (left > 0.0).then(|| 1.0 - libm::pow(ratio, 1.0 / left)),
        years_done,
        progress: years_done / f64::from(years),
    })
}

/// Progress of a falling level as a reduction: ln(y / y0) / ln(yT / y0).
pub(super) fn rate(case: &Case) -> Option<(f64, Class)> {
    let target = case.target?;
    if !(case.base > 0.0 && case.value > 0.0 && target > 0.0 && target < case.base) {
        return None;
    }
    let progress = libm::log(case.value / case.base) / libm::log(target / case.base);
    let due = super::schedule::due(case.base_year, case.year, case.target_year);
    let class = if progress >= due {
        Class::on_course("on_schedule", "达到进度要求", "on schedule")
    } else {
        Class::new("behind", "未达到进度要求", "behind schedule")
    };
    Some((progress, class))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn qinghai_2009_is_reproduced_figure_by_figure() {
        let row = reduction(&[0.0151, -0.0220, -0.0418], 0.17, 5).expect("sound input");
        let percent = |share: f64| format!("{:.2}", share * 100.0);
        assert_eq!(percent(row.cumulative), "4.87");
        assert_eq!(percent(row.average), "1.65");
        assert_eq!(percent(row.needed), "12.75");
        assert_eq!(percent(row.needed_yearly.expect("two years are left")), "6.59");
        assert_eq!(percent(row.planned), "3.66");
        assert_eq!(format!("{:.1}", row.progress * 100.0), "26.8");
        // Printed as 1.340, from the planned rate rounded to 3.66 %.
        assert!((row.years_done - 1.340).abs() < 1e-3);
        // The naive ratio of the two reductions says something else.
        assert_eq!(format!("{:.1}", row.cumulative / 0.17 * 100.0), "28.7");
    }

    #[test]
    fn twenty_per_cent_in_five_years() {
        let row = reduction(&[-0.01], 0.20, 5).expect("sound input");
        assert_eq!(format!("{:.4}", row.planned * 100.0), "4.3648");
    }

    #[test]
    fn impossible_input_has_no_answer() {
        assert_eq!(reduction(&[], 0.17, 5), None);
        assert_eq!(reduction(&[-1.0], 0.17, 5), None);
        assert_eq!(reduction(&[0.01], 1.0, 5), None);
    }
}
