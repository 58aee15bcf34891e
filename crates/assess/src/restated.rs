//! Commitments that a plan makes once and says several times.

use crate::scope;
use crate::unit::{is_percent, is_points};
use plan::{Measure, Observation, Origin, Plan, Target, TargetId};
use std::collections::BTreeMap;

/// The targets of a plan without restatements, in document order, and for each restatement the target it says again.
///
/// A plan says its main targets in the table, in the chapter on goals and again where the work is described. Counted each
/// time, one failure would be many. Two targets say the same when indicator, year, measure, value, unit and scope agree;
/// the one in a table is kept, else the first. How firmly it is said (达到, 以上) does not make it another commitment. Neither
/// does the distance beside the level: 达到67%，比2025年提高4.6个百分点 is one commitment where the base is 62.4 %.
pub(crate) fn distinct(plan: &Plan) -> (Vec<&Target>, BTreeMap<TargetId, TargetId>) {
    let mut kept: BTreeMap<String, usize> = BTreeMap::new();
    let keys: Vec<String> = plan.targets.iter().map(|target| key(target, plan.region.as_deref())).collect();
    for ((at, target), key) in plan.targets.iter().enumerate().zip(&keys) {
        let in_table = target.provenance.origin == Origin::Table;
        let known = kept.entry(key.clone()).or_insert(at);
        if in_table && plan.targets[*known].provenance.origin != Origin::Table {
            *known = at;
        }
    }
    let levels: BTreeMap<usize, usize> =
        kept.values().filter_map(|at| Some((*at, level_reached_by(plan, *at, kept.values())?))).collect();
    let said = plan.targets.iter().enumerate().zip(&keys).filter_map(|((at, target), key)| {
        let judged = *kept.get(key)?;
        let judged = levels.get(&judged).copied().unwrap_or(judged);
        (judged != at).then(|| (target.id.clone(), plan.targets[judged].id.clone()))
    });
    let restated = said.collect();
    let mut places: Vec<usize> = kept.into_values().filter(|at| !levels.contains_key(at)).collect();
    places.sort_unstable();
    (places.into_iter().map(|at| &plan.targets[at]).collect(), restated)
}

/// The level to which a distance in its unit leads from the printed base; `None` where none does, to the last printed digit.
fn level_reached_by<'a>(plan: &Plan, at: usize, kept: impl Iterator<Item = &'a usize>) -> Option<usize> {
    let distance = &plan.targets[at];
    let (by, year) = (distance.value?, distance.year.or(distance.implied_year)?);
    if distance.measure != Measure::Change || distance.value_high.is_some() {
        return None;
    }
    let falls = ["降", "减少", "低"].iter().any(|word| distance.subject.contains(word));
    let base = plan.period?.base();
    let of_base = |unit: &str| {
        let known = plan.observations.iter().filter(|one| {
            one.indicator == distance.indicator && one.is_whole() && one.unit == unit && one.months.is_none()
        });
        let of_year =
            |one: &&Observation| one.period.is_some_and(|period| (period.start, period.end) == (base, base));
        known.filter(of_year).find_map(|one| one.value)
    };
    kept.copied().find(|other| {
        let level = &plan.targets[*other];
        let in_its_unit = level.unit == distance.unit || is_points(&distance.unit) && is_percent(&level.unit);
        let alike = level.indicator == distance.indicator
            && matches!(level.measure, Measure::Level | Measure::Share | Measure::Count)
            && level.year.or(level.implied_year) == Some(year)
            && level.scope.trim() == distance.scope.trim();
        // The figures are looked through last: few targets come so far.
        in_its_unit
            && alike
            && level.value.zip(of_base(&level.unit)).is_some_and(|(goal, from)| {
                let moved = if falls { from - goal } else { goal - from };
                moved.round_dp(by.scale()) == by
            })
    })
}

