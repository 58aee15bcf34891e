//! What does not fit among the values of a year: identities that they break, and values on the wrong side of path, forecast or the level above.

use super::line::{Line, number};
use plan::{Plan, Target};
use rust_decimal::prelude::FromPrimitive as _;
use scenario::{Additions, Network, report};
use source::{Lang, Words};
use std::collections::BTreeMap;

/// Writes beside each line what does not fit.
pub(super) fn look(plan: &Plan, year: i32, lines: &mut [Line]) {
    let mut odd = identities(plan, year, lines);
    for line in lines {
        line.odd = odd.remove(&line.target).unwrap_or_default();
        line.odd.extend(outside(line));
    }
}

/// The plan with nothing stated but the values of the year.
fn of_year(plan: &Plan, year: i32, lines: &[Line]) -> Plan {
    let stated = lines.iter().filter_map(|line| {
        let target = plan.targets.iter().find(|one| one.id.as_str() == line.target)?;
        let value = line.value()?;
        // A yearly growth says the same of each year; sums over the years of the plan say nothing of one.
        Some(Target {
            value: Some(value),
            value_high: None,
            value_text: String::new(),
            year: Some(year),
            ..target.clone()
        })
    });
    Plan { targets: stated.collect(), observations: Vec::new(), tasks: Vec::new(), ..plan.clone() }
}

/// The identities that the values of the year break, by target.
fn identities(plan: &Plan, year: i32, lines: &[Line]) -> BTreeMap<String, Vec<Words>> {
    let mut odd: BTreeMap<String, Vec<Words>> = BTreeMap::new();
    if lines.iter().filter(|line| line.value().is_some()).count() < 2 {
        return odd;
    }
    let network = Network::of(&of_year(plan, year, lines), &Additions::default());
    let checked = report::check(network);
    let network = &checked.network;
    for conflict in checked.knots.iter().flat_map(|knot| &knot.conflicts).filter(|one| !one.assumed) {
        let statements: Vec<_> =
            conflict.statements.iter().filter_map(|at| network.statements.get(*at)).collect();
        let said = |lang: Lang, between: &str| {
            let all = statements.iter().map(|one| report::said(network, one, lang));
            all.collect::<Vec<_>>().join(between)
        };
        let why = |lang: Lang| {
            let all = conflict.constraints.iter().filter_map(|at| network.constraints.get(*at));
            let all = all.filter(|one| !one.source.is_empty()).map(|one| one.words.get(lang).to_owned());
            all.collect::<Vec<_>>().join("；")
        };
        let words = Words::new(
            format!("不能同时成立：{}（{}）", said(Lang::Zh, "；"), why(Lang::Zh)),
            format!("cannot all be true: {} ({})", said(Lang::En, "; "), why(Lang::En)),
        );
        for target in statements.iter().filter_map(|one| one.target.as_ref()) {
            odd.entry(target.to_string()).or_default().push(words.clone());
        }
    }
    odd
}

/// Where the value of a line lies beside its forecast.
fn outside(line: &Line) -> Vec<Words> {
    let Some((value, [_, low, high])) = line.value().map(number).zip(line.forecast) else {
        return Vec::new();
    };
    let shown = |value: f64| {
        let value = rust_decimal::Decimal::from_f64(value).unwrap_or_default();
        value.round_sf(4).unwrap_or(value).normalize().to_string()
    };
    if (low..=high).contains(&value) {
        return Vec::new();
    }
    let (low, high) = (shown(low), shown(high));
    vec![Words::new(
        format!("在预测区间{low}至{high}之外"),
        format!("outside the forecast interval, {low} to {high}"),
    )]
}
