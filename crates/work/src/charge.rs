//! Who is in charge of an item of a plan (牵头单位, 配合单位, 主管领导, 责任人), and what is to be reached in each quarter (进度要求).

use crate::item::{Item, items, parse_key};
use crate::offices::offices;
use crate::{Fault, Question, Service, Viewer};
use duty::Right;
use jiff::civil::Date;
use plan::AssignmentRole;
use std::collections::BTreeMap;
use store::{Change, Charge};

/// Longest name, and longest requirement, in characters.
const LONGEST: (usize, usize) = (80, 1000);

/// An item with all that answer for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charged {
    /// The item.
    pub item: Item,
    /// Names of the offices in the lead.
    pub lead: Vec<String>,
    /// Names of the offices that help.
    pub support: Vec<String>,
    /// Who is in charge, and what is to be reached.
    pub charge: Charge,
}

/// The quarter of a day, as `2027Q1`.
pub fn quarter_of(day: Date) -> String {
    format!("{}Q{}", day.year(), (day.month() - 1) / 3 + 1)
}

/// An item by its key, with all that answer for it.
///
/// # Errors
/// The plan has no such item, or the viewer does not see the plan.
pub async fn of(service: &Service, viewer: &Viewer, plan: &str, key: &str) -> Result<Charged, Fault> {
    let view = service.plan(viewer, &Question::now(plan)).await?;
    let none = || Fault::not_found("本规划没有这个事项。", "This plan has no such item.");
    let (kind, id) = parse_key(key).ok_or_else(none)?;
    let item = items(&view.stored.plan).into_iter().find(|item| item.kind == kind && item.id == id);
    let item = item.ok_or_else(none)?;
    let offices = offices(service).await?;
    let duties = service.store().duties(plan).await?;
    let named = |role: AssignmentRole| {
        let own = duties.iter().filter(|duty| duty.item_kind == kind && duty.item == id && duty.role == role);
        own.map(|duty| offices.get(&duty.office).map_or(&duty.office, |office| &office.name).clone())
            .collect()
    };
    let charges = service.store().charges(plan).await?.into_iter();
    let kept = charges.into_iter().find(|one| one.item_kind == kind && one.item == id);
    let charge = kept.unwrap_or_else(|| Charge {
        plan: plan.to_owned(),
        item_kind: kind.to_owned(),
        item: id.to_owned(),
        ..Charge::default()
    });
    Ok(Charged { lead: named(AssignmentRole::Lead), support: named(AssignmentRole::Support), item, charge })
}

/// What is said of an item.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// The leader in charge.
    pub leader: String,
    /// The person responsible.
    pub person: String,
    /// What is to be reached in some quarters; nothing takes a requirement away, and the other quarters stay as they are.
    pub quarters: BTreeMap<String, String>,
}

/// Says who is in charge of an item and what is to be reached.
///
/// # Errors
/// It is not the viewer's to say, the plan has no such item, a quarter is none, or the store cannot be written.
pub async fn put(
    service: &Service,
    viewer: &Viewer,
    (plan, key): (&str, &str),
    said: Said,
    change: &Change,
) -> Result<(), Fault> {
    if !viewer.may(Right::EditPlan) {
        return Err(Fault::forbidden());
    }
    let mut charge = of(service, viewer, plan, key).await?.charge;
    let short = |text: &str, most: usize| text.trim().chars().take(most).collect::<String>();
    charge.leader = short(&said.leader, LONGEST.0);
    charge.person = short(&said.person, LONGEST.0);
    for (quarter, words) in said.quarters {
        if !is_quarter(&quarter) {
            return Err(Fault::bad_request("季度应写作 2027Q1。", "Write quarters as 2027Q1."));
        }
        match short(&words, LONGEST.1) {
            words if words.is_empty() => charge.quarters.remove(&quarter),
            words => charge.quarters.insert(quarter, words),
        };
    }
    Ok(service.store().put_charge(&charge, change).await?)
}

fn is_quarter(text: &str) -> bool {
    text.split_once('Q').is_some_and(|(year, quarter)| {
        year.len() == 4 && year.parse::<u16>().is_ok() && matches!(quarter, "1" | "2" | "3" | "4")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_quarter_is_three_months() {
        let told = [(1, 1), (3, 31), (4, 1), (12, 31)].map(|(month, day)| quarter_of(date(2027, month, day)));
        assert_eq!(told, ["2027Q1", "2027Q1", "2027Q2", "2027Q4"]);
        assert!(told.iter().all(|one| is_quarter(one)));
        assert!(!["2027Q5", "27Q1", "Q1", "2027-Q1", ""].into_iter().any(is_quarter));
    }
}
