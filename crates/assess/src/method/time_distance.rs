//! S-time-distance: how many years the value is ahead of, or behind, the straight line from base to target.
//!
//! Source: P. Sicherl, Time Distance in Economics and Statistics, Vienna 2012; S = t* - t here, so that behind is negative,
//! where t* is the year in which the line has the present value.

use super::{Case, Class};

pub(super) fn rate(case: &Case) -> Option<(f64, Class)> {
    let target = case.target?;
    let path = crate::path::Path::linear((case.base_year, case.base), (case.target_year, target))?;
    let distance = path.when(case.value) - case.year;
    let class = if distance >= 0.0 {
        Class::on_course("ahead", "不落后", "not behind")
    } else {
        Class::new("behind", "落后", "behind")
    };
    Some((distance, class))
}
