//! Scores of an assessed plan: by group, by region, by responsible body.

use super::{Criterion, Matrix};
use crate::{Alert, Assessment, Row, Status, TargetKind};
use plan::{Measure, Observation, Plan};
use rust_decimal::prelude::ToPrimitive;
use std::collections::BTreeMap;

/// The score of a group, a region or a body.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// Its name; empty for targets that stand in no group or under no body.
    pub name: String,
    /// Weighted mean attainment of its targets so far, 0 to 100; `None` when none can be judged.
    pub score: Option<f64>,
    /// Rank by score, 1 for the highest.
    pub rank: Option<usize>,
    /// Targets that were judged.
    pub judged: usize,
    /// Targets without figures, open or undecidable.
    pub unjudged: usize,
    /// Targets with a warning of orange or red.
    pub serious: usize,
    /// Targets met, ahead or on track.
    pub good: usize,
}

/// How far a target is where it should be by now: 100 when progress is as expected or better, 0 without progress.
///
/// A hollow success counts as far as it would have gone had the rest stood still.
pub(crate) fn attainment(row: &Row) -> Option<f64> {
    if matches!(row.kind, TargetKind::AssignedLater | TargetKind::Undecidable) {
        return None;
    }
    let (progress, expected) = (row.progress?, row.expected?);
    let progress = match (&row.hollow, row.base, row.goal) {
        (Some(hollow), Some(base), Some(goal)) if goal.value != base.value => {
            (hollow.without - base.value) / (goal.value - base.value)
        }
        _ => progress,
    };
    if row.status == Status::Met {
        return Some(100.0);
    }
    let share = if expected > 0.0 { progress / expected } else { 1.0 };
    Some((100.0 * share).clamp(0.0, 100.0)).filter(|s| s.is_finite())
}

/// Scores by group of the plan's table, in its order. `weights` are by target id; a target that is not listed weighs one.
pub fn of_groups(assessment: &Assessment, weights: &BTreeMap<String, f64>) -> Vec<Score> {
    gather(assessment.rows.iter().filter(|r| r.region.is_empty()).map(|r| (r.group.as_str(), r)), weights)
}

/// Scores by region, the plan's own first.
pub fn of_regions(assessment: &Assessment, weights: &BTreeMap<String, f64>) -> Vec<Score> {
    let own = assessment.region.as_str();
    gather(assessment.rows.iter().map(|r| (if r.region.is_empty() { own } else { &r.region }, r)), weights)
}

/// Scores by responsible body; a target counts for the body that leads it.
pub fn of_bodies(assessment: &Assessment, weights: &BTreeMap<String, f64>) -> Vec<Score> {
    gather(assessment.rows.iter().map(|r| (r.bodies.first().map_or("", String::as_str), r)), weights)
}

fn gather<'a>(rows: impl Iterator<Item = (&'a str, &'a Row)>, weights: &BTreeMap<String, f64>) -> Vec<Score> {
    let mut scores: Vec<Score> = Vec::new();
    let mut sums: Vec<(f64, f64)> = Vec::new();
    for (name, row) in rows {
        let at = scores.iter().position(|s| s.name == name).unwrap_or_else(|| {
            scores.push(Score {
                name: name.to_owned(),
                score: None,
                rank: None,
                judged: 0,
                unjudged: 0,
                serious: 0,
                good: 0,
            });
            sums.push((0.0, 0.0));
            scores.len() - 1
        });
        let score = &mut scores[at];
        score.serious += usize::from(row.alert >= Alert::Orange);
        score.good += usize::from(matches!(row.status, Status::Met | Status::Ahead | Status::OnTrack));
        let weight = weights.get(row.target.as_str()).copied().unwrap_or(1.0).max(0.0);
        match attainment(row) {
            Some(value) => {
                score.judged += 1;
                sums[at] = (sums[at].0 + weight * value, sums[at].1 + weight);
            }
            None => score.unjudged += 1,
        }
    }
    for (score, (sum, weight)) in scores.iter_mut().zip(sums) {
        score.score = (weight > 0.0).then(|| sum / weight);
    }
    let ranks = super::ranks(&scores.iter().map(|s| s.score).collect::<Vec<_>>());
    for (score, rank) in scores.iter_mut().zip(ranks) {
        score.rank = rank;
    }
    scores
}

/// Regions by indicators in one year, for comparing counties: every indicator that at least two regions report.
///
/// Targets of the plan serve as targets of the comparison. The latest listed figure of a region and year counts.
pub fn regional_values(plan: &Plan, observations: &[Observation], year: i32) -> Matrix {
    let mut values: BTreeMap<&str, BTreeMap<&str, f64>> = BTreeMap::new();
    for observation in plan.observations.iter().chain(observations) {
        let of_year = observation.period.map(|p| p.end).or(observation.year) == Some(year);
        let level = !matches!(observation.measure, Measure::GrowthRate | Measure::Ratio);
        let county = !observation.region.is_empty() && Some(&observation.region) != plan.region.as_ref();
        if of_year
            && level
            && county
            && let Some(value) = observation.value.and_then(|v| v.to_f64())
        {
            values.entry(&observation.indicator.0).or_default().insert(&observation.region, value);
        }
    }
    values.retain(|_, regions| regions.len() >= 2);
    let mut units: Vec<&str> = values.values().flat_map(BTreeMap::keys).copied().collect();
    units.sort_unstable();
    units.dedup();
    let reported = plan.indicators.iter().filter(|i| values.contains_key(i.id.as_str()));
    let indicators: Vec<&plan::Indicator> = reported.collect();
    let criterion = |indicator: &&plan::Indicator| Criterion {
        name: indicator.name.clone(),
        wish: match indicator.direction {
            Some(plan::Direction::Down) => crate::method::Wish::Down,
            _ => crate::method::Wish::Up,
        },
        target: plan.targets_of(&indicator.id).find_map(|t| t.value).and_then(|v| v.to_f64()),
        goalposts: None,
    };
    Matrix {
        values: units
            .iter()
            .map(|unit| indicators.iter().map(|i| values[i.id.as_str()].get(unit).copied()).collect())
            .collect(),
        indicators: indicators.iter().map(criterion).collect(),
        units: units.into_iter().map(str::to_owned).collect(),
    }
}
