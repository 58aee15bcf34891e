//! What was stored against what the audit log says was stored: whoever changes a figure, a target, a submission or a
//! document past the program leaves a row that no longer fits its entry.

use crate::audit::Deed;
use crate::people::submission;
use crate::row::{Cell, Row, cells_of};
use crate::{PlanKey, Result, Store};
use ::audit::{Digest, Hash};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe, Column as _, Row as _};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// The tables that hold a version of a plan, each with what singles its rows out and puts them in order.
const VERSION: [(&str, &str); 14] = [
    ("plan_version", "ORDER BY version"),
    ("document", "ORDER BY version"),
    ("section", "ORDER BY position"),
    ("indicator", "ORDER BY position"),
    ("target", "AND revision = 1 ORDER BY position"),
    ("statement", "ORDER BY position"),
    ("project", "ORDER BY position"),
    ("task", "ORDER BY position"),
    ("place", "ORDER BY position"),
    ("body", "ORDER BY position"),
    ("assignment", "ORDER BY position"),
    ("schedule", "ORDER BY position"),
    ("relation", "ORDER BY position"),
    ("diagnostic", "ORDER BY position"),
];

/// What the entry of a load keeps.
#[derive(Serialize, Deserialize)]
struct Load {
    version: i64,
    targets: usize,
    projects: usize,
    findings: usize,
    sha256: String,
}

/// What the entry of appended figures keeps; `first` to `last` are their positions.
#[derive(Serialize, Deserialize)]
struct Append {
    new: usize,
    given: usize,
    first: i64,
    last: i64,
    sha256: String,
}

/// The deed of loading a version, which stands in its tables already.
pub(crate) async fn loaded(
    connection: &mut AnyConnection,
    key: &PlanKey,
    [targets, projects, findings]: [usize; 3],
) -> Result<Deed> {
    let sha256 = of_version(connection, &key.plan, key.version).await?.to_string();
    let load = Load { version: key.version, targets, projects, findings, sha256 };
    Ok(Deed::new("plan.load", &key.plan).after(&load))
}

/// The deed of appending figures, which stand from position `first` on already.
pub(crate) async fn appended(
    connection: &mut AnyConnection,
    plan: &str,
    first: i64,
    new: usize,
    given: usize,
) -> Result<Deed> {
    let last = first + new as i64 - 1;
    let sha256 = of_figures(connection, plan, first, last).await?.to_string();
    Ok(Deed::new("observation.append", plan).after(&Append { new, given, first, last, sha256 }))
}

/// The deed of revising a target, both revisions standing in the table already.
pub(crate) async fn revised(
    connection: &mut AnyConnection,
    key: &PlanKey,
    target: &str,
    revision: i64,
) -> Result<Deed> {
    let before = revision_of(connection, key, target, revision - 1).await?;
    let after = revision_of(connection, key, target, revision).await?;
    let deed = Deed::new("target.revise", format!("{}/{target}", key.plan)).after(&after);
    Ok(match before {
        Some(before) => deed.before(&before),
        None => deed,
    })
}

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
            Self::Unrecorded { plan } => format!("规划 {plan} 有日志中没有记录的目标或数据"),
        }
    }
}

impl Store {
    /// Compares every version of every plan, every revision of a target, every figure and every submission with the audit
    /// log: how many
    /// entries fit, or the first thing that does not.
    ///
    /// This says nothing unless the log itself holds; see [`Store::verify_audit`].
    pub async fn verify_content(&self) -> Result<std::result::Result<usize, Mismatch>> {
        let begin = if self.is_postgres() { "BEGIN ISOLATION LEVEL REPEATABLE READ" } else { "BEGIN" };
        let mut transaction = self.pool.begin_with(begin).await?;
        let found = compare(&mut transaction).await;
        transaction.rollback().await?;
        found
    }
}

