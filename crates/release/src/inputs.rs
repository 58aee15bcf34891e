//! What the verdicts are made from, as JSON that the script reads.

use assess::evaluate::Aggregation;
use assess::{Assessment, Basis, BreakFound, Known, Point, Presence, Row, Rules};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// `inputs.json`: moment, rules, weights, and a row for each target in each region.
pub(crate) fn inputs(
    assessment: &Assessment,
    bases: &[Basis],
    weights: &BTreeMap<String, f64>,
    rules: &Rules,
) -> String {
    let rows: Vec<Value> = assessment.rows.iter().zip(bases).map(|(row, basis)| input(row, basis)).collect();
    let known_at = assessment.as_of.known_at.map(|day| day.to_string());
    let whole = json!({
        "format": "gangyao-inputs-1",
        "plan": assessment.plan,
        "region": assessment.region,
        "as_of": assessment.as_of.year,
        "known_at": known_at,
        "rules": shown_rules(rules),
        "weights": weights,
        "aggregations": Aggregation::ALL.iter().map(|how| how.name()).collect::<Vec<_>>(),
        "rows": rows,
    });
    serde_json::to_string_pretty(&whole).unwrap_or_default() + "\n"
}

fn input(row: &Row, basis: &Basis) -> Value {
    let outlook = row.outlook.as_ref();
    json!({
        "target": basis.target.as_str(),
        "indicator": basis.indicator.as_str(),
        "region": basis.region,
        "name": row.name,
        "group": row.group,
        "body": row.bodies.first().map_or("", String::as_str),
        "unit": row.unit,
        "kind": basis.kind.name(),
        "falls": basis.falls,
        "directed": basis.directed,
        "binding": basis.binding,
        "base_year": basis.base_year,
        "year": basis.year,
        "printed_base": basis.printed_base,
        "goal": basis.goal,
        "high": basis.high,
        "shares": basis.shares,
        "schedule": basis.schedule,
        "approximate": basis.approximate,
        "comparable_prices": basis.comparable_prices,
        "states_growth": basis.states_growth,
        "percent": basis.percent,
        "breaks": basis.breaks.iter().map(broken).collect::<Vec<_>>(),
        "levels": known(&basis.levels),
        "growth": known(&basis.growth),
        "changes": known(&basis.changes),
        "totals": known(&basis.totals),
        "structures": basis.structures,
        "whole": basis.whole.as_ref().map(|(share, values)| json!({"share": share, "values": points(values)})),
        "outlook": outlook.map(|outlook| json!({
            "median": outlook.median, "low": outlook.low, "high": outlook.high, "attain": outlook.attain,
        })),
    })
}

fn broken(one: &BreakFound) -> Value {
    json!({"year": one.year, "factor": one.factor, "choice": one.choice.name(), "linked": one.is_linked()})
}

fn known(figures: &[Known]) -> Vec<Value> {
    let one = |figure: &Known| {
        json!({
            "observation": figure.observation, "from": figure.from, "year": figure.year, "value": figure.value,
            "of_plan": figure.of_plan,
        })
    };
    figures.iter().map(one).collect()
}

fn points(points: &[Point]) -> Vec<(i32, f64)> {
    points.iter().map(|point| (point.year, point.value)).collect()
}

fn shown_rules(rules: &Rules) -> Value {
    let rule: Vec<Value> = rules
        .rule
        .iter()
        .map(|rule| {
            let forecast = rule.forecast.map(|wanted| if wanted == Presence::Present { "present" } else { "missing" });
            json!({
                "name": rule.name, "level": rule.level.name(), "p_below": rule.p_below, "behind": rule.behind,
                "over_best": rule.over_best, "trend": rule.trend.map(assess::Trend::name), "forecast": forecast,
                "status": rule.status.map(assess::Status::name), "years_left": rule.years_left,
            })
        })
        .collect();
    json!({
        "status": {"ahead": rules.status.ahead, "behind": rules.status.behind},
        "trend": {"years": rules.trend.years, "stalled": rules.trend.stalled},
        "pace": {"look_back": rules.pace.look_back},
        "hollow": {"whole_fell": rules.hollow.whole_fell, "own_part": rules.hollow.own_part},
        "binding": {"steps": rules.binding.steps},
        "rule": rule,
    })
}
