//! Ruled tables with rules between columns only: a ruled row that holds many rows of print is parted at the
//! lines of its figures.

use super::backend::Run;
use super::lines;
use super::open_tables::is_figure;
use crate::grid::Placed;

/// A cell with the runs that stand in it.
pub(super) type Filled<'a> = Placed<Vec<&'a Run>>;

/// Base lines closer than this, in ems, are one.
const SAME_LINE: f32 = 0.35;

/// Parts ruled rows that hold several rows of print; gives the cells and the number of rows.
pub(super) fn parted<'a>(cells: Vec<Filled<'a>>, rows: usize) -> (Vec<Filled<'a>>, usize) {
    let marks: Vec<Vec<f32>> = (0..rows).map(|row| row_marks(&cells, row)).collect();
    if marks.iter().all(|marks| marks.len() < 2) {
        return (cells, rows);
    }
    // Where each ruled row begins among the rows of print.
    let mut starts = Vec::with_capacity(rows + 1);
    let mut next = 0;
    for marks in &marks {
        starts.push(next);
        next += marks.len().max(1);
    }
    starts.push(next);
    let mut out: Vec<Filled<'a>> = Vec::new();
    for cell in cells {
        let marks = &marks[cell.row];
        let (first, end) = (starts[cell.row], starts[cell.row + cell.row_span]);
        if cell.row_span > 1 || marks.len() < 2 {
            out.push(Placed { row: first, row_span: end - first, ..cell });
            continue;
        }
        let mut parts: Vec<Vec<&Run>> = vec![Vec::new(); marks.len()];
        for run in &cell.content {
            let far = |at: &usize| (marks[*at] - run.y).abs();
            if let Some(at) = (0..marks.len()).min_by(|a, b| far(a).total_cmp(&far(b))) {
                parts[at].push(run);
            }
        }
        let (column, column_span) = (cell.column, cell.column_span);
        out.extend(parts.into_iter().enumerate().map(|(nth, content)| Placed {
            row: first + nth,
            column,
            row_span: 1,
            column_span,
            content,
        }));
    }
    out.sort_by_key(|cell| (cell.row, cell.column));
    (out, next)
}

/// The base lines of the rows of print in a ruled row: those of a cell that holds figures only, when those of
/// another cell are the same. Fewer than two where the row is one row.
fn row_marks(cells: &[Filled<'_>], row: usize) -> Vec<f32> {
    let own: Vec<Vec<(f32, f32, String)>> = cells
        .iter()
        .filter(|cell| cell.row == row && cell.row_span == 1 && cell.column_span == 1)
        .map(|cell| {
            let rows = lines::rows(&cell.content);
            let line = |row: &Vec<&Run>| {
                let text: String = row.iter().map(|run| run.text.trim()).collect();
                let first = row.first();
                (first.map_or(0.0, |run| run.y), first.map_or(1.0, |run| run.size), text)
            };
            rows.iter().map(line).collect()
        })
        .collect();
    let figures = |lines: &&Vec<(f32, f32, String)>| lines.iter().all(|(_, _, text)| is_figure(text));
    let Some(key) = own.iter().filter(figures).max_by_key(|lines| lines.len()).filter(|key| key.len() > 1)
    else {
        return Vec::new();
    };
    let same = |lines: &Vec<(f32, f32, String)>| {
        let on = |(y, size, _): &(f32, f32, String)| {
            lines.iter().any(|(other, _, _)| (other - y).abs() < size * SAME_LINE)
        };
        key.iter().filter(|line| on(line)).count() * 5 >= key.len() * 4
    };
    let others = own.iter().filter(|lines| !std::ptr::eq(*lines, key) && same(lines)).count();
    if others == 0 { Vec::new() } else { key.iter().map(|(y, _, _)| *y).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(text: &str, y: f32) -> Run {
        Run { text: text.to_owned(), y, width: 20.0, size: 10.0, ..Run::default() }
    }

    fn cell(column: usize, content: Vec<&Run>) -> Filled<'_> {
        Placed { row: 0, column, row_span: 1, column_span: 1, content }
    }

    #[test]
    fn rows_of_print_are_rows() {
        let runs = [
            run("供水能力", 100.0),
            run("城乡管网", 80.0),
            run("漏损率", 70.0),
            run("48.2", 100.0),
            run("9.5", 80.0),
        ];
        let cells = vec![cell(0, vec![&runs[0], &runs[1], &runs[2]]), cell(1, vec![&runs[3], &runs[4]])];
        let (parted, rows) = parted(cells, 1);
        let texts: Vec<(usize, usize, String)> = parted
            .iter()
            .map(|cell| (cell.row, cell.column, cell.content.iter().map(|run| run.text.as_str()).collect()))
            .collect();
        let expected = [(0, 0, "供水能力"), (0, 1, "48.2"), (1, 0, "城乡管网漏损率"), (1, 1, "9.5")];
        assert_eq!(rows, 2);
        assert!(texts.iter().map(|(r, c, t)| (*r, *c, t.as_str())).eq(expected));
    }

    #[test]
    fn lines_of_one_cell_stay_one_row() {
        let runs = [run("城乡供水一体化", 100.0), run("推进工程", 88.0), run("52", 94.0)];
        let cells = vec![cell(0, vec![&runs[0], &runs[1]]), cell(1, vec![&runs[2]])];
        assert_eq!(parted(cells, 1).1, 1);
    }
}
