//! A backup is one SQLite file with all tables, whatever the database behind: it can be opened and served
//! as it is, and restored into either kind of database.

use crate::audit::{keep_head, kept_head};
use crate::row::{cells_of, insert};
use crate::schema::newest as newest_known;
use crate::tables::{Declared, tables};
use crate::{Change, Location, Mismatch, Result, Store, StoreError};
use ::audit::{Fault, Head};
use sqlx::{AnyConnection, AssertSqlSafe, Column as _, Connection as _, Row as _};
use std::path::{Path, PathBuf};

/// What is not copied: it counts the writes of one database, not what was written.
const OWN: [&str; 2] = ["generation", "shown"];

/// The tables of a backup, parents before children.
fn copied() -> impl DoubleEndedIterator<Item = &'static Declared> {
    tables().iter().filter(|table| !OWN.contains(&table.name))
}

/// What a restored backup says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// The head of its audit log, or what is wrong with the log.
    pub chain: std::result::Result<Head, Fault>,
    /// How many entries fit what is stored, or the first thing that does not.
    pub content: std::result::Result<usize, Mismatch>,
}

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
        self.refuse_if_ahead().await?;
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

    /// What a newer program has added is no part of what this one copies: nothing is left out in silence.
    async fn refuse_if_ahead(&self) -> Result<()> {
        let schema = self.schema().await?;
        if schema.ahead.is_empty() {
            return Ok(());
        }
        Err(StoreError::Newer { found: schema.found, known: schema.known })
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
    /// What was restored is compared with its own audit log, and what does not hold is told: a backup that somebody
    /// changed comes back as changed.
    ///
    /// # Errors
    /// [`StoreError::Backup`] when the file is not a backup; [`StoreError::Newer`] when a newer program wrote it.
    pub async fn restore(&self, path: &Path, change: &Change) -> Result<Restored> {
        if !path.is_file() {
            return Err(StoreError::Backup(format!("没有文件 / no file {}", path.display())));
        }
        self.refuse_if_ahead().await?;
        // An older backup is brought up to date on a copy: the backup itself stays as it was written.
        let copy_path = with_suffix(path, ".restoring");
        remove_database(&copy_path)?;
        std::fs::copy(path, &copy_path)?;
        let restored = self.restore_from(&copy_path, change).await;
        remove_database(&copy_path)?;
        restored
    }

    async fn restore_from(&self, path: &Path, change: &Change) -> Result<Restored> {
        check_is_backup(path).await?;
        let source = Self::open(&Location::File(path.to_owned())).await?;
        let restored =
            Restored { chain: source.verify_audit().await?, content: source.verify_content().await? };
        let mut from = source.pool.begin().await?;
        let mut write = self.write(change).await?;
        for table in copied().rev() {
            sqlx::query(AssertSqlSafe(format!("DELETE FROM {}", table.name)))
                .execute(write.connection())
                .await?;
        }
        copy(&mut from, write.connection()).await?;
        write.continue_log().await?;
        write.commit("store.restore", "", "").await?;
        from.rollback().await?;
        source.close().await;
        Ok(restored)
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
        Ok(Some(found)) if found > newest_known() => Err(StoreError::Newer { found, known: newest_known() }),
        Ok(Some(_)) => Ok(()),
        Ok(None) => Err(not("空文件 / empty".to_owned())),
        Err(error) => Err(not(error.to_string())),
    }
}

/// Copies all rows of all tables.
async fn copy(from: &mut AnyConnection, to: &mut AnyConnection) -> Result<()> {
    for table in copied() {
        match table.name {
            "region" | "office" => copy_tree(from, to, table.name).await?,
            _ => copy_table(from, to, table).await?,
        }
    }
    let head = kept_head(from).await?;
    keep_head(to, head).await
}

async fn copy_table(from: &mut AnyConnection, to: &mut AnyConnection, table: &Declared) -> Result<()> {
    let sql = format!("SELECT * FROM {} ORDER BY {} LIMIT $1 OFFSET $2", table.name, table.order());
    let mut offset = 0;
    loop {
        let rows = sqlx::query(AssertSqlSafe(sql.clone()))
            .persistent(false)
            .bind(BATCH)
            .bind(offset)
            .fetch_all(&mut *from)
            .await?;
        if rows.is_empty() {
            return Ok(());
        }
        offset += rows.len() as i64;
        let columns = rows[0].columns().iter().map(|column| column.name().to_owned()).collect::<Vec<_>>();
        let cells = rows.iter().map(cells_of).collect::<Result<Vec<_>>>()?;
        insert(to, table.name, &columns.join(", "), cells).await?;
    }
}

/// Rows of a tree refer to each other: those whose parent is already there go first.
async fn copy_tree(from: &mut AnyConnection, to: &mut AnyConnection, table: &'static str) -> Result<()> {
    let sql = format!("SELECT * FROM {table} ORDER BY id");
    let rows = sqlx::query(AssertSqlSafe(sql)).persistent(false).fetch_all(from).await?;
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
