//! Tables.

use crate::inline::{Anchor, Inline};
use std::borrow::Cow;

/// A table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table<'a> {
    /// Where it stands in the source; none for tables that Gangyao makes.
    pub anchor: Option<Anchor>,
    /// What it is and how it is set.
    pub kind: TableKind,
    /// What it shows: printed above a table of a document, read out before others.
    pub caption: Cow<'a, str>,
    /// Remark beside the caption: the unit, mostly.
    pub note: Cow<'a, str>,
    /// Rows of its head.
    pub head: Vec<Row<'a>>,
    /// Other rows.
    pub rows: Vec<Row<'a>>,
}

/// What a table is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TableKind {
    /// A list that Gangyao makes.
    #[default]
    List,
    /// As printed in a document.
    Printed,
}

/// A row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row<'a> {
    /// Whether it was superseded and steps back.
    pub superseded: bool,
    /// Its cells, those that a spanning cell covers left out.
    pub cells: Vec<Cell<'a>>,
}

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell<'a> {
    /// What it is.
    pub kind: CellKind,
    /// Whether it holds a figure and stands to the right.
    pub number: bool,
    /// How many rows it spans, from 1.
    pub row_span: usize,
    /// How many columns it spans, from 1.
    pub column_span: usize,
    /// What it says.
    pub text: Vec<Inline<'a>>,
}

/// What a cell is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellKind {
    /// Says what its column holds.
    ColumnHead,
    /// Says what its row is about.
    RowHead,
    /// A value.
    Data,
}

impl<'a> Cell<'a> {
    /// A cell of one row and column.
    pub fn new(kind: CellKind, text: Vec<Inline<'a>>) -> Self {
        Self { kind, number: false, row_span: 1, column_span: 1, text }
    }

    /// The head of a column.
    pub fn head(text: impl Into<Cow<'a, str>>) -> Self {
        Self::new(CellKind::ColumnHead, vec![Inline::text(text)])
    }

    /// A cell of words.
    pub fn words(text: impl Into<Cow<'a, str>>) -> Self {
        Self::new(CellKind::Data, vec![Inline::text(text)])
    }

    /// A cell of a figure.
    pub fn figure(text: impl Into<Cow<'a, str>>) -> Self {
        Self::words(text).right()
    }

    /// The same cell with its text to the right.
    #[must_use]
    pub fn right(self) -> Self {
        Self { number: true, ..self }
    }
}
