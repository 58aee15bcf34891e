//! The types of the model as rows of their tables, in files as the model has them.

mod deliverable;
mod people;
mod statement;

pub(super) use deliverable::FurtherQuantity;

use super::cells::{Cells, Row};
use super::schema::{Record, Table};
use super::tables;
use crate::{
    Direction, Doubt, Indicator, IndicatorKind, Nature, Origin, Provenance, Relation, RelationKind, Section,
    SectionKind,
};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use source::{Span, Words};

pub(super) fn write_span(cells: &mut Cells, line: u32, span: Span) {
    cells.set("line", line);
    cells.set("start", span.start);
    cells.set("end", span.end);
}

pub(super) fn read_span(row: &mut Row<'_>) -> Option<Span> {
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

pub(super) fn write_provenance(cells: &mut Cells, provenance: &Provenance) {
    cells.set("origin", provenance.origin);
    cells.set_some("section", provenance.section.as_ref());
    write_span(cells, provenance.line, provenance.span);
    cells.set("quote", &provenance.quote);
}

pub(super) fn read_provenance(row: &mut Row<'_>) -> Option<Provenance> {
    let origin = row.choice("origin", Origin::parse);
    let section = row.link_or_none("section");
    let line = row.integer("line");
    let span = read_span(row);
    let quote = row.text("quote");
    Some(Provenance { origin: origin?, section, line: line?, span: span?, quote, doubt: None })
}

/// Confidence and reason; both empty where the reader is certain.
pub(super) fn write_doubt(cells: &mut Cells, doubt: Option<&Doubt>) {
    if let Some(doubt) = doubt {
        cells.set("confidence", Decimal::new(i64::from(doubt.confidence), 2));
        cells.set("reason", &doubt.reason);
    }
}

pub(super) fn read_doubt(row: &mut Row<'_>) -> Option<Doubt> {
    let confidence = row.decimal_or_none("confidence")?;
    let percent = (confidence * Decimal::ONE_HUNDRED).round().to_u8().filter(|percent| *percent < 100)?;
    Some(Doubt { confidence: percent, reason: row.text("reason") })
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
