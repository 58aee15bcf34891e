//! Aims rolled up to the plan: of each chapter how many tasks and targets have an aim this year, and how these stand.

use super::{ItemNames, Standing};
use crate::view::{PlanView, heading};
use duty::yearly::Course;
use plan::Provenance;
use std::collections::{BTreeMap, BTreeSet};

/// A part of the plan, or a body, with its aims of a year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// The heading or the name; empty for what belongs to none.
    pub name: String,
    /// Tasks of the plan that stand in it.
    pub tasks: usize,
    /// Of these, those that have an aim.
    pub tasks_with: usize,
    /// Targets of the plan that stand in it.
    pub targets: usize,
    /// Of these, those that have an aim.
    pub targets_with: usize,
    /// Its aims by how they stand.
    pub courses: BTreeMap<Course, usize>,
    items: BTreeSet<(String, String)>,
}

impl Part {
    /// How many aims it has.
    pub fn aims(&self) -> usize {
        self.courses.values().sum()
    }

    /// How many of its aims stand so.
    pub fn count(&self, course: Course) -> usize {
        self.courses.get(&course).copied().unwrap_or(0)
    }

    /// Adds an aim; what it belongs to counts once.
    fn add(&mut self, one: &Standing) {
        *self.courses.entry(one.course).or_default() += 1;
        let kind = one.aim.item_kind.as_str();
        if matches!(kind, "task" | "target") && self.items.insert((kind.to_owned(), one.aim.item.clone())) {
            if kind == "task" {
                self.tasks_with += 1;
            } else {
                self.targets_with += 1;
            }
        }
    }

    /// Adds an aim; what it belongs to counts where the plan, as it holds now, has it.
    fn add_of(&mut self, names: &ItemNames, one: &Standing) {
        if names.is_gone(&one.aim) {
            *self.courses.entry(one.course).or_default() += 1;
        } else {
            self.add(one);
        }
    }
}

/// The chapters of a plan with their aims, in the order of the plan; what belongs to no chapter stands at the end.
pub fn by_chapter(view: &PlanView, rows: &[Standing]) -> Vec<Part> {
    let plan = &view.stored.plan;
    let name = |provenance: &Provenance| {
        let chapter = provenance.section.as_ref().and_then(|section| view.chapter_of(section.as_str()));
        chapter.map(heading).unwrap_or_default()
    };
    let mut parts: BTreeMap<String, Part> = BTreeMap::new();
    let mut part = |name: String, count: &dyn Fn(&mut Part)| {
        let part = parts.entry(name.clone()).or_insert_with(|| Part { name, ..Part::default() });
        count(part);
    };
    let names = ItemNames::of(view);
    for task in &plan.tasks {
        part(name(&task.provenance), &|part| part.tasks += 1);
    }
    for target in &plan.targets {
        part(name(&target.provenance), &|part| part.targets += 1);
    }
    for row in rows {
        part(row.aim.chapter.clone(), &|part| part.add_of(&names, row));
    }
    let order: BTreeMap<String, usize> =
        plan.sections.iter().enumerate().rev().map(|(at, section)| (heading(section), at)).collect();
    let mut parts: Vec<Part> = parts.into_values().collect();
    parts.sort_by_key(|part| {
        (part.name.is_empty(), order.get(&part.name).copied().unwrap_or(usize::MAX), part.name.clone())
    });
    parts
}

/// The whole plan with its aims.
pub fn whole(view: &PlanView, rows: &[Standing]) -> Part {
    let plan = &view.stored.plan;
    let mut all = Part { tasks: plan.tasks.len(), targets: plan.targets.len(), ..Part::default() };
    let names = ItemNames::of(view);
    for row in rows {
        all.add_of(&names, row);
    }
    all
}

/// The bodies in the lead with their aims, those with most that is late first.
pub fn by_body(rows: &[Standing]) -> Vec<Part> {
    let mut parts: BTreeMap<&str, Part> = BTreeMap::new();
    for row in rows {
        let office = row.aim.office.as_str();
        parts.entry(office).or_insert_with(|| Part { name: office.to_owned(), ..Part::default() }).add(row);
    }
    let mut parts: Vec<Part> = parts.into_values().collect();
    parts.sort_by_key(|part| {
        let late = (part.count(Course::Late), part.count(Course::Behind), part.aims());
        (part.name.is_empty(), std::cmp::Reverse(late), part.name.clone())
    });
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use store::{Aim, AimState};

    fn row(office: &str, item: &str, state: &str) -> Standing {
        let kind = if item.is_empty() { "" } else { "task" };
        let aim = Aim {
            year: 2026,
            office: office.into(),
            item_kind: kind.into(),
            item: item.into(),
            made_at: "2026-01-05T00:00:00Z".into(),
            ..Aim::default()
        };
        let said = AimState { quarter: 1, state: state.into(), ..AimState::default() };
        let states = if state.is_empty() { Vec::new() } else { vec![said] };
        Standing::of(aim, Vec::new(), states, date(2026, 4, 20))
    }

    #[test]
    fn bodies_with_most_that_is_late_stand_first_and_an_item_counts_once() {
        let rows = [
            row("市教育局", "k1", "done"),
            row("市教育局", "k1", "on-track"),
            row("市水利局", "k2", ""),
            row("", "", "behind"),
        ];
        let parts = by_body(&rows);
        let names: Vec<&str> = parts.iter().map(|part| part.name.as_str()).collect();
        assert_eq!(names, ["市水利局", "市教育局", ""]);
        assert_eq!((parts[0].count(Course::Late), parts[1].tasks_with, parts[1].aims()), (1, 1, 2));
    }
}
