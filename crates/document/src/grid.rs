//! Places the cells of a table row by row, as HTML does: a cell takes the next free place.

/// Higher tables are cut: no plan has them, a broken page may claim them.
const MOST_ROWS: usize = 65_536;

/// Wider tables are cut.
pub(crate) const MOST_COLUMNS: usize = 256;

/// A cell with its place and extent.
#[derive(Debug)]
pub(crate) struct Placed<T> {
    pub(crate) row: usize,
    pub(crate) column: usize,
    pub(crate) row_span: usize,
    pub(crate) column_span: usize,
    pub(crate) content: T,
}

/// Collects rows and cells.
#[derive(Debug)]
pub(crate) struct Placer<T> {
    cells: Vec<Placed<T>>,
    rows: usize,
    head: usize,
    column: usize,
    columns: usize,
    /// For each column the rows from the current one on that a cell covers.
    covered: Vec<usize>,
}

impl<T> Default for Placer<T> {
    fn default() -> Self {
        Self { cells: Vec::new(), rows: 0, head: 0, column: 0, columns: 0, covered: Vec::new() }
    }
}

impl<T> Placer<T> {
    /// Begins a row.
    pub(crate) fn row(&mut self, head: bool) {
        for rows in &mut self.covered {
            *rows = rows.saturating_sub(1);
        }
        self.rows += 1;
        self.head += usize::from(head);
        self.column = 0;
    }

    /// Puts a cell at the next free place of the row; a span of 0 rows reaches to the end of the table.
    pub(crate) fn cell(&mut self, row_span: usize, column_span: usize, content: T) {
        if self.rows == 0 {
            self.row(false);
        }
        while self.covered.get(self.column).is_some_and(|rows| *rows > 0) {
            self.column += 1;
        }
        if self.column >= MOST_COLUMNS || self.rows > MOST_ROWS {
            return;
        }
        let column_span = column_span.clamp(1, MOST_COLUMNS - self.column);
        let row_span = if row_span == 0 { MOST_ROWS } else { row_span.min(MOST_ROWS) };
        let end = self.column + column_span;
        if self.covered.len() < end {
            self.covered.resize(end, 0);
        }
        self.covered[self.column..end].fill(row_span);
        self.columns = self.columns.max(end);
        self.cells.push(Placed { row: self.rows - 1, column: self.column, row_span, column_span, content });
        self.column = end;
    }

    /// Rows, columns, rows of the head, and the cells, none of which reaches beyond the last row.
    pub(crate) fn finish(mut self) -> (usize, usize, usize, Vec<Placed<T>>) {
        for cell in &mut self.cells {
            cell.row_span = cell.row_span.min(self.rows - cell.row);
        }
        let head = if self.head < self.rows { self.head } else { 0 };
        (self.rows, self.columns, head, self.cells)
    }
}
