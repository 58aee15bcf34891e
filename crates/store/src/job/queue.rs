use super::{Job, JobState, read};
use crate::people::next_id;
use crate::row::query;
use crate::seal::digest_of;
use crate::{Result, Store, stamp};
use jiff::Timestamp;
use sqlx::AnyConnection;

/// A job to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewJob {
    /// Which handler does it.
    pub kind: String,
    /// What is to be done once: a second job of this kind and key is not taken.
    pub key: String,
    /// Whom or what it is about.
    pub subject: String,
    /// What its handler has to know, as it reads it.
    pub payload: String,
    /// The moment before which it is not begun.
    pub run_at: Timestamp,
}

impl Store {
    /// Asks for jobs; gives how many were new. What was asked for before under its key stays as it is.
    pub async fn enqueue_jobs(&self, jobs: &[NewJob], now: Timestamp) -> Result<usize> {
        if jobs.is_empty() {
            return Ok(0);
        }
        let begin = if self.is_postgres() { "BEGIN" } else { "BEGIN IMMEDIATE" };
        let mut transaction = self.pool.begin_with(begin).await?;
        // The same lock as a write takes, so that numbers stay unique.
        sqlx::query("UPDATE generation SET value = value WHERE id = 1").execute(&mut *transaction).await?;
        let new = enqueue(&mut transaction, jobs, now).await?;
        transaction.commit().await?;
        Ok(new)
    }

    /// Which of these keys of a kind are not taken by a job yet, in their order.
    pub async fn new_job_keys(&self, kind: &str, keys: &[String]) -> Result<Vec<String>> {
        let mut new = Vec::new();
        for key in keys {
            let taken: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM job WHERE kind = $1 AND job_key = $2")
                .bind(kind.to_owned())
                .bind(key.clone())
                .fetch_one(&self.pool)
                .await?;
            if taken == 0 {
                new.push(key.clone());
            }
        }
        Ok(new)
    }

    /// The key of the last job of a kind about a subject that is done, by the order of their keys; none when there is
    /// none before `before`.
    pub async fn last_job_done(&self, kind: &str, subject: &str, before: &str) -> Result<Option<Job>> {
        let row = query(
            "SELECT * FROM job WHERE kind = $1 AND subject = $2 AND state = 'done' AND job_key < $3 \
             ORDER BY job_key DESC LIMIT 1",
        )
        .bind(kind.to_owned())
        .bind(subject.to_owned())
        .bind(before.to_owned())
        .fetch_optional(&self.pool)
        .await?;
        row.as_ref().map(read).transpose()
    }

    /// How many jobs of a kind about a subject were given up since the last of them that was done.
    pub async fn given_up_in_a_row(&self, kind: &str, subject: &str) -> Result<i64> {
        let sql = "SELECT COUNT(*) FROM job WHERE kind = $1 AND subject = $2 AND state = 'failed' AND id > \
                   (SELECT COALESCE(MAX(d.id), 0) FROM job d WHERE d.kind = $3 AND d.subject = $4 AND d.state = 'done')";
        let (kind, subject) = (kind.to_owned(), subject.to_owned());
        let count = sqlx::query_scalar(sql).bind(kind.clone()).bind(subject.clone()).bind(kind).bind(subject);
        Ok(count.fetch_one(&self.pool).await?)
    }

    /// Sets jobs of a kind aside that were asked for after `now`, by a clock that was wrong: what they stand for can be
    /// asked for again when its time comes. Gives how many.
    ///
    /// The jobs stay in the list, dropped, under a key that says so.
    pub async fn set_aside_future_jobs(&self, kind: &str, now: Timestamp) -> Result<u64> {
        let done = sqlx::query(
            "UPDATE job SET state = 'dropped', job_key = job_key || '#' || CAST(id AS TEXT), \
             fault = 'asked for by a clock that was ahead' \
             WHERE kind = $1 AND created_at > $2 AND state <> 'dropped'",
        )
        .bind(kind.to_owned())
        .bind(stamp(now))
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected())
    }

    /// Forgets jobs that came to an end before a moment; gives how many.
    pub async fn purge_jobs(&self, before: Timestamp) -> Result<u64> {
        let done = sqlx::query("DELETE FROM job WHERE finished_at IS NOT NULL AND finished_at < $1")
            .bind(stamp(before))
            .execute(&self.pool)
            .await?;
        Ok(done.rows_affected())
    }
}

/// Asks for jobs inside a transaction that holds the write lock; gives how many were new.
#[expect(clippy::cast_possible_truncation, reason = "a number of rows of one write")]
pub(crate) async fn enqueue(
    connection: &mut AnyConnection,
    jobs: &[NewJob],
    now: Timestamp,
) -> Result<usize> {
    let head: String = sqlx::query_scalar("SELECT head_hash FROM generation WHERE id = 1")
        .fetch_one(&mut *connection)
        .await?;
    let mut new = 0;
    for job in jobs {
        let id = next_id(connection, "job").await?;
        // Unlike any other: the head of the log parts installations and copies of one, the number parts jobs.
        let said = format!("{head}\n{}\n{}\n{id}\n{}", job.kind, job.key, stamp(now));
        let mut mark = digest_of(&said).to_string();
        mark.truncate(32);
        let done = sqlx::query(
            "INSERT INTO job (id, kind, job_key, subject, payload, mark, state, attempts, run_at, leased_by, \
             fault, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, '', '', $9) \
             ON CONFLICT (kind, job_key) DO NOTHING",
        )
        .bind(id)
        .bind(job.kind.clone())
        .bind(job.key.clone())
        .bind(job.subject.clone())
        .bind(job.payload.clone())
        .bind(mark)
        .bind(JobState::Waiting.name())
        .bind(stamp(job.run_at))
        .bind(stamp(now))
        .execute(&mut *connection)
        .await?;
        new += done.rows_affected() as usize;
    }
    Ok(new)
}
