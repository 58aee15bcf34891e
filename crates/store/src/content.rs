//! Holds what is stored against what the audit log says was stored: whoever changes a figure, a target, a submission or
//! a document past the program leaves a row that no longer fits its entry.

use crate::people::submission;
use crate::row::{Row, query};
use crate::seal::{Append, Load, digest_of, of_figures, of_version, revision_of};
use crate::sealed::{RowFault, foreign_part, rows_fit};
use crate::tables::{Class, tables};
use crate::{PlanKey, Result, Store};
use ::audit::Hash;
use serde_json::Value;
use sqlx::{AnyConnection, AssertSqlSafe};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// What in the tables does not fit the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mismatch {
    /// A version of a plan is not as it was loaded.
    Version {
        /// The plan.
        plan: String,
        /// The version.
        version: i64,
    },
    /// A target is not as it was revised.
    Target {
        /// The plan.
        plan: String,
        /// The target.
        target: String,
    },
    /// Figures are not as they were appended.
    Figures {
        /// The plan.
        plan: String,
        /// Position of the first of them.
        first: i64,
        /// Position of the last.
        last: i64,
    },
    /// A submission is not as the log says it was handed in or decided about, or it is gone.
    Submission {
        /// Its number.
        id: i64,
    },
    /// A row of a table that is sealed row by row does not fit.
    Row {
        /// The table.
        table: String,
        /// The key of the row, as a JSON list.
        key: String,
        /// How it does not fit.
        fault: RowFault,
    },
    /// A trigger, a rule or a view that the program did not make.
    Foreign {
        /// What kind of thing.
        kind: String,
        /// Its name.
        name: String,
    },
    /// Rows of which the log knows nothing.
    Unrecorded {
        /// The plan.
        plan: String,
    },
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Version { plan, version } => {
                write!(f, "version {version} of plan {plan} was changed after it was loaded")
            }
            Self::Target { plan, target } => {
                write!(f, "target {target} of plan {plan} is not as the log says it was revised")
            }
            Self::Figures { plan, first, last } => {
                write!(f, "figures {first} to {last} of plan {plan} were changed after they were recorded")
            }
            Self::Submission { id } => {
                write!(f, "submission {id} is not as the log says it was handed in")
            }
            Self::Row { table, key, fault } => write!(f, "row {key} of table {table} {fault} past the log"),
            Self::Foreign { kind, name } => {
                write!(f, "the database has a {kind} {name}, which is none of the program's")
            }
            Self::Unrecorded { plan } => {
                write!(f, "plan {plan} has targets or figures of which the log knows nothing")
            }
        }
    }
}

impl Mismatch {
    /// What does not fit, in Chinese; [`Display`](fmt::Display) says it in English.
    pub fn chinese(&self) -> String {
        match self {
            Self::Version { plan, version } => format!("规划 {plan} 第 {version} 版在载入后被改动"),
            Self::Target { plan, target } => format!("规划 {plan} 的目标 {target} 与日志所记的修订不符"),
            Self::Figures { plan, first, last } => {
                format!("规划 {plan} 第 {first} 至 {last} 个数据在记录后被改动")
            }
            Self::Submission { id } => format!("第 {id} 笔报送与日志所记不符"),
            Self::Row { table, key, fault } => {
                format!("表 {table} 中主键为 {key} 的一行绕过日志{}", fault.chinese())
            }
            Self::Foreign { kind, name } => format!("数据库中有本程序没有建立的 {kind}：{name}"),
            Self::Unrecorded { plan } => format!("规划 {plan} 有日志中没有记录的目标或数据"),
        }
    }
}

impl Store {
    /// Compares everything that is sealed with the audit log (`tables.tsv` tells what and how): how many entries about
    /// versions, revisions, figures and submissions fit, or the first thing that does not.
    ///
    /// This says nothing unless the log itself holds; see [`Store::verify_audit`].
    pub async fn verify_content(&self) -> Result<std::result::Result<usize, Mismatch>> {
        let begin = if self.is_postgres() { "BEGIN ISOLATION LEVEL REPEATABLE READ" } else { "BEGIN" };
        let mut transaction = self.pool.begin_with(begin).await?;
        let found = compare(&mut transaction, self.is_postgres()).await;
        transaction.rollback().await?;
        found
    }
}

