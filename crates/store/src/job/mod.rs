//! Work that must be done once, by whichever server comes first: jobs that are leased, retried and kept for a while.
//!
//! A job is named by its kind and key, so that asking for the same thing twice does it once. [`Store::claim_jobs`] hands
//! a job to one worker for the length of a lease; when the worker vanishes, the lease runs out and another takes the job
//! over. A job can therefore be begun more than once, and what goes out carries the job's mark, which stays the same.
//!
//! Jobs are no change of a plan and leave no audit entry; what an administrator does with them does.

mod claim;
mod list;
mod queue;

pub use list::JobFilter;
pub use queue::NewJob;
pub(crate) use queue::enqueue;

use crate::Result;
use crate::row::Row;

/// Where a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum JobState {
    /// It waits for its time or for a worker.
    Waiting,
    /// A worker has it, until its lease ends.
    Running,
    /// It is done.
    Done,
    /// It was given up after too many tries.
    Failed,
    /// An administrator dropped it, or it was for a day that a wrong clock had made up.
    Dropped,
}

impl JobState {
    /// All states, in the order of a job's life.
    pub const ALL: [Self; 5] = [Self::Waiting, Self::Running, Self::Done, Self::Failed, Self::Dropped];

    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Dropped => "dropped",
        }
    }

    /// Reads a stable name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == text)
    }
}

/// A job as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Number.
    pub id: i64,
    /// Which handler does it.
    pub kind: String,
    /// What is to be done once.
    pub key: String,
    /// Whom or what it is about: a receiver, a plan.
    pub subject: String,
    /// What its handler has to know, as it reads it.
    pub payload: String,
    /// The same at every try and unlike that of any other job, here or in another installation.
    pub mark: String,
    /// Where it stands.
    pub state: JobState,
    /// How often it was begun, the current try included.
    pub attempts: i64,
    /// The moment before which it is not begun, in UTC.
    pub run_at: String,
    /// The worker that has it, or had it last.
    pub leased_by: String,
    /// The moment at which the worker loses it.
    pub leased_until: Option<String>,
    /// What went wrong last; empty when nothing did.
    pub fault: String,
    /// When it was asked for.
    pub created_at: String,
    /// When it came to an end.
    pub finished_at: Option<String>,
    /// How far it has come, in hundredths, where it takes long.
    pub progress: i64,
}

fn read(row: &sqlx::any::AnyRow) -> Result<Job> {
    let row = Row::new("job", row);
    Ok(Job {
        id: row.int("id")?,
        kind: row.text("kind")?,
        key: row.text("job_key")?,
        subject: row.text("subject")?,
        payload: row.text("payload")?,
        mark: row.text("mark")?,
        state: row.word("state", JobState::parse)?,
        attempts: row.int("attempts")?,
        run_at: row.text("run_at")?,
        leased_by: row.text("leased_by")?,
        leased_until: row.maybe_text("leased_until")?,
        fault: row.text("fault")?,
        created_at: row.text("created_at")?,
        finished_at: row.maybe_text("finished_at")?,
        progress: row.int("progress")?,
    })
}
