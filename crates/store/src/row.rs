//! Rows between the model and SQL: cells to write, a reader that names table and column when a value is damaged.

use crate::{Result, StoreError};
use rust_decimal::Decimal;
use sqlx::any::{AnyArguments, AnyRow, AnyTypeInfoKind};
use sqlx::query::Query;
use sqlx::{Any, AnyConnection, AssertSqlSafe, Column as _, Row as _, ValueRef as _};

/// A query in which `*` stands for the columns that this program knows.
///
/// A newer program may add columns while this one runs. Both databases keep the plan of a statement, and an answer with
/// more columns than that plan had is an error of PostgreSQL and the end of a connection to SQLite.
pub(crate) fn query<'q>(sql: &str) -> Query<'q, Any, AnyArguments> {
    sqlx::query(AssertSqlSafe(known(sql).unwrap_or_else(|| sql.to_owned())))
}

/// The statement with the names of the columns of its table, where it asks for all of them.
fn known(sql: &str) -> Option<String> {
    let (at, length, prefix, from) = if let Some(at) = sql.find("SELECT * FROM ") {
        (at + 7, 1, "", sql.get(at + 14..)?)
    } else if let Some(dot) = sql.find(".* FROM ") {
        let at = sql.get(..dot)?.rfind(' ')? + 1;
        (at, dot + 2 - at, sql.get(at..=dot)?, sql.get(dot + 8..)?)
    } else {
        let at = sql.find("RETURNING *")?;
        (at + 10, 1, "", sql.get(..at)?.rsplit("UPDATE ").next()?)
    };
    let table = from.split([' ', '\n']).next()?;
    let declared = crate::tables::declared(table)?;
    let columns =
        [&declared.key, &declared.sealed, &declared.personal, &declared.operating].into_iter().flatten();
    let list: Vec<String> = columns.map(|column| format!("{prefix}{column}")).collect();
    Some(format!("{}{}{}", sql.get(..at)?, list.join(", "), sql.get(at + length..)?))
}

/// A value to write; both databases know texts and integers only.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Cell {
    Text(String),
    MaybeText(Option<String>),
    Int(i64),
    MaybeInt(Option<i64>),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&String> for Cell {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Option<String>> for Cell {
    fn from(text: Option<String>) -> Self {
        Self::MaybeText(text)
    }
}

impl From<Option<&'static str>> for Cell {
    fn from(text: Option<&'static str>) -> Self {
        Self::MaybeText(text.map(str::to_owned))
    }
}

impl From<Option<Decimal>> for Cell {
    fn from(value: Option<Decimal>) -> Self {
        Self::MaybeText(value.map(|value| value.to_string()))
    }
}

impl From<i64> for Cell {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<u32> for Cell {
    fn from(value: u32) -> Self {
        Self::Int(i64::from(value))
    }
}

impl From<usize> for Cell {
    fn from(value: usize) -> Self {
        Self::Int(value as i64)
    }
}

impl From<bool> for Cell {
    fn from(value: bool) -> Self {
        Self::Int(i64::from(value))
    }
}

impl From<Option<i64>> for Cell {
    fn from(value: Option<i64>) -> Self {
        Self::MaybeInt(value)
    }
}

impl From<Option<i32>> for Cell {
    fn from(value: Option<i32>) -> Self {
        Self::MaybeInt(value.map(i64::from))
    }
}

/// A list of cells from anything that becomes one.
macro_rules! cells {
    ($($value:expr),* $(,)?) => { vec![$($crate::row::Cell::from($value)),*] };
}
pub(crate) use cells;

// SQLite looks each `$N` up among those before it, so that the time of a statement grows with the square of their
// number; a few hundred keep it linear in the rows.
pub(crate) const MAX_BOUND: usize = 400;

// SQLite allows 32,766 bound values in a statement, PostgreSQL 65,535. A few thousand are as fast as more.
const MAX_INSERTED: usize = 4000;

/// Inserts `rows` into `table`, many rows in a statement. Table and column names come from this crate only.
pub(crate) async fn insert(
    connection: &mut AnyConnection,
    table: &str,
    columns: &str,
    rows: Vec<Vec<Cell>>,
) -> Result<()> {
    insert_with(connection, (table, columns), rows, "").await
}

/// Inserts rows, each in the place of the one with the same key; no key may come twice.
pub(crate) async fn replace(
    connection: &mut AnyConnection,
    (table, columns): (&str, &str),
    key: &[&str],
    rows: Vec<Vec<Cell>>,
) -> Result<()> {
    let set: Vec<String> = columns
        .split(", ")
        .filter(|column| !key.contains(column))
        .map(|column| format!("{column} = excluded.{column}"))
        .collect();
    let tail = format!(" ON CONFLICT ({}) DO UPDATE SET {}", key.join(", "), set.join(", "));
    insert_with(connection, (table, columns), rows, &tail).await
}

async fn insert_with(
    connection: &mut AnyConnection,
    (table, columns): (&str, &str),
    rows: Vec<Vec<Cell>>,
    tail: &str,
) -> Result<()> {
    let width = columns.split(',').count();
    let most = MAX_INSERTED / width;
    // Holes without a number need no looking up; PostgreSQL knows none.
    let is_sqlite = connection.backend_name() == "SQLite";
    for chunk in rows.chunks(most) {
        let hole = |number: usize| if is_sqlite { "?".to_owned() } else { format!("${number}") };
        let tuples: Vec<String> = (0..chunk.len())
            .map(|row| (1..=width).map(|column| hole(row * width + column)).collect::<Vec<_>>().join(", "))
            .collect();
        let sql = format!("INSERT INTO {table} ({columns}) VALUES ({}){tail}", tuples.join("), ("));
        // A statement for one row or for as many as fit comes again and again, one for a rest hardly ever.
        let query = sqlx::query(AssertSqlSafe(sql)).persistent(chunk.len() == 1 || chunk.len() == most);
        let query = bind(query, chunk.iter().flatten().cloned());
        query.execute(&mut *connection).await?;
    }
    Ok(())
}

/// The holes of a list with `count` values, the first of them number `from`: `$3, $4`.
pub(crate) fn holes(from: usize, count: usize) -> String {
    (from..from + count).map(|number| format!("${number}")).collect::<Vec<_>>().join(", ")
}

/// Binds cells to a statement, in order.
pub(crate) fn bind(
    query: Query<'_, Any, AnyArguments>,
    cells: impl IntoIterator<Item = Cell>,
) -> Query<'_, Any, AnyArguments> {
    cells.into_iter().fold(query, |query, cell| match cell {
        Cell::Text(value) => query.bind(value),
        Cell::MaybeText(value) => query.bind(value),
        Cell::Int(value) => query.bind(value),
        Cell::MaybeInt(value) => query.bind(value),
    })
}

