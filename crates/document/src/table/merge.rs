//! Plain text keeps of a merged cell only its first place; the others are empty. This finds the extents.

use crate::clean::{self, Spaces};
use crate::model::Cell;
use source::{Passage, Span};
use std::collections::BTreeSet;

/// A resolved table.
#[derive(Debug, Default)]
pub(crate) struct Resolved {
    pub(crate) rows: usize,
    pub(crate) columns: usize,
    pub(crate) head: usize,
    pub(crate) cells: Vec<Cell>,
}

/// Resolves the merged cells of `rows`; rows shorter than the longest end in empty cells.
pub(crate) fn resolve(text: &str, rows: &[Vec<Vec<Span>>]) -> Resolved {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let texts: Vec<Vec<Passage>> = rows
        .iter()
        .map(|row| {
            let mut cells: Vec<Passage> =
                row.iter().map(|spans| clean::passage(text, spans, Spaces::Drop)).collect();
            cells.resize_with(columns, Passage::default);
            cells
        })
        .collect();
    let table = Layout::of(&texts, columns);
    let mut owners = vec![vec![(0, 0); columns]; rows.len()];
    for row in 0..texts.len() {
        for column in 0..columns {
            owners[row][column] = table.owner(&owners, row, column);
        }
    }
    let head = table.head;
    cells(texts, &owners, head, columns)
}

/// Makes a cell of every place that owns itself, as large as the rectangle it owns.
fn cells(
    mut texts: Vec<Vec<Passage>>,
    owners: &[Vec<(usize, usize)>],
    head: usize,
    columns: usize,
) -> Resolved {
    let rows = texts.len();
    let mut extent = vec![vec![(1usize, 1usize); columns]; rows];
    for (row, line) in owners.iter().enumerate() {
        for (column, (r, c)) in line.iter().copied().enumerate() {
            let size = &mut extent[r][c];
            *size = (size.0.max(row - r + 1), size.1.max(column - c + 1));
        }
    }
    let mut result = Vec::new();
    for (row, line) in owners.iter().enumerate() {
        for (column, owner) in line.iter().copied().enumerate() {
            if owner != (row, column) {
                continue;
            }
            let (row_span, column_span) = extent[row][column];
            result.push(Cell {
                row,
                column,
                row_span,
                column_span,
                text: std::mem::take(&mut texts[row][column]),
                inferred: row_span * column_span > 1,
            });
        }
    }
    Resolved { rows, columns, head, cells: result }
}

/// What the columns and rows of a table are, as far as empty cells need it.
struct Layout<'a> {
    texts: &'a [Vec<Passage>],
    columns: usize,
    head: usize,
    /// The column of labels that differ from row to row; columns before it may hold merged groups.
    name: usize,
    /// The first column with figures.
    data: usize,
}

impl<'a> Layout<'a> {
    fn of(texts: &'a [Vec<Passage>], columns: usize) -> Self {
        let head = head_rows(texts, columns);
        let body = &texts[head.min(texts.len())..];
        let numbers = |column: usize| {
            let (mut figures, mut words) = (0, 0);
            for row in body {
                match row[column].text() {
                    "" => {}
                    cell if is_figure(cell) => figures += 1,
                    _ => words += 1,
                }
            }
            figures > words
        };
        let ordinal = |column: usize| column == 0 && counts_up(body);
        let data = (0..columns).find(|column| numbers(*column) && !ordinal(*column)).unwrap_or(columns);
        let name = (0..data)
            .filter(|column| !ordinal(*column))
            .max_by_key(|column| {
                let distinct: BTreeSet<&str> =
                    body.iter().map(|row| row[*column].text()).filter(|cell| !cell.is_empty()).collect();
                // Of equals the first: units and remarks stand behind the name.
                (distinct.len(), columns - column)
            })
            .unwrap_or(0);
        Self { texts, columns, head, name, data }
    }

    fn is_empty(&self, row: usize, column: usize) -> bool {
        self.texts[row][column].is_empty()
    }

    /// The place whose cell covers `row`, `column`; places before it are settled in `owners`.
    fn owner(&self, owners: &[Vec<(usize, usize)>], row: usize, column: usize) -> (usize, usize) {
        if !self.is_empty(row, column) {
            return (row, column);
        }
        let itself = (row, column);
        let left = (column > 0).then(|| owners[row][column - 1]);
        let above = (row > 0).then(|| owners[row - 1][column]);
        if row < self.head {
            return self.head_owner(row, column, left, above).unwrap_or(itself);
        }
        let filled: Vec<usize> = (0..self.columns).filter(|c| !self.is_empty(row, *c)).collect();
        let first = filled.first().copied();
        if filled.len() <= 1 {
            // A row with one cell is a heading over the whole width.
            return match first {
                Some(only) if column > only => (row, only),
                _ => itself,
            };
        }
        let settled = |place: Option<(usize, usize)>| place.filter(|(r, c)| !self.is_empty(*r, *c));
        let from_above = || {
            // A row-wide heading above covers nothing below it.
            settled(above).filter(|(r, c)| *r >= self.head && (*c == column) && !self.is_wide_row(*r))
        };
        if first.is_some_and(|first| super::is_sum(self.texts[row][first].text())) {
            // A sum covers the labels to its right and nothing above it.
            let label = settled(left).filter(|(r, c)| *r == row && Some(*c) == first && column < self.data);
            return label.unwrap_or(itself);
        }
        if first.is_some_and(|first| column < first) {
            return from_above().unwrap_or(itself);
        }
        if column > 0 && column < self.data {
            let shares_head = self.head > 0 && {
                let head = |c: usize| owners[self.head - 1][c];
                head(column) == head(column - 1)
            };
            if shares_head && let Some(left) = settled(left).filter(|(r, _)| *r == row) {
                return left;
            }
            if column < self.name {
                return from_above().unwrap_or(itself);
            }
        }
        // One word in the first row of the body and none below stands for the whole column.
        if self.is_words(column) && self.stands_for_column(column) {
            return from_above().unwrap_or(itself);
        }
        // Behind the figures a word may stand once for a whole group of rows.
        if column > self.data && self.in_group(owners, row) && self.is_words(column) {
            return from_above().unwrap_or(itself);
        }
        itself
    }

