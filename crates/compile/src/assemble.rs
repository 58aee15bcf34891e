//! Puts the plan together: statements become targets and observations of indicators.

use document::Document;
use plan::{
    IndicatorId, Measure, Observation, ObservationId, Origin, Period, Plan, Project, ProjectId, Provenance,
    Schedule, ScheduleId, Status, Target, TargetId, Task, TaskId,
};
use std::ops::Range;

use source::{Diagnostic, Span};

use crate::frame::Frame;
use crate::indicator::{Facts, Registry};
use crate::outline::{Outline, Unit};
use crate::project::{self, Found};
use crate::statement::Statement;
use crate::{prose, table, task};

/// The plan under construction.
struct Assembly<'a> {
    document: &'a Document,
    frame: &'a Frame,
    registry: Registry,
    plan: Plan,
}

/// Reads everything the outline holds, tables first: their names are the standard ones.
pub(crate) fn assemble(document: &Document, frame: &Frame, outline: Outline<'_>) -> (Plan, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let plan = Plan {
        title: frame.title.clone(),
        region: frame.region.clone(),
        period: frame.period,
        ..Plan::default()
    };
    let mut assembly = Assembly { document, frame, registry: Registry::default(), plan };
    for placed in &outline.tables {
        assembly.registry.begin_table();
        let reading = table::read(placed, document, frame, &mut diagnostics);
        for row in reading.rows {
            assembly.row(row);
        }
    }
    for unit in &outline.units {
        let mentions = phrase::scan(unit.text.text());
        let statements = prose::read(unit, &mentions, frame);
        let listed = unit.boxed.as_ref().and_then(|_| project::read_box(unit, &mentions, &statements));
        if listed.is_none() {
            for found in task::read(unit, &mentions, &statements, frame) {
                assembly.task(unit, found);
            }
        }
        let found = listed.unwrap_or_else(|| project::read_prose(unit, &mentions));
        for found in found {
            assembly.project(unit, found);
        }
        for statement in statements {
            assembly.statement(statement);
        }
    }
    assembly.plan.sections = outline.sections;
    (assembly.finish(), diagnostics)
}

