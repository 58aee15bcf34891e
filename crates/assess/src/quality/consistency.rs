//! Figures against each other: levels and growth, parts and whole.

use super::Subject;
use crate::history::select;
use crate::inputs::Inputs;
use crate::level_break;
use crate::print::{number, trimmed};
use crate::{AsOf, DataWarning, DataWarningKind, Point, unit};
use plan::RelationKind;
use source::Words;

pub(super) fn check(subject: &Subject<'_, '_>, found: &mut Vec<DataWarning>) {
    let levels = select(&subject.history.levels, subject.as_of);
    let growth = select(&subject.history.growth, subject.as_of);
    let breaks = level_break::find(subject.indicator, subject.traits, &levels, &growth, subject.config);
    for found_break in breaks.iter().filter(|b| b.year >= subject.base_year) {
        let year = found_break.year;
        let value = |year: i32| levels.iter().find(|p| p.year == year).map_or(f64::NAN, |p| p.value);
        let (before, after) = (number(value(year - 1)), number(value(year)));
        let size = trimmed(100.0 * (found_break.factor - 1.0), 1);
        let rate = growth.iter().find(|p| p.year == year).map(|p| trimmed(p.value, 2));
        let (zh, en) = match rate {
            Some(rate) => (
                format!("由{before}到{after}与公布的增速{rate}%不符，口径变化约{size}%"),
                format!(
                    "{before} to {after} does not fit the published growth of {rate}%: the basis changed by about {size}%"
                ),
            ),
            None => (
                format!("由{before}到{after}的变化远超常年，疑为口径变化（约{size}%）"),
                format!(
                    "the step from {before} to {after} is far from the usual: the basis seems to have changed (about {size}%)"
                ),
            ),
        };
        found.push(subject.warning(
            DataWarningKind::Break,
            Some(year),
            format!("{year}年水平断裂：{zh}"),
            format!("level break in {year}: {en}"),
        ));
    }
    mismatches(subject, &levels, &growth, found);
}

/// Levels and growth of indicators that have no prices must agree closely.
fn mismatches(subject: &Subject<'_, '_>, levels: &[Point], growth: &[Point], found: &mut Vec<DataWarning>) {
    if unit::is_money(subject.unit()) {
        return;
    }
    let cuts = &subject.config.rules.data;
    let implied = crate::track::growth_of(levels);
    for rate in growth.iter().filter(|p| p.year >= subject.base_year) {
        let Some(own) = implied.iter().find(|p| p.year == rate.year) else { continue };
        let apart = libm::log((1.0 + own.value / 100.0) / (1.0 + rate.value / 100.0)).abs();
        if apart > cuts.growth_mismatch && apart <= libm::log1p(cuts.level_break) {
            let (year, own, rate) = (rate.year, trimmed(own.value, 2), trimmed(rate.value, 2));
            found.push(subject.warning(
                DataWarningKind::GrowthMismatch,
                Some(year),
                format!("{year}年按水平计算增长{own}%，公布增速为{rate}%"),
                format!("the levels of {year} grow by {own}%, the published rate is {rate}%"),
            ));
        }
    }
}

/// Sums and shares that do not add up, by the identities between the indicators.
pub(super) fn sums(inputs: &Inputs<'_>, as_of: AsOf, found: &mut Vec<DataWarning>) {
    let tolerance = inputs.config.rules.data.sum;
    let base_year = inputs.plan.period.map_or(i32::MIN, plan::Period::base);
    for relation in &inputs.relations {
        let place = |id: &plan::IndicatorId| inputs.places.get(id.as_str()).copied();
        let Some(parts) = relation.parts.iter().map(place).collect::<Option<Vec<usize>>>() else { continue };
        let Some(&first) = parts.first() else { continue };
        let (named, factor) = match (relation.kind, relation.result.as_ref().and_then(place)) {
            (RelationKind::SharesOf, _) => (first, 0.0),
            (RelationKind::Sum, Some(result)) => (result, relation.factor),
            _ => continue,
        };
        for (region, _) in inputs.regions_of(first) {
            let parts: Vec<Vec<Point>> =
                parts.iter().map(|p| select(&inputs.history(*p, region).levels, as_of)).collect();
            let wholes = match relation.kind {
                RelationKind::Sum => select(&inputs.history(named, region).levels, as_of),
                _ => parts[0].iter().map(|p| Point { year: p.year, value: relation.factor }).collect(),
            };
            for whole in wholes.iter().filter(|p| p.year >= base_year) {
                let at = |points: &Vec<Point>| points.iter().find(|p| p.year == whole.year).map(|p| p.value);
                let Some(sum) = parts.iter().map(at).sum::<Option<f64>>() else { continue };
                let sum = if factor == 0.0 { sum } else { sum * factor };
                if (sum - whole.value).abs() <= tolerance * whole.value.abs() {
                    continue;
                }
                let indicator = &inputs.plan.indicators[named];
                let (year, sum, all) = (whole.year, number(sum), number(whole.value));
                found.push(DataWarning {
                    kind: DataWarningKind::Sum,
                    indicator: indicator.id.clone(),
                    name: indicator.name.clone(),
                    region: (*region).to_owned(),
                    year: Some(year),
                    words: Words::new(
                        format!("{year}年分项之和为{sum}，应为{all}（{}）", relation.note),
                        format!("the parts of {year} sum to {sum} instead of {all} ({})", relation.note),
                    ),
                });
            }
        }
    }
}
