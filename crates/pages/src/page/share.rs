//! What is taken along from the page of an indicator: an address that always shows the same, how to cite it, its charts as
//! pictures and as data, and the frame that others may put on their pages.

use crate::chart;
use crate::text::{fill, text};
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use plan::Indicator;
use source::Lang;
use std::fmt::Write as _;
use story::{Chart, Values};
use web::rendered::Rendered;
use web::visit::{address, encode};
use web::{App, Problem, Visit};
use work::Question;
use work::compare::shown_value;
use work::view::Judged;

/// What can be taken along.
pub(super) struct Share {
    /// The permanent address inside the site.
    pub(super) link: String,
    /// The same for other sites, where the server knows its own name.
    pub(super) absolute: String,
    pub(super) citation: String,
    pub(super) charts: Vec<ChartFiles>,
    /// What others put on their pages to show the card; empty where the plan is not public.
    pub(super) embed: String,
}

/// A chart as files.
pub(super) struct ChartFiles {
    pub(super) title: String,
    pub(super) picture: String,
    pub(super) data: String,
}

impl Share {
    pub(super) async fn of(
        app: &App,
        visit: &Visit,
        judged: &Judged,
        indicator: &Indicator,
    ) -> Result<Self, Problem> {
        let lang = visit.lang;
        let path =
            format!("/plans/{}/indicators/{}", encode(judged.view.id()), encode(indicator.id.as_str()));
        let pinned = Pinned::of(app, judged);
        let mut query = pinned.query();
        query.extend(visit.get("view").map(|view| ("view", view.to_owned())));
        let link = address(&path, query.iter().map(|(name, value)| (*name, value.as_str())));
        let absolute = format!("{}{link}", app.base_url());
        let charts = judged.view.stored.plan.targets_of(&indicator.id).filter_map(|target| {
            let row = judged.of_target(target.id.as_str()).find(|row| row.region.is_empty())?;
            let is_own = row.target == target.id && !chart::of(lang, row).is_empty();
            let file = |ending: &str| {
                let query = pinned.query();
                let query = query.iter().map(|(name, value)| (*name, value.as_str()));
                address(&format!("{path}/charts/{}.{ending}", encode(target.id.as_str())), query)
            };
            is_own.then(|| ChartFiles { title: title(lang, target), picture: file("svg"), data: file("csv") })
        });
        let is_public = app.store().is_public(judged.view.id()).await?;
        Ok(Self {
            citation: pinned.citation(lang, judged, indicator, &absolute),
            charts: charts.collect(),
            embed: if is_public { embed(app, &path, indicator) } else { String::new() },
            link,
            absolute,
        })
    }
}

/// Year and value of a target.
fn title(lang: Lang, target: &plan::Target) -> String {
    let value = shown_value(target);
    match target.year.or(target.implied_year) {
        Some(year) => fill(lang, "indicator.target-title", &[("year", &year.to_string()), ("value", &value)]),
        None => value,
    }
}

/// The frame that shows the card of an indicator on another site.
fn embed(app: &App, path: &str, indicator: &Indicator) -> String {
    let address = format!("{}/embed{path}", app.base_url());
    let name = indicator.name.replace('"', "&quot;");
    format!(
        "<iframe src=\"{address}\" title=\"{name}\" width=\"420\" height=\"420\" loading=\"lazy\"></iframe>"
    )
}

/// The moment of a view and the version of the plan, spelt out.
struct Pinned {
    version: i64,
    year: i32,
    known_at: String,
    /// The moment at which everything is seen as it stood, where somebody asked for it.
    stood_at: Option<String>,
}

impl Pinned {
    fn of(app: &App, judged: &Judged) -> Self {
        Self {
            version: judged.view.stored.key.version,
            year: judged.moment.as_of.year,
            known_at: judged.moment.asked.known_at.unwrap_or_else(|| app.today()).to_string(),
            stood_at: judged.moment.asked.stood_at.map(|then| then.to_string()),
        }
    }

    fn query(&self) -> Vec<(&'static str, String)> {
        let mut query = vec![
            ("as-of", self.year.to_string()),
            ("known-at", self.known_at.clone()),
            ("version", self.version.to_string()),
        ];
        query.extend(self.stood_at.clone().map(|then| (Question::STOOD_AT, then)));
        query
    }

    fn citation(&self, lang: Lang, judged: &Judged, indicator: &Indicator, link: &str) -> String {
        let values = [
            ("plan", judged.view.title()),
            ("version", &self.version.to_string()),
            ("indicator", &indicator.name),
            ("year", &self.year.to_string()),
            ("day", &self.known_at),
            ("link", link),
        ];
        fill(lang, "share.citation", &values)
    }
}

/// The chart of a target as a file: a picture (`svg`) or its data (`csv`).
pub(super) async fn chart(
    State(app): State<App>,
    Path((plan, indicator, file)): Path<(String, String, String)>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let judged = app.judged(visit.viewer(), &visit.question(&plan)?).await?;
    let (target, ending) = file.rsplit_once('.').ok_or_else(Problem::no_page)?;
    let found = judged.view.indicator(&indicator).ok_or_else(Problem::no_page)?;
    let row = judged.of_target(target).find(|row| row.region.is_empty() && row.indicator == found.id);
    let chart = chart::of(visit.lang, row.ok_or_else(Problem::no_page)?);
    let (kind, body) = match ending {
        "svg" => ("image/svg+xml", picture(&app, &visit, &judged, found, &chart)?),
        "csv" => ("text/csv; charset=utf-8", data(visit.lang, &chart)),
        _ => return Err(Problem::no_page()),
    };
    Ok(Rendered::new(kind, body).answer(&headers))
}

fn picture(
    app: &App,
    visit: &Visit,
    judged: &Judged,
    indicator: &Indicator,
    chart: &Chart<'_>,
) -> Result<String, Problem> {
    let path = format!("/plans/{}/indicators/{}", encode(judged.view.id()), encode(indicator.id.as_str()));
    let link = format!("{}{path}", app.base_url());
    let note = Pinned::of(app, judged).citation(visit.lang, judged, indicator, &link);
    story::picture(chart, &indicator.name, &note).ok_or_else(Problem::no_page)
}

/// The values of a chart: one row for each value, an interval with both ends. It begins with a mark by which spreadsheets know
/// its encoding.
fn data(lang: Lang, chart: &Chart<'_>) -> String {
    let heads = [
        text(lang, "column.year"),
        text(lang, "share.series"),
        text(lang, "column.value"),
        text(lang, "share.low"),
        text(lang, "share.high"),
        text(lang, "define.unit"),
    ];
    let mut out = format!("\u{feff}{}\r\n", heads.join(","));
    let quoted = |text: &str| {
        if text.contains([',', '"', '\n']) {
            format!("\"{}\"", text.replace('"', "\"\""))
        } else {
            text.to_owned()
        }
    };
    let (unit, written) = (quoted(&chart.unit), chart.written);
    for series in &chart.series {
        let name = quoted(&series.name);
        // Writing into a text cannot fail.
        match &series.values {
            Values::Points(points) => {
                for (year, value) in points {
                    let _ = write!(out, "{year},{name},{},,,{unit}\r\n", quoted(&written(*value)));
                }
            }
            Values::Band(band) => {
                for (year, low, high) in band {
                    let (low, high) = (quoted(&written(*low)), quoted(&written(*high)));
                    let _ = write!(out, "{year},{name},,{low},{high},{unit}\r\n");
                }
            }
        }
    }
    out
}
