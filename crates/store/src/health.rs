//! What somebody who looks after an installation asks of its database; everything here only reads.

use crate::{Location, Result, Store, stamp};
use jiff::Timestamp;
use sqlx::AssertSqlSafe;

/// Rows that belong to nothing any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Orphans {
    /// What they are: the name of a question in `orphans.tsv`.
    pub kind: &'static str,
    /// How many.
    pub count: i64,
    /// One of them.
    pub example: String,
}

/// Each line: kind, and a query that gives one text for each such row.
const QUESTIONS: &str = include_str!("orphans.tsv");

impl Store {
    /// What SQLite finds wrong in its own file; empty for a sound one, and for PostgreSQL, which has no such question.
    pub async fn file_faults(&self) -> Result<Vec<String>> {
        const CORRUPT: &str = "11";
        if self.is_postgres() {
            return Ok(Vec::new());
        }
        let said: Vec<String> =
            match sqlx::query_scalar("PRAGMA integrity_check(20)").fetch_all(&self.pool).await {
                // Some damage ends the question itself.
                Err(sqlx::Error::Database(error)) if error.code().as_deref() == Some(CORRUPT) => {
                    vec![error.message().to_owned()]
                }
                said => said?,
            };
        Ok(said.into_iter().filter(|line| line != "ok").collect())
    }

    /// Rows whose key refers to nothing, by table; the database keeps this from happening unless somebody switches it off.
    pub async fn dangling(&self) -> Result<Vec<(String, i64)>> {
        if self.is_postgres() {
            return Ok(Vec::new());
        }
        let sql =
            "SELECT \"table\", COUNT(*) FROM pragma_foreign_key_check GROUP BY \"table\" ORDER BY \"table\"";
        Ok(sqlx::query_as(sql).fetch_all(&self.pool).await?)
    }

    /// Rows that belong to nothing any more though every key is right, by kind.
    pub async fn orphans(&self) -> Result<Vec<Orphans>> {
        let mut found = Vec::new();
        for (kind, sql) in
            QUESTIONS.lines().filter(|line| !line.starts_with('#')).filter_map(|l| l.split_once('\t'))
        {
            let rows: Vec<String> = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(&self.pool).await?;
            if let Some(example) = rows.first() {
                found.push(Orphans { kind, count: rows.len() as i64, example: example.clone() });
            }
        }
        Ok(found)
    }

    /// By how many seconds the clock of the database server is ahead of `now`; `None` for SQLite.
    pub async fn clock_ahead(&self, now: Timestamp) -> Result<Option<i64>> {
        if !self.is_postgres() {
            return Ok(None);
        }
        let sql = "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) AS BIGINT)";
        let there: i64 = sqlx::query_scalar(sql).fetch_one(&self.pool).await?;
        Ok(Some(there - now.as_second()))
    }

    /// The latest moment in the audit log.
    pub async fn latest_entry(&self) -> Result<Option<String>> {
        Ok(sqlx::query_scalar("SELECT MAX(at) FROM audit").fetch_one(&self.pool).await?)
    }

    /// The settings by which the database may lose what it has acknowledged: name and value of each that is wrong.
    pub async fn risks(&self) -> Result<Vec<(&'static str, String)>> {
        let wanted: &[(&'static str, &'static str, &str)] = match self.location() {
            Location::Postgres(_) => &[
                ("fsync", "SELECT CAST(current_setting('fsync') AS TEXT)", "on"),
                ("full_page_writes", "SELECT CAST(current_setting('full_page_writes') AS TEXT)", "on"),
                // `remote_write` and the like wait for more than this machine, and are as good.
                (
                    "synchronous_commit",
                    "SELECT CASE WHEN current_setting('synchronous_commit') = 'off' \
                  THEN 'off' ELSE 'on' END",
                    "on",
                ),
            ],
            // All else is set anew by each connection.
            Location::File(_) => &[("journal_mode", "SELECT journal_mode FROM pragma_journal_mode", "wal")],
        };
        let mut wrong = Vec::new();
        for (name, sql, right) in wanted {
            let value: String = sqlx::query_scalar(*sql).fetch_one(&self.pool).await?;
            if value != *right {
                wrong.push((*name, value));
            }
        }
        Ok(wrong)
    }

    /// How many jobs were given up, and how many should have begun before `moment` and have not.
    pub async fn late_jobs(&self, moment: Timestamp) -> Result<(i64, i64)> {
        let failed = sqlx::query_scalar("SELECT COUNT(*) FROM job WHERE state = 'failed'")
            .fetch_one(&self.pool)
            .await?;
        let late = sqlx::query_scalar(
            "SELECT COUNT(*) FROM job WHERE (state = 'waiting' AND run_at < $1) \
             OR (state = 'running' AND leased_until < $1)",
        )
        .bind(stamp(moment))
        .fetch_one(&self.pool)
        .await?;
        Ok((failed, late))
    }
}
