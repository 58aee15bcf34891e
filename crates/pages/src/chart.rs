//! The chart of a judged target, as a specification that every medium draws.

use crate::text::text;
use assess::{Row, TargetKind};
use source::Lang;
use std::borrow::Cow;
use story::{Chart, Meaning, Series, Values};
use work::number;

/// Indexes of the lower and upper end of the intervals in [`assess::FAN_LEVELS`], and of the median.
const INTERVALS: [(Meaning, usize, usize, &str); 3] = [
    (Meaning::Wide, 0, 6, "chart.wide"),
    (Meaning::Middle, 1, 5, "chart.narrow"),
    (Meaning::Narrow, 2, 4, "chart.half"),
];
const MEDIAN: usize = 3;

/// Actual values by vintage, expected and required path, forecast fan, goal. Empty when none of them is known.
pub(crate) fn of(lang: Lang, row: &Row) -> Chart<'_> {
    let point = |point: &assess::Point| (f64::from(point.year), point.value);
    // The year before an average growth is where it is reckoned from; nothing grew in it.
    let begins = row.evidence.path.first().filter(|first| first.value.abs() < f64::EPSILON);
    let from = begins.filter(|_| row.kind == TargetKind::AverageGrowth).map(|first| first.year);
    let points = |points: &[assess::Point]| {
        let shown = points.iter().filter(|point| from.is_none_or(|from| point.year > from));
        Values::Points(shown.map(point).collect())
    };
    let superseded = row.evidence.actuals.iter().filter(|one| !one.used);
    let superseded = superseded.map(|one| (f64::from(one.year), one.value)).collect();
    let goal: Vec<_> = row.goal.iter().map(point).collect();
    let mut series = Vec::new();
    let mut add = |meaning, name: &'static str, tag: &'static str, values: Values| {
        let tag = if tag.is_empty() { "" } else { text(lang, tag) };
        series.push(Series {
            meaning,
            name: Cow::Borrowed(text(lang, name)),
            tag: Cow::Borrowed(tag),
            values,
        });
    };
    add(Meaning::Actual, "chart.actual", "", points(&row.evidence.judged));
    add(Meaning::Superseded, "chart.superseded", "", Values::Points(superseded));
    add(Meaning::Path, "chart.path", "", points(&row.evidence.path));
    add(Meaning::Required, "chart.required", "", points(&row.required_path()));
    add(Meaning::Goal, "chart.goal", "chart.goal", Values::Points(goal));
    if let Some(fan) = row.outlook.as_ref().map(|outlook| &outlook.fan).filter(|fan| !fan.is_empty()) {
        let median = fan.iter().map(|year| (f64::from(year.year), year.quantiles[MEDIAN])).collect();
        add(Meaning::Median, "chart.forecast", "chart.forecast-short", Values::Points(median));
        // The fan opens at the last actual value, where nothing is uncertain.
        let last = row.evidence.judged.last().map(|last| (f64::from(last.year), last.value, last.value));
        for (meaning, low, high, name) in INTERVALS {
            let years =
                fan.iter().map(|year| (f64::from(year.year), year.quantiles[low], year.quantiles[high]));
            add(meaning, name, "", Values::Band(last.into_iter().chain(years).collect()));
        }
    }
    Chart {
        title: "".into(),
        description: Cow::Borrowed(row.reason.get(lang)),
        hint: Cow::Borrowed(text(lang, "chart.hint")),
        unit: Cow::Borrowed(&row.unit),
        series,
        written: number::value,
    }
}
