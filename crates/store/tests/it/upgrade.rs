//! Databases of every earlier schema, brought up to date: nothing of them is lost. And servers of two versions on one
//! database.
//!
//! A database of schema k is what the steps 1 to k make, which never change once they are published (`steps.txt` holds
//! their digests), with rows that were valid then: `rows/FROM-TO_name.sql` are rows of schemas FROM to TO. Whoever adds a step
//! adds a few rows of what it brings; `old` has the databases that hold every kind of row.

use crate::old;
use audit::{Act, Entry, Hash};
use sqlx::migrate::Migrator;
use sqlx::{AnyPool, AssertSqlSafe, Row as _};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use store::{Change, Location, Office, OfficeLevel, Store, StoreError};

/// Tables whose rows are counters or are made anew.
const OWN: [&str; 3] = ["_sqlx_migrations", "generation", "shown"];

/// All rows by table: each a map from column to text.
pub(crate) type Rows = BTreeMap<String, Vec<BTreeMap<String, Option<String>>>>;

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

async fn connect(location: &Location) -> AnyPool {
    sqlx::any::install_default_drivers();
    let url = match location {
        Location::File(path) => format!("sqlite://{}?mode=rwc", path.display()),
        Location::Postgres(url) => url.clone(),
    };
    sqlx::any::AnyPoolOptions::new().max_connections(1).connect(&url).await.unwrap()
}

/// The files of rows of a schema.
fn scripts(schema: i64) -> Vec<String> {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(here("tests/it/rows")).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let holds = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_str().unwrap();
        let (from, rest) = name.split_once('-').unwrap();
        let to = rest.split_once('_').unwrap().0;
        (from.parse::<i64>().unwrap()..=to.parse::<i64>().unwrap()).contains(&schema)
    };
    paths.into_iter().filter(holds).map(|path| std::fs::read_to_string(path).unwrap()).collect()
}

/// Makes a database of an earlier schema with rows in it.
async fn made(location: &Location, schema: i64) {
    old::lay(location, schema, None).await;
    let pool = connect(location).await;
    for script in scripts(schema) {
        for line in script.lines().filter(|line| !line.starts_with("--")) {
            sqlx::query(AssertSqlSafe(line.trim_end_matches(';').to_owned()))
                .execute(&pool)
                .await
                .unwrap_or_else(|error| panic!("schema {schema}: {error}: {line}"));
        }
    }
    let mut head = (0, Hash([0; 32]));
    for action in ["plan.load", "account.put"] {
        let act = Act {
            at: "2021-03-05T01:00:00Z".into(),
            actor: "wang".into(),
            origin: "cli".into(),
            action: action.into(),
            subject: "yun".into(),
            before: None,
            after: Some("{}".into()),
            reason: String::new(),
            seals: None,
        };
        let entry = Entry::chain(head.0 + 1, head.1, act);
        let columns = "number, at, actor, origin, action, subject, value_after, reason, previous, hash";
        let sql = format!("INSERT INTO audit ({columns}) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)");
        sqlx::query(AssertSqlSafe(sql))
            .bind(entry.number as i64)
            .bind(entry.act.at.clone())
            .bind(entry.act.actor.clone())
            .bind(entry.act.origin.clone())
            .bind(entry.act.action.clone())
            .bind(entry.act.subject.clone())
            .bind(entry.act.after.clone())
            .bind(entry.act.reason.clone())
            .bind(entry.previous.to_string())
            .bind(entry.hash.to_string())
            .execute(&pool)
            .await
            .unwrap();
        head = (entry.number, entry.hash);
    }
    if schema >= 3 {
        sqlx::query("UPDATE generation SET head_number = $1, head_hash = $2")
            .bind(head.0 as i64)
            .bind(head.1.to_string())
            .execute(&pool)
            .await
            .unwrap();
    }
    pool.close().await;
}

