//! Constant-time access to the cells of a table.

use crate::frame::compact;
use document::{Cell, Table};
use source::Span;

/// Tables with more places than this are not read: no plan prints one, a broken file may claim one.
const LARGEST: usize = 1 << 20;

/// An index from places to cells.
#[derive(Debug)]
pub(crate) struct Grid<'t> {
    table: &'t Table,
    places: Vec<u32>,
}

const NONE: u32 = u32::MAX;

impl<'t> Grid<'t> {
    /// Indexes `table`; `None` when it is too large to be true.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a count or place in a text or table held in memory, whose size is limited on the way in"
    )]
    pub(crate) fn of(table: &'t Table) -> Option<Self> {
        let size = table.rows.checked_mul(table.columns).filter(|size| *size <= LARGEST)?;
        let mut places = vec![NONE; size];
        for (index, cell) in table.cells.iter().enumerate() {
            let rows = cell.row..(cell.row + cell.row_span.max(1)).min(table.rows);
            let columns = cell.column..(cell.column + cell.column_span.max(1)).min(table.columns);
            for row in rows {
                for column in columns.clone() {
                    let place = &mut places[row * table.columns + column];
                    if *place == NONE {
                        *place = index as u32;
                    }
                }
            }
        }
        Some(Self { table, places })
    }

    /// The number of the cell at a place, to tell whether two places show the same cell.
    pub(crate) fn index(&self, row: usize, column: usize) -> Option<usize> {
        let place = *self.places.get(row * self.table.columns + column)?;
        (place != NONE && column < self.table.columns).then_some(place as usize)
    }

    /// The cell at a place.
    pub(crate) fn cell(&self, row: usize, column: usize) -> Option<&'t Cell> {
        self.index(row, column).map(|index| &self.table.cells[index])
    }

    /// The text at a place; empty when there is no cell.
    pub(crate) fn text(&self, row: usize, column: usize) -> &'t str {
        self.cell(row, column).map_or("", |cell| cell.text.text())
    }

    /// The words of the cells at the top of a column, in the first `rows` rows, without white space; a cell over several
    /// rows once.
    pub(crate) fn heads(&self, column: usize, rows: usize) -> Vec<String> {
        let mut heads = Vec::new();
        let mut last = None;
        for row in 0..rows {
            let index = self.index(row, column);
            if index != last
                && let Some(cell) = self.cell(row, column)
            {
                heads.push(compact(cell.text.text()));
            }
            last = index;
        }
        heads
    }

    /// The cells that begin in this row, first to last; the table where there are none.
    pub(crate) fn row_span(&self, row: usize) -> Span {
        (0..self.table.columns)
            .filter_map(|column| self.cell(row, column))
            .filter(|cell| cell.row == row && !cell.text.is_empty())
            .map(|cell| cell.text.full_span())
            .reduce(Span::cover)
            .unwrap_or(self.table.span)
    }
}
