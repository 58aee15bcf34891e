//! Blocks that several pages are made of.

use crate::text::text;
use source::Lang;
use std::borrow::Cow;
use story::{Block, Cell, Heading, Inline, Item, List, ListKind, Paragraph, Role, Section, SectionKind};

/// A paragraph of a role.
pub(crate) fn paragraph(role: Role, text: Vec<Inline<'_>>) -> Block<'_> {
    Block::Paragraph(Paragraph::new(role, text))
}

/// Blocks that are closed until they are asked for.
pub(crate) fn fold<'a>(heading: Heading<'a>, blocks: Vec<Block<'a>>) -> Block<'a> {
    Block::Section(Section { kind: SectionKind::Fold, id: Cow::Borrowed(""), heading, blocks })
}

/// A head whose columns stand to the right where `true`.
pub(crate) fn head(lang: Lang, columns: &[(&'static str, bool)]) -> Vec<story::Row<'static>> {
    let cell = |(key, right): &(&'static str, bool)| {
        let cell = Cell::head(text(lang, key));
        if *right { cell.right() } else { cell }
    };
    vec![line(columns.iter().map(cell).collect())]
}

/// A row of a table.
pub(crate) fn line(cells: Vec<Cell<'_>>) -> story::Row<'_> {
    story::Row { superseded: false, cells }
}

/// A part of a page under a heading.
pub(crate) fn part<'a>(title: &'static str, block: Block<'a>) -> Block<'a> {
    let heading = Heading::new(2, title);
    Block::Section(Section { kind: SectionKind::Part, id: Cow::Borrowed(""), heading, blocks: vec![block] })
}

/// A list under a heading; none without items.
pub(crate) fn list<'a>(title: &'static str, kind: ListKind, items: Vec<Item<'a>>) -> Option<Block<'a>> {
    (!items.is_empty()).then(|| part(title, Block::List(List { kind, items })))
}
