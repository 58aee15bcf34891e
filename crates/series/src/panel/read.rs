use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use super::csv::Records;
use super::{TableError, TableErrorKind};
use crate::Yearly;
use crate::yearly::between;

/// A table of yearly series.
#[derive(Clone, Debug)]
pub struct Panel<'t> {
    rows: Vec<Row<'t>>,
    values: Vec<f64>,
    by_id: HashMap<Cow<'t, str>, usize>,
}

/// One series of a [`Panel`].
#[derive(Clone, Debug)]
pub struct Row<'t> {
    /// The id as written.
    pub id: Cow<'t, str>,
    /// The line it starts on, from 1.
    pub line: usize,
    /// Years without a value that were interpolated.
    pub filled: usize,
    values: Range<usize>,
}

impl<'t> Panel<'t> {
    /// Reads a CSV text with a header line.
    ///
    /// Long when the header has columns id, period and value (in any order, beside others; also `unique_id`, `series`;
    /// `year`, `ds`; `y`); wide otherwise: an id, then values, oldest first. Empty cells and `NA` mean no value: left and right of
    /// the values they are dropped, between them they are interpolated.
    pub fn parse(text: &'t str) -> Result<Self, TableError> {
        let mut records = Records::new(text);
        let mut cells = Vec::new();
        if records.next(&mut cells).is_none() {
            return Err(TableError { line: 0, kind: TableErrorKind::NoData });
        }
        let panel = match Long::from_header(&cells) {
            Some(columns) => Self::long(&columns, records)?,
            None => Self::wide(records)?,
        };
        if panel.rows.is_empty() {
            return Err(TableError { line: 0, kind: TableErrorKind::NoData });
        }
        Ok(panel)
    }

    /// The series, in the order of the table.
    pub fn rows(&self) -> &[Row<'t>] {
        &self.rows
    }

    /// The values of a row, oldest first.
    pub fn values(&self, row: &Row<'_>) -> &[f64] {
        &self.values[row.values.clone()]
    }

    /// The position of a series among the rows.
    pub fn find(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    fn empty(bytes: usize) -> Self {
        Self { rows: Vec::new(), values: Vec::with_capacity(bytes / 8), by_id: HashMap::new() }
    }

    fn wide(mut records: Records<'t>) -> Result<Self, TableError> {
        let mut panel = Self::empty(records.left());
        let mut cells = Vec::new();
        while let Some(line) = records.next(&mut cells) {
            let start = panel.values.len();
            let (mut missing, mut filled) = (0, 0);
            for cell in &cells[1..] {
                let Some(value) = number(cell).map_err(|kind| TableError { line, kind })? else {
                    missing += 1;
                    continue;
                };
                if panel.values.len() > start {
                    filled += missing;
                    panel.fill(missing, value);
                }
                missing = 0;
                panel.values.push(value);
            }
            let id = std::mem::take(&mut cells[0]);
            panel.push(id, line, start, filled)?;
        }
        Ok(panel)
    }

    /// Interpolates `missing` values between the last one and `next`.
    fn fill(&mut self, missing: usize, next: f64) {
        if let Some(&last) = self.values.last() {
            let step = (missing + 1) as f64;
            self.values.extend((1..=missing).map(|k| between(last, next, k as f64 / step)));
        }
    }

    fn long(columns: &Long, mut records: Records<'t>) -> Result<Self, TableError> {
        let mut order: Vec<(Cow<'t, str>, usize)> = Vec::new();
        let mut points: Vec<Vec<(i32, f64)>> = Vec::new();
        let mut seen: HashMap<Cow<'t, str>, usize> = HashMap::new();
        let mut cells = Vec::new();
        while let Some(line) = records.next(&mut cells) {
            let at = |kind| TableError { line, kind };
            if cells.len() <= columns.id.max(columns.period).max(columns.value) {
                return Err(at(TableErrorKind::Cells));
            }
            let year = year(&cells[columns.period]).map_err(at)?;
            let value = number(&cells[columns.value]).map_err(at)?;
            let id = &cells[columns.id];
            let series = match order.last() {
                Some((last, _)) if last == id => order.len() - 1,
                _ => *seen.entry(id.clone()).or_insert_with(|| {
                    order.push((id.clone(), line));
                    points.push(Vec::new());
                    order.len() - 1
                }),
            };
            if let Some(value) = value {
                points[series].push((year, value));
            }
        }
        let mut panel = Self::empty(0);
        for ((id, line), points) in order.into_iter().zip(points) {
            let yearly = Yearly::new(points)
                .map_err(|error| TableError { line, kind: TableErrorKind::Series(id.to_string(), error) })?;
            let start = panel.values.len();
            panel.values.extend(&yearly.values);
            panel.push(id, line, start, yearly.filled.len())?;
        }
        Ok(panel)
    }

    fn push(&mut self, id: Cow<'t, str>, line: usize, start: usize, filled: usize) -> Result<(), TableError> {
        let values = start..self.values.len();
        if values.is_empty() {
            let kind = TableErrorKind::Input(id.to_string(), crate::InputError::Empty);
            return Err(TableError { line, kind });
        }
        if self.by_id.insert(id.clone(), self.rows.len()).is_some() {
            return Err(TableError { line, kind: TableErrorKind::Repeated(id.to_string()) });
        }
        self.rows.push(Row { id, line, filled, values });
        Ok(())
    }
}

/// Where the columns of a long table stand.
struct Long {
    id: usize,
    period: usize,
    value: usize,
}

impl Long {
    fn from_header(cells: &[Cow<'_, str>]) -> Option<Self> {
        let find =
            |names: &[&str]| cells.iter().position(|c| names.iter().any(|n| c.eq_ignore_ascii_case(n)));
        Some(Self {
            id: find(&["id", "unique_id", "series"])?,
            period: find(&["period", "year", "ds"])?,
            value: find(&["value", "y"])?,
        })
    }
}

/// The number in a cell; nothing when the cell says that there is no value.
fn number(cell: &str) -> Result<Option<f64>, TableErrorKind> {
    if cell.is_empty() || cell == "NA" {
        return Ok(None);
    }
    match cell.parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(Some(value)),
        _ => Err(TableErrorKind::Number(cell.to_owned())),
    }
}

/// The year in a cell: `2020`, `2020年`, or a date that begins with it, `2020-12-31`.
fn year(cell: &str) -> Result<i32, TableErrorKind> {
    let digits = match cell.split_once(['-', '年']) {
        Some((year, _)) if year.len() == 4 => year,
        _ => cell,
    };
    digits.parse().map_err(|_| TableErrorKind::Year(cell.to_owned()))
}
