//! Revisions of targets while a plan runs (中期调整): proposed, approved by a document, in force from a day on.

use crate::audit::Deed;
use crate::load::plan_is_there;
use crate::people::next_id;
use crate::row::{Row, cells, insert, query};
use crate::{Change, Result, Store, StoreError, Write, revise};
use plan::Target;
use plan::package::Named;
use serde::Serialize;
use sqlx::any::AnyRow;
use std::collections::BTreeMap;

/// How far a revision is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RevisionState {
    /// Nobody has approved it.
    Proposed,
    /// A document approves it, and its day has not come.
    Approved,
    /// The targets read as it says.
    InForce,
    /// It was given up.
    Dropped,
}

impl RevisionState {
    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Approved => "approved",
            Self::InForce => "in-force",
            Self::Dropped => "dropped",
        }
    }
}

/// What a revision makes of a target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RevisionItem {
    /// Id of the target.
    pub target: String,
    /// New values by field.
    pub changes: Named,
    /// Why this one.
    pub reason: String,
}

/// A revision to propose.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct NewRevision {
    /// What it is called.
    pub title: String,
    /// Why.
    pub reason: String,
    /// What it makes of which targets.
    pub items: Vec<RevisionItem>,
}

/// A revision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Revision {
    /// Number.
    pub id: i64,
    /// The plan.
    pub plan: String,
    /// What it is called.
    pub title: String,
    /// Why.
    pub reason: String,
    /// Who proposed it.
    pub proposed_by: String,
    /// When, in UTC.
    pub proposed_at: String,
    /// Number of the document that approves it.
    pub document: Option<String>,
    /// Day of that document.
    pub approved_on: Option<String>,
    /// Day from which it holds.
    pub effective_on: Option<String>,
    /// Who recorded the approval.
    pub approved_by: Option<String>,
    /// When the targets were changed, in UTC.
    pub in_force_at: Option<String>,
    /// When it was given up.
    pub dropped_at: Option<String>,
    /// What it makes of which targets.
    pub items: Vec<RevisionItem>,
}

impl Revision {
    /// How far it is.
    pub fn state(&self) -> RevisionState {
        match (&self.dropped_at, &self.in_force_at, &self.document) {
            (Some(_), ..) => RevisionState::Dropped,
            (_, Some(_), _) => RevisionState::InForce,
            (.., Some(_)) => RevisionState::Approved,
            _ => RevisionState::Proposed,
        }
    }
}

impl Store {
    /// Proposes a revision; gives its number.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such plan.
    pub async fn propose_revision(&self, plan: &str, new: &NewRevision, change: &Change) -> Result<i64> {
        let mut write = self.write(change).await?;
        plan_is_there(write.connection(), plan).await?;
        let id = next_id(write.connection(), "revision").await?;
        write.touch("revision", cells![id]).await?;
        let row = cells![id, plan, &new.title, &new.reason, &change.who, change.at()];
        let columns = "id, plan, title, reason, proposed_by, proposed_at";
        insert(write.connection(), "revision", columns, vec![row]).await?;
        for item in &new.items {
            write.touch("revision_item", cells![id, &item.target]).await?;
            let row = cells![id, &item.target, serde_json::json!(item.changes).to_string(), &item.reason];
            insert(write.connection(), "revision_item", "revision, target, changes, reason", vec![row])
                .await?;
        }
        write.finish(Deed::new("revision.propose", format!("{plan}/revision/{id}")).after(new)).await?;
        Ok(id)
    }

    /// Records what approves a revision; with `targets` they read so from now on, in the same transaction.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when the plan has no such revision that is only proposed, or a target is not there.
    pub async fn approve_revision(
        &self,
        (plan, id): (&str, i64),
        (document, approved_on, effective_on): (&str, &str, &str),
        targets: &[Target],
        change: &Change,
    ) -> Result<()> {
        let mut write = self.write(change).await?;
        write.touch("revision", cells![id]).await?;
        let done = sqlx::query(
            "UPDATE revision SET document = $1, approved_on = $2, effective_on = $3, approved_by = $4, \
             approved_at = $5 WHERE id = $6 AND plan = $7 AND document IS NULL AND dropped_at IS NULL",
        )
        .bind(document.to_owned())
        .bind(approved_on.to_owned())
        .bind(effective_on.to_owned())
        .bind(change.who.clone())
        .bind(change.at())
        .bind(id)
        .bind(plan.to_owned())
        .execute(write.connection())
        .await?;
        missing_unless(done.rows_affected() == 1, id)?;
        if !targets.is_empty() {
            enforce(&mut write, (plan, id), targets, change).await?;
        }
        let told = [document, approved_on, effective_on];
        write.finish(Deed::new("revision.approve", format!("{plan}/revision/{id}")).after(&told)).await?;
        Ok(())
    }

