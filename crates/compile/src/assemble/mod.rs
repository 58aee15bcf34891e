//! Puts the plan together: statements become targets and observations of indicators.

use std::collections::HashMap;
use std::ops::Range;

use document::Document;
use plan::{
    BodyId, DocumentKind, Doubt, IndicatorId, Item, Measure, Observation, ObservationId, Origin, Period,
    Plan, Project, ProjectId, Provenance, Schedule, ScheduleId, SectionId, Status, Target, TargetId, Task,
    TaskId,
};
use source::{Diagnostic, Span};

use crate::frame::Frame;
use crate::indicator::{Facts, Registry};
use crate::outline::{Outline, PlacedTable, Unit};
use crate::place::Gazetteer;
use crate::project::{self, Found};
use crate::statement::Statement;
use crate::{direction, figure_table, place, prose, task};

mod duties;
mod places;

/// The plan under construction.
struct Assembly<'a> {
    document: &'a Document,
    frame: &'a Frame,
    gazetteer: Gazetteer,
    registry: Registry,
    bodies: HashMap<String, BodyId>,
    /// Duties of the section for which nobody has been named yet.
    open: Vec<TaskId>,
    /// That section.
    open_in: Option<SectionId>,
    plan: Plan,
}

/// Reads everything the outline holds, tables first: their names are the standard ones.
pub(crate) fn assemble(document: &Document, frame: &Frame, outline: Outline<'_>) -> (Plan, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let plan = Plan {
        title: frame.title.clone(),
        kind: Some(frame.kind),
        region: frame.region.clone(),
        period: frame.period,
        ..Plan::default()
    };
    let gazetteer = Gazetteer::learn(&outline.units, frame.region.as_deref());
    let mut assembly = Assembly {
        document,
        frame,
        gazetteer,
        registry: Registry::default(),
        bodies: HashMap::new(),
        open: Vec::new(),
        open_in: None,
        plan,
    };
    let mut readings: Vec<_> = outline
        .tables
        .iter()
        .map(|placed| (placed, figure_table::read(placed, frame, &mut diagnostics)))
        .collect();
    // The names of the plan's own indicators come before those of what became of the last plan.
    readings.sort_by_key(|(_, reading)| reading.rows.iter().any(|row| row.completion));
    let mut divided = Vec::new();
    for (placed, reading) in readings {
        assembly.registry.begin_table();
        for row in reading.rows {
            assembly.row(row);
        }
        let mut whole = None;
        for row in reading.projects {
            assembly.project_row(row, placed, &mut whole);
        }
        for (name, cells) in reading.duties {
            if let Some(id) = assembly.registry.known(&name) {
                assembly.cell_bodies(&cells, &Item::Indicator(id), placed.section.as_ref());
            }
        }
        if frame.kind == DocumentKind::Division {
            divided.push((placed, reading.tasks));
        }
    }
    for (placed, tasks) in divided {
        for (cell, bodies) in tasks {
            assembly.cell_task(placed, cell, &bodies);
        }
    }
    let mut zones = Vec::new();
    for (index, unit) in outline.units.iter().enumerate() {
        assembly.unit(unit);
        zones.extend(place::zones(unit, index, &assembly.gazetteer));
    }
    assembly.places(&outline.units, zones);
    assembly.plan.sections = outline.sections;
    (assembly.finish(), diagnostics)
}

