//! Figures of parts (城镇, 男) against the figure of their whole, by dimension and year.

use crate::history::{History, Reader, select};
use crate::inputs::Inputs;
use crate::print::number;
use crate::{AsOf, DataWarning, DataWarningKind, Point};
use plan::Dimensions;
use plan::parts::{Making, check as fault};
use std::collections::{BTreeMap, BTreeSet};

/// Parts of the indicator at a place that do not agree with their whole, in every region.
pub(super) fn check(inputs: &Inputs<'_>, at: usize, as_of: AsOf, found: &mut Vec<DataWarning>) {
    let base_year = inputs.plan.period.map_or(i32::MIN, plan::Period::base);
    for (region, given) in inputs.parts(at) {
        let levels = levels(inputs, at, region, given, as_of);
        let names: BTreeSet<&str> =
            levels.keys().flat_map(|of| of.iter().map(|(name, _)| name)).map(|name| name as &str).collect();
        for name in names {
            let wholes: BTreeSet<Dimensions> =
                levels.keys().filter(|of| of.get(name).is_some()).map(|of| of.without(name)).collect();
            for whole in wholes {
                compare(inputs, at, (region, base_year), name, &whole, &levels, found);
            }
        }
    }
}

/// The levels that count, of the whole (no dimensions) and of each part.
fn levels(
    inputs: &Inputs<'_>,
    at: usize,
    region: &str,
    given: &[&plan::Observation],
    as_of: AsOf,
) -> BTreeMap<Dimensions, Vec<Point>> {
    let reader = Reader::new(inputs.config);
    let unit = inputs.plan.indicators.get(at).map_or("", |indicator| indicator.unit.as_str());
    let mut histories: BTreeMap<&Dimensions, History<'_>> = BTreeMap::new();
    for observation in given {
        let states_growth = inputs.traits.get(at).is_some_and(|traits| traits.states_growth);
        let history = histories.entry(&observation.dimensions).or_default();
        reader.read(history, observation, unit, states_growth);
    }
    let mut levels: BTreeMap<Dimensions, Vec<Point>> = histories
        .into_iter()
        .map(|(of, mut history)| {
            history.settle();
            (of.clone(), select(&history.levels, as_of))
        })
        .collect();
    levels.insert(Dimensions::default(), select(&inputs.history(at, region).levels, as_of));
    levels
}

/// One whole against its parts by one dimension.
fn compare(
    inputs: &Inputs<'_>,
    at: usize,
    (region, base_year): (&str, i32),
    name: &str,
    whole: &Dimensions,
    levels: &BTreeMap<Dimensions, Vec<Point>>,
    found: &mut Vec<DataWarning>,
) {
    let Some(indicator) = inputs.plan.indicators.get(at) else { return };
    let of_whole = levels.iter().find(|(of, _)| of.agrees_with(whole));
    for point in of_whole.into_iter().flat_map(|(_, points)| points).filter(|point| point.year >= base_year) {
        let parts: Vec<(&str, f64)> = levels
            .iter()
            .filter(|(of, _)| of.without(name).agrees_with(whole))
            .filter_map(|(of, points)| {
                let same = points.iter().find(|part| part.year == point.year)?;
                Some((of.get(name)?, same.value))
            })
            .collect();
        let Some(making) = Making::of(&indicator.name, &indicator.unit) else { return };
        let Some(fault) = fault(making, name, point.value, &parts, inputs.config.rules.data.sum) else {
            continue;
        };
        let values: Vec<&str> = parts.iter().map(|(value, _)| *value).collect();
        let words = fault.words(name, &values, point.value, number);
        let part = if whole.is_empty() { String::new() } else { whole.words() };
        found.push(DataWarning {
            kind: DataWarningKind::Sum,
            indicator: indicator.id.clone(),
            name: indicator.name.clone(),
            region: region.to_owned(),
            year: Some(point.year),
            words: source::Words::new(
                format!("{}年{part}{}", point.year, words.zh),
                format!("{} {part}{}{}", point.year, if part.is_empty() { "" } else { ": " }, words.en),
            ),
        });
    }
}
