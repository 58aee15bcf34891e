//! 时序进度: the share of the five-year target that should be done by now is the share of the time that has passed.
//!
//! Sources: 国务院《单位GDP能耗考核体系实施方案》(国发〔2007〕36号) for the score sheet and its grades; the assessments of
//! the 12th plan's energy target asked for 20, 40, 60, 80 and 100 % at the end of each year. No national text
//! fixes when 快于预期 begins: ahead is here what is done before its time, a convention of our own.

use super::{Case, Class};

/// The share of the time from base to target year that has passed, 0 to 1.
///
/// # Example
/// ```
/// use assess::method::schedule::due;
/// assert_eq!([1.0, 2.0, 5.0].map(|t| due(2010.0, 2010.0 + t, 2015.0)), [0.2, 0.4, 1.0]);
/// ```
pub fn due(base_year: f64, year: f64, target_year: f64) -> f64 {
    if target_year <= base_year {
        return 1.0;
    }
    ((year - base_year) / (target_year - base_year)).clamp(0.0, 1.0)
}

/// Points of the score sheet for the share of the yearly target that was done (1.0 is all of it).
///
/// 40 points for the whole, 4 fewer for each missing tenth, none below half; 3 more for each further tenth, 9 at most.
pub fn points(done: f64) -> f64 {
    // Shares come from division; a share of 0.9 must not fall short of nine tenths by the last bit.
    let tenths = (done * 10.0 + 1e-9).floor();
    if tenths < 5.0 || tenths.is_nan() {
        0.0
    } else if tenths < 10.0 {
        4.0 * tenths
    } else {
        40.0 + (3.0 * (tenths - 10.0)).min(9.0)
    }
}

/// Grades of the whole score sheet (100 points).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// 未完成, below 60, or the target itself was missed.
    Missed,
    /// 基本完成, 60 to 80.
    Mostly,
    /// 完成, 80 to 95.
    Done,
    /// 超额完成, 95 and more.
    Exceeded,
}

/// The grade for a total of `score` points; the target is a veto indicator, so missing it overrules the points.
pub fn grade(score: f64, target_met: bool) -> Grade {
    if !target_met || score < 60.0 || score.is_nan() {
        Grade::Missed
    } else if score < 80.0 {
        Grade::Mostly
    } else if score < 95.0 {
        Grade::Done
    } else {
        Grade::Exceeded
    }
}

/// Share done over share due.
#[expect(
    clippy::float_cmp,
    reason = "the same figure, not one computed anew: exactly equal is what is meant"
)]
pub(super) fn rate(case: &Case) -> Option<(f64, Class)> {
    let target = case.target?;
    if target == case.base {
        return None;
    }
    let done = (case.value - case.base) / (target - case.base);
    let due = due(case.base_year, case.year, case.target_year);
    if due <= 0.0 || !done.is_finite() {
        return None;
    }
    let class = if case.wish.reached(case.value, target) {
        Class::on_course("met", "提前实现", "met early")
    } else if done > due {
        Class::on_course("ahead", "快于时序进度", "ahead of schedule")
    } else if done == due {
        Class::on_course("on_schedule", "符合时序进度", "on schedule")
    } else {
        Class::new("behind", "滞后于时序进度", "behind schedule")
    };
    Some((done / due, class))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn score_sheet_of_2007() {
        let sheet = [
            (1.0, 40.0),
            (0.9, 36.0),
            (0.8, 32.0),
            (0.5, 20.0),
            (0.49, 0.0),
            (1.1, 43.0),
            (1.3, 49.0),
            (2.0, 49.0),
        ];
        for (done, expected) in sheet {
            assert_eq!(points(done), expected, "{done}");
        }
        assert_eq!(points(f64::NAN), 0.0);
    }

    #[test]
    fn missing_the_target_overrules_the_points() {
        assert_eq!(grade(97.0, true), Grade::Exceeded);
        assert_eq!(grade(97.0, false), Grade::Missed);
        assert_eq!(grade(80.0, true), Grade::Done);
        assert_eq!(grade(79.9, true), Grade::Mostly);
    }
}
