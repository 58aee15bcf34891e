//! A sheet of dispatches: read, matched to the register, previewed, and only then taken in, all or nothing.

use crate::answer::fresh;
use crate::asked::{OnPlan, Posted};
use crate::shell::{Place, Shell};
use crate::text::{fill, text};
use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use intake::dispatch::Field;
use source::Severity;
use web::fields::Fields;
use web::visit::encode;
use web::{App, Problem, Visit};
use work::register::{self, Chosen, Match, Matched};

#[derive(Template)]
#[template(path = "works/import.html")]
struct ImportPage {
    s: Shell,
    plan: String,
    complaint: String,
}

#[derive(Template)]
#[template(path = "works/preview.html")]
struct PreviewPage {
    s: Shell,
    plan: String,
    pending: String,
    file: String,
    month: String,
    rows: Vec<RowLine>,
    total: usize,
    /// Whether the rows are approvals and not dispatches.
    approvals: bool,
    problems: Vec<(&'static str, String, String)>,
    errors: usize,
    questions: usize,
    complaint: String,
}

struct RowLine {
    place: String,
    name: String,
    found: String,
    /// Where a person chooses: the field and what may be meant.
    asked: Vec<(String, String)>,
    field: String,
    investment: String,
    planned: String,
    done: String,
    progress: String,
    step: String,
    result: String,
    day: String,
}

/// A matter of an approval with the step of the way that it is.
fn step_word(lang: source::Lang, matter: &str) -> String {
    match projects::step_of(matter) {
        Some(step) => format!("{matter} → {}", super::one::milestone_word(lang, step)),
        None => matter.to_owned(),
    }
}

/// How many rows a preview lists; those that are asked about come first and are all listed.
const SHOWN: usize = 200;

/// The form to upload.
pub(crate) async fn page(OnPlan { app, plan, visit, .. }: OnPlan) -> Result<Response, Problem> {
    show(&app, &visit, &plan, "").await
}

async fn show(app: &App, visit: &Visit, plan: &str, complaint: &str) -> Result<Response, Problem> {
    let view = app.plan(visit.viewer(), &visit.question(plan)?).await?;
    let s = Shell::of(visit, &view, None, Place::Register, text(visit.lang, "register.import"));
    let page = ImportPage { s, plan: encode(plan), complaint: complaint.to_owned() };
    let status = if complaint.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, fresh(&page)?).into_response())
}

/// Takes a file and shows how it is understood.
pub(crate) async fn upload(Posted { app, place: plan, visit, fields }: Posted) -> Result<Response, Problem> {
    let Some(file) = fields.file("file") else {
        return show(&app, &visit, &plan, text(visit.lang, "import.no-file")).await;
    };
    let key = app.pending().keep(visit.viewer(), &plan, &file.name, &file.content)?;
    go_on(Posted { app, place: (plan, key), visit, fields }).await
}

/// Reads the waiting file: shows the preview, or takes it in.
pub(crate) async fn go_on(
    Posted { app, place: (plan, key), visit, fields }: Posted<(String, String)>,
) -> Result<Response, Problem> {
    let Some(waiting) = app.pending().find(visit.viewer(), &plan, &key)? else {
        return show(&app, &visit, &plan, text(visit.lang, "import.gone")).await;
    };
    if let Err(words) = app.reader().try_figures(&waiting.name, &waiting.content).await {
        return show(&app, &visit, &plan, words.get(visit.lang)).await;
    }
    let matched = register::understand(&app, &plan, &waiting.name, waiting.content.clone()).await?;
    let typed = fields.text("month", 20);
    let month = if typed.is_empty() { matched.sheet.month.clone().unwrap_or_default() } else { typed };
    let file = (plan.as_str(), key.as_str(), waiting.name.as_str(), month.as_str());
    if fields.get("action") == "confirm" {
        return confirm(&app, &visit, file, &matched, &fields).await;
    }
    Ok(fresh(&previewed(&app, &visit, file, &matched, "").await?)?.into_response())
}

