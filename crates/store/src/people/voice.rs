//! What citizens say before and after somebody decided whether others see it.
//!
//! What arrives is no change of a plan and leaves no entry: it may be a flood, and it is forgotten again. What is decided about it
//! does, and the decision stays.

use super::{hidden, next_id};
use crate::audit::Deed;
use crate::matter::{self, MatterStep};
use crate::row::{Row, bind, cells, insert, query};
use crate::sealed::secret_of;
use crate::{Change, Result, Store, StoreError, Write};
use serde::Serialize;
use sqlx::any::AnyRow;

/// Something that a citizen said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Voice {
    /// Random name.
    pub id: String,
    /// SHA-256 of the secret by which whoever said it comes back, in hexadecimal.
    pub receipt: String,
    /// The plan.
    pub plan: String,
    /// `question` or `proposal`.
    pub kind: String,
    /// What of the plan it is about, as `indicator/ID`; empty for the plan.
    pub subject: String,
    /// The words; empty once they were forgotten.
    pub said: String,
    /// `real`, `hidden` or `nameless`.
    pub naming: String,
    /// Whether there is still a person to it.
    pub has_person: bool,
    /// `proved`, `unproved` or `listed`: how soon somebody looks.
    pub lane: String,
    /// The same for what says nearly the same.
    pub likeness: String,
    /// `waiting`, `accepted`, `refused`, `appealed` or `closed`.
    pub state: String,
    /// The matter that it became.
    pub matter: Option<i64>,
    /// Number of the last decision about it.
    pub decision: Option<i64>,
    /// Why it should be shown after all.
    pub appeal: String,
    /// When, in UTC.
    pub made_at: String,
    /// Day on which the person is forgotten.
    pub erase_on: String,
}

/// What waits for a decision and says nearly the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoiceGroup {
    /// The one that came first.
    pub first: Voice,
    /// How many there are.
    pub count: i64,
}

/// What is decided about what citizens said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewVoiceDecision {
    /// The one that was looked at.
    pub voice: String,
    /// Whether the others that wait and say nearly the same are decided with it.
    pub with_alike: bool,
    /// The state in which it must be: `waiting` or `appealed`.
    pub from: String,
    /// The state behind the decision.
    pub to: String,
    /// `accepted`, `refused`, `granted` or `upheld`.
    pub outcome: String,
    /// Name of the reason; empty for what is shown.
    pub reason: String,
    /// What is said with it.
    pub words: String,
}

/// What was decided.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct VoiceDecision {
    /// Number.
    pub id: i64,
    /// The plan.
    pub plan: String,
    /// The one that was looked at.
    pub voice: String,
    /// `question` or `proposal`.
    pub kind: String,
    /// `accepted`, `refused`, `granted` or `upheld`.
    pub outcome: String,
    /// Name of the reason.
    pub reason: String,
    /// What was said with it.
    pub words: String,
    /// How many it holds for.
    pub alike: i64,
    /// SHA-256 of what the citizen said.
    pub digest: String,
    /// The matter that it became.
    pub matter: Option<i64>,
    /// Who decided.
    pub made_by: String,
    /// When, in UTC.
    pub made_at: String,
}

/// The owner of the key of a voice.
fn owner(id: &str) -> String {
    format!("voice/{id}")
}

const COLUMNS: &str = "id, receipt, plan, kind, subject, said, naming, person, lane, likeness, state, matter, decision, appeal, \
                       made_at, erase_on";

