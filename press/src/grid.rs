//! Where the cells of a table stand.

use crate::document::Cell;
use source::Words;

/// Columns of a table.
const COLUMNS: usize = 100;

/// A cell at its place.
#[derive(Clone, Debug)]
pub(crate) struct Placed<'c> {
    /// Column and row, from 0.
    pub(crate) at: (usize, usize),
    /// Columns and rows that it spans.
    pub(crate) spans: (usize, usize),
    /// The cell; nothing where a row has none.
    pub(crate) cell: Option<&'c Cell>,
}

/// Cells of head and rows at their places, with the number of columns. Every place is covered exactly once: a span that would
/// cover another cell or leave its rows ends before it, a row that is too short is filled up.
pub(crate) fn placed<'c>(
    head: &'c [Vec<Cell>],
    rows: &'c [Vec<Cell>],
) -> Result<(Vec<Placed<'c>>, Vec<Placed<'c>>, usize), Words> {
    let first = part(head, 0)?;
    let second = part(rows, head.len())?;
    let count = first.columns.max(second.columns).max(1);
    Ok((first.filled(count), second.filled(count), count))
}

/// The rows of the head, or the others.
struct Part<'c> {
    placed: Vec<Placed<'c>>,
    /// For each row, which columns are covered.
    covered: Vec<Vec<bool>>,
    columns: usize,
    /// The number of its first row.
    from: usize,
}

fn part(rows: &[Vec<Cell>], from: usize) -> Result<Part<'_>, Words> {
    let mut part = Part { placed: Vec::new(), covered: vec![Vec::new(); rows.len()], columns: 0, from };
    for (y, row) in rows.iter().enumerate() {
        let mut x = 0;
        for cell in row {
            while part.is_covered(x, y) {
                x += 1;
            }
            let wanted = cell.columns.clamp(1, COLUMNS);
            let width = (1..=wanted).take_while(|more| !part.is_covered(x + more - 1, y)).count();
            let height = cell.rows.clamp(1, rows.len() - y);
            if x + width > COLUMNS {
                return Err(Words::new(
                    format!("表格的列数超过上限（{COLUMNS}）。"),
                    format!("a table has more than {COLUMNS} columns"),
                ));
            }
            part.cover((x, y), (width, height));
            part.placed.push(Placed { at: (x, from + y), spans: (width, height), cell: Some(cell) });
            x += width;
        }
    }
    Ok(part)
}

impl<'c> Part<'c> {
    fn is_covered(&self, x: usize, y: usize) -> bool {
        self.covered.get(y).and_then(|row| row.get(x)).copied().unwrap_or(false)
    }

    fn cover(&mut self, (x, y): (usize, usize), (width, height): (usize, usize)) {
        self.columns = self.columns.max(x + width);
        for row in self.covered.iter_mut().skip(y).take(height) {
            if row.len() < x + width {
                row.resize(x + width, false);
            }
            row.iter_mut().skip(x).take(width).for_each(|place| *place = true);
        }
    }

    fn filled(mut self, count: usize) -> Vec<Placed<'c>> {
        for (y, row) in self.covered.iter().enumerate() {
            let free = (0..count).filter(|x| !row.get(*x).copied().unwrap_or(false));
            let empty = |x| Placed { at: (x, self.from + y), spans: (1, 1), cell: None };
            self.placed.extend(free.map(empty));
        }
        // In the order of reading, which is that of the file's structure.
        self.placed.sort_by_key(|one| (one.at.1, one.at.0));
        self.placed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(columns: usize, rows: usize) -> Cell {
        Cell { text: Vec::new(), number: false, head: false, rows, columns }
    }

    #[test]
    fn every_place_is_covered_once_whatever_the_spans_say() {
        let rows = vec![
            vec![cell(1, 2), cell(2, 1)],
            vec![cell(5, 9)],
            vec![],
            vec![cell(0, 0), cell(1, 99), cell(1, 1), cell(1, 1)],
        ];
        let (head, body, count) = placed(&rows[..1], &rows).unwrap();
        assert_eq!((head.len(), count), (2 + 6, 9));
        let mut seen = vec![0; count * 5];
        for one in head.iter().chain(&body) {
            for y in one.at.1..one.at.1 + one.spans.1 {
                for x in one.at.0..one.at.0 + one.spans.0 {
                    seen[y * count + x] += 1;
                }
            }
        }
        assert!(seen.iter().all(|times| *times == 1), "{seen:?}");
    }

    #[test]
    fn a_table_of_too_many_columns_is_refused_and_an_empty_one_is_none() {
        let rows = vec![vec![cell(1, 1); 101]];
        assert!(placed(&[], &rows).is_err());
        assert_eq!(placed(&[], &[]).unwrap().2, 1);
    }
}
