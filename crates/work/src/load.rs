//! A document becomes a plan, or a new version of one: taken in, read, looked at by a person, kept as a draft.
//!
//! Nothing is in the store before the person confirms. What the reader was not certain of comes first, as questions; the
//! answers are corrections that are kept with the draft.

use crate::{Fault, Service, Viewer, conflicts, secret, spatial};
use bytes::Bytes;
use correction::{Act, Correction, Kind, anchor};
use plan::package::Named;
use plan::{Doubt, Plan};
use reading::{Checks, Reading, Request};
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;
use std::sync::Arc;
use store::{Along, Change, Finding, LoadPlan, NewCorrection, PlanFilter, PlanKey};

pub use crate::door::{About, Arrived, Draft, Progress};

/// A row of which the reader was not certain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What sort of row.
    pub kind: Kind,
    /// Its id.
    pub row: String,
    /// Why.
    pub doubt: Doubt,
}

/// What a person says to a row.
#[derive(Clone, Debug)]
pub struct Answer {
    /// What sort of row.
    pub kind: Kind,
    /// Its id.
    pub row: String,
    /// Right, wrong, or with other values.
    pub act: Act,
    /// The other values.
    pub changes: Named,
}

/// The values of a plan of which the reader was not certain, the least certain first.
pub fn questions(plan: &Plan) -> Vec<Question> {
    let targets = plan.targets.iter().map(|row| (Kind::Target, row.id.to_string(), &row.provenance.doubt));
    let observations =
        plan.observations.iter().map(|row| (Kind::Observation, row.id.to_string(), &row.provenance.doubt));
    let mut all: Vec<Question> = targets
        .chain(observations)
        .filter_map(|(kind, row, doubt)| Some(Question { kind, row, doubt: doubt.clone()? }))
        .collect();
    all.sort_by_key(|one| one.doubt.confidence);
    all
}

/// The projects of a plan that wait for a person to confirm them, the most likely first.
///
/// They are not asked about before a draft is kept: they stand beside the projects, and are not counted.
pub fn unconfirmed(plan: &Plan) -> Vec<Question> {
    let mut all: Vec<Question> = plan
        .projects
        .iter()
        .filter_map(|row| {
            let doubt = row.provenance.doubt.clone()?;
            Some(Question { kind: Kind::Project, row: row.id.to_string(), doubt })
        })
        .collect();
    all.sort_by_key(|one| std::cmp::Reverse(one.doubt.confidence));
    all
}

fn owner(viewer: &Viewer) -> Result<&str, Fault> {
    viewer.account().map(|account| account.name.as_str()).ok_or_else(Fault::sign_in)
}

/// Takes a document in and begins to read it; gives the key that finds it again. `plan` is the plan that it is a new
/// version of.
///
/// # Errors
/// Nobody is signed in.
pub fn begin(
    service: &Service,
    viewer: &Viewer,
    plan: Option<&str>,
    name: &str,
    content: &Bytes,
) -> Result<String, Fault> {
    let key = secret::fresh().map_err(|error| Fault::internal(&error))?;
    service.door().put(&key, owner(viewer)?, plan, name, content.clone());
    read(service, &key, name, content.clone(), About::default());
    Ok(key)
}

/// Reads a document again with what a person knows better.
///
/// # Errors
/// Nobody is signed in, or the document waits no more.
pub fn again(service: &Service, viewer: &Viewer, key: &str, about: About) -> Result<(), Fault> {
    let arrived = look(service, viewer, key)?;
    read(service, key, &arrived.name, arrived.content, about);
    Ok(())
}

/// A document on its way in.
///
/// # Errors
/// Nobody is signed in, or the document waits no more.
pub fn look(service: &Service, viewer: &Viewer, key: &str) -> Result<Arrived, Fault> {
    service.door().get(key, owner(viewer)?).ok_or_else(gone)
}

/// Forgets a document.
///
/// # Errors
/// Nobody is signed in, or the document waits no more.
pub fn forget(service: &Service, viewer: &Viewer, key: &str) -> Result<(), Fault> {
    look(service, viewer, key)?;
    service.door().forget(key);
    Ok(())
}

fn gone() -> Fault {
    Fault::not_found(
        "这份文件已不在等待之列（最多等两小时），请重新上传。",
        "The document waits no more (two hours at most); upload it again.",
    )
}