impl Store {
    /// Keeps something that a citizen said, with the person as text; `false` when it was kept before under the same receipt.
    ///
    /// # Errors
    /// There is no such plan.
    pub async fn add_voice(&self, new: &Voice, person: &str) -> Result<bool> {
        let mut transaction = self.pool.begin_with(self.begin()).await?;
        let known: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM voice WHERE receipt = $1")
            .bind(new.receipt.clone())
            .fetch_one(&mut *transaction)
            .await?;
        if known > 0 {
            return Ok(false);
        }
        let person = match person {
            "" => String::new(),
            person => hidden::hidden(&mut transaction, &owner(&new.id), person).await?,
        };
        let row = cells![
            &new.id,
            &new.receipt,
            &new.plan,
            &new.kind,
            &new.subject,
            &new.said,
            &new.naming,
            person,
            &new.lane,
            &new.likeness,
            &new.state,
            new.matter,
            new.decision,
            &new.appeal,
            &new.made_at,
            &new.erase_on,
        ];
        match insert(&mut transaction, "voice", COLUMNS, vec![row]).await {
            Ok(()) => {}
            // Of two that come at the same time with one receipt the second is the first again.
            Err(StoreError::Database(error)) if is_twice(&error) => return Ok(false),
            Err(error) => return Err(error),
        }
        transaction.commit().await?;
        Ok(true)
    }

