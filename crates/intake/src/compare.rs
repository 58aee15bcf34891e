//! Figures of one file held against one another: what stands twice, what contradicts, what is out of line.

use crate::PreviewRow;
use crate::Settings;
use crate::figure::{Outcome, Stated};
use crate::period::{Covered, Kind, Part};
use crate::problem::{Problem, Problems};
use plan::parts::Making;
use plan::plausible::{Figure, Oddity, oddities};
use plan::{Measure, Plan};
use rust_decimal::prelude::ToPrimitive;
use source::{Severity, Words};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Figures that stand twice: the same value counts once, another one is asked about.
pub(crate) fn repeats(file: &str, figures: &mut [Stated], settings: &Settings, found: &mut Vec<Problem>) {
    let mut seen = HashMap::new();
    let mut more = BTreeMap::<String, Problems<'_>>::new();
    for at in 0..figures.len() {
        let Some(figure) = figures.get(at) else { continue };
        if !matches!(figure.outcome, Outcome::Taken) || figure.value.is_none() {
            continue;
        }
        let Some(first) = seen.insert(figure.key(), at) else { continue };
        let Some(other) = figures.get(first) else { continue };
        let (cell, sheet) = (figure.cell, figure.sheet.clone());
        let (place, here) = (other.cell.of_sheet(&other.sheet), figure.cell.of_sheet(&figure.sheet));
        let same = other.value == figure.value && other.unit == figure.unit;
        let converts =
            same || crate::amount::same_amount(other.value, &other.unit, figure.value, &figure.unit);
        let (a, b) = (other.value.unwrap_or_default(), figure.value.unwrap_or_default());
        let words = if converts {
            Words::new(format!("与{place}重复，只收一次"), format!("repeats {place}; it counts once"))
        } else {
            Words::new(
                format!("同一指标在{place}为{a}，在{here}为{b}，请确认用哪一个"),
                format!("{place} says {a} and {here} says {b} of the same; choose one"),
            )
        };
        let problems =
            more.entry(sheet.clone()).or_insert_with(|| Problems::new(file, sheet, settings.max_problems));
        problems.warning(cell, words.zh.clone(), words.en.clone());
        if converts {
            if let Some(figure) = figures.get_mut(at) {
                figure.outcome = Outcome::Refused(words);
            }
            continue;
        }
        for place in [first, at] {
            if let Some(figure) = figures.get_mut(place) {
                figure.outcome = Outcome::Asked(words.clone());
            }
        }
    }
    found.extend(more.into_values().flat_map(Problems::finish));
}

/// Figures that are a power of ten or a jump away from their neighbours in time, and sums that do not come out.
pub(crate) fn outliers(file: &str, figures: &mut [Stated], settings: &Settings, found: &mut Vec<Problem>) {
    let mut odd = by_time(figures);
    for (at, words) in unbalanced(figures, &odd) {
        odd.entry(at).or_default().push(words);
    }
    let mut more = BTreeMap::<String, Problems<'_>>::new();
    for (at, words) in odd {
        let Some(figure) = figures.get_mut(at) else { continue };
        let sheet = figure.sheet.clone();
        let problems =
            more.entry(sheet.clone()).or_insert_with(|| Problems::new(file, sheet, settings.max_problems));
        for words in words {
            problems.warning(figure.cell, words.zh.clone(), words.en.clone());
            figure.warnings.push(words);
        }
    }
    found.extend(more.into_values().flat_map(Problems::finish));
}

type Series = (String, String, Kind, String, String);

