//! The cells of a sheet, whatever file they came from.

use crate::Cell;
use jiff::civil::Date;
use rust_decimal::Decimal;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// Characters of a cell beyond which nothing is kept: names, units and notes are far shorter.
const LONGEST: usize = 4_000;

/// A sheet: rows that hold anything, top to bottom, cells left to right.
#[derive(Clone, Debug, Default)]
pub(crate) struct Grid {
    /// Name of the sheet; empty for CSV.
    pub sheet: String,
    pub rows: Vec<Row>,
    /// Merged areas: first and last cell, more than one cell each.
    pub merged: Vec<(Cell, Cell)>,
    /// Lines that stand above and below a table of a document; a sheet has them in its cells.
    pub above: Vec<String>,
    pub below: Vec<String>,
    /// Whether the sheet is hidden, and which of its rows and columns are.
    pub hidden: bool,
    pub hidden_rows: BTreeSet<u32>,
    pub hidden_columns: BTreeSet<u32>,
    /// The formulas of cells that have one, without the equals sign.
    pub formulas: HashMap<Cell, Arc<str>>,
    /// How the numbers of formulas are shown, for computing them anew.
    pub shown: HashMap<Cell, crate::file::Shown>,
    /// Marks of notes that stood raised in the cell.
    pub marks: HashMap<Cell, Arc<str>>,
}

/// The filled cells of one row.
#[derive(Clone, Debug, Default)]
pub(crate) struct Row {
    /// Place in the sheet, from 0.
    pub index: u32,
    /// Column from 0 and content, left to right.
    pub cells: Vec<(u32, Content)>,
}

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Content {
    Text(Arc<str>),
    Number(Decimal),
    /// A number that the cell shows in per cent, as shown (63.9).
    Percent(Decimal),
    Date(Date),
    /// An error value of a formula (#DIV/0!) or a value that is neither number nor text.
    Fault(Arc<str>),
    /// A formula that was never computed.
    Uncomputed,
}

impl Grid {
    pub(crate) fn row(&self, index: u32) -> Option<&Row> {
        let at = self.rows.binary_search_by_key(&index, |row| row.index).ok()?;
        self.rows.get(at)
    }

    pub(crate) fn get(&self, cell: Cell) -> Option<&Content> {
        self.row(cell.row)?.get(cell.column)
    }

    /// Puts rows and cells in order; writers may leave them in any, and of two cells in one place the first counts.
    pub(crate) fn settle(&mut self) {
        self.rows.sort_by_key(|row| row.index);
        self.rows.dedup_by(|next, row| {
            let same = next.index == row.index;
            if same {
                row.cells.append(&mut next.cells);
            }
            same
        });
        for row in &mut self.rows {
            row.cells.sort_by_key(|(column, _)| *column);
            row.cells.dedup_by_key(|(column, _)| *column);
        }
        self.rows.retain(|row| !row.cells.is_empty());
    }

    /// Adds a cell at the end of the rows; [`Grid::settle`] orders them.
    pub(crate) fn push(&mut self, cell: Cell, content: Content) {
        match self.rows.last_mut() {
            Some(last) if last.index == cell.row => last.cells.push((cell.column, content)),
            _ => self.rows.push(Row { index: cell.row, cells: vec![(cell.column, content)] }),
        }
    }
}

impl Row {
    pub(crate) fn get(&self, column: u32) -> Option<&Content> {
        let at = self.cells.binary_search_by_key(&column, |(c, _)| *c).ok()?;
        self.cells.get(at).map(|(_, content)| content)
    }

    /// The text of a cell; numbers and dates as they would be typed, empty when nothing stands there.
    pub(crate) fn text(&self, column: u32) -> String {
        self.get(column).map_or(String::new(), Content::text)
    }
}

impl Content {
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Text(text) | Self::Fault(text) => text.trim().to_owned(),
            Self::Number(number) => number.normalize().to_string(),
            Self::Percent(number) => format!("{}%", number.normalize()),
            Self::Date(date) => date.to_string(),
            Self::Uncomputed => String::new(),
        }
    }

    /// A text cell, cut where nobody would write on; `None` when it is blank.
    pub(crate) fn of_text(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        let end = text.char_indices().nth(LONGEST).map_or(text.len(), |(at, _)| at);
        text.get(..end).map(|text| Self::Text(Arc::from(text)))
    }
}
