//! The types of the model as rows of their tables.

use super::cells::{Cells, Row};
use super::schema::{Record, Table};
use super::tables;
use crate::{
    Assignment, AssignmentRole, Averaging, Body, BodyKind, Comparator, Direction, Indicator, IndicatorKind,
    Item, Measure, Nature, Observation, Origin, Period, Place, PlaceKind, Project, ProjectId, Provenance,
    Quantity, RateBasis, Relation, RelationKind, Schedule, Section, SectionKind, Status, Target, Task,
};
use source::{Span, Words};

fn write_span(cells: &mut Cells, line: u32, span: Span) {
    cells.set("line", line);
    cells.set("start", span.start);
    cells.set("end", span.end);
}

fn read_span(row: &mut Row<'_>) -> Option<Span> {
    let start = row.integer("start");
    let end = row.integer("end");
    let (start, end): (usize, usize) = (start?, end?);
    if end < start {
        row.report(
            "end",
            Words::new("终止字节小于起始字节", "the end lies before the start"),
            Words::new("核对 start 与 end 两列", "check the columns start and end"),
        );
        return None;
    }
    Some(Span::new(start, end))
}

fn write_provenance(cells: &mut Cells, provenance: &Provenance) {
    cells.set("origin", provenance.origin);
    cells.set_some("section", provenance.section.as_ref());
    write_span(cells, provenance.line, provenance.span);
    cells.set("quote", &provenance.quote);
}

fn read_provenance(row: &mut Row<'_>) -> Option<Provenance> {
    let origin = row.choice("origin", Origin::parse);
    let section = row.link_or_none("section");
    let line = row.integer("line");
    let span = read_span(row);
    let quote = row.text("quote");
    Some(Provenance { origin: origin?, section, line: line?, span: span?, quote })
}

impl Record for Section {
    const TABLE: &'static Table = &tables::SECTIONS;

    fn write(&self, cells: &mut Cells) {
        cells.set("id", &self.id);
        cells.set_some("parent", self.parent.as_ref());
        cells.set("level", self.level);
        cells.set("kind", self.kind);
        cells.set("number", &self.number);
        cells.set("title", &self.title);
        write_span(cells, self.line, self.span);
        cells.set("line_end", self.line_end);
    }

    fn read(row: &mut Row<'_>) -> Option<Self> {
        let id = row.id("id");
        let parent = row.link_or_none("parent");
        let level = row.integer("level");
        let kind = row.choice("kind", SectionKind::parse);
        let number = row.text("number");
        let title = row.text("title");
        let line = row.integer("line");
        let line_end = row.integer("line_end");
        let span = read_span(row);
        Some(Self {
            id: id?,
            parent,
            level: level?,
            kind: kind?,
            number,
            title,
            line: line?,
            line_end: line_end?,
            span: span?,
        })
    }
}

impl Record for Indicator {
    const TABLE: &'static Table = &tables::INDICATORS;

    fn write(&self, cells: &mut Cells) {
        cells.set("id", &self.id);
        cells.set("name", &self.name);
        cells.set("unit", &self.unit);
        cells.set("group", &self.group);
        cells.set("parent", &self.parent);
        cells.set_some("direction", self.direction);
        cells.set_some("kind", self.kind);
        cells.set_some("nature", self.nature);
        cells.set_some("catalogue", self.catalogue.as_ref());
        cells.set_list("aliases", &self.aliases);
    }

    fn read(row: &mut Row<'_>) -> Option<Self> {
        let id = row.id("id");
        Some(Self {
            name: row.text("name"),
            unit: row.text("unit"),
            group: row.text("group"),
            parent: row.text("parent"),
            direction: row.choice_or_none("direction", Direction::parse),
            kind: row.choice_or_none("kind", IndicatorKind::parse),
            nature: row.choice_or_none("nature", Nature::parse),
            catalogue: row.text_or_none("catalogue"),
            aliases: row.list("aliases"),
            id: id?,
        })
    }
}

impl Record for Target {
    const TABLE: &'static Table = &tables::TARGETS;

