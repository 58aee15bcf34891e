//! What people put right in the reading of a plan. It stands beside the versions; reading one applies it.

use crate::audit::Deed;
use crate::load::plan_is_there;
use crate::people::next_id;
use crate::read::Corrections;
use crate::row::{Row, cells, insert, query};
use crate::{Change, Result, Store, Write};
use ::correction::{Act, Correction, Kind, apply};
use document::Document;
use plan::Plan;
use serde::Serialize;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

/// A correction with who made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptCorrection {
    /// What is put right.
    pub correction: Correction,
    /// The version that was looked at.
    pub version: i64,
    /// Why.
    pub reason: String,
    /// Who.
    pub who: String,
    /// When, in UTC.
    pub at: String,
    /// Who took it back, and when.
    pub withdrawn: Option<(String, String)>,
}

/// A correction to keep; its number is given by the store.
#[derive(Clone, Debug)]
pub struct NewCorrection {
    /// What is put right.
    pub correction: Correction,
    /// The version that was looked at.
    pub version: i64,
    /// The correction in whose place this one stands, which is taken back.
    pub instead_of: Option<i64>,
}

#[derive(Serialize)]
struct Said<'a> {
    kind: &'a str,
    act: &'a str,
    read: &'a plan::package::Named,
    changes: &'a plan::package::Named,
    quote: &'a str,
}

impl Store {
    /// Keeps corrections of a plan, all or none, and gives their numbers; the reason stands in the change.
    ///
    /// # Errors
    /// [`crate::StoreError::Missing`] when there is no such plan, or no such correction to replace.
    pub async fn add_corrections(
        &self,
        plan: &str,
        new: &[NewCorrection],
        change: &Change,
    ) -> Result<Vec<i64>> {
        let mut write = self.write(change).await?;
        let numbers = add(&mut write, plan, new, change).await?;
        write.commit("correction.done", &format!("{plan}/correction"), &numbers.len().to_string()).await?;
        Ok(numbers)
    }

    /// Takes a correction back: what was read holds again.
    ///
    /// # Errors
    /// [`crate::StoreError::Missing`] when the plan has no such correction that holds.
    pub async fn withdraw_correction(&self, plan: &str, id: i64, change: &Change) -> Result<()> {
        let mut write = self.write(change).await?;
        let deed = withdraw(&mut write, plan, id, change).await?;
        write.finish(deed).await?;
        Ok(())
    }

    /// All corrections of a plan, oldest first, with those that were taken back.
    pub async fn corrections(&self, plan: &str) -> Result<Vec<KeptCorrection>> {
        let rows = query("SELECT * FROM correction WHERE plan = $1 ORDER BY id")
            .bind(plan.to_owned())
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(read).collect()
    }
}

/// Keeps corrections inside a write.
pub(crate) async fn add(
    write: &mut Write<'_>,
    plan: &str,
    new: &[NewCorrection],
    change: &Change,
) -> Result<Vec<i64>> {
    plan_is_there(write.connection(), plan).await?;
    let mut numbers = Vec::with_capacity(new.len());
    for one in new {
        if let Some(old) = one.instead_of {
            let deed = withdraw(write, plan, old, change).await?;
            write.record(deed).await?;
        }
        let id = next_id(write.connection(), "correction").await?;
        write.touch("correction", cells![id]).await?;
        let said = &one.correction;
        let row = cells![
            id,
            plan,
            one.version,
            said.kind.name(),
            said.act.name(),
            serde_json::json!(said.anchor).to_string(),
            serde_json::json!(said.changes).to_string(),
            &change.why,
            &change.who,
            change.at(),
        ];
        insert(
            write.connection(),
            "correction",
            "id, plan, version, kind, act, anchor, changes, reason, made_by, made_at",
            vec![row],
        )
        .await?;
        let told = Said {
            kind: said.kind.name(),
            act: said.act.name(),
            read: &said.anchor.read,
            changes: &said.changes,
            quote: &said.anchor.quote,
        };
        write.record(Deed::new("correction.add", format!("{plan}/correction/{id}")).after(&told)).await?;
        numbers.push(id);
    }
    Ok(numbers)
}

async fn withdraw(write: &mut Write<'_>, plan: &str, id: i64, change: &Change) -> Result<Deed> {
    write.withdraw(("correction", "correction"), (plan, id), change).await?;
    Ok(Deed::new("correction.withdraw", format!("{plan}/correction/{id}")))
}

/// The plan as it holds: as it was read, with what held of the corrections at a moment.
pub(crate) async fn corrected(
    connection: &mut AnyConnection,
    plan: &str,
    as_read: Plan,
    document: Option<&Document>,
    until: &str,
) -> Result<(Plan, Corrections)> {
    let rows = query(
        "SELECT * FROM correction WHERE plan = $1 AND made_at <= $2 \
         AND (withdrawn_at IS NULL OR withdrawn_at > $2) ORDER BY id",
    )
    .bind(plan.to_owned())
    .bind(until.to_owned())
    .fetch_all(connection)
    .await?;
    if rows.is_empty() {
        return Ok((as_read, Corrections::default()));
    }
    let kept: Vec<KeptCorrection> = rows.iter().map(read).collect::<Result<_>>()?;
    let all: Vec<Correction> = kept.iter().map(|one| one.correction.clone()).collect();
    let text = document.map_or("", |document| document.text.as_str());
    let done = apply(&as_read, text, &all);
    Ok((done.plan, Corrections { kept, traces: done.traces, unmatched: done.unmatched }))
}

fn read(row: &AnyRow) -> Result<KeptCorrection> {
    let row = Row::new("correction", row);
    Ok(KeptCorrection {
        correction: Correction {
            id: row.int("id")?,
            kind: row.word("kind", Kind::parse)?,
            act: row.word("act", Act::parse)?,
            anchor: row.json("anchor")?,
            changes: row.json("changes")?,
        },
        version: row.int("version")?,
        reason: row.text("reason")?,
        who: row.text("made_by")?,
        at: row.text("made_at")?,
        withdrawn: row.maybe_text("withdrawn_by")?.zip(row.maybe_text("withdrawn_at")?),
    })
}
