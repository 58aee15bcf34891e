//! What schema a database has, against what this program knows.

use crate::expand::is_marked;
use crate::migrations::MIGRATIONS;
use crate::row::Row;
use crate::{Result, Store, StoreError};
use sqlx::migrate::MigrateError;
use std::time::Duration;

/// The schema of a database.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schema {
    /// The newest step that the database has; 0 for none.
    pub found: i64,
    /// The newest step that this program knows.
    pub known: i64,
    /// Steps that this program knows and the database has not.
    pub pending: Vec<i64>,
    /// Steps that the database has and this program does not know.
    pub ahead: Vec<i64>,
    /// Of those ahead, the ones that an older program cannot work with.
    pub closed: Vec<i64>,
    /// Steps that were begun and not finished.
    pub broken: Vec<i64>,
    /// Steps whose text is not the one that this program knows.
    pub altered: Vec<i64>,
}

/// The newest step that this program knows.
pub(crate) fn newest() -> i64 {
    MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or(0)
}

impl Store {
    /// The schema of the database; reads only.
    pub async fn schema(&self) -> Result<Schema> {
        let mut schema = Schema { known: newest(), ..Schema::default() };
        // A step may come later than one with a higher number, so that one below the newest may be missing.
        let mut steps: Vec<i64> = MIGRATIONS.iter().map(|migration| migration.version).collect();
        if self.has_table("_sqlx_migrations").await? {
            let sql = "SELECT version, description, CASE WHEN success THEN 1 ELSE 0 END AS done, checksum \
                 FROM _sqlx_migrations ORDER BY version";
            for row in sqlx::query(sql).fetch_all(&self.pool).await? {
                let version = note_step(&row, &mut schema)?;
                steps.retain(|step| *step != version);
            }
        }
        schema.pending = steps;
        Ok(schema)
    }

    /// Whether a table is there.
    pub(crate) async fn has_table(&self, name: &str) -> Result<bool> {
        let sql = if self.is_postgres() {
            "SELECT COUNT(*) FROM information_schema.tables WHERE CAST(table_schema AS TEXT) = CAST(current_schema() AS TEXT) AND CAST(table_name AS TEXT) = $1"
        } else {
            "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = $1"
        };
        let count: i64 = sqlx::query_scalar(sql).bind(name.to_owned()).fetch_one(&self.pool).await?;
        Ok(count > 0)
    }

    /// Brings the schema up to date. A database that a newer program has added to is taken as it is; one that it has
    /// changed otherwise is refused.
    pub(crate) async fn migrate(&self, locks: bool) -> Result<()> {
        const TRIES: u32 = 5;
        let mut tried = 0;
        loop {
            let schema = self.schema().await?;
            if let Some(found) = schema.closed.iter().max() {
                return Err(StoreError::Newer { found: *found, known: schema.known });
            }
            let mut migrator = crate::migrations::migrator();
            migrator.set_ignore_missing(!schema.ahead.is_empty()).set_locking(locks);
            match migrator.run(&self.pool).await {
                Ok(()) => return Ok(()),
                // Another server may be at the same step: what it has done is then there, and is not done again.
                Err(MigrateError::Execute(_) | MigrateError::ExecuteMigration(..))
                    if tried < TRIES && self.schema().await?.pending != schema.pending =>
                {
                    tried += 1;
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
                Err(error) => return Err(StoreError::Migration(error)),
            }
        }
    }
}

/// Notes a step that the database tells of; its version.
fn note_step(row: &sqlx::any::AnyRow, schema: &mut Schema) -> Result<i64> {
    use sqlx::Row as _;
    let version: i64 = row.try_get("version")?;
    let description = Row::new("_sqlx_migrations", row).text("description")?;
    let checksum: Vec<u8> = row.try_get("checksum")?;
    schema.found = schema.found.max(version);
    if Row::new("_sqlx_migrations", row).int("done")? != 1 {
        schema.broken.push(version);
    }
    match MIGRATIONS.iter().find(|migration| migration.version == version) {
        Some(known) if *known.checksum != checksum[..] => schema.altered.push(version),
        Some(_) => {}
        None => {
            schema.ahead.push(version);
            if !is_marked(&description) {
                schema.closed.push(version);
            }
        }
    }
    Ok(version)
}
