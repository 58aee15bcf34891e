//! Aims from a file: a list, a work report, a division of duties; each row with what of the plan it is about, confirmed one by one.

use super::address::year_of;
use super::one::{tie_key, tie_of};
use crate::answer::{after, form, fresh};
use crate::asked::Posted;
use crate::choice::Choice;
use crate::shell::{Place, Shell};
use crate::text::{fill, text};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use source::Lang;
use std::collections::BTreeMap;
use std::sync::Arc;
use web::fields::Fields;
use web::{App, Problem, Visit};
use work::Fault;
use work::aims::{self, Read, Row, Ticked};
use work::pending::Waiting;
use work::view::PlanView;

#[derive(Template)]
#[template(path = "yearly/import.html")]
struct ImportPage {
    s: Shell,
    list: String,
    here: String,
    year: i64,
    complaint: String,
}

#[derive(Template)]
#[template(path = "yearly/preview.html")]
struct PreviewPage {
    s: Shell,
    list: String,
    here: String,
    title: String,
    rows: Vec<Line>,
    tied: usize,
    known: usize,
    offices: Vec<String>,
    problems: Vec<(String, String)>,
    complaint: String,
}

struct Line {
    at: usize,
    place: String,
    title: String,
    office: String,
    support: String,
    measures: Vec<String>,
    ties: Vec<Choice>,
    is_ticked: bool,
    /// Whether the year has an aim of the same words.
    is_known: bool,
}

/// The form to upload.
pub(super) async fn page(
    State(app): State<App>,
    Path((plan, year)): Path<(String, i64)>,
    visit: Visit,
) -> Result<Response, Problem> {
    show(&app, &visit, (&plan, year), "").await
}

async fn show(
    app: &App,
    visit: &Visit,
    (plan, year): (&str, i64),
    complaint: &str,
) -> Result<Response, Problem> {
    let view = app.plan(visit.viewer(), &visit.question(plan)?).await?;
    let page = ImportPage {
        s: Shell::of(visit, &view, None, Place::Yearly, text(visit.lang, "yearly.import")),
        list: year_of(plan, year),
        here: format!("{}/import", year_of(plan, year)),
        year,
        complaint: complaint.to_owned(),
    };
    form(&page, complaint)
}

/// Takes a file and shows what it would set.
pub(super) async fn upload(
    Posted { app, place: (plan, year), visit, fields }: Posted<(String, i64)>,
) -> Result<Response, Problem> {
    let Some(file) = fields.file("file") else {
        return show(&app, &visit, (&plan, year), text(visit.lang, "import.no-file")).await;
    };
    let key = app.pending().keep(visit.viewer(), &plan, &file.name, &file.content)?;
    let Some(waiting) = app.pending().find(visit.viewer(), &plan, &key)? else {
        return show(&app, &visit, (&plan, year), text(visit.lang, "import.gone")).await;
    };
    match read(&app, &visit, (&plan, year), &waiting).await? {
        Ok((view, found)) if !found.rows.is_empty() => {
            previewed(&app, &visit, (&view, year, &key), &found, "").await
        }
        Ok(_) => show(&app, &visit, (&plan, year), text(visit.lang, "yearly.nothing")).await,
        Err(words) => show(&app, &visit, (&plan, year), words.get(visit.lang)).await,
    }
}

type ReadOrWhy = Result<(Arc<PlanView>, Read), source::Words>;

async fn read(
    app: &App,
    visit: &Visit,
    (plan, year): (&str, i64),
    waiting: &Waiting,
) -> Result<ReadOrWhy, Problem> {
    let view = app.plan(visit.viewer(), &visit.question(plan)?).await?;
    let found = aims::understand(app, &view, year, waiting).await?;
    Ok(found.map(|found| (view, found)))
}

fn problems(found: &Read, lang: Lang) -> Vec<(String, String)> {
    found.problems.iter().map(|one| (one.sheet.clone(), one.words.get(lang).to_owned())).collect()
}

