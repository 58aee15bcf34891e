//! Tables that are sealed row by row. The last entry of a write holds, for every row that the write added, changed or
//! removed, what the row said before and what it says since, as digests. So a row that was changed past the program is
//! found, also when the program writes it again afterwards: what it said before is then not what it was left at.

use crate::audit::Deed;
use crate::row::{Cell, bind, cells_of, holes};
use crate::tables::{Class, Declared, declared, tables};
use crate::{Change, Result, Store, StoreError};
use ::audit::{Digest, Hash, keyed};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe, Column as _, Row as _};
use std::collections::BTreeMap;
use std::fmt;

/// How a row does not fit the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowFault {
    /// It says something else than it was left at.
    Changed,
    /// The log knows nothing of it.
    Added,
    /// It is gone.
    Removed,
    /// It was changed past the program before the program wrote it again.
    ChangedBefore,
}

impl fmt::Display for RowFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Changed => "was changed",
            Self::Added => "was added",
            Self::Removed => "was removed",
            Self::ChangedBefore => "was changed before it was written again",
        })
    }
}

impl RowFault {
    /// In Chinese.
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Changed => "被改动",
            Self::Added => "系另行加入",
            Self::Removed => "被删去",
            Self::ChangedBefore => "在再次写入之前曾被改动",
        }
    }
}

/// What a row says: the digest of its sealed columns, and the keyed one of its personal text where it has any.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Print(String, Option<String>);

/// A row in the seals of an entry: table, key, what it says since, what it said before. `None` where it does not stand.
#[derive(Debug, Serialize, Deserialize)]
struct Line(String, Vec<Value>, Option<Print>, Option<Print>);

/// The key of a row and what it said before it was changed.
type Was = (Vec<Cell>, Option<Print>);

