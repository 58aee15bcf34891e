use super::Table;
use crate::Result;
use crate::row::{Cell, Row, cells};
use plan::{Section, SectionId, SectionKind};
use source::Span;

impl Table for Section {
    const NAME: &'static str = "section";
    const COLUMNS: &'static str =
        "id, parent, level, kind, number, title, line, line_end, span_start, span_end";

    fn cells(&self) -> Vec<Cell> {
        cells![
            self.id.as_str(),
            self.parent.as_ref().map(ToString::to_string),
            u32::from(self.level),
            self.kind.name(),
            &self.number,
            &self.title,
            self.line,
            self.line_end,
            self.span.start,
            self.span.end,
        ]
    }

    fn read(row: Row<'_>) -> Result<Self> {
        Ok(Self {
            id: SectionId(row.text("id")?),
            parent: row.maybe_text("parent")?.map(SectionId),
            level: u8::try_from(row.int("level")?).map_err(|_| row.damaged("level"))?,
            kind: row.word("kind", SectionKind::parse)?,
            number: row.text("number")?,
            title: row.text("title")?,
            line: row.line("line")?,
            line_end: row.line("line_end")?,
            span: Span::new(row.size("span_start")?, row.size("span_end")?),
        })
    }
}
