//! States of projects that a program hands in: dispatches of a month, each like the word of the body that answers for the project.

use super::dispatch::follow;
use super::terms::this_month;
use crate::push::{
    Batch, NotTaken, Taken, Why, Wrong, Wrongs, known, refused, repeated, system, to_keep, wrong,
};
use crate::{Fault, Question, Service, Viewer, number};
use duty::Right;
use projects::{Month, Stage};
use rust_decimal::Decimal;
use source::Words;
use std::collections::{BTreeMap, BTreeSet};
use store::{Change, Dispatch, ProjectFacts, ProjectItem};

/// How a project stands, as a program sends it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StateOf {
    /// Number in the register, unified code, or name of the project.
    pub project: String,
    /// Name or word of a stage; empty for none stated.
    pub stage: String,
    /// Investment done since the beginning, in 10,000 yuan; empty for none stated.
    pub done: String,
    /// Investment planned for the year, in 10,000 yuan; empty for none stated.
    pub planned: String,
    /// How it goes.
    pub progress: String,
    /// What is in the way.
    pub problem: String,
    /// What is asked to be decided.
    pub need: String,
}

/// Longest text, in characters.
const LONGEST: usize = 1000;

/// Hands in how projects stood in a month: all or none, once under the key of the batch.
///
/// # Errors
/// Something in the batch is wrong, or the store cannot be written.
pub async fn push_states(
    service: &Service,
    viewer: &Viewer,
    plan: &str,
    (batch, month, sent): (&Batch<'_>, &str, &[StateOf]),
    change: &Change,
) -> Result<Taken, NotTaken> {
    let view = service.plan(viewer, &Question::now(plan)).await?;
    if let Some(known) = known(service, viewer, (view.id(), batch, sent.len())).await? {
        return Ok(known);
    }
    let month = Month::parse(month).filter(|month| month.to_string() <= this_month(service).to_string());
    let month = month.ok_or_else(|| {
        refused(
            Why::Month,
            "month 应为已经到来的月份，如 2026-05。",
            "month must be a month that has come, like 2026-05.",
        )
    })?;
    let system = system(service, viewer, (view.id(), batch.system)).await?;
    let held = Held::of(service, viewer, view.id(), (month.to_string(), &system)).await?;
    let (mut wrongs, mut facts, mut seen) = (Wrongs::default(), Vec::new(), BTreeSet::new());
    for (at, one) in sent.iter().enumerate() {
        match held.fact(one) {
            Err((why, words)) => wrongs.at(at, why, words),
            Ok((item, _)) if !seen.insert(item.id) => {
                wrongs.at(at, Why::Twice, Words::new("同一项目出现两次", "this project stands there twice"));
            }
            Ok((item, dispatch)) => facts.push((item, dispatch)),
        }
    }
    if let Some(refused) = wrongs.refused() {
        return Err(NotTaken::Refused(refused));
    }
    let new = to_keep((view.id(), "projects"), batch, (system.clone(), sent.len()));
    if batch.is_dry {
        return Ok(Taken { push: store::Push { kept: new.items, ..new }, is_repeated: false });
    }
    let facts = held.followed(service, facts).await?;
    let (push, is_new) = service.store().push_projects(&new, &facts, change).await?;
    if !is_new {
        return repeated(push, batch);
    }
    service.refresh().await?;
    Ok(Taken { push, is_repeated: false })
}

/// What states are held to.
struct Held<'a> {
    viewer: &'a Viewer,
    items: Vec<ProjectItem>,
    /// Places of the projects by what names them: the number before the code, the code before the name, the first of each.
    by_key: BTreeMap<String, usize>,
    /// Ids of offices by name.
    offices: BTreeMap<String, String>,
    month: String,
    system: &'a str,
}

impl<'a> Held<'a> {
    async fn of(
        service: &Service,
        viewer: &'a Viewer,
        plan: &str,
        (month, system): (String, &'a str),
    ) -> Result<Self, Fault> {
        let mut items = service.store().all_projects(plan).await?;
        items.retain(|item| item.refused.is_empty());
        let offices = crate::offices::offices(service).await?;
        let offices = offices.into_values().map(|office| (office.name, office.id)).collect();
        let keys: [fn(&ProjectItem) -> String; 3] =
            [|item| item.id.to_string(), |item| item.code.clone(), |item| item.name.clone()];
        let mut by_key = BTreeMap::new();
        for key in keys {
            for (at, item) in items.iter().enumerate() {
                by_key.entry(key(item)).or_insert(at);
            }
        }
        // Where there is no code, nothing is named by it.
        by_key.remove("");
        Ok(Self { viewer, items, by_key, offices, month, system })
    }

    fn project(&self, named: &str) -> Result<&ProjectItem, Wrong> {
        let named = named.trim();
        let Some(item) = self.by_key.get(named).map(|at| &self.items[*at]) else {
            return wrong(
                Why::Project,
                format!("项目库中没有“{named}”"),
                format!("the register has no project {named}"),
            );
        };
        let office = self.offices.get(&item.office).unwrap_or(&item.office);
        if self.viewer.may(Right::EditPlan) || self.viewer.reaches_office(Right::HandIn, office) {
            return Ok(item);
        }
        wrong(
            Why::Foreign,
            format!("“{}”不由本账号的单位调度", item.name),
            format!("{} is not for the body of this account", item.name),
        )
    }

    fn fact(&self, one: &StateOf) -> Result<(ProjectItem, Dispatch), Wrong> {
        let item = self.project(&one.project)?.clone();
        let words = one.stage.trim();
        let stage = Stage::parse(words).or_else(|| Stage::of_words(words));
        if stage.is_none() && !words.is_empty() {
            return wrong(Why::Stage, format!("没有阶段“{words}”"), format!("there is no stage {words}"));
        }
        if [&one.progress, &one.problem, &one.need].iter().any(|text| text.chars().count() > LONGEST) {
            return wrong(Why::Value, "文字过长", "a text is too long");
        }
        let dispatch = Dispatch {
            month: self.month.clone(),
            done: money(&one.done)?,
            planned: money(&one.planned)?,
            stage: stage.map_or_else(String::new, |stage| stage.name().to_owned()),
            progress: one.progress.clone(),
            problem: one.problem.clone(),
            need: one.need.clone(),
            source: self.system.to_owned(),
            ..Dispatch::default()
        };
        Ok((item, dispatch))
    }

    /// The projects behind their dispatches. What an earlier month says of the stage does not undo what a later one said.
    async fn followed(
        &self,
        service: &Service,
        facts: Vec<(ProjectItem, Dispatch)>,
    ) -> Result<Vec<ProjectFacts>, Fault> {
        let ids: Vec<i64> = facts.iter().map(|(item, _)| item.id).collect();
        let all = service.store().dispatches(&ids).await?;
        let later: BTreeSet<i64> =
            all.into_iter().filter(|one| one.month > self.month).map(|one| one.project_item).collect();
        let facts = facts.into_iter().map(|(mut item, dispatch)| {
            if !later.contains(&item.id) {
                follow(&mut item, &dispatch);
            }
            ProjectFacts { dispatches: vec![dispatch], ..item.into() }
        });
        Ok(facts.collect())
    }
}

fn money(text: &str) -> Result<Option<Decimal>, Wrong> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    match number::typed(text) {
        Some(value) if !value.is_sign_negative() => Ok(Some(value)),
        _ => wrong(Why::Value, format!("“{text}”不是金额"), format!("“{text}” is no amount of money")),
    }
}
