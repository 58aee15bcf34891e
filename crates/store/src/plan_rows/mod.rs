//! One implementation of [`Table`] for each table that holds rows of a plan version.

mod deliverable;
mod indicator;
mod outline;
mod people;
mod statement;

use crate::Result;
use crate::row::{Cell, Row, cells, insert, query};
use plan::{Origin, Provenance, SectionId};
use source::Span;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

pub(crate) use statement::{
    OBSERVATION_COLUMNS, TARGET_COLUMNS, observation_cells, read_dimensions, read_observation,
};

/// A kind of row that belongs to a version of a plan, kept in the order of the plan.
pub(crate) trait Table: Sized + Send + Unpin {
    /// Name of the table.
    const NAME: &'static str;
    /// Its own columns, behind `plan, version, position`.
    const COLUMNS: &'static str;

    /// The values of [`Table::COLUMNS`].
    fn cells(&self) -> Vec<Cell>;

    /// The row back.
    fn read(row: Row<'_>) -> Result<Self>;
}

/// Writes all rows of one table of a plan version.
pub(crate) async fn put<T: Table>(
    connection: &mut AnyConnection,
    plan: &str,
    version: i64,
    rows: &[T],
) -> Result<()> {
    let columns = format!("plan, version, position, {}", T::COLUMNS);
    let rows = rows.iter().enumerate().map(|(position, row)| {
        let mut all = cells![plan, version, position];
        all.extend(row.cells());
        all
    });
    insert(connection, T::NAME, &columns, rows.collect()).await
}

/// Reads all rows of one table of a plan version, in order.
pub(crate) async fn get<T: Table>(
    connection: &mut AnyConnection,
    plan: &str,
    version: i64,
) -> Result<Vec<T>> {
    let sql = format!("SELECT * FROM {} WHERE plan = $1 AND version = $2 ORDER BY position", T::NAME);
    // Each row is read as it comes: the driver's rows are several times as large as ours.
    let query = query(&sql).bind(plan.to_owned()).bind(version);
    let rows = query.map(|row: AnyRow| T::read(Row::new(T::NAME, &row))).fetch_all(connection).await?;
    rows.into_iter().collect()
}

pub(crate) fn provenance_cells(provenance: &Provenance) -> Vec<Cell> {
    cells![
        provenance.origin.name(),
        provenance.section.as_ref().map(ToString::to_string),
        provenance.line,
        provenance.span.start,
        provenance.span.end,
        &provenance.quote,
    ]
}

pub(crate) fn read_provenance(row: Row<'_>) -> Result<Provenance> {
    Ok(Provenance {
        origin: row.word("origin", Origin::parse)?,
        section: row.maybe_text("section")?.map(SectionId),
        line: row.line("line")?,
        span: Span::new(row.size("span_start")?, row.size("span_end")?),
        quote: row.text("quote")?,
        doubt: None,
    })
}
