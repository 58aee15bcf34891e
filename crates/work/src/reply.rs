//! Replies to warnings: who speaks for a target, what was said, and what became of a promised measure.

use crate::view::{Judged, PlanView};
use crate::{Fault, Question, Service, Viewer};
use duty::{Right, Scope};
use jiff::civil::Date;
use std::collections::BTreeSet;
use store::{Change, Duty, NewReply, Reply};

/// What an office replies.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// Why things are as they are.
    pub text: String,
    /// What will be done; empty when nothing is promised.
    pub measure: String,
    /// By when, as YYYY-MM-DD.
    pub due: String,
}

/// What is missing from a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Incomplete {
    /// It says nothing.
    Text,
    /// A measure is promised without a day.
    Day,
}

/// The duty by which a viewer may speak for a target; `Ok(None)` for those who may speak for all without one.
///
/// # Errors
/// There is no such target, or it is somebody else's.
pub async fn speaker(
    service: &Service,
    viewer: &Viewer,
    question: &Question,
    target: &str,
) -> Result<Option<Duty>, Fault> {
    let view = service.plan(viewer, question).await?;
    let found = view.target(target).ok_or_else(no_target)?;
    let indicator = view.stored.plan.indicator(&found.indicator).map(|indicator| &indicator.name);
    let own =
        service.store().duties(view.id()).await?.into_iter().find(|duty| {
            is_about(duty, target, indicator) && viewer.reaches_office(Right::Reply, &duty.office)
        });
    match own {
        None if viewer.scope(Right::Reply) != Scope::All => {
            Err(Fault::not_found("这不是您负责的目标。", "This target is not among your duties."))
        }
        own => Ok(own),
    }
}

/// Whether a duty makes its body speak for a target of an indicator.
fn is_about(duty: &Duty, target: &str, indicator: Option<&String>) -> bool {
    duty.confirmed
        && ((duty.item_kind == "target" && duty.item == target)
            || (duty.item_kind == "indicator" && Some(&duty.item) == indicator))
}

/// The targets of a plan that a viewer may speak for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Voice {
    /// All of them.
    All,
    /// Those with these ids.
    Of(BTreeSet<String>),
}

impl Voice {
    /// Whether a target is among them.
    pub fn covers(&self, target: &str) -> bool {
        match self {
            Self::All => true,
            Self::Of(targets) => targets.contains(target),
        }
    }
}

/// The targets that a viewer may speak for, as [`speaker`] decides for each.
///
/// # Errors
/// The store cannot be read.
pub async fn voice(service: &Service, viewer: &Viewer, view: &PlanView) -> Result<Voice, Fault> {
    match viewer.scope(Right::Reply) {
        Scope::All => return Ok(Voice::All),
        Scope::Nothing => return Ok(Voice::Of(BTreeSet::new())),
        Scope::Published | Scope::Own => {}
    }
    let mut duties = service.store().duties(view.id()).await?;
    duties.retain(|duty| viewer.reaches_office(Right::Reply, &duty.office));
    let plan = &view.stored.plan;
    let own = plan.targets.iter().filter(|target| {
        let indicator = plan.indicator(&target.indicator).map(|indicator| &indicator.name);
        duties.iter().any(|duty| is_about(duty, target.id.as_str(), indicator))
    });
    Ok(Voice::Of(own.map(|target| target.id.to_string()).collect()))
}

/// Keeps a reply to the warning that a target has.
///
/// # Errors
/// The target is not the viewer's to speak for, is not judged, or the store cannot be written.
pub async fn add(
    service: &Service,
    viewer: &Viewer,
    (question, target): (&Question, &str),
    said: &Said,
    change: &Change,
) -> Result<Result<(), Incomplete>, Fault> {
    let duty = speaker(service, viewer, question, target).await?;
    if said.text.is_empty() {
        return Ok(Err(Incomplete::Text));
    }
    if !said.measure.is_empty() && said.due.parse::<Date>().is_err() {
        return Ok(Err(Incomplete::Day));
    }
    let judged = service.judged(viewer, question).await?;
    let own = viewer.office().unwrap_or_default();
    let reply = NewReply {
        plan: judged.view.id(),
        target,
        warning: whole(&judged, target)?.alert.name(),
        office: duty.as_ref().map_or(own, |duty| duty.office.as_str()),
        text: &said.text,
        measure: &said.measure,
        due: (!said.measure.is_empty()).then_some(said.due.as_str()),
    };
    service.store().add_reply(reply, change).await?;
    service.refresh().await?;
    Ok(Ok(()))
}

/// The judgement of a target for the plan's own region.
///
/// # Errors
/// It is not judged.
pub fn whole<'a>(judged: &'a Judged, target: &str) -> Result<&'a assess::Row, Fault> {
    judged.of_target(target).find(|row| row.region.is_empty()).ok_or_else(no_target)
}

/// Closes a promised measure, done or dropped: by the office that promised it, or by whoever answers for all.
///
/// # Errors
/// There is no such reply, it is somebody else's, or the store cannot be written.
pub async fn close(
    service: &Service,
    viewer: &Viewer,
    (plan, id): (&str, i64),
    is_done: bool,
    change: &Change,
) -> Result<Reply, Fault> {
    let replies = service.store().replies(plan).await?;
    let none = || Fault::not_found("没有这条回复。", "There is no such reply.");
    let reply = replies.into_iter().find(|reply| reply.id == id).ok_or_else(none)?;
    if !viewer.reaches_office(Right::Reply, &reply.office) {
        return Err(Fault::forbidden());
    }
    service.store().close_measure(id, is_done, change).await?;
    service.refresh().await?;
    Ok(reply)
}

fn no_target() -> Fault {
    Fault::not_found("规划中没有这个目标。", "The plan has no such target.")
}
