//! The cells of a sheet, whatever file they came from.

use crate::Cell;
use jiff::civil::Date;
use rust_decimal::Decimal;
use std::sync::Arc;

/// A sheet: rows that hold anything, top to bottom, cells left to right.
#[derive(Clone, Debug, Default)]
pub(crate) struct Grid {
    /// Name of the sheet; empty for CSV.
    pub sheet: String,
    pub rows: Vec<Row>,
    /// Merged areas: first and last cell, more than one cell each.
    pub merged: Vec<(Cell, Cell)>,
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
    Date(Date),
    /// An error value of a formula (#DIV/0!) or a value that is neither number nor text.
    Fault(Arc<str>),
}

impl Row {
    pub(crate) fn get(&self, column: u32) -> Option<&Content> {
        let at = self.cells.binary_search_by_key(&column, |(c, _)| *c).ok()?;
        Some(&self.cells[at].1)
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
            Self::Date(date) => date.to_string(),
        }
    }
}
