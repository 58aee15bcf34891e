use crate::cache::Weigh;
use plan::{AssignmentRole, Indicator, Item, Section, SectionKind, Target};
use std::collections::BTreeMap;
use store::StoredPlan;

/// A version of a plan with the indexes that pages need.
pub struct PlanView {
    /// The plan as it is kept.
    pub stored: StoredPlan,
    indicators: BTreeMap<String, usize>,
    targets: BTreeMap<String, usize>,
    sections: BTreeMap<String, usize>,
    /// Bodies of an item, leaders first, as places in the plan's list.
    assigned: BTreeMap<Item, Vec<usize>>,
}

impl PlanView {
    /// Makes the indexes.
    pub fn new(stored: StoredPlan) -> Self {
        let plan = &stored.plan;
        let indicators = index(plan.indicators.iter().map(|row| row.id.as_str()));
        let targets = index(plan.targets.iter().map(|row| row.id.as_str()));
        let sections = index(plan.sections.iter().map(|row| row.id.as_str()));
        let bodies = index(plan.bodies.iter().map(|row| row.id.as_str()));
        let mut assigned: BTreeMap<Item, Vec<usize>> = BTreeMap::new();
        for role in [AssignmentRole::Lead, AssignmentRole::Support] {
            for assignment in plan.assignments.iter().filter(|assignment| assignment.role == role) {
                if let Some(&body) = bodies.get(assignment.body.as_str()) {
                    assigned.entry(assignment.item.clone()).or_default().push(body);
                }
            }
        }
        Self { stored, indicators, targets, sections, assigned }
    }

    /// The plan's id.
    pub fn id(&self) -> &str {
        &self.stored.key.plan
    }

    /// The plan's title.
    pub fn title(&self) -> &str {
        &self.stored.plan.title
    }

    /// Who may see the plan, as it stands on papers; nothing for what everybody may see.
    pub fn mark(&self) -> &'static str {
        self.stored.mark.secrecy.map_or("", store::Secrecy::mark)
    }

    /// The title as it stands in the names of files, with the word for who may see it.
    pub fn file_title(&self) -> String {
        [self.mark(), self.title()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// The indicator with this id.
    pub fn indicator(&self, id: &str) -> Option<&Indicator> {
        self.indicators.get(id).map(|&at| &self.stored.plan.indicators[at])
    }

    /// The target with this id.
    pub fn target(&self, id: &str) -> Option<&Target> {
        self.targets.get(id).map(|&at| &self.stored.plan.targets[at])
    }

    /// The section with this id.
    pub fn section(&self, id: &str) -> Option<&Section> {
        self.sections.get(id).map(|&at| &self.stored.plan.sections[at])
    }

    /// Names of the bodies that answer for an item, leaders first.
    pub fn bodies_of(&self, item: &Item) -> Vec<&str> {
        let places = self.assigned.get(item).map_or(&[][..], Vec::as_slice);
        places.iter().map(|&at| self.stored.plan.bodies[at].name.as_str()).collect()
    }

    /// The chapter that a section stands in.
    pub fn chapter_of(&self, section: &str) -> Option<&Section> {
        let mut found = self.section(section)?;
        // A parent always stands before its child, so this ends.
        while let Some(parent) = found.parent.as_ref().and_then(|parent| self.section(parent.as_str())) {
            if parent.id == found.id || parent.line > found.line {
                break;
            }
            found = parent;
        }
        (found.kind == SectionKind::Chapter || found.level <= 1).then_some(found)
    }

    /// The chapter and the section in it.
    pub fn section_path(&self, section: Option<&plan::SectionId>) -> String {
        let name = self.section_name(section);
        match section.and_then(|id| self.chapter_of(id.as_str())) {
            Some(chapter) if Some(&chapter.id) != section => format!("{} · {name}", heading(chapter)),
            _ => name,
        }
    }

    /// 第一章 · 发展目标: number and title of the section.
    pub fn section_name(&self, section: Option<&plan::SectionId>) -> String {
        section.and_then(|id| self.section(id.as_str())).map_or_else(String::new, heading)
    }
}

/// Number and title of a section with a space between, when it has both.
pub fn heading(section: &Section) -> String {
    match (section.number.as_str(), section.title.as_str()) {
        ("", title) => title.to_owned(),
        (number, "") => number.to_owned(),
        (number, title) => format!("{number}\u{2002}{title}"),
    }
}

fn index<'a>(ids: impl Iterator<Item = &'a str>) -> BTreeMap<String, usize> {
    let mut index = BTreeMap::new();
    for (at, id) in ids.enumerate() {
        index.entry(id.to_owned()).or_insert(at);
    }
    index
}

impl Weigh for PlanView {
    fn weight(&self) -> usize {
        let plan = &self.stored.plan;
        let rows = plan.sections.len()
            + plan.indicators.len()
            + plan.targets.len() * 2
            + plan.observations.len() * 2
            + plan.projects.len() * 2
            + plan.tasks.len()
            + self.stored.figures.len() * 2
            + self.stored.findings.len() * 4;
        // Passages repeat the text once.
        let text = self.stored.document.as_ref().map_or(0, |document| document.text.len() * 3);
        rows * 400 + text + 4096
    }
}
