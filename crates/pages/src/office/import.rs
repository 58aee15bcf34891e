//! Figures from a file: read, matched, previewed with every problem by cell, and only then taken in, all or nothing.

use crate::answer::{form, fresh};
use crate::asked::{OnPlan, Posted};
use crate::choice::Choice;
use crate::shell::{Place, Shell};
use crate::text::text;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use source::{Lang, Severity};
use web::download::kept_as;
use web::fields::Fields;
use web::visit::encode;
use web::{App, Problem, Visit};
use work::import::{self, ROLES, Said, Understood, Why, role_name};
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
    /// Figures that are handed in.
    ready: usize,
    /// Rows that look odd.
    odd: usize,
    /// Rows that say what is published already.
    unchanged: usize,
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
    part: String,
    year: i32,
    value: String,
    printed: String,
    /// What looks odd about it.
    questions: Vec<String>,
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
pub(crate) async fn page(OnPlan { app, plan, visit, .. }: OnPlan) -> Result<Response, Problem> {
    show(&app, &visit, &plan, "").await
}

pub(super) async fn show(app: &App, visit: &Visit, plan: &str, complaint: &str) -> Result<Response, Problem> {
    let view = app.plan(visit.viewer(), &visit.question(plan)?).await?;
    let s = Shell::of(visit, &view, None, Place::Work, text(visit.lang, "import.title"));
    let page = ImportPage { s, plan: encode(plan), complaint: complaint.to_owned() };
    form(&page, complaint)
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
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_DISPOSITION, kept_as(&file, &file)),
    ];
    Ok((headers, body).into_response())
}

/// Takes a file and shows how it is understood.
pub(crate) async fn upload(Posted { app, place: plan, visit, fields }: Posted) -> Result<Response, Problem> {
    let Some(file) = fields.file("file") else {
        return show(&app, &visit, &plan, text(visit.lang, "import.no-file")).await;
    };
    let key = app.pending().keep(visit.viewer(), &plan, &file.name, &file.content)?;
    go_on(Posted { app, place: (plan, key), visit, fields }).await
}

/// Reads the waiting file again with what the person chose: shows the preview, or takes the figures in.
pub(crate) async fn go_on(
    Posted { app, place: (plan, key), visit, fields }: Posted<(String, String)>,
) -> Result<Response, Problem> {
    let Some(waiting) = app.pending().find(visit.viewer(), &plan, &key)? else {
        return show(&app, &visit, &plan, text(visit.lang, "import.gone")).await;
    };
    let view = app.plan(visit.viewer(), &visit.question(&plan)?).await?;
    if let Err(words) = app.reader().try_figures(&waiting.name, &waiting.content).await {
        return show(&app, &visit, &plan, words.get(visit.lang)).await;
    }
    let said = Said { source: fields.text("source", 500), roles: roles(&fields) };
    let source = said.source.clone();
    let understood = import::understand(&app, visit.viewer(), &view, &waiting, said).await?;
    if fields.get("action") == "confirm" && understood.errors() == 0 && !understood.figures.is_empty() {
        let change = visit.visitor.change(waiting.name.clone());
        import::take_in(&app, &key, &waiting, &understood.figures, &change).await?;
        return Ok(Redirect::to(&format!("/submissions?plan={}", encode(&plan))).into_response());
    }
    preview_page(&visit, &view, &key, &understood, source)
}

/// What a person chose for columns.
fn roles(fields: &Fields) -> Vec<(usize, u32, String)> {
    let chosen = fields.under("role/").filter_map(|(place, role)| {
        let (sheet, column) = place.split_once('/')?;
        Some((sheet.parse().ok()?, column.parse().ok()?, role.to_owned()))
    });
    chosen.collect()
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
        "dimension" => text(lang, "column.part"),
        "note" => text(lang, "submission.comment"),
        "figures" => text(lang, "role-of.figures"),
        "ignore" => text(lang, "role-of.ignore"),
        year => return year.trim_start_matches("year-").to_owned(),
    }
    .to_owned()
}

/// The rows of a preview that are listed, with their places: those that look odd first.
fn shown_rows(understood: &Understood) -> Vec<(usize, &intake::PreviewRow)> {
    let mut rows: Vec<_> = understood.preview.rows.iter().enumerate().collect();
    rows.sort_by_key(|(at, _)| !understood.questions.contains_key(at));
    rows.truncate(SHOWN);
    rows
}

#[expect(clippy::too_many_lines, reason = "one page, its parts in the order in which they are shown")]
fn preview_page(
    visit: &Visit,
    view: &PlanView,
    key: &str,
    understood: &Understood,
    source: String,
) -> Result<Response, Problem> {
    let lang = visit.lang;
    let preview = &understood.preview;
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
    let of_row = |(at, row): (usize, &intake::PreviewRow)| RowLine {
        cell: row.cell.of_sheet(&row.sheet),
        name: row.name.clone(),
        indicator: view.indicator(row.indicator.as_str()).map(|found| found.name.clone()).unwrap_or_default(),
        how: row.recognised.words().get(lang).to_owned(),
        region: row.region.clone(),
        part: row.dimensions.to_string(),
        year: row.year,
        value: row.value.map_or(row.value_text.clone(), |value| format!("{value} {}", row.unit)),
        printed: format!("{} {}", row.printed, row.printed_unit),
        questions: understood
            .questions
            .get(&at)
            .map(|odd| odd.iter().map(|words| words.get(lang).to_owned()).collect())
            .unwrap_or_default(),
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
    let left_out = understood.left_out.iter().map(|row| {
        let why = match row.why {
            Why::Foreign => text(lang, "import.foreign"),
            Why::NoValue => text(lang, "import.no-value"),
            Why::Months => text(lang, "import.months"),
        };
        let colon = if lang == Lang::Zh { "：" } else { ": " };
        ProblemLine {
            place: row.place.clone(),
            severity: "error",
            word: text(lang, "severity.error"),
            words: format!("{}{colon}{why}", row.indicator),
        }
    });
    let page = PreviewPage {
        s: Shell::of(visit, view, None, Place::Work, text(lang, "import.preview")),
        plan: encode(view.id()),
        pending: key.to_owned(),
        file: preview.file.clone(),
        sheets: sheets.collect(),
        rows: shown_rows(understood).into_iter().map(of_row).collect(),
        total: preview.rows.len(),
        problems: found.chain(left_out).take(SHOWN).collect(),
        errors: understood.errors(),
        ready: understood.figures.len(),
        odd: understood.questions.len(),
        unchanged: understood.unchanged,
        source,
    };
    fresh(&page)
}