async fn compare(
    connection: &mut AnyConnection,
    is_postgres: bool,
) -> Result<std::result::Result<usize, Mismatch>> {
    if let Some((kind, name)) = foreign_part(connection, is_postgres).await? {
        return Ok(Err(Mismatch::Foreign { kind, name }));
    }
    if let Err((table, key, fault)) = rows_fit(connection).await? {
        return Ok(Err(Mismatch::Row { table, key, fault }));
    }
    let rows = sqlx::query(
        "SELECT number, action, subject, value_after FROM audit \
         WHERE action IN ('plan.load', 'target.revise', 'observation.append') ORDER BY number",
    )
    .fetch_all(&mut *connection)
    .await?;
    let deleted = deleted(connection).await?;
    let mut known = Known::default();
    for row in &rows {
        let row = Row::new("audit", row);
        let (action, subject) = (row.text("action")?, row.text("subject")?);
        if deleted.is_before_end(&subject, row.int("number")?) {
            continue;
        }
        let after = row.maybe_text("value_after")?.unwrap_or_default();
        let mismatch = match action.as_str() {
            "plan.load" => load_fits(connection, subject, &after, &mut known).await?,
            "target.revise" => revision_fits(connection, &subject, &after, &mut known).await?,
            _ => figures_fit(connection, subject, &after, &mut known).await?,
        };
        if let Some(mismatch) = mismatch {
            return Ok(Err(mismatch));
        }
    }
    if let Some(plan) = known.unrecorded(connection).await? {
        return Ok(Err(Mismatch::Unrecorded { plan }));
    }
    Ok(submissions_fit(connection, &deleted).await?.map(|count| rows.len() + count))
}

/// The plans that were deleted, each with the number of the last entry that says so.
struct Deleted(BTreeMap<String, i64>);

impl Deleted {
    /// Whether what an entry says of a subject ended with its plan.
    fn is_before_end(&self, subject: &str, number: i64) -> bool {
        let plan = subject.split('/').next().unwrap_or_default();
        self.0.get(plan).is_some_and(|end| number < *end)
    }
}

async fn deleted(connection: &mut AnyConnection) -> Result<Deleted> {
    let rows: Vec<(String, i64)> = sqlx::query_as(
        "SELECT subject, MAX(number) FROM audit WHERE action = 'plan.delete' GROUP BY subject",
    )
    .fetch_all(connection)
    .await?;
    Ok(Deleted(rows.into_iter().collect()))
}

/// Rows read at a time.
const BATCH: i64 = 2000;

/// Compares every submission with the last entry about it, and gives how many there are.
async fn submissions_fit(
    connection: &mut AnyConnection,
    deleted: &Deleted,
) -> Result<std::result::Result<usize, Mismatch>> {
    // The number of the last entry about a submission stands with the digest of what it left behind.
    let mut said: BTreeMap<i64, Hash> = BTreeMap::new();
    let mut from = 0;
    loop {
        let rows = sqlx::query(
            "SELECT number, subject, value_after FROM audit \
             WHERE number > $1 AND action LIKE 'submission.%' AND action <> 'submission.import' \
             ORDER BY number LIMIT $2",
        )
        .bind(from)
        .bind(BATCH)
        .fetch_all(&mut *connection)
        .await?;
        let Some(last) = rows.last() else { break };
        from = Row::new("audit", last).int("number")?;
        for row in &rows {
            let row = Row::new("audit", row);
            let subject = row.text("subject")?;
            let id = subject.rsplit('/').next().and_then(|id| id.parse().ok());
            let id: i64 = id.ok_or_else(|| row.damaged("subject"))?;
            if deleted.is_before_end(&subject, row.int("number")?) {
                said.remove(&id);
                continue;
            }
            said.insert(id, digest_of(&row.maybe_text("value_after")?.unwrap_or_default()));
        }
    }
    let count = said.len();
    let mut from = 0;
    loop {
        let rows = query("SELECT * FROM submission WHERE id > $1 ORDER BY id LIMIT $2")
            .bind(from)
            .bind(BATCH)
            .fetch_all(&mut *connection)
            .await?;
        let Some(last) = rows.last() else { break };
        from = Row::new("submission", last).int("id")?;
        for row in &rows {
            let stands = submission::read(row)?;
            let text = serde_json::to_string(&stands).unwrap_or_default();
            if said.remove(&stands.id) != Some(digest_of(&text)) {
                return Ok(Err(Mismatch::Submission { id: stands.id }));
            }
        }
    }
    Ok(match said.into_keys().next() {
        Some(id) => Err(Mismatch::Submission { id }),
        None => Ok(count),
    })
}

