//! What people send: a project changed, added, refused; a dispatch, a step of the way, money.

use super::one::show;
use super::words::stages;
use crate::answer::fresh;
use crate::asked::{OnPlan, Posted};
use crate::choice::Choice;
use crate::file::files;
use crate::shell::{Place, Shell};
use crate::text::text;
use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use rust_decimal::Decimal;
use store::{Dispatch, Funding, Milestone, ProjectItem};
use web::fields::Fields;
use web::visit::encode;
use web::{App, Problem, Visit};
use work::Fault;
use work::register;

/// A number of a form; `Err` for what is none.
fn number(fields: &Fields, name: &str) -> Result<Option<Decimal>, Fault> {
    let text = fields.text(name, 40);
    if text.is_empty() {
        return Ok(None);
    }
    let bare: String =
        text.trim_end_matches(['%', '％']).chars().filter(|c| !matches!(c, ',' | '，' | ' ')).collect();
    bare.parse()
        .map(Some)
        .map_err(|_| Fault::bad_request(format!("“{text}”不是数。"), format!("“{text}” is no number.")))
}

async fn after(
    app: &App,
    visit: &Visit,
    (plan, id): (&str, i64),
    done: Result<(), Fault>,
) -> Result<Response, Problem> {
    match done {
        Ok(()) => Ok(Redirect::to(&format!("/plans/{}/register/{id}", encode(plan))).into_response()),
        Err(fault) if fault.kind == work::Kind::BadRequest => {
            show(app, visit, (plan, id), fault.words.get(visit.lang)).await
        }
        Err(fault) => Err(fault.into()),
    }
}

/// The project as a form says that it is.
fn typed(mut item: ProjectItem, fields: &Fields) -> Result<ProjectItem, Fault> {
    item.investment = number(fields, "investment")?;
    item.counts = number(fields, "counts")?;
    item.name = fields.text("name", 200);
    item.code = fields.text("code", 40);
    item.office = fields.text("office", 120);
    item.place = fields.text("place", 120);
    item.county = fields.text("county", 60);
    item.capacity = fields.text("capacity", 500);
    item.stage = fields.text("stage", 20);
    item.indicator = fields.text("indicator", 40);
    item.start_month = fields.text("start", 20);
    item.end_month = fields.text("end", 20);
    Ok(item)
}

/// Takes the projects of the plan over.
pub(super) async fn take_over(Posted { app, place: plan, visit, .. }: Posted) -> Result<Response, Problem> {
    let view = app.plan(visit.viewer(), &visit.question(&plan)?).await?;
    register::take_over(&app, &view, &visit.visitor.change("")).await?;
    Ok(Redirect::to(&format!("/plans/{}/register", encode(&plan))).into_response())
}

#[derive(Template)]
#[template(path = "works/new.html")]
struct NewPage {
    s: Shell,
    plan: String,
    item: ProjectItem,
    investment: String,
    item_stages: Vec<Choice>,
    complaint: String,
}

/// The form for a project that the plan does not name.
pub(super) async fn new_page(OnPlan { app, plan, visit, .. }: OnPlan) -> Result<Response, Problem> {
    show_new(&app, &visit, &plan, (ProjectItem::default(), "")).await
}

async fn show_new(
    app: &App,
    visit: &Visit,
    plan: &str,
    (item, complaint): (ProjectItem, &str),
) -> Result<Response, Problem> {
    let view = app.plan(visit.viewer(), &visit.question(plan)?).await?;
    let page = NewPage {
        s: Shell::of(visit, &view, None, Place::Register, text(visit.lang, "register.add")),
        plan: encode(plan),
        investment: super::words::money_text(item.investment),
        item_stages: stages(visit.lang, &item.stage, text(visit.lang, "stage.unknown")),
        item,
        complaint: complaint.to_owned(),
    };
    let status = if complaint.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, fresh(&page)?).into_response())
}

/// Adds a project that the plan does not name.
pub(super) async fn add(Posted { app, place: plan, visit, fields }: Posted) -> Result<Response, Problem> {
    let change = visit.visitor.change("");
    let item = match typed(ProjectItem::default(), &fields) {
        Ok(item) => item,
        Err(fault) => {
            let kept = ProjectItem { name: fields.text("name", 200), ..ProjectItem::default() };
            return show_new(&app, &visit, &plan, (kept, fault.words.get(visit.lang))).await;
        }
    };
    match register::edit(&app, &plan, item.clone(), &change).await {
        Ok(id) => Ok(Redirect::to(&format!("/plans/{}/register/{id}", encode(&plan))).into_response()),
        Err(fault) if fault.kind == work::Kind::BadRequest => {
            show_new(&app, &visit, &plan, (item, fault.words.get(visit.lang))).await
        }
        Err(fault) => Err(fault.into()),
    }
}

