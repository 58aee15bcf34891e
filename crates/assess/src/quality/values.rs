//! Values that stand out: outliers, values exactly on the target, values out of bounds, foreign units.

use super::Subject;
use crate::history::select;
use crate::print::number;
use crate::unit;
use crate::{DataWarning, DataWarningKind, Point, TargetKind};
use series::{AnomalyKind, Nature, anomalies};

pub(super) fn check(subject: &Subject<'_, '_>, found: &mut Vec<DataWarning>) {
    let levels = select(&subject.history.levels, subject.as_of);
    outliers(subject, &levels, found);
    bounds(subject, &levels, found);
    heaped(subject, found);
    units(subject, found);
}

fn outliers(subject: &Subject<'_, '_>, levels: &[Point], found: &mut Vec<DataWarning>) {
    // Anomalies are judged on the unbroken run of years that ends now.
    let gap = levels.windows(2).rposition(|w| w[1].year != w[0].year + 1).map_or(0, |at| at + 1);
    let run = &levels[gap..];
    let values: Vec<f64> = run.iter().map(|p| p.value).collect();
    for odd in anomalies(&values) {
        let point = run[odd.index];
        if point.year < subject.base_year || odd.kind == AnomalyKind::LevelBreak {
            continue;
        }
        let (value, unit, before) = (number(point.value), subject.unit(), number(run[odd.index - 1].value));
        let (zh, en) = match odd.kind {
            AnomalyKind::Unsettled => {
                ("可能是异常值，也可能是口径变化", "an outlier or a new basis; the next figure will tell")
            }
            _ => ("随后又恢复，疑为异常值", "the series comes back afterwards, so probably an outlier"),
        };
        found.push(subject.warning(
            DataWarningKind::Outlier,
            Some(point.year),
            format!("{}年{value}{unit}与上年{before}相差悬殊，{zh}", point.year),
            format!("{value} {unit} in {} is far from {before} the year before: {en}", point.year),
        ));
    }
}

fn bounds(subject: &Subject<'_, '_>, levels: &[Point], found: &mut Vec<DataWarning>) {
    let Nature::Bounded(bounds) = subject.traits.nature else { return };
    for point in levels.iter().filter(|p| p.value < bounds.low || p.value > bounds.high) {
        let (low, high) = (number(bounds.low), number(bounds.high));
        let (value, unit) = (number(point.value), subject.unit());
        found.push(subject.warning(
            DataWarningKind::Outlier,
            Some(point.year),
            format!("{}年{value}{unit}超出可能的范围{low}至{high}", point.year),
            format!("{value} {unit} in {} lies outside what is possible, {low} to {high}", point.year),
        ));
    }
}

/// A figure that equals the target to the last digit deserves a second look, except where the target is all or nothing.
#[expect(
    clippy::float_cmp,
    reason = "the same figure, not one computed anew: exactly equal is what is meant"
)]
fn heaped(subject: &Subject<'_, '_>, found: &mut Vec<DataWarning>) {
    for row in &subject.rows {
        let (Some(latest), Some(goal)) = (row.latest, row.goal) else { continue };
        let path = matches!(row.kind, TargetKind::Level | TargetKind::GrowthPath | TargetKind::CumulativeSum);
        let round = matches!(subject.traits.nature, Nature::Bounded(b) if goal.value == b.low || goal.value == b.high);
        if path && !round && latest.value == goal.value && row.base.is_none_or(|b| b.value != goal.value) {
            let (value, unit) = (number(latest.value), subject.unit());
            found.push(subject.warning(
                DataWarningKind::Heaped,
                Some(latest.year),
                format!("{}年数据{value}{unit}恰好等于目标值，请核对是否为实际数", latest.year),
                format!(
                    "{value} {unit} in {} is exactly the target: make sure that it was measured",
                    latest.year
                ),
            ));
        }
    }
}

fn units(subject: &Subject<'_, '_>, found: &mut Vec<DataWarning>) {
    for misfit in &subject.history.misfits {
        // A share of what the indicator is an amount of may have a target of its own.
        if subject.rows.iter().any(|row| unit::factor(&misfit.unit, &row.unit).is_some()) {
            continue;
        }
        let year = misfit.period.map(|p| p.end).or(misfit.year);
        if year.is_some_and(|year| year > subject.as_of.year) {
            continue;
        }
        let (from, to) = (&misfit.unit, subject.unit());
        found.push(subject.warning(
            DataWarningKind::Unit,
            year,
            format!("单位“{from}”不能换算为“{to}”，该数据未采用"),
            format!("the unit {from} does not convert to {to}; the figure was left out"),
        ));
    }
}
