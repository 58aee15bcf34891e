//! What people do about findings: who works on one, why one is left as it is, which are done.

use crate::audit::Deed;
use crate::load::plan_is_there;
use crate::row::{Row, cells};
use crate::{Change, Result, Store, Write};
use serde::Serialize;

/// Where the work on a finding stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FindingState {
    /// To be done.
    #[default]
    Open,
    /// Left as it is, for a reason.
    Ignored,
    /// Mended, or told to whoever mends it.
    Done,
}

impl FindingState {
    /// All states.
    pub const ALL: [Self; 3] = [Self::Open, Self::Ignored, Self::Done];

    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Ignored => "ignored",
            Self::Done => "done",
        }
    }

    /// Reads a stable name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == text)
    }
}

/// The work on a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FindingWork {
    /// Names the finding by rule, place and words, whatever the reading.
    pub finding: String,
    /// The rule's code.
    pub code: String,
    /// What was found, in Chinese.
    pub words: String,
    /// Where it stands.
    pub state: FindingState,
    /// The account that works on it; empty for nobody.
    pub assignee: String,
    /// Why it is left as it is, or what was done.
    pub reason: String,
    /// Who said so last.
    pub who: String,
    /// When, in UTC.
    pub at: String,
}

impl Store {
    /// Keeps what is done about findings of a plan, all or none; who and when are taken from the change.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such plan.
    pub async fn put_finding_work(&self, plan: &str, all: &[FindingWork], change: &Change) -> Result<()> {
        let mut write = self.write(change).await?;
        plan_is_there(write.connection(), plan).await?;
        for one in all {
            put(&mut write, plan, one).await?;
        }
        write.commit("finding.done", &format!("{plan}/finding"), &all.len().to_string()).await?;
        Ok(())
    }

    /// What is done about the findings of a plan, by their names.
    pub async fn finding_work(&self, plan: &str) -> Result<Vec<FindingWork>> {
        let rows = sqlx::query("SELECT * FROM finding_work WHERE plan = $1 ORDER BY finding")
            .bind(plan.to_owned())
            .fetch_all(&self.pool)
            .await?;
        rows.iter()
            .map(|row| {
                let row = Row::new("finding_work", row);
                Ok(FindingWork {
                    finding: row.text("finding")?,
                    code: row.text("code")?,
                    words: row.text("words")?,
                    state: row.word("state", FindingState::parse)?,
                    assignee: row.text("assignee")?,
                    reason: row.text("reason")?,
                    who: row.text("changed_by")?,
                    at: row.text("changed_at")?,
                })
            })
            .collect()
    }
}

/// Keeps what is done about a finding inside a write.
pub(crate) async fn put(write: &mut Write<'_>, plan: &str, one: &FindingWork) -> Result<()> {
    let change = write.change().clone();
    write.touch("finding_work", cells![plan, &one.finding]).await?;
    sqlx::query(
        "INSERT INTO finding_work \
         (plan, finding, code, words, state, assignee, reason, changed_by, changed_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (plan, finding) DO UPDATE SET \
         code = excluded.code, words = excluded.words, state = excluded.state, \
         assignee = excluded.assignee, reason = excluded.reason, \
         changed_by = excluded.changed_by, changed_at = excluded.changed_at",
    )
    .bind(plan.to_owned())
    .bind(one.finding.clone())
    .bind(one.code.clone())
    .bind(one.words.clone())
    .bind(one.state.name())
    .bind(one.assignee.clone())
    .bind(one.reason.clone())
    .bind(change.who.clone())
    .bind(change.at())
    .execute(write.connection())
    .await?;
    let deed = Deed::new("finding.work", format!("{plan}/finding/{}", one.finding)).after(one);
    write.record(deed).await?;
    Ok(())
}
