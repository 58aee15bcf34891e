use crate::load::{target_cells, target_columns};
use crate::plan_rows::Table;
use crate::row::{Row, insert, query};
use crate::seal;
use crate::{Change, Deed, PlanKey, Result, Store, StoreError, Write};
use plan::Target;

/// A target as it stood at one time.
#[derive(Clone, Debug, PartialEq)]
pub struct TargetRevision {
    /// Version of the plan.
    pub version: i64,
    /// Revision inside that version; 1 is what the document says.
    pub revision: i64,
    /// When, in UTC.
    pub at: String,
    /// Who.
    pub who: String,
    /// Why.
    pub why: String,
    /// What it said from then on.
    pub target: Target,
}

impl Store {
    /// Records that a target of the plan's current version shall read as `target` from now on; returns the revision.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when the current version has no target with this id.
    pub async fn revise_target(&self, plan: &str, target: &Target, change: &Change) -> Result<i64> {
        let mut write = self.write(change).await?;
        let (revision, deed) = revise(&mut write, plan, target, change).await?;
        write.finish(deed).await?;
        Ok(revision)
    }

    /// Everything a target has said, newest first: its revisions in all versions of the plan that have
    /// a target with this id.
    pub async fn target_history(&self, plan: &str, target: &str) -> Result<Vec<TargetRevision>> {
        let rows =
            query("SELECT * FROM target WHERE plan = $1 AND id = $2 ORDER BY version DESC, revision DESC")
                .bind(plan.to_owned())
                .bind(target.to_owned())
                .fetch_all(&self.pool)
                .await?;
        rows.iter()
            .map(|row| {
                let row = Row::new("target", row);
                Ok(TargetRevision {
                    version: row.int("version")?,
                    revision: row.int("revision")?,
                    at: row.text("changed_at")?,
                    who: row.text("changed_by")?,
                    why: row.text("reason")?,
                    target: Target::read(row)?,
                })
            })
            .collect()
    }
}

/// Revises a target inside a write; gives the revision and what the audit log is told.
pub(crate) async fn revise(
    write: &mut Write<'_>,
    plan: &str,
    target: &Target,
    change: &Change,
) -> Result<(i64, Deed)> {
    let missing = || StoreError::Missing { kind: "target", id: target.id.to_string() };
    let row = sqlx::query(
        "SELECT t.version, t.position, t.revision FROM target t \
         JOIN plan p ON p.id = t.plan AND p.version = t.version \
         WHERE p.id = $1 AND t.id = $2 ORDER BY t.revision DESC LIMIT 1",
    )
    .bind(plan.to_owned())
    .bind(target.id.to_string())
    .fetch_optional(write.connection())
    .await?
    .ok_or_else(missing)?;
    let row = Row::new("target", &row);
    let key = PlanKey { plan: plan.to_owned(), version: row.int("version")? };
    let revision = row.int("revision")? + 1;
    let cells = target_cells(&key, row.size("position")?, revision, target, change);
    insert(write.connection(), Target::NAME, &target_columns(), vec![cells]).await?;
    let deed = seal::revised(write.connection(), &key, target.id.as_str(), revision).await?;
    Ok((revision, deed))
}
