//! Figures in the unit of their indicator, and whether they can be right.

use crate::Cell;
use crate::header::without_brackets;
use crate::preview::PreviewRow;
use crate::problem::Problems;
use crate::value::Figure;
use phrase::Unit;
use plan::catalogue::Entry;
use plan::plausible::{Figure as Asked, oddities};
use plan::{Indicator, Measure, Plan};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use std::collections::{BTreeMap, HashMap};

/// What the value says of its indicator.
pub(crate) fn measure(indicator: &Indicator, entry: Option<&Entry>, growth: bool, read: &Figure) -> Measure {
    if matches!(read, Figure::Structure(_)) {
        return Measure::Ratio;
    }
    if growth {
        return Measure::GrowthRate;
    }
    match entry.map(Entry::measure_of_year) {
        Some(measure) => measure,
        None if indicator.unit == "%" => Measure::Share,
        None => Measure::Level,
    }
}

/// Units that were read before: they repeat from row to row.
#[derive(Default)]
pub(crate) struct Units(HashMap<String, Option<Unit>>);

impl Units {
    fn get(&mut self, printed: &str) -> Option<Unit> {
        if let Some(known) = self.0.get(printed) {
            return known.clone();
        }
        let unit = phrase::parse_unit(printed);
        self.0.insert(printed.to_owned(), unit.clone());
        unit
    }
}

/// The value in the unit of the indicator; growth rates stay in per cent.
pub(crate) fn convert(
    value: Decimal,
    printed: &str,
    indicator: &Indicator,
    growth: bool,
    units: &mut Units,
    at: Cell,
    problems: &mut Problems<'_>,
) -> Option<(Decimal, String)> {
    let previous_year = ["上年=100", "上年＝100"].iter().any(|form| printed.contains(form));
    if growth && previous_year {
        return Some((value - Decimal::ONE_HUNDRED, "%".to_owned()));
    }
    let wanted = if growth { "%" } else { indicator.unit.as_str() };
    if printed.is_empty() || printed == wanted || wanted.is_empty() {
        let unit = if wanted.is_empty() { printed } else { wanted };
        return Some((value, unit.to_owned()));
    }
    let converted = match (units.get(printed), units.get(wanted)) {
        (Some(from), Some(to)) => {
            phrase::convert(value, &from, &to).ok().or_else(|| per_head(value, &from, &to))
        }
        _ => None,
    };
    if converted.is_none() {
        problems.error(
            at,
            format!("单位“{printed}”不能换算为{}的单位“{wanted}”", indicator.name),
            format!("the unit {printed} does not convert to {wanted}, the unit of {}", indicator.name),
        );
    }
    converted.map(|value| (value, wanted.to_owned()))
}

/// A value in a unit, converted to the unit of an indicator; an empty unit is the indicator's own. `None` when it does not convert.
pub fn in_unit(value: Decimal, unit: &str, wanted: &str) -> Option<Decimal> {
    if unit.is_empty() || unit == wanted {
        return Some(value);
    }
    let (from, to) = (phrase::parse_unit(unit)?, phrase::parse_unit(wanted)?);
    phrase::convert(value, &from, &to).ok().or_else(|| per_head(value, &from, &to))
}

/// Whether two amounts are the same in their units.
pub(crate) fn same_amount(a: Option<Decimal>, unit: &str, b: Option<Decimal>, other: &str) -> bool {
    let (Some(a), Some(b)) = (a, b) else { return false };
    match (phrase::parse_unit(unit), phrase::parse_unit(other)) {
        (Some(from), Some(to)) => {
            phrase::convert(a, &from, &to).is_ok_and(|a| a.normalize() == b.normalize())
        }
        _ => false,
    }
}

/// Plans print 元 for 元/人: an amount per something converts to the bare amount that the indicator is printed in.
pub(crate) fn per_head(value: Decimal, from: &Unit, to: &Unit) -> Option<Decimal> {
    let bare = |unit: &Unit| unit.dimension.per.is_none();
    let same = from.dimension.of == to.dimension.of && bare(from) != bare(to);
    let people = from.dimension.per.or(to.dimension.per)?;
    if !same || from.factor.is_zero() || to.factor.is_zero() || !people.contains("person") && people != "人"
    {
        return None;
    }
    value.checked_mul(from.factor)?.checked_div(to.factor).map(|v| v.round_dp(15).normalize())
}

/// A name and the unit in brackets behind it, when the brackets hold a unit.
pub(crate) fn split_unit(name: &str) -> (&str, &str) {
    let (bare, inside) = without_brackets(name);
    let unit = inside.trim_start_matches("单位").trim_start_matches([':', '：']);
    if phrase::parse_unit(unit).is_some() || unit.contains("=100") { (bare, unit) } else { (name, "") }
}

/// Known levels by indicator and region, for telling what is odd.
pub(crate) type Levels<'p> = BTreeMap<(&'p str, &'p str), Vec<(i32, f64)>>;

/// The levels that a plan knows; the empty region is its own.
pub(crate) fn levels(plan: &Plan) -> Levels<'_> {
    let own = plan.region.as_deref().unwrap_or_default();
    let mut levels: Levels<'_> = BTreeMap::new();
    for observation in plan.observations.iter().filter(|o| o.is_yearly() && o.measure != Measure::GrowthRate)
    {
        let region = if observation.region == own { "" } else { observation.region.as_str() };
        let year = observation.period.map(|p| p.end).or(observation.year);
        if let (Some(year), Some(value)) = (year, observation.value.and_then(|v| v.to_f64())) {
            levels.entry((observation.indicator.as_str(), region)).or_default().push((year, value));
        }
    }
    levels
}

/// What is odd about a row, by what is known of its indicator.
pub(crate) fn odd(
    row: &PreviewRow,
    indicator: &Indicator,
    entry: Option<&Entry>,
    levels: &Levels<'_>,
    problems: &mut Problems<'_>,
) {
    let Some(value) = row.value.and_then(|v| v.to_f64()) else { return };
    if row.measure == Measure::GrowthRate {
        return;
    }
    let bounds = entry.filter(|entry| entry.units.first().is_some_and(|unit| unit.printed == indicator.unit));
    let known = levels.get(&(indicator.id.as_str(), row.region.as_str())).map_or(&[][..], Vec::as_slice);
    let question = Asked {
        value,
        year: row.year,
        known,
        low: bounds.and_then(|entry| entry.low),
        high: bounds.and_then(|entry| entry.high),
        ..Asked::default()
    };
    for oddity in oddities(&question).iter().filter(|oddity| oddity.is_grave()).take(1) {
        let words = oddity.words(value, &row.unit);
        problems.warning(row.cell, words.zh, words.en);
    }
}
