//! A backup is one SQLite file with all tables, whatever the database behind: it can be opened and served
//! as it is, and restored into either kind of database.

use crate::audit::{keep_head, kept_head};
use crate::connect::newest_migration;
use crate::row::{cells_of, insert};
use crate::{Change, Location, Result, Store, StoreError};
use sqlx::{AnyConnection, AssertSqlSafe, Column as _, Connection as _, Row as _};
use std::path::{Path, PathBuf};

/// All tables, parents before children. A migration that adds a table adds it here; a test compares.
const TABLES: [&str; 35] = [
    "region",
    "plan",
    "plan_version",
    "publication",
    "document",
    "section",
    "indicator",
    "target",
    "statement",
    "observation",
    "project",
    "task",
    "place",
    "body",
    "assignment",
    "schedule",
    "relation",
    "diagnostic",
    "audit",
    "office",
    "account",
    "session",
    "attempt",
    "link",
    "token",
    "duty",
    "share",
    "consultation",
    "remark",
    "attachment",
    "submission",
    "reply",
    "notice",
    "job",
    "setting",
];

// Rows held in memory at a time; a document row can be megabytes.
const BATCH: i64 = 500;

impl Store {
    /// Writes everything to a new file at `path` as of one moment, while others read and write.
    ///
    /// # Errors
    /// [`StoreError::Backup`] when the file is already there: a backup never overwrites another.
    pub async fn backup(&self, path: &Path) -> Result<()> {
        if path.exists() {
            return Err(StoreError::Backup(format!("{} 已存在 / already exists", path.display())));
        }
        // The file gets its name only when it is whole.
        let partial = with_suffix(path, ".partial");
        remove_database(&partial)?;
        let made = match self.location() {
            Location::File(_) => self.backup_sqlite(&partial).await,
            Location::Postgres(_) => self.backup_copy(&partial).await,
        };
        if let Err(error) = made {
            remove_database(&partial)?;
            return Err(error);
        }
        std::fs::File::open(&partial)?.sync_all()?;
        std::fs::rename(&partial, path)?;
        Ok(())
    }

    async fn backup_sqlite(&self, path: &Path) -> Result<()> {
        let text = path.to_str().ok_or_else(|| StoreError::Backup(path.display().to_string()))?;
        sqlx::query("VACUUM INTO $1").bind(text.to_owned()).execute(&self.pool).await?;
        Ok(())
    }

    async fn backup_copy(&self, path: &Path) -> Result<()> {
        let target = Self::open(&Location::File(path.to_owned())).await?;
        let mut from = self.pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
        let mut to = target.pool.begin_with("BEGIN IMMEDIATE").await?;
        copy(&mut from, &mut to).await?;
        to.commit().await?;
        from.rollback().await?;
        target.close().await;
        // Everything into the one file, so that it can be moved without its log; needs the file for itself alone.
        let text = path.to_str().ok_or_else(|| StoreError::Backup(path.display().to_string()))?;
        let mut alone = AnyConnection::connect(&format!("sqlite://{text}")).await?;
        sqlx::query("PRAGMA journal_mode = DELETE").execute(&mut alone).await?;
        alone.close().await?;
        Ok(())
    }

    /// Replaces everything by what a backup file holds: all of it, or nothing. Readers see the old state until then.
    ///
    /// # Errors
    /// [`StoreError::Backup`] when the file is not a backup; [`StoreError::Newer`] when a newer program wrote it.
    pub async fn restore(&self, path: &Path, change: &Change) -> Result<()> {
        if !path.is_file() {
            return Err(StoreError::Backup(format!("没有文件 / no file {}", path.display())));
        }
        // An older backup is brought up to date on a copy: the backup itself stays as it was written.
        let copy_path = with_suffix(path, ".restoring");
        remove_database(&copy_path)?;
        std::fs::copy(path, &copy_path)?;
        let restored = self.restore_from(&copy_path, change).await;
        remove_database(&copy_path)?;
        restored
    }

    async fn restore_from(&self, path: &Path, change: &Change) -> Result<()> {
        check_is_backup(path).await?;
        let source = Self::open(&Location::File(path.to_owned())).await?;
        let mut from = source.pool.begin().await?;
        let mut write = self.write(change).await?;
        for table in TABLES.iter().rev() {
            sqlx::query(AssertSqlSafe(format!("DELETE FROM {table}"))).execute(write.connection()).await?;
        }
        copy(&mut from, write.connection()).await?;
        write.continue_log().await?;
        write.commit("store.restore", "", "").await?;
        from.rollback().await?;
        source.close().await;
        Ok(())
    }
}

