use super::next_id;
use crate::audit::Deed;
use crate::row::{Row, cells, query};
use crate::{Change, Result, Store, StoreError};
use serde::Serialize;

/// A scenario that somebody kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KeptScenario {
    /// Number.
    pub id: i64,
    /// The plan.
    pub plan: String,
    /// The version that was looked at.
    pub version: i64,
    /// What it is called.
    pub title: String,
    /// The scenario as a file.
    pub text: String,
    /// The last year whose figures counted.
    pub as_of: i32,
    /// Figures that became known after this day do not count.
    pub known_at: String,
    /// SHA-256 of the answer, in hexadecimal digits.
    pub answer: String,
    /// Account that kept it.
    pub made_by: String,
    /// When.
    pub made_at: String,
    /// Why it is proposed as an adjustment of the plan; `None` until it is.
    pub proposal: Option<String>,
    /// Account that proposed it.
    pub proposed_by: Option<String>,
    /// When.
    pub proposed_at: Option<String>,
    /// Account that took it back.
    pub withdrawn_by: Option<String>,
    /// When.
    pub withdrawn_at: Option<String>,
}

/// A scenario to keep.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NewScenario {
    /// The plan.
    pub plan: String,
    /// The version that was looked at.
    pub version: i64,
    /// What it is called.
    pub title: String,
    /// The scenario as a file.
    pub text: String,
    /// The last year whose figures counted.
    pub as_of: i32,
    /// Figures that became known after this day do not count.
    pub known_at: String,
    /// SHA-256 of the answer, in hexadecimal digits.
    pub answer: String,
}

impl Store {
    /// Keeps a scenario and gives its number.
    pub async fn keep_scenario(&self, new: &NewScenario, change: &Change) -> Result<i64> {
        let mut write = self.write(change).await?;
        let id = next_id(write.connection(), "scenario").await?;
        write.touch("scenario", cells![id]).await?;
        sqlx::query(
            "INSERT INTO scenario (id, plan, version, title, text, as_of, known_at, answer, made_by, made_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(id)
        .bind(new.plan.clone())
        .bind(new.version)
        .bind(new.title.clone())
        .bind(new.text.clone())
        .bind(i64::from(new.as_of))
        .bind(new.known_at.clone())
        .bind(new.answer.clone())
        .bind(change.who.clone())
        .bind(change.at())
        .execute(write.connection())
        .await?;
        write.finish(Deed::new("scenario.keep", format!("{}/scenario/{id}", new.plan)).after(new)).await?;
        Ok(id)
    }

    /// Proposes a scenario as an adjustment of the plan; an earlier reason stays in the audit log.
    pub async fn propose_scenario(&self, plan: &str, id: i64, reason: &str, change: &Change) -> Result<()> {
        let mut write = self.write(change).await?;
        write.touch("scenario", cells![id]).await?;
        let done = sqlx::query(
            "UPDATE scenario SET proposal = $1, proposed_by = $2, proposed_at = $3 \
             WHERE id = $4 AND plan = $5 AND withdrawn_at IS NULL",
        )
        .bind(reason.to_owned())
        .bind(change.who.clone())
        .bind(change.at())
        .bind(id)
        .bind(plan.to_owned())
        .execute(write.connection())
        .await?;
        if done.rows_affected() == 0 {
            return Err(missing(id));
        }
        write.finish(Deed::new("scenario.propose", format!("{plan}/scenario/{id}")).after(&reason)).await?;
        Ok(())
    }

    /// Takes a scenario back; it stays, and is listed no more.
    pub async fn withdraw_scenario(&self, plan: &str, id: i64, change: &Change) -> Result<()> {
        let mut write = self.write(change).await?;
        write.withdraw(("scenario", "scenario"), (plan, id), change).await?;
        write.finish(Deed::new("scenario.withdraw", format!("{plan}/scenario/{id}"))).await?;
        Ok(())
    }

    /// The scenarios of a plan that were not taken back, newest first.
    pub async fn scenarios(&self, plan: &str) -> Result<Vec<KeptScenario>> {
        let rows = query("SELECT * FROM scenario WHERE plan = $1 AND withdrawn_at IS NULL ORDER BY id DESC")
            .bind(plan.to_owned())
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(|row| of_row(Row::new("scenario", row))).collect()
    }

    /// A scenario of a plan, also one that was taken back.
    pub async fn scenario(&self, plan: &str, id: i64) -> Result<KeptScenario> {
        let row = query("SELECT * FROM scenario WHERE plan = $1 AND id = $2")
            .bind(plan.to_owned())
            .bind(id)
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map_or_else(|| Err(missing(id)), |row| of_row(Row::new("scenario", row)))
    }
}

fn missing(id: i64) -> StoreError {
    StoreError::Missing { kind: "scenario", id: id.to_string() }
}

fn of_row(row: Row<'_>) -> Result<KeptScenario> {
    Ok(KeptScenario {
        id: row.int("id")?,
        plan: row.text("plan")?,
        version: row.int("version")?,
        title: row.text("title")?,
        text: row.text("text")?,
        as_of: row.maybe_year("as_of")?.ok_or_else(|| row.damaged("as_of"))?,
        known_at: row.text("known_at")?,
        answer: row.text("answer")?,
        made_by: row.text("made_by")?,
        made_at: row.text("made_at")?,
        proposal: row.maybe_text("proposal")?,
        proposed_by: row.maybe_text("proposed_by")?,
        proposed_at: row.maybe_text("proposed_at")?,
        withdrawn_by: row.maybe_text("withdrawn_by")?,
        withdrawn_at: row.maybe_text("withdrawn_at")?,
    })
}