    fn write(&self, cells: &mut Cells) {
        cells.set("id", &self.id);
        cells.set("indicator", &self.indicator);
        cells.set("subject", &self.subject);
        cells.set("measure", self.measure);
        cells.set("comparator", self.comparator);
        cells.set_some("value", self.value);
        cells.set_some("value_high", self.value_high);
        cells.set("value_text", &self.value_text);
        cells.set("unit", &self.unit);
        cells.set_some("year", self.year);
        cells.set_some("implied_year", self.implied_year);
        cells.set_some("period", self.averaging);
        cells.set("scope", &self.scope);
        cells.set_some("nature", self.nature);
        cells.set_some("rate", self.rate);
        cells.set("rate_text", &self.rate_text);
        cells.set_some("rate_basis", self.rate_basis);
        write_provenance(cells, &self.provenance);
    }

    fn read(row: &mut Row<'_>) -> Option<Self> {
        let id = row.id("id");
        let indicator = row.link("indicator");
        let measure = row.choice("measure", Measure::parse);
        let comparator = row.choice("comparator", Comparator::parse);
        let provenance = read_provenance(row);
        Some(Self {
            subject: row.text("subject"),
            value: row.decimal_or_none("value"),
            value_high: row.decimal_or_none("value_high"),
            value_text: row.text("value_text"),
            unit: row.text("unit"),
            year: row.integer_or_none("year"),
            implied_year: row.integer_or_none("implied_year"),
            averaging: row.choice_or_none("period", Averaging::parse),
            scope: row.text("scope"),
            nature: row.choice_or_none("nature", Nature::parse),
            rate: row.decimal_or_none("rate"),
            rate_text: row.text("rate_text"),
            rate_basis: row.choice_or_none("rate_basis", RateBasis::parse),
            id: id?,
            indicator: indicator?,
            measure: measure?,
            comparator: comparator?,
            provenance: provenance?,
        })
    }
}

impl Record for Observation {
    const TABLE: &'static Table = &tables::OBSERVATIONS;

    fn write(&self, cells: &mut Cells) {
        cells.set("id", &self.id);
        cells.set("indicator", &self.indicator);
        cells.set("subject", &self.subject);
        cells.set("region", &self.region);
        cells.set("measure", self.measure);
        cells.set("comparator", self.comparator);
        cells.set_some("value", self.value);
        cells.set_some("value_high", self.value_high);
        cells.set("value_text", &self.value_text);
        cells.set("unit", &self.unit);
        cells.set_some("period_start", self.period.map(|period| period.start));
        cells.set_some("period_end", self.period.map(|period| period.end));
        cells.set_some("year", self.year);
        cells.set_some("period", self.averaging);
        cells.set_some("rate", self.rate);
        cells.set_some("status", self.status);
        cells.set("source", &self.source);
        cells.set("vintage", &self.vintage);
        write_provenance(cells, &self.provenance);
    }

    fn read(row: &mut Row<'_>) -> Option<Self> {
        let id = row.id("id");
        let indicator = row.link("indicator");
        let measure = row.choice("measure", Measure::parse);
        let comparator = row.choice("comparator", Comparator::parse);
        let provenance = read_provenance(row);
        Some(Self {
            subject: row.text("subject"),
            region: row.text("region"),
            value: row.decimal_or_none("value"),
            value_high: row.decimal_or_none("value_high"),
            value_text: row.text("value_text"),
            unit: row.text("unit"),
            period: read_period(row),
            year: row.integer_or_none("year"),
            averaging: row.choice_or_none("period", Averaging::parse),
            rate: row.decimal_or_none("rate"),
            status: row.choice_or_none("status", Status::parse),
            source: row.text("source"),
            vintage: row.date("vintage"),
            id: id?,
            indicator: indicator?,
            measure: measure?,
            comparator: comparator?,
            provenance: provenance?,
        })
    }
}