fn read(service: &Service, key: &str, name: &str, content: Bytes, about: About) {
    let Some(turn) = service.door().begin(key, about.clone()) else { return };
    let (service, key, name) = (service.clone(), key.to_owned(), name.to_owned());
    // Nobody's request waits for it: the page asks again how far it is.
    tokio::spawn(async move {
        let About { region, period, kind } = about;
        let check = Some(Checks::default());
        let request = Request { name: name.clone(), region, period, kind, check, hold_back: true };
        let door = service.door().clone();
        let told = |before: usize| door.tell(&key, turn, Progress::Reading(before));
        let done = match service.reader().document_in_turn(content.to_vec(), request, &told).await {
            Err(words) => Progress::Refused(words),
            Ok(reading) if reading.is_nothing() => Progress::Refused(nothing()),
            Ok(reading) => Progress::Read(Arc::new(draft(reading, name, &content))),
        };
        door.tell(&key, turn, done);
    });
}

fn nothing() -> source::Words {
    source::Words::new(
        "没有读出章节、目标、项目或任务：这可能不是规划文本，或者是没有文字层的扫描件。",
        "No chapter, target, project or task was found: this may be no plan, or a scan without text.",
    )
}

fn draft(reading: Reading, name: String, content: &Bytes) -> Draft {
    let mut sha256 = String::with_capacity(64);
    for byte in Sha256::digest(content) {
        let _ = write!(sha256, "{byte:02x}");
    }
    let mut plan = reading.plan.clone();
    plan.source = Some(plan::Source { name, sha256 });
    Draft { reading, plan }
}

/// The plan that a document would be a new version of: the one asked for, else one of the same title, region and period.
///
/// # Errors
/// The store cannot be read.
pub async fn same(service: &Service, arrived: &Arrived, plan: &Plan) -> Result<Option<PlanKey>, Fault> {
    let (all, _) = service.store().plans(&PlanFilter { archived: true, ..PlanFilter::default() }).await?;
    let is_same = |one: &&store::PlanSummary| match &arrived.plan {
        Some(id) => one.key.plan == *id,
        None => one.title == plan.title && one.region == plan.region && one.period == plan.period,
    };
    Ok(all.iter().find(is_same).map(|one| one.key.clone()))
}

/// Keeps a document that was looked at as a draft, with the answers to its questions, in one transaction.
///
/// # Errors
/// The document waits no more or is still being read, an answer makes no row, or the store cannot be written.
pub async fn keep(
    service: &Service,
    viewer: &Viewer,
    key: &str,
    answers: &[Answer],
    change: &Change,
) -> Result<PlanKey, Fault> {
    let arrived = look(service, viewer, key)?;
    let Progress::Read(draft) = &arrived.progress else { return Err(gone()) };
    let (plan, document) = (&draft.plan, &draft.reading.document);
    let mut corrections: Vec<NewCorrection> = Vec::new();
    for answer in answers {
        let Some(anchor) = anchor(plan, &document.text, answer.kind, &answer.row) else { continue };
        let id = corrections.len() as i64;
        let changes = answer.changes.clone();
        let correction = Correction { id, kind: answer.kind, act: answer.act, anchor, changes };
        if let Some(why) = correction.fault(plan, &document.text, &[]) {
            let words = why.words();
            return Err(Fault::bad_request(words.zh, words.en));
        }
        corrections.push(NewCorrection { correction, version: 1, instead_of: None });
    }
    let noticed = draft.reading.noticed.iter().chain(&draft.reading.found);
    let findings: Vec<Finding> = noticed.map(Finding::from).collect();
    let load = LoadPlan {
        id: arrived.plan.as_deref(),
        plan,
        document: (!document.text.is_empty()).then_some(document),
        findings: &findings,
    };
    let sha256 = plan.source.as_ref().map_or("", |source| source.sha256.as_str());
    let file = store::NewAttachment {
        secrecy: None,
        name: &arrived.name,
        media_type: "application/octet-stream",
        sha256,
        content: &arrived.content,
    };
    let along = Along { corrections: &corrections, file: Some(file), ..Along::default() };
    let carried = service.store().carry_ids(&load).await?;
    let load = LoadPlan { plan: &carried.plan, ..load };
    let kept = service.store().load_plan_along(load, along, change).await?;
    service.door().forget(key);
    service.refresh().await?;
    let view = service.plan(viewer, &crate::Question::now(&kept.plan)).await?;
    conflicts::keep_said(service, &view, change).await?;
    spatial::restate(service, &kept.plan, change).await?;
    service.refresh().await?;
    Ok(kept)
}
