//! Replies to warnings: why things are as they are, what will be done and by when.

use crate::answer::fresh;
use crate::replies::{ReplyLine, replies_of};
use crate::shell::{Place, Shell};
use crate::text::text;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use duty::{Right, Scope};
use jiff::civil::Date;
use store::{Duty, NewReply};
use web::fields::Fields;
use web::visit::encode;
use web::{App, Problem, Visit, Visitor};

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

/// The duty by which a visitor may speak for a target; `Ok(None)` for those who may speak for all without one.
async fn speaker(
    app: &App,
    visitor: &Visitor,
    visit: &Visit,
    plan: &str,
    target: &str,
) -> Result<Option<Duty>, Problem> {
    let view = app.plan(visit.viewer(), &visit.question(plan)?).await?;
    let found = view.target(target).ok_or_else(Problem::no_page)?;
    let indicator = view.stored.plan.indicator(&found.indicator).map(|indicator| indicator.name.clone());
    let duties = app.store().duties(plan).await?.into_iter();
    let own = duties.filter(|duty| {
        duty.confirmed
            && ((duty.item_kind == "target" && duty.item == target)
                || (duty.item_kind == "indicator" && Some(&duty.item) == indicator.as_ref()))
    });
    match own.into_iter().find(|duty| visitor.viewer.reaches_office(Right::Reply, &duty.office)) {
        Some(duty) => Ok(Some(duty)),
        None if visitor.viewer.scope(Right::Reply) == Scope::All => Ok(None),
        None => Err(Problem::not_found("这不是您负责的目标。", "This target is not among your duties.")),
    }
}

/// The warning with what was said to it, and a form.
pub(crate) async fn page(
    State(app): State<App>,
    Path((plan, target)): Path<(String, String)>,
    visitor: Visitor,
    visit: Visit,
) -> Result<Response, Problem> {
    speaker(&app, &visitor, &visit, &plan, &target).await?;
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
    let row = judged.of_target(target).find(|row| row.region.is_empty()).ok_or_else(Problem::no_page)?;
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
    let status = if complaint.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, fresh(&page)?).into_response())
}

/// Keeps a reply.
pub(crate) async fn add(
    State(app): State<App>,
    Path((plan, target)): Path<(String, String)>,
    visitor: Visitor,
    visit: Visit,
    fields: Fields,
) -> Result<Response, Problem> {
    let duty = speaker(&app, &visitor, &visit, &plan, &target).await?;
    let (said, measure) = (fields.text("text", 4000), fields.text("measure", 2000));
    let due = fields.text("due", 10);
    let complaint = if said.is_empty() {
        text(visit.lang, "reply.no-text")
    } else if !measure.is_empty() && due.parse::<Date>().is_err() {
        text(visit.lang, "reply.no-day")
    } else {
        ""
    };
    if !complaint.is_empty() {
        return show(&app, &visit, &plan, &target, &fields, complaint).await;
    }
    let judged = app.judged(visit.viewer(), &visit.question(&plan)?).await?;
    let row = judged.of_target(&target).find(|row| row.region.is_empty()).ok_or_else(Problem::no_page)?;
    let own = visitor.viewer.account().and_then(|account| account.office.clone()).unwrap_or_default();
    let reply = NewReply {
        plan: &plan,
        target: &target,
        warning: row.alert.name(),
        office: duty.as_ref().map_or(own.as_str(), |duty| duty.office.as_str()),
        text: &said,
        measure: &measure,
        due: (!measure.is_empty()).then_some(due.as_str()),
    };
    app.store().add_reply(reply, &visitor.change("")).await?;
    app.refresh().await?;
    Ok(Redirect::to(&format!("/plans/{}/targets/{}/reply", encode(&plan), encode(&target))).into_response())
}

/// Closes a promised measure: by the office that promised it, or by whoever answers for all.
pub(crate) async fn close(
    State(app): State<App>,
    Path((plan, id)): Path<(String, i64)>,
    visitor: Visitor,
    fields: Fields,
) -> Result<Response, Problem> {
    let replies = app.store().replies(&plan).await?;
    let reply = replies.into_iter().find(|reply| reply.id == id).ok_or_else(Problem::no_page)?;
    if !visitor.viewer.reaches_office(Right::Reply, &reply.office) {
        return Err(Problem::forbidden());
    }
    let done = fields.get("action") != "drop";
    app.store().close_measure(id, done, &visitor.change(fields.text("why", 1000))).await?;
    app.refresh().await?;
    let back = format!("/plans/{}/targets/{}/reply", encode(&plan), encode(&reply.target));
    Ok(Redirect::to(&back).into_response())
}
