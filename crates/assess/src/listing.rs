//! An assessment as rows of text: CSV, JSON, or cells for a terminal or a page.

use crate::{Assessment, DataWarning, Row};
use jiff::civil::Date;
use serde::Serialize;
use source::Lang;

/// The columns of [`cells`] and [`csv`], in order. New ones are added at the end only.
pub const COLUMNS: &[&str] = &[
    "target",
    "indicator",
    "name",
    "region",
    "as_of",
    "known_at",
    "latest_year",
    "latest_value",
    "progress",
    "expected",
    "time_distance",
    "required_rate",
    "forecast",
    "lo95",
    "hi95",
    "p_attain",
    "status",
    "warning",
    "reason",
    "body",
    "method",
    "kind",
    "unit",
    "base_year",
    "base_value",
    "target_year",
    "target_value",
    "required_basis",
    "achieved_rate",
    "best_rate",
    "trend",
    "since",
    "rule",
    "track_record",
    "score",
];

/// Name of our own measure in the column `method`.
pub const OWN_METHOD: &str = "gangyao";

/// One line of the table. Numbers are rounded to six decimals; what is not known stays empty.
///
/// `progress` and `expected` are fractions, `time_distance` is in years (negative when behind), rates are per year in per
/// cent or in the unit of the target as `required_basis` says. A published method has its own measure in `progress` and
/// its own class in `status`. `track_record` is the share of past targets with a warning like this one that were missed;
/// `score` is that of methods which make one.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[allow(missing_docs, reason = "the fields are the columns of the table, which the module describes")]
pub struct Line {
    pub target: String,
    pub indicator: String,
    pub name: String,
    pub region: String,
    pub as_of: i32,
    pub known_at: Option<String>,
    pub latest_year: Option<i32>,
    pub latest_value: Option<f64>,
    pub progress: Option<f64>,
    pub expected: Option<f64>,
    pub time_distance: Option<f64>,
    pub required_rate: Option<f64>,
    pub forecast: Option<f64>,
    pub lo95: Option<f64>,
    pub hi95: Option<f64>,
    pub p_attain: Option<f64>,
    pub status: String,
    pub warning: String,
    pub reason: String,
    pub body: String,
    pub method: String,
    pub kind: String,
    pub unit: String,
    pub base_year: Option<i32>,
    pub base_value: Option<f64>,
    pub target_year: Option<i32>,
    pub target_value: Option<f64>,
    pub required_basis: String,
    pub achieved_rate: Option<f64>,
    pub best_rate: Option<f64>,
    pub trend: String,
    pub since: Option<i32>,
    pub rule: String,
    pub track_record: Option<f64>,
    pub score: Option<f64>,
}

/// The lines of an assessment: one for each target and region, followed by one for each published method.
pub fn lines(assessment: &Assessment, lang: Lang) -> Vec<Line> {
    let mut lines = Vec::with_capacity(assessment.rows.len());
    for row in &assessment.rows {
        let own = line(assessment, row, lang);
        let methods = row.methods.iter().map(|method| Line {
            progress: round(method.value),
            expected: None,
            time_distance: None,
            required_rate: None,
            forecast: None,
            lo95: None,
            hi95: None,
            p_attain: None,
            status: method.class.name.to_owned(),
            warning: String::new(),
            reason: method.class.words.get(lang).to_owned(),
            method: method.method.name().to_owned(),
            required_basis: String::new(),
            achieved_rate: None,
            best_rate: None,
            trend: String::new(),
            since: None,
            rule: String::new(),
            track_record: None,
            score: method.score.and_then(round),
            ..own.clone()
        });
        let methods: Vec<Line> = methods.collect();
        lines.push(own);
        lines.extend(methods);
    }
    lines
}

fn line(assessment: &Assessment, row: &Row, lang: Lang) -> Line {
    let outlook = row.outlook.as_ref();
    let region = if row.region.is_empty() { &assessment.region } else { &row.region };
    Line {
        target: row.target.to_string(),
        indicator: row.indicator.to_string(),
        name: row.name.clone(),
        region: region.clone(),
        as_of: assessment.as_of.year,
        known_at: assessment.as_of.known_at.map(|day: Date| day.to_string()),
        latest_year: row.latest.map(|p| p.year),
        latest_value: row.latest.and_then(|p| round(p.value)),
        progress: row.progress.and_then(round),
        expected: row.expected.and_then(round),
        time_distance: row.time_distance.and_then(round),
        required_rate: row.required.and_then(|p| round(p.value)),
        forecast: outlook.and_then(|o| round(o.median)),
        lo95: outlook.and_then(|o| round(o.low)),
        hi95: outlook.and_then(|o| round(o.high)),
        p_attain: outlook.and_then(|o| round(o.attain)),
        status: row.status.name().to_owned(),
        warning: row.alert.name().to_owned(),
        reason: row.reason.get(lang).to_owned(),
        body: row.bodies.join("；"),
        method: OWN_METHOD.to_owned(),
        kind: row.kind.name().to_owned(),
        unit: row.unit.clone(),
        base_year: row.base.map(|p| p.year),
        base_value: row.base.and_then(|p| round(p.value)),
        target_year: row.goal.map(|p| p.year),
        target_value: row.goal.and_then(|p| round(p.value)),
        required_basis: row.required.map_or(String::new(), |p| p.basis.name().to_owned()),
        achieved_rate: row.achieved.and_then(|p| round(p.value)),
        best_rate: row.best.and_then(|p| round(p.value)),
        trend: row.trend.map_or(String::new(), |t| t.name().to_owned()),
        since: row.since,
        rule: row.rule.clone(),
        track_record: row.record.and_then(|r| round(r.missed)),
        score: None,
    }
}