fn read_period(row: &mut Row<'_>) -> Option<Period> {
    let start = row.integer_or_none("period_start");
    let end = row.integer_or_none("period_end");
    if start.is_some() != end.is_some() {
        row.report(
            if start.is_none() { "period_start" } else { "period_end" },
            Words::new("起始年和终止年只填了一个", "only one of first and last year is filled in"),
            Words::new("两列都填，年度数据填同一年", "fill in both, the same year twice for a yearly figure"),
        );
    }
    Some(Period { start: start?, end: end? })
}

impl Record for Project {
    const TABLE: &'static Table = &tables::PROJECTS;

    fn write(&self, cells: &mut Cells) {
        cells.set("id", &self.id);
        cells.set("name", &self.name);
        cells.set("name_full", &self.name_full);
        cells.set("box", &self.box_number);
        cells.set("category", &self.category);
        cells.set("place", &self.place);
        if let Some(first) = self.quantities.first() {
            cells.set("quantity_value", first.value);
            cells.set("quantity_unit", &first.unit);
            cells.set("quantity_what", &first.what);
        }
        cells.set("stage", &self.stage);
        write_provenance(cells, &self.provenance);
    }

    fn read(row: &mut Row<'_>) -> Option<Self> {
        let id = row.id("id");
        let provenance = read_provenance(row);
        let unit = row.text("quantity_unit");
        let what = row.text("quantity_what");
        let first = row.decimal_or_none("quantity_value").map(|value| Quantity { value, unit, what });
        Some(Self {
            name: row.text("name"),
            name_full: row.text("name_full"),
            box_number: row.text("box"),
            category: row.text("category"),
            place: row.text("place"),
            quantities: first.into_iter().collect(),
            stage: row.text("stage"),
            id: id?,
            provenance: provenance?,
        })
    }
}

/// A row of `quantities`: what a project has beyond its first quantity.
pub(super) struct FurtherQuantity {
    pub(super) project: ProjectId,
    /// From 2.
    pub(super) position: usize,
    pub(super) quantity: Quantity,
}

impl Record for FurtherQuantity {
    const TABLE: &'static Table = &tables::QUANTITIES;

    fn write(&self, cells: &mut Cells) {
        cells.set("project", &self.project);
        cells.set("position", self.position);
        cells.set("value", self.quantity.value);
        cells.set("unit", &self.quantity.unit);
        cells.set("what", &self.quantity.what);
    }

    fn read(row: &mut Row<'_>) -> Option<Self> {
        let project = row.link("project");
        let position = row.integer("position");
        let value = row.decimal("value");
        let unit = row.text("unit");
        let what = row.text("what");
        Some(Self {
            project: project?,
            position: position?,
            quantity: Quantity { value: value?, unit, what },
        })
    }
}

impl Record for Task {
    const TABLE: &'static Table = &tables::TASKS;

    fn write(&self, cells: &mut Cells) {
        cells.set("id", &self.id);
        cells.set("lead", &self.lead);
        cells.set("verb", &self.verb);
        cells.set("object", &self.object);
        cells.set("quantified", self.quantified);
        cells.set_some("deadline", self.deadline);
        write_provenance(cells, &self.provenance);
    }

    fn read(row: &mut Row<'_>) -> Option<Self> {
        let id = row.id("id");
        let quantified = row.boolean("quantified");
        let provenance = read_provenance(row);
        Some(Self {
            lead: row.text("lead"),
            verb: row.text("verb"),
            object: row.text("object"),
            deadline: row.integer_or_none("deadline"),
            id: id?,
            quantified: quantified?,
            provenance: provenance?,
        })
    }
}

impl Record for Place {
    const TABLE: &'static Table = &tables::PLACES;

    fn write(&self, cells: &mut Cells) {
        cells.set("id", &self.id);
        cells.set("name", &self.name);
        cells.set("kind", self.kind);
        cells.set_some("parent", self.parent.as_ref());
        cells.set("code", &self.code);
        cells.set("regime", &self.regime);
        write_provenance(cells, &self.provenance);
    }

    fn read(row: &mut Row<'_>) -> Option<Self> {
        let id = row.id("id");
        let kind = row.choice("kind", PlaceKind::parse);
        let provenance = read_provenance(row);
        Some(Self {
            name: row.text("name"),
            parent: row.link_or_none("parent"),
            code: row.text("code"),
            regime: row.text("regime"),
            id: id?,
            kind: kind?,
            provenance: provenance?,
        })
    }
}

