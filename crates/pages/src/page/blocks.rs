//! Blocks that several pages are made of.

use crate::text::text;
use source::Lang;
use std::borrow::Cow;
use story::{Block, Cell, Heading, Inline, Paragraph, Role, Section, SectionKind};

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
