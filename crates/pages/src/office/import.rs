//! Figures from a file: read, matched, previewed with every problem by cell, and only then taken in, all or nothing.

use crate::answer::fresh;
use crate::choice::Choice;
use crate::shell::{Place, Shell};
use crate::text::text;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use intake::{Preview, Role, Settings};
use plan::Measure;
use sha2::{Digest as _, Sha256};
use source::{Lang, Severity};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::Figure;
use web::fields::Fields;
use web::visit::encode;
use web::{App, Problem, Visit, Visitor};
use work::asked::Reporting;
use work::secret;
use work::view::PlanView;

#[derive(Template)]
#[template(path = "handin/import.html")]
struct ImportPage {
    s: Shell,
    plan: String,
    complaint: String,
}

#[derive(Template)]
#[template(path = "handin/preview.html")]
struct PreviewPage {
    s: Shell,
    plan: String,
    pending: String,
    file: String,
    sheets: Vec<SheetPart>,
    rows: Vec<RowLine>,
    total: usize,
    problems: Vec<ProblemLine>,
    errors: usize,
    source: String,
}

struct SheetPart {
    name: String,
    columns: Vec<ColumnPart>,
}

struct ColumnPart {
    field: String,
    header: String,
    roles: Vec<Choice>,
}

struct RowLine {
    cell: String,
    name: String,
    indicator: String,
    how: String,
    region: String,
    year: i32,
    value: String,
    printed: String,
}

struct ProblemLine {
    place: String,
    severity: &'static str,
    word: &'static str,
    words: String,
}

/// How many rows and problems a preview lists; the numbers tell of all.
const SHOWN: usize = 200;

/// The form to upload, with templates to download.
pub(crate) async fn page(
    State(app): State<App>,
    Path(plan): Path<String>,
    visit: Visit,
) -> Result<Response, Problem> {
    show(&app, &visit, &plan, "").await
}

pub(super) async fn show(app: &App, visit: &Visit, plan: &str, complaint: &str) -> Result<Response, Problem> {
    let view = app.plan(visit.viewer(), &visit.question(plan)?).await?;
    let s = Shell::of(visit, &view, None, Place::Work, text(visit.lang, "import.title"));
    let page = ImportPage { s, plan: encode(plan), complaint: complaint.to_owned() };
    let status = if complaint.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, fresh(&page)?).into_response())
}

/// An empty table with the indicators and years of the plan, as `figures.csv` or `figures.xlsx`.
pub(crate) async fn template(
    State(app): State<App>,
    Path((plan, file)): Path<(String, String)>,
    visit: Visit,
) -> Result<Response, Problem> {
    let view = app.plan(visit.viewer(), &visit.question(&plan)?).await?;
    let this_year = i32::from(app.today().year());
    let years = view.stored.plan.period.map_or(this_year - 1..=this_year, |period| period.start..=period.end);
    let (kind, body) = match file.as_str() {
        "figures.csv" => (
            "text/csv; charset=utf-8",
            format!("\u{feff}{}", intake::template::csv(&view.stored.plan, years)).into_bytes(),
        ),
        "figures.xlsx" => (
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            intake::template::xlsx(&view.stored.plan, years).map_err(|error| Problem::internal(&error))?,
        ),
        _ => return Err(Problem::no_page()),
    };
    let name = HeaderValue::from_str(&format!("attachment; filename=\"{file}\""))
        .map_err(|error| Problem::internal(&error))?;
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static(kind)), (header::CONTENT_DISPOSITION, name)], body)
        .into_response())
}

/// Takes a file and shows how it is understood.
pub(crate) async fn upload(
    State(app): State<App>,
    Path(plan): Path<String>,
    visitor: Visitor,
    visit: Visit,
    fields: Fields,
) -> Result<Response, Problem> {
    let Some(file) = fields.file("file") else {
        return show(&app, &visit, &plan, text(visit.lang, "import.no-file")).await;
    };
    let key = app.pending().keep(&visitor.viewer, &plan, &file.name, &file.content)?;
    go_on(State(app), Path((plan, key)), visitor, visit, fields).await
}

