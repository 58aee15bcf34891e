//! What a compiled document (a work report, a division of duties, a yearly plan) wants of a year.

use super::Listed;
use super::tie::value_of;
use plan::{AssignmentRole, Item, Plan, Provenance, SectionId};
use std::collections::{BTreeMap, BTreeSet};

/// The longest sentence that is an aim by itself, in characters; of a longer one the task alone is taken.
const LONGEST: usize = 60;

/// Words of a heading that say that what stands below is to be done (2026年主要任务); a review of the year before has none of them.
const TO_DO: [&str; 8] = ["任务", "安排", "目标", "打算", "部署", "重点", "建议", "工作要点"];

/// What a document wants of a year, in the order of its text: its figures for that year, and its tasks with their bodies. Tasks that are due in
/// another year are left out, and what is said twice is given once. Where a heading says what is to be done in the year, only what
/// stands below it counts: a report looks back in one part, and explains a plan of five years in another.
pub fn of_document(read: &Plan, year: i32) -> Vec<Listed> {
    let mut found: Vec<(usize, Listed)> = Vec::new();
    let indicators: BTreeMap<&str, &str> =
        read.indicators.iter().map(|one| (one.id.as_str(), one.name.as_str())).collect();
    for target in read.targets.iter().filter(|target| target.year == Some(year)) {
        let indicator = indicators.get(target.indicator.as_str()).copied().unwrap_or("");
        let said = format!("{}{}", target.subject, value_of(target));
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
    let parts = of_year(read, year);
    let counts = |provenance: &Provenance| {
        parts.is_empty() || provenance.section.as_ref().is_some_and(|section| parts.contains(section))
    };
    let due = read.tasks.iter().filter(|task| task.deadline.is_none_or(|due| due == year));
    for task in due.filter(|task| counts(&task.provenance)) {
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

/// The sections whose headings say that they tell what is to be done in a year, with all below them.
fn of_year(read: &Plan, year: i32) -> BTreeSet<SectionId> {
    let named = format!("{year}年");
    let mut parts: BTreeSet<SectionId> = BTreeSet::new();
    for section in &read.sections {
        let title: String =
            section.title.chars().map(phrase::fold_char).filter(|c| !c.is_whitespace()).collect();
        let asks = (title.contains(&named) || title.contains("今年"))
            && TO_DO.iter().any(|word| title.contains(word));
        // A parent always stands before its child.
        let below = section.parent.as_ref().is_some_and(|parent| parts.contains(parent));
        if asks || below {
            parts.insert(section.id.clone());
        }
    }
    parts
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

#[cfg(test)]
mod tests {
    use super::*;
    use plan::{Section, SectionKind, Task};
    use source::Span;

    fn section(id: &str, parent: Option<&str>, title: &str) -> Section {
        Section {
            id: id.into(),
            parent: parent.map(Into::into),
            level: 1,
            kind: SectionKind::Chapter,
            number: String::new(),
            title: title.into(),
            line: 1,
            line_end: 1,
            span: Span::default(),
        }
    }

    fn task(section: &str, object: &str, deadline: Option<i32>) -> Task {
        Task {
            id: object.into(),
            lead: String::new(),
            verb: "推进".into(),
            object: object.into(),
            quantified: false,
            deadline,
            provenance: Provenance { section: Some(section.into()), ..Provenance::outside() },
        }
    }

    fn titles(read: &Plan) -> Vec<String> {
        of_document(read, 2026).into_iter().map(|one| one.title).collect()
    }

    #[test]
    fn what_stands_below_the_year_counts_and_a_review_does_not() {
        let mut read = Plan {
            sections: vec![
                section("a", None, "2025年工作回顾"),
                section("b", None, "2026年主要任务"),
                section("c", Some("b"), "扩大内需"),
            ],
            tasks: vec![
                task("a", "去年的事", None),
                task("c", "消费提振", None),
                task("c", "消费提振", None),
                task("b", "五年后的事", Some(2030)),
            ],
            ..Plan::default()
        };
        assert_eq!(titles(&read), ["推进消费提振"]);
        // Without a heading of the year everything that is not due in another one counts.
        read.sections.clear();
        assert_eq!(titles(&read), ["推进去年的事", "推进消费提振"]);
    }
}