/// Everything that a database holds.
pub(crate) async fn rows(location: &Location) -> Rows {
    let pool = connect(location).await;
    let is_postgres = matches!(location, Location::Postgres(_));
    let tables: Vec<String> = sqlx::query_scalar(if is_postgres {
        "SELECT CAST(table_name AS TEXT) FROM information_schema.tables WHERE table_schema = 'public'"
    } else {
        "SELECT name FROM sqlite_master WHERE type = 'table'"
    })
    .fetch_all(&pool)
    .await
    .unwrap();
    let mut all = Rows::new();
    for table in tables.into_iter().filter(|table| !OWN.contains(&table.as_str())) {
        let columns: Vec<String> = sqlx::query_scalar(if is_postgres {
            "SELECT CAST(column_name AS TEXT) FROM information_schema.columns WHERE table_name = $1"
        } else {
            "SELECT name FROM pragma_table_info($1)"
        })
        .bind(table.clone())
        .fetch_all(&pool)
        .await
        .unwrap();
        let texts: Vec<String> = columns.iter().map(|name| format!("CAST({name} AS TEXT)")).collect();
        let sql = format!("SELECT {} FROM {table}", texts.join(", "));
        let found = sqlx::query(AssertSqlSafe(sql)).fetch_all(&pool).await.unwrap();
        let read = |row: &sqlx::any::AnyRow| {
            columns.iter().enumerate().map(|(at, name)| (name.clone(), row.get(at))).collect()
        };
        all.insert(table, found.iter().map(read).collect());
    }
    pool.close().await;
    all
}

/// Asserts that every row of before is there after, with the same values in the columns that it had. What a step moved
/// elsewhere on purpose is looked for there.
pub(crate) fn nothing_is_lost(before: &Rows, after: &Rows) {
    let empty = Vec::new();
    let of = |table: &str| after.get(table).unwrap_or(&empty);
    for (table, rows) in before {
        for row in rows {
            let text = |column: &str| row.get(column).cloned().flatten().unwrap_or_default();
            let is_kept = match table.as_str() {
                // Step 8: what waits is a job, what is done is forgotten.
                "delivery" => {
                    !text("done_at").is_empty()
                        || of("job").iter().any(|job| {
                            job["subject"].as_deref() == Some(&text("recipient"))
                                && job["payload"].as_deref()
                                    == Some(&format!("{}\n{}", text("subject"), text("content")))
                        })
                }
                // The work on findings becomes matters, and stays where older programs look for it.
                "finding_work" => {
                    of(table).contains(row)
                        && of("matter").iter().any(|matter| {
                            let same =
                                |column: &str, old: &str| matter[column].as_deref() == Some(&text(old));
                            same("subject", "finding") && same("title", "words") && same("state", "state")
                        })
                }
                // Step 7: a public plan has its versions published.
                "setting" if text("name").starts_with("public/") && of("publication").len() > 1 => {
                    let plan = text("name").replace("public/", "");
                    of("publication").iter().any(|one| one["plan"].as_deref() == Some(plan.as_str()))
                }
                _ => of(table)
                    .iter()
                    .any(|kept| row.iter().all(|(column, value)| kept.get(column) == Some(value))),
            };
            assert!(is_kept, "{table}: {row:?} is not in {:#?}", of(table));
        }
    }
}

/// The schemas that there are, oldest first.
fn schemas() -> Vec<i64> {
    let steps = wait(Migrator::new(here("migrations"))).unwrap();
    steps.iter().map(|step| step.version).collect()
}

fn wait<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap().block_on(work)
}

async fn comes_up_to_date(location: &Location, schema: i64, schemas: &[i64]) {
    made(location, schema).await;
    let before = rows(location).await;
    let filled = before.values().filter(|rows| !rows.is_empty()).count();
    assert!(filled >= 18, "schema {schema}: only {filled} tables have rows");
    let looked = Store::look_at(location).await.unwrap();
    let state = looked.schema().await.unwrap();
    assert_eq!((state.found, state.known), (schema, schemas.last().copied().unwrap()));
    assert_eq!(state.pending, schemas.iter().copied().filter(|later| *later > schema).collect::<Vec<_>>());
    looked.close().await;
    assert_eq!(rows(location).await, before, "looking changes nothing");

    let store = Store::open(location).await.unwrap();
    assert!(store.schema().await.unwrap().pending.is_empty());
    let head = store.verify_audit().await.unwrap().expect("the chain holds");
    assert!(head.number >= 2);
    let stored = store.plan("yun", None).await.unwrap();
    assert_eq!(stored.plan.targets.len(), 1, "{:?}", stored.plan.targets);
    assert_eq!(stored.plan.targets[0].value.as_ref().map(ToString::to_string).as_deref(), Some("12.80"));
    if schema >= 2 {
        assert_eq!(store.account("li").await.unwrap().unwrap().full_name, "李雷");
        assert_eq!(store.offices().await.unwrap().len(), 2);
        assert!(!store.public_plans().await.unwrap().is_empty(), "schema {schema}: the plan stays public");
    }
    // And it can be written to.
    let change = Change::now("wang", "升级之后");
    store.put_setting("note", "1", &change).await.unwrap();
    assert!(store.verify_audit().await.unwrap().is_ok());
    store.close().await;
    nothing_is_lost(&before, &rows(location).await);
}

