//! Tables: from rows of cells, empty where cells were merged, to a grid that says what covers what.

mod align;
pub(crate) mod aligned;
pub(crate) mod flattened;
mod lines;
pub(crate) mod lost;
mod merge;
pub(crate) mod rows;
pub(crate) mod spaced;
pub(crate) mod typed;

pub(crate) use lines::recognise;
pub(crate) use merge::resolve;

use crate::clean::{self, Spaces};
use crate::model::{Cell, Table};
use crate::piece::Grid;
use source::{Passage, Span};

/// A table whose cells the format places itself.
pub(crate) fn from_grid(text: &str, grid: &Grid, span: Span) -> Table {
    let cells: Vec<Cell> = grid
        .cells
        .iter()
        .map(|cell| Cell {
            row: cell.row,
            column: cell.column,
            row_span: cell.row_span.max(1),
            column_span: cell.column_span.max(1),
            text: clean::passage(text, &cell.spans, Spaces::Drop),
            inferred: false,
        })
        .collect();
    let head = if grid.head > 0 { grid.head } else { merge::head_of(&cells, grid.rows) };
    Table {
        number: String::new(),
        title: Passage::default(),
        note: Passage::default(),
        rows: grid.rows,
        columns: grid.columns,
        head,
        cells,
        joins: grid.breaks.clone(),
        doubts: grid.doubts.clone(),
        span,
    }
}

/// Whether a cell labels a row of sums.
pub(crate) fn is_sum(text: &str) -> bool {
    let mut letters = text.chars().filter(|c| !c.is_whitespace());
    let label = (letters.next(), letters.next());
    matches!(label, (Some('合' | '小' | '总' | '共'), Some('计')))
}
