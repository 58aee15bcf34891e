//! Who answers for what: bodies and assignments.

use std::ops::Range;

use plan::{
    Assignment, AssignmentId, AssignmentRole, Body, BodyId, BodyKind, Item, Origin, SectionId, TaskId,
};
use source::Span;

use super::Assembly;
use crate::duty;
use crate::outline::Unit;

/// Most duties, and most bodies, of one assignment.
const MOST: usize = 100;

impl Assembly<'_> {
    /// Assigns the duties of a unit, which stand at `ranges` and begin with the task at `first`.
    ///
    /// A sentence that names bodies assigns its own duties; one that only names them, as a paragraph
    /// behind the duties does, assigns those of the section for which nobody has been named yet.
    pub(super) fn duties(&mut self, unit: &Unit<'_>, ranges: &[Range<usize>], first: usize) {
        let text = unit.text.text();
        if self.open_in != unit.section {
            self.open.clear();
            self.open_in.clone_from(&unit.section);
        }
        let mut next = 0;
        for sentence in &unit.sentences {
            let end = next + ranges[next..].partition_point(|range| range.start < sentence.range.end);
            let ids = (next..end).map(|index| self.plan.tasks[first + index].id.clone());
            let own: Vec<TaskId> = ids.collect();
            let named = duty::named(text, sentence.range.clone());
            if named.is_empty() {
                self.open.extend(own);
                next = end;
                continue;
            }
            let said = (next..end)
                .zip(own)
                .filter(|(index, _)| duty::named(text, ranges[*index].clone()).is_empty());
            let mut items: Vec<TaskId> = said.map(|(_, id)| id).collect();
            if items.is_empty() {
                items = std::mem::take(&mut self.open);
            }
            // So many bodies for so many duties are no assignment that anybody could follow.
            items.truncate(MOST);
            for body in named.into_iter().take(MOST) {
                let span = unit.text.span(body.range.clone());
                let id = self.body(&text[body.range], body.kind, span, unit.section.clone());
                for item in &items {
                    self.assign(Item::Task(item.clone()), id.clone(), body.role, span, unit.section.clone());
                }
            }
            next = end;
        }
    }

    /// The bodies that the cells of a table row name, as responsible for the row.
    pub(super) fn cell_bodies(&mut self, cells: &[(Span, bool)], item: &Item, section: Option<&SectionId>) {
        let document = self.document;
        for (cell, lead) in cells {
            let text = cell.of(&document.text);
            for body in duty::listed(text) {
                let span = Span::new(cell.start + body.range.start, cell.start + body.range.end);
                let id = self.body(&text[body.range], body.kind, span, section.cloned());
                let role = if *lead { body.role } else { AssignmentRole::Support };
                self.assign(item.clone(), id, role, span, section.cloned());
            }
        }
    }

    /// The body of this name, made when it is new.
    pub(super) fn body(
        &mut self,
        name: &str,
        kind: BodyKind,
        span: Span,
        section: Option<SectionId>,
    ) -> BodyId {
        if let Some(id) = self.bodies.get(name) {
            return id.clone();
        }
        let id = BodyId::of(self.plan.bodies.len() + 1);
        let provenance = self.provenance(span, span.start, Origin::Prose, section);
        self.plan.bodies.push(Body { id: id.clone(), name: name.to_owned(), kind, parent: None, provenance });
        self.bodies.insert(name.to_owned(), id.clone());
        id
    }

    pub(super) fn assign(
        &mut self,
        item: Item,
        body: BodyId,
        role: AssignmentRole,
        span: Span,
        section: Option<SectionId>,
    ) {
        let id = AssignmentId::of(self.plan.assignments.len() + 1);
        let provenance = self.provenance(span, span.start, Origin::Prose, section);
        self.plan.assignments.push(Assignment { id, item, body, role, confirmed: false, provenance });
    }
}
