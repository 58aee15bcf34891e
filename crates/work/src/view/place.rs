//! Where in a document something stands.

use document::{Block, Document, sentence_starts};
use source::{Passage, Span};
use std::ops::Range;

/// The range of the passage that lies in `span` of the source.
pub fn range_in(passage: &Passage, span: Span) -> Option<Range<usize>> {
    let mut at = 0;
    let mut found: Option<Range<usize>> = None;
    for piece in passage.pieces() {
        let start = piece.start.max(span.start);
        let end = piece.end.min(span.end);
        if start < end {
            let part = at + (start - piece.start)..at + (end - piece.start);
            found = Some(found.map_or(part.clone(), |range| range.start..part.end));
        }
        at += piece.len();
    }
    found
}

/// The place in the source where the sentence begins that holds the start of `span`.
pub fn sentence_start(document: &Document, span: Span) -> Option<usize> {
    fn search(blocks: &[Block], span: Span) -> Option<usize> {
        let inside = |passage: &Passage| {
            let range = range_in(passage, span)?;
            let starts = sentence_starts(passage.text());
            let index = starts.partition_point(|start| *start <= range.start);
            Some(passage.offset(starts[index.saturating_sub(1)]))
        };
        blocks.iter().find_map(|block| match block {
            Block::Heading(heading) => heading.span.overlaps(span).then_some(heading.span.start),
            Block::Paragraph(paragraph) => inside(&paragraph.text),
            Block::ListItem(item) => inside(&item.text),
            Block::Table(table) if table.span.overlaps(span) => {
                table.cells.iter().find_map(|cell| inside(&cell.text)).or(Some(table.span.start))
            }
            Block::Box(framed) if framed.span.overlaps(span) => {
                search(&framed.blocks, span).or(Some(framed.span.start))
            }
            Block::Figure(figure) => figure.span.overlaps(span).then_some(figure.span.start),
            Block::Table(_) | Block::Box(_) => None,
        })
    }
    search(&document.blocks, span)
}
