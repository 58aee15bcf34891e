//! Figures of parts (城镇, 男) beside each other and beside their whole, as they count at a moment.

use crate::view::PlanView;
use assess::AsOf;
use plan::catalogue::Unit;
use plan::parts::Making;
use plan::{Dimensions, Indicator, Measure, Observation};
use rust_decimal::prelude::ToPrimitive as _;
use std::collections::{BTreeMap, BTreeSet};

/// Most years beside each other, the last ones.
const YEARS: usize = 5;

/// The parts of an indicator in one region by one or several dimensions.
#[derive(Clone, Debug, PartialEq)]
pub struct Breakdown {
    /// The region; empty for the plan's own.
    pub region: String,
    /// The dimensions, in their order.
    pub by: Vec<String>,
    /// The years, oldest first.
    pub years: Vec<i32>,
    /// The whole, where it is known, then the parts.
    pub lines: Vec<PartLine>,
}

/// One part with its values.
#[derive(Clone, Debug, PartialEq)]
pub struct PartLine {
    /// The part; none for the whole.
    pub part: Dimensions,
    /// The value of each year, in the unit of the indicator.
    pub values: Vec<Option<f64>>,
    /// The last value over that of the whole in the same year: a share where parts add up, else a ratio.
    pub of_whole: Option<f64>,
    /// Where the last value was published.
    pub source: String,
}

/// The dimensions that an indicator has figures by.
pub fn dimensions(view: &PlanView, as_of: AsOf, indicator: &Indicator) -> Vec<String> {
    let names: BTreeSet<&str> = given(view, as_of, indicator)
        .flat_map(|figure| figure.dimensions.iter().map(|(name, _)| name))
        .collect();
    names.into_iter().map(str::to_owned).collect()
}

/// The parts of an indicator: of the plan's own region by every dimension, or by one dimension in every region.
pub fn breakdowns(view: &PlanView, as_of: AsOf, indicator: &Indicator, by: Option<&str>) -> Vec<Breakdown> {
    let mut counting: BTreeMap<(&str, Dimensions, i32), &Observation> = BTreeMap::new();
    for figure in given(view, as_of, indicator) {
        let Some(year) = figure.period.map(|period| period.end) else { continue };
        let key = (own(view, &figure.region), usual(&figure.dimensions), year);
        let order = |one: &Observation| (assess::firmness(one), one.vintage.clone());
        let better = counting.get(&key).is_none_or(|known| order(figure) >= order(known));
        if better {
            counting.insert(key, figure);
        }
    }
    let sets: BTreeSet<(&str, Vec<String>)> = counting
        .keys()
        .filter(|(region, part, _)| match by {
            Some(name) => part.len() == 1 && part.get(name).is_some(),
            None => region.is_empty() && !part.is_empty(),
        })
        .map(|(region, part, _)| (*region, part.iter().map(|(name, _)| name.to_owned()).collect()))
        .collect();
    sets.into_iter().map(|(region, by)| breakdown(&counting, indicator, region, by)).collect()
}

fn breakdown(
    counting: &BTreeMap<(&str, Dimensions, i32), &Observation>,
    indicator: &Indicator,
    region: &str,
    by: Vec<String>,
) -> Breakdown {
    let of_set = |part: &Dimensions| {
        part.len() == by.len() && part.iter().zip(&by).all(|((name, _), wanted)| name == wanted)
    };
    let mut years: Vec<i32> = counting
        .keys()
        .filter(|(of, part, _)| *of == region && of_set(part))
        .map(|(.., year)| *year)
        .collect();
    years.sort_unstable();
    years.dedup();
    let years = years.split_off(years.len().saturating_sub(YEARS));
    let value = |part: &Dimensions, year: i32| {
        counting.get(&(region, part.clone(), year)).and_then(|figure| in_unit(figure, &indicator.unit))
    };
    let parts: BTreeSet<&Dimensions> = counting
        .keys()
        .filter(|(of, part, _)| *of == region && (part.is_empty() || of_set(part)))
        .map(|(_, part, _)| part)
        .collect();
    let whole = Dimensions::default();
    let line = |part: &Dimensions| {
        let values: Vec<Option<f64>> = years.iter().map(|year| value(part, *year)).collect();
        let last = years.iter().rev().find(|year| value(part, **year).is_some());
        let of_whole = last.filter(|_| !part.is_empty()).and_then(|year| {
            let (own, all) = (value(part, *year)?, value(&whole, *year)?);
            (all != 0.0).then(|| own / all)
        });
        let source = last.and_then(|year| counting.get(&(region, part.clone(), *year)));
        let source = source.map(|figure| figure.source.clone()).unwrap_or_default();
        PartLine { part: part.clone(), values, of_whole, source }
    };
    let lines = parts.into_iter().map(line).filter(|line| line.values.iter().any(Option::is_some)).collect();
    Breakdown { region: region.to_owned(), by, years, lines }
}

