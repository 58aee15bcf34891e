//! Replies to warnings: why things are as they are, what will be done and by when.

use super::fields::Fields;
use crate::app::App;
use crate::clock;
use crate::page::shell::{Place, Shell};
use crate::people::{Visitor, fresh};
use crate::problem::Problem;
use crate::text::text;
use crate::view;
use crate::visit::{Visit, encode};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use duty::{Right, Scope};
use jiff::civil::Date;
use store::{Duty, NewReply, Reply};

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

/// A reply as pages show it.
#[derive(Clone)]
pub(crate) struct ReplyLine {
    pub(crate) id: i64,
    pub(crate) target: String,
    pub(crate) office: String,
    pub(crate) at: String,
    pub(crate) text: String,
    pub(crate) measure: String,
    pub(crate) due: String,
    pub(crate) state: &'static str,
    pub(crate) is_open: bool,
    pub(crate) is_late: bool,
}

/// The replies that a visitor is shown beside the warnings: what offices say to each other is not for the public.
pub(crate) async fn shown_replies(app: &App, visit: &Visit, plan: &str) -> Result<Vec<ReplyLine>, Problem> {
    if visit.viewer().sees_published_only() {
        return Ok(Vec::new());
    }
    replies_of(app, visit, plan).await
}

/// The replies of a plan, newest first, in words; as they stood at the moment that the visit asks for.
pub(super) async fn replies_of(app: &App, visit: &Visit, plan: &str) -> Result<Vec<ReplyLine>, Problem> {
    let lang = visit.lang;
    let offices = super::mine::offices(app).await?;
    let past = visit.question(plan)?.past();
    let today = match visit.stood_at()? {
        Some(moment) => clock::day(moment),
        None => app.today(),
    }
    .to_string();
    let line = |mut reply: Reply| {
        if reply.closed_at.as_deref().is_some_and(|at| !past.holds(at)) {
            "open".clone_into(&mut reply.state);
        }
        let is_open = reply.state == "open";
        let due = reply.due.unwrap_or_default();
        ReplyLine {
            id: reply.id,
            target: reply.target,
            office: offices.get(&reply.office).map_or(reply.office, |office| office.name.clone()),
            at: clock::shown(&reply.at),
            text: reply.text,
            state: match reply.state.as_str() {
                "open" => text(lang, "measure.open"),
                "done" => text(lang, "measure.done"),
                _ => text(lang, "measure.dropped"),
            },
            is_late: is_open && !due.is_empty() && due < today,
            measure: reply.measure,
            due,
            is_open,
        }
    };
    let replies = app.store().replies(plan).await?.into_iter();
    Ok(replies.filter(|reply| past.holds(&reply.at)).map(line).collect())
}

/// The duty by which a visitor may speak for a target; `Ok(None)` for those who may speak for all without one.
async fn speaker(
    app: &App,
    visitor: &Visitor,
    visit: &Visit,
    plan: &str,
    target: &str,
) -> Result<Option<Duty>, Problem> {
    let view = view::plan(app, visit.viewer(), &visit.question(plan)?).await?;
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
    let judged = view::judged(app, visit.viewer(), &visit.question(plan)?).await?;
    let row = judged.of_target(target).find(|row| row.region.is_empty()).ok_or_else(Problem::no_page)?;
    let mut replies = replies_of(app, visit, plan).await?;
    replies.retain(|reply| reply.target == target);
    let page = ReplyPage {
        s: Shell::of(visit, &judged.view, None, Place::Work, text(visit.lang, "reply.title")),
        plan: plan.to_owned(),
        target: target.to_owned(),
        name: row.name.clone(),
        reason: row.reason.get(visit.lang).to_owned(),
        alert: crate::page::parts::alert_name(row.alert),
        alert_word: crate::page::parts::alert_word(visit.lang, row.alert),
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
    let judged = view::judged(&app, visit.viewer(), &visit.question(&plan)?).await?;
    let row = judged.of_target(&target).find(|row| row.region.is_empty()).ok_or_else(Problem::no_page)?;
    let own = visitor.viewer.account().and_then(|account| account.office.clone()).unwrap_or_default();
    let reply = NewReply {
        plan: &plan,
        target: &target,
        warning: crate::page::parts::alert_name(row.alert),
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
