//! Who answers for what: proposals to confirm, duties to add, change and take away.

use crate::item::{Item, items, key_of};
use crate::notice::assigned;
use crate::offices::offices;
use crate::propose::propose;
use crate::{Fault, Question, Service, Viewer};
use plan::{AssignmentRole, Plan};
use std::collections::{BTreeMap, BTreeSet};
use store::{Account, Change, Duty, Office};

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
    /// Indicators without an office in the lead.
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
            Shown::Without => {
                kind == "indicator" && !held.iter().any(|duty| duty.role == AssignmentRole::Lead)
            }
            Shown::Open => held.iter().any(|duty| !duty.confirmed),
            // Items nobody has and nothing is proposed for are many; the filter shows them.
            Shown::Usual => kind == "indicator" || !held.is_empty(),
        };
        Held { kind, lines: lines.filter(is_shown).collect() }
    };
    ["indicator", "target", "project", "task"].map(of_kind).into()
}

/// Why nobody answers for an indicator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// No office is in the lead, not even by a proposal.
    NoLead,
    /// Those in the lead are proposals that nobody confirmed.
    Unconfirmed,
    /// No office in the lead has an account in use.
    NoAccount,
}

/// The indicators that nobody answers for, with why. The lead of an indicator answers for its targets; projects and tasks
/// are many and have their own page.
pub fn gaps<'a>(items: &'a [Item], duties: &[Duty], accounts: &[Account]) -> Vec<(&'a Item, Gap)> {
    let alive = accounts.iter().filter(|account| account.active);
    let alive: BTreeSet<&str> = alive.filter_map(|account| account.office.as_deref()).collect();
    let mut leads: BTreeMap<&str, Vec<&Duty>> = BTreeMap::new();
    for duty in duties.iter().filter(|duty| duty.item_kind == "indicator") {
        if duty.role == AssignmentRole::Lead {
            leads.entry(&duty.item).or_default().push(duty);
        }
    }
    let gap = |item: &Item| {
        let leads = leads.get(item.id.as_str()).map_or(&[][..], Vec::as_slice);
        let confirmed = || leads.iter().filter(|duty| duty.confirmed);
        if leads.is_empty() {
            Some(Gap::NoLead)
        } else if confirmed().next().is_none() {
            Some(Gap::Unconfirmed)
        } else if confirmed().any(|duty| alive.contains(duty.office.as_str())) {
            None
        } else {
            Some(Gap::NoAccount)
        }
    };
    let indicators = items.iter().filter(|item| item.kind == "indicator");
    indicators.filter_map(|item| Some((item, gap(item)?))).collect()
}

/// How many indicators have no office in the lead.
pub fn without_lead(items: &[Item], duties: &[Duty]) -> usize {
    gaps(items, duties, &[]).iter().filter(|(_, gap)| *gap == Gap::NoLead).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use duty::{Cadence, Role};

    fn item(name: &str) -> Item {
        Item { kind: "indicator", id: name.to_owned(), name: name.to_owned() }
    }

    fn lead(item: &str, office: &str, confirmed: bool) -> Duty {
        Duty {
            plan: "1".to_owned(),
            item_kind: "indicator".to_owned(),
            item: item.to_owned(),
            office: office.to_owned(),
            role: AssignmentRole::Lead,
            cadence: Cadence::Year,
            due_days: 30,
            confirmed,
            reason: String::new(),
        }
    }

    #[test]
    fn an_indicator_is_unanswered_for_one_reason_and_counted_once() {
        let items = ["无人", "待定", "无账号", "有人"].map(item);
        let partner = Duty { role: AssignmentRole::Support, ..lead("无人", "a", true) };
        let duties = [
            partner,
            lead("待定", "a", false),
            lead("无账号", "b", true),
            lead("有人", "b", true),
            lead("有人", "a", true),
        ];
        let account = |office: &str, active| Account {
            name: office.to_owned(),
            full_name: String::new(),
            email: String::new(),
            role: Role::Reporter,
            office: Some(office.to_owned()),
            active,
            password: None,
            identity: None,
        };
        let accounts = [account("a", true), account("b", false)];
        let found = gaps(&items, &duties, &accounts);
        let found: Vec<_> = found.iter().map(|(item, gap)| (item.id.as_str(), *gap)).collect();
        assert_eq!(found, [("无人", Gap::NoLead), ("待定", Gap::Unconfirmed), ("无账号", Gap::NoAccount)]);
        assert_eq!(without_lead(&items, &duties), 1);
        let shown = held(&items, &duties, Shown::Without);
        let names: Vec<&str> =
            shown.iter().flat_map(|group| &group.lines).map(|(item, _)| item.id.as_str()).collect();
        assert_eq!(names, ["无人"], "the list has as many lines as its count says");
    }
}