    /// How a transaction begins that writes past the log.
    pub(super) fn begin(&self) -> &'static str {
        if self.is_postgres() { "BEGIN" } else { "BEGIN IMMEDIATE" }
    }

    /// A secret of the program for one purpose, the same on every server; it is made when it is asked for first.
    pub async fn own_secret(&self, purpose: &str) -> Result<String> {
        let mut connection = self.pool.acquire().await?;
        secret_of(&mut connection, &format!("#{purpose}")).await
    }

    /// What was said under a receipt.
    pub async fn voice_of_receipt(&self, receipt: &str) -> Result<Option<Voice>> {
        let row = query("SELECT * FROM voice WHERE receipt = $1")
            .bind(receipt.to_owned())
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(read).transpose()
    }

    /// What was said, by its name.
    pub async fn voice(&self, id: &str) -> Result<Option<Voice>> {
        let row =
            query("SELECT * FROM voice WHERE id = $1").bind(id.to_owned()).fetch_optional(&self.pool).await?;
        row.as_ref().map(read).transpose()
    }

    /// Who said it, as text; nothing when nobody is named or the person was forgotten.
    pub async fn voice_person(&self, id: &str) -> Result<Option<String>> {
        let mut connection = self.pool.acquire().await?;
        let kept: Option<String> = sqlx::query_scalar("SELECT person FROM voice WHERE id = $1")
            .bind(id.to_owned())
            .fetch_optional(&mut *connection)
            .await?;
        let Some(kept) = kept.filter(|kept| !kept.is_empty()) else { return Ok(None) };
        hidden::shown(&mut connection, &owner(id), &kept).await
    }

    /// What waits in a state, alike ones together: those that proved their work first, then those that did not, then those with
    /// words of the list; among these the oldest first. Of a plan, or of all for an empty name.
    pub async fn voice_groups(&self, plan: &str, state: &str, limit: i64) -> Result<Vec<VoiceGroup>> {
        let sql = "WITH groups AS (SELECT plan AS of_plan, lane, likeness, COUNT(*) AS n, MIN(made_at) AS since \
                   FROM voice WHERE state = $1 AND ($2 = '' OR plan = $3) GROUP BY plan, lane, likeness \
                   ORDER BY CASE lane WHEN 'proved' THEN 0 WHEN 'unproved' THEN 1 ELSE 2 END, MIN(made_at), likeness \
                   LIMIT $4) \
                   SELECT n, lane, (SELECT MIN(v.id) FROM voice v WHERE v.plan = of_plan AND v.state = $5 \
                   AND v.lane = groups.lane AND v.likeness = groups.likeness AND v.made_at = since) AS first \
                   FROM groups ORDER BY CASE lane WHEN 'proved' THEN 0 WHEN 'unproved' THEN 1 ELSE 2 END, since, likeness";
        let bound = cells![state, plan, plan, limit, state];
        let rows = bind(query(sql), bound).fetch_all(&self.pool).await?;
        let mut groups = Vec::new();
        for row in &rows {
            let row = Row::new("voice", row);
            // One that was decided meanwhile waits no more.
            if let Some(id) = row.maybe_text("first")?
                && let Some(first) = self.voice(&id).await?
            {
                groups.push(VoiceGroup { first, count: row.int("n")? });
            }
        }
        Ok(groups)
    }

    /// How many there are in a state; of a plan, or of all for an empty name.
    pub async fn count_voices(&self, plan: &str, state: &str) -> Result<i64> {
        Ok(sqlx::query_scalar("SELECT COUNT(*) FROM voice WHERE state = $1 AND ($2 = '' OR plan = $3)")
            .bind(state.to_owned())
            .bind(plan.to_owned())
            .bind(plan.to_owned())
            .fetch_one(&self.pool)
            .await?)
    }

    /// How many wait for a decision, by plan, those that are to be looked at again included.
    pub async fn waiting_voices(&self) -> Result<Vec<(String, i64)>> {
        let sql = "SELECT plan, COUNT(*) AS n FROM voice WHERE state IN ('waiting', 'appealed') GROUP BY plan \
                   ORDER BY plan";
        Ok(sqlx::query_as(sql).fetch_all(&self.pool).await?)
    }

    /// What became a matter, the oldest first.
    pub async fn voices_of_matter(&self, matter: i64) -> Result<Vec<Voice>> {
        let rows = query("SELECT * FROM voice WHERE matter = $1 ORDER BY made_at, id")
            .bind(matter)
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(read).collect()
    }

    /// Decides about something that waits, and opens the matter that it becomes where there is one. Gives what was decided and all
    /// that it holds for.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when it does not wait any more.
    pub async fn decide_voice(
        &self,
        plan: &str,
        new: &NewVoiceDecision,
        (digest, step): (&str, Option<&MatterStep<'_>>),
        change: &Change,
    ) -> Result<(VoiceDecision, Vec<Voice>)> {
        let mut write = self.write(change).await?;
        let row = query("SELECT * FROM voice WHERE id = $1 AND plan = $2 AND state = $3")
            .bind(new.voice.clone())
            .bind(plan.to_owned())
            .bind(new.from.clone())
            .fetch_optional(write.connection())
            .await?;
        let seen = row.as_ref().map(read).transpose()?.ok_or_else(|| missing(&new.voice))?;
        let matter = match step {
            Some(step) => Some(matter::put(&mut write, plan, step).await?),
            None => seen.matter,
        };
        let id = next_id(write.connection(), "voice_decision").await?;
        let rows = query(
            "UPDATE voice SET state = $1, matter = $2, decision = $3 WHERE plan = $4 AND state = $5 \
             AND (id = $6 OR ($7 = 1 AND likeness = $8)) RETURNING *",
        )
        .bind(new.to.clone())
        .bind(matter)
        .bind(id)
        .bind(plan.to_owned())
        .bind(new.from.clone())
        .bind(new.voice.clone())
        .bind(i64::from(new.with_alike))
        .bind(seen.likeness.clone())
        .fetch_all(write.connection())
        .await?;
        let held = rows.iter().map(read).collect::<Result<Vec<Voice>>>()?;
        let decision = VoiceDecision {
            id,
            plan: plan.to_owned(),
            voice: seen.id,
            kind: seen.kind,
            outcome: new.outcome.clone(),
            reason: new.reason.clone(),
            words: new.words.clone(),
            alike: i64::try_from(held.len()).unwrap_or(i64::MAX),
            digest: digest.to_owned(),
            matter,
            made_by: change.who.clone(),
            made_at: change.at(),
        };
        keep(&mut write, &decision).await?;
        let deed = Deed::new("voice.decide", format!("{plan}/voice/{}", decision.voice));
        write.finish(deed.after(&decision)).await?;
        Ok((decision, held))
    }

    /// What was decided of a plan, in its order.
    pub async fn voice_decisions(&self, plan: &str) -> Result<Vec<VoiceDecision>> {
        let rows = query("SELECT * FROM voice_decision WHERE plan = $1 ORDER BY id")
            .bind(plan.to_owned())
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(decision).collect()
    }

    /// Asks once that something is looked at again; `false` when it was not kept back, or was asked for before.
    pub async fn appeal_voice(&self, id: &str, words: &str) -> Result<bool> {
        let done = sqlx::query(
            "UPDATE voice SET state = 'appealed', appeal = $1 WHERE id = $2 AND state = 'refused' AND appeal = ''",
        )
        .bind(words.to_owned())
        .bind(id.to_owned())
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected() > 0)
    }

    /// Forgets who said something: the text and its key.
    pub async fn forget_voice_person(&self, id: &str) -> Result<()> {
        let mut transaction = self.pool.begin_with(self.begin()).await?;
        for sql in ["UPDATE voice SET person = '' WHERE id = $1", "DELETE FROM personal_key WHERE owner = $1"]
        {
            let bound = if sql.starts_with("UPDATE") { id.to_owned() } else { owner(id) };
            sqlx::query(sql).bind(bound).execute(&mut *transaction).await?;
        }
        transaction.commit().await?;
        Ok(())
    }

    /// Forgets on a day (YYYY-MM-DD) all persons whose day has come, and the words of what was never shown. Gives how many.
    pub async fn forget_old_voices(&self, today: &str) -> Result<usize> {
        let due = "SELECT id FROM voice WHERE erase_on <= $1 AND (person <> '' OR (matter IS NULL AND said <> '')) \
                   LIMIT 500";
        let mut count = 0;
        loop {
            let ids: Vec<String> =
                sqlx::query_scalar(due).bind(today.to_owned()).fetch_all(&self.pool).await?;
            if ids.is_empty() {
                return Ok(count);
            }
            for id in &ids {
                self.forget_voice_person(id).await?;
                sqlx::query("UPDATE voice SET said = '', appeal = '' WHERE id = $1 AND matter IS NULL")
                    .bind(id.clone())
                    .execute(&self.pool)
                    .await?;
            }
            count += ids.len();
        }
    }
}

