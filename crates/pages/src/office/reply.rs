//! Replies to warnings: why things are as they are, what will be done and by when.

use crate::answer::form;
use crate::asked::Posted;
use crate::replies::{ReplyLine, replies_of};
use crate::shell::{Place, Shell};
use crate::text::text;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use web::fields::Fields;
use web::visit::encode;
use web::{App, Problem, Visit};
use work::reply::{self, Incomplete, Said};

#[derive(Template)]
#[template(path = "handin/reply.html")]
struct ReplyPage {
    s: Shell,
    plan: String,
    target: String,
    name: String,
    reason: String,
    alert: &'static str,
    alert_word: String,
    replies: Vec<ReplyLine>,
    text: String,
    measure: String,
    due: String,
    complaint: &'static str,
}

/// The warning with what was said to it, and a form.
pub(crate) async fn page(
    State(app): State<App>,
    Path((plan, target)): Path<(String, String)>,
    visit: Visit,
) -> Result<Response, Problem> {
    reply::speaker(&app, visit.viewer(), &visit.question(&plan)?, &target).await?;
    show(&app, &visit, &plan, &target, &Fields::default(), "").await
}

async fn show(
    app: &App,
    visit: &Visit,
    plan: &str,
    target: &str,
    given: &Fields,
    complaint: &'static str,
) -> Result<Response, Problem> {
    let judged = app.judged(visit.viewer(), &visit.question(plan)?).await?;
    let row = reply::whole(&judged, target)?;
    let mut replies = replies_of(app, visit, plan).await?;
    replies.retain(|reply| reply.target == target);
    let page = ReplyPage {
        s: Shell::of(visit, &judged.view, None, Place::Work, text(visit.lang, "reply.title")),
        plan: plan.to_owned(),
        target: target.to_owned(),
        name: row.name.clone(),
        reason: row.reason.get(visit.lang).to_owned(),
        alert: row.alert.name(),
        alert_word: crate::text::alert_word(visit.lang, row.alert),
        replies,
        text: given.get("text").to_owned(),
        measure: given.get("measure").to_owned(),
        due: given.get("due").to_owned(),
        complaint,
    };
    form(&page, complaint)
}

/// Keeps a reply.
pub(crate) async fn add(
    Posted { app, place: (plan, target), visit, fields }: Posted<(String, String)>,
) -> Result<Response, Problem> {
    let said = Said {
        text: fields.text("text", 4000),
        measure: fields.text("measure", 2000),
        due: fields.text("due", 10),
    };
    let about = (&visit.question(&plan)?, target.as_str());
    let complaint = match reply::add(&app, visit.viewer(), about, &said, &visit.visitor.change("")).await? {
        Ok(()) => return Ok(back(&plan, &target)),
        Err(Incomplete::Text) => text(visit.lang, "reply.no-text"),
        Err(Incomplete::Day) => text(visit.lang, "reply.no-day"),
    };
    show(&app, &visit, &plan, &target, &fields, complaint).await
}

fn back(plan: &str, target: &str) -> Response {
    Redirect::to(&format!("/plans/{}/targets/{}/reply", encode(plan), encode(target))).into_response()
}

/// Closes a promised measure: by the office that promised it, or by whoever answers for all.
pub(crate) async fn close(
    Posted { app, place: (plan, id), visit, fields }: Posted<(String, i64)>,
) -> Result<Response, Problem> {
    let is_done = fields.get("action") != "drop";
    let change = visit.visitor.change(fields.text("why", 1000));
    let reply = reply::close(&app, visit.viewer(), (&plan, id), is_done, &change).await?;
    Ok(back(&plan, &reply.target))
}
