//! The table in which the work on findings was kept before it was a matter like others: what an older program left there
//! becomes matters when the database is opened, each with who said it and when.

use crate::audit::Deed;
use crate::matter::{Matter, add};
use crate::people::next_id;
use crate::row::{Row, cells, insert, query};
use crate::{Change, Result, Store};
use std::collections::BTreeMap;

impl Store {
    /// Makes matters of what stands in the old table.
    pub(crate) async fn adopt_finding_work(&self) -> Result<()> {
        let waiting: i64 =
            sqlx::query_scalar("SELECT COUNT(*) FROM finding_work").fetch_one(&self.pool).await?;
        if waiting == 0 {
            return Ok(());
        }
        let mut write = self.write(&Change::now("system", "")).await?;
        // Another process may have done it meanwhile.
        let rows =
            query("SELECT * FROM finding_work ORDER BY plan, finding").fetch_all(write.connection()).await?;
        for row in &rows {
            let row = Row::new("finding_work", row);
            let (plan, finding, assignee) = (row.text("plan")?, row.text("finding")?, row.text("assignee")?);
            let (by, at) = (row.text("changed_by")?, row.text("changed_at")?);
            let fields = [("code", row.text("code")?), ("reason", row.text("reason")?)];
            let fields = fields.into_iter().filter(|(_, value)| !value.is_empty());
            let state = row.text("state")?;
            let one = Matter {
                plan: plan.clone(),
                kind: "finding".to_owned(),
                subject: finding.clone(),
                title: row.text("words")?,
                is_open: state == "open",
                owner: if assignee.is_empty() { assignee } else { format!("account/{assignee}") },
                fields: fields.map(|(name, value)| (name.to_owned(), value)).collect::<BTreeMap<_, _>>(),
                state: state.clone(),
                opened_by: by.clone(),
                opened_at: at.clone(),
                changed_by: by.clone(),
                changed_at: at.clone(),
                ..Matter::default()
            };
            let id = add(&mut write, &one).await?;
            let entry = next_id(write.connection(), "matter_entry").await?;
            write.touch("matter_entry", cells![entry]).await?;
            let columns = "id, matter, step, state, text, changes, office, is_public, made_by, made_at";
            let row = cells![entry, id, "open", state, "", "{}", "", false, by, at];
            insert(write.connection(), "matter_entry", columns, vec![row]).await?;
            write.touch("finding_work", cells![&plan, &finding]).await?;
            sqlx::query("DELETE FROM finding_work WHERE plan = $1 AND finding = $2")
                .bind(plan.clone())
                .bind(finding.clone())
                .execute(write.connection())
                .await?;
            write.record(Deed::new("matter.open", format!("{plan}/matter/{id}")).after(&one)).await?;
        }
        write.commit("matter.adopt", "", &rows.len().to_string()).await?;
        Ok(())
    }
}
