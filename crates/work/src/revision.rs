//! Revising targets while a plan runs (中期调整): proposed with reasons, approved by a document, in force from a day on.
//!
//! What a plan said before stays: a target keeps all its revisions, so that an assessment of a moment before the revision
//! comes out as it did then, and one of a moment behind it as it does now.

use crate::view::{Judged, Moment, PlanView, State};
use crate::{Fault, Kind, Question, Service, Viewer, clock};
use assess::Alert;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use plan::Target;
use plan::package::{Fields as _, Named};
use std::sync::Arc;
use store::{Change, NewRevision, Revision, RevisionItem, RevisionState};

/// The fields of a target that a revision may change.
pub const FIELDS: [&str; 4] = ["comparator", "value", "value_high", "year"];

/// What is judged of a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Where it stands.
    pub state: State,
    /// Its warning.
    pub alert: Alert,
}

impl Verdict {
    fn of(judged: &Judged, target: &str) -> Self {
        let row = judged.of_target(target).find(|row| row.region.is_empty());
        Self { state: judged.state_of_target(target), alert: row.map_or(Alert::None, |row| row.alert) }
    }
}

/// What a revision does to one target.
#[derive(Clone, Debug)]
pub struct Effect {
    /// The target as it read, or reads, before.
    pub before: Target,
    /// As it reads, or would read, behind it; nothing when the values make no target.
    pub after: Option<Target>,
    /// What was judged of it before.
    pub verdict_before: Verdict,
    /// What is judged of it behind it.
    pub verdict_after: Option<Verdict>,
    /// Why this target.
    pub reason: String,
}

/// A revision with what it does.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The revision.
    pub revision: Revision,
    /// What it does to each target, those that are no longer there left out.
    pub effects: Vec<Effect>,
    /// Targets that the current version does not have.
    pub gone: Vec<String>,
    /// The moments before and behind it, at which the plan can be asked for as it stood.
    pub moments: Option<(Timestamp, Timestamp)>,
}

/// A target with other values.
///
/// # Errors
/// The values make no target.
pub fn revised(target: &Target, changes: &Named) -> Result<Target, Fault> {
    let mut fields = target.named();
    let mut value = changes.clone();
    value.retain(|name, _| FIELDS.contains(&name.as_str()));
    // The printed words are those of the document; a new value has its own.
    if let Some(new) = value.get("value")
        && fields.get("value") != Some(new)
    {
        fields.insert("value_text".to_owned(), new.clone());
    }
    fields.extend(value);
    Target::of_named(&fields).map_err(|problems| {
        let all = problems.iter().map(|problem| problem.message.zh.clone()).collect::<Vec<_>>().join("；");
        let en = problems.iter().map(|problem| problem.message.en.clone()).collect::<Vec<_>>().join("; ");
        Fault::bad_request(format!("目标的新值不成立：{all}"), format!("The new values make no target: {en}"))
    })
}

/// Proposes a revision.
///
/// # Errors
/// Nothing is said of why, no target gets another value, a value makes no target, or the store cannot be written.
pub async fn propose(
    service: &Service,
    viewer: &Viewer,
    plan: &str,
    new: NewRevision,
    change: &Change,
) -> Result<i64, Fault> {
    let view = service.plan(viewer, &Question::now(plan)).await?;
    let mut items = Vec::new();
    for item in new.items {
        let target = view.target(&item.target).ok_or_else(no_such_target)?;
        let now = target.named();
        let mut changes = item.changes;
        changes.retain(|name, value| now.get(name).map_or("", String::as_str) != value);
        if !changes.is_empty() {
            revised(target, &changes)?;
            items.push(RevisionItem { changes, ..item });
        }
    }
    if new.title.is_empty() || new.reason.is_empty() || items.is_empty() {
        return Err(Fault::bad_request(
            "请写明调整的名称和理由，并至少给一项目标新的数值。",
            "Name the revision, say why, and give at least one target another value.",
        ));
    }
    let id = service.store().propose_revision(plan, &NewRevision { items, ..new }, change).await?;
    service.refresh().await?;
    Ok(id)
}

/// What approves a revision.
#[derive(Clone, Debug, Default)]
pub struct Approval {
    /// Number of the document.
    pub document: String,
    /// Its day.
    pub approved_on: String,
    /// The day from which the revision holds.
    pub effective_on: String,
}

/// Records what approves a revision. When its day has come the targets read so at once, else on that day.
///
/// # Errors
/// The document or a day is missing, there is no such proposal, or the store cannot be written.
pub async fn approve(
    service: &Service,
    viewer: &Viewer,
    (plan, id): (&str, i64),
    approval: &Approval,
    change: &Change,
) -> Result<(), Fault> {
    let day = |text: &str| text.parse::<Date>().ok();
    let days = day(&approval.approved_on).zip(day(&approval.effective_on));
    let Some((approved_on, effective_on)) = days.filter(|_| !approval.document.is_empty()) else {
        return Err(Fault::bad_request(
            "请写明批准文件的文号、日期和生效日期。",
            "Give number and day of the approving document, and the day from which it holds.",
        ));
    };
    if approved_on > service.today() {
        return Err(Fault::bad_request("批准日期还没有到。", "The day of approval has not come."));
    }
    let view = service.plan(viewer, &Question::now(plan)).await?;
    let revision = one(service, plan, id).await?;
    if revision.state() != RevisionState::Proposed {
        return Err(Fault::bad_request(
            "这次调整已经批准或撤销。",
            "This revision was approved or given up.",
        ));
    }
    let targets = if effective_on <= service.today() { targets(&view, &revision)? } else { Vec::new() };
    let change = Change { why: why(&revision, &approval.document), ..change.clone() };
    let told = (approval.document.as_str(), approved_on.to_string(), effective_on.to_string());
    let told = (told.0, told.1.as_str(), told.2.as_str());
    service.store().approve_revision((plan, id), told, &targets, &change).await?;
    service.refresh().await?;
    Ok(())
}

