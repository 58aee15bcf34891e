//! What a compiled document (a work report, a division of duties, a yearly plan) wants of a year.

use super::Listed;
use plan::{AssignmentRole, Item, Plan, Provenance};
use std::collections::{BTreeMap, BTreeSet};

/// The longest sentence that is an aim by itself, in characters; of a longer one the task alone is taken.
const LONGEST: usize = 60;

/// What a document wants of a year, in the order of its text: its figures for that year, and its tasks with their bodies. Tasks that are due in
/// another year are left out, and what is said twice is given once.
pub fn of_document(read: &Plan, year: i32) -> Vec<Listed> {
    let mut found: Vec<(usize, Listed)> = Vec::new();
    let indicators: BTreeMap<&str, &str> =
        read.indicators.iter().map(|one| (one.id.as_str(), one.name.as_str())).collect();
    for target in read.targets.iter().filter(|target| target.year == Some(year)) {
        let indicator = indicators.get(target.indicator.as_str()).copied().unwrap_or("");
        let said = format!("{}{}", target.subject, target.value_text);
        let title = sentence(&target.provenance, &said);
        let (lead, support) = bodies(read, &Item::Target(target.id.clone()));
        let one = Listed {
            place: line(&target.provenance),
            title,
            indicator: indicator.to_owned(),
            lead,
            support,
            ..Listed::default()
        };
        found.push((target.provenance.span.start, one));
    }
    for task in read.tasks.iter().filter(|task| task.deadline.is_none_or(|due| due == year)) {
        let (lead, support) = bodies(read, &Item::Task(task.id.clone()));
        let one = Listed {
            place: line(&task.provenance),
            title: sentence(&task.provenance, &format!("{}{}", task.verb, task.object)),
            item: task.lead.clone(),
            lead,
            support,
            ..Listed::default()
        };
        found.push((task.provenance.span.start, one));
    }
    found.sort_by_key(|(at, _)| *at);
    let mut seen = BTreeSet::new();
    found.into_iter().map(|(_, one)| one).filter(|one| seen.insert(one.title.clone())).collect()
}

/// The words of a place when they are short, else what was understood of them.
fn sentence(provenance: &Provenance, understood: &str) -> String {
    let quote: String = provenance.quote.split_whitespace().collect();
    let quote = quote.trim_end_matches(['。', '；', '，', '、', ';']);
    let fits = (2..=LONGEST).contains(&quote.chars().count());
    if fits { quote.to_owned() } else { understood.to_owned() }
}

fn line(provenance: &Provenance) -> String {
    if provenance.line == 0 { String::new() } else { provenance.line.to_string() }
}

/// The bodies of an item, those in the lead and those that help.
fn bodies(read: &Plan, item: &Item) -> (Vec<String>, Vec<String>) {
    let (mut lead, mut support) = (Vec::new(), Vec::new());
    for one in read.assignments.iter().filter(|one| one.item == *item) {
        let Some(body) = read.bodies.iter().find(|body| body.id == one.body) else { continue };
        match one.role {
            AssignmentRole::Lead => lead.push(body.name.clone()),
            AssignmentRole::Support => support.push(body.name.clone()),
        }
    }
    (lead, support)
}