/// Six decimals are beyond what any figure supports; not-a-number never leaves.
fn round(value: f64) -> Option<f64> {
    let rounded = (value * 1e6).round() / 1e6;
    Some(if rounded.is_finite() { rounded } else { value }).filter(|v| v.is_finite())
}

/// The cells of a line, in the order of [`COLUMNS`].
pub fn cells(line: &Line) -> Vec<String> {
    let year = |v: Option<i32>| v.map_or(String::new(), |v| v.to_string());
    let number = |v: Option<f64>| v.map_or(String::new(), |v| v.to_string());
    vec![
        line.target.clone(),
        line.indicator.clone(),
        line.name.clone(),
        line.region.clone(),
        line.as_of.to_string(),
        line.known_at.clone().unwrap_or_default(),
        year(line.latest_year),
        number(line.latest_value),
        number(line.progress),
        number(line.expected),
        number(line.time_distance),
        number(line.required_rate),
        number(line.forecast),
        number(line.lo95),
        number(line.hi95),
        number(line.p_attain),
        line.status.clone(),
        line.warning.clone(),
        line.reason.clone(),
        line.body.clone(),
        line.method.clone(),
        line.kind.clone(),
        line.unit.clone(),
        year(line.base_year),
        number(line.base_value),
        year(line.target_year),
        number(line.target_value),
        line.required_basis.clone(),
        number(line.achieved_rate),
        number(line.best_rate),
        line.trend.clone(),
        year(line.since),
        line.rule.clone(),
        number(line.track_record),
        number(line.score),
    ]
}

/// The assessment as CSV with a header line (RFC 4180, UTF-8).
pub fn csv(assessment: &Assessment, lang: Lang) -> String {
    let lines = lines(assessment, lang);
    write(COLUMNS, lines.iter().map(cells))
}

/// The assessment as JSON: an array of objects with the keys of [`COLUMNS`].
pub fn json(assessment: &Assessment, lang: Lang) -> String {
    // Strings, integers and finite numbers always serialise.
    serde_json::to_string_pretty(&lines(assessment, lang)).unwrap_or_default()
}

/// Warnings about the figures as CSV.
pub fn data_csv(warnings: &[DataWarning], lang: Lang) -> String {
    let cells = warnings.iter().map(|w| {
        let year = w.year.map_or(String::new(), |y| y.to_string());
        let words = w.words.get(lang).to_owned();
        vec![w.kind.name().to_owned(), w.indicator.to_string(), w.name.clone(), w.region.clone(), year, words]
    });
    write(&["warning", "indicator", "name", "region", "year", "reason"], cells)
}

/// Writing to memory cannot fail; a wrong number of cells would, and the tests write every column.
fn write(header: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let written = writer.write_record(header).and_then(|()| {
        rows.into_iter().try_for_each(|r| {
            writer.write_record(r.iter().map(|cell| plan::spreadsheet::cell(cell).into_owned()))
        })
    });
    let bytes = written.ok().and_then(|()| writer.into_inner().ok()).unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_cells_and_keys_agree() {
        let line = Line { name: "a,b".to_owned(), progress: Some(0.5), ..Line::default() };
        assert_eq!(cells(&line).len(), COLUMNS.len());
        let json = serde_json::to_value(&line).expect("plain values");
        let keys: Vec<&str> = json.as_object().expect("an object").keys().map(String::as_str).collect();
        assert_eq!(keys.len(), COLUMNS.len());
        assert!(COLUMNS.iter().all(|column| keys.contains(column)));
        assert_eq!(cells(&line)[COLUMNS.iter().position(|c| *c == "progress").expect("column")], "0.5");
    }

    #[test]
    fn nothing_but_numbers_leaves() {
        assert_eq!(round(f64::NAN), None);
        assert_eq!(round(0.1 + 0.2), Some(0.3));
        assert_eq!(round(1e300), Some(1e300));
    }
}
