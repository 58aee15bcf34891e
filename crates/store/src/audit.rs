//! The audit log: one table, one chain, one function that appends.

use crate::row::{Row, cells, insert, query};
use crate::{Change, Result, Store, StoreError};
use ::audit::{Act, Entry, Fault, Hash, Head, SignedHead, Sm3Chain};
use sqlx::AnyConnection;
use std::collections::BTreeMap;

// Entries read at a time while verifying; an entry may hold a whole document before and after.
const BATCH: i64 = 500;

/// What was done to what, for the audit log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deed {
    /// What, in dotted words (`target.revise`).
    pub action: String,
    /// To what (`jinzhou-13/t0003`).
    pub subject: String,
    /// The thing before, as JSON; `None` when it did not exist.
    pub before: Option<String>,
    /// The thing after, as JSON; `None` when it no longer exists.
    pub after: Option<String>,
}

impl Deed {
    /// A deed without its before and after.
    pub fn new(action: impl Into<String>, subject: impl Into<String>) -> Self {
        Self { action: action.into(), subject: subject.into(), before: None, after: None }
    }

    /// With the thing as it was.
    #[must_use]
    pub fn before(mut self, thing: &impl serde::Serialize) -> Self {
        self.before = serde_json::to_string(thing).ok();
        self
    }

    /// With the thing as it is now.
    #[must_use]
    pub fn after(mut self, thing: &impl serde::Serialize) -> Self {
        self.after = serde_json::to_string(thing).ok();
        self
    }
}

/// The head of the log as it is kept beside the log.
pub(crate) async fn kept_head(connection: &mut AnyConnection) -> Result<Head> {
    let row = sqlx::query("SELECT head_number, head_hash FROM generation WHERE id = 1")
        .fetch_one(connection)
        .await?;
    head_of(Row::new("generation", &row))
}

/// The head in a row of the table `generation`.
pub(crate) fn head_of(row: Row<'_>) -> Result<Head> {
    if row.text("head_hash")?.is_empty() {
        return Ok(Head::EMPTY);
    }
    let number = u64::try_from(row.int("head_number")?).map_err(|_| row.damaged("head_number"))?;
    Ok(Head { number, hash: hash_of(row, "head_hash")? })
}

/// Keeps the head of the log beside the log, so that a log whose end was cut off is found.
pub(crate) async fn keep_head(connection: &mut AnyConnection, head: Head) -> Result<()> {
    sqlx::query("UPDATE generation SET head_number = $1, head_hash = $2 WHERE id = 1")
        .bind(head.number as i64)
        .bind(head.hash.to_string())
        .execute(connection)
        .await?;
    Ok(())
}

/// The entry of a deed behind `head`.
pub(crate) fn chain(head: Head, change: &Change, deed: Deed, seals: Option<String>) -> Entry {
    let act = Act {
        at: change.at(),
        actor: change.who.clone(),
        origin: change.origin.clone(),
        action: deed.action,
        subject: deed.subject,
        before: deed.before,
        after: deed.after,
        reason: change.why.clone(),
        seals,
    };
    Entry::chain(head.number + 1, head.hash, act)
}

/// Appends chained entries inside a transaction that holds the write lock.
pub(crate) async fn append(connection: &mut AnyConnection, entries: &[Entry]) -> Result<()> {
    let rows = entries.iter().map(|entry| {
        let act = &entry.act;
        cells![
            entry.number as i64,
            &act.at,
            &act.actor,
            &act.origin,
            &act.action,
            &act.subject,
            act.before.clone(),
            act.after.clone(),
            &act.reason,
            act.seals.clone(),
            entry.previous.to_string(),
            entry.hash.to_string(),
        ]
    });
    let columns = "number, at, actor, origin, action, subject, value_before, value_after, reason, seals, previous, \
         hash";
    insert(connection, "audit", columns, rows.collect()).await
}

/// What entries of the log are looked for; what is empty is not looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Words in the subject, whatever the case of Latin letters.
    pub subject: String,
    /// Words in the name of who did it, the same way.
    pub actor: String,
    /// How the action begins: `figure` or `figure.approve`.
    pub action: String,
    /// From this moment on, in UTC as the log writes it.
    pub since: String,
    /// Before this moment; no end where it is empty.
    pub until: String,
}