    fn head_owner(
        &self,
        row: usize,
        column: usize,
        left: Option<(usize, usize)>,
        above: Option<(usize, usize)>,
    ) -> Option<(usize, usize)> {
        let filled = |place: &(usize, usize)| !self.is_empty(place.0, place.1);
        if above == left && above.is_some_and(|place| filled(&place)) {
            return above;
        }
        let above = above.filter(filled).filter(|(_, c)| *c == column);
        if above.is_some() {
            return above;
        }
        left.filter(filled).filter(|(r, _)| *r == row)
    }

    fn is_wide_row(&self, row: usize) -> bool {
        self.texts[row].iter().filter(|cell| !cell.is_empty()).count() <= 1
    }

    /// Whether the row lies in a group whose label began in a row above.
    fn in_group(&self, owners: &[Vec<(usize, usize)>], row: usize) -> bool {
        (0..=self.name.min(self.columns.saturating_sub(1))).any(|column| owners[row][column].0 < row)
    }

    fn stands_for_column(&self, column: usize) -> bool {
        let filled = (self.head..self.texts.len()).filter(|row| !self.is_empty(*row, column));
        self.texts.len() > self.head + 1 && filled.eq(std::iter::once(self.head))
    }

    fn is_words(&self, column: usize) -> bool {
        let body =
            self.texts[self.head..].iter().map(|row| row[column].text()).filter(|cell| !cell.is_empty());
        body.clone().count() > 0 && body.clone().all(|cell| !cell.starts_with(|c: char| c.is_ascii_digit()))
    }
}

/// Rows before the first one with figures; a row with a single cell ends the head too.
fn head_rows(texts: &[Vec<Passage>], columns: usize) -> usize {
    let body = texts.iter().enumerate().position(|(at, row)| {
        let filled = row.iter().filter(|cell| !cell.is_empty()).count();
        let figures = row.iter().any(|cell| is_figure(cell.text()));
        figures || (at > 0 && filled == 1 && columns > 2 && !row[0].is_empty())
    });
    // A table of words only has one row of heads.
    body.unwrap_or_else(|| texts.len().min(1))
}

/// The same for cells whose places are known.
pub(crate) fn head_of(cells: &[Cell], rows: usize) -> usize {
    let figures = cells.iter().filter(|cell| is_figure(cell.text.text())).map(|cell| cell.row).min();
    let widest = cells.iter().map(|cell| cell.column + cell.column_span).max().unwrap_or(0);
    let wide = cells
        .iter()
        .filter(|cell| cell.row > 0 && cell.column_span == widest && widest > 2)
        .map(|cell| cell.row)
        .min();
    figures.into_iter().chain(wide).min().unwrap_or(rows.min(1))
}

fn counts_up(body: &[Vec<Passage>]) -> bool {
    let numbers: Vec<u32> = body.iter().filter_map(|row| row.first()?.text().parse().ok()).collect();
    numbers.len() * 2 > body.len() && numbers.first() == Some(&1) && numbers.is_sorted()
}

/// Whether a cell holds a figure or a mark that stands for one, and not a year.
pub(crate) fn is_figure(cell: &str) -> bool {
    if matches!(cell, "—" | "——" | "-" | "--" | "/" | "－" | "–") {
        return true;
    }
    let body = cell.trim_start_matches(['≥', '≤', '＞', '＜', '>', '<', '-', '－', '+', '±', '约']);
    if !body.starts_with(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c)) {
        return false;
    }
    let digits = body.chars().take_while(char::is_ascii_digit).count();
    let mut rest = body.chars().skip(digits);
    let (rest, behind) = (rest.next(), rest.next());
    // 1.居民 numbers a clause inside a cell.
    if matches!(rest, Some('.' | '．' | '、')) && behind.is_some_and(|c| !c.is_ascii_digit()) {
        return false;
    }
    !(digits == 4
        && (body.starts_with("19") || body.starts_with("20"))
        && matches!(rest, Some('年' | '-' | '—' | '–')))
}
