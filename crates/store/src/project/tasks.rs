//! The tasks of a plan that a project carries out, where a person says so.

use super::project_is_there;
use crate::audit::Deed;
use crate::row::{Row, bind, cells, insert, query};
use crate::{Change, Result, Store};

impl Store {
    /// Ties a project to a task of its plan, or unties it. What is so already stays as it is.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when the plan has no such project.
    pub async fn tie_project_task(
        &self,
        (plan, id): (&str, i64),
        (task, is_tied): (&str, bool),
        change: &Change,
    ) -> Result<()> {
        let mut write = self.write(change).await?;
        project_is_there(write.connection(), plan, id).await?;
        write.touch("project_task", cells![id, task]).await?;
        let sql = "DELETE FROM project_task WHERE project_item = $1 AND task = $2";
        bind(query(sql), cells![id, task]).execute(write.connection()).await?;
        if is_tied {
            let row = cells![id, task, &change.who, change.at()];
            let columns = "project_item, task, made_by, made_at";
            insert(write.connection(), "project_task", columns, vec![row]).await?;
        }
        let action = if is_tied { "project.tie" } else { "project.untie" };
        write.finish(Deed::new(action, format!("{plan}/project/{id}")).after(&task)).await?;
        Ok(())
    }

    /// The tasks that persons tied to a project, by id.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn project_tasks(&self, plan: &str, id: i64) -> Result<Vec<String>> {
        let sql = "SELECT t.task FROM project_task t JOIN project_item p ON p.id = t.project_item \
                   WHERE p.plan = $1 AND p.id = $2 ORDER BY t.task";
        let rows = bind(query(sql), cells![plan, id]).fetch_all(&self.pool).await?;
        rows.iter().map(|row| Row::new("project_task", row).text("task")).collect()
    }
}