impl Record for Body {
    const TABLE: &'static Table = &tables::BODIES;

    fn write(&self, cells: &mut Cells) {
        cells.set("id", &self.id);
        cells.set("name", &self.name);
        cells.set("kind", self.kind);
        cells.set_some("parent", self.parent.as_ref());
        write_provenance(cells, &self.provenance);
    }

    fn read(row: &mut Row<'_>) -> Option<Self> {
        let id = row.id("id");
        let kind = row.choice("kind", BodyKind::parse);
        let provenance = read_provenance(row);
        Some(Self {
            name: row.text("name"),
            parent: row.link_or_none("parent"),
            id: id?,
            kind: kind?,
            provenance: provenance?,
        })
    }
}

impl Record for Assignment {
    const TABLE: &'static Table = &tables::ASSIGNMENTS;

    fn write(&self, cells: &mut Cells) {
        cells.set("id", &self.id);
        match &self.item {
            Item::Indicator(id) => cells.set("indicator", id),
            Item::Target(id) => cells.set("target", id),
            Item::Project(id) => cells.set("project", id),
            Item::Task(id) => cells.set("task", id),
        }
        cells.set("body", &self.body);
        cells.set("role", self.role);
        cells.set("confirmed", self.confirmed);
        write_provenance(cells, &self.provenance);
    }

    fn read(row: &mut Row<'_>) -> Option<Self> {
        let id = row.id("id");
        let item = read_item(row);
        let body = row.link("body");
        let role = row.choice("role", AssignmentRole::parse);
        let confirmed = row.boolean("confirmed");
        let provenance = read_provenance(row);
        Some(Self {
            id: id?,
            item: item?,
            body: body?,
            role: role?,
            confirmed: confirmed?,
            provenance: provenance?,
        })
    }
}

fn read_item(row: &mut Row<'_>) -> Option<Item> {
    let items = [
        row.link_or_none("indicator").map(Item::Indicator),
        row.link_or_none("target").map(Item::Target),
        row.link_or_none("project").map(Item::Project),
        row.link_or_none("task").map(Item::Task),
    ];
    let mut filled = items.into_iter().flatten();
    let item = filled.next();
    if item.is_none() || filled.next().is_some() {
        row.report(
            "",
            Words::new(
                "indicator、target、project、task 四列中没有填或填了多个",
                "none or several of indicator, target, project and task are filled in",
            ),
            Words::new("四列只填一个", "fill in exactly one of the four"),
        );
        return None;
    }
    item
}

impl Record for Schedule {
    const TABLE: &'static Table = &tables::SCHEDULE;

    fn write(&self, cells: &mut Cells) {
        cells.set("id", &self.id);
        cells.set("target", &self.target);
        cells.set("year", self.year);
        cells.set("region", &self.region);
        cells.set("value", self.value);
    }

    fn read(row: &mut Row<'_>) -> Option<Self> {
        let id = row.id("id");
        let target = row.link("target");
        let year = row.integer("year");
        let region = row.text("region");
        let value = row.decimal("value");
        Some(Self { id: id?, target: target?, year: year?, region, value: value? })
    }
}

impl Record for Relation {
    const TABLE: &'static Table = &tables::RELATIONS;

    fn write(&self, cells: &mut Cells) {
        cells.set("id", &self.id);
        cells.set("kind", self.kind);
        cells.set_some("result", self.result.as_ref());
        cells.set_list("parts", &self.parts);
        cells.set("factor", self.factor);
        cells.set("note", &self.note);
    }

    fn read(row: &mut Row<'_>) -> Option<Self> {
        let id = row.id("id");
        let kind = row.choice("kind", RelationKind::parse);
        let result = row.link_or_none("result");
        let parts = row.links("parts", tables::INDICATORS.name);
        let factor = row.float("factor");
        let note = row.text("note");
        Some(Self { id: id?, kind: kind?, result, parts, factor: factor?, note })
    }
}