/// What is out of line with the other years of its series.
fn by_time(figures: &[Stated]) -> BTreeMap<usize, Vec<Words>> {
    let mut series: BTreeMap<Series, Vec<(i32, f64, usize)>> = BTreeMap::new();
    for (at, figure) in figures.iter().enumerate() {
        if let (Outcome::Taken, Some(value), Some(Covered { year, part: Part::Year })) =
            (&figure.outcome, figure.value.and_then(|v| v.to_f64()), figure.covered)
            && figure.kind == Kind::Current
        {
            let unit = figure.unit.clone();
            let key =
                (figure.indicator.clone(), figure.region.clone(), figure.kind, figure.dimension(), unit);
            series.entry(key).or_default().push((year, value, at));
        }
    }
    let mut found: BTreeMap<usize, Vec<Words>> = BTreeMap::new();
    for points in series.values().filter(|points| points.len() > 2) {
        let known: Vec<(i32, f64)> = points.iter().map(|(year, value, _)| (*year, *value)).collect();
        let mut sizes: Vec<f64> = known.iter().map(|(_, value)| value.abs()).collect();
        sizes.sort_by(f64::total_cmp);
        let middle = sizes.get(sizes.len() / 2).copied().unwrap_or_default();
        for (year, value, at) in points {
            // Beside a slip the sound neighbours stand out as well; they are near the middle of the series.
            let far = middle > 0.0 && !(1.0 / FAR..FAR).contains(&(value.abs() / middle));
            let question = Figure { value: *value, year: *year, known: &known, ..Figure::default() };
            let words = oddities(&question)
                .into_iter()
                .filter(|oddity| far && matches!(oddity, Oddity::Scale { .. } | Oddity::Break { .. }))
                .map(|oddity| {
                    oddity.words(*value, figures.get(*at).map_or("", |figure| figure.unit.as_str()))
                });
            let words: Vec<Words> = words.take(1).collect();
            if !words.is_empty() {
                found.insert(*at, words);
            }
        }
    }
    found
}

/// A value so many times the middle of its series can be the one that is wrong.
const FAR: f64 = 1.6;

/// A sum that comes out within this share of the whole.
const BALANCED: f64 = 0.005;

/// Wholes that differ from the sum of their regions, in tables whose other sums come out.
#[expect(clippy::too_many_lines, reason = "one finding with all its words in both languages")]
fn unbalanced(figures: &[Stated], odd: &BTreeMap<usize, Vec<Words>>) -> Vec<(usize, Words)> {
    type Key = (String, String, String, String);
    type Sums = BTreeMap<Covered, (Option<usize>, Vec<usize>)>;
    let mut tables: BTreeMap<Key, Sums> = BTreeMap::new();
    for (at, figure) in figures.iter().enumerate() {
        let (Outcome::Taken, Some(_), Some(covered)) = (&figure.outcome, figure.value, figure.covered) else {
            continue;
        };
        if figure.kind == Kind::Growth || matches!(figure.unit.as_str(), "%" | "‰") {
            continue;
        }
        let key = (figure.sheet.clone(), figure.indicator.clone(), figure.dimension(), figure.unit.clone());
        let entry = tables.entry(key).or_default().entry(covered).or_default();
        if figure.whole {
            entry.0 = Some(at);
        } else {
            entry.1.push(at);
        }
    }
    let value = |at: usize| {
        figures.get(at).and_then(|figure| figure.value).and_then(|v| v.to_f64()).unwrap_or_default()
    };
    let mut found = Vec::new();
    for periods in tables.values() {
        let sums: Vec<(usize, f64, f64, &Vec<usize>)> = periods
            .values()
            .filter_map(|(whole, parts)| {
                let whole = (*whole)?;
                (parts.len() >= 3)
                    .then(|| (whole, value(whole), parts.iter().map(|at| value(*at)).sum(), parts))
            })
            .collect();
        let off = |(_, whole, sum, _): &&(usize, f64, f64, &Vec<usize>)| {
            (sum - whole).abs() > BALANCED * whole.abs()
        };
        let wrong: Vec<_> = sums.iter().filter(off).collect();
        // Per-head figures and averages never add up; only what usually does is worth a word.
        if wrong.is_empty() || wrong.len() * 2 >= sums.len() {
            continue;
        }
        for (whole, printed, sum, parts) in wrong {
            let suspect = parts.iter().find(|at| odd.contains_key(at)).copied();
            let place = |at: usize| {
                figures.get(at).map(|figure| figure.cell.of_sheet(&figure.sheet)).unwrap_or_default()
            };
            let (total, others) = (place(*whole), printed - (sum - suspect.map_or(0.0, value)));
            let words = match suspect {
                Some(_) => Words::new(
                    format!(
                        "县区之和{sum:.2}与{total}的合计{printed:.2}不符；若其余各数无误，此处应约为{others:.2}"
                    ),
                    format!(
                        "the parts add up to {sum:.2}, {total} says {printed:.2}; if the others are right this is about {others:.2}"
                    ),
                ),
                None => Words::new(
                    format!("合计{printed:.2}与各地区之和{sum:.2}不符，请核对"),
                    format!(
                        "the whole of {printed:.2} is not the sum of its regions, {sum:.2}: please check"
                    ),
                ),
            };
            found.push((suspect.unwrap_or(*whole), words));
        }
    }
    found
}

