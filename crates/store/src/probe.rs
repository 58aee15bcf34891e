//! What a database that answers like PostgreSQL can really do: tried once when it is opened.
//!
//! Several databases speak the protocol of PostgreSQL and differ in what they understand; some read an empty text as no
//! value. Each thing that this program relies on is tried with a statement of its own on a table that only this connection
//! sees. What is missing and can be done without is done without; what is needed is named, and the database is refused
//! before anything is written to it.

use crate::{Result, Store};
use source::Words;
use sqlx::pool::PoolConnection;
use sqlx::{Any, Executor as _};

/// Something that this program needs of a database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ability {
    /// Texts in UTF-8.
    Utf8,
    /// A table that only one connection sees.
    TemporaryTable,
    /// An empty text is a text, and not the absence of one.
    EmptyText,
    /// A text of several megabytes comes back as it was.
    LongText,
    /// `INSERT ... ON CONFLICT ... DO UPDATE`.
    Upsert,
    /// `UPDATE ... RETURNING`.
    Returning,
    /// `WITH ... UPDATE`.
    WithUpdate,
    /// Making a table is undone with its transaction.
    SchemaInTransaction,
    /// `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY`.
    Snapshot,
    /// The catalogues of triggers, views and rules, which the verification of the log reads.
    Catalogues,
    /// `FOR UPDATE SKIP LOCKED`.
    SkipLocked,
    /// `pg_advisory_lock`.
    AdvisoryLock,
    /// `NOTIFY`.
    Notify,
}

impl Ability {
    /// All abilities in the order in which they are tried.
    pub const ALL: [Self; 13] = [
        Self::Utf8,
        Self::TemporaryTable,
        Self::EmptyText,
        Self::LongText,
        Self::Upsert,
        Self::Returning,
        Self::WithUpdate,
        Self::SchemaInTransaction,
        Self::Snapshot,
        Self::Catalogues,
        Self::SkipLocked,
        Self::AdvisoryLock,
        Self::Notify,
    ];

    /// Whether nothing works without it.
    pub fn is_needed(self) -> bool {
        !matches!(self, Self::SkipLocked | Self::AdvisoryLock | Self::Notify)
    }

    /// What it is, and what follows when it is missing.
    pub fn words(self) -> Words {
        match self {
            Self::Utf8 => Words::new(
                "库的字符编码应为 UTF8（建库时用 ENCODING 'UTF8'）",
                "the encoding of the database must be UTF8 (make it with ENCODING 'UTF8')",
            ),
            Self::TemporaryTable => Words::new(
                "临时表（请授予账号 TEMPORARY 权限）",
                "temporary tables (grant TEMPORARY to the account)",
            ),
            Self::EmptyText => Words::new(
                "空文本不等于空值（请用 PostgreSQL 兼容模式建库，不用 Oracle 兼容模式）",
                "an empty text that is not NULL (make the database in the mode of PostgreSQL, not of Oracle)",
            ),
            Self::LongText => Words::new("数兆字节的 TEXT", "TEXT of several megabytes"),
            Self::Upsert => Words::new("INSERT … ON CONFLICT DO UPDATE", "INSERT … ON CONFLICT DO UPDATE"),
            Self::Returning => Words::new("UPDATE … RETURNING", "UPDATE … RETURNING"),
            Self::WithUpdate => Words::new("WITH … UPDATE", "WITH … UPDATE"),
            Self::SchemaInTransaction => {
                Words::new("事务中的建表可以回滚", "tables that are made in a transaction and undone with it")
            }
            Self::Snapshot => Words::new(
                "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
                "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
            ),
            Self::Catalogues => Words::new(
                "系统表 pg_trigger、pg_views、pg_matviews、pg_rules（验证日志时要读）",
                "the catalogues pg_trigger, pg_views, pg_matviews and pg_rules, which verification reads",
            ),
            Self::SkipLocked => Words::new(
                "FOR UPDATE SKIP LOCKED：改为依次等待，多台服务器取任务时稍慢",
                "FOR UPDATE SKIP LOCKED: servers wait for each other when they take jobs",
            ),
            Self::AdvisoryLock => Words::new(
                "pg_advisory_lock：升级时不加锁，请一次只启动一台新版服务器",
                "pg_advisory_lock: an upgrade takes no lock, so start one server of the new version at a time",
            ),
            Self::Notify => Words::new(
                "NOTIFY：其他服务器写入后，要到下次查看（0.3 秒内）才知道",
                "NOTIFY: what another server writes is seen at the next look, within 0.3 seconds",
            ),
        }
    }
}

/// What a database said it is, and what it lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Probe {
    /// Name and version, as it says.
    pub product: String,
    /// What it lacks.
    pub lacks: Vec<Ability>,
}

impl std::fmt::Display for Probe {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {:?}", self.product, self.lacks)
    }
}