/// Keeps a decision, sealed by its row.
async fn keep(write: &mut Write<'_>, decision: &VoiceDecision) -> Result<()> {
    write.touch("voice_decision", cells![decision.id]).await?;
    let row = cells![
        decision.id,
        &decision.plan,
        &decision.voice,
        &decision.kind,
        &decision.outcome,
        &decision.reason,
        &decision.words,
        decision.alike,
        &decision.digest,
        decision.matter,
        &decision.made_by,
        &decision.made_at,
    ];
    let columns = "id, plan, voice, kind, outcome, reason, words, alike, digest, matter, made_by, made_at";
    insert(write.connection(), "voice_decision", columns, vec![row]).await
}

fn missing(id: &str) -> StoreError {
    StoreError::Missing { kind: "voice", id: id.to_owned() }
}

fn is_twice(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(sqlx::error::DatabaseError::is_unique_violation)
}

fn read(row: &AnyRow) -> Result<Voice> {
    let row = Row::new("voice", row);
    Ok(Voice {
        id: row.text("id")?,
        receipt: row.text("receipt")?,
        plan: row.text("plan")?,
        kind: row.text("kind")?,
        subject: row.text("subject")?,
        said: row.text("said")?,
        naming: row.text("naming")?,
        has_person: !row.text("person")?.is_empty(),
        lane: row.text("lane")?,
        likeness: row.text("likeness")?,
        state: row.text("state")?,
        matter: row.maybe_int("matter")?,
        decision: row.maybe_int("decision")?,
        appeal: row.text("appeal")?,
        made_at: row.text("made_at")?,
        erase_on: row.text("erase_on")?,
    })
}

fn decision(row: &AnyRow) -> Result<VoiceDecision> {
    let row = Row::new("voice_decision", row);
    Ok(VoiceDecision {
        id: row.int("id")?,
        plan: row.text("plan")?,
        voice: row.text("voice")?,
        kind: row.text("kind")?,
        outcome: row.text("outcome")?,
        reason: row.text("reason")?,
        words: row.text("words")?,
        alike: row.int("alike")?,
        digest: row.text("digest")?,
        matter: row.maybe_int("matter")?,
        made_by: row.text("made_by")?,
        made_at: row.text("made_at")?,
    })
}
