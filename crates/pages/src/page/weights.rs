//! Other weights, other ranks: whoever looks sets how much each group of targets counts and sees which ranks move.

use crate::asked::OnPlan;
use crate::choice::Choice;
use crate::shell::{Place, Shell};
use crate::text::text;
use askama::Template;
use assess::evaluate::{Aggregation, By, Score, of_plan};
use axum::response::Response;
use plan::Nature;
use source::Lang;
use std::collections::BTreeMap;
use web::{Problem, Visit};
use work::number;
use work::view::Judged;

/// Groups with a weight of their own; further ones share the last. The keys of the address are as many.
const MOST: usize = 12;
/// The largest weight.
const LARGEST: f64 = 100.0;

#[derive(Template)]
#[template(path = "weights.html")]
struct Weights {
    s: Shell,
    by: Vec<Choice>,
    how: Vec<Choice>,
    groups: Vec<Field>,
    binding: String,
    rows: Vec<Line>,
    moved: usize,
}

struct Field {
    key: String,
    name: String,
    value: String,
}

struct Line {
    name: String,
    score: String,
    rank: String,
    new_score: String,
    new_rank: String,
    /// `up`, `down`, or nothing.
    way: &'static str,
    places: usize,
}

/// The scores with equal weights beside those with the weights asked for.
pub(crate) async fn get(on: OnPlan) -> Result<Response, Problem> {
    on.judged_page(page).await
}

/// A weight of the address; one where none is given, nothing below zero.
fn weight(visit: &Visit, key: &str) -> f64 {
    let asked = visit.get(key).and_then(|text| text.parse::<f64>().ok()).filter(|weight| weight.is_finite());
    asked.map_or(1.0, |weight| weight.clamp(0.0, LARGEST))
}

fn page(visit: &Visit, judged: &Judged) -> Weights {
    let lang = visit.lang;
    let by = visit.get("by").and_then(By::parse).unwrap_or_else(|| usual(judged));
    let how = visit.get("how").and_then(Aggregation::parse).unwrap_or(Aggregation::Arithmetic);
    let groups = groups(judged);
    let key = |at: usize| format!("w{}", at + 1);
    let given: Vec<f64> = (0..groups.len()).map(|at| weight(visit, &key(at))).collect();
    let binding = weight(visit, "wb");
    let weights: BTreeMap<String, f64> = judged
        .assessment
        .rows
        .iter()
        .map(|row| {
            let at = groups.iter().position(|group| *group == row.group).unwrap_or(MOST - 1);
            let own = given.get(at.min(given.len().saturating_sub(1))).copied().unwrap_or(1.0);
            let factor = if row.nature == Some(Nature::Binding) { binding } else { 1.0 };
            (row.target.to_string(), own * factor)
        })
        .collect();
    let equal = of_plan(&judged.assessment, by, &BTreeMap::new(), Aggregation::Arithmetic, 0, 0);
    let asked = of_plan(&judged.assessment, by, &weights, how, 0, 0);
    let mut rows: Vec<(Option<usize>, Line)> =
        equal.iter().zip(&asked).map(|(equal, asked)| (asked.rank, line(lang, equal, asked))).collect();
    rows.sort_by_key(|(rank, _)| rank.unwrap_or(usize::MAX));
    let rows: Vec<Line> = rows.into_iter().map(|(_, line)| line).collect();
    Weights {
        s: Shell::of(visit, &judged.view, Some(&judged.moment), Place::Regions, text(lang, "weights.title")),
        by: By::ALL.iter().map(|one| Choice::new(one.name(), by_word(lang, *one), by.name())).collect(),
        how: Aggregation::ALL
            .iter()
            .map(|one| Choice::new(one.name(), how_word(lang, *one), how.name()))
            .collect(),
        groups: groups
            .iter()
            .enumerate()
            .zip(&given)
            .map(|((at, name), value)| Field {
                key: key(at),
                name: if name.is_empty() { text(lang, "weights.no-group").to_owned() } else { name.clone() },
                value: value.to_string(),
            })
            .collect(),
        binding: binding.to_string(),
        moved: rows.iter().filter(|line| !line.way.is_empty()).count(),
        rows,
    }
}

/// Regions where more than one is judged, else groups.
fn usual(judged: &Judged) -> By {
    let of_regions = of_plan(&judged.assessment, By::Region, &BTreeMap::new(), Aggregation::Arithmetic, 0, 0);
    if of_regions.iter().filter(|score| score.rank.is_some()).count() > 1 { By::Region } else { By::Group }
}

/// The groups of targets, in the order of the plan.
fn groups(judged: &Judged) -> Vec<String> {
    let mut groups: Vec<String> = Vec::new();
    for row in &judged.assessment.rows {
        if groups.len() < MOST && !groups.contains(&row.group) {
            groups.push(row.group.clone());
        }
    }
    groups
}

fn line(lang: Lang, equal: &Score, asked: &Score) -> Line {
    let rank = |rank: Option<usize>| rank.map(|rank| rank.to_string()).unwrap_or_default();
    let score = |score: Option<f64>| score.map(number::value).unwrap_or_default();
    let (way, places) = match (equal.rank, asked.rank) {
        (Some(before), Some(now)) if now < before => ("up", before - now),
        (Some(before), Some(now)) if now > before => ("down", now - before),
        _ => ("", 0),
    };
    Line {
        name: if equal.name.is_empty() {
            text(lang, "weights.no-group").to_owned()
        } else {
            equal.name.clone()
        },
        score: score(equal.score),
        rank: rank(equal.rank),
        new_score: score(asked.score),
        new_rank: rank(asked.rank),
        way,
        places,
    }
}

fn by_word(lang: Lang, by: By) -> &'static str {
    match by {
        By::Group => text(lang, "weights.group"),
        By::Region => text(lang, "weights.region"),
        By::Body => text(lang, "weights.body"),
    }
}

fn how_word(lang: Lang, how: Aggregation) -> &'static str {
    match how {
        Aggregation::Arithmetic => text(lang, "weights.arithmetic"),
        Aggregation::Geometric => text(lang, "weights.geometric"),
        Aggregation::Harmonic => text(lang, "weights.harmonic"),
        Aggregation::MazziottaPareto => text(lang, "weights.mazziotta-pareto"),
    }
}