async fn compare(connection: &mut AnyConnection) -> Result<std::result::Result<usize, Mismatch>> {
    let rows = sqlx::query(
        "SELECT action, subject, value_after FROM audit \
         WHERE action IN ('plan.load', 'target.revise', 'observation.append') ORDER BY number",
    )
    .fetch_all(&mut *connection)
    .await?;
    let mut known = Known::default();
    for row in &rows {
        let row = Row::new("audit", row);
        let (action, subject) = (row.text("action")?, row.text("subject")?);
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
    Ok(submissions_fit(connection).await?.map(|count| rows.len() + count))
}

/// Rows read at a time.
const BATCH: i64 = 2000;

/// Compares every submission with the last entry about it, and gives how many there are.
async fn submissions_fit(connection: &mut AnyConnection) -> Result<std::result::Result<usize, Mismatch>> {
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
            said.insert(id, digest_of(&row.maybe_text("value_after")?.unwrap_or_default()));
        }
    }
    let count = said.len();
    let mut from = 0;
    loop {
        let rows = sqlx::query("SELECT * FROM submission WHERE id > $1 ORDER BY id LIMIT $2")
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

fn digest_of(text: &str) -> Hash {
    let mut digest = Digest::default();
    digest.text(text);
    digest.finish()
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
        let versions: Vec<(String, i64)> =
            sqlx::query_as("SELECT plan, version FROM plan_version ORDER BY plan, version")
                .fetch_all(&mut *connection)
                .await?;
        if let Some((plan, _)) = versions.into_iter().find(|version| !self.versions.contains(version)) {
            return Ok(Some(plan));
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

async fn of_version(connection: &mut AnyConnection, plan: &str, version: i64) -> Result<Hash> {
    let mut digest = Digest::default();
    for (table, rest) in VERSION {
        let sql = format!("SELECT * FROM {table} WHERE plan = $1 AND version = $2 {rest}");
        let rows = sqlx::query(AssertSqlSafe(sql))
            .bind(plan.to_owned())
            .bind(version)
            .fetch_all(&mut *connection)
            .await?;
        add(&mut digest, table, &rows)?;
    }
    Ok(digest.finish())
}

async fn of_figures(connection: &mut AnyConnection, plan: &str, first: i64, last: i64) -> Result<Hash> {
    let rows = sqlx::query(
        "SELECT * FROM observation WHERE plan = $1 AND position >= $2 AND position <= $3 ORDER BY position",
    )
    .bind(plan.to_owned())
    .bind(first)
    .bind(last)
    .fetch_all(connection)
    .await?;
    let mut digest = Digest::default();
    add(&mut digest, "observation", &rows)?;
    Ok(digest.finish())
}

async fn revision_of(
    connection: &mut AnyConnection,
    key: &PlanKey,
    target: &str,
    revision: i64,
) -> Result<Option<BTreeMap<String, Value>>> {
    let row =
        sqlx::query("SELECT * FROM target WHERE plan = $1 AND version = $2 AND id = $3 AND revision = $4")
            .bind(key.plan.clone())
            .bind(key.version)
            .bind(target.to_owned())
            .bind(revision)
            .fetch_optional(connection)
            .await?;
    row.as_ref().map(content).transpose()
}

fn add(digest: &mut Digest, table: &str, rows: &[AnyRow]) -> Result<()> {
    digest.text(table);
    for row in rows {
        let content = content(row)?;
        digest.text(&content.len().to_string());
        for (column, value) in content {
            digest.text(&column);
            match value {
                Value::String(text) => digest.text(&text),
                other => digest.text(&other.to_string()),
            }
        }
    }
    Ok(())
}

/// The columns of a row that hold something, by name: a column added later does not change what was sealed before.
fn content(row: &AnyRow) -> Result<BTreeMap<String, Value>> {
    let names = row.columns().iter().map(|column| column.name().to_owned());
    let filled = names.zip(cells_of(row)?).filter_map(|(name, cell)| match cell {
        Cell::Text(text) | Cell::MaybeText(Some(text)) => Some((name, Value::String(text))),
        Cell::Int(number) | Cell::MaybeInt(Some(number)) => Some((name, Value::from(number))),
        Cell::MaybeText(None) | Cell::MaybeInt(None) => None,
    });
    Ok(filled.collect())
}
