use crate::probe::Probe;
use source::Words;
use sqlx::migrate::MigrateError;

/// Why the store could not do what was asked.
///
/// [`StoreError::words`] is what a person is told, in both languages and with what to do; the `Display`
/// form adds the technical cause for the log.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The location is neither a file nor a URL the store understands.
    #[error("not a database location: {0}")]
    Location(String),
    /// A plan cannot have this id.
    #[error("not an id for a plan: {0}")]
    PlanId(String),
    /// The database was written by a newer version of the program.
    #[error("the database has schema version {found}, this program knows {known}")]
    Newer {
        /// Schema version of the database.
        found: i64,
        /// Newest schema version this program knows.
        known: i64,
    },
    /// A database that answers like PostgreSQL lacks what is needed.
    #[error("the database lacks what is needed: {0}")]
    LookAlike(Box<Probe>),
    /// A migration failed or was altered after it ran.
    #[error("migration: {0}")]
    Migration(#[source] MigrateError),
    /// The thing named is not there.
    #[error("no {kind} {id}")]
    Missing {
        /// What kind of thing.
        kind: &'static str,
        /// Its id.
        id: String,
    },
    /// A stored row does not say what this program expects.
    #[error("damaged row in {table}: {what}")]
    Damaged {
        /// The table.
        table: &'static str,
        /// What is wrong.
        what: String,
    },
    /// The rules of review do not allow the step.
    #[error("refused: {0:?}")]
    Refused(duty::Refusal),
    /// A draft without a value was submitted.
    #[error("submission {id} has no value")]
    Unfinished {
        /// Number of the submission.
        id: i64,
    },
    /// A plan that is not for everybody was to be opened to the public.
    #[error("plan {plan} is not for the public")]
    Closed {
        /// The plan.
        plan: String,
    },
    /// Somebody else was faster: it does not stand any more as it was looked at.
    #[error("{kind} {id} was changed meanwhile")]
    Stale {
        /// What kind of thing.
        kind: &'static str,
        /// Its id.
        id: String,
    },
    /// A backup file cannot be used.
    #[error("backup: {0}")]
    Backup(String),
    /// The database refused or could not be reached.
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    /// The file system refused.
    #[error("file: {0}")]
    File(#[from] std::io::Error),
}

impl StoreError {
    /// Whether the thing asked for does not exist.
    pub fn is_missing(&self) -> bool {
        matches!(self, Self::Missing { .. })
    }

    /// Whether the person asked for what the rules or the state of things do not allow.
    pub fn is_refused(&self) -> bool {
        matches!(self, Self::Refused(_) | Self::Unfinished { .. } | Self::Closed { .. } | Self::Stale { .. })
    }

    /// Whether there is no room left where the database is.
    pub fn is_full(&self) -> bool {
        match self {
            Self::Database(error) | Self::Migration(MigrateError::Execute(error)) => {
                trouble(error) == Trouble::Full
            }
            Self::File(error) => error.kind() == std::io::ErrorKind::StorageFull,
            _ => false,
        }
    }

    /// Whether the database cannot be reached now; the same may work later.
    pub fn is_unreachable(&self) -> bool {
        match self {
            Self::Database(error) | Self::Migration(MigrateError::Execute(error)) => {
                trouble(error) == Trouble::Unreachable
            }
            _ => false,
        }
    }

    /// What to tell a person.
    #[expect(clippy::too_many_lines, reason = "one text for each kind of failure")]
    pub fn words(&self) -> Words {
        match self {
            _ if self.is_full() => Words::new(
                "磁盘已满，本次写入没有保存，原有内容完好：请腾出空间后重试",
                "the disk is full; nothing of this was stored and what was there is intact: make room, then try again",
            ),
            _ if self.is_unreachable() => Words::new(
                format!("连接不上数据库：{self}；请确认数据库正在运行、地址正确，稍后重试"),
                format!(
                    "the database cannot be reached: {self}; check that it runs and the address is right, then try again"
                ),
            ),
            Self::Location(text) => Words::new(
                format!("无法识别的数据库位置“{text}”：请给出文件路径，或 postgres://用户@主机/库名"),
                format!("“{text}” is no database location: give a file path or postgres://user@host/name"),
            ),
            Self::PlanId(id) => Words::new(
                format!("规划编号“{id}”不可用：编号不能为空，不能含“/”和控制字符"),
                format!(
                    "“{id}” cannot be the id of a plan: it must not be empty nor contain “/” or control characters"
                ),
            ),
            Self::Newer { found, known } => Words::new(
                format!(
                    "数据库由更新的版本写入（结构版本 {found}，本程序只认识到 {known}）：请使用同版或更新的程序"
                ),
                format!(
                    "the database was written by a newer program (schema {found}, this one knows {known}): use that version or a later one"
                ),
            ),
            Self::LookAlike(probe) => probe.words(),
            Self::Missing { kind, id } => {
                Words::new(format!("没有找到 {kind} {id}"), format!("there is no {kind} {id}"))
            }
            Self::Refused(refusal) => refusal.words(),
            Self::Unfinished { .. } => {
                Words::new("还没有填写数值，请填写后再提交", "there is no value yet; fill it in, then submit")
            }
            Self::Closed { .. } => Words::new(
                "规划标为内部或工作秘密，不能公开；确可公开的，请先改为公开。",
                "The plan is internal or a work secret and cannot be opened to the public; mark it as open first if it may be.",
            ),
            Self::Stale { .. } => Words::new(
                "已有其他人先行办理，本次没有保存：请刷新页面，看过最新情况后再办。",
                "Somebody was faster and nothing of this was stored: load the page again and look at what stands there now.",
            ),
            Self::Backup(text) => Words::new(
                format!("备份文件无法使用：{text}"),
                format!("the backup file cannot be used: {text}"),
            ),
            Self::File(error) => {
                Words::new(format!("文件读写失败：{error}"), format!("file access failed: {error}"))
            }
            Self::Migration(error) => Words::new(
                format!("数据库结构升级失败：{error}；请从备份恢复后重试"),
                format!("upgrading the database failed: {error}; restore a backup and try again"),
            ),
            Self::Database(error) => Words::new(
                format!("数据库出错：{error}；请检查数据库是否在运行、磁盘是否已满"),
                format!("the database failed: {error}; check that it runs and that the disk is not full"),
            ),
            Self::Damaged { .. } => Words::new(
                format!("数据库内容已损坏：{self}；请从备份恢复"),
                format!("the database is damaged: {self}; restore a backup"),
            ),
        }
    }
}

#[derive(PartialEq, Eq)]
enum Trouble {
    Full,
    Unreachable,
    Other,
}

/// What a driver's error is about, from the result codes of SQLite and the SQLSTATE of PostgreSQL.
fn trouble(error: &sqlx::Error) -> Trouble {
    const SQLITE_FULL: &str = "13";
    const DISK_FULL: &str = "53100";
    const TOO_MANY_CONNECTIONS: &str = "53300";
    match error {
        sqlx::Error::Io(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => Trouble::Unreachable,
        sqlx::Error::Database(error) => match error.code().as_deref() {
            Some(SQLITE_FULL | DISK_FULL) => Trouble::Full,
            Some(TOO_MANY_CONNECTIONS) => Trouble::Unreachable,
            // 08: connection exceptions; 57P0x: the server shuts down, crashed, or does not take connections yet.
            Some(code) if code.len() == 5 && (code.starts_with("08") || code.starts_with("57P0")) => {
                Trouble::Unreachable
            }
            _ => Trouble::Other,
        },
        _ => Trouble::Other,
    }
}