async fn check_is_backup(path: &Path) -> Result<()> {
    sqlx::any::install_default_drivers();
    let not = |what: String| StoreError::Backup(what);
    let text = path.to_str().ok_or_else(|| not(path.display().to_string()))?;
    let pool = sqlx::AnyPool::connect(&format!("sqlite://{text}?mode=ro"))
        .await
        .map_err(|error| not(error.to_string()))?;
    let newest: std::result::Result<Option<i64>, _> =
        sqlx::query_scalar("SELECT MAX(version) FROM _sqlx_migrations").fetch_one(&pool).await;
    pool.close().await;
    match newest {
        Ok(Some(found)) if found > newest_migration() => {
            Err(StoreError::Newer { found, known: newest_migration() })
        }
        Ok(Some(_)) => Ok(()),
        Ok(None) => Err(not("空文件 / empty".to_owned())),
        Err(error) => Err(not(error.to_string())),
    }
}

/// Copies all rows of all tables.
async fn copy(from: &mut AnyConnection, to: &mut AnyConnection) -> Result<()> {
    for table in TABLES {
        match table {
            "region" | "office" => copy_tree(from, to, table).await?,
            _ => copy_table(from, to, table).await?,
        }
    }
    let head = kept_head(from).await?;
    keep_head(to, head).await
}

async fn copy_table(from: &mut AnyConnection, to: &mut AnyConnection, table: &str) -> Result<()> {
    let key = key_of(table);
    let sql = format!("SELECT * FROM {table} ORDER BY {key} LIMIT $1 OFFSET $2");
    let mut offset = 0;
    loop {
        let rows =
            sqlx::query(AssertSqlSafe(sql.clone())).bind(BATCH).bind(offset).fetch_all(&mut *from).await?;
        if rows.is_empty() {
            return Ok(());
        }
        offset += rows.len() as i64;
        let columns = rows[0].columns().iter().map(|column| column.name().to_owned()).collect::<Vec<_>>();
        let cells = rows.iter().map(cells_of).collect::<Result<Vec<_>>>()?;
        insert(to, table, &columns.join(", "), cells).await?;
    }
}

/// Rows of a tree refer to each other: those whose parent is already there go first.
async fn copy_tree(from: &mut AnyConnection, to: &mut AnyConnection, table: &'static str) -> Result<()> {
    let sql = format!("SELECT * FROM {table} ORDER BY id");
    let rows = sqlx::query(AssertSqlSafe(sql)).fetch_all(from).await?;
    let Some(first) = rows.first() else { return Ok(()) };
    let columns = first.columns().iter().map(|column| column.name().to_owned()).collect::<Vec<_>>();
    let mut waiting = Vec::new();
    for row in &rows {
        waiting.push((
            row.try_get::<String, _>("id")?,
            row.try_get::<Option<String>, _>("parent")?,
            cells_of(row)?,
        ));
    }
    let mut done = std::collections::BTreeSet::new();
    while !waiting.is_empty() {
        let (ready, rest): (Vec<_>, Vec<_>) = waiting
            .into_iter()
            .partition(|(_, parent, _)| parent.as_ref().is_none_or(|parent| done.contains(parent)));
        if ready.is_empty() {
            return Err(StoreError::Damaged { table, what: "a circle of parents".to_owned() });
        }
        done.extend(ready.iter().map(|(id, _, _)| id.clone()));
        let cells = ready.into_iter().map(|(_, _, cells)| cells).collect();
        insert(to, table, &columns.join(", "), cells).await?;
        waiting = rest;
    }
    Ok(())
}

/// The columns that put the rows of a table in one order.
fn key_of(table: &str) -> &'static str {
    match table {
        "plan" => "position",
        "audit" => "number",
        "plan_version" | "publication" | "document" => "plan, version",
        "office" | "token" | "consultation" | "remark" | "attachment" | "submission" | "reply" | "notice"
        | "job" => "id",
        "account" | "setting" => "name",
        "session" | "link" => "secret",
        "attempt" => "subject, at",
        "duty" => "plan, item_kind, item, office",
        "share" => "plan, target, region, year",
        "observation" => "plan, position",
        "target" => "plan, version, position, revision",
        _ => "plan, version, position",
    }
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Removes a database file with its log, when they are there.
fn remove_database(path: &Path) -> Result<()> {
    for suffix in ["", "-wal", "-shm", "-journal"] {
        match std::fs::remove_file(with_suffix(path, suffix)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::TABLES;

    #[test]
    fn every_table_of_the_schema_is_backed_up() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations");
        let files = std::fs::read_dir(folder).expect("the migrations").flatten();
        let schema: String =
            files.map(|file| std::fs::read_to_string(file.path()).expect("a migration")).collect();
        let mut declared: Vec<&str> = schema
            .lines()
            .filter_map(|line| line.strip_prefix("CREATE TABLE "))
            .filter_map(|rest| rest.split_whitespace().next())
            // They count the writes of one database, not what was written.
            .filter(|table| !matches!(*table, "generation" | "shown"))
            .filter(|table| !schema.contains(&format!("DROP TABLE {table};")))
            .collect();
        let mut known = TABLES.to_vec();
        declared.sort_unstable();
        known.sort_unstable();
        assert_eq!(declared, known);
    }
}
