//! Figures that are too old, and owners that say nothing.

use super::Subject;
use crate::history::{Figure, counting};
use crate::{AsOf, Config, DataWarning, DataWarningKind, Row, TargetKind};
use plan::Indicator;
use source::Words;

pub(super) fn check(subject: &Subject<'_, '_>, found: &mut Vec<DataWarning>) {
    let Some(due) = due(&subject.rows, subject.as_of) else { return };
    let history = subject.history;
    let lists = [&history.levels, &history.growth, &history.changes, &history.totals, &history.structures];
    let latest = |list: &Vec<Figure<'_>>| {
        let outside: Vec<Figure<'_>> = list.iter().filter(|f| !f.of_plan()).copied().collect();
        counting(&outside, subject.as_of).last().map(|f| f.year)
    };
    let latest = lists.into_iter().filter_map(latest).max();
    let seen = latest.unwrap_or(subject.base_year).max(subject.base_year);
    if seen == i32::MIN {
        // Neither a figure nor a period: since when somebody is silent is not known.
        return;
    }
    let lag = due.saturating_sub(seen);
    let cuts = &subject.config.rules.data;
    if lag >= cuts.silent_years && subject.rows.iter().any(|r| !r.bodies.is_empty()) {
        found.push(silent(subject.indicator, subject.region, &subject.rows, seen, lag));
    } else if lag > cuts.stale_years {
        found.push(subject.warning(
            DataWarningKind::Stale,
            Some(seen),
            format!("最新数据为{seen}年，已陈旧{lag}年"),
            format!("the latest figure is for {seen}, {lag} years old"),
        ));
    }
}

/// An indicator with targets of which nothing at all is known.
pub(super) fn nothing(
    indicator: &Indicator,
    rows: &[&Row],
    base_year: i32,
    as_of: AsOf,
    config: &Config,
    found: &mut Vec<DataWarning>,
) {
    let Some(due) = due(rows, as_of) else { return };
    let lag = due.saturating_sub(base_year);
    let owned = rows.iter().any(|r| !r.bodies.is_empty());
    if base_year > i32::MIN && lag >= config.rules.data.silent_years && owned {
        found.push(silent(indicator, "", rows, base_year, lag));
    }
}

/// The last year for which a figure is to be expected: up to the target year, for targets that figures can judge.
fn due(rows: &[&Row], as_of: AsOf) -> Option<i32> {
    let judged = rows.iter().filter(|r| {
        !matches!(r.kind, TargetKind::Undecidable | TargetKind::AssignedLater | TargetKind::Event)
    });
    let until = judged.map(|r| r.goal.map_or(as_of.year, |g| g.year)).max()?;
    Some(until.min(as_of.year))
}

fn silent(indicator: &Indicator, region: &str, rows: &[&Row], seen: i32, lag: i32) -> DataWarning {
    let body = rows.iter().flat_map(|r| &r.bodies).next().map_or("", String::as_str);
    DataWarning {
        kind: DataWarningKind::Silent,
        indicator: indicator.id.clone(),
        name: indicator.name.clone(),
        region: region.to_owned(),
        year: Some(seen),
        words: Words::new(
            format!("责任单位{body}没有报送{seen}年以后的数据，已{lag}年"),
            format!("{body}, which is responsible, has given no figure after {seen}, {lag} years now"),
        ),
    }
}
