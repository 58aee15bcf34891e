//! What was forecast in the earlier years of a plan, beside what happened since.

use crate::commitment::Commitment;
use crate::history::History;
use crate::hollow::Whole;
use crate::inputs::Inputs;
use crate::judge::Bench;
use crate::outlook::Forecaster;
use crate::track::View;
use crate::{AsOf, Config, FAN_LEVELS, Point};
use jiff::civil::Date;
use plan::{Observation, Plan, TargetId};
use std::collections::BTreeMap;

/// A forecast for a year of which the value is known by now.
#[derive(Clone, Debug, PartialEq)]
pub struct Foretold {
    /// The target, in the plan's own region.
    pub target: TargetId,
    /// The assessment year in which it was forecast.
    pub made: i32,
    /// The year that it was forecast for.
    pub year: i32,
    /// What was forecast: quantiles at the levels of [`FAN_LEVELS`], in the unit of the target.
    pub quantiles: [f64; FAN_LEVELS.len()],
    /// What happened, in the same unit.
    pub happened: f64,
}

impl Foretold {
    /// Years between the assessment and the year that was forecast.
    pub const fn ahead(&self) -> i32 {
        self.year - self.made
    }

    /// The middle of what was forecast.
    pub const fn median(&self) -> f64 {
        self.quantiles[3]
    }

    /// The interval that holds the outcome with 95 % probability.
    pub const fn wide(&self) -> (f64, f64) {
        (self.quantiles[0], self.quantiles[6])
    }

    /// The interval that holds the outcome with 80 % probability.
    pub const fn narrow(&self) -> (f64, f64) {
        (self.quantiles[1], self.quantiles[5])
    }

    /// Whether what happened lies in an interval.
    pub fn is_in(&self, (low, high): (f64, f64)) -> bool {
        (low..=high).contains(&self.happened)
    }
}

/// Most years back.
const MOST: i32 = 30;

/// What was forecast for each target of a plan's own region from its base year on, with what was known at the end of the
/// year behind each assessment, for the years whose values are known at `as_of`.
///
/// The rules are those in force now: the record says what this program would have said, not what somebody read then.
pub fn hindsight(
    plan: &Plan,
    observations: &[Observation],
    as_of: &AsOf,
    config: &Config,
    engine: &series::Engine,
) -> Vec<Foretold> {
    let inputs = Inputs::new(plan, observations, config);
    let mut bench = Bench { config, forecaster: Forecaster::new(engine.clone()) };
    let (targets, _) = crate::restated::distinct(plan);
    let mut found = Vec::new();
    for target in targets {
        let Some(&at) = inputs.places.get(target.indicator.as_str()) else { continue };
        let part = !crate::scope::is_whole(&target.scope, plan.region.as_deref());
        let place = if part { target.scope.trim() } else { "" };
        let reread = inputs.in_unit_of(target, at, place);
        let history = reread.as_ref().unwrap_or_else(|| inputs.history(at, place));
        let commitment = Commitment::of(&inputs, target, at, "", history, *as_of);
        let whole = inputs.whole(at, place);
        found.extend(of_one(&mut bench, &commitment, history, whole.as_ref(), *as_of));
    }
    found
}

fn of_one(
    bench: &mut Bench<'_>,
    commitment: &Commitment<'_>,
    history: &History<'_>,
    whole: Option<&Whole<'_, '_>>,
    as_of: AsOf,
) -> Vec<Foretold> {
    let (_, track) = bench.judge(commitment, history, whole, as_of, false);
    let shown = |p: &Point| (p.year, track.view.show(p.year, p.value));
    let counts = |p: &&Point| track.view == View::Plain || p.year >= commitment.base_year;
    let happened: BTreeMap<i32, f64> = track.points.iter().filter(counts).map(shown).collect();
    let mut found = Vec::new();
    for back in (1..=(as_of.year - commitment.base_year).clamp(0, MOST)).rev() {
        let made = as_of.year - back;
        let (then, _) = bench.judge(commitment, history, whole, known_then(as_of, made), true);
        let fan = then.outlook.map(|outlook| outlook.fan).unwrap_or_default();
        let outcome = fan.into_iter().filter(|year| year.year > made).filter_map(|year| {
            let happened = *happened.get(&year.year)?;
            let quantiles = year.quantiles;
            let target = commitment.target.id.clone();
            Some(Foretold { target, made, year: year.year, quantiles, happened })
        });
        found.extend(outcome);
    }
    found
}