/// All values of a row whatever its table, in the order of its columns.
pub(crate) fn cells_of(row: &AnyRow) -> Result<Vec<Cell>> {
    (0..row.len())
        .map(|column| {
            let value = row.try_get_raw(column)?;
            let declared = row.column(column).type_info().kind();
            let kind = if value.is_null() { declared } else { value.type_info().kind() };
            Ok(match kind {
                AnyTypeInfoKind::Text | AnyTypeInfoKind::Null => Cell::MaybeText(row.try_get(column)?),
                _ => Cell::MaybeInt(row.try_get(column)?),
            })
        })
        .collect()
}

/// Reads a row of a known table.
#[derive(Clone, Copy)]
pub(crate) struct Row<'a> {
    table: &'static str,
    row: &'a AnyRow,
}

impl<'a> Row<'a> {
    pub(crate) fn new(table: &'static str, row: &'a AnyRow) -> Self {
        Self { table, row }
    }

    pub(crate) fn text(&self, column: &str) -> Result<String> {
        Ok(self.row.try_get(column)?)
    }

    pub(crate) fn maybe_text(&self, column: &str) -> Result<Option<String>> {
        Ok(self.row.try_get(column)?)
    }

    pub(crate) fn int(&self, column: &str) -> Result<i64> {
        Ok(self.row.try_get(column)?)
    }

    pub(crate) fn maybe_int(&self, column: &str) -> Result<Option<i64>> {
        Ok(self.row.try_get(column)?)
    }

    pub(crate) fn flag(&self, column: &str) -> Result<bool> {
        Ok(self.int(column)? != 0)
    }

    pub(crate) fn size(&self, column: &str) -> Result<usize> {
        usize::try_from(self.int(column)?).map_err(|_| self.damaged(column))
    }

    pub(crate) fn line(&self, column: &str) -> Result<u32> {
        u32::try_from(self.int(column)?).map_err(|_| self.damaged(column))
    }

    pub(crate) fn maybe_year(&self, column: &str) -> Result<Option<i32>> {
        self.maybe_int(column)?.map(|year| i32::try_from(year).map_err(|_| self.damaged(column))).transpose()
    }

    pub(crate) fn decimal(&self, column: &str) -> Result<Option<Decimal>> {
        self.maybe_text(column)?.map(|text| text.parse().map_err(|_| self.damaged(column))).transpose()
    }

    /// A value of a closed vocabulary.
    pub(crate) fn word<T>(&self, column: &str, parse: fn(&str) -> Option<T>) -> Result<T> {
        parse(&self.text(column)?).ok_or_else(|| self.damaged(column))
    }

    /// A value of a closed vocabulary that may be missing.
    pub(crate) fn maybe_word<T>(&self, column: &str, parse: fn(&str) -> Option<T>) -> Result<Option<T>> {
        self.maybe_text(column)?.map(|text| parse(&text).ok_or_else(|| self.damaged(column))).transpose()
    }

    /// A JSON value written by this crate.
    pub(crate) fn json<T: serde::de::DeserializeOwned>(&self, column: &str) -> Result<T> {
        serde_json::from_str(&self.text(column)?).map_err(|_| self.damaged(column))
    }

    pub(crate) fn damaged(&self, column: &str) -> StoreError {
        StoreError::Damaged { table: self.table, what: format!("column {column}") }
    }
}

#[cfg(test)]
mod tests {
    use super::known;

    #[test]
    fn only_known_columns_are_asked_for() {
        assert_eq!(
            known("SELECT * FROM setting WHERE name = $1").unwrap(),
            "SELECT name, value FROM setting WHERE name = $1"
        );
        assert_eq!(
            known("SELECT c.* FROM share c WHERE c.plan = $1").unwrap(),
            "SELECT c.plan, c.target, c.region, c.year, c.value FROM share c WHERE c.plan = $1"
        );
        assert_eq!(
            known("SELECT share.* FROM share JOIN plan ON plan.id = share.plan").unwrap(),
            "SELECT share.plan, share.target, share.region, share.year, share.value FROM share JOIN plan ON plan.id = share.plan"
        );
        assert_eq!(
            known("UPDATE setting SET value = $1 RETURNING *").unwrap(),
            "UPDATE setting SET value = $1 RETURNING name, value"
        );
        assert_eq!(known("SELECT COUNT(*) FROM setting"), None);
    }
}
