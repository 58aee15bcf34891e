//! Scores of an assessed plan: by group, by region, by responsible body.

use super::{Aggregation, Criterion, Matrix, SplitMix, aggregate, ranks};
use crate::{Alert, Assessment, Row, Status, TargetKind};
use plan::{Measure, Observation, Plan};
use rust_decimal::prelude::ToPrimitive;
use std::collections::{BTreeMap, BTreeSet};

/// What an assessed plan is scored by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// Group of the plan's table; the plan's own region only.
    Group,
    /// Region.
    Region,
    /// Body that leads the target.
    Body,
}

impl By {
    /// All of them.
    pub const ALL: &'static [Self] = &[Self::Group, Self::Region, Self::Body];

    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Group => "group",
            Self::Region => "region",
            Self::Body => "body",
        }
    }

    /// Reads a stable name back.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|by| by.name() == text)
    }

    /// The unit that a row counts for; `None` when it counts for none.
    fn unit<'r>(self, assessment: &'r Assessment, row: &'r Row) -> Option<&'r str> {
        match self {
            Self::Group => row.region.is_empty().then_some(row.group.as_str()),
            Self::Region if row.region.is_empty() => Some(&assessment.region),
            Self::Region => Some(&row.region),
            Self::Body => Some(row.bodies.first().map_or("", String::as_str)),
        }
    }
}

/// The score of a group, a region or a body.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// Its name; empty for targets that stand in no group or under no body.
    pub name: String,
    /// Mean attainment of its targets so far, 0 to 100; `None` when none can be judged.
    pub score: Option<f64>,
    /// Rank by score, 1 for the highest.
    pub rank: Option<usize>,
    /// Ranks that 5 % and 95 % of the draws with other choices do not exceed; `None` without draws.
    pub ranks: Option<(usize, usize)>,
    /// Targets that were judged.
    pub judged: usize,
    /// Targets without figures, open or undecidable.
    pub unjudged: usize,
    /// Targets with a warning of orange or red.
    pub serious: usize,
    /// Targets met, ahead or on track.
    pub good: usize,
}

/// How much of what should be reached by now a target has reached, as a fraction: above one when it is ahead.
///
/// A hollow success counts as far as it would have gone had the rest stood still; what is satisfied has reached all at least.
#[expect(
    clippy::float_cmp,
    reason = "the same figure, not one computed anew: exactly equal is what is meant"
)]
pub(crate) fn reached(row: &Row) -> Option<f64> {
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
    let share = if expected > 0.0 { progress / expected } else { 1.0 };
    // What is satisfied may have no way to go: the larger of a share that is no number and one is one.
    let share = if row.status == Status::Met { share.max(1.0) } else { share };
    Some(share).filter(|share| share.is_finite())
}

/// How far a target is where it should be by now: 100 when progress is as expected or better, 0 without progress.
pub(crate) fn attainment(row: &Row) -> Option<f64> {
    reached(row).map(|share| (100.0 * share).clamp(0.0, 100.0))
}

/// Attainment and weight of the targets of each unit.
type Parts = Vec<(Option<f64>, f64)>;

/// Scores the units of an assessed plan, in the order of their first target.
///
/// Each target counts by its attainment (100 when it is where it should be by now), weighed by `weights` (by target id; one
/// that is not listed weighs one) and put together by `aggregation`. With `draws`, every draw multiplies each weight by a
/// factor between a half and two and takes one of the four aggregations; the same `seed` gives the same draws.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a place within the length, from a share between 0 and 1"
)]
pub fn of_plan(
    assessment: &Assessment,
    by: By,
    weights: &BTreeMap<String, f64>,
    aggregation: Aggregation,
    draws: usize,
    seed: u64,
) -> Vec<Score> {
    let (mut scores, parts) = gather(assessment, by, weights);
    let put = |parts: &[Parts], how: Aggregation, vary: &mut dyn FnMut() -> f64| -> Vec<Option<f64>> {
        let one = |parts: &Parts, vary: &mut dyn FnMut() -> f64| {
            let (values, weights): (Vec<Option<f64>>, Vec<f64>) =
                parts.iter().map(|(v, w)| (*v, w * vary())).unzip();
            aggregate(&values, &weights, how)
        };
        parts.iter().map(|p| one(p, vary)).collect()
    };
    let found = put(&parts, aggregation, &mut || 1.0);
    for ((score, value), rank) in scores.iter_mut().zip(&found).zip(ranks(&found)) {
        (score.score, score.rank) = (*value, rank);
    }
    let mut random = SplitMix::new(seed);
    let mut drawn: Vec<Vec<usize>> = vec![Vec::with_capacity(draws); scores.len()];
    for _ in 0..draws {
        let how = Aggregation::ALL[random.below(Aggregation::ALL.len())];
        let values = put(&parts, how, &mut || libm::exp2(2.0 * random.unit() - 1.0));
        for (unit, rank) in ranks(&values).into_iter().enumerate() {
            drawn[unit].extend(rank);
        }
    }
    for (score, mut drawn) in scores.iter_mut().zip(drawn) {
        drawn.sort_unstable();
        let at =
            |share: f64| drawn.get((share * drawn.len().saturating_sub(1) as f64).round() as usize).copied();
        score.ranks = at(0.05).zip(at(0.95));
    }
    scores
}