/// Why a target reads otherwise: the name of the revision, and the document.
fn why(revision: &Revision, document: &str) -> String {
    format!("{}（{document}）：{}", revision.title, revision.reason)
}

/// Puts into force what was approved for a day that has come; gives how many there were.
///
/// # Errors
/// The store cannot be written.
pub async fn put_into_force(service: &Service) -> Result<usize, Fault> {
    let due = service.store().revisions_due(&service.today().to_string()).await?;
    for (plan, id) in &due {
        let view = service.plan(&Viewer::System, &Question::now(plan.as_str())).await?;
        let revision = one(service, plan, *id).await?;
        let document = revision.document.clone().unwrap_or_default();
        let change = Change { why: why(&revision, &document), ..service.own_change() };
        service.store().enforce_revision((plan, *id), &targets(&view, &revision)?, &change).await?;
    }
    if !due.is_empty() {
        service.refresh().await?;
    }
    Ok(due.len())
}

/// Gives a revision up.
///
/// # Errors
/// There is none that could be, or the store cannot be written.
pub async fn give_up(service: &Service, (plan, id): (&str, i64), change: &Change) -> Result<(), Fault> {
    service.store().drop_revision(plan, id, change).await?;
    service.refresh().await?;
    Ok(())
}

async fn one(service: &Service, plan: &str, id: i64) -> Result<Revision, Fault> {
    let all = service.store().revisions(plan).await?;
    all.into_iter().find(|one| one.id == id).ok_or_else(no_such_revision)
}

fn targets(view: &PlanView, revision: &Revision) -> Result<Vec<Target>, Fault> {
    let of = |item: &RevisionItem| match view.target(&item.target) {
        Some(target) => revised(target, &item.changes),
        None => Err(no_such_target()),
    };
    revision.items.iter().map(of).collect()
}

/// A revision with what it does, or would do, to the verdict of each target.
///
/// # Errors
/// There is no such revision, or the plan cannot be read.
pub async fn shown(service: &Service, viewer: &Viewer, plan: &str, id: i64) -> Result<Shown, Fault> {
    let revision = one(service, plan, id).await?;
    let moments = revision.in_force_at.as_deref().and_then(clock::moment).map(|at| {
        // The store keeps whole seconds.
        (at.saturating_sub(SignedDuration::from_secs(1)).unwrap_or(at), at)
    });
    let (before, after) = match moments {
        Some((before, at)) => {
            let stood = |at| Question { stood_at: Some(at), ..Question::now(plan) };
            let before = service.judged(viewer, &stood(before)).await?;
            (before, Some(service.judged(viewer, &stood(at)).await?))
        }
        None => (service.judged(viewer, &Question::now(plan)).await?, None),
    };
    let after = match after {
        Some(after) => after,
        None => supposed(service, &before, &revision).await?,
    };
    let (mut effects, mut gone) = (Vec::new(), Vec::new());
    for item in &revision.items {
        let Some(target) = before.view.target(&item.target) else {
            gone.push(item.target.clone());
            continue;
        };
        let new = revised(target, &item.changes).ok();
        effects.push(Effect {
            before: target.clone(),
            verdict_before: Verdict::of(&before, &item.target),
            verdict_after: new.is_some().then(|| Verdict::of(&after, &item.target)),
            after: new,
            reason: item.reason.clone(),
        });
    }
    Ok(Shown { revision, effects, gone, moments })
}

/// The plan judged as if a revision were in force.
async fn supposed(service: &Service, now: &Arc<Judged>, revision: &Revision) -> Result<Arc<Judged>, Fault> {
    let mut stored = now.view.stored.clone();
    for item in &revision.items {
        let place = stored.plan.targets.iter_mut().find(|target| target.id.as_str() == item.target);
        if let Some(place) = place
            && let Ok(new) = revised(place, &item.changes)
        {
            *place = new;
        }
    }
    let (rules, moment): (_, Moment) = (crate::heed::heeded(service.rules(), &now.view), now.moment.clone());
    let judged =
        tokio::task::spawn_blocking(move || Judged::new(Arc::new(PlanView::new(stored)), moment, rules));
    Ok(Arc::new(judged.await.map_err(|error| Fault::internal(&error))?))
}

/// What each revision of a target did to its verdict: by the moment of the change, before and behind.
///
/// # Errors
/// The plan cannot be read.
pub async fn verdicts(
    service: &Service,
    viewer: &Viewer,
    plan: &str,
    target: &str,
    at: &str,
) -> Result<Option<(Verdict, Verdict)>, Fault> {
    let Some(moment) = clock::moment(at) else { return Ok(None) };
    let stood = |at| Question { stood_at: Some(at), ..Question::now(plan) };
    let before = moment.saturating_sub(SignedDuration::from_secs(1)).unwrap_or(moment);
    let before = match service.judged(viewer, &stood(before)).await {
        Ok(before) => before,
        // What was revised in the second in which it was loaded has no state before.
        Err(fault) if fault.kind == Kind::NotFound => return Ok(None),
        Err(fault) => return Err(fault),
    };
    let after = service.judged(viewer, &stood(moment)).await?;
    Ok(Some((Verdict::of(&before, target), Verdict::of(&after, target))))
}

fn no_such_revision() -> Fault {
    Fault::not_found("没有这次调整。", "There is no such revision.")
}

fn no_such_target() -> Fault {
    Fault::not_found(
        "当前版本中没有这项目标，请重新提出调整。",
        "The current version has no such target; propose the revision anew.",
    )
}
