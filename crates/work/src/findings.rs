//! Findings as work: matters of the kind `finding`, one for each finding that somebody said something of; one of which nobody
//! did is open.
//!
//! A finding is named by its rule, its chapter and the words it is about, not by its place in bytes, so that what was
//! decided holds for another reading and for a further version of the document.

use crate::matters;
use crate::notice::tell;
use crate::view::{PlanView, heading};
use crate::{Fault, Question, Service, Viewer};
use ::matter::{Given, Kind, Now, Taken};
use audit::Digest;
use plan::Section;
use source::Words;
use std::collections::BTreeMap;
use store::{Change, Finding, Matter, MatterFilter, MatterStep, NewNotice};

/// The kind of matter that a finding is.
pub const KIND: &str = "finding";

/// A finding with what is done about it.
pub struct Found<'a> {
    /// What was found.
    pub finding: &'a Finding,
    /// Its name.
    pub key: String,
    /// The chapter that it is about, when it is about a place.
    pub chapter: Option<&'a Section>,
    /// What is done about it; nothing yet when it is `None`.
    pub work: Option<Matter>,
}

impl Found<'_> {
    /// Whether somebody still has to do something.
    pub fn is_open(&self) -> bool {
        self.work.as_ref().is_none_or(|work| work.is_open)
    }

    /// Where the work stands, by the name of the state.
    pub fn state<'k>(&'k self, kind: &'k Kind) -> &'k str {
        self.work.as_ref().map_or(&kind.open.state, |work| &work.state)
    }

    /// Number and title of the chapter; empty for a finding about no place.
    pub fn chapter_name(&self) -> String {
        self.chapter.map_or_else(String::new, heading)
    }

    /// The matter as it stands, or as it would be opened now.
    fn matter(&self, kind: &Kind) -> Matter {
        self.work.clone().unwrap_or_else(|| Matter {
            kind: kind.name.clone(),
            subject: self.key.clone(),
            title: self.finding.message.zh.clone(),
            state: kind.open.state.clone(),
            is_open: true,
            fields: BTreeMap::from([("code".to_owned(), self.finding.code.clone())]),
            ..Matter::default()
        })
    }

    /// A step of the work as the store takes it; the first opens the matter.
    fn step(
        &self,
        kind: &Kind,
        viewer: &Viewer,
        step: &str,
        values: &BTreeMap<String, String>,
    ) -> Result<(Taken, MatterStep<'static>), Fault> {
        let matter = self.matter(kind);
        let (held, stand) = (matters::values(&matter), matters::stand(viewer, Some(&matter)));
        let now = Now { state: &matter.state, values: &held, has_open_parts: false };
        let given = Given { values: values.clone(), files: 0 };
        let taken = kind.take(now, step, stand, &given).map_err(|refusal| matters::refused(&refusal))?;
        let made = matters::prepared(kind, viewer, matter, (step, taken.clone()), &[]);
        Ok((taken, made))
    }
}

/// The kind of the work on findings.
///
/// # Errors
/// Whoever started the program took it away.
pub fn kind(service: &Service) -> Result<&Kind, Fault> {
    matters::kind_of(service, KIND)
}

/// The findings of a plan in their order, each with what is done about it.
///
/// # Errors
/// The store cannot be read.
pub async fn all<'a>(service: &Service, view: &'a PlanView) -> Result<Vec<Found<'a>>, Fault> {
    let (plan, kind) = (view.id().to_owned(), KIND.to_owned());
    let kept = service.store().matters(&MatterFilter { plan, kind, ..MatterFilter::default() }).await?;
    let mut kept: BTreeMap<String, Matter> = kept.into_iter().map(|one| (one.subject.clone(), one)).collect();
    Ok(named(view)
        .into_iter()
        .map(|(finding, chapter, key)| Found { finding, work: kept.remove(&key), key, chapter })
        .collect())
}

/// Takes a step with findings by their names, all or none; gives how many there were.
///
/// # Errors
/// There is no such account, a reason is missing, or the store cannot be written.
pub async fn decide(
    service: &Service,
    viewer: &Viewer,
    plan: &str,
    keys: &[String],
    (step, values): (&str, &BTreeMap<String, String>),
    change: &Change,
) -> Result<usize, Fault> {
    let kind = kind(service)?;
    let view = service.plan(viewer, &Question::now(plan)).await?;
    let chosen = all(service, &view).await?.into_iter().filter(|found| keys.contains(&found.key));
    let mut steps = Vec::new();
    let mut owner = None;
    for found in chosen {
        let (taken, made) = found.step(kind, viewer, step, values)?;
        if steps.is_empty() {
            matters::parties_are_known(service, plan, &taken.values).await?;
        }
        owner = owner.or_else(|| taken.values.get("owner").cloned().filter(|_| !taken.tells.is_empty()));
        steps.push(made);
    }
    if steps.is_empty() {
        return Err(Fault::bad_request("请先勾选检查结果。", "Tick findings first."));
    }
    service.store().put_matters(plan, &steps, change).await?;
    if let Some(name) = owner.as_deref().and_then(|owner| owner.strip_prefix("account/")) {
        assigned(service, plan, name, steps.len(), change).await?;
    }
    service.refresh().await?;
    Ok(steps.len())
}

/// The step of a finding whose text was changed: it is done.
///
/// # Errors
/// It may not be done by this viewer.
pub(crate) fn mended(
    service: &Service,
    viewer: &Viewer,
    found: &Found<'_>,
    why: &str,
) -> Result<MatterStep<'static>, Fault> {
    let values = BTreeMap::from([("reason".to_owned(), why.to_owned())]);
    Ok(found.step(kind(service)?, viewer, "done", &values)?.1)
}

/// Tells an account that findings are its to work on: one notice, however many.
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