/// An assessment of a year is made when its figures are out, in the year behind it; never with what came later than the day
/// that is looked at.
fn known_then(as_of: AsOf, made: i32) -> AsOf {
    let end = i16::try_from(made + 1).ok().and_then(|year| Date::new(year, 12, 31).ok());
    let known_at = match (end, as_of.known_at) {
        (Some(end), Some(day)) => Some(end.min(day)),
        (end, day) => end.or(day),
    };
    AsOf { year: made, known_at }
}

/// How forecasts so many years ahead came out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lead {
    /// Years ahead.
    pub ahead: i32,
    /// How many forecasts.
    pub cases: usize,
    /// How many outcomes lay in the interval of 80 %.
    pub narrow: usize,
    /// How many outcomes lay in the interval of 95 %.
    pub wide: usize,
    /// The median of the absolute error as a share of what happened; `None` where all that happened was nought.
    pub error: Option<f64>,
}

/// How forecasts came out, by how many years ahead they were made.
pub fn leads(foretold: &[Foretold]) -> Vec<Lead> {
    let mut by_lead: BTreeMap<i32, Vec<&Foretold>> = BTreeMap::new();
    for one in foretold {
        by_lead.entry(one.ahead()).or_default().push(one);
    }
    let lead = |(ahead, all): (i32, Vec<&Foretold>)| {
        let relative = |one: &&Foretold| {
            (one.happened != 0.0).then(|| ((one.median() - one.happened) / one.happened).abs())
        };
        let mut errors: Vec<f64> = all.iter().filter_map(relative).collect();
        errors.sort_by(f64::total_cmp);
        let middle = |at: usize| errors.get(at).copied();
        let error = match errors.len() {
            0 => None,
            odd if odd % 2 == 1 => middle(odd / 2),
            even => middle(even / 2 - 1).zip(middle(even / 2)).map(|(a, b)| f64::midpoint(a, b)),
        };
        Lead {
            ahead,
            cases: all.len(),
            narrow: all.iter().filter(|one| one.is_in(one.narrow())).count(),
            wide: all.iter().filter(|one| one.is_in(one.wide())).count(),
            error,
        }
    };
    by_lead.into_iter().map(lead).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn foretold(made: i32, year: i32, middle: f64, happened: f64) -> Foretold {
        let spread = [-4.0, -2.0, -1.0, 0.0, 1.0, 2.0, 4.0].map(|by| middle + by);
        Foretold { target: TargetId("t0001".to_owned()), made, year, quantiles: spread, happened }
    }

    #[test]
    fn leads_count_what_lay_inside() {
        let all = [
            foretold(2016, 2017, 100.0, 101.0),
            foretold(2017, 2018, 100.0, 103.0),
            foretold(2018, 2019, 100.0, 110.0),
            foretold(2016, 2018, 100.0, 0.0),
        ];
        let found = leads(&all);
        let counts: Vec<_> = found.iter().map(|one| (one.ahead, one.cases, one.narrow, one.wide)).collect();
        assert_eq!(counts, [(1, 3, 1, 2), (2, 1, 0, 0)]);
        assert_eq!(found[0].error, Some(3.0 / 103.0));
        assert_eq!(found[1].error, None);
    }

    #[test]
    fn nothing_is_known_of_a_year_before_its_figures_are_out() {
        assert_eq!(known_then(AsOf::year(2019), 2016), AsOf::known(2016, "2017-12-31").unwrap());
        let early = AsOf::known(2017, "2018-03-31").unwrap();
        assert_eq!(known_then(early, 2017), AsOf::known(2017, "2018-03-31").unwrap());
    }
}