/// A row of what was read; `is_list` when the file is a list of aims, of which every row is meant.
fn line(is_list: bool, (at, row): (usize, &Row), lang: Lang) -> Line {
    let now = row.ties.first().filter(|_| row.is_sure);
    let now = now.map(|tie| tie_key(tie.kind, &tie.id)).unwrap_or_default();
    let ties = row.ties.iter().map(|tie| {
        Choice::new(tie_key(tie.kind, &tie.id), format!("{} · {}%", tie.name, tie.confidence), &now)
    });
    let none = Choice::new("", text(lang, "yearly.no-item"), &now);
    let measure = |one: &intake::yearly::ListedMeasure| {
        let due = one.due.map(|day| day.to_string()).unwrap_or_default();
        [one.text.as_str(), one.office.as_str(), due.as_str()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" · ")
    };
    let others = row.listed.lead.iter().skip(1).chain(&row.listed.support).cloned();
    Line {
        at,
        place: place(lang, &row.listed.place),
        title: row.listed.title.clone(),
        office: row.office.clone(),
        support: crate::text::join(lang, &others.collect::<Vec<_>>()),
        measures: row.listed.measures.iter().map(measure).collect(),
        ties: ties.chain(std::iter::once(none)).collect(),
        is_ticked: row.is_new && (is_list || row.is_sure || !row.office.is_empty()),
        is_known: row.known.is_some(),
    }
}

async fn previewed(
    app: &App,
    visit: &Visit,
    (view, year, key): (&PlanView, i64, &str),
    found: &Read,
    complaint: &str,
) -> Result<Response, Problem> {
    let lang = visit.lang;
    let list = year_of(view.id(), year);
    let page = PreviewPage {
        here: format!("{list}/import/{key}"),
        list,
        title: found.title.clone(),
        tied: found.rows.iter().filter(|row| row.is_sure).count(),
        known: found.rows.iter().filter(|row| row.known.is_some()).count(),
        rows: found.rows.iter().enumerate().map(|row| line(found.is_list, row, lang)).collect(),
        offices: app.store().offices().await?.into_iter().map(|office| office.name).collect(),
        problems: problems(found, lang),
        complaint: complaint.to_owned(),
        s: Shell::of(visit, view, None, Place::Yearly, text(lang, "yearly.preview")),
    };
    if complaint.is_empty() { fresh(&page) } else { form(&page, complaint) }
}

/// Where a row stands: a cell as it is, a line of a document in words.
fn place(lang: Lang, place: &str) -> String {
    let is_line = !place.is_empty() && place.bytes().all(|byte| byte.is_ascii_digit());
    if is_line { fill(lang, "yearly.line", &[("n", place)]) } else { place.to_owned() }
}

fn ticked(fields: &Fields) -> BTreeMap<usize, Ticked> {
    let rows = fields.all("row").filter_map(|at| at.parse::<usize>().ok());
    rows.map(|at| {
        let tie = tie_of(&fields.text(&format!("tie/{at}"), 200));
        (at, Ticked { tie, office: fields.text(&format!("office/{at}"), 120) })
    })
    .collect()
}

/// Takes the ticked rows in.
pub(super) async fn confirm(
    Posted { app, place: (plan, year, key), visit, fields }: Posted<(String, i64, String)>,
) -> Result<Response, Problem> {
    let Some(waiting) = app.pending().find(visit.viewer(), &plan, &key)? else {
        return show(&app, &visit, (&plan, year), text(visit.lang, "import.gone")).await;
    };
    let (view, found) = match read(&app, &visit, (&plan, year), &waiting).await? {
        Ok(read) => read,
        Err(words) => return show(&app, &visit, (&plan, year), words.get(visit.lang)).await,
    };
    let change = visit.visitor.change(waiting.name.clone());
    let done: Result<usize, Fault> =
        aims::take_in(&app, (&view, year), &found, &ticked(&fields), &change).await;
    if done.is_ok() {
        app.pending().drop(&key);
    }
    let done = done.map(|_| year_of(&plan, year));
    after(&visit, done, async |words| previewed(&app, &visit, (&view, year, &key), &found, words).await).await
}
