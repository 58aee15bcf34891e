use crate::row::Row;
use crate::{Change, Result, Store};
use sha2::{Digest as _, Sha256};
use sqlx::AnyConnection;

/// One entry of the audit log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    /// From 1, without gaps.
    pub sequence: i64,
    /// When, in UTC.
    pub at: String,
    /// Who.
    pub actor: String,
    /// What was done (`plan.load`, `target.revise`).
    pub action: String,
    /// To what.
    pub subject: String,
    /// The reason given, and counts.
    pub detail: String,
    /// Hash of the entry before; empty for the first.
    pub previous: String,
    /// SHA-256 over all fields above, in hexadecimal.
    pub hash: String,
}

/// Where the chain of the audit log breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditFault {
    /// The first entry that does not fit.
    pub sequence: i64,
    /// Whether the entry itself was altered (`true`) or one before it removed or replaced.
    pub altered: bool,
}

impl AuditEntry {
    fn seal(&self) -> String {
        let mut hash = Sha256::new();
        let sequence = self.sequence.to_string();
        for field in
            [&sequence, &self.at, &self.actor, &self.action, &self.subject, &self.detail, &self.previous]
        {
            // The length goes first: moving a character from one field to the next changes the hash.
            hash.update((field.len() as u64).to_be_bytes());
            hash.update(field.as_bytes());
        }
        hash.finalize().iter().fold(String::new(), |mut text, byte| {
            use std::fmt::Write as _;
            let _ = write!(text, "{byte:02x}");
            text
        })
    }
}

/// Appends an entry inside a transaction that holds the write lock.
pub(crate) async fn append(
    connection: &mut AnyConnection,
    change: &Change,
    action: &str,
    subject: &str,
    detail: &str,
) -> Result<AuditEntry> {
    let last = sqlx::query("SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1")
        .fetch_optional(&mut *connection)
        .await?;
    let (sequence, previous) = match last.as_ref().map(|row| Row::new("audit", row)) {
        Some(row) => (row.int("sequence")? + 1, row.text("hash")?),
        None => (1, String::new()),
    };
    let detail = [change.why.as_str(), detail]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("; ");
    let mut entry = AuditEntry {
        sequence,
        at: change.at(),
        actor: change.who.clone(),
        action: action.to_owned(),
        subject: subject.to_owned(),
        detail,
        previous,
        hash: String::new(),
    };
    entry.hash = entry.seal();
    sqlx::query(
        "INSERT INTO audit (sequence, at, actor, action, subject, detail, previous, hash) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(entry.sequence)
    .bind(entry.at.clone())
    .bind(entry.actor.clone())
    .bind(entry.action.clone())
    .bind(entry.subject.clone())
    .bind(entry.detail.clone())
    .bind(entry.previous.clone())
    .bind(entry.hash.clone())
    .execute(connection)
    .await?;
    Ok(entry)
}

impl Store {
    /// The newest `limit` audit entries, newest first.
    pub async fn audit(&self, limit: i64) -> Result<Vec<AuditEntry>> {
        let rows = sqlx::query("SELECT * FROM audit ORDER BY sequence DESC LIMIT $1")
            .bind(limit)
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(entry).collect()
    }

    /// Recomputes the chain of the audit log from its first entry; `None` when it holds.
    pub async fn verify_audit(&self) -> Result<Option<AuditFault>> {
        let rows = sqlx::query("SELECT * FROM audit ORDER BY sequence").fetch_all(&self.pool).await?;
        let mut previous = String::new();
        for (index, row) in rows.iter().enumerate() {
            let entry = entry(row)?;
            let altered = entry.seal() != entry.hash;
            if altered || entry.previous != previous || entry.sequence != index as i64 + 1 {
                return Ok(Some(AuditFault { sequence: entry.sequence, altered }));
            }
            previous = entry.hash;
        }
        Ok(None)
    }
}

fn entry(row: &sqlx::any::AnyRow) -> Result<AuditEntry> {
    let row = Row::new("audit", row);
    Ok(AuditEntry {
        sequence: row.int("sequence")?,
        at: row.text("at")?,
        actor: row.text("actor")?,
        action: row.text("action")?,
        subject: row.text("subject")?,
        detail: row.text("detail")?,
        previous: row.text("previous")?,
        hash: row.text("hash")?,
    })
}