impl Assembly<'_> {
    fn row(&mut self, row: table::Row) {
        let measure = row
            .statements
            .iter()
            .rfind(|statement| statement.value.is_some())
            .map_or(Measure::Level, |s| s.measure);
        let id = self.registry.resolve(&Facts {
            name: &row.name,
            subject: &row.name,
            unit: &row.unit,
            measure,
            group: &row.group,
            parent: &row.parent,
            nature: row.nature,
            row: true,
        });
        for statement in row.statements {
            let target = self.place(statement, id.clone());
            if let Some(target) = target {
                for (year, value) in &row.schedule {
                    let id = ScheduleId::of(self.plan.schedule.len() + 1);
                    let schedule = Schedule {
                        id,
                        target: target.clone(),
                        year: *year,
                        region: String::new(),
                        value: *value,
                    };
                    self.plan.schedule.push(schedule);
                }
            }
        }
    }

    fn statement(&mut self, statement: Statement) {
        let id = self.registry.resolve(&Facts {
            name: &statement.name,
            subject: &statement.subject,
            unit: &statement.unit,
            measure: statement.measure,
            group: "",
            parent: "",
            nature: None,
            row: false,
        });
        self.place(statement, id);
    }

    /// Adds a statement as a target or an observation; the id of the target when it is one.
    fn place(&mut self, statement: Statement, indicator: IndicatorId) -> Option<TargetId> {
        let provenance =
            self.provenance(statement.span, statement.at, statement.origin, statement.section.clone());
        if statement.past {
            let year = statement.year.or(self.frame.base());
            let observation = Observation {
                id: ObservationId::of(self.plan.observations.len() + 1),
                indicator,
                subject: statement.subject,
                region: String::new(),
                measure: statement.measure,
                comparator: statement.comparator,
                value: statement.value,
                value_high: statement.value_high,
                value_text: statement.value_text,
                unit: statement.unit,
                period: year.map(|year| self.covered(year, statement.averaging.is_some())),
                year: statement.year,
                averaging: statement.averaging,
                rate: statement.rate,
                status: Some(Status::Estimate),
                source: self.plan.title.clone(),
                vintage: String::new(),
                provenance,
            };
            self.plan.observations.push(observation);
            return None;
        }
        let id = TargetId::of(self.plan.targets.len() + 1);
        let implied_year = if statement.year.is_none() { self.frame.end() } else { None };
        self.plan.targets.push(Target {
            id: id.clone(),
            indicator,
            subject: statement.subject,
            measure: statement.measure,
            comparator: statement.comparator,
            value: statement.value,
            value_high: statement.value_high,
            value_text: statement.value_text,
            unit: statement.unit,
            year: statement.year,
            implied_year,
            averaging: statement.averaging,
            scope: statement.scope,
            nature: statement.nature,
            rate: statement.rate,
            rate_text: statement.rate_text,
            rate_basis: statement.rate_basis,
            provenance,
        });
        Some(id)
    }

    fn project(&mut self, unit: &Unit<'_>, found: Found) {
        let origin = if unit.boxed.is_some() { Origin::Box } else { Origin::Prose };
        let provenance = self.provenance(found.span, found.span.start, origin, unit.section.clone());
        self.plan.projects.push(Project {
            id: ProjectId::of(self.plan.projects.len() + 1),
            name: found.name,
            name_full: found.full,
            box_number: unit.boxed.clone().unwrap_or_default(),
            category: found.category,
            place: String::new(),
            quantities: found.quantities,
            stage: found.stage.to_owned(),
            provenance,
        });
    }

    fn task(&mut self, unit: &Unit<'_>, found: task::Found) {
        let origin = if unit.boxed.is_some() { Origin::Box } else { Origin::Prose };
        let at = self.longest_part(unit, &found.range);
        let span = unit.text.span(found.range);
        let provenance = self.provenance(span, at, origin, unit.section.clone());
        self.plan.tasks.push(Task {
            id: TaskId::of(self.plan.tasks.len() + 1),
            lead: found.lead,
            verb: found.verb,
            object: found.object,
            quantified: found.quantified,
            deadline: found.deadline,
            provenance,
        });
    }

    /// A byte in the longest part of a range that a page break may have cut.
    fn longest_part(&self, unit: &Unit<'_>, range: &Range<usize>) -> usize {
        let line = |at: usize| self.document.lines.line(unit.text.offset(at));
        let (first, last) = (line(range.start), line(range.end.saturating_sub(1)));
        if first == last {
            return unit.text.offset(range.start);
        }
        let text = unit.text.text();
        let broken = (range.start..range.end).find(|at| text.is_char_boundary(*at) && line(*at) != first);
        let broken = broken.unwrap_or(range.end);
        unit.text.offset(if broken - range.start >= range.end - broken { range.start } else { broken })
    }

    /// The years an observation covers: one year, or the five years that end with it for an average or a sum.
    fn covered(&self, year: i32, several: bool) -> Period {
        let length = self.frame.period.map_or(5, |period| period.end - period.start + 1);
        Period { start: if several { year - length + 1 } else { year }, end: year }
    }

    fn provenance(
        &self,
        span: Span,
        at: usize,
        origin: Origin,
        section: Option<plan::SectionId>,
    ) -> Provenance {
        Provenance {
            origin,
            section,
            line: self.document.lines.line(at),
            span,
            quote: span.of(&self.document.text).to_owned(),
        }
    }

    fn finish(self) -> Plan {
        let indicators = self.registry.finish();
        let relations = plan::catalogue::relations(&indicators);
        Plan { indicators, relations, ..self.plan }
    }
}
