//! A document as it was read, as blocks that can be written anew.

use document::{Block as Read, Document, Table as ReadTable};
use source::Passage;
use std::borrow::Cow;
use story::{
    Block, Cell, CellKind, Frame, FrameKind, Heading, Inline, Item, List, ListKind, Paragraph, Role, Row,
    Table, TableKind,
};

/// The blocks of a document with its title.
pub(super) fn blocks(document: &Document) -> Vec<Block<'static>> {
    let mut all = Vec::new();
    let title =
        document.title.as_ref().map(|title| title.text().to_owned()).filter(|title| !title.is_empty());
    all.extend(title.map(|title| Block::Heading(Heading::new(1, title))));
    for block in &document.blocks {
        match block {
            Read::Box(framed) => all.push(Block::Frame(Frame {
                kind: FrameKind::Printed,
                anchor: None,
                number: framed.number.clone().into(),
                title: words(&framed.title),
                // Boxes hold no boxes.
                blocks: framed.blocks.iter().filter_map(simple).collect(),
            })),
            other => all.extend(simple(other)),
        }
    }
    all
}

fn words(passage: &Passage) -> Vec<Inline<'static>> {
    vec![Inline::text(passage.text().to_owned())]
}

fn simple(block: &Read) -> Option<Block<'static>> {
    Some(match block {
        Read::Heading(heading) => Block::Heading(Heading {
            level: heading.level.saturating_add(1),
            anchor: None,
            number: heading.number.clone().into(),
            text: words(&heading.title),
        }),
        Read::Paragraph(paragraph) => Block::Paragraph(Paragraph::new(Role::Plain, words(&paragraph.text))),
        Read::ListItem(item) => {
            let item = Item { marker: item.marker.clone().into(), text: words(&item.text) };
            Block::List(List { kind: ListKind::Printed, items: vec![item] })
        }
        Read::Figure(figure) => Block::Paragraph(Paragraph::new(Role::Figure, words(&figure.title))),
        Read::Table(read) => Block::Table(table(read)),
        Read::Box(_) => return None,
    })
}

fn table(read: &ReadTable) -> Table<'static> {
    let row = |at: usize| Row {
        superseded: false,
        cells: read
            .row(at)
            .map(|cell| Cell {
                row_span: cell.row_span.max(1),
                column_span: cell.column_span.max(1),
                ..Cell::new(
                    if at < read.head { CellKind::ColumnHead } else { CellKind::Data },
                    words(&cell.text),
                )
            })
            .collect(),
    };
    Table {
        kind: TableKind::Printed,
        caption: Cow::Owned(read.title.text().to_owned()),
        note: Cow::Owned(read.note.text().to_owned()),
        head: (0..read.head.min(read.rows)).map(row).collect(),
        rows: (read.head.min(read.rows)..read.rows).map(row).collect(),
        ..Table::default()
    }
}
