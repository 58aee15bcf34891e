use super::{Job, JobState, read};
use crate::audit::Deed;
use crate::row::{Cell, Row, bind, query};
use crate::{Change, Result, Store, StoreError};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Which jobs to list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JobFilter {
    /// Only of this kind.
    pub kind: Option<String>,
    /// Only in this state.
    pub state: Option<JobState>,
    /// How many to leave out at the front.
    pub offset: i64,
    /// How many to give; none for all.
    pub limit: Option<i64>,
}

impl Store {
    /// The jobs that a filter lets through, the newest first, and how many there are without `offset` and `limit`.
    pub async fn jobs(&self, filter: &JobFilter) -> Result<(Vec<Job>, i64)> {
        let mut condition = "1 = 1".to_owned();
        let mut bound: Vec<Cell> = Vec::new();
        let wanted = [("kind", filter.kind.as_deref()), ("state", filter.state.map(JobState::name))];
        for (column, value) in wanted {
            if let Some(value) = value {
                bound.push(value.into());
                let _ = write!(condition, " AND {column} = ${}", bound.len());
            }
        }
        let sql = format!("SELECT COUNT(*) AS n FROM job WHERE {condition}");
        let total = bind(query(&sql), bound.clone()).fetch_one(&self.pool).await?;
        let mut sql = format!("SELECT * FROM job WHERE {condition} ORDER BY id DESC");
        if let Some(limit) = filter.limit {
            let _ = write!(sql, " LIMIT {limit} OFFSET {}", filter.offset);
        }
        let rows = bind(query(&sql), bound).fetch_all(&self.pool).await?;
        Ok((rows.iter().map(read).collect::<Result<_>>()?, Row::new("job", &total).int("n")?))
    }

    /// The jobs of a kind about a subject that are not done: they wait, run, or were given up.
    pub async fn open_jobs(&self, kind: &str, subject: &str) -> Result<Vec<Job>> {
        let rows = query(
            "SELECT * FROM job WHERE kind = $1 AND subject = $2 AND state IN ('waiting', 'running', 'failed') ORDER BY id",
        )
        .bind(kind.to_owned())
        .bind(subject.to_owned())
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(read).collect()
    }

    /// How many jobs of each kind stand in each state.
    pub async fn job_counts(&self) -> Result<BTreeMap<(String, JobState), i64>> {
        let rows = sqlx::query("SELECT kind, state, COUNT(*) AS n FROM job GROUP BY kind, state")
            .fetch_all(&self.pool)
            .await?;
        rows.iter()
            .map(|row| {
                let row = Row::new("job", row);
                Ok(((row.text("kind")?, row.word("state", JobState::parse)?), row.int("n")?))
            })
            .collect()
    }

    /// Lets a job that was given up, or that waits for its next try, be tried at once, with all its tries before it.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such job, or it is done, running or dropped.
    pub async fn retry_job(&self, id: i64, change: &Change) -> Result<()> {
        self.decide_job(id, "job.retry", ["waiting", "failed"], "waiting", None, change).await
    }

    /// Drops a job that was not done: it is not tried again.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such job, or it is done, running or dropped.
    pub async fn drop_job(&self, id: i64, change: &Change) -> Result<()> {
        self.decide_job(id, "job.drop", ["waiting", "failed"], "dropped", Some(change.at()), change).await
    }

    async fn decide_job(
        &self,
        id: i64,
        action: &str,
        from: [&str; 2],
        state: &str,
        finished_at: Option<String>,
        change: &Change,
    ) -> Result<()> {
        let mut write = self.write(change).await?;
        let row = sqlx::query(
            "UPDATE job SET state = $1, run_at = $2, finished_at = $3, attempts = 0 \
             WHERE id = $4 AND state IN ($5, $6) RETURNING kind, job_key",
        )
        .bind(state.to_owned())
        .bind(change.at())
        .bind(finished_at)
        .bind(id)
        .bind(from[0].to_owned())
        .bind(from[1].to_owned())
        .fetch_optional(write.connection())
        .await?
        .ok_or_else(|| StoreError::Missing { kind: "job", id: id.to_string() })?;
        let row = Row::new("job", &row);
        let subject = format!("job/{id}");
        let deed = Deed::new(action, subject).after(&[row.text("kind")?, row.text("job_key")?]);
        write.finish(deed).await?;
        Ok(())
    }
}