/// Words for LIKE, with what has a meaning there escaped.
fn escaped(words: &str) -> String {
    words.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

impl Store {
    /// Records something that was done without changing the store, such as handing out a copy of it.
    pub async fn note(&self, action: &str, subject: &str, change: &Change) -> Result<Entry> {
        self.write(change).await?.finish(Deed::new(action, subject)).await
    }

    /// The newest `limit` audit entries, newest first.
    pub async fn audit(&self, limit: i64) -> Result<Vec<Entry>> {
        let rows = query("SELECT * FROM audit ORDER BY number DESC LIMIT $1")
            .bind(limit)
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(entry).collect()
    }

    /// The latest entries that fit, with numbers up to and including `from`, newest first.
    pub async fn audit_found(&self, wanted: &AuditFilter, from: u64, limit: i64) -> Result<Vec<Entry>> {
        // Both databases lower Latin letters alone in this way.
        let sql = if self.is_postgres() {
            "SELECT * FROM audit WHERE number <= $1 AND lower(subject COLLATE \"C\") LIKE $2 ESCAPE '\\' \
             AND lower(actor COLLATE \"C\") LIKE $3 ESCAPE '\\' AND action LIKE $4 ESCAPE '\\' \
             AND at >= $5 AND at < $6 ORDER BY number DESC LIMIT $7"
        } else {
            "SELECT * FROM audit WHERE number <= $1 AND lower(subject) LIKE $2 ESCAPE '\\' \
             AND lower(actor) LIKE $3 ESCAPE '\\' AND action LIKE $4 ESCAPE '\\' \
             AND at >= $5 AND at < $6 ORDER BY number DESC LIMIT $7"
        };
        let rows = query(sql)
            .bind(i64::try_from(from).unwrap_or(i64::MAX))
            .bind(format!("%{}%", escaped(&wanted.subject.to_ascii_lowercase())))
            .bind(format!("%{}%", escaped(&wanted.actor.to_ascii_lowercase())))
            .bind(format!("{}%", escaped(&wanted.action)))
            .bind(wanted.since.clone())
            // Behind every year.
            .bind(if wanted.until.is_empty() { "9999".to_owned() } else { wanted.until.clone() })
            .bind(limit)
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(entry).collect()
    }

    /// The entries about one subject or anything below it (`jinzhou-13` and `jinzhou-13/t0003`), newest first.
    pub async fn audit_of(&self, subject: &str, limit: i64) -> Result<Vec<Entry>> {
        let rows = query(
            "SELECT * FROM audit WHERE subject = $1 OR (subject >= $2 AND subject < $3) \
             ORDER BY number DESC LIMIT $4",
        )
        .bind(subject.to_owned())
        // `0` is the character after `/`: the range holds exactly what begins with the subject and a slash.
        .bind(format!("{subject}/"))
        .bind(format!("{subject}0"))
        .bind(limit)
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(entry).collect()
    }

    /// The entries about exactly this subject, newest first.
    pub async fn audit_of_itself(&self, subject: &str, limit: i64) -> Result<Vec<Entry>> {
        let rows = query("SELECT * FROM audit WHERE subject = $1 ORDER BY number DESC LIMIT $2")
            .bind(subject.to_owned())
            .bind(limit)
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(entry).collect()
    }

    /// One page of the log with numbers up to and including `from`, newest first.
    pub async fn audit_page(&self, from: u64, limit: i64) -> Result<Vec<Entry>> {
        let rows = query("SELECT * FROM audit WHERE number <= $1 ORDER BY number DESC LIMIT $2")
            .bind(i64::try_from(from).unwrap_or(i64::MAX))
            .bind(limit)
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(entry).collect()
    }

    /// Recomputes the chain of the audit log from its first entry: its head, or the first fault.
    pub async fn verify_audit(&self) -> Result<std::result::Result<Head, Fault>> {
        self.verify_audit_against(&[]).await
    }

    /// Recomputes the chain and compares it with heads that were exported earlier, and with the one kept beside it.
    ///
    /// A head whose entry is missing, or stands in the chain with another hash, is a fault too: the log was
    /// rewritten or cut after the head was exported.
    pub async fn verify_audit_against(&self, heads: &[Head]) -> Result<std::result::Result<Head, Fault>> {
        self.walk(Head::EMPTY, heads).await
    }

    /// Recomputes what was written after a head that is trusted, so that the time grows with what came since. The entry of
    /// the head must stand in the log as the head says; what is before it is not read again.
    pub async fn verify_audit_since(&self, trusted: Head) -> Result<std::result::Result<Head, Fault>> {
        if trusted.number > 0 {
            let row = query("SELECT * FROM audit WHERE number = $1")
                .bind(i64::try_from(trusted.number).unwrap_or(i64::MAX))
                .fetch_optional(&self.pool)
                .await?;
            let Some(row) = row else { return Ok(Err(Fault::Cut { number: trusted.number })) };
            let entry = entry(&row)?;
            if !entry.is_intact() {
                return Ok(Err(Fault::Changed { number: trusted.number }));
            }
            if entry.hash != trusted.hash {
                return Ok(Err(Fault::Rewritten { number: trusted.number }));
            }
        }
        self.walk(trusted, &[]).await
    }

    /// The chain by SM3 up to and including an entry, from the first one on.
    pub async fn audit_sm3(&self, number: u64) -> Result<Sm3Chain> {
        self.sm3_along(number, &mut |_, _| ()).await
    }

    /// Computes the chain by SM3 up to and including an entry, and tells how it stands behind each, and before the first.
    async fn sm3_along(&self, number: u64, told: &mut (dyn FnMut(u64, Sm3Chain) + Send)) -> Result<Sm3Chain> {
        let (mut chain, mut at) = (Sm3Chain::EMPTY, 0);
        told(0, chain);
        loop {
            let rows =
                query("SELECT * FROM audit WHERE number > $1 AND number <= $2 ORDER BY number LIMIT $3")
                    .bind(at)
                    .bind(i64::try_from(number).unwrap_or(i64::MAX))
                    .bind(BATCH)
                    .fetch_all(&self.pool)
                    .await?;
            let Some(last) = rows.last() else { return Ok(chain) };
            at = Row::new("audit", last).int("number")?;
            for row in &rows {
                let entry = entry(row)?;
                chain = chain.extend(&entry);
                told(entry.number, chain);
            }
        }
    }

    /// Verifies the log against heads that were signed earlier: the chain, and the one by SM3 where a head names it.
    pub async fn verify_audit_signed(
        &self,
        signed: &[SignedHead],
    ) -> Result<std::result::Result<Head, Fault>> {
        let heads: Vec<Head> = signed.iter().map(|signed| signed.head).collect();
        let head = match self.verify_audit_against(&heads).await? {
            Ok(head) => head,
            Err(fault) => return Ok(Err(fault)),
        };
        let wanted: BTreeMap<u64, Vec<Sm3Chain>> = signed.iter().fold(BTreeMap::new(), |mut all, known| {
            all.entry(known.head.number).or_insert_with(Vec::new).extend(known.sm3);
            all
        });
        let Some(last) = wanted.iter().rev().find(|(_, all)| !all.is_empty()).map(|(last, _)| *last) else {
            return Ok(Ok(head));
        };
        let mut wrong = None;
        self.sm3_along(last, &mut |number, chain| {
            let is_wrong = wanted.get(&number).is_some_and(|known| known.iter().any(|known| *known != chain));
            if is_wrong && wrong.is_none() {
                wrong = Some(number);
            }
        })
        .await?;
        Ok(wrong.map_or(Ok(head), |number| Err(Fault::Rewritten { number })))
    }

    async fn walk(&self, from: Head, heads: &[Head]) -> Result<std::result::Result<Head, Fault>> {
        // Taken first: entries that come while the log is read stand behind it.
        let kept = kept_head(&mut *self.pool.acquire().await?).await?;
        let heads: Vec<Head> = heads.iter().copied().chain([kept]).collect();
        let mut head = from;
        loop {
            let rows = query("SELECT * FROM audit WHERE number > $1 ORDER BY number LIMIT $2")
                .bind(head.number as i64)
                .bind(BATCH)
                .fetch_all(&self.pool)
                .await?;
            if rows.is_empty() {
                break;
            }
            for row in &rows {
                head = match head.extend(&entry(row)?) {
                    Ok(head) => head,
                    Err(fault) => return Ok(Err(fault)),
                };
                if heads.iter().any(|known| known.number == head.number && known.hash != head.hash) {
                    return Ok(Err(Fault::Rewritten { number: head.number }));
                }
            }
        }
        // A write keeps its head along with its entries: whatever was read before this question stands up to the answer.
        let kept = kept_head(&mut *self.pool.acquire().await?).await?;
        if kept.number < head.number {
            return Ok(Err(Fault::Beyond { number: kept.number + 1 }));
        }
        let is_cut = heads.iter().any(|known| known.number > head.number);
        Ok(if is_cut { Err(Fault::Cut { number: head.number + 1 }) } else { Ok(head) })
    }
}

fn entry(row: &sqlx::any::AnyRow) -> Result<Entry> {
    let row = Row::new("audit", row);
    Ok(Entry {
        number: number_of(row)?,
        act: Act {
            at: row.text("at")?,
            actor: row.text("actor")?,
            origin: row.text("origin")?,
            action: row.text("action")?,
            subject: row.text("subject")?,
            before: row.maybe_text("value_before")?,
            after: row.maybe_text("value_after")?,
            reason: row.text("reason")?,
            seals: row.maybe_text("seals")?,
        },
        previous: hash_of(row, "previous")?,
        hash: hash_of(row, "hash")?,
    })
}

fn number_of(row: Row<'_>) -> Result<u64> {
    u64::try_from(row.int("number")?).map_err(|_| row.damaged("number"))
}

fn hash_of(row: Row<'_>, column: &'static str) -> std::result::Result<Hash, StoreError> {
    Hash::parse(&row.text(column)?).ok_or_else(|| row.damaged(column))
}
