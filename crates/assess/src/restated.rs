//! Commitments that a plan makes once and says several times.

use crate::scope;
use plan::{Origin, Plan, Target, TargetId};
use std::collections::BTreeMap;

/// The targets of a plan without restatements, in document order, and for each restatement the target it says again.
///
/// A plan says its main targets in the table, in the chapter on goals and again where the work is described. Counted each
/// time, one failure would be many. Two targets say the same when indicator, year, measure, value, unit and scope agree;
/// the one in a table is kept, else the first. How firmly it is said (达到, 以上) does not make it another commitment.
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
    let said = plan.targets.iter().enumerate().zip(&keys).filter_map(|((at, target), key)| {
        let judged = *kept.get(key)?;
        (judged != at).then(|| (target.id.clone(), plan.targets[judged].id.clone()))
    });
    let restated = said.collect();
    let mut places: Vec<usize> = kept.into_values().collect();
    places.sort_unstable();
    (places.into_iter().map(|at| &plan.targets[at]).collect(), restated)
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
    use plan::{Comparator, IndicatorId, Measure, Provenance};

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
}
