use super::next_id;
use crate::audit::Deed;
use crate::row::{Row, cells, query};
use crate::{Change, Result, Store, StoreError};
use serde::Serialize;

/// A consultation between offices on an item of a plan (部门会商).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Consultation {
    /// Number.
    pub id: i64,
    /// The plan.
    pub plan: String,
    /// `indicator`, `target`, `project` or `task`.
    pub item_kind: String,
    /// Id of the item.
    pub item: String,
    /// What it is about.
    pub topic: String,
    /// Account that opened it.
    pub opened_by: String,
    /// When.
    pub opened_at: String,
    /// What was decided; `None` while it is open.
    pub decision: Option<String>,
    /// Who recorded the decision.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: Option<String>,
    /// What was said, in order.
    pub remarks: Vec<Remark>,
}

/// What somebody said in a consultation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Remark {
    /// Account.
    pub account: String,
    /// Office it spoke for.
    pub office: String,
    /// When.
    pub at: String,
    /// The words.
    pub text: String,
}

impl Store {
    /// Opens a consultation and gives its number.
    pub async fn open_consultation(
        &self,
        plan: &str,
        item: (&str, &str),
        topic: &str,
        change: &Change,
    ) -> Result<i64> {
        let mut write = self.write(change).await?;
        let id = next_id(write.connection(), "consultation").await?;
        write.touch("consultation", cells![id]).await?;
        sqlx::query(
            "INSERT INTO consultation (id, plan, item_kind, item, topic, opened_by, opened_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(id)
        .bind(plan.to_owned())
        .bind(item.0.to_owned())
        .bind(item.1.to_owned())
        .bind(topic.to_owned())
        .bind(change.who.clone())
        .bind(change.at())
        .execute(write.connection())
        .await?;
        write
            .finish(Deed::new("consultation.open", format!("{plan}/consultation/{id}")).after(&topic))
            .await?;
        Ok(id)
    }

    /// Adds what an office says.
    pub async fn add_remark(
        &self,
        consultation: i64,
        office: &str,
        text: &str,
        change: &Change,
    ) -> Result<()> {
        let plan = self.consultation_plan(consultation).await?;
        let mut write = self.write(change).await?;
        let id = next_id(write.connection(), "remark").await?;
        write.touch("remark", cells![id]).await?;
        sqlx::query(
            "INSERT INTO remark (id, consultation, account, office, at, text) VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(id)
        .bind(consultation)
        .bind(change.who.clone())
        .bind(office.to_owned())
        .bind(change.at())
        .bind(text.to_owned())
        .execute(write.connection())
        .await?;
        let subject = format!("{plan}/consultation/{consultation}");
        write.finish(Deed::new("consultation.remark", subject).after(&text)).await?;
        Ok(())
    }

    /// Records the decision; an earlier one stays in the audit log.
    pub async fn decide_consultation(
        &self,
        consultation: i64,
        decision: &str,
        change: &Change,
    ) -> Result<()> {
        let plan = self.consultation_plan(consultation).await?;
        let mut write = self.write(change).await?;
        write.touch("consultation", cells![consultation]).await?;
        sqlx::query("UPDATE consultation SET decision = $1, decided_by = $2, decided_at = $3 WHERE id = $4")
            .bind(decision.to_owned())
            .bind(change.who.clone())
            .bind(change.at())
            .bind(consultation)
            .execute(write.connection())
            .await?;
        let subject = format!("{plan}/consultation/{consultation}");
        write.finish(Deed::new("consultation.decide", subject).after(&decision)).await?;
        Ok(())
    }

    async fn consultation_plan(&self, id: i64) -> Result<String> {
        sqlx::query_scalar("SELECT plan FROM consultation WHERE id = $1")
            .bind(id)
            .fetch_optional(&self.pool)
            .await?
            .ok_or_else(|| StoreError::Missing { kind: "consultation", id: id.to_string() })
    }

    /// The consultations of a plan with what was said, newest first.
    pub async fn consultations(&self, plan: &str) -> Result<Vec<Consultation>> {
        let rows = query("SELECT * FROM consultation WHERE plan = $1 ORDER BY id DESC")
            .bind(plan.to_owned())
            .fetch_all(&self.pool)
            .await?;
        let said = query(
            "SELECT remark.* FROM remark JOIN consultation ON consultation.id = remark.consultation \
             WHERE consultation.plan = $1 ORDER BY remark.id",
        )
        .bind(plan.to_owned())
        .fetch_all(&self.pool)
        .await?;
        let mut remarks = said
            .iter()
            .map(|row| {
                let row = Row::new("remark", row);
                Ok((
                    row.int("consultation")?,
                    Remark {
                        account: row.text("account")?,
                        office: row.text("office")?,
                        at: row.text("at")?,
                        text: row.text("text")?,
                    },
                ))
            })
            .collect::<Result<Vec<_>>>()?;
        rows.iter()
            .map(|row| {
                let row = Row::new("consultation", row);
                let id = row.int("id")?;
                let (own, rest) = remarks.drain(..).partition(|(of, _)| *of == id);
                remarks = rest;
                let own: Vec<(i64, Remark)> = own;
                Ok(Consultation {
                    id,
                    plan: row.text("plan")?,
                    item_kind: row.text("item_kind")?,
                    item: row.text("item")?,
                    topic: row.text("topic")?,
                    opened_by: row.text("opened_by")?,
                    opened_at: row.text("opened_at")?,
                    decision: row.maybe_text("decision")?,
                    decided_by: row.maybe_text("decided_by")?,
                    decided_at: row.maybe_text("decided_at")?,
                    remarks: own.into_iter().map(|(_, remark)| remark).collect(),
                })
            })
            .collect()
    }
}