/// Every earlier schema with a few rows, and those that were released also with every kind of row that a store can hold.
fn all_come_up_to_date(location: impl Fn(&str) -> Location) {
    let schemas = schemas();
    let filled: Vec<i64> = schemas.iter().copied().filter(|schema| old::file(*schema).is_file()).collect();
    assert!(!filled.is_empty());
    for schema in &schemas {
        wait(comes_up_to_date(&location(&format!("few{schema}")), *schema, &schemas));
    }
    for schema in filled {
        wait(old::opens(&location(&format!("filled{schema}")), schema));
    }
}

#[test]
fn databases_of_every_earlier_schema_come_up_to_date() {
    let folder = tempfile::tempdir().unwrap();
    all_come_up_to_date(|name| Location::File(folder.path().join(format!("{name}.db"))));
}

#[test]
fn databases_of_every_earlier_schema_come_up_to_date_on_postgres() {
    let Some(server) = testbed::postgres() else { return };
    all_come_up_to_date(|name| Location::Postgres(server.database(name)));
}

/// A database that was made by a published step must be one that the step still makes.
#[test]
fn published_steps_never_change() {
    let path = here("tests/it/steps.txt");
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    let steps = wait(Migrator::new(here("migrations"))).unwrap();
    let line = |step: &sqlx::migrate::Migration| {
        let digest = step.checksum.iter().fold(String::new(), |digits, byte| digits + &format!("{byte:02x}"));
        format!("{} {} {digest}\n", step.version, step.description)
    };
    let now: String = steps.iter().map(line).collect();
    // A step may come later than one with a higher number.
    if testbed::updates() && kept.lines().all(|step| now.lines().any(|line| line == step)) {
        std::fs::write(&path, &now).unwrap();
        return;
    }
    assert_eq!(
        kept,
        now,
        "a step that was published was changed, or a new one is not listed; {}",
        testbed::UPDATE
    );
}

#[test]
fn what_is_lost_would_be_seen() {
    let row = |value: &str| BTreeMap::from([("id".to_owned(), Some(value.to_owned()))]);
    let before = Rows::from([("plan".to_owned(), vec![row("1"), row("2")])]);
    nothing_is_lost(&before, &before);
    let after = Rows::from([("plan".to_owned(), vec![row("1")])]);
    assert!(std::panic::catch_unwind(|| nothing_is_lost(&before, &after)).is_err());
}

/// What a later program does to the schema: it adds a table and a column.
async fn add_a_later_step(location: &Location, description: &str) {
    let pool = connect(location).await;
    for sql in [
        "CREATE TABLE later (id BIGINT PRIMARY KEY)",
        "ALTER TABLE office ADD COLUMN later TEXT",
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
         SELECT 9000, 'DESCRIPTION', success, checksum, execution_time FROM _sqlx_migrations WHERE version = 1",
    ] {
        let sql = sql.replace("DESCRIPTION", description);
        sqlx::query(AssertSqlSafe(sql)).execute(&pool).await.unwrap();
    }
    pool.close().await;
}

fn office(id: &str, name: &str) -> Office {
    Office {
        id: id.into(),
        name: name.into(),
        kind: plan::BodyKind::Department,
        level: OfficeLevel::City,
        parent: None,
        region: String::new(),
    }
}

