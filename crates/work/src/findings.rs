//! Findings as work: which are open, who works on one, which are left as they are and why.
//!
//! A finding is named by its rule, its chapter and the words it is about, not by its place in bytes, so that what was
//! decided holds for another reading and for a further version of the document.

use crate::notice::tell;
use crate::view::{PlanView, heading};
use crate::{Fault, Question, Service, Viewer};
use audit::Digest;
use plan::Section;
use source::Words;
use std::collections::BTreeMap;
use store::{Change, Finding, FindingState, FindingWork, NewNotice};

/// A finding with what is done about it.
pub struct Found<'a> {
    /// What was found.
    pub finding: &'a Finding,
    /// Its name.
    pub key: String,
    /// The chapter that it is about, when it is about a place.
    pub chapter: Option<&'a Section>,
    /// What is done about it; nothing yet when it is `None`.
    pub work: Option<FindingWork>,
}

impl Found<'_> {
    /// Where the work stands.
    pub fn state(&self) -> FindingState {
        self.work.as_ref().map_or(FindingState::Open, |work| work.state)
    }

    /// Number and title of the chapter; empty for a finding about no place.
    pub fn chapter_name(&self) -> String {
        self.chapter.map_or_else(String::new, heading)
    }
}

/// What a person decides about findings.
#[derive(Clone, Debug)]
pub struct Decision {
    /// Where they stand from now on.
    pub state: FindingState,
    /// Who works on them; `None` leaves that as it is.
    pub assignee: Option<String>,
    /// Why.
    pub reason: String,
}

/// The findings of a plan in their order, each with what is done about it.
///
/// # Errors
/// The store cannot be read.
pub async fn all<'a>(service: &Service, view: &'a PlanView) -> Result<Vec<Found<'a>>, Fault> {
    let kept = service.store().finding_work(view.id()).await?;
    let mut kept: BTreeMap<String, FindingWork> =
        kept.into_iter().map(|one| (one.finding.clone(), one)).collect();
    Ok(named(view)
        .into_iter()
        .map(|(finding, chapter, key)| Found { finding, work: kept.remove(&key), key, chapter })
        .collect())
}

/// Decides about findings by their names, all or none.
///
/// # Errors
/// There is no such account, a reason is missing, or the store cannot be written.
pub async fn decide(
    service: &Service,
    viewer: &Viewer,
    plan: &str,
    keys: &[String],
    decision: &Decision,
    change: &Change,
) -> Result<usize, Fault> {
    if decision.state == FindingState::Ignored && decision.reason.is_empty() {
        return Err(Fault::bad_request(
            "不处理一条检查结果时请写明理由。",
            "Give a reason when a finding is left as it is.",
        ));
    }
    if let Some(name) = decision.assignee.as_deref().filter(|name| !name.is_empty())
        && !service.store().accounts().await?.iter().any(|account| account.name == name && account.active)
    {
        return Err(Fault::bad_request("没有这个账号。", "There is no such account."));
    }
    let view = service.plan(viewer, &Question::now(plan)).await?;
    let chosen = all(service, &view).await?.into_iter().filter(|found| keys.contains(&found.key));
    let works: Vec<FindingWork> = chosen
        .map(|found| {
            let before = found.work.map(|work| work.assignee).unwrap_or_default();
            FindingWork {
                finding: found.key,
                code: found.finding.code.clone(),
                words: found.finding.message.zh.clone(),
                state: decision.state,
                assignee: decision.assignee.clone().unwrap_or(before),
                reason: decision.reason.clone(),
                who: String::new(),
                at: String::new(),
            }
        })
        .collect();
    if works.is_empty() {
        return Err(Fault::bad_request("请先勾选检查结果。", "Tick findings first."));
    }
    service.store().put_finding_work(plan, &works, change).await?;
    if let Some(name) = decision.assignee.as_deref().filter(|name| !name.is_empty()) {
        assigned(service, plan, name, works.len(), change).await?;
    }
    service.refresh().await?;
    Ok(works.len())
}

/// Tells an account that findings are its to work on.
async fn assigned(
    service: &Service,
    plan: &str,
    account: &str,
    count: usize,
    change: &Change,
) -> Result<(), Fault> {
    let notice = NewNotice {
        account: account.to_owned(),
        key: format!("finding/{plan}/{}", change.at()),
        kind: "finding".to_owned(),
        link: format!("/plans/{plan}/diagnostics"),
        words: Words::new(
            format!("有{count}条检查结果指派给您处理。"),
            format!("{count} findings are assigned to you."),
        ),
    };
    tell(service, &[notice], service.now()).await?;
    Ok(())
}

/// Every finding with its chapter and name.
fn named(view: &PlanView) -> Vec<(&Finding, Option<&Section>, String)> {
    let text = view.stored.document.as_ref().map_or("", |document| document.text.as_str());
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    view.stored
        .findings
        .iter()
        .map(|finding| {
            let chapter = finding.labels.first().and_then(|label| chapter_at(view, label.span.start));
            let key = name(finding, chapter, text);
            let count = seen.entry(key.clone()).or_default();
            *count += 1;
            // The same words twice in a chapter: in their order.
            let key = if *count == 1 { key } else { format!("{key}-{count}") };
            (finding, chapter, key)
        })
        .collect()
}

fn chapter_at(view: &PlanView, at: usize) -> Option<&Section> {
    let section = view.stored.plan.sections.iter().rev().find(|section| section.span.start <= at)?;
    view.chapter_of(section.id.as_str())
}

fn name(finding: &Finding, chapter: Option<&Section>, text: &str) -> String {
    let mut digest = Digest::default();
    digest.text(&finding.code);
    // The title without its number: a chapter before it moves no finding.
    digest.text(chapter.map_or("", |chapter| chapter.title.as_str()));
    for label in &finding.labels {
        let words = text.get(label.span.start..label.span.end).unwrap_or_default();
        digest.text(&words.chars().filter(|letter| !letter.is_whitespace()).collect::<String>());
    }
    if finding.labels.is_empty() {
        digest.text(&finding.message.zh);
    }
    let mut name = digest.finish().to_string();
    name.truncate(24);
    name
}
