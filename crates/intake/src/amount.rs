//! Figures in the unit of their indicator, and whether they can be right.

use crate::Cell;
use crate::header::without_brackets;
use crate::preview::PreviewRow;
use crate::problem::Problems;
use crate::rows::Sheet;
use crate::value::Figure;
use phrase::Unit;
use plan::catalogue::Entry;
use plan::{Indicator, Measure};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use std::collections::HashMap;

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

impl Sheet<'_> {
    /// Values beyond the natural bounds, or a power of ten away from what is known.
    pub(crate) fn plausible(
        &self,
        row: &PreviewRow,
        indicator: &Indicator,
        entry: Option<&Entry>,
        problems: &mut Problems<'_>,
    ) {
        let Some(value) = row.value.and_then(|v| v.to_f64()) else { return };
        if row.measure == Measure::GrowthRate {
            return;
        }
        if let Some(entry) = entry.filter(|e| e.units.first().is_some_and(|u| u.printed == indicator.unit))
            && (entry.low.is_some_and(|low| value < low) || entry.high.is_some_and(|high| value > high))
        {
            let limit = |l: Option<f64>| l.map_or("…".to_owned(), |l| l.to_string());
            let (low, high, unit) = (limit(entry.low), limit(entry.high), &row.unit);
            problems.warning(
                row.cell,
                format!("{value}{unit}超出{}可能的范围（{low}至{high}）", indicator.name),
                format!("{value} {unit} is outside what {} can be ({low} to {high})", indicator.name),
            );
        }
        let known = self.levels.get(&(indicator.id.as_str(), row.region.as_str()));
        let Some((year, near)) = known.and_then(|k| k.iter().min_by_key(|(year, _)| (year - row.year).abs()))
        else {
            return;
        };
        let ratio = value / near;
        for (power, zh) in [(2, "一百"), (4, "一万"), (8, "一亿")] {
            let size = 10_f64.powi(power);
            for (factor, zh_side, en_side) in
                [(size, "大", "times"), (1.0 / size, "小", "times smaller than")]
            {
                if (0.5..2.0).contains(&(ratio / factor)) {
                    problems.warning(
                        row.cell,
                        format!("比{year}年的{near}约{zh_side}{zh}倍，请核对单位"),
                        format!("about {size} {en_side} the {near} of {year}: check the unit"),
                    );
                }
            }
        }
    }
}
