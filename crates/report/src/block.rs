//! The blocks that are made.

mod chart;
mod column;
mod prose;
mod table;

use crate::choice::Choice;
use crate::make::Maker;
use crate::origin::Origin;
use crate::outline::Line;
use story::{Block, Inline, Item, List, ListKind, Paragraph, Role, Style};

pub(crate) use column::{cell, columns, has_column};
pub(crate) use table::records;

/// Names of the blocks of prose.
pub(crate) const BLOCKS: [&str; 18] = [
    "basis",
    "time",
    "counts",
    "binding",
    "groups",
    "lagging",
    "outcomes",
    "forecast",
    "peers",
    "warnings",
    "data",
    "projects",
    "tasks",
    "findings",
    "rules",
    "proposals",
    "running",
    "year-goals",
];

/// Names of the tables.
pub(crate) const TABLES: [&str; 4] = ["targets", "projects", "tasks", "data"];

/// The blocks of a line of an outline.
pub(crate) fn line(maker: &mut Maker<'_>, line: &Line, place: &str) -> Vec<Block<'static>> {
    let choice = Choice::parse(&line.of).unwrap_or_default();
    let mut blocks = Vec::new();
    if !line.text.is_empty() {
        let text = maker.filled(&line.text);
        blocks.push(paragraph(text));
    }
    let written = written(maker, place);
    if !line.write.is_empty() && written.is_empty() {
        let text = maker.filled(&line.write);
        let mut all = vec![Inline::styled(Style::Strong, "（待写）")];
        maker.open.push(format!("待写：{}", crate::make::plain(&text)));
        all.extend(text);
        blocks.push(Block::Paragraph(Paragraph::new(Role::Soft, all)));
    }
    if !line.make.is_empty() {
        blocks.extend(prose::make(maker, &line.make, &choice, line.limit));
    }
    if !line.table.is_empty() {
        blocks.extend(table::make(maker, line, &choice));
    }
    if !line.charts.is_empty() {
        let choice = Choice::parse(&line.charts).unwrap_or_default();
        blocks.extend(chart::all(maker, &choice, line.limit));
    }
    blocks.extend(written);
    blocks
}

/// What a person wrote to a line; every figure in it rests on whoever wrote it.
fn written(maker: &mut Maker<'_>, place: &str) -> Vec<Block<'static>> {
    let found = maker.inputs.written.iter().enumerate().rfind(|(_, one)| one.place == place);
    let Some((at, one)) = found else { return Vec::new() };
    let count = crate::origin::paragraphs(&one.words).count();
    let texts = (0..count).filter_map(|paragraph| maker.figure(Origin::Written(at, paragraph)));
    texts.map(|text| paragraph(vec![text])).collect()
}

/// A paragraph of running text.
fn paragraph(text: Vec<Inline<'static>>) -> Block<'static> {
    Block::Paragraph(Paragraph::new(Role::Plain, text))
}

/// A list of points.
fn points(items: Vec<Vec<Inline<'static>>>) -> Option<Block<'static>> {
    let items: Vec<Item<'static>> = items.into_iter().map(|text| Item { text, ..Item::default() }).collect();
    (!items.is_empty()).then_some(Block::List(List { kind: ListKind::Lines, items }))
}
