//! Taking a document in: the form, how far the reading is, and what a person decides about it.

use crate::answer::{after, form, fresh};
use crate::asked::Posted;
use crate::choice::Choice;
use crate::desk::draft;
use crate::row::given;
use crate::shell::Shell;
use crate::text::text;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderValue;
use axum::response::{IntoResponse, Redirect, Response};
use plan::{DocumentKind, Period};
use store::PlanFilter;
use web::fields::Fields;
use web::visit::encode;
use web::{App, Problem, Visit, Visitor};
use work::correct::{Act, Kind};
use work::load::{self, About, Answer, Arrived, Progress};

#[derive(Template)]
#[template(path = "desk/load.html")]
struct LoadPage {
    s: Shell,
    plans: Vec<Choice>,
    complaint: String,
}

#[derive(Template)]
#[template(path = "desk/reading.html")]
struct ReadingPage {
    s: Shell,
    name: String,
    before: usize,
    pending: String,
}

/// How often the page of a reading asks again, in seconds.
const AGAIN: &str = "1";

/// The form to upload.
pub(crate) async fn page(State(app): State<App>, visit: Visit) -> Result<Response, Problem> {
    show(&app, &visit, visit.get("plan").unwrap_or(""), "").await
}

async fn show(app: &App, visit: &Visit, chosen: &str, complaint: &str) -> Result<Response, Problem> {
    let (plans, _) = app.store().plans(&PlanFilter::default()).await?;
    let lang = visit.lang;
    let new = Choice::new("", text(lang, "load.new"), chosen);
    let all = plans.into_iter().map(|plan| Choice::new(plan.key.plan, plan.title, chosen));
    let page = LoadPage {
        s: Shell::bare(visit, text(lang, "load.title")),
        plans: std::iter::once(new).chain(all).collect(),
        complaint: complaint.to_owned(),
    };
    form(&page, complaint)
}

/// Takes a file and begins to read it.
pub(crate) async fn upload(
    State(app): State<App>,
    visitor: Visitor,
    visit: Visit,
    fields: Fields,
) -> Result<Response, Problem> {
    let plan = fields.get("plan");
    let Some(file) = fields.file("file") else {
        return show(&app, &visit, plan, text(visit.lang, "import.no-file")).await;
    };
    let plan = Some(plan).filter(|plan| !plan.is_empty());
    if let Some(plan) = plan
        && app.store().versions(plan).await?.is_empty()
    {
        return Err(Problem::no_such_plan());
    }
    let key = load::begin(&app, &visitor.viewer, plan, &file.name, &file.content)?;
    Ok(Redirect::to(&format!("/load/{}", encode(&key))).into_response())
}

/// How far it is: the reading goes on, it was refused, or there is something to look at.
pub(crate) async fn look(
    State(app): State<App>,
    Path(pending): Path<String>,
    visit: Visit,
) -> Result<Response, Problem> {
    let arrived = load::look(&app, visit.viewer(), &pending)?;
    match &arrived.progress {
        Progress::Reading(before) => waiting(&visit, &arrived, *before, &pending),
        Progress::Refused(words) => {
            let words = words.get(visit.lang).to_owned();
            load::forget(&app, visit.viewer(), &pending)?;
            show(&app, &visit, arrived.plan.as_deref().unwrap_or(""), &words).await
        }
        Progress::Read(read) => draft::show(&app, &visit, &pending, &arrived, read, "").await,
    }
}

/// A page that asks again by itself, without script.
fn waiting(visit: &Visit, arrived: &Arrived, before: usize, pending: &str) -> Result<Response, Problem> {
    let page = ReadingPage {
        s: Shell::bare(visit, text(visit.lang, "load.reading")),
        name: arrived.name.clone(),
        before,
        pending: encode(pending),
    };
    let mut response = fresh(&page)?;
    response.headers_mut().insert("refresh", HeaderValue::from_static(AGAIN));
    Ok(response)
}

/// Reads again with what the person knows better, keeps the draft, or lets the document go.
pub(crate) async fn decide(
    Posted { app, place: pending, visit, fields }: Posted,
) -> Result<Response, Problem> {
    let viewer = visit.viewer();
    let here = format!("/load/{}", encode(&pending));
    let arrived = load::look(&app, viewer, &pending)?;
    match (fields.get("action"), &arrived.progress) {
        ("again", _) => load::again(&app, viewer, &pending, about(&fields))?,
        ("drop", _) => {
            load::forget(&app, viewer, &pending)?;
            return Ok(Redirect::to("/load").into_response());
        }
        ("keep", Progress::Read(read)) => {
            return keep(&app, &visit.visitor, &visit, &pending, &arrived, read, &fields).await;
        }
        _ => {}
    }
    Ok(Redirect::to(&here).into_response())
}

async fn keep(
    app: &App,
    visitor: &Visitor,
    visit: &Visit,
    pending: &str,
    arrived: &Arrived,
    read: &work::load::Draft,
    fields: &Fields,
) -> Result<Response, Problem> {
    let reason = fields.text("reason", 500);
    let change = visitor.change(if reason.is_empty() { arrived.name.clone() } else { reason });
    let kept = load::keep(app, &visitor.viewer, pending, &answers(fields), &change).await;
    let address = kept.map(|key| format!("/plans/{}/steps?saved=load", encode(&key.plan)));
    after(visit, address, async |words| draft::show(app, visit, pending, arrived, read, words).await).await
}

fn about(fields: &Fields) -> About {
    let year = |name: &str| fields.get(name).parse::<i32>().ok().filter(|year| (1949..=2100).contains(year));
    About {
        region: Some(fields.text("region", 60)).filter(|region| !region.is_empty()),
        period: year("first")
            .zip(year("last"))
            .filter(|(a, b)| a <= b)
            .map(|(start, end)| Period { start, end }),
        kind: DocumentKind::parse(fields.get("kind")),
    }
}

/// What was said to the questions: `say/KIND/ROW` is accept, reject or edit, `in/KIND/ROW/FIELD` the other values.
fn answers(fields: &Fields) -> Vec<Answer> {
    let said = fields.under("say/").filter_map(|(place, act)| {
        let (kind, row) = place.split_once('/')?;
        let (kind, act) = (Kind::parse(kind)?, Act::parse(act)?);
        let changes = match act {
            Act::Edit => given(fields, kind, &format!("in/{place}/")),
            _ => plan::package::Named::new(),
        };
        Some(Answer { kind, row: row.to_owned(), act, changes })
    });
    said.collect()
}
