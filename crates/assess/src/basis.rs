//! What each verdict is made from, as plain numbers: with these, the rules and the outlooks anybody can make the judgement anew.

use crate::commitment::{Commitment, structure};
use crate::history::{Figure, select};
use crate::inputs::Inputs;
use crate::method::Wish;
use crate::track::Track;
use crate::{AsOf, BreakFound, Config, Point, TargetKind};
use plan::{Comparator, IndicatorId, Nature, Observation, Plan, TargetId};

/// A figure that was known at the moment of a judgement.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    /// Id of the observation.
    pub observation: String,
    /// First year it covers.
    pub from: i32,
    /// The year it is for; the last one of a longer period.
    pub year: i32,
    /// Value in the unit of the indicator, or of the target where that is another.
    pub value: f64,
    /// Whether the plan itself says it.
    pub of_plan: bool,
}

/// What one row of an assessment is made from.
#[derive(Clone, Debug, PartialEq)]
pub struct Basis {
    /// The target.
    pub target: TargetId,
    /// Its indicator.
    pub indicator: IndicatorId,
    /// Region the row is for; empty for the plan's own.
    pub region: String,
    /// What sort of commitment the target was read as.
    pub kind: TargetKind,
    /// Whether less is better.
    pub falls: bool,
    /// Whether something tells which way is better, where the judgement hangs on it.
    pub directed: bool,
    /// Year the plan starts from.
    pub base_year: i32,
    /// Target year.
    pub year: i32,
    /// Base value as the plan prints it.
    pub printed_base: Option<f64>,
    /// The value to reach in the unit of the target; the lower end of an interval.
    pub goal: Option<f64>,
    /// Upper end of an interval.
    pub high: Option<f64>,
    /// The shares of a structure.
    pub shares: Vec<f64>,
    /// What the plan itself says is due in which year.
    pub schedule: Vec<(f64, f64)>,
    /// Whether the target is said to be reached approximately (左右): one per cent on the wrong side counts as reached.
    pub approximate: bool,
    /// Whether the target binds.
    pub binding: bool,
    /// Whether growth is stated at comparable prices, so that printed levels say nothing about it.
    pub comparable_prices: bool,
    /// Whether the values of the indicator are growth rates themselves.
    pub states_growth: bool,
    /// Whether the unit of the indicator is per cent.
    pub percent: bool,
    /// Level breaks up to now.
    pub breaks: Vec<BreakFound>,
    /// Levels, shares and counts, by year; of several of one year the last counts.
    pub levels: Vec<Known>,
    /// Growth over the year before, in per cent.
    pub growth: Vec<Known>,
    /// Changes within a year.
    pub changes: Vec<Known>,
    /// Sums and changes over several years.
    pub totals: Vec<Known>,
    /// Structures such as 12:44:44 with their year.
    pub structures: Vec<(i32, Vec<f64>)>,
    /// The denominator of a share or of an amount per head: whether the numerator is part of it, and its values.
    pub whole: Option<(bool, Vec<Point>)>,
}

impl BreakFound {
    /// Whether the past is linked over it: published growth proves it, or somebody so decided.
    pub fn is_linked(&self) -> bool {
        self.counts()
    }
}

/// What each row of [`crate::assess()`] is made from, in the same order.
pub fn bases(plan: &Plan, observations: &[Observation], as_of: &AsOf, config: &Config) -> Vec<Basis> {
    let inputs = Inputs::new(plan, observations, config);
    let (targets, _) = crate::restated::distinct(plan);
    let mut found = Vec::with_capacity(targets.len());
    for target in targets {
        let Some(&at) = inputs.places.get(target.indicator.as_str()) else { continue };
        for region in inputs.regions(target) {
            let part = region.is_empty() && !crate::scope::is_whole(&target.scope, plan.region.as_deref());
            let place = if part { target.scope.trim() } else { region.as_str() };
            let reread = inputs.in_unit_of(target, at, place);
            let history = reread.as_ref().unwrap_or_else(|| inputs.history(at, place));
            let commitment = Commitment::of(&inputs, target, at, &region, history, *as_of);
            let track = Track::new(&commitment, history, *as_of, config);
            let known = |figures: &[Figure<'_>]| known(figures, *as_of);
            let structures = history.structures.iter().filter(|figure| figure.known(*as_of));
            found.push(Basis {
                target: target.id.clone(),
                indicator: target.indicator.clone(),
                kind: commitment.kind,
                falls: commitment.wish == Wish::Down,
                directed: !commitment.undirected(),
                base_year: commitment.base_year,
                year: commitment.year,
                printed_base: commitment.printed_base,
                goal: commitment.goal,
                high: commitment.high,
                shares: commitment.shares.clone(),
                schedule: commitment.schedule.clone(),
                approximate: target.comparator == Comparator::Approx,
                binding: target.nature.or(commitment.indicator.nature) == Some(Nature::Binding),
                comparable_prices: commitment.traits.comparable_prices,
                states_growth: commitment.traits.states_growth,
                percent: crate::unit::is_percent(&commitment.indicator.unit),
                breaks: track.breaks,
                levels: known(&history.levels),
                growth: known(&history.growth),
                changes: known(&history.changes),
                totals: known(&history.totals),
                structures: structures
                    .filter_map(|figure| Some((figure.year, structure(&figure.observation.value_text)?)))
                    .collect(),
                whole: inputs
                    .whole(at, place)
                    .map(|whole| (whole.share, select(&whole.figures.levels, *as_of))),
                region,
            });
        }
    }
    found
}

fn known(figures: &[Figure<'_>], as_of: AsOf) -> Vec<Known> {
    let known = figures.iter().filter(|figure| figure.known(as_of));
    known
        .map(|figure| Known {
            observation: figure.observation.id.to_string(),
            from: figure.from,
            year: figure.year,
            value: figure.value,
            of_plan: figure.of_plan(),
        })
        .collect()
}