impl Assembly<'_> {
    fn unit(&mut self, unit: &Unit<'_>) {
        // The words of a table that was not read are no sentences.
        let at = unit.text.offset(0);
        if self.document.unread.iter().any(|lost| (lost.start..lost.end).contains(&at)) {
            return;
        }
        let text = unit.text.text();
        let mentions = phrase::scan(text);
        let cards = unit.boxed.as_ref().and_then(|_| project::card::read(unit, &mentions));
        // What belongs to one work is a field of it, and no statement on an indicator.
        let statements = match &cards {
            Some(_) => Vec::new(),
            None => prose::read(unit, &mentions, self.frame),
        };
        let boxed = || unit.boxed.as_ref().and_then(|_| project::read_box(unit, &mentions, &statements));
        let listed = cards.or_else(boxed);
        let reach = project::Reach::of(self.frame.region.as_deref());
        let tasks = self.plan.tasks.len();
        let mut ranges = Vec::new();
        if listed.is_none() {
            for found in task::read(unit, &mentions, &statements, self.frame) {
                ranges.push(found.range.clone());
                self.task(unit, found);
            }
        }
        self.duties(unit, &ranges, tasks);
        for found in listed.unwrap_or_else(|| project::read_prose(unit, &mentions, reach)) {
            let origin = if unit.boxed.is_some() { Origin::Box } else { Origin::Prose };
            let number = unit.boxed.clone().unwrap_or_default();
            self.project(found, origin, number, unit.section.clone());
        }
        for mut statement in statements {
            self.locate(unit, &mut statement);
            self.statement(statement);
        }
    }

    /// Reads what a cell says is to be done, and gives it to those who are named beside it.
    fn cell_task(&mut self, placed: &PlacedTable<'_>, cell: usize, bodies: &[(Span, bool)]) {
        let Some(cell) = placed.table.cells.get(cell) else { return };
        let first = self.plan.tasks.len();
        self.unit(&Unit::of_cell(&cell.text, placed.section.clone()));
        let made: Vec<TaskId> = self.plan.tasks[first..].iter().map(|task| task.id.clone()).collect();
        for id in made {
            self.cell_bodies(bodies, &Item::Task(id), placed.section.as_ref());
        }
    }

    /// Gives a statement the region that its subject or the run-in lead names.
    fn locate(&self, unit: &Unit<'_>, statement: &mut Statement) {
        if !statement.scope.is_empty() {
            return;
        }
        if let Some(place) = self.gazetteer.prefix(&statement.subject) {
            let rest = &statement.subject[place.len()..];
            if rest.chars().count() >= 2 && !rest.starts_with(['的', '港', '站']) {
                place.clone_into(&mut statement.scope);
                return;
            }
        }
        let lead = unit.text.text()[..unit.lead].trim_end_matches(['。', '：', ':', ' ']);
        if self.gazetteer.prefix(lead).is_some_and(|place| place.len() == lead.len()) {
            lead.clone_into(&mut statement.scope);
        }
    }

    fn row(&mut self, row: figure_table::Row) {
        let measure = row
            .statements
            .iter()
            .rfind(|statement| statement.value.is_some())
            .map_or(Measure::Level, |statement| statement.measure);
        let id = self.registry.resolve(&Facts {
            name: &row.name,
            subject: &row.name,
            unit: &row.unit,
            measure,
            group: &row.group,
            parent: &row.parent,
            nature: row.nature,
            // The rows of regions all speak of one indicator.
            row: row.region.is_empty(),
            completion: row.completion,
        });
        let section = row.statements.first().and_then(|statement| statement.section.clone());
        self.cell_bodies(&row.bodies, &Item::Indicator(id.clone()), section.as_ref());
        for statement in row.statements {
            let Some(target) = self.place(statement, id.clone()) else { continue };
            for (year, value) in &row.schedule {
                self.plan.schedule.push(Schedule {
                    id: ScheduleId::of(self.plan.schedule.len() + 1),
                    target: target.clone(),
                    year: *year,
                    region: String::new(),
                    value: *value,
                });
            }
        }
    }

    /// `whole` is the last row of the table that is no part of another.
    fn project_row(
        &mut self,
        row: figure_table::ProjectRow,
        placed: &PlacedTable<'_>,
        whole: &mut Option<ProjectId>,
    ) {
        let found = Found {
            name: row.name,
            full: String::new(),
            category: row.group,
            quantities: row.quantities,
            stage: row.stage,
            work: row.work,
            facts: row.facts,
            question: None,
            span: row.span,
        };
        let id = self.project(found, Origin::Table, String::new(), placed.section.clone());
        if !row.part {
            *whole = Some(id.clone());
        } else if let (Some(project), Some(whole)) = (self.plan.projects.last_mut(), whole.as_ref()) {
            project.part_of = Some(whole.clone());
        }
        self.cell_bodies(&row.bodies, &Item::Project(id), placed.section.as_ref());
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
            completion: false,
        });
        self.place(statement, id);
    }

    /// Adds a statement as a target or an observation; the id of the target when it is one.
    #[expect(
        clippy::too_many_lines,
        reason = "where a statement belongs, tried from the most telling to the least"
    )]
    fn place(&mut self, statement: Statement, indicator: IndicatorId) -> Option<TargetId> {
        let mut provenance =
            self.provenance(statement.span, statement.at, statement.origin, statement.section.clone());
        provenance.doubt = statement.doubt.clone().or_else(|| self.stuck(statement.span));
        if statement.past {
            // What a change began with has a year only where its text says over which years it went.
            let base = self.frame.base().filter(|_| !statement.initial);
            let implied = statement.implied.filter(|_| !statement.initial || self.frame.yearly()).or(base);
            let year = statement.year.or(implied);
            let period = match (statement.several, year) {
                (Some(period), Some(_)) => Some(period),
                (None, Some(year)) if self.frame.yearly() => Some(Period { start: year, end: year }),
                (_, year) => year.map(|year| self.covered(year, statement.averaging.is_some())),
            };
            let observation = Observation {
                id: ObservationId::of(self.plan.observations.len() + 1),
                indicator,
                subject: statement.subject,
                region: if whole(&statement.scope) { String::new() } else { statement.scope },
                dimensions: plan::Dimensions::default(),
                measure: statement.measure,
                comparator: statement.comparator,
                value: statement.value,
                value_high: statement.value_high,
                value_text: statement.value_text,
                unit: statement.unit,
                period,
                months: statement.months,
                year: statement.year,
                averaging: statement.averaging,
                rate: statement.rate,
                status: statement
                    .status
                    .or_else(|| stated_status(sentence_to(&self.document.text, statement.span))),
                source: self.plan.title.clone(),
                vintage: String::new(),
                provenance,
            };
            self.plan.observations.push(observation);
            return None;
        }
        let id = TargetId::of(self.plan.targets.len() + 1);
        let implied = statement.implied.or_else(|| self.frame.end());
        let implied_year = if statement.year.is_none() { implied } else { None };
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
            ..Target::default()
        });
        Some(id)
    }

    fn project(
        &mut self,
        found: Found,
        origin: Origin,
        box_number: String,
        section: Option<SectionId>,
    ) -> ProjectId {
        let id = ProjectId::of(self.plan.projects.len() + 1);
        let mut provenance = self.provenance(found.span, found.span.start, origin, section);
        let asked = found.open_question().map(|question| Doubt {
            confidence: question.confidence(),
            reason: question.reason().to_owned(),
        });
        provenance.doubt = asked.or_else(|| self.stuck(found.span));
        let (stage, work, phase) = found.settle();
        self.plan.projects.push(Project {
            id: id.clone(),
            place: match found.facts.place {
                place if place.is_empty() => {
                    let name = &found.name;
                    // A zone that is a place itself lies in the place that its name begins with.
                    let inner = name.char_indices().next_back().and_then(|(last, _)| name.get(..last));
                    let place = self.gazetteer.first_in(name).filter(|place| *place != name);
                    place.or_else(|| self.gazetteer.first_in(inner?)).unwrap_or("").to_owned()
                }
                place => place,
            },
            name: found.name,
            name_full: found.full,
            box_number,
            category: found.category,
            quantities: found.quantities,
            stage: stage.to_owned(),
            work,
            phase,
            part_of: None,
            investment: found.facts.investment,
            period_investment: found.facts.period_investment,
            start_year: found.facts.start_year,
            end_year: found.facts.end_year,
            provenance,
        });
        id
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
        // In the middle of a plan what has added up began with it.
        let within = self.frame.period.filter(|period| (period.start..period.end).contains(&year));
        let start = within.map_or(year - length + 1, |period| period.start);
        Period { start: if several { start } else { year }, end: year }
    }

    fn provenance(&self, span: Span, at: usize, origin: Origin, section: Option<SectionId>) -> Provenance {
        Provenance {
            origin,
            section,
            line: self.document.lines.line(at),
            span,
            quote: span.of(&self.document.text).to_owned(),
            doubt: None,
        }
    }

    /// The doubt on what a page number may have stuck to.
    fn stuck(&self, span: Span) -> Option<Doubt> {
        let unsure = &self.document.unsure;
        let next = unsure.partition_point(|digits| digits.end <= span.start);
        unsure.get(next).filter(|digits| digits.start < span.end).map(|_| Doubt {
            confidence: 60,
            reason: "页首数字与页码连在一起，可能多出或缺少数位，请对照原文".to_owned(),
        })
    }

    fn finish(self) -> Plan {
        let indicators = self.registry.finish();
        let relations = plan::catalogue::relations(&indicators);
        let mut plan = Plan { indicators, relations, ..self.plan };
        direction::settle(&mut plan);
        project::lift_questions(&mut plan.projects);
        // Plans are kept; room to grow would be kept with them.
        plan.targets.shrink_to_fit();
        plan.observations.shrink_to_fit();
        plan.projects.shrink_to_fit();
        plan.tasks.shrink_to_fit();
        plan
    }
}

/// The sentence of a statement from its beginning to the statement's end.
fn sentence_to(text: &str, span: Span) -> &str {
    let before = text.get(..span.start).unwrap_or_default();
    let from = before.rfind(['。', '；', '！', '\n']).unwrap_or(0);
    text.get(from..span.end).unwrap_or_default()
}

/// How firm a figure is, where its sentence says so: expected before the period ended, or first published.
fn stated_status(sentence: &str) -> Option<Status> {
    let says = |words: &[&str]| words.iter().any(|word| sentence.contains(word));
    if says(&["预计", "预期", "有望"]) {
        Some(Status::Estimate)
    } else if says(&["初步核算", "初步统计", "初步测算", "快报"]) {
        Some(Status::Preliminary)
    } else {
        None
    }
}

/// Whether a scope is the plan's own region.
fn whole(scope: &str) -> bool {
    const WHOLE: [&str; 12] =
        ["", "全市", "全省", "全国", "全县", "全区", "全州", "我市", "我省", "我国", "我县", "我区"];
    WHOLE.contains(&scope)
}
