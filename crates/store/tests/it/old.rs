//! Filled databases of older programs, for `upgrade`: every row of one, as SQL that both databases read.
//!
//! `tests/old/vN.sql` is written by `write_the_rows` below: `GANGYAO_OLD=10 cargo nextest run -p store write_the_rows`. It fills a
//! store, and writes the tables and columns that a database of that version has; what a later one added is empty there.
//! A release writes one of its own schema, and no file is ever taken away.

use crate::databases::Bench;
use crate::sealed::full;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{AnyConnection, AssertSqlSafe, Connection as _, Row as _, SqlSafeStr as _, ValueRef as _};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use store::{Class, Declared, Location, Store, tables};

/// A value as both databases have it.
type Value = Option<String>;
/// The rows of each table, each by its columns.
type Rows = BTreeMap<&'static str, Vec<BTreeMap<String, Value>>>;

pub(crate) fn file(version: i64) -> PathBuf {
    PathBuf::from(format!("{}/tests/old/v{version}.sql", env!("CARGO_MANIFEST_DIR")))
}

pub(crate) async fn connect(location: &Location) -> AnyConnection {
    sqlx::any::install_default_drivers();
    let url = match location {
        Location::File(path) => format!("sqlite://{}?mode=rwc", path.display()),
        Location::Postgres(url) => url.clone(),
    };
    let mut connection = AnyConnection::connect(&url).await.unwrap();
    let free = match location {
        Location::File(_) => "PRAGMA foreign_keys = OFF",
        Location::Postgres(_) => "SET session_replication_role = replica",
    };
    sqlx::raw_sql(AssertSqlSafe(free.to_owned())).execute(&mut connection).await.unwrap();
    connection
}

/// The columns of a table that a database has.
async fn columns(connection: &mut AnyConnection, table: &str) -> Vec<String> {
    let sql = if connection.backend_name() == "SQLite" {
        format!("SELECT name FROM pragma_table_info('{table}') ORDER BY cid")
    } else {
        format!(
            "SELECT column_name::text FROM information_schema.columns \
             WHERE table_schema = current_schema() AND table_name = '{table}' ORDER BY ordinal_position"
        )
    };
    sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(connection).await.unwrap()
}

/// The rows of a table in the order of its key, numbers as `=1` and texts as `'a`.
async fn rows(
    connection: &mut AnyConnection,
    table: &Declared,
    columns: &[String],
) -> Vec<BTreeMap<String, Value>> {
    let sql = format!("SELECT {} FROM {} ORDER BY {}", columns.join(", "), table.name, table.key.join(", "));
    let found = sqlx::query(AssertSqlSafe(sql)).fetch_all(connection).await.unwrap();
    let cell = |row: &sqlx::any::AnyRow, column: &String| -> Value {
        let raw = row.try_get_raw(column.as_str()).unwrap();
        if raw.is_null() {
            return None;
        }
        let number = row.try_get::<i64, _>(column.as_str()).map(|number| format!("={number}"));
        Some(number.unwrap_or_else(|_| format!("'{}", row.get::<String, _>(column.as_str()))))
    };
    found
        .iter()
        .map(|row| columns.iter().map(|column| (column.clone(), cell(row, column))).collect())
        .collect()
}

async fn everything(connection: &mut AnyConnection) -> Rows {
    let mut all = Rows::new();
    for table in tables() {
        let columns = columns(connection, table.name).await;
        if !columns.is_empty() {
            let rows = rows(connection, table, &columns).await;
            all.insert(table.name, rows);
        }
    }
    all
}

/// The rows of a store as SQL that both databases read.
fn as_sql(all: &Rows) -> String {
    let mut sql =
        String::from("-- Every row of a filled database; written by crates/store/tests/it/old.rs.\n");
    for table in tables().iter().rev().filter(|table| all.contains_key(table.name)) {
        let _ = writeln!(sql, "DELETE FROM {};", table.name);
    }
    for table in tables() {
        for row in all.get(table.name).into_iter().flatten() {
            let names: Vec<&str> = row.keys().map(String::as_str).collect();
            let cell = |value: &Value| match value.as_deref() {
                None => "NULL".to_owned(),
                Some(text) => match text.strip_prefix('=') {
                    Some(number) => number.to_owned(),
                    None => format!("'{}'", text[1..].replace('\'', "''")),
                },
            };
            let values: Vec<String> = row.values().map(cell).collect();
            let (names, values) = (names.join(", "), values.join(", "));
            let _ = writeln!(sql, "INSERT INTO {} ({names}) VALUES ({values});", table.name);
        }
    }
    sql
}

