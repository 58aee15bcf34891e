//! What the audit log keeps of what was stored: digests of rows, which `content` compares with the rows that stand.

use crate::audit::Deed;
use crate::row::{Cell, cells_of};
use crate::{PlanKey, Result};
use ::audit::{Digest, Hash};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe, Column as _, Row as _};
use std::collections::BTreeMap;

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
pub(crate) struct Load {
    pub(crate) version: i64,
    targets: usize,
    projects: usize,
    findings: usize,
    pub(crate) sha256: String,
}

/// What the entry of appended figures keeps; `first` to `last` are their positions.
#[derive(Serialize, Deserialize)]
pub(crate) struct Append {
    pub(crate) new: usize,
    given: usize,
    pub(crate) first: i64,
    pub(crate) last: i64,
    pub(crate) sha256: String,
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

pub(crate) async fn of_version(connection: &mut AnyConnection, plan: &str, version: i64) -> Result<Hash> {
    let mut digest = Digest::default();
    for (table, rest) in VERSION {
        let sql = format!("SELECT * FROM {table} WHERE plan = $1 AND version = $2 {rest}");
        let rows = sqlx::query(AssertSqlSafe(sql))
            .persistent(false)
            .bind(plan.to_owned())
            .bind(version)
            .fetch_all(&mut *connection)
            .await?;
        add(&mut digest, table, &rows)?;
    }
    Ok(digest.finish())
}

pub(crate) async fn of_figures(
    connection: &mut AnyConnection,
    plan: &str,
    first: i64,
    last: i64,
) -> Result<Hash> {
    let rows = sqlx::query(
        "SELECT * FROM observation WHERE plan = $1 AND position >= $2 AND position <= $3 ORDER BY position",
    )
    .persistent(false)
    .bind(plan.to_owned())
    .bind(first)
    .bind(last)
    .fetch_all(connection)
    .await?;
    let mut digest = Digest::default();
    add(&mut digest, "observation", &rows)?;
    Ok(digest.finish())
}

pub(crate) async fn revision_of(
    connection: &mut AnyConnection,
    key: &PlanKey,
    target: &str,
    revision: i64,
) -> Result<Option<BTreeMap<String, Value>>> {
    let row =
        sqlx::query("SELECT * FROM target WHERE plan = $1 AND version = $2 AND id = $3 AND revision = $4")
            .persistent(false)
            .bind(key.plan.clone())
            .bind(key.version)
            .bind(target.to_owned())
            .bind(revision)
            .fetch_optional(connection)
            .await?;
    row.as_ref().map(content).transpose()
}

/// The digest of a text.
pub(crate) fn digest_of(text: &str) -> Hash {
    let mut digest = Digest::default();
    digest.text(text);
    digest.finish()
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