fn gather(assessment: &Assessment, by: By, weights: &BTreeMap<String, f64>) -> (Vec<Score>, Vec<Parts>) {
    let mut scores: Vec<Score> = Vec::new();
    let mut parts: Vec<Parts> = Vec::new();
    for row in &assessment.rows {
        let Some(name) = by.unit(assessment, row) else { continue };
        let at = scores.iter().position(|s| s.name == name).unwrap_or_else(|| {
            scores.push(Score {
                name: name.to_owned(),
                score: None,
                rank: None,
                ranks: None,
                judged: 0,
                unjudged: 0,
                serious: 0,
                good: 0,
            });
            parts.push(Vec::new());
            scores.len() - 1
        });
        let value = attainment(row);
        let weight = weights.get(row.target.as_str()).copied().unwrap_or(1.0).max(0.0);
        parts[at].push((value, weight));
        let score = &mut scores[at];
        score.judged += usize::from(value.is_some());
        score.unjudged += usize::from(value.is_none());
        score.serious += usize::from(row.alert >= Alert::Orange);
        score.good += usize::from(matches!(row.status, Status::Met | Status::Ahead | Status::OnTrack));
    }
    (scores, parts)
}

/// Regions by targets, each value the attainment so far (0 to 100): for entropy weights and other choices of [`scores`].
///
/// [`scores`]: super::scores
pub fn attainments(assessment: &Assessment) -> Matrix {
    let mut matrix = Matrix::default();
    let mut targets: Vec<&str> = Vec::new();
    for row in &assessment.rows {
        if !targets.contains(&row.target.as_str()) {
            targets.push(row.target.as_str());
            matrix
                .indicators
                .push(Criterion { goalposts: Some((0.0, 100.0)), ..Criterion::new(row.target.as_str()) });
        }
    }
    for row in &assessment.rows {
        let unit = By::Region.unit(assessment, row).unwrap_or_default();
        let at = matrix.units.iter().position(|u| u == unit).unwrap_or_else(|| {
            matrix.units.push(unit.to_owned());
            matrix.values.push(vec![None; targets.len()]);
            matrix.units.len() - 1
        });
        if let Some(column) = targets.iter().position(|t| *t == row.target.as_str()) {
            matrix.values[at][column] = attainment(row);
        }
    }
    matrix
}

/// Regions by indicators in one year, for comparing counties: every indicator that at least two regions report.
///
/// Targets of the plan serve as targets of the comparison. The latest listed figure of a region and year counts.
pub fn regional_values(plan: &Plan, observations: &[Observation], year: i32) -> Matrix {
    let mut values: BTreeMap<&str, BTreeMap<&str, f64>> = BTreeMap::new();
    let named: BTreeSet<&str> =
        plan.observations.iter().chain(observations).map(|one| one.region.as_str()).collect();
    // Other cities are compared, not counted among the counties.
    let outside: BTreeSet<&str> =
        named.into_iter().filter(|region| crate::peers::is_outside(plan, region)).collect();
    for observation in plan.observations.iter().chain(observations) {
        let of_year = observation.period.map(|p| p.end).or(observation.year) == Some(year);
        let level = observation.is_result()
            && observation.is_whole()
            && !matches!(observation.measure, Measure::GrowthRate | Measure::Ratio);
        let county = !observation.region.is_empty()
            && Some(&observation.region) != plan.region.as_ref()
            && !outside.contains(observation.region.as_str());
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
