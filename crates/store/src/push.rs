//! Batches that programs of information systems hand in: each once, whatever is sent again; and what was refused.

use crate::audit::Deed;
use crate::load::plan_is_there;
use crate::people::{self, next_id};
use crate::project::{self, ProjectFacts};
use crate::row::{Row, bind, cells, insert, query};
use crate::{Change, Figure, Result, Store, Write};
use serde::Serialize;
use source::Words;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

/// A batch that was taken.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Push {
    /// Number.
    pub id: i64,
    /// The plan.
    pub plan: String,
    /// Whose token it was.
    pub account: String,
    /// The program's own key.
    pub key: String,
    /// SHA-256 of what was sent.
    pub digest: String,
    /// Title of the system; empty for none.
    pub system: String,
    /// `observations` or `projects`.
    pub kind: String,
    /// How many were sent.
    pub items: i64,
    /// How many of them said something new.
    pub kept: i64,
    /// When, in UTC.
    pub made_at: String,
}

/// What an account pushed under the name of a system.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PushSum {
    /// The account.
    pub account: String,
    /// Title of the system; empty for none.
    pub system: String,
    /// The last moment at which a batch came.
    pub last_at: String,
    /// Batches since the moment that was asked for.
    pub batches: i64,
    /// What they held.
    pub items: i64,
}

/// Batches of an account that were refused on a day for one reason.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PushRefusal {
    /// The account.
    pub account: String,
    /// Name of the problem.
    pub problem: String,
    /// YYYY-MM-DD.
    pub day: String,
    /// How often.
    pub times: i64,
    /// What was said the last time: Chinese, and English on the next line.
    pub said: String,
    /// When that was, in UTC.
    pub last_at: String,
}

impl PushRefusal {
    /// What was said the last time, in both languages; earlier versions kept the Chinese alone.
    pub fn words(&self) -> Words {
        let (zh, en) = self.said.split_once('\n').unwrap_or((&self.said, &self.said));
        Words::new(zh, en)
    }
}

/// A figure with the office that hands it in, and whether a county reviews it first.
type HandedIn = (Figure, String, bool);

impl Store {
    /// The batch that an account pushed under a key; nothing when it pushed none.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn push(&self, plan: &str, account: &str, key: &str) -> Result<Option<Push>> {
        let mut connection = self.pool.acquire().await?;
        by_key(&mut connection, (plan, account, key)).await
    }

    /// Hands in the figures of a batch as one deed, and gives the batch and whether it is new: under a key that is known nothing is
    /// done. A figure that says what waits for review already is left; one that says something else takes the place of what the
    /// same account pushed before and nobody has reviewed.
    ///
    /// # Errors
    /// [`crate::StoreError::Missing`] when there is no such plan, [`crate::StoreError::Unfinished`] when a figure has no value.
    pub async fn push_figures(
        &self,
        new: &Push,
        figures: &[HandedIn],
        change: &Change,
    ) -> Result<(Push, bool)> {
        let mut write = self.write(change).await?;
        if let Some(known) = known(&mut write, new).await? {
            return Ok((known, false));
        }
        let id = next_id(write.connection(), "push").await?;
        let kept = people::pushed(&mut write, &new.plan, figures, id).await?;
        Ok((finished(write, "push.observations", numbered(new, (id, kept), change)).await?, true))
    }

    /// Keeps the states of projects of a batch as one deed, and gives the batch and whether it is new: under a key that is known
    /// nothing is done.
    ///
    /// # Errors
    /// [`crate::StoreError::Missing`] when there is no such plan or project.
    pub async fn push_projects(
        &self,
        new: &Push,
        facts: &[ProjectFacts],
        change: &Change,
    ) -> Result<(Push, bool)> {
        let mut write = self.write(change).await?;
        if let Some(known) = known(&mut write, new).await? {
            return Ok((known, false));
        }
        let id = next_id(write.connection(), "push").await?;
        let kept = project::keep_facts(&mut write, &new.plan, facts).await?.len();
        Ok((finished(write, "push.projects", numbered(new, (id, kept), change)).await?, true))
    }

    /// What was pushed for a plan, by account and system: the last moment of all, and the batches since a moment.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn push_sums(&self, plan: &str, since: &str) -> Result<Vec<PushSum>> {
        let sql = "SELECT account, system, MAX(made_at) AS last_at, \
                   COUNT(CASE WHEN made_at >= $1 THEN 1 END) AS batches, \
                   CAST(COALESCE(SUM(CASE WHEN made_at >= $1 THEN items ELSE 0 END), 0) AS BIGINT) AS items \
                   FROM push WHERE plan = $2 GROUP BY account, system ORDER BY account, system";
        let rows = bind(query(sql), cells![since, plan]).fetch_all(&self.pool).await?;
        let sum = |row: &AnyRow| {
            let row = Row::new("push", row);
            Ok(PushSum {
                account: row.text("account")?,
                system: row.text("system")?,
                last_at: row.text("last_at")?,
                batches: row.int("batches")?,
                items: row.int("items")?,
            })
        };
        rows.iter().map(sum).collect()
    }

    /// Counts a batch that was refused; days before `forgotten` (YYYY-MM-DD) are forgotten. It changes nothing of a plan and
    /// leaves no entry.
    ///
    /// # Errors
    /// The database cannot be written.
    pub async fn count_refusal(&self, plan: &str, one: &PushRefusal, forgotten: &str) -> Result<()> {
        let told = cells![plan, &one.account, &one.problem, &one.day, &one.said, &one.last_at];
        let sql = "INSERT INTO push_refusal (plan, account, problem, day, times, said, last_at) \
                   VALUES ($1, $2, $3, $4, 1, $5, $6) ON CONFLICT (plan, account, problem, day) \
                   DO UPDATE SET times = push_refusal.times + 1, said = excluded.said, last_at = excluded.last_at";
        bind(query(sql), told).execute(&self.pool).await?;
        let sql = "DELETE FROM push_refusal WHERE plan = $1 AND day < $2";
        bind(query(sql), cells![plan, forgotten]).execute(&self.pool).await?;
        Ok(())
    }

    /// Batches for a plan that were refused on a day or later, the last first.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn push_refusals(&self, plan: &str, since: &str) -> Result<Vec<PushRefusal>> {
        let sql = "SELECT account, problem, day, times, said, last_at FROM push_refusal \
                   WHERE plan = $1 AND day >= $2 ORDER BY last_at DESC, account, problem";
        let rows = bind(query(sql), cells![plan, since]).fetch_all(&self.pool).await?;
        let refusal = |row: &AnyRow| {
            let row = Row::new("push_refusal", row);
            Ok(PushRefusal {
                account: row.text("account")?,
                problem: row.text("problem")?,
                day: row.text("day")?,
                times: row.int("times")?,
                said: row.text("said")?,
                last_at: row.text("last_at")?,
            })
        };
        rows.iter().map(refusal).collect()
    }
}