/// The rows that a write changes, each with what it said before.
#[derive(Debug, Default)]
pub(crate) struct Touched(BTreeMap<(&'static str, Vec<Cell>), Option<Print>>);

impl Touched {
    /// Keeps what a row says before it is changed; the first time counts.
    pub(crate) async fn before(
        &mut self,
        connection: &mut AnyConnection,
        table: &'static str,
        key: Vec<Cell>,
    ) -> Result<()> {
        if self.0.contains_key(&(table, key.clone())) {
            return Ok(());
        }
        let stands = stands(connection, table, &key, false).await?;
        self.0.insert((table, key), stands);
        Ok(())
    }

    /// Keeps what many rows of a table say before they are changed.
    pub(crate) async fn before_all(
        &mut self,
        connection: &mut AnyConnection,
        table: &'static str,
        keys: Vec<Vec<Cell>>,
    ) -> Result<()> {
        let new: Vec<Vec<Cell>> =
            keys.into_iter().filter(|key| !self.0.contains_key(&(table, key.clone()))).collect();
        let mut standing = stand_all(connection, table, &new, false).await?;
        for key in new {
            let stands = standing.remove(&named(&key));
            self.0.insert((table, key), stands);
        }
        Ok(())
    }

    /// What the entry holds of the rows, which say now what they will say.
    pub(crate) async fn after(&mut self, connection: &mut AnyConnection) -> Result<Option<String>> {
        let mut lines = Vec::new();
        let mut tables: BTreeMap<&'static str, Vec<Was>> = BTreeMap::new();
        for ((table, key), before) in std::mem::take(&mut self.0) {
            tables.entry(table).or_default().push((key, before));
        }
        for (table, rows) in tables {
            let keys: Vec<Vec<Cell>> = rows.iter().map(|(key, _)| key.clone()).collect();
            let mut standing = stand_all(connection, table, &keys, true).await?;
            for (key, before) in rows {
                let now = standing.remove(&named(&key));
                if now != before {
                    lines.push(Line(table.to_owned(), key.into_iter().map(value).collect(), now, before));
                }
            }
        }
        written(&lines)
    }
}

fn written(lines: &[Line]) -> Result<Option<String>> {
    let unwritten =
        |error: serde_json::Error| StoreError::Damaged { table: "audit", what: error.to_string() };
    Ok(if lines.is_empty() { None } else { Some(serde_json::to_string(lines).map_err(unwritten)?) })
}

fn value(cell: Cell) -> Value {
    match cell {
        Cell::Text(text) | Cell::MaybeText(Some(text)) => Value::String(text),
        Cell::Int(number) | Cell::MaybeInt(Some(number)) => Value::from(number),
        Cell::MaybeText(None) | Cell::MaybeInt(None) => Value::Null,
    }
}

/// What the row with this key says now; makes the key of its personal text where that is needed and wished.
async fn stands(
    connection: &mut AnyConnection,
    table: &'static str,
    key: &[Cell],
    may_make: bool,
) -> Result<Option<Print>> {
    let Some(declared) = declared(table) else {
        return Err(StoreError::Damaged { table, what: "not declared".to_owned() });
    };
    let holes: Vec<String> =
        declared.key.iter().enumerate().map(|(at, column)| format!("{column} = ${}", at + 1)).collect();
    let sql = format!("SELECT * FROM {table} WHERE {}", holes.join(" AND "));
    let query = bind(sqlx::query(AssertSqlSafe(sql)).persistent(false), key.iter().cloned());
    let Some(row) = query.fetch_optional(&mut *connection).await? else { return Ok(None) };
    let filled = filled(&row)?;
    let secret = match owner(declared, &filled) {
        Some(owner) if may_make => Some(secret_of(connection, &owner).await?),
        Some(owner) => known_secret(connection, &owner).await?,
        None => None,
    };
    Ok(Some(print(declared, &filled, secret.as_deref())))
}

// Rows of which one statement asks what they say; a table with files asks for fewer by their size.
const TOGETHER: usize = 100;

/// A key as one text.
fn named(key: &[Cell]) -> String {
    Value::Array(key.iter().cloned().map(value).collect()).to_string()
}

/// What the rows with these keys say now by the text of their key, those that there are: many with one statement where no personal text is sealed.
async fn stand_all(
    connection: &mut AnyConnection,
    table: &'static str,
    keys: &[Vec<Cell>],
    may_make: bool,
) -> Result<BTreeMap<String, Print>> {
    let mut standing = BTreeMap::new();
    let many = declared(table).filter(|declared| declared.personal.is_empty() && keys.len() > 1);
    let Some(declared) = many else {
        for key in keys {
            if let Some(print) = stands(connection, table, key, may_make).await? {
                standing.insert(named(key), print);
            }
        }
        return Ok(standing);
    };
    let width = declared.key.len();
    for chunk in keys.chunks(TOGETHER) {
        let tuples: Vec<String> =
            (0..chunk.len()).map(|at| format!("({})", holes(at * width + 1, width))).collect();
        let which = match declared.key.as_slice() {
            [one] => format!("{one} IN ({})", holes(1, chunk.len())),
            several => format!("({}) IN (VALUES {})", several.join(", "), tuples.join(", ")),
        };
        let sql = format!("SELECT * FROM {table} WHERE {which}");
        let query = bind(sqlx::query(AssertSqlSafe(sql)).persistent(false), chunk.iter().flatten().cloned());
        for row in query.fetch_all(&mut *connection).await? {
            let row = filled(&row)?;
            let key = Value::Array(key_of(declared, &row)).to_string();
            standing.insert(key, print(declared, &row, None));
        }
    }
    Ok(standing)
}

/// The keyed digest of a personal text.
pub(crate) async fn keyed_text(connection: &mut AnyConnection, owner: &str, text: &str) -> Result<Hash> {
    let secret = secret_of(connection, owner).await?;
    let mut digest = Digest::default();
    digest.text(text);
    Ok(keyed(&secret, digest.finish()))
}

pub(crate) async fn known_secret(connection: &mut AnyConnection, owner: &str) -> Result<Option<String>> {
    Ok(sqlx::query_scalar("SELECT secret FROM personal_key WHERE owner = $1")
        .bind(owner.to_owned())
        .fetch_optional(connection)
        .await?)
}

/// The key of the personal text of `owner`, made when there is none yet.
pub(crate) async fn secret_of(connection: &mut AnyConnection, owner: &str) -> Result<String> {
    if let Some(known) = known_secret(connection, owner).await? {
        return Ok(known);
    }
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)
        .map_err(|error| StoreError::File(std::io::Error::other(error.to_string())))?;
    let secret = Hash(bytes).to_string();
    // Of two that make a key for one owner at the same time both go on with the key that was written first.
    sqlx::query("INSERT INTO personal_key (owner, secret) VALUES ($1, $2) ON CONFLICT (owner) DO NOTHING")
        .bind(owner.to_owned())
        .bind(secret.clone())
        .execute(&mut *connection)
        .await?;
    Ok(known_secret(connection, owner).await?.unwrap_or(secret))
}

/// The columns of a row that hold something.
fn filled(row: &AnyRow) -> Result<BTreeMap<String, Value>> {
    let names = row.columns().iter().map(|column| column.name().to_owned());
    let all = names.zip(cells_of(row)?.into_iter().map(value));
    Ok(all.filter(|(_, value)| !value.is_null()).collect())
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// What singles a row out.
fn key_of(table: &Declared, row: &BTreeMap<String, Value>) -> Vec<Value> {
    table.key.iter().filter_map(|column| row.get(*column).cloned()).collect()
}

/// Whose key seals the personal text of a row; nobody's when it holds none.
fn owner(table: &Declared, row: &BTreeMap<String, Value>) -> Option<String> {
    let holds = |column: &&str| row.get(*column).is_some_and(|value| value.as_str() != Some(""));
    table.personal.iter().any(holds).then(|| row.get(table.owner).map(text).unwrap_or_default())
}

fn print(table: &Declared, row: &BTreeMap<String, Value>, secret: Option<&str>) -> Print {
    // A column that holds nothing is left out: one added later does not change what was sealed before. One that this
    // program does not know is taken for sealed, as the newer program that added it takes it.
    let is_known = |name: &str| {
        [&table.key, &table.sealed, &table.personal, &table.operating].iter().any(|all| all.contains(&name))
    };
    let unknown: Vec<&str> = row.keys().map(String::as_str).filter(|name| !is_known(name)).collect();
    let of = |columns: &[&[&str]]| {
        let mut columns = columns.concat();
        columns.sort_unstable();
        let mut digest = Digest::default();
        for column in columns {
            if let Some(value) = row.get(column) {
                digest.text(column);
                digest.text(&text(value));
            }
        }
        digest.finish()
    };
    let open = of(&[&table.key, &table.sealed, &unknown]);
    let personal = owner(table, row).map(|_| {
        let digest = of(&[&table.personal]);
        // Without its key nothing fits.
        secret.map(|secret| keyed(secret, digest).to_string()).unwrap_or_default()
    });
    Print(open.to_string(), personal)
}

/// The first row that is not as the log left it: table, key, and how.
pub(crate) async fn rows_fit(
    connection: &mut AnyConnection,
) -> Result<std::result::Result<usize, (String, String, RowFault)>> {
    let mut left = match left_at(connection).await? {
        Ok(left) => left,
        Err(fault) => return Ok(Err(fault)),
    };
    let count = left.len();
    let keys: Vec<(String, String)> =
        sqlx::query_as("SELECT owner, secret FROM personal_key").fetch_all(&mut *connection).await?;
    let keys: BTreeMap<String, String> = keys.into_iter().collect();
    for table in tables().iter().filter(|table| table.class == Class::Row) {
        let mut offset = 0;
        loop {
            let rows = some_rows(connection, table, offset).await?;
            offset += rows.len() as i64;
            if rows.is_empty() {
                break;
            }
            for row in &rows {
                let key = Value::Array(key_of(table, row)).to_string();
                let secret = owner(table, row).and_then(|owner| keys.get(&owner));
                let stands = print(table, row, secret.map(String::as_str));
                match left.remove(&(table.name.to_owned(), key.clone())) {
                    Some(said) if said == stands => {}
                    Some(_) => return Ok(Err((table.name.to_owned(), key, RowFault::Changed))),
                    None => return Ok(Err((table.name.to_owned(), key, RowFault::Added))),
                }
            }
        }
    }
    Ok(match left.into_keys().next() {
        Some((table, key)) => Err((table, key, RowFault::Removed)),
        None => Ok(count),
    })
}

// Rows held in memory at a time; an attachment can be megabytes.
const BATCH: i64 = 200;

async fn some_rows(
    connection: &mut AnyConnection,
    table: &Declared,
    offset: i64,
) -> Result<Vec<BTreeMap<String, Value>>> {
    let sql = format!("SELECT * FROM {} ORDER BY {} LIMIT $1 OFFSET $2", table.name, table.order());
    let rows = sqlx::query(AssertSqlSafe(sql))
        .persistent(false)
        .bind(BATCH)
        .bind(offset)
        .fetch_all(connection)
        .await?;
    rows.iter().map(filled).collect()
}

type Left = BTreeMap<(String, String), Print>;

/// What the log left each row at; or a row that did not say what it was left at when it was written again.
async fn left_at(
    connection: &mut AnyConnection,
) -> Result<std::result::Result<Left, (String, String, RowFault)>> {
    let mut left = Left::new();
    let mut from = 0_i64;
    loop {
        let rows: Vec<(i64, String)> = sqlx::query_as(
            "SELECT number, seals FROM audit WHERE number > $1 AND seals IS NOT NULL ORDER BY number LIMIT $2",
        )
        .bind(from)
        .bind(BATCH)
        .fetch_all(&mut *connection)
        .await?;
        let Some((last, _)) = rows.last() else { return Ok(Ok(left)) };
        from = *last;
        for (_, seals) in &rows {
            let lines: Vec<Line> = serde_json::from_str(seals)
                .map_err(|_| StoreError::Damaged { table: "audit", what: "column seals".to_owned() })?;
            for Line(table, key, now, before) in lines {
                let key = (table, Value::Array(key).to_string());
                let said = match now {
                    Some(now) => left.insert(key.clone(), now),
                    None => left.remove(&key),
                };
                if said != before {
                    return Ok(Err((key.0, key.1, RowFault::ChangedBefore)));
                }
            }
        }
    }
}

impl Store {
    /// Seals the rows of a database from before there were seals, as they stand when it is opened for the first time since.
    pub(crate) async fn seal_what_was_there(&self) -> Result<()> {
        if !self.is_unsealed(&mut *self.pool.acquire().await?).await? {
            return Ok(());
        }
        let change = Change::now("system", "");
        let mut write = self.write(&change).await?;
        // Another process may have done it meanwhile.
        if !self.is_unsealed(write.connection()).await? {
            return Ok(());
        }
        for table in tables().iter().filter(|table| table.class == Class::Row) {
            let mut offset = 0;
            loop {
                let rows = some_rows(write.connection(), table, offset).await?;
                offset += rows.len() as i64;
                if rows.is_empty() {
                    break;
                }
                let mut lines = Vec::new();
                for row in rows {
                    let key = key_of(table, &row);
                    let cells = key.iter().map(cell).collect::<Vec<_>>();
                    let now = stands(write.connection(), table.name, &cells, true).await?;
                    lines.push(Line(table.name.to_owned(), key, now, None));
                }
                let seals = written(&lines)?;
                write.record_sealed(Deed::new("store.seal", table.name), seals).await?;
            }
        }
        write.record_sealed(Deed::new("store.seal", ""), Some("[]".to_owned())).await?;
        write.commit("store.seal", "", "").await?;
        Ok(())
    }

    async fn is_unsealed(&self, connection: &mut AnyConnection) -> Result<bool> {
        let logged: Option<i64> =
            sqlx::query_scalar("SELECT number FROM audit LIMIT 1").fetch_optional(&mut *connection).await?;
        let sealed: Option<i64> =
            // From the end: what was written lately is sealed, what came before there were seals may be long.
            sqlx::query_scalar("SELECT number FROM audit WHERE seals IS NOT NULL ORDER BY number DESC LIMIT 1")
                .fetch_optional(connection)
                .await?;
        Ok(logged.is_some() && sealed.is_none())
    }
}

fn cell(value: &Value) -> Cell {
    match value {
        Value::Number(number) => Cell::MaybeInt(number.as_i64()),
        other => Cell::Text(text(other)),
    }
}

/// A trigger, a rule, or a view in the place of a table: what kind of thing and its name. The program makes none, so
/// that one that is there changes what is written or read past it.
pub(crate) async fn foreign_part(
    connection: &mut AnyConnection,
    is_postgres: bool,
) -> Result<Option<(String, String)>> {
    let sql = if is_postgres {
        "SELECT kind, name FROM (\
         SELECT 'trigger' AS kind, t.tgname::text AS name FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid \
         JOIN pg_namespace n ON n.oid = c.relnamespace WHERE NOT t.tgisinternal AND n.nspname = current_schema() \
         UNION ALL SELECT 'view', viewname::text FROM pg_views WHERE schemaname = current_schema() \
         UNION ALL SELECT 'view', matviewname::text FROM pg_matviews WHERE schemaname = current_schema() \
         UNION ALL SELECT 'rule', rulename::text FROM pg_rules WHERE schemaname = current_schema()\
         ) parts ORDER BY kind, name LIMIT 1"
    } else {
        "SELECT type, name FROM sqlite_master WHERE type IN ('trigger', 'view') ORDER BY type, name LIMIT 1"
    };
    Ok(sqlx::query_as(sql).fetch_optional(connection).await?)
}