/// The years and regions of a name.
type Extent = (BTreeSet<i32>, BTreeSet<String>);

/// Names of one sheet beyond which they are not compared in pairs.
const MOST_NAMES: usize = 40;

/// Names that follow one another in one series of regions: 财政支出 up to 2006, 一般公共预算支出 from 2007.
pub(crate) fn renamed(file: &str, figures: &[Stated], settings: &Settings, found: &mut Vec<Problem>) {
    let mut names: BTreeMap<(String, String), BTreeMap<String, Extent>> = BTreeMap::new();
    for figure in
        figures.iter().filter(|figure| figure.outcome == Outcome::Taken && figure.kind == Kind::Current)
    {
        let Some(covered) = figure.covered else { continue };
        let entry = names.entry((figure.sheet.clone(), figure.unit.clone())).or_default();
        let (years, regions) = entry.entry(figure.indicator.clone()).or_default();
        years.insert(covered.year);
        regions.insert(figure.region.clone());
    }
    for ((sheet, _), names) in names.into_iter().filter(|(_, names)| names.len() <= MOST_NAMES) {
        let all: Vec<_> = names.iter().collect();
        for (at, (first, (years, regions))) in all.iter().enumerate() {
            for (second, (later, others)) in all.iter().skip(at + 1) {
                let same = regions.len() > 2 && regions.intersection(others).count() * 2 > regions.len();
                if same && years.is_disjoint(later) {
                    let mut problems = Problems::new(file, sheet.as_str(), settings.max_problems);
                    let span = |years: &BTreeSet<i32>| match (years.first(), years.last()) {
                        (Some(a), Some(b)) if a != b => format!("{a}—{b}"),
                        (Some(a), _) => a.to_string(),
                        _ => String::new(),
                    };
                    let (a, b) = (span(years), span(later));
                    problems.add(
                        Severity::Warning,
                        None,
                        format!("同一批地区{a}年叫“{first}”，{b}年叫“{second}”：按两个指标保存，是否同一口径须由人确认"),
                        format!("the same regions have {first:?} for {a} and {second:?} for {b}: kept as two indicators until a person says that they are one"),
                    );
                    found.extend(problems.finish());
                }
            }
        }
    }
}

/// Parts of a file (城镇, 男) that do not agree with the whole beside them.
pub(crate) fn parts(
    file: &str,
    rows: &[PreviewRow],
    plan: &Plan,
    settings: &Settings,
    found: &mut Vec<Problem>,
) {
    type Key<'r> = (&'r str, &'r str, i32, Part, Kind);
    let mut together: BTreeMap<Key<'_>, Vec<&PreviewRow>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.measure != Measure::GrowthRate && row.value.is_some()) {
        let key = (row.indicator.as_str(), row.region.as_str(), row.year, row.part, row.kind);
        together.entry(key).or_default().push(row);
    }
    let value = |row: &PreviewRow| row.value.and_then(|value| value.to_f64()).unwrap_or_default();
    for rows in together.values().filter(|rows| rows.iter().any(|row| !row.dimensions.is_empty())) {
        for whole in rows {
            let more = |row: &&PreviewRow| {
                row.dimensions.iter().map(|(name, _)| name.to_owned()).collect::<Vec<_>>()
            };
            let names: BTreeSet<String> = rows.iter().flat_map(more).collect();
            for name in names.iter().filter(|name| whole.dimensions.get(name).is_none()) {
                let parts: Vec<&&PreviewRow> = rows
                    .iter()
                    .filter(|row| row.dimensions.get(name).is_some())
                    .filter(|row| row.dimensions.without(name).agrees_with(&whole.dimensions))
                    .collect();
                let figures: Vec<(&str, f64)> =
                    parts.iter().filter_map(|row| Some((row.dimensions.get(name)?, value(row)))).collect();
                let indicator = plan.indicator(&whole.indicator).map_or("", |found| found.name.as_str());
                let Some(making) = Making::of(indicator, &whole.unit) else { continue };
                let Some(fault) = plan::parts::check(making, name, value(whole), &figures, BALANCED) else {
                    continue;
                };
                let values: Vec<&str> = figures.iter().map(|(value, _)| *value).collect();
                let words = fault.words(name, &values, value(whole), |number| format!("{number:.2}"));
                let mut problems = Problems::new(file, whole.sheet.as_str(), settings.max_problems);
                problems.warning(whole.cell, words.zh, words.en);
                found.extend(problems.finish());
            }
        }
    }
}
