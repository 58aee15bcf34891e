//! Tables: caption, note and rows put together; what a page or a repeated caption cut is joined again.

use super::Assembly;
use crate::caption::Caption;
use crate::clean::Spaces;
use crate::model::{Block, Cell, Doubt, Table};
use crate::piece::Content;
use crate::roles::Role;
use crate::table;
use crate::wording::ends_sentence;
use source::{Passage, Span};

/// A note or a title beside a table is no longer than this, in characters.
const LONGEST_NOTE: usize = 30;

/// So many lines may stand between a caption and its table.
const MOST_NOTES: usize = 3;

impl Assembly<'_> {
    /// The table whose caption, if it has one, stands at `caption` and whose rows begin at or soon behind
    /// `at`; gives the first piece behind it.
    pub(super) fn table(
        &mut self,
        at: usize,
        caption: Option<(usize, Caption)>,
        end: usize,
        blocks: &mut Vec<Block>,
    ) -> usize {
        let mut next = at + usize::from(self.roles.roles.get(at) == Some(&Role::CaptionTitle));
        let notes = if caption.is_some() { self.notes(next, end) } else { 0 };
        let note: Vec<Span> = (next..next + notes).map(|at| self.flow.pieces[at].span).collect();
        next += notes;
        let (number, title) = match caption {
            Some((at, caption)) => self.caption(at, caption),
            None => (String::new(), self.title_above(at, blocks)),
        };
        let start = match caption {
            Some((at, _)) => Some(self.flow.pieces[at].span),
            None => Some(title.full_span()).filter(|span| !span.is_empty()),
        };
        let (mut table, behind) = self.rows(next, end);
        let span = note.iter().copied().chain(start).reduce(Span::cover);
        table.span = match span {
            Some(span) if table.rows > 0 => span.cover(table.span),
            Some(span) => span,
            None => table.span,
        };
        (table.number, table.title) = (number, title);
        table.note = self.passage(&note, Spaces::Drop);
        let continued = caption.is_some_and(|(_, caption)| caption.continued);
        match blocks.last_mut() {
            Some(Block::Table(first)) if goes_on(first, &table, continued) => append(first, table),
            _ => blocks.push(Block::Table(table)),
        }
        behind.max(at)
    }

    /// How many lines from `at` on are notes before a table: its unit, its region.
    fn notes(&self, at: usize, end: usize) -> usize {
        let is_note = |at: &usize| {
            let text = self.flow.pieces[*at].span.of(&self.flow.text);
            self.roles.roles[*at] == Role::Text
                && text.chars().nth(LONGEST_NOTE).is_none()
                && !text.contains('。')
        };
        let count = (at..end.min(at + MOST_NOTES)).take_while(is_note).count();
        let table_behind = self.roles.roles[..end].get(at + count);
        if matches!(table_behind, Some(Role::Row | Role::Grid)) { count } else { 0 }
    }

    /// A short line right above a table without caption is its title.
    fn title_above(&self, at: usize, blocks: &mut Vec<Block>) -> Passage {
        let above = at.checked_sub(1).map(|at| self.flow.pieces[at].span);
        let is_title = |text: &Passage| {
            Some(text.full_span()) == above
                && text.text().chars().nth(LONGEST_NOTE).is_none()
                && !ends_sentence(text.text())
                && !text.text().contains('，')
        };
        match blocks.pop() {
            Some(Block::Paragraph(paragraph)) if is_title(&paragraph.text) => paragraph.text,
            Some(other) => {
                blocks.push(other);
                Passage::default()
            }
            None => Passage::default(),
        }
    }

    /// The rows from `at` on as a table, and the first piece behind them.
    fn rows(&self, at: usize, end: usize) -> (Table, usize) {
        let mut rows: Vec<Vec<Vec<Span>>> = Vec::new();
        let mut joins = Vec::new();
        let mut span: Option<Span> = None;
        let mut next = at;
        // Rows of the head that a page repeats; `seen` of them in a row so far.
        let mut seen = 0;
        while next < end {
            let piece = &self.flow.pieces[next];
            let cut = !rows.is_empty() && (piece.blanks > 0 || piece.page_break);
            match &piece.content {
                Content::Row(cells) => {
                    if cut {
                        joins.push(rows.len());
                        seen = 0;
                    }
                    let row: Vec<Vec<Span>> = cells.iter().map(|cell| vec![*cell]).collect();
                    let after_break = joins.last() == Some(&rows.len()) && seen < rows.len();
                    if after_break && self.same_texts(&rows[seen], &row) {
                        seen += 1;
                    } else {
                        rows.push(row);
                    }
                }
                Content::Rows { rows: more, breaks } if rows.is_empty() => {
                    joins.clone_from(breaks);
                    rows.clone_from(more);
                }
                Content::Grid(grid) if rows.is_empty() => {
                    return (table::from_grid(&self.flow.text, grid, piece.span), next + 1);
                }
                _ => break,
            }
            span = Some(span.map_or(piece.span, |span| span.cover(piece.span)));
            next += 1;
            if matches!(piece.content, Content::Rows { .. }) {
                break;
            }
        }
        joins.retain(|row| *row < rows.len());
        let resolved = table::resolve(&self.flow.text, &rows);
        let table = Table {
            number: String::new(),
            title: Passage::default(),
            note: Passage::default(),
            rows: resolved.rows,
            columns: resolved.columns,
            head: resolved.head,
            cells: resolved.cells,
            joins,
            doubts: Vec::new(),
            span: span.unwrap_or_default(),
        };
        (table, next)
    }
}