/// What the log accounts for, by plan.
#[derive(Default)]
struct Known {
    versions: BTreeSet<(String, i64)>,
    revisions: BTreeMap<String, i64>,
    figures: BTreeMap<String, i64>,
}

impl Known {
    /// A plan with more rows than the log accounts for.
    async fn unrecorded(&self, connection: &mut AnyConnection) -> Result<Option<String>> {
        for table in tables().iter().filter(|table| table.class == Class::Version) {
            let sql = format!("SELECT DISTINCT plan, version FROM {} ORDER BY plan, version", table.name);
            let stand: Vec<(String, i64)> =
                sqlx::query_as(AssertSqlSafe(sql)).fetch_all(&mut *connection).await?;
            if let Some((plan, _)) = stand.into_iter().find(|version| !self.versions.contains(version)) {
                return Ok(Some(plan));
            }
        }
        for (sql, accounted) in [
            (
                "SELECT plan, COUNT(*) FROM target WHERE revision > 1 GROUP BY plan ORDER BY plan",
                &self.revisions,
            ),
            ("SELECT plan, COUNT(*) FROM observation GROUP BY plan ORDER BY plan", &self.figures),
        ] {
            let counted: Vec<(String, i64)> = sqlx::query_as(sql).fetch_all(&mut *connection).await?;
            let more = |(plan, count): &(String, i64)| *count > accounted.get(plan).copied().unwrap_or(0);
            if let Some((plan, _)) = counted.into_iter().find(more) {
                return Ok(Some(plan));
            }
        }
        Ok(None)
    }
}

async fn load_fits(
    connection: &mut AnyConnection,
    plan: String,
    after: &str,
    known: &mut Known,
) -> Result<Option<Mismatch>> {
    let Ok(load) = serde_json::from_str::<Load>(after) else {
        return Ok(Some(Mismatch::Unrecorded { plan }));
    };
    let fits = of_version(connection, &plan, load.version).await?.to_string() == load.sha256;
    known.versions.insert((plan.clone(), load.version));
    Ok((!fits).then_some(Mismatch::Version { plan, version: load.version }))
}

async fn revision_fits(
    connection: &mut AnyConnection,
    subject: &str,
    after: &str,
    known: &mut Known,
) -> Result<Option<Mismatch>> {
    let (plan, target) = subject.split_once('/').unwrap_or((subject, ""));
    let mismatch = || Mismatch::Target { plan: plan.to_owned(), target: target.to_owned() };
    let Ok(said) = serde_json::from_str::<BTreeMap<String, Value>>(after) else {
        return Ok(Some(mismatch()));
    };
    let number = |name: &str| said.get(name).and_then(Value::as_i64).unwrap_or_default();
    let key = PlanKey { plan: plan.to_owned(), version: number("version") };
    let stands = revision_of(connection, &key, target, number("revision")).await?;
    *known.revisions.entry(plan.to_owned()).or_default() += 1;
    Ok((stands.as_ref() != Some(&said)).then(mismatch))
}

async fn figures_fit(
    connection: &mut AnyConnection,
    plan: String,
    after: &str,
    known: &mut Known,
) -> Result<Option<Mismatch>> {
    let Ok(append) = serde_json::from_str::<Append>(after) else {
        return Ok(Some(Mismatch::Unrecorded { plan }));
    };
    let (first, last) = (append.first, append.last);
    let fits = of_figures(connection, &plan, first, last).await?.to_string() == append.sha256;
    *known.figures.entry(plan.clone()).or_default() += append.new as i64;
    Ok((!fits).then_some(Mismatch::Figures { plan, first, last }))
}