/// Reads the waiting file again with what the person chose: shows the preview, or takes the figures in.
pub(crate) async fn go_on(
    State(app): State<App>,
    Path((plan, key)): Path<(String, String)>,
    visitor: Visitor,
    visit: Visit,
    fields: Fields,
) -> Result<Response, Problem> {
    let Some(waiting) = app.pending().find(&visitor.viewer, &plan, &key)? else {
        return show(&app, &visit, &plan, text(visit.lang, "import.gone")).await;
    };
    let view = app.plan(visit.viewer(), &visit.question(&plan)?).await?;
    let source = fields.text("source", 500);
    let roles: Vec<(usize, u32, String)> = fields
        .under("role/")
        .filter_map(|(place, role)| {
            let (sheet, column) = place.split_once('/')?;
            Some((sheet.parse().ok()?, column.parse().ok()?, role.to_owned()))
        })
        .collect();
    let read = {
        let (view, waiting, source) = (view.clone(), waiting.clone(), source.clone());
        move || read(&view, &waiting.name, &waiting.content, source, &roles)
    };
    // Reading keeps a core busy; other requests go on meanwhile.
    let preview = tokio::task::spawn_blocking(read).await.map_err(|error| Problem::internal(&error))?;
    let (figures, foreign) = figures(&app, &visitor, &view, &preview).await?;
    let errors = preview.errors() + foreign.len();
    if fields.get("action") == "confirm" && errors == 0 && !figures.is_empty() {
        let digest = secret::hex(&Sha256::digest(&waiting.content));
        app.store().hand_in_all(&figures, &key, &digest, &visitor.change(waiting.name.clone())).await?;
        app.pending().drop(&key);
        app.refresh().await?;
        return Ok(Redirect::to(&format!("/submissions?plan={}", encode(&plan))).into_response());
    }
    preview_page(&visit, &view, &key, &preview, foreign, errors, source)
}

fn read(
    view: &Arc<PlanView>,
    name: &str,
    bytes: &[u8],
    source: String,
    roles: &[(usize, u32, String)],
) -> Preview {
    let plan = &view.stored.plan;
    let settings = Settings { source, ..Settings::default() };
    let first = intake::read(name, bytes, plan, &settings);
    if roles.is_empty() {
        return first;
    }
    let mut sheets = first.sheets;
    for (sheet, column, role) in roles {
        if let (Some(mapping), Some(role)) = (sheets.get_mut(*sheet), parse_role(role)) {
            mapping.set(*column, role);
        }
    }
    intake::read(name, bytes, plan, &Settings { sheets, ..settings })
}

const ROLES: [(&str, Role); 11] = [
    ("ignore", Role::Ignore),
    ("indicator", Role::Indicator),
    ("region", Role::Region),
    ("period", Role::Period),
    ("value", Role::Value),
    ("unit", Role::Unit),
    ("status", Role::Status),
    ("source", Role::Source),
    ("known_at", Role::KnownAt),
    ("note", Role::Note),
    ("figures", Role::Figures),
];

fn parse_role(name: &str) -> Option<Role> {
    if let Some(year) = name.strip_prefix("year-") {
        return year.parse().ok().map(Role::Year);
    }
    ROLES.into_iter().find(|(known, _)| *known == name).map(|(_, role)| role)
}

fn role_name(role: &Role) -> String {
    match role {
        Role::Year(year) => format!("year-{year}"),
        role => ROLES.iter().find(|(_, known)| known == role).map_or("ignore", |(name, _)| *name).to_owned(),
    }
}

fn role_word(lang: Lang, name: &str) -> String {
    match name {
        "indicator" => text(lang, "role-of.indicator"),
        "region" => text(lang, "column.region"),
        "period" => text(lang, "column.year"),
        "value" => text(lang, "column.value"),
        "unit" => text(lang, "role-of.unit"),
        "status" => text(lang, "column.status"),
        "source" => text(lang, "column.source"),
        "known_at" => text(lang, "column.known"),
        "note" => text(lang, "submission.comment"),
        "figures" => text(lang, "role-of.figures"),
        "ignore" => text(lang, "role-of.ignore"),
        year => return year.trim_start_matches("year-").to_owned(),
    }
    .to_owned()
}

type HandIn = Vec<(Figure, String, bool)>;

