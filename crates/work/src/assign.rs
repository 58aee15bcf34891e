//! Who answers for what: proposals to confirm, duties to add, change and take away.

use crate::item::{Item, items, key_of};
use crate::notice::assigned;
use crate::offices::offices;
use crate::propose::propose;
use crate::{Fault, Question, Service, Viewer};
use plan::{AssignmentRole, Plan};
use std::collections::BTreeMap;
use store::{Change, Duty, Office};

/// Longest time that a duty may leave after the end of its period, in days.
const MOST_DAYS: u16 = 366;

/// One change of the duties of a plan.
#[derive(Clone, Debug)]
pub enum Assign {
    /// Proposes duties for what nobody has.
    Propose,
    /// Confirms the proposals with these keys.
    Confirm(Vec<String>),
    /// Confirms all proposals.
    ConfirmAll,
    /// Takes the duties with these keys away.
    Remove(Vec<String>),
    /// Gives a duty that somebody wrote down.
    Add(Duty),
    /// Gives back duties that were taken away, as they were.
    Restore(Vec<Duty>),
}

/// Changes duties, all or none, and tells those who answer for them now.
///
/// # Errors
/// The plan has no such item, there is no such office, or the store cannot be written.
pub async fn assign(
    service: &Service,
    viewer: &Viewer,
    plan: &str,
    what: Assign,
    change: &Change,
) -> Result<(), Fault> {
    let view = service.plan(viewer, &Question::now(plan)).await?;
    let offices = offices(service).await?;
    let held = service.store().duties(plan).await?;
    let ticked = |keys: Vec<String>| held.iter().filter(move |duty| keys.contains(&key_of(duty))).cloned();
    let given = match what {
        Assign::Propose => {
            let list: Vec<Office> = offices.into_values().collect();
            service.store().put_duties(&propose(&view.stored.plan, plan, &list, &held), change).await?;
            Vec::new()
        }
        Assign::Confirm(keys) => {
            let open = ticked(keys).filter(|duty| !duty.confirmed);
            open.map(|duty| Duty { confirmed: true, ..duty }).collect()
        }
        Assign::ConfirmAll => {
            let open = held.iter().filter(|duty| !duty.confirmed).cloned();
            open.map(|duty| Duty { confirmed: true, ..duty }).collect()
        }
        Assign::Remove(keys) => {
            let gone: Vec<Duty> = ticked(keys).collect();
            service.store().remove_duties(&gone, change).await?;
            Vec::new()
        }
        Assign::Add(duty) => complete(&view.stored.plan, &offices, vec![duty])?,
        Assign::Restore(duties) => complete(&view.stored.plan, &offices, duties)?,
    };
    service.store().put_duties(&given, change).await?;
    assigned(service, &given).await?;
    service.refresh().await?;
    Ok(())
}

/// Duties on items that there are, of offices that there are; anything else is none.
fn complete(plan: &Plan, offices: &BTreeMap<String, Office>, duties: Vec<Duty>) -> Result<Vec<Duty>, Fault> {
    let all = items(plan);
    let is_complete = |duty: &Duty| {
        all.iter().any(|item| item.kind == duty.item_kind && item.id == duty.item)
            && offices.contains_key(&duty.office)
            && duty.due_days <= MOST_DAYS
    };
    if duties.is_empty() || !duties.iter().all(is_complete) {
        return Err(incomplete());
    }
    Ok(duties)
}

/// Something of a duty was not chosen, or is not there.
pub fn incomplete() -> Fault {
    Fault::bad_request("请选择事项、单位和频次。", "Choose an item, an office and how often it is due.")
}

/// Which items are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// Indicators, and everything that somebody has or that is proposed.
    Usual,
    /// Proposals that wait.
    Open,
    /// What nobody has.
    Without,
    /// Everything.
    All,
}

/// The items of one kind with the duties on them.
pub struct Held<'a> {
    /// The kind.
    pub kind: &'static str,
    /// The items that are looked at, with the duties on each.
    pub lines: Vec<(Item, Vec<&'a Duty>)>,
}

/// The items of a plan by kind, with who answers for them.
pub fn held<'a>(items: &[Item], duties: &'a [Duty], shown: Shown) -> Vec<Held<'a>> {
    let mut by_item: BTreeMap<(&str, &str), Vec<&'a Duty>> = BTreeMap::new();
    for duty in duties {
        by_item.entry((&duty.item_kind, &duty.item)).or_default().push(duty);
    }
    let of_kind = |kind: &'static str| {
        let own = items.iter().filter(|item| item.kind == kind);
        let lines = own.map(|item| {
            (item.clone(), by_item.get(&(item.kind, item.id.as_str())).cloned().unwrap_or_default())
        });
        let is_shown = |(_, held): &(Item, Vec<&Duty>)| match shown {
            Shown::All => true,
            Shown::Without => held.is_empty(),
            Shown::Open => held.iter().any(|duty| !duty.confirmed),
            // Items nobody has and nothing is proposed for are many; the filter shows them.
            Shown::Usual => kind == "indicator" || !held.is_empty(),
        };
        Held { kind, lines: lines.filter(is_shown).collect() }
    };
    ["indicator", "target", "project", "task"].map(of_kind).into()
}

/// How many indicators have no office in the lead.
pub fn without_lead(items: &[Item], duties: &[Duty]) -> usize {
    let leads = |item: &Item| {
        duties.iter().any(|duty| {
            duty.role == AssignmentRole::Lead && duty.item_kind == item.kind && duty.item == item.id
        })
    };
    items.iter().filter(|item| item.kind == "indicator" && !leads(item)).count()
}
