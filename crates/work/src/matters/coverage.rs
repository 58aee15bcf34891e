//! What the matters of a kind name of a plan, and what none of them names: tasks without a policy, policies without an effect.

use super::known::things;
use super::taken::values;
use super::{Seen, list, seen};
use crate::view::{PlanView, heading};
use crate::{Fault, Service, Viewer};
use ::matter::{FieldKind, Kind};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};
use store::{Matter, MatterFilter};

/// What the matters of a kind name of a plan.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    /// How many of them hold: they have not come to an end.
    pub holding: usize,
    /// Things of the plan by sort, in the order task, target, project; sorts that the plan has none of are left out.
    pub sorts: Vec<Sort>,
    /// Those that hold and lack something that they should have, with the fields they lack, for whoever looks.
    pub lacking: Vec<(Seen, Vec<String>)>,
    /// Those that hold and name things that the plan has no more, with what they name.
    pub lost: Vec<(Seen, Vec<String>)>,
    /// The sums of their amounts by field.
    pub sums: Vec<Sum>,
}

/// The things of one sort.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sort {
    /// task, target or project.
    pub name: &'static str,
    /// How many the plan has.
    pub total: usize,
    /// Those that no matter of the kind names, in the order of the plan.
    pub bare: Vec<Bare>,
}

/// A thing of the plan that no matter of the kind names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bare {
    /// As fields name it: `task/k0001`.
    pub key: String,
    /// What people call it.
    pub name: String,
    /// Heading of its chapter; empty for none.
    pub chapter: String,
}

/// The sum of an amount over the matters that hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    /// The field.
    pub field: String,
    /// The sum of what is stated.
    pub total: Decimal,
    /// How many state it.
    pub stated: usize,
}

/// What the matters of a kind name of a plan. It is counted over all of them, so that nothing is called bare because whoever looks
/// may not see what names it; only what they may see is listed.
///
/// # Errors
/// The kind is about nothing of a plan, or the store cannot be read.
pub async fn coverage(
    service: &Service,
    viewer: &Viewer,
    (view, kind): (&PlanView, &Kind),
) -> Result<Coverage, Fault> {
    let Some(field) = &kind.covers else {
        return Err(Fault::not_found(
            "这类事项不对应规划的任务、目标和项目。",
            "Matters of this kind are not about tasks, targets and projects of the plan.",
        ));
    };
    let filter = MatterFilter {
        plan: view.id().to_owned(),
        kind: kind.name.clone(),
        open: true,
        ..MatterFilter::default()
    };
    let all = service.store().matters(&filter).await?;
    let known = things(&view.stored.plan);
    let named = |one: &Matter| -> Vec<String> {
        one.fields.get(field).map_or("", String::as_str).lines().map(str::to_owned).collect()
    };
    let about: BTreeSet<String> = all.iter().flat_map(named).collect();
    let mut found = Coverage {
        holding: all.len(),
        sorts: FieldKind::ITEMS.iter().filter_map(|sort| of_sort(view, sort, &known, &about)).collect(),
        sums: sums(kind, &all),
        ..Coverage::default()
    };
    for one in all {
        let held = values(&one);
        let lacks = kind.wanted.iter().filter(|name| !held.contains_key(*name)).cloned().collect::<Vec<_>>();
        let gone = named(&one).into_iter().filter(|name| !known.iter().any(|(known, _)| known == name));
        let gone: Vec<String> = gone.collect();
        let Some(one) = seen(service, viewer, one).filter(|one| !one.is_public) else { continue };
        if !gone.is_empty() {
            found.lost.push((one.clone(), gone));
        }
        if !lacks.is_empty() {
            found.lacking.push((one, lacks));
        }
    }
    Ok(found)
}

/// The matters that are about things of a plan (policies, systems), as a viewer may see them, by the thing as fields name it: those
/// that hold first.
///
/// # Errors
/// The store cannot be read.
pub async fn carriers(
    service: &Service,
    viewer: &Viewer,
    plan: &str,
) -> Result<BTreeMap<String, Vec<Seen>>, Fault> {
    let mut found: BTreeMap<String, Vec<Seen>> = BTreeMap::new();
    for kind in service.kinds().all() {
        let Some(field) = &kind.covers else { continue };
        let filter =
            MatterFilter { plan: plan.to_owned(), kind: kind.name.clone(), ..MatterFilter::default() };
        for one in list(service, viewer, &filter).await? {
            let things = one.matter.fields.get(field).cloned().unwrap_or_default();
            for thing in things.lines() {
                found.entry(thing.to_owned()).or_default().push(one.clone());
            }
        }
    }
    let has_ended = |one: &Seen| {
        let kind = service.kinds().get(&one.matter.kind);
        let state = kind.and_then(|kind| kind.state(&one.matter.state));
        state.is_some_and(|state| state.is_end() && !state.fed)
    };
    for all in found.values_mut() {
        all.sort_by_key(has_ended);
    }
    Ok(found)
}

fn of_sort(
    view: &PlanView,
    name: &'static str,
    known: &[(String, String)],
    about: &BTreeSet<String>,
) -> Option<Sort> {
    let of_sort = |key: &str| key.split_once('/').is_some_and(|(sort, _)| sort == name);
    let all: Vec<&(String, String)> = known.iter().filter(|(key, _)| of_sort(key)).collect();
    let bare = all.iter().filter(|(key, _)| !about.contains(key)).map(|(key, called)| Bare {
        chapter: chapter(view, key),
        key: key.clone(),
        name: called.clone(),
    });
    (!all.is_empty()).then(|| Sort { name, total: all.len(), bare: bare.collect() })
}

/// The heading of the chapter in which a thing of the plan stands.
fn chapter(view: &PlanView, key: &str) -> String {
    let plan = &view.stored.plan;
    let Some((sort, id)) = key.split_once('/') else { return String::new() };
    let section = match sort {
        "task" => plan.tasks.iter().find(|one| one.id.as_str() == id).map(|one| &one.provenance),
        "target" => plan.targets.iter().find(|one| one.id.as_str() == id).map(|one| &one.provenance),
        _ => plan.projects.iter().find(|one| one.id.as_str() == id).map(|one| &one.provenance),
    };
    let section = section.and_then(|words| words.section.as_ref());
    section.and_then(|section| view.chapter_of(section.as_str())).map_or_else(String::new, heading)
}

fn sums(kind: &Kind, all: &[Matter]) -> Vec<Sum> {
    let amounts = kind.field.iter().filter(|field| field.kind == FieldKind::Amount && field.summed);
    let sum = |field: &::matter::Field| {
        let stated: Vec<Decimal> =
            all.iter().filter_map(|one| one.fields.get(&field.name)?.parse().ok()).collect();
        Sum { field: field.name.clone(), total: stated.iter().sum(), stated: stated.len() }
    };
    amounts.map(sum).collect()
}