/// The figures as they would be handed in, and the cells of those that are somebody else's or of no use here.
async fn figures(
    app: &App,
    visitor: &Visitor,
    view: &PlanView,
    preview: &Preview,
) -> Result<(HandIn, Vec<ProblemLine>), Problem> {
    let reporting = Reporting::of(app, view.id()).await?;
    let mut known: BTreeMap<(String, String), Option<(String, bool)>> = BTreeMap::new();
    let (mut figures, mut foreign) = (Vec::new(), Vec::new());
    for row in &preview.rows {
        let Some(indicator) = view.indicator(row.indicator.as_str()) else { continue };
        let key = (indicator.name.clone(), row.region.clone());
        if !known.contains_key(&key) {
            known.insert(key.clone(), reporting.office(&visitor.viewer, &indicator.name, &row.region));
        }
        let place = row.cell.of_sheet(&row.sheet);
        let is_rate = row.measure == Measure::GrowthRate && row.unit != indicator.unit;
        match known.get(&key).cloned().flatten() {
            Some((office, below_county)) if row.value.is_some() && !is_rate => {
                let figure = Figure {
                    plan: view.id().to_owned(),
                    indicator: indicator.name.clone(),
                    region: row.region.clone(),
                    year: row.year,
                    value: row.value,
                    unit: row.unit.clone(),
                    status: row.status.unwrap_or(plan::Status::Preliminary),
                    source: row.source.clone(),
                    comment: row.note.clone(),
                    attachment: None,
                };
                figures.push((figure, office, below_county));
            }
            Some(_) => foreign.push(ProblemLine {
                place,
                severity: "error",
                word: "import.no-value",
                words: indicator.name.clone(),
            }),
            None => foreign.push(ProblemLine {
                place,
                severity: "error",
                word: "import.foreign",
                words: indicator.name.clone(),
            }),
        }
    }
    Ok((figures, foreign))
}

fn preview_page(
    visit: &Visit,
    view: &PlanView,
    key: &str,
    preview: &Preview,
    foreign: Vec<ProblemLine>,
    errors: usize,
    source: String,
) -> Result<Response, Problem> {
    let lang = visit.lang;
    let sheets = preview.sheets.iter().enumerate().map(|(place, sheet)| SheetPart {
        name: sheet.sheet.clone(),
        columns: sheet
            .columns
            .iter()
            .map(|column| {
                let now = role_name(&column.role);
                let mut roles: Vec<Choice> =
                    ROLES.iter().map(|(name, _)| Choice::new(*name, role_word(lang, name), &now)).collect();
                let years = view.stored.plan.period.map(|period| period.base()..=period.end);
                roles.extend(years.into_iter().flatten().map(|year| {
                    let name = format!("year-{year}");
                    Choice::new(name.clone(), role_word(lang, &name), &now)
                }));
                if !roles.iter().any(|role| role.chosen) {
                    roles.push(Choice::new(now.clone(), role_word(lang, &now), &now));
                }
                ColumnPart {
                    field: format!("role/{place}/{}", column.index),
                    header: column.header.clone(),
                    roles,
                }
            })
            .collect(),
    });
    let of_row = |row: &intake::PreviewRow| RowLine {
        cell: row.cell.of_sheet(&row.sheet),
        name: row.name.clone(),
        indicator: view.indicator(row.indicator.as_str()).map(|found| found.name.clone()).unwrap_or_default(),
        how: row.recognised.words().get(lang).to_owned(),
        region: row.region.clone(),
        year: row.year,
        value: row.value.map_or(row.value_text.clone(), |value| format!("{value} {}", row.unit)),
        printed: format!("{} {}", row.printed, row.printed_unit),
    };
    let found = preview.problems.iter().map(|problem| {
        let (severity, word) = match problem.severity {
            Severity::Error => ("error", text(lang, "severity.error")),
            Severity::Warning => ("warning", text(lang, "severity.warning")),
            Severity::Note => ("note", text(lang, "severity.note")),
            Severity::Question => ("question", text(lang, "severity.question")),
        };
        let place = match problem.cell {
            Some(cell) => cell.of_sheet(&problem.sheet),
            None => problem.sheet.clone(),
        };
        ProblemLine { place, severity, word, words: problem.words.get(lang).to_owned() }
    });
    let foreign = foreign.into_iter().map(|line| {
        let why = if line.word == "import.foreign" {
            text(lang, "import.foreign")
        } else {
            text(lang, "import.no-value")
        };
        let colon = if lang == Lang::Zh { "：" } else { ": " };
        ProblemLine {
            words: format!("{}{colon}{why}", line.words),
            word: text(lang, "severity.error"),
            ..line
        }
    });
    let page = PreviewPage {
        s: Shell::of(visit, view, None, Place::Work, text(lang, "import.preview")),
        plan: encode(view.id()),
        pending: key.to_owned(),
        file: preview.file.clone(),
        sheets: sheets.collect(),
        rows: preview.rows.iter().take(SHOWN).map(of_row).collect(),
        total: preview.rows.len(),
        problems: found.chain(foreign).take(SHOWN).collect(),
        errors,
        source,
    };
    fresh(&page)
}
