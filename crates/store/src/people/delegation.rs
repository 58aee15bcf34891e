use super::next_id;
use crate::audit::Deed;
use crate::row::{Row, cells, query};
use crate::{Change, Result, Store, StoreError};
use serde::Serialize;
use sqlx::any::AnyRow;

/// Somebody does another's duties for some days.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Delegation {
    /// Number; 0 for one that is not kept yet.
    pub id: i64,
    /// Whose duties they are.
    pub giver: String,
    /// Who does them.
    pub taker: String,
    /// First day, as YYYY-MM-DD.
    pub first_day: String,
    /// Last day.
    pub last_day: String,
    /// Why.
    pub reason: String,
    /// When it was said, in UTC.
    pub made_at: String,
    /// When it was ended before its time, in UTC.
    pub ended_at: Option<String>,
}

impl Delegation {
    /// Whether it holds on a day (YYYY-MM-DD).
    pub fn holds_on(&self, day: &str) -> bool {
        self.ended_at.is_none() && (self.first_day.as_str()..=self.last_day.as_str()).contains(&day)
    }
}

impl Store {
    /// Hands the duties of an account over; gives its number.
    pub async fn put_delegation(&self, new: &Delegation, change: &Change) -> Result<i64> {
        let mut write = self.write(change).await?;
        let id = next_id(write.connection(), "delegation").await?;
        write.touch("delegation", cells![id]).await?;
        sqlx::query(
            "INSERT INTO delegation (id, giver, taker, first_day, last_day, reason, made_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(id)
        .bind(new.giver.clone())
        .bind(new.taker.clone())
        .bind(new.first_day.clone())
        .bind(new.last_day.clone())
        .bind(new.reason.clone())
        .bind(change.at())
        .execute(write.connection())
        .await?;
        let kept = Delegation { id, made_at: change.at(), ended_at: None, ..new.clone() };
        write
            .finish(Deed::new("delegation.put", format!("account/{}/delegation", new.giver)).after(&kept))
            .await?;
        Ok(id)
    }

    /// Ends a delegation that an account gave, before its time.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when the account gave none such that still holds.
    pub async fn end_delegation(&self, giver: &str, id: i64, change: &Change) -> Result<()> {
        let mut write = self.write(change).await?;
        write.touch("delegation", cells![id]).await?;
        let done = sqlx::query(
            "UPDATE delegation SET ended_at = $1 WHERE id = $2 AND giver = $3 AND ended_at IS NULL",
        )
        .bind(change.at())
        .bind(id)
        .bind(giver.to_owned())
        .execute(write.connection())
        .await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::Missing { kind: "delegation", id: id.to_string() });
        }
        write.finish(Deed::new("delegation.end", format!("account/{giver}/delegation")).after(&id)).await?;
        Ok(())
    }

    /// The delegations that have not ended on a day (YYYY-MM-DD) or begin later, in the order in which they were made.
    pub async fn delegations(&self, day: &str) -> Result<Vec<Delegation>> {
        let rows = query("SELECT * FROM delegation WHERE ended_at IS NULL AND last_day >= $1 ORDER BY id")
            .bind(day.to_owned())
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(read).collect()
    }
}

fn read(row: &AnyRow) -> Result<Delegation> {
    let row = Row::new("delegation", row);
    Ok(Delegation {
        id: row.int("id")?,
        giver: row.text("giver")?,
        taker: row.text("taker")?,
        first_day: row.text("first_day")?,
        last_day: row.text("last_day")?,
        reason: row.text("reason")?,
        made_at: row.text("made_at")?,
        ended_at: row.maybe_text("ended_at")?,
    })
}