impl Assembly<'_> {
    fn same_texts(&self, a: &[Vec<Span>], b: &[Vec<Span>]) -> bool {
        let text = |cell: &Vec<Span>| -> String {
            cell.iter().flat_map(|span| span.of(&self.flow.text).split_whitespace()).collect()
        };
        // A row of figures may well come twice; a head has words in every cell.
        let words = |cell: &Vec<Span>| !cell.is_empty() && !text(cell).is_empty();
        a.len() == b.len() && a.iter().all(words) && a.iter().map(text).eq(b.iter().map(text))
    }
}

/// The texts of the first rows.
fn texts(table: &Table, rows: usize) -> impl Iterator<Item = (usize, usize, &str)> {
    let cells = table.cells.iter().filter(move |cell| cell.row < rows);
    cells.map(|cell| (cell.row, cell.column, cell.text.text()))
}

/// Whether `table` goes on with `first`: its caption says so or repeats the number, or it has no caption
/// and the same head.
fn goes_on(first: &Table, table: &Table, continued: bool) -> bool {
    let same_head = || first.head > 0 && texts(first, first.head).eq(texts(table, first.head));
    let same_number = !table.number.is_empty() && table.number == first.number;
    let untitled = table.number.is_empty() && table.title.is_empty();
    table.rows > 0
        && table.columns == first.columns
        && ((continued && (same_number || table.number.is_empty()))
            || (same_number && same_head())
            || (untitled && same_head()))
}

/// Adds the rows of `table` to `first`, without its head if that is printed again.
fn append(first: &mut Table, table: Table) {
    let repeated = if texts(first, first.head).eq(texts(&table, first.head)) { first.head } else { 0 };
    let shift = first.rows;
    first.joins.push(shift);
    first.joins.extend(table.joins.iter().filter(|row| **row > repeated).map(|row| row - repeated + shift));
    first.doubts.extend(
        table
            .doubts
            .iter()
            .filter(|doubt| doubt.row >= repeated)
            .map(|doubt| Doubt { row: doubt.row - repeated + shift, ..*doubt }),
    );
    let cells = table.cells.into_iter().filter(|cell| cell.row >= repeated);
    first.cells.extend(cells.map(|cell| Cell { row: cell.row - repeated + shift, ..cell }));
    first.rows += table.rows - repeated;
    first.span = first.span.cover(table.span);
}