/// Lays a database as a program of that version left it, without or with its rows.
pub(crate) async fn lay(location: &Location, version: i64, sql: Option<&str>) -> Rows {
    let mut connection = connect(location).await;
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations");
    let mut steps: Vec<Migration> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
            let (number, name) = stem.split_once('_').unwrap();
            let sql = AssertSqlSafe(std::fs::read_to_string(&path).unwrap()).into_sql_str();
            Migration::new(
                number.parse().unwrap(),
                Cow::Owned(name.to_owned()),
                MigrationType::Simple,
                sql,
                false,
            )
        })
        .filter(|step| step.version <= version)
        .collect();
    steps.sort_by_key(|step| step.version);
    assert_eq!(steps.last().map(|step| step.version), Some(version));
    Migrator::with_migrations(steps).run(&mut connection).await.unwrap();
    if let Some(sql) = sql {
        sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut connection).await.unwrap();
    }
    let laid = everything(&mut connection).await;
    connection.close().await.unwrap();
    laid
}

/// The tables of that version, each with its columns.
async fn schema(location: &Location, version: i64) -> BTreeMap<&'static str, Vec<String>> {
    let tables_then = lay(location, version, None).await;
    let mut connection = connect(location).await;
    let mut all = BTreeMap::new();
    for table in tables_then.into_keys() {
        all.insert(table, columns(&mut connection, table).await);
    }
    connection.close().await.unwrap();
    all
}

/// Lays the old database, opens it by this program, and looks for every row again.
pub(crate) async fn opens(location: &Location, version: i64) {
    let sql = std::fs::read_to_string(file(version)).unwrap();
    let old = lay(location, version, Some(&sql)).await;
    for table in
        tables().iter().filter(|table| table.class != Class::Operating && old.contains_key(table.name))
    {
        assert!(!old[table.name].is_empty(), "{} has no row in v{version}.sql", table.name);
    }
    let store = Store::open(location).await.unwrap();
    assert_eq!(store.verify_content().await.unwrap().err(), None, "v{version}");
    assert!(store.verify_audit().await.unwrap().is_ok(), "v{version}");
    // What people see is read back through the program, not only by SQL.
    let plans = store.plans(&store::PlanFilter::default()).await.unwrap().0;
    assert!(!plans.is_empty());
    let plan = store.plan(&plans[0].key.plan, None).await.unwrap();
    assert!(!plan.plan.targets.is_empty());
    store.close().await;

    let mut connection = connect(location).await;
    for table in tables().iter().filter(|table| table.class != Class::Operating) {
        let Some(before) = old.get(table.name) else { continue };
        let Some(first) = before.first() else { continue };
        let names: Vec<String> = first.keys().cloned().collect();
        let now = rows(&mut connection, table, &names).await;
        // The work on findings became matters, each with who said it and when; the rows stay for older programs.
        if table.name == "finding_work" {
            copied(&mut connection, before).await;
        }
        // The log may go on; all else is as it was.
        let kept = if table.class == Class::Chain { &now[..before.len()] } else { &now[..] };
        assert_eq!(kept, before, "{} after v{version}", table.name);
    }
    connection.close().await.unwrap();
}

/// Looks for what was done about findings among the matters.
async fn copied(connection: &mut AnyConnection, before: &[BTreeMap<String, Value>]) {
    for row in before {
        let old = |column: &str| row[column].as_deref().map_or("", |text| &text[1..]).to_owned();
        let found = sqlx::query(
            "SELECT m.title, m.state, m.owner, m.fields, m.changed_by, m.changed_at, e.made_by, e.made_at \
             FROM matter m JOIN matter_entry e ON e.matter = m.id \
             WHERE m.plan = $1 AND m.kind = 'finding' AND m.subject = $2",
        )
        .bind(old("plan"))
        .bind(old("finding"))
        .fetch_one(&mut *connection)
        .await
        .unwrap();
        let now = |column: &str| found.get::<String, _>(column);
        assert_eq!((now("title"), now("state")), (old("words"), old("state")));
        assert_eq!(now("owner"), format!("account/{}", old("assignee")));
        assert_eq!((now("changed_by"), now("changed_at")), (old("changed_by"), old("changed_at")));
        assert_eq!((now("made_by"), now("made_at")), (old("changed_by"), old("changed_at")));
        assert!(now("fields").contains(&old("reason")) && now("fields").contains(&old("code")));
    }
}

/// Writes `tests/old/vN.sql`, when `GANGYAO_OLD` names the version that the program is of.
#[test]
fn write_the_rows() {
    let Ok(version) = std::env::var("GANGYAO_OLD") else { return };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let location = Location::File(folder.path().join("gangyao.db"));
        let store = Store::open(&location).await.unwrap();
        let bench = Bench { store: store.clone(), location, folder };
        full(&bench.store).await;
        let mut connection = connect(&bench.location).await;
        let version: i64 = version.parse().unwrap();
        let old = Location::File(bench.folder.path().join("old.db"));
        let known = schema(&old, version).await;
        let mut all = everything(&mut connection).await;
        all.retain(|table, _| known.contains_key(table));
        for (table, rows) in &mut all {
            for row in rows.iter_mut() {
                row.retain(|column, value| {
                    let keep = known[table].contains(column);
                    assert!(keep || value.is_none(), "{table}.{column} holds what v{version} cannot");
                    keep
                });
            }
        }
        let sql = as_sql(&all);
        let path = file(version);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, sql).unwrap();
        store.close().await;
    });
}
