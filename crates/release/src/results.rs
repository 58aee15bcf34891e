//! What was published, as tables.

use assess::evaluate::{Aggregation, By, of_plan};
use assess::{Assessment, Pace, Point, Row, Trend};
use std::collections::BTreeMap;

/// A cell of a table in CSV (RFC 4180).
fn cell(text: &str) -> String {
    if text.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

fn line(cells: &[String]) -> String {
    cells.iter().map(|text| cell(text)).collect::<Vec<_>>().join(",") + "\r\n"
}

/// The shortest text that reads back as the same number.
fn number(value: Option<f64>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

fn pace(pace: Option<Pace>) -> String {
    number(pace.map(|pace| pace.value))
}

fn point(point: Option<Point>) -> [String; 2] {
    [point.map(|point| point.year.to_string()).unwrap_or_default(), number(point.map(|point| point.value))]
}

const COLUMNS: [&str; 22] = [
    "target",
    "indicator",
    "region",
    "name",
    "unit",
    "kind",
    "base_year",
    "base",
    "goal_year",
    "goal",
    "latest_year",
    "latest",
    "progress",
    "expected",
    "distance",
    "required",
    "achieved",
    "best",
    "trend",
    "status",
    "alert",
    "rule",
];

/// A row for each target in each region.
pub(crate) fn rows(assessment: &Assessment) -> String {
    let mut out = line(&COLUMNS.map(str::to_owned));
    for row in &assessment.rows {
        out.push_str(&line(&columns(row)));
    }
    out
}

fn columns(row: &Row) -> [String; 22] {
    let ([base_year, base], [goal_year, goal]) = (point(row.base), point(row.goal));
    let [latest_year, latest] = point(row.latest);
    [
        row.target.to_string(),
        row.indicator.to_string(),
        row.region.clone(),
        row.name.clone(),
        row.unit.clone(),
        row.kind.name().to_owned(),
        base_year,
        base,
        goal_year,
        goal,
        latest_year,
        latest,
        number(row.progress),
        number(row.expected),
        number(row.time_distance),
        pace(row.required),
        pace(row.achieved),
        pace(row.best),
        row.trend.map(Trend::name).unwrap_or_default().to_owned(),
        row.status.name().to_owned(),
        row.alert.name().to_owned(),
        row.rule.clone(),
    ]
}

/// Score and rank of every group, region and body by each way of putting targets together.
pub(crate) fn scores(assessment: &Assessment, weights: &BTreeMap<String, f64>) -> String {
    let mut out =
        line(&["by", "aggregation", "unit", "score", "rank", "judged", "unjudged"].map(str::to_owned));
    for by in By::ALL {
        for how in Aggregation::ALL {
            for score in of_plan(assessment, *by, weights, *how, 0, 0) {
                let rank = score.rank.map(|rank| rank.to_string()).unwrap_or_default();
                out.push_str(&line(&[
                    by.name().to_owned(),
                    how.name().to_owned(),
                    score.name,
                    number(score.score),
                    rank,
                    score.judged.to_string(),
                    score.unjudged.to_string(),
                ]));
            }
        }
    }
    out
}