/// An indicator of two plans with the parts of both by one dimension.
#[derive(Clone, Debug, PartialEq)]
pub struct Paired {
    /// The name of the indicator here.
    pub name: String,
    /// Its id here.
    pub indicator: String,
    /// The unit of the values here, and there.
    pub units: [String; 2],
    /// The parts here, and there.
    pub parts: [Breakdown; 2],
}

/// The dimensions by which both plans have figures of one indicator, and the indicators with their parts by one of them: that
/// of `by`, else the first.
pub fn paired(
    [here, there]: [&PlanView; 2],
    as_of: [AsOf; 2],
    by: Option<&str>,
) -> (Vec<String>, Vec<Paired>) {
    let partners: BTreeMap<&str, &Indicator> =
        there.stored.plan.indicators.iter().rev().map(|one| (crate::compare::key(one), one)).collect();
    let mut names = BTreeSet::new();
    let mut both = Vec::new();
    for one in &here.stored.plan.indicators {
        let Some(other) = partners.get(crate::compare::key(one)).copied() else { continue };
        let theirs = dimensions(there, as_of[1], other);
        let common: Vec<String> =
            dimensions(here, as_of[0], one).into_iter().filter(|name| theirs.contains(name)).collect();
        if !common.is_empty() {
            names.extend(common.iter().cloned());
            both.push((one, other, common));
        }
    }
    let names: Vec<String> = names.into_iter().collect();
    let chosen = by.and_then(|by| names.iter().find(|name| *name == by)).or_else(|| names.first()).cloned();
    let of_own = |view, as_of, one: &Indicator, by: &str| {
        breakdowns(view, as_of, one, Some(by)).into_iter().find(|found| found.region.is_empty())
    };
    let pair = |(one, other, common): (&Indicator, &Indicator, Vec<String>)| {
        let by = chosen.as_ref().filter(|by| common.contains(by))?;
        Some(Paired {
            name: one.name.clone(),
            indicator: one.id.to_string(),
            units: [one.unit.clone(), other.unit.clone()],
            parts: [of_own(here, as_of[0], one, by)?, of_own(there, as_of[1], other, by)?],
        })
    };
    let pairs = both.into_iter().filter_map(pair).collect();
    (names, pairs)
}

/// Whether the parts of an indicator with this name and unit add up, so that a part is a share of the whole.
pub fn adds_up(name: &str, unit: &str) -> bool {
    Making::of(name, unit) == Some(Making::Sum)
}

/// Yearly levels of an indicator that count at the moment, of parts and wholes.
fn given<'a>(
    view: &'a PlanView,
    as_of: AsOf,
    indicator: &'a Indicator,
) -> impl Iterator<Item = &'a Observation> {
    let stored = &view.stored;
    let known_at = as_of.known_at.map(|day| day.to_string());
    stored.plan.observations.iter().chain(&stored.figures).filter(move |figure| {
        figure.indicator == indicator.id
            && figure.is_yearly()
            && figure.is_result()
            && figure.value.is_some()
            && !matches!(figure.measure, Measure::GrowthRate | Measure::Change | Measure::Multiple)
            && figure.period.is_some_and(|period| period.start == period.end && period.end <= as_of.year)
            // Days written as YYYY-MM-DD sort as texts.
            && known_at.as_ref().is_none_or(|day| figure.vintage <= *day)
    })
}

/// The plan's own region is empty.
fn own<'a>(view: &PlanView, region: &'a str) -> &'a str {
    if view.stored.plan.region.as_deref() == Some(region) { "" } else { region }
}

/// The usual words for the values, so that 乡村 and 农村 are one line.
fn usual(part: &Dimensions) -> Dimensions {
    Dimensions::new(part.iter().map(|(name, value)| (name, plan::dimensions::canonical(name, value))))
}

fn in_unit(figure: &Observation, unit: &str) -> Option<f64> {
    let value = figure.value?.to_f64()?;
    if figure.unit == unit {
        return Some(value);
    }
    let (from, to) = (Unit::parse(&figure.unit)?, Unit::parse(unit)?);
    from.agrees_with(&to).then(|| value * from.factor / to.factor)
}
