//! Tables of series as text: read, forecast, write.
//!
//! [`Panel::parse`] reads a CSV text, [`Panel::forecast`] forecasts every series, [`write()`] makes the output table, and
//! [`Questions`] asks for probabilities. Nothing here touches a file.
//!
//! # Example
//! ```
//! use series::{Engine, panel};
//! let panel = panel::Panel::parse("id,2019,2020,2021,2022,2023\ngdp,90,95,99,105,110\n")?;
//! let forecasts = panel.forecast(&Engine::default(), 2, 1)?;
//! let csv = panel::write(&panel, &forecasts, &[95, 80], 1);
//! assert!(csv.starts_with("unique_id,h,mean,lo95,hi95,lo80,hi80\ngdp,1,"));
//! # Ok::<(), panel::TableError>(())
//! ```

mod ask;
mod cross_fit;
mod csv;
mod number;
mod read;
mod write;

pub use ask::Questions;
pub use cross_fit::CrossFit;
pub use read::{Panel, Row};
pub use write::write;

use std::fmt;
use std::num::NonZeroUsize;

use crate::{Calibration, Engine, Forecast, InputError, Workspace, YearlyError};

/// What is wrong with a table, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct TableError {
    /// Line in the text, from 1; 0 for the table as a whole.
    pub line: usize,
    /// What is wrong and what to do.
    pub kind: TableErrorKind,
}

/// What is wrong with a table.
#[derive(Clone, Debug, PartialEq)]
pub enum TableErrorKind {
    /// There is no line of data below the header.
    NoData,
    /// A column that is needed is missing from the header.
    NoColumn(&'static str),
    /// A line has too few cells.
    Cells,
    /// A cell should hold a number.
    Number(String),
    /// A cell should hold a year.
    Year(String),
    /// Two wide rows have the same id.
    Repeated(String),
    /// A question names a series that is not in the table.
    UnknownSeries(String),
    /// The dated values of a series do not make a yearly series.
    Series(String, YearlyError),
    /// The values of a series cannot be forecast.
    Input(String, InputError),
}

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line > 0 {
            write!(f, "line {}: ", self.line)?;
        }
        match &self.kind {
            TableErrorKind::NoData => {
                write!(
                    f,
                    "no data: give a header line, then one series a line (wide) or id,period,value lines (long)"
                )
            }
            TableErrorKind::NoColumn(name) => write!(f, "the header has no column `{name}`: add it"),
            TableErrorKind::Cells => write!(f, "too few cells: give as many as the header has"),
            TableErrorKind::Number(cell) => {
                write!(
                    f,
                    "`{cell}` is not a finite number: correct it, or leave the cell empty when there is no value"
                )
            }
            TableErrorKind::Year(cell) => write!(f, "`{cell}` is not a year: write it as 2020"),
            TableErrorKind::Repeated(id) => write!(f, "a second row for `{id}`: give each series one row"),
            TableErrorKind::UnknownSeries(id) => {
                write!(f, "no series `{id}` in the table of series: correct the id")
            }
            TableErrorKind::Series(id, error) => write!(f, "series `{id}`: {error}"),
            TableErrorKind::Input(id, error) => write!(f, "series `{id}`: {error}"),
        }
    }
}

impl std::error::Error for TableError {}

/// Which engine forecasts a series.
pub trait Engines: Sync {
    /// The engine for the series with this id.
    fn engine(&self, id: &str) -> &Engine;
}

impl Engines for Engine {
    fn engine(&self, _: &str) -> &Engine {
        self
    }
}

impl Panel<'_> {
    /// One engine for series that are not in the panel, calibrated on the past of all that are.
    ///
    /// A series must not calibrate its own forecast: for those of the panel itself there is [`CrossFit`].
    pub fn calibrated(&self, prior: &Calibration) -> Result<Engine, TableError> {
        let inputs = self.rows().iter().map(|row| self.input(row)).collect::<Result<Vec<_>, _>>()?;
        Ok(Engine::new(Calibration::fit(&inputs, prior)))
    }

    /// Forecasts every series, in the order of the table, on `threads` threads (0 counts as 1).
    ///
    /// # Errors
    /// [`TableErrorKind::Input`] when `horizon` is above [`MAX_HORIZON`](crate::MAX_HORIZON).
    pub fn forecast(
        &self,
        engines: &(impl Engines + ?Sized),
        horizon: usize,
        threads: usize,
    ) -> Result<Vec<Forecast>, TableError> {
        let parts = in_parts(self.rows(), threads, |rows| {
            let mut work = Workspace::default();
            let one = |row: &Row<'_>| {
                let engine = engines.engine(&row.id);
                engine
                    .forecast_with(&mut work, &self.input(row)?, horizon)
                    .map_err(|error| TableError::in_row(row, error))
            };
            rows.iter().map(one).collect::<Result<Vec<_>, _>>()
        });
        let mut all = Vec::with_capacity(self.rows().len());
        for part in parts {
            all.extend(part?);
        }
        Ok(all)
    }

    /// The values of a row as the engine takes them.
    fn input(&self, row: &Row<'_>) -> Result<crate::Input<'_>, TableError> {
        crate::Input::new(self.values(row)).map_err(|error| TableError::in_row(row, error))
    }
}

impl TableError {
    fn in_row(row: &Row<'_>, error: InputError) -> Self {
        Self { line: row.line, kind: TableErrorKind::Input(row.id.to_string(), error) }
    }
}

/// Applies `f` to consecutive parts of `items`, one a thread, and gives the results in order.
fn in_parts<T: Sync, R: Send>(items: &[T], threads: usize, f: impl Fn(&[T]) -> R + Sync) -> Vec<R> {
    let threads = NonZeroUsize::new(threads).map_or(1, NonZeroUsize::get);
    let size = items.len().div_ceil(threads).max(1);
    if items.len() <= size {
        return vec![f(items)];
    }
    std::thread::scope(|scope| {
        let handles: Vec<_> = items.chunks(size).map(|part| scope.spawn(|| f(part))).collect();
        handles
            .into_iter()
            .map(|h| h.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    })
}