fn key(target: &Target, region: Option<&str>) -> String {
    let scope = target.scope.trim();
    let own = scope::is_whole(scope, region);
    format!(
        "{}|{:?}|{:?}|{:?}|{:?}|{:?}|{}|{}|{}",
        target.indicator,
        target.year.or(target.implied_year),
        target.measure,
        target.averaging,
        target.value.map(|value| value.normalize()),
        target.value_high.map(|value| value.normalize()),
        // A dash in the column of a value that stands in the column of growth says nothing.
        target.value_text.trim_matches(['—', '－', '-', '–', '/']),
        target.unit,
        if own { "" } else { scope },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use plan::{Comparator, IndicatorId, Period, Provenance};

    fn target(id: &str, value: i64, origin: Origin, scope: &str) -> Target {
        Target {
            id: TargetId(id.to_owned()),
            indicator: IndicatorId("i0001".to_owned()),
            subject: "城镇化率".to_owned(),
            measure: Measure::Share,
            comparator: Comparator::Eq,
            value: Some(value.into()),
            value_high: None,
            value_text: String::new(),
            unit: "%".to_owned(),
            year: None,
            implied_year: Some(2030),
            averaging: None,
            scope: scope.to_owned(),
            nature: None,
            rate: None,
            provenance: Provenance { origin, ..Provenance::outside() },
            ..Target::default()
        }
    }

    #[test]
    fn one_commitment_said_three_times_counts_once_and_the_table_speaks() {
        let mut said = target("t0003", 67, Origin::Prose, "");
        (said.year, said.implied_year, said.comparator) = (Some(2030), None, Comparator::Ge);
        let targets = vec![
            target("t0001", 67, Origin::Prose, "全市"),
            target("t0002", 67, Origin::Table, ""),
            said,
            target("t0004", 66, Origin::Prose, ""),
            target("t0005", 67, Origin::Prose, "中心城区"),
        ];
        let plan = Plan { targets, ..Plan::default() };
        let (judged, restated) = distinct(&plan);
        let ids: Vec<&str> = judged.iter().map(|target| target.id.as_str()).collect();
        assert_eq!(ids, ["t0002", "t0004", "t0005"]);
        let said: Vec<(&str, &str)> = restated.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        assert_eq!(said, [("t0001", "t0002"), ("t0003", "t0002")]);
    }

    #[test]
    fn the_distance_beside_a_level_is_no_commitment_of_its_own() {
        let level = target("t0001", 67, Origin::Table, "");
        let mut distance = target("t0002", 0, Origin::Prose, "");
        distance.subject = "城镇化率提高".to_owned();
        (distance.measure, distance.unit) = (Measure::Change, "个百分点".to_owned());
        distance.value = Some("4.6".parse().unwrap());
        let base = Observation {
            id: plan::ObservationId("o0001".to_owned()),
            indicator: level.indicator.clone(),
            subject: "城镇化率".to_owned(),
            measure: Measure::Share,
            value: Some("62.4".parse().unwrap()),
            unit: "%".to_owned(),
            period: Some(Period { start: 2025, end: 2025 }),
            year: Some(2025),
            ..Observation::default()
        };
        let plan = |by: &str, subject: &str| {
            let distance = Target { value: by.parse().ok(), subject: subject.to_owned(), ..distance.clone() };
            Plan {
                targets: vec![distance, level.clone()],
                observations: vec![base.clone()],
                period: Some(Period { start: 2026, end: 2030 }),
                ..Plan::default()
            }
        };
        let counted = |plan: &Plan| distinct(plan).0.len();
        assert_eq!(distinct(&plan("4.6", "城镇化率提高")).1.len(), 1);
        assert_eq!(counted(&plan("4.6", "城镇化率提高")), 1);
        // Another distance, or the other way, is a commitment that contradicts the first: it stays.
        assert_eq!(counted(&plan("6", "城镇化率提高")), 2);
        assert_eq!(counted(&plan("4.6", "城镇化率降低")), 2);
    }
}
