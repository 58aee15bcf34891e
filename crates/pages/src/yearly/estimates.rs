//! What targets are to bring in a year (目标测算表): what speaks for a value, proposals in rounds, what is decided, as a page and as a workbook.

use super::address::year_of;
use crate::answer::{after, attached, form, fresh};
use crate::asked::Posted;
use crate::shell::{Place, Shell};
use crate::text::{fill, text};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use duty::Right;
use rust_decimal::Decimal;
use source::Lang;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::Estimate;
use web::fields::Fields;
use web::visit::encode;
use web::{App, Problem, Visit};
use work::Fault;
use work::estimate::{self, Line, Read, SheetRow};
use work::view::Judged;

#[derive(Template)]
#[template(path = "yearly/estimates.html")]
struct EstimatesPage {
    s: Shell,
    year: i64,
    here: String,
    list: String,
    years: Vec<(String, i64, bool)>,
    files: Vec<(&'static str, String)>,
    rows: Vec<RowLine>,
    /// Values whose target the plan has no more: its id, the value, what speaks for it.
    gone: Vec<[String; 3]>,
    may_edit: bool,
    may_propose: bool,
    complaint: String,
    saved: &'static str,
}

struct RowLine {
    target: String,
    address: String,
    name: String,
    unit: String,
    latest: String,
    goal: String,
    needed: String,
    forecast: String,
    interval: String,
    above: String,
    rounds: Vec<RoundLine>,
    value: String,
    words: String,
    decided: String,
    reason: String,
    upper: String,
    upper_source: String,
    odd: Vec<String>,
    may_propose: bool,
}

struct RoundLine {
    round: i64,
    value: String,
    words: String,
    by: String,
}

/// What somebody has typed and not sent yet: value and words by target.
type Typed = BTreeMap<String, (String, String)>;

/// The table of a year.
pub(super) async fn page(
    State(app): State<App>,
    Path((plan, year)): Path<(String, i64)>,
    visit: Visit,
) -> Result<Response, Problem> {
    show(&app, &visit, (&plan, year), (&Typed::new(), "")).await
}

async fn show(
    app: &App,
    visit: &Visit,
    (plan, year): (&str, i64),
    (typed, complaint): (&Typed, &str),
) -> Result<Response, Problem> {
    let judged = judged(app, visit, (plan, year)).await?;
    let mut lines = estimate::lines(app, visit.viewer(), (&judged, year)).await?;
    let numbers = typed.iter().filter_map(|(target, (value, _))| {
        let line = lines.iter().find(|line| line.target == *target)?;
        Some((target.clone(), estimate::decimal(value, &line.unit)?))
    });
    estimate::with_typed((&judged, year), &numbers.collect(), &mut lines);
    let status = if complaint.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let gone = estimate::gone(app, &judged.view, year).await?;
    let offices = work::offices::offices(app).await?;
    let name = |id: &str| offices.get(id).map(|office| office.name.clone()).unwrap_or_default();
    let rows = lines.iter().map(|line| row(visit.lang, line, typed.get(&line.target), &name)).collect();
    let page = EstimatesPage {
        may_propose: lines.iter().any(|line| line.may_propose),
        gone: gone.into_iter().map(|(id, value, words)| [id, value.normalize().to_string(), words]).collect(),
        files: files(app.list_endings(), &judged, year),
        ..made(visit, &judged, year, rows, complaint)
    };
    Ok((status, fresh(&page)?).into_response())
}

async fn judged(app: &App, visit: &Visit, (plan, year): (&str, i64)) -> Result<Arc<Judged>, Problem> {
    if !(1950..=2100).contains(&year) {
        return Err(Problem::no_page());
    }
    Ok(app.judged(visit.viewer(), &visit.question(plan)?).await?)
}

fn files(endings: &[&'static str], judged: &Judged, year: i64) -> Vec<(&'static str, String)> {
    let here = format!("{}/estimates", year_of(judged.view.id(), year));
    endings.iter().map(|ending| (*ending, format!("{here}/list/{ending}"))).collect()
}

fn made(visit: &Visit, judged: &Judged, year: i64, rows: Vec<RowLine>, complaint: &str) -> EstimatesPage {
    let (view, lang) = (&judged.view, visit.lang);
    let to = |year: i64| format!("{}/estimates", year_of(view.id(), year));
    let period = view.stored.plan.period;
    let years = period.map_or(year..=year, |period| i64::from(period.start)..=i64::from(period.end));
    let here = to(year);
    EstimatesPage {
        years: years.map(|one| (to(one), one, one == year)).collect(),
        files: Vec::new(),
        list: year_of(view.id(), year),
        here,
        year,
        rows,
        gone: Vec::new(),
        may_edit: visit.viewer().may(Right::EditPlan),
        may_propose: false,
        complaint: complaint.to_owned(),
        saved: if visit.get("saved").is_some() { text(lang, "yearly.saved") } else { "" },
        s: Shell::of(
            visit,
            view,
            None,
            Place::Yearly,
            fill(lang, "estimate.of", &[("n", &year.to_string())]),
        )
        .with_bundle("estimates"),
    }
}

fn row(lang: Lang, line: &Line, typed: Option<&(String, String)>, name: &dyn Fn(&str) -> String) -> RowLine {
    let figure = |value: Option<f64>| value.map(work::number::value).unwrap_or_default();
    let point = |point: Option<assess::Point>| {
        point.map(|one| format!("{} ({})", work::number::value(one.value), one.year)).unwrap_or_default()
    };
    let decimal = |value: Option<Decimal>| value.map(|one| one.normalize().to_string()).unwrap_or_default();
    let round = |one: &store::EstimateRound| {
        let who = if one.office.is_empty() { one.made_by.clone() } else { name(&one.office) };
        RoundLine {
            round: one.round,
            value: one.value.normalize().to_string(),
            words: one.words.clone(),
            by: format!("{who} · {}", work::clock::shown(&one.made_at)),
        }
    };
    let kept = line.rounds.iter().filter(|one| one.round > 0);
    RowLine {
        target: line.target.clone(),
        address: format!("indicators/{}", encode(&line.indicator)),
        name: line.name.clone(),
        unit: line.unit.clone(),
        latest: point(line.latest),
        goal: point(line.goal),
        needed: figure(line.needed),
        forecast: figure(line.forecast.map(|[median, ..]| median)),
        interval: line
            .forecast
            .map(|[_, low, high]| format!("{}–{}", work::number::value(low), work::number::value(high)))
            .unwrap_or_default(),
        above: estimate::above(line),
        rounds: kept.map(round).collect(),
        value: typed.map(|(value, _)| value.clone()).unwrap_or_default(),
        words: typed.map(|(_, words)| words.clone()).unwrap_or_default(),
        decided: decimal(line.estimate.decided),
        reason: line.estimate.reason.clone(),
        upper: decimal(line.estimate.upper),
        upper_source: line.estimate.upper_source.clone(),
        odd: line.odd.iter().map(|words| words.get(lang).to_owned()).collect(),
        may_propose: line.may_propose,
    }
}

fn typed(fields: &Fields) -> Typed {
    let values = fields.under("value/").filter(|(_, value)| !value.is_empty());
    values
        .map(|(target, value)| {
            let words = fields.text(&format!("words/{target}"), 500);
            (target.to_owned(), (value.chars().take(40).collect(), words))
        })
        .collect()
}

/// Checks what was typed, or keeps it as the next round.
pub(super) async fn propose(
    Posted { app, place: (plan, year), visit, fields }: Posted<(String, i64)>,
) -> Result<Response, Problem> {
    let typed = typed(&fields);
    if fields.get("action") == "check" {
        return show(&app, &visit, (&plan, year), (&typed, "")).await;
    }
    let done = proposed(&app, &visit, (&plan, year), &typed).await?;
    let done = done.map(|()| format!("{}/estimates?saved=round", year_of(&plan, year)));
    after(&visit, done, async |words| show(&app, &visit, (&plan, year), (&typed, words)).await).await
}

async fn proposed(
    app: &App,
    visit: &Visit,
    (plan, year): (&str, i64),
    typed: &Typed,
) -> Result<Result<(), Fault>, Problem> {
    let judged = judged(app, visit, (plan, year)).await?;
    let lines = estimate::lines(app, visit.viewer(), (&judged, year)).await?;
    let mut proposals = Vec::new();
    for (target, (value, words)) in typed {
        let unit = lines.iter().find(|line| line.target == *target).map_or("", |line| line.unit.as_str());
        match estimate::decimal(value, unit) {
            Some(value) => proposals.push((target.clone(), value, words.clone())),
            None => {
                return Ok(Err(Fault::bad_request(
                    format!("“{value}”不是数。"),
                    format!("“{value}” is no number."),
                )));
            }
        }
    }
    let change = visit.visitor.change("");
    Ok(estimate::propose(app, visit.viewer(), (&judged, year), &proposals, &change).await)
}

/// A decision as a form gives it, of a target in this unit.
fn decision(fields: &Fields, unit: &str) -> Result<Estimate, Fault> {
    let number = |name: &str| -> Result<Option<Decimal>, Fault> {
        let text = fields.text(name, 40);
        if text.is_empty() {
            return Ok(None);
        }
        let wrong = || Fault::bad_request(format!("“{text}”不是数。"), format!("“{text}” is no number."));
        estimate::decimal(&text, unit).map(Some).ok_or_else(wrong)
    };
    Ok(Estimate {
        decided: number("decided")?,
        upper: number("upper")?,
        upper_source: fields.text("upper_source", 120),
        reason: fields.text("reason", 500),
        ..Estimate::default()
    })
}

/// Keeps what is decided, and what the level above wants.
pub(super) async fn decide(
    Posted { app, place: (plan, year, target), visit, fields }: Posted<(String, i64, String)>,
) -> Result<Response, Problem> {
    let judged = judged(&app, &visit, (&plan, year)).await?;
    let unit = judged.view.target(&target).map_or("", |one| one.unit.as_str());
    let done = match decision(&fields, unit) {
        Ok(decision) => {
            let one = Estimate { year, target, ..decision };
            estimate::decide(&app, visit.viewer(), &judged, one, &visit.visitor.change("")).await
        }
        Err(fault) => Err(fault),
    };
    let done = done.map(|()| format!("{}/estimates?saved=decision", year_of(&plan, year)));
    after(&visit, done, async |words| show(&app, &visit, (&plan, year), (&Typed::new(), words)).await).await
}

/// The table as a file.
pub(super) async fn file(
    State(app): State<App>,
    Path((plan, year, ending)): Path<(String, i64, String)>,
    visit: Visit,
) -> Result<Response, Problem> {
    let judged = judged(&app, &visit, (&plan, year)).await?;
    let lines = estimate::lines(&app, visit.viewer(), (&judged, year)).await?;
    let made = estimate::write_sheet(&app, (&judged.view, year), &lines, &ending, visit.lang).await?;
    let title = fill(visit.lang, "estimate.of", &[("n", &year.to_string())]);
    Ok(attached(made.0, made.1, (&format!("estimates-{year}"), &ending), &title))
}

#[derive(Template)]
#[template(path = "yearly/estimates_import.html")]
struct ImportPage {
    s: Shell,
    list: String,
    here: String,
    year: i64,
    file: String,
    rows: Vec<[String; 4]>,
    unchanged: usize,
    problems: Vec<(String, String)>,
    /// Whether a file was read.
    is_read: bool,
    complaint: String,
}

/// The form to upload a workbook.
pub(super) async fn import_page(
    State(app): State<App>,
    Path((plan, year)): Path<(String, i64)>,
    visit: Visit,
) -> Result<Response, Problem> {
    import(&app, &visit, (&plan, year), None, "").await
}

/// What a row of a workbook changes: name, value before and now, words.
fn cells(row: &SheetRow) -> [String; 4] {
    let decimal = |value: Decimal| value.normalize().to_string();
    [row.name.clone(), row.before.map(decimal).unwrap_or_default(), decimal(row.value), row.words.clone()]
}

fn of_cells(read: &Read, lang: Lang) -> Vec<(String, String)> {
    read.problems.iter().map(|(cell, words)| (cell.clone(), words.get(lang).to_owned())).collect()
}

async fn import(
    app: &App,
    visit: &Visit,
    (plan, year): (&str, i64),
    read: Option<(&str, &str, Read)>,
    complaint: &str,
) -> Result<Response, Problem> {
    let lang = visit.lang;
    let view = app.plan(visit.viewer(), &visit.question(plan)?).await?;
    let list = format!("{}/estimates", year_of(plan, year));
    let is_read = read.is_some();
    let (key, file, read) = read.unwrap_or_default();
    let page = ImportPage {
        here: if is_read { format!("{list}/import/{key}") } else { format!("{list}/import") },
        list,
        year,
        file: file.to_owned(),
        rows: read.rows.iter().map(cells).collect(),
        unchanged: read.unchanged,
        problems: of_cells(&read, lang),
        is_read,
        complaint: complaint.to_owned(),
        s: Shell::of(visit, &view, None, Place::Yearly, text(lang, "estimate.import")),
    };
    form(&page, complaint)
}

/// Takes a workbook and shows what it proposes.
pub(super) async fn upload(
    Posted { app, place: (plan, year), visit, fields }: Posted<(String, i64)>,
) -> Result<Response, Problem> {
    let Some(file) = fields.file("file") else {
        return import(&app, &visit, (&plan, year), None, text(visit.lang, "import.no-file")).await;
    };
    if let Err(words) = app.reader().try_figures(&file.name, &file.content).await {
        return import(&app, &visit, (&plan, year), None, words.get(visit.lang)).await;
    }
    let key = app.pending().keep(visit.viewer(), &plan, &file.name, &file.content)?;
    let read = read(&app, &visit, (&plan, year), &file.content).await?;
    import(&app, &visit, (&plan, year), Some((&key, &file.name, read)), "").await
}

async fn read(app: &App, visit: &Visit, (plan, year): (&str, i64), bytes: &[u8]) -> Result<Read, Problem> {
    let judged = judged(app, visit, (plan, year)).await?;
    let lines = estimate::lines(app, visit.viewer(), (&judged, year)).await?;
    Ok(estimate::read_sheet(bytes, &lines))
}

/// Keeps what a workbook proposes, when nothing in it is wrong.
pub(super) async fn confirm(
    Posted { app, place: (plan, year, key), visit, .. }: Posted<(String, i64, String)>,
) -> Result<Response, Problem> {
    let Some(waiting) = app.pending().find(visit.viewer(), &plan, &key)? else {
        return import(&app, &visit, (&plan, year), None, text(visit.lang, "import.gone")).await;
    };
    let read = read(&app, &visit, (&plan, year), &waiting.content).await?;
    if !read.problems.is_empty() {
        return import(&app, &visit, (&plan, year), Some((&key, &waiting.name, read)), "").await;
    }
    let judged = judged(&app, &visit, (&plan, year)).await?;
    let proposals: Vec<(String, Decimal, String)> =
        read.rows.iter().map(|row| (row.target.clone(), row.value, row.words.clone())).collect();
    let change = visit.visitor.change(waiting.name.clone());
    let done = estimate::propose(&app, visit.viewer(), (&judged, year), &proposals, &change).await;
    if done.is_ok() {
        app.pending().drop(&key);
    }
    let done = done.map(|()| format!("{}/estimates?saved=round", year_of(&plan, year)));
    let again = (key.as_str(), waiting.name.as_str(), read);
    after(&visit, done, async |words| import(&app, &visit, (&plan, year), Some(again), words).await).await
}