async fn old_and_new_work_side_by_side(location: &Location, folder: &Path) {
    let change = Change::now("root", "");
    // An old server is at work when a new one adds to the schema.
    let old = Store::open(location).await.unwrap();
    old.put_offices(&[office("a", "甲局")], &change).await.unwrap();
    add_a_later_step(location, "expand: later").await;
    old.put_offices(&[office("a", "甲局（更名）"), office("b", "乙局")], &change).await.unwrap();
    assert_eq!(old.offices().await.unwrap().len(), 2);
    assert_eq!(old.verify_content().await.unwrap().map(|_| ()), Ok(()));
    // It can also be started again, as after a failure of its machine.
    old.close().await;
    let old = Store::open(location).await.unwrap();
    let schema = old.schema().await.unwrap();
    assert_eq!((schema.ahead, schema.closed), (vec![9000], vec![]));
    old.put_offices(&[office("c", "丙局")], &change).await.unwrap();
    assert_eq!(old.verify_content().await.unwrap().map(|_| ()), Ok(()));
    // What the new one keeps in its new column is sealed for both.
    let pool = connect(location).await;
    sqlx::query("UPDATE office SET later = 'x' WHERE id = 'c'").execute(&pool).await.unwrap();
    pool.close().await;
    assert!(old.verify_content().await.unwrap().is_err());
    // The old one does not know all tables, so it makes no backup that would lack some.
    let error = old.backup(&folder.join("backup.db")).await.unwrap_err();
    assert!(matches!(error, StoreError::Newer { found: 9000, .. }), "{error}");
    old.close().await;
}

#[test]
fn an_old_server_works_on_beside_a_new_one() {
    let folder = tempfile::tempdir().unwrap();
    wait(old_and_new_work_side_by_side(&Location::File(folder.path().join("g.db")), folder.path()));
    let Some(server) = testbed::postgres() else { return };
    let folder = tempfile::tempdir().unwrap();
    wait(old_and_new_work_side_by_side(&Location::Postgres(server.database("side")), folder.path()));
}

#[test]
fn a_database_that_was_changed_otherwise_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let location = Location::File(folder.path().join("g.db"));
    wait(async {
        Store::open(&location).await.unwrap().close().await;
        add_a_later_step(&location, "later").await;
        let before = rows(&location).await;
        let error = Store::open(&location).await.unwrap_err();
        assert!(matches!(error, StoreError::Newer { found: 9000, .. }), "{error}");
        assert!(error.words().zh.contains("更新的版本") && error.words().en.contains("newer program"));
        assert_eq!(rows(&location).await, before);
    });
}

async fn several_start_at_once(location: Location) {
    let opened = (0..4).map(|_| {
        let location = location.clone();
        tokio::spawn(
            async move { Store::open(&location).await.map(|_| ()).map_err(|error| error.to_string()) },
        )
    });
    for one in opened.collect::<Vec<_>>() {
        assert_eq!(one.await.unwrap(), Ok(()));
    }
}

#[test]
fn servers_that_start_at_once_upgrade_once() {
    let folder = tempfile::tempdir().unwrap();
    for schema in [0, 1, 6] {
        let location = Location::File(folder.path().join(format!("{schema}.db")));
        wait(async {
            if schema > 0 {
                made(&location, schema).await;
            }
            several_start_at_once(location).await;
        });
    }
    let Some(server) = testbed::postgres() else { return };
    wait(several_start_at_once(Location::Postgres(server.database("atonce"))));
}

/// Steps from here on only add, unless they stand here with the release before which no server may still run.
#[test]
fn new_steps_only_add() {
    const CONTRACTS: [(i64, &str); 0] = [];
    let folder = tempfile::tempdir().unwrap();
    let location = Location::File(folder.path().join("g.db"));
    wait(async {
        Store::open(&location).await.unwrap().close().await;
        let pool = connect(&location).await;
        let kept: Vec<(i64, String)> = sqlx::query_as("SELECT version, description FROM _sqlx_migrations")
            .fetch_all(&pool)
            .await
            .unwrap();
        let allowed: BTreeSet<i64> = CONTRACTS.iter().map(|(version, _)| *version).collect();
        for (version, description) in kept {
            let is_fine = version <= 10 || description.starts_with("expand: ") || allowed.contains(&version);
            assert!(is_fine, "step {version} ({description}) does more than to add");
        }
    });
}
