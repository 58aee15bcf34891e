use super::{Job, read};
use crate::row::{Cell, bind, cells, holes, query};
use crate::{Result, Store, stamp};
use jiff::{SignedDuration, Timestamp};

/// No lease is longer. One that ends later was given by a clock that was ahead, and holds no more.
const LONGEST_LEASE: SignedDuration = SignedDuration::from_hours(1);
/// No wait between two tries is longer; one that is was reckoned by a clock that was ahead.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(24);

/// What can be begun at `$1`, when no lease ends after `$2` and no next try comes after `$3`.
const DUE: &str = "((state = 'waiting' AND (run_at <= $1 OR (attempts > 0 AND run_at > $3))) \
     OR (state = 'running' AND (leased_until <= $1 OR leased_until > $2)))";

impl Store {
    /// Hands up to `most` jobs of these kinds to `worker`, those that wait longest first, until `lease` is over.
    ///
    /// Each job goes to one worker only: on PostgreSQL rows that another is taking are left to it, on SQLite one writes at
    /// a time. A lease of more than an hour is cut to an hour; work that takes longer asks for more time by
    /// [`Store::renew_lease`].
    pub async fn claim_jobs(
        &self,
        kinds: &[&str],
        worker: &str,
        now: Timestamp,
        lease: SignedDuration,
        most: i64,
    ) -> Result<Vec<Job>> {
        if kinds.is_empty() || !self.is_job_due(kinds, now).await? {
            return Ok(Vec::new());
        }
        let lock = match (self.is_postgres(), self.skips_locked) {
            (false, _) => "",
            (true, true) => "FOR UPDATE SKIP LOCKED",
            // Servers then wait for each other here, and each job still goes to one of them.
            (true, false) => "FOR UPDATE",
        };
        // The rows are picked once and for all before any is changed: a subquery could be asked again for each row.
        let sql = format!(
            "WITH picked AS (SELECT id FROM job WHERE {DUE} AND kind IN ({}) ORDER BY run_at, id LIMIT $6 {lock}) \
             UPDATE job SET state = 'running', attempts = attempts + 1, leased_by = $4, leased_until = $5 \
             WHERE id IN (SELECT id FROM picked) RETURNING *",
            holes(7, kinds.len())
        );
        let mut bound = moments(now);
        bound.extend(cells![worker, stamp(until(now, lease)), most]);
        bound.extend(kinds.iter().map(|kind| Cell::from(*kind)));
        let rows = bind(query(&sql), bound).fetch_all(&self.pool).await?;
        let mut jobs = rows.iter().map(read).collect::<Result<Vec<Job>>>()?;
        jobs.sort_by(|a, b| (&a.run_at, a.id).cmp(&(&b.run_at, b.id)));
        Ok(jobs)
    }

    /// Whether there is anything to take. Reading holds up nobody, while taking locks the one writer of SQLite.
    async fn is_job_due(&self, kinds: &[&str], now: Timestamp) -> Result<bool> {
        let sql = format!("SELECT id FROM job WHERE {DUE} AND kind IN ({}) LIMIT 1", holes(4, kinds.len()));
        let mut bound = moments(now);
        bound.extend(kinds.iter().map(|kind| Cell::from(*kind)));
        Ok(bind(query(&sql), bound).fetch_optional(&self.pool).await?.is_some())
    }

    /// Lengthens the lease of a job until `lease` from now; `false` when the job is no longer this worker's.
    pub async fn renew_lease(&self, job: &Job, now: Timestamp, lease: SignedDuration) -> Result<bool> {
        self.note_progress(job, job.progress, now, lease).await
    }

    /// Notes how far a job has come, in hundredths, and lengthens its lease until `lease` from now; `false` when the job is no
    /// longer this worker's.
    pub async fn note_progress(
        &self,
        job: &Job,
        hundredths: i64,
        now: Timestamp,
        lease: SignedDuration,
    ) -> Result<bool> {
        let done = sqlx::query(
            "UPDATE job SET progress = $1, leased_until = $2 \
             WHERE id = $3 AND state = 'running' AND leased_by = $4 AND attempts = $5",
        )
        .bind(hundredths)
        .bind(stamp(until(now, lease)))
        .bind(job.id)
        .bind(job.leased_by.clone())
        .bind(job.attempts)
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected() > 0)
    }

    /// Notes that a job is done; `false` when it is no longer this worker's.
    pub async fn finish_job(&self, job: &Job, now: Timestamp) -> Result<bool> {
        self.end_try(job, "done", "", stamp(now), Some(stamp(now))).await
    }

    /// Notes that a job failed: it is tried again at `next`, or given up when that is `None`. `false` when it is no longer
    /// this worker's.
    pub async fn fail_job(
        &self,
        job: &Job,
        fault: &str,
        next: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<bool> {
        match next {
            Some(next) => self.end_try(job, "waiting", fault, stamp(next), None).await,
            None => self.end_try(job, "failed", fault, stamp(now), Some(stamp(now))).await,
        }
    }

    async fn end_try(
        &self,
        job: &Job,
        state: &str,
        fault: &str,
        run_at: String,
        finished_at: Option<String>,
    ) -> Result<bool> {
        let done = sqlx::query(
            "UPDATE job SET state = $1, fault = $2, run_at = $3, finished_at = $4, leased_until = NULL \
             WHERE id = $5 AND state = 'running' AND leased_by = $6 AND attempts = $7",
        )
        .bind(state.to_owned())
        .bind(fault.to_owned())
        .bind(run_at)
        .bind(finished_at)
        .bind(job.id)
        .bind(job.leased_by.clone())
        .bind(job.attempts)
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected() > 0)
    }

    /// Lets the waiting jobs of a kind wait until a moment, those about one subject or all: a receiver that does not answer
    /// one is not asked for the others meanwhile. Gives how many.
    pub async fn hold_jobs(&self, kind: &str, subject: Option<&str>, until: Timestamp) -> Result<u64> {
        let done = sqlx::query(
            "UPDATE job SET run_at = $1 WHERE kind = $2 AND ($3 = 0 OR subject = $4) AND state = 'waiting' \
             AND run_at < $1",
        )
        .bind(stamp(until))
        .bind(kind.to_owned())
        .bind(i64::from(subject.is_some()))
        .bind(subject.unwrap_or_default().to_owned())
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected())
    }

    /// Gives back what a worker has taken and will not do, since it stops; the try does not count. Gives how many.
    pub async fn release_jobs(&self, worker: &str) -> Result<u64> {
        let done = sqlx::query(
            "UPDATE job SET state = 'waiting', attempts = attempts - 1, leased_until = NULL \
             WHERE leased_by = $1 AND state = 'running'",
        )
        .bind(worker.to_owned())
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected())
    }
}

/// What the holes of [`DUE`] are filled with.
fn moments(now: Timestamp) -> Vec<Cell> {
    cells![
        stamp(now),
        stamp(until(now, LONGEST_LEASE)),
        stamp(now.saturating_add(LONGEST_WAIT).unwrap_or(now))
    ]
}

fn until(now: Timestamp, lease: SignedDuration) -> Timestamp {
    now.saturating_add(lease.min(LONGEST_LEASE)).unwrap_or(Timestamp::MAX)
}