    /// Makes targets read as an approved revision says.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when the plan has no such revision that waits for its day, or a target is not there.
    pub async fn enforce_revision(
        &self,
        (plan, id): (&str, i64),
        targets: &[Target],
        change: &Change,
    ) -> Result<()> {
        let mut write = self.write(change).await?;
        write.touch("revision", cells![id]).await?;
        enforce(&mut write, (plan, id), targets, change).await?;
        write.finish(Deed::new("revision.enforce", format!("{plan}/revision/{id}"))).await?;
        Ok(())
    }

    /// Gives a revision up that is not in force.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when the plan has no such revision.
    pub async fn drop_revision(&self, plan: &str, id: i64, change: &Change) -> Result<()> {
        let mut write = self.write(change).await?;
        write.touch("revision", cells![id]).await?;
        let done = sqlx::query(
            "UPDATE revision SET dropped_by = $1, dropped_at = $2 \
             WHERE id = $3 AND plan = $4 AND in_force_at IS NULL AND dropped_at IS NULL",
        )
        .bind(change.who.clone())
        .bind(change.at())
        .bind(id)
        .bind(plan.to_owned())
        .execute(write.connection())
        .await?;
        missing_unless(done.rows_affected() == 1, id)?;
        write.finish(Deed::new("revision.drop", format!("{plan}/revision/{id}")).after(&change.why)).await?;
        Ok(())
    }

    /// The revisions of a plan, newest first.
    pub async fn revisions(&self, plan: &str) -> Result<Vec<Revision>> {
        let items = query(
            "SELECT i.* FROM revision_item i JOIN revision r ON r.id = i.revision WHERE r.plan = $1 \
             ORDER BY i.revision, i.target",
        )
        .bind(plan.to_owned())
        .fetch_all(&self.pool)
        .await?;
        let mut by_revision: BTreeMap<i64, Vec<RevisionItem>> = BTreeMap::new();
        for row in &items {
            let row = Row::new("revision_item", row);
            let item = RevisionItem {
                target: row.text("target")?,
                changes: row.json("changes")?,
                reason: row.text("reason")?,
            };
            by_revision.entry(row.int("revision")?).or_default().push(item);
        }
        let rows = query("SELECT * FROM revision WHERE plan = $1 ORDER BY id DESC")
            .bind(plan.to_owned())
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(|row| read(row, &mut by_revision)).collect()
    }

    /// Approved revisions whose day has come by a day: plan and number.
    pub async fn revisions_due(&self, day: &str) -> Result<Vec<(String, i64)>> {
        Ok(sqlx::query_as(
            "SELECT plan, id FROM revision WHERE effective_on IS NOT NULL AND effective_on <= $1 \
             AND in_force_at IS NULL AND dropped_at IS NULL ORDER BY id",
        )
        .bind(day.to_owned())
        .fetch_all(&self.pool)
        .await?)
    }
}

async fn enforce(
    write: &mut Write<'_>,
    (plan, id): (&str, i64),
    targets: &[Target],
    change: &Change,
) -> Result<()> {
    let done = sqlx::query(
        "UPDATE revision SET in_force_at = $1 \
         WHERE id = $2 AND plan = $3 AND document IS NOT NULL AND in_force_at IS NULL AND dropped_at IS NULL",
    )
    .bind(change.at())
    .bind(id)
    .bind(plan.to_owned())
    .execute(write.connection())
    .await?;
    missing_unless(done.rows_affected() == 1, id)?;
    for target in targets {
        let (_, deed) = revise::revise(write, plan, target, change).await?;
        write.record(deed).await?;
    }
    Ok(())
}

fn missing_unless(is_there: bool, id: i64) -> Result<()> {
    if is_there {
        return Ok(());
    }
    Err(StoreError::Missing { kind: "revision", id: id.to_string() })
}

fn read(row: &AnyRow, items: &mut BTreeMap<i64, Vec<RevisionItem>>) -> Result<Revision> {
    let row = Row::new("revision", row);
    let id = row.int("id")?;
    Ok(Revision {
        id,
        plan: row.text("plan")?,
        title: row.text("title")?,
        reason: row.text("reason")?,
        proposed_by: row.text("proposed_by")?,
        proposed_at: row.text("proposed_at")?,
        document: row.maybe_text("document")?,
        approved_on: row.maybe_text("approved_on")?,
        effective_on: row.maybe_text("effective_on")?,
        approved_by: row.maybe_text("approved_by")?,
        in_force_at: row.maybe_text("in_force_at")?,
        dropped_at: row.maybe_text("dropped_at")?,
        items: items.remove(&id).unwrap_or_default(),
    })
}