fn numbered(new: &Push, (id, kept): (i64, usize), change: &Change) -> Push {
    Push {
        id,
        kept: i64::try_from(kept).unwrap_or(i64::MAX),
        account: change.who.clone(),
        made_at: change.at(),
        ..new.clone()
    }
}

/// The batch of a plan that is there, when the same account pushed it before under its key.
async fn known(write: &mut Write<'_>, new: &Push) -> Result<Option<Push>> {
    plan_is_there(write.connection(), &new.plan).await?;
    let who = write.change().who.clone();
    by_key(write.connection(), (&new.plan, &who, &new.key)).await
}

/// Keeps the batch and ends its write with the deed.
async fn finished(mut write: Write<'_>, action: &'static str, push: Push) -> Result<Push> {
    keep(&mut write, &push).await?;
    write.finish(Deed::new(action, format!("{}/push/{}", push.plan, push.id)).after(&push)).await?;
    Ok(push)
}

async fn keep(write: &mut Write<'_>, push: &Push) -> Result<()> {
    write.touch("push", cells![push.id]).await?;
    let row = cells![
        push.id,
        &push.plan,
        &push.account,
        &push.key,
        &push.digest,
        &push.system,
        &push.kind,
        push.items,
        push.kept,
        &push.made_at,
    ];
    let columns = "id, plan, account, push_key, digest, system, kind, items, kept, made_at";
    insert(write.connection(), "push", columns, vec![row]).await
}

async fn by_key(
    connection: &mut AnyConnection,
    (plan, account, key): (&str, &str, &str),
) -> Result<Option<Push>> {
    let sql = "SELECT * FROM push WHERE plan = $1 AND account = $2 AND push_key = $3";
    let row = bind(query(sql), cells![plan, account, key]).fetch_optional(&mut *connection).await?;
    row.as_ref().map(read).transpose()
}

fn read(row: &AnyRow) -> Result<Push> {
    let row = Row::new("push", row);
    Ok(Push {
        id: row.int("id")?,
        plan: row.text("plan")?,
        account: row.text("account")?,
        key: row.text("push_key")?,
        digest: row.text("digest")?,
        system: row.text("system")?,
        kind: row.text("kind")?,
        items: row.int("items")?,
        kept: row.int("kept")?,
        made_at: row.text("made_at")?,
    })
}
