use crate::audit::Deed;
use crate::row::{Row, cells, query};
use crate::{Change, Result, Store, StoreError};
use serde::Serialize;
use sqlx::any::AnyRow;
use std::collections::BTreeMap;

/// Who is in charge of an item of a plan besides the offices, and what is to be reached quarter by quarter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Charge {
    /// The plan.
    pub plan: String,
    /// `indicator`, `target`, `project` or `task`.
    pub item_kind: String,
    /// Name of the indicator, id of the other items.
    pub item: String,
    /// The leader in charge (主管领导).
    pub leader: String,
    /// The person responsible (责任人).
    pub person: String,
    /// What is to be reached (进度要求), by quarter: `2027Q1`.
    pub quarters: BTreeMap<String, String>,
    /// Who said so last.
    pub changed_by: String,
    /// When, in UTC.
    pub changed_at: String,
}

impl Charge {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.leader.is_empty() && self.person.is_empty() && self.quarters.is_empty()
    }
}

impl Store {
    /// Says who is in charge of an item and what is to be reached; what was said before is replaced.
    pub async fn put_charge(&self, new: &Charge, change: &Change) -> Result<()> {
        let mut write = self.write(change).await?;
        write.touch("charge", cells![&new.plan, &new.item_kind, &new.item]).await?;
        let quarters = serde_json::to_string(&new.quarters)
            .map_err(|error| StoreError::Damaged { table: "charge", what: error.to_string() })?;
        sqlx::query(
            "INSERT INTO charge (plan, item_kind, item, leader, person, quarters, changed_by, changed_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
             ON CONFLICT (plan, item_kind, item) DO UPDATE SET leader = excluded.leader, person = excluded.person, \
             quarters = excluded.quarters, changed_by = excluded.changed_by, changed_at = excluded.changed_at",
        )
        .bind(new.plan.clone())
        .bind(new.item_kind.clone())
        .bind(new.item.clone())
        .bind(new.leader.clone())
        .bind(new.person.clone())
        .bind(quarters)
        .bind(change.who.clone())
        .bind(change.at())
        .execute(write.connection())
        .await?;
        let subject = format!("{}/charge/{}/{}", new.plan, new.item_kind, new.item);
        write.finish(Deed::new("charge.put", subject).after(new)).await?;
        Ok(())
    }

    /// Who is in charge of what in a plan, by item.
    pub async fn charges(&self, plan: &str) -> Result<Vec<Charge>> {
        let rows = query("SELECT * FROM charge WHERE plan = $1 ORDER BY item_kind, item")
            .bind(plan.to_owned())
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(read).collect()
    }
}

fn read(row: &AnyRow) -> Result<Charge> {
    let row = Row::new("charge", row);
    Ok(Charge {
        plan: row.text("plan")?,
        item_kind: row.text("item_kind")?,
        item: row.text("item")?,
        leader: row.text("leader")?,
        person: row.text("person")?,
        quarters: row.json("quarters")?,
        changed_by: row.text("changed_by")?,
        changed_at: row.text("changed_at")?,
    })
}