/// Keeps what a person changed of a project.
pub(super) async fn change(
    Posted { app, place: (plan, id), visit, fields }: Posted<(String, i64)>,
) -> Result<Response, Problem> {
    let item = app.store().project_item(&plan, id).await?;
    let done = match typed(item, &fields) {
        Ok(item) => register::edit(&app, &plan, item, &visit.visitor.change("")).await.map(drop),
        Err(fault) => Err(fault),
    };
    after(&app, &visit, (&plan, id), done).await
}

/// Says that a project is none, or takes it in again.
pub(super) async fn refuse(
    Posted { app, place: (plan, id), visit, fields }: Posted<(String, i64)>,
) -> Result<Response, Problem> {
    let reason = fields.text("reason", 500);
    let done = if reason.is_empty() && fields.get("action") != "take-in" {
        Err(Fault::bad_request("请写明理由。", "Say why."))
    } else {
        register::refuse(&app, (&plan, id), &reason, &visit.visitor.change(&reason)).await
    };
    after(&app, &visit, (&plan, id), done).await
}

/// The dispatch that a form says.
fn typed_dispatch(fields: &Fields) -> Result<Dispatch, Fault> {
    Ok(Dispatch {
        month: fields.text("month", 20),
        done: number(fields, "done")?,
        planned: number(fields, "planned")?,
        stated: number(fields, "stated")?,
        stage: fields.text("stage", 20),
        progress: fields.text("progress", 2000),
        problem: fields.text("problem", 2000),
        need: fields.text("need", 2000),
        ..Dispatch::default()
    })
}

/// Keeps a dispatch.
pub(super) async fn dispatch(
    Posted { app, place: (plan, id), visit, fields }: Posted<(String, i64)>,
) -> Result<Response, Problem> {
    let change = visit.visitor.change("");
    let done = match typed_dispatch(&fields) {
        Ok(one) => register::dispatch(&app, visit.viewer(), (&plan, id), one, &change).await,
        Err(fault) => Err(fault),
    };
    after(&app, &visit, (&plan, id), done).await
}

/// Keeps a step of the way.
pub(super) async fn milestone(
    Posted { app, place: (plan, id), visit, fields }: Posted<(String, i64)>,
) -> Result<Response, Problem> {
    let one = Milestone {
        kind: fields.text("kind", 20),
        planned: fields.text("planned", 20),
        reached: fields.text("reached", 20),
        result: fields.text("result", 200),
        ..Milestone::default()
    };
    let change = visit.visitor.change("");
    let done = register::milestone(&app, visit.viewer(), (&plan, id), one, &change).await;
    after(&app, &visit, (&plan, id), done).await
}

fn typed_fund(fields: &Fields) -> Result<Funding, Fault> {
    Ok(Funding {
        year: fields.text("year", 4).parse().unwrap_or(0),
        source: fields.text("source", 20),
        applied: number(fields, "applied")?,
        granted: number(fields, "granted")?,
        paid: number(fields, "paid")?,
        ..Funding::default()
    })
}

/// Keeps money of a year from a source.
pub(super) async fn fund(
    Posted { app, place: (plan, id), visit, fields }: Posted<(String, i64)>,
) -> Result<Response, Problem> {
    let change = visit.visitor.change("");
    let done = match typed_fund(&fields) {
        Ok(one) => register::fund(&app, visit.viewer(), (&plan, id), one, &change).await,
        Err(fault) => Err(fault),
    };
    after(&app, &visit, (&plan, id), done).await
}

/// Keeps photos and documents of a project.
pub(super) async fn add_files(
    Posted { app, place: (plan, id), visit, fields }: Posted<(String, i64)>,
) -> Result<Response, Problem> {
    let (words, given) = (fields.text("words", 200), files(&fields));
    let change = visit.visitor.change("");
    let done = register::add_files(&app, visit.viewer(), (&plan, id), (&words, &given), &change).await;
    after(&app, &visit, (&plan, id), done).await
}

/// Ties the project to a task of the plan, or unties it.
pub(super) async fn tie(
    Posted { app, place: (plan, id), visit, fields }: Posted<(String, i64)>,
) -> Result<Response, Problem> {
    let view = app.plan(visit.viewer(), &visit.question(&plan)?).await?;
    let (task, is_tied) = (fields.text("task", 40), fields.get("action") != "untie");
    let done = register::tie(&app, (&view, id), (&task, is_tied), &visit.visitor.change("")).await;
    after(&app, &visit, (&plan, id), done).await
}
