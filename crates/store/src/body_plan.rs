//! How bodies carry a plan out (实施方案): their documents, and the tasks of the plan that each carries out.

use crate::audit::Deed;
use crate::load::plan_is_there;
use crate::people::{attachment, next_id};
use crate::row::{Row, bind, cells, insert, query};
use crate::{Change, NewAttachment, Result, Store, StoreError};
use serde::Serialize;
use sqlx::any::AnyRow;
use std::collections::BTreeMap;

/// A document with which a body carries a plan out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct BodyPlan {
    /// Number; 0 for one that is not kept yet.
    pub id: i64,
    /// Id of the plan.
    pub plan: String,
    /// The body, by name.
    pub office: String,
    /// Title of the document.
    pub title: String,
    /// The document as a file.
    pub attachment: i64,
    /// Why it holds no more; empty for one that does.
    pub withdrawn: String,
    /// Who added it.
    pub made_by: String,
    /// When, in UTC.
    pub made_at: String,
    /// The tasks that it carries out.
    pub tasks: Vec<BodyPlanTask>,
}

/// A task of the plan that a document carries out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct BodyPlanTask {
    /// Id of the task in the plan.
    pub task: String,
    /// The words that say so.
    pub quote: String,
    /// Where they stand in the document.
    pub place: String,
    /// How sure the proposal was, in percent.
    pub confidence: u8,
    /// Who confirmed it.
    pub made_by: String,
    /// When, in UTC.
    pub made_at: String,
}

impl Store {
    /// Keeps a document of a body with the tasks that it carries out, as a person confirmed them; gives its number.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such plan.
    pub async fn add_body_plan(
        &self,
        plan: &str,
        one: &BodyPlan,
        file: NewAttachment<'_>,
        change: &Change,
    ) -> Result<i64> {
        let mut write = self.write(change).await?;
        plan_is_there(write.connection(), plan).await?;
        let file = attachment::insert(&mut write, file).await?;
        write.record(attachment::added(&file)).await?;
        let id = next_id(write.connection(), "body_plan").await?;
        write.touch("body_plan", cells![id]).await?;
        let row = cells![id, plan, &one.office, &one.title, file.id, "", &change.who, change.at()];
        let columns = "id, plan, office, title, attachment, withdrawn, made_by, made_at";
        insert(write.connection(), "body_plan", columns, vec![row]).await?;
        let mut rows = Vec::with_capacity(one.tasks.len());
        for task in &one.tasks {
            write.touch("body_plan_task", cells![id, &task.task]).await?;
            let confidence = i64::from(task.confidence);
            rows.push(cells![id, &task.task, &task.quote, &task.place, confidence, &change.who, change.at()]);
        }
        let columns = "body_plan, task, quote, place, confidence, made_by, made_at";
        insert(write.connection(), "body_plan_task", columns, rows).await?;
        write.finish(Deed::new("body-plan.add", format!("{plan}/body-plan/{id}")).after(&one)).await?;
        Ok(id)
    }

    /// Says that a document of a body holds no more, and why.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when the plan has no such document.
    pub async fn withdraw_body_plan(
        &self,
        (plan, id): (&str, i64),
        reason: &str,
        change: &Change,
    ) -> Result<()> {
        let mut write = self.write(change).await?;
        write.touch("body_plan", cells![id]).await?;
        let done = sqlx::query("UPDATE body_plan SET withdrawn = $1 WHERE id = $2 AND plan = $3")
            .bind(reason.to_owned())
            .bind(id)
            .bind(plan.to_owned())
            .execute(write.connection())
            .await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::Missing { kind: "body plan", id: id.to_string() });
        }
        write
            .finish(Deed::new("body-plan.withdraw", format!("{plan}/body-plan/{id}")).after(&reason))
            .await?;
        Ok(())
    }

    /// The documents with which bodies carry a plan out, with the tasks of each, in the order in which they were added.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn body_plans(&self, plan: &str) -> Result<Vec<BodyPlan>> {
        let sql = "SELECT t.* FROM body_plan_task t JOIN body_plan b ON b.id = t.body_plan WHERE b.plan = $1 \
                   ORDER BY t.body_plan, t.task";
        let rows = bind(query(sql), cells![plan]).fetch_all(&self.pool).await?;
        let mut tasks: BTreeMap<i64, Vec<BodyPlanTask>> = BTreeMap::new();
        for row in &rows {
            let (id, task) = task(row)?;
            tasks.entry(id).or_default().push(task);
        }
        let sql = "SELECT * FROM body_plan WHERE plan = $1 ORDER BY id";
        let rows = bind(query(sql), cells![plan]).fetch_all(&self.pool).await?;
        rows.iter()
            .map(|row| {
                let one = body_plan(row)?;
                let tasks = tasks.remove(&one.id).unwrap_or_default();
                Ok(BodyPlan { tasks, ..one })
            })
            .collect()
    }
}

fn task(row: &AnyRow) -> Result<(i64, BodyPlanTask)> {
    let row = Row::new("body_plan_task", row);
    let task = BodyPlanTask {
        task: row.text("task")?,
        quote: row.text("quote")?,
        place: row.text("place")?,
        confidence: u8::try_from(row.int("confidence")?).unwrap_or(100),
        made_by: row.text("made_by")?,
        made_at: row.text("made_at")?,
    };
    Ok((row.int("body_plan")?, task))
}

fn body_plan(row: &AnyRow) -> Result<BodyPlan> {
    let row = Row::new("body_plan", row);
    Ok(BodyPlan {
        id: row.int("id")?,
        plan: row.text("plan")?,
        office: row.text("office")?,
        title: row.text("title")?,
        attachment: row.int("attachment")?,
        withdrawn: row.text("withdrawn")?,
        made_by: row.text("made_by")?,
        made_at: row.text("made_at")?,
        tasks: Vec::new(),
    })
}
