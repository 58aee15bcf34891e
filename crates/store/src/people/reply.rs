use super::next_id;
use crate::audit::Deed;
use crate::row::{Row, cells, query};
use crate::{Change, Result, Store, StoreError};
use serde::Serialize;

/// What an office says to a warning, and what it promises.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reply {
    /// Number.
    pub id: i64,
    /// The plan.
    pub plan: String,
    /// The target that is warned of.
    pub target: String,
    /// Level of the warning when it was answered.
    pub warning: String,
    /// Account.
    pub account: String,
    /// Office it speaks for.
    pub office: String,
    /// When.
    pub at: String,
    /// Why things are as they are.
    pub text: String,
    /// What will be done; empty when nothing is promised.
    pub measure: String,
    /// By when, as YYYY-MM-DD.
    pub due: Option<String>,
    /// `open`, `done` or `dropped`.
    pub state: String,
    /// When the measure was closed.
    pub closed_at: Option<String>,
}

/// A reply to keep.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct NewReply<'a> {
    /// The plan.
    pub plan: &'a str,
    /// The target that is warned of.
    pub target: &'a str,
    /// Level of the warning.
    pub warning: &'a str,
    /// Office it speaks for.
    pub office: &'a str,
    /// Why things are as they are.
    pub text: &'a str,
    /// What will be done; empty when nothing is promised.
    pub measure: &'a str,
    /// By when, as YYYY-MM-DD.
    pub due: Option<&'a str>,
}

impl Store {
    /// Keeps a reply and gives its number.
    pub async fn add_reply(&self, reply: NewReply<'_>, change: &Change) -> Result<i64> {
        let mut write = self.write(change).await?;
        let id = next_id(write.connection(), "reply").await?;
        write.touch("reply", cells![id]).await?;
        sqlx::query(
            "INSERT INTO reply (id, plan, target, warning, account, office, at, text, measure, due, state) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        )
        .bind(id)
        .bind(reply.plan.to_owned())
        .bind(reply.target.to_owned())
        .bind(reply.warning.to_owned())
        .bind(change.who.clone())
        .bind(reply.office.to_owned())
        .bind(change.at())
        .bind(reply.text.to_owned())
        .bind(reply.measure.to_owned())
        .bind(reply.due.map(str::to_owned))
        .bind(if reply.measure.is_empty() { "done" } else { "open" })
        .execute(write.connection())
        .await?;
        let deed =
            Deed::new("reply.add", format!("{}/{}/reply/{id}", reply.plan, reply.target)).after(&reply);
        write.finish(deed).await?;
        Ok(id)
    }

    /// Closes a promised measure as `done` or `dropped`; the reason stands in the change.
    pub async fn close_measure(&self, id: i64, done: bool, change: &Change) -> Result<()> {
        let row = query("SELECT * FROM reply WHERE id = $1")
            .bind(id)
            .fetch_optional(&self.pool)
            .await?
            .ok_or_else(|| StoreError::Missing { kind: "reply", id: id.to_string() })?;
        let before = read(&row)?;
        let mut write = self.write(change).await?;
        let state = if done { "done" } else { "dropped" };
        write.touch("reply", cells![id]).await?;
        sqlx::query("UPDATE reply SET state = $1, closed_at = $2 WHERE id = $3")
            .bind(state)
            .bind(change.at())
            .bind(id)
            .execute(write.connection())
            .await?;
        let subject = format!("{}/{}/reply/{id}", before.plan, before.target);
        write.finish(Deed::new("reply.close", subject).before(&before.state).after(&state)).await?;
        Ok(())
    }

    /// The replies of a plan, newest first.
    pub async fn replies(&self, plan: &str) -> Result<Vec<Reply>> {
        let rows = query("SELECT * FROM reply WHERE plan = $1 ORDER BY id DESC")
            .bind(plan.to_owned())
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(read).collect()
    }
}

fn read(row: &sqlx::any::AnyRow) -> Result<Reply> {
    let row = Row::new("reply", row);
    Ok(Reply {
        id: row.int("id")?,
        plan: row.text("plan")?,
        target: row.text("target")?,
        warning: row.text("warning")?,
        account: row.text("account")?,
        office: row.text("office")?,
        at: row.text("at")?,
        text: row.text("text")?,
        measure: row.text("measure")?,
        due: row.maybe_text("due")?,
        state: row.text("state")?,
        closed_at: row.maybe_text("closed_at")?,
    })
}
