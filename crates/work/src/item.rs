//! What can be somebody's duty: indicators, targets, projects and tasks under one name.

use plan::Plan;
use store::Duty;

/// An item of a plan that an office can answer for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// `indicator`, `target`, `project` or `task`.
    pub kind: &'static str,
    /// As duties name it: the name of an indicator, which outlives versions of the plan; the id of other items.
    pub id: String,
    /// For people.
    pub name: String,
}

/// Between the parts of a key; it stands in no name.
const UNIT_SEPARATOR: char = '\u{1f}';

impl Item {
    /// Kind and id as one value of a form.
    pub fn key(&self) -> String {
        format!("{}{UNIT_SEPARATOR}{}", self.kind, self.id)
    }
}

/// The kind and id of a key.
pub fn parse_key(key: &str) -> Option<(&str, &str)> {
    key.split_once(UNIT_SEPARATOR)
}

/// A duty as one value of a form: kind, item and office.
pub fn key_of(duty: &Duty) -> String {
    format!("{}{UNIT_SEPARATOR}{}{UNIT_SEPARATOR}{}", duty.item_kind, duty.item, duty.office)
}

/// All items of a plan, indicators first.
pub fn items(plan: &Plan) -> Vec<Item> {
    let mut items = Vec::new();
    for indicator in &plan.indicators {
        let known = items.iter().any(|item: &Item| item.id == indicator.name);
        if !known {
            items.push(Item { kind: "indicator", id: indicator.name.clone(), name: indicator.name.clone() });
        }
    }
    for target in &plan.targets {
        let value = match (&target.value, target.value_text.as_str()) {
            (Some(value), _) => format!("{value}{}", target.unit),
            (None, text) => text.to_owned(),
        };
        let year = target.year.map(|year| format!("{year} ")).unwrap_or_default();
        items.push(Item {
            kind: "target",
            id: target.id.to_string(),
            name: format!("{} {year}{value}", name_of(plan, target)),
        });
    }
    for project in &plan.projects {
        items.push(Item { kind: "project", id: project.id.to_string(), name: project.name.clone() });
    }
    for task in &plan.tasks {
        let name = format!("{}{}", task.verb, task.object);
        items.push(Item { kind: "task", id: task.id.to_string(), name });
    }
    items
}

fn name_of<'a>(plan: &'a Plan, target: &'a plan::Target) -> &'a str {
    plan.indicator(&target.indicator).map_or(target.subject.as_str(), |indicator| &indicator.name)
}

/// The item of an assignment, as duties name it.
pub fn of_assignment(plan: &Plan, item: &plan::Item) -> Option<(&'static str, String)> {
    Some(match item {
        plan::Item::Indicator(id) => ("indicator", plan.indicator(id)?.name.clone()),
        plan::Item::Target(id) => ("target", id.to_string()),
        plan::Item::Project(id) => ("project", id.to_string()),
        plan::Item::Task(id) => ("task", id.to_string()),
    })
}