impl Probe {
    /// What to tell a person when something that is needed is missing.
    pub(crate) fn words(&self) -> Words {
        let needed: Vec<Words> =
            self.lacks.iter().filter(|ability| ability.is_needed()).map(|ability| ability.words()).collect();
        let zh = needed.iter().map(|words| words.zh.as_str()).collect::<Vec<_>>().join("；");
        let en = needed.iter().map(|words| words.en.as_str()).collect::<Vec<_>>().join("; ");
        Words::new(
            format!(
                "这个数据库不能使用，它缺少：{zh}。数据库自称“{}”；尚未写入任何内容，请改正后重试，或改用 PostgreSQL 或 SQLite",
                self.product
            ),
            format!(
                "this database cannot be used, it lacks: {en}. It calls itself “{}”; nothing was written to it: mend that, or \
                 use PostgreSQL or SQLite",
                self.product
            ),
        )
    }
}

impl Store {
    /// Tries what this program needs of a PostgreSQL server; leaves nothing behind.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn probe(&self) -> Result<Probe> {
        let mut connection = self.pool.acquire().await?;
        let product: String = sqlx::query_scalar("SELECT CAST(version() AS TEXT)")
            .fetch_one(&mut *connection)
            .await
            .unwrap_or_default();
        let mut lacks = Vec::new();
        for ability in Ability::ALL {
            if !has(&mut connection, ability).await {
                lacks.push(ability);
            }
        }
        // A connection in an unknown state is no good for work.
        connection.close().await?;
        Ok(Probe { product: product.split(" on ").next().unwrap_or_default().to_owned(), lacks })
    }
}

async fn has(connection: &mut PoolConnection<Any>, ability: Ability) -> bool {
    let tried = match ability {
        Ability::Utf8 => {
            says(connection, "SELECT CAST(current_setting('server_encoding') AS TEXT)", "UTF8").await
        }
        Ability::TemporaryTable => {
            done(connection, &["CREATE TEMPORARY TABLE gangyao_probe (id BIGINT PRIMARY KEY, value TEXT)"])
                .await
        }
        Ability::EmptyText => {
            says(connection, "SELECT CASE WHEN '' IS NULL THEN 'no' ELSE 'yes' END", "yes").await
        }
        Ability::LongText => long_text(connection).await,
        Ability::Upsert => {
            let sql = "INSERT INTO gangyao_probe (id, value) VALUES (1, 'a') \
                 ON CONFLICT (id) DO UPDATE SET value = excluded.value";
            done(
                connection,
                &[
                    sql,
                    sql,
                    "INSERT INTO gangyao_probe (id, value) VALUES (1, 'a') ON CONFLICT (id) DO NOTHING",
                ],
            )
            .await
        }
        Ability::Returning => {
            says(connection, "UPDATE gangyao_probe SET value = 'b' WHERE id = 1 RETURNING value", "b").await
        }
        Ability::WithUpdate => {
            let sql = "WITH picked AS (SELECT id FROM gangyao_probe WHERE id = 1 ORDER BY id LIMIT 1 FOR UPDATE) \
                 UPDATE gangyao_probe SET value = 'c' WHERE id IN (SELECT id FROM picked) RETURNING value";
            says(connection, sql, "c").await
        }
        Ability::SchemaInTransaction => undone(connection).await,
        Ability::Snapshot => {
            done(connection, &["BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", "SELECT 1", "COMMIT"]).await
        }
        Ability::Catalogues => crate::sealed::foreign_part(connection, true).await.map(|_| true).ok(),
        Ability::SkipLocked => {
            done(connection, &["SELECT id FROM gangyao_probe LIMIT 1 FOR UPDATE SKIP LOCKED"]).await
        }
        Ability::AdvisoryLock => {
            done(connection, &["SELECT pg_advisory_lock(727001)", "SELECT pg_advisory_unlock(727001)"]).await
        }
        Ability::Notify => done(connection, &["NOTIFY gangyao_probe"]).await,
    };
    if tried.is_none() {
        // What failed inside a transaction leaves it open.
        let _ = connection.execute("ROLLBACK").await;
    }
    tried.unwrap_or(false)
}

/// Whether all statements are understood; `None` when one is not.
async fn done(connection: &mut PoolConnection<Any>, statements: &[&'static str]) -> Option<bool> {
    for sql in statements {
        connection.execute(*sql).await.ok()?;
    }
    Some(true)
}

async fn says(connection: &mut PoolConnection<Any>, sql: &'static str, wanted: &str) -> Option<bool> {
    let said: Option<String> = sqlx::query_scalar(sql).fetch_one(&mut **connection).await.ok()?;
    Some(said.as_deref() == Some(wanted))
}

async fn long_text(connection: &mut PoolConnection<Any>) -> Option<bool> {
    let long = "纲".repeat(1 << 20);
    sqlx::query("INSERT INTO gangyao_probe (id, value) VALUES (2, $1)")
        .bind(long.clone())
        .execute(&mut **connection)
        .await
        .ok()?;
    let back: String = sqlx::query_scalar("SELECT value FROM gangyao_probe WHERE id = 2")
        .fetch_one(&mut **connection)
        .await
        .ok()?;
    Some(back == long)
}

/// Whether making a table is undone with its transaction.
async fn undone(connection: &mut PoolConnection<Any>) -> Option<bool> {
    let made = ["BEGIN", "CREATE TEMPORARY TABLE gangyao_probe_undone (id BIGINT)", "ROLLBACK"];
    done(connection, &made).await?;
    // Made a second time, it meets the first where that was not undone.
    Some(done(connection, &made).await.is_some())
}