/// Takes the sheet in; what keeps it from being taken in is said above the preview.
async fn confirm(
    app: &App,
    visit: &Visit,
    file: (&str, &str, &str, &str),
    matched: &Matched,
    fields: &Fields,
) -> Result<Response, Problem> {
    let (plan, key, name, month) = file;
    let chosen = fields.under("row/").filter_map(|(at, id)| Some((at.parse().ok()?, id.parse().ok()?)));
    let (chosen, change): (Chosen, _) = (chosen.collect(), visit.visitor.change(name));
    let view = app.plan(visit.viewer(), &visit.question(plan)?).await?;
    let done = if matched.sheet.approvals {
        register::take_in_approvals(app, &view, matched, name, &chosen, &change).await
    } else {
        register::take_in(app, &view, matched, (month, name), &chosen, &change).await
    };
    match done {
        Ok(_) => {
            app.pending().drop(key);
            Ok(Redirect::to(&format!("/plans/{}/register", encode(plan))).into_response())
        }
        Err(fault) if fault.kind == work::Kind::BadRequest => {
            let page = previewed(app, visit, file, matched, fault.words.get(visit.lang)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, fresh(&page)?).into_response())
        }
        Err(fault) => Err(fault.into()),
    }
}

#[expect(clippy::too_many_lines, reason = "one page, its parts in the order in which they are shown")]
async fn previewed(
    app: &App,
    visit: &Visit,
    (plan, key, file, month): (&str, &str, &str, &str),
    matched: &Matched,
    complaint: &str,
) -> Result<PreviewPage, Problem> {
    let lang = visit.lang;
    let view = app.plan(visit.viewer(), &visit.question(plan)?).await?;
    let mut order: Vec<usize> = (0..matched.sheet.rows.len()).collect();
    order.sort_by_key(|at| !matches!(matched.found.get(*at), Some(Match::Question(_))));
    let questions = matched.found.iter().filter(|found| matches!(found, Match::Question(_))).count();
    let rows = order.into_iter().take(SHOWN.max(questions)).filter_map(|at| {
        let (row, found) = (matched.sheet.rows.get(at)?, matched.found.get(at)?);
        let money = |field: Field| {
            row.amounts.get(&field).map(|money| money.normalize().to_string()).unwrap_or_default()
        };
        let (words, asked) = match found {
            Match::Code(id) => (fill(lang, "register.by-code", &[("n", &id.to_string())]), Vec::new()),
            Match::Name(id) => (fill(lang, "register.by-name", &[("n", &id.to_string())]), Vec::new()),
            Match::New => (text(lang, "register.new").to_owned(), Vec::new()),
            Match::Question(near) => (
                String::new(),
                near.iter()
                    .map(|(id, name)| (id.to_string(), name.clone()))
                    .chain([
                        ("0".to_owned(), text(lang, "register.new").to_owned()),
                        (register::LEFT_OUT.to_string(), text(lang, "register.leave-out").to_owned()),
                    ])
                    .collect(),
            ),
        };
        Some(RowLine {
            place: row.place.clone(),
            name: row.text(Field::Name).to_owned(),
            found: words,
            asked,
            field: format!("row/{at}"),
            investment: money(Field::Investment),
            planned: money(Field::Planned),
            done: money(Field::Done),
            progress: row.text(Field::Progress).to_owned(),
            step: step_word(lang, row.text(Field::Step)),
            result: row.text(Field::Result).to_owned(),
            day: row.text(Field::Day).to_owned(),
        })
    });
    Ok(PreviewPage {
        rows: rows.collect(),
        total: matched.sheet.rows.len(),
        approvals: matched.sheet.approvals,
        problems: matched
            .sheet
            .problems
            .iter()
            .take(SHOWN)
            .map(|problem| {
                let place =
                    problem.cell.map_or_else(|| problem.sheet.clone(), |cell| cell.of_sheet(&problem.sheet));
                let word = match problem.severity {
                    Severity::Error => text(lang, "severity.error"),
                    _ => text(lang, "severity.warning"),
                };
                (word, place, problem.words.get(lang).to_owned())
            })
            .collect(),
        errors: matched.sheet.errors(),
        questions,
        s: Shell::of(visit, &view, None, Place::Register, text(lang, "register.preview")),
        plan: encode(plan),
        pending: key.to_owned(),
        file: file.to_owned(),
        month: month.to_owned(),
        complaint: complaint.to_owned(),
    })
}
