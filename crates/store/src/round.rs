//! Rounds in which a draft is laid before bodies, counties, the upper level, experts or the public: who is asked, what they
//! answer, and what becomes of each opinion.

mod kinds;

use crate::audit::Deed;
use crate::load::plan_is_there;
use crate::people::{attachment, next_id};
use crate::row::{Row, cells, insert};
use crate::{Change, NewAttachment, Result, Store, StoreError};
use serde::Serialize;
use sqlx::AnyConnection;
use std::collections::BTreeMap;

pub use kinds::{AnswerKind, DraftStage, Outcome, PartyKind, RoundKind, RoundVerdict};

/// Somebody who is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NewParty {
    /// What sort of party.
    pub kind: PartyKind,
    /// What it is called.
    pub name: String,
    /// Its office, whose accounts answer for it.
    pub office: Option<String>,
    /// Its account.
    pub account: Option<String>,
}

/// A round to open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NewRound {
    /// The version that is laid before the parties.
    pub version: i64,
    /// What sort of round.
    pub kind: RoundKind,
    /// What it is called.
    pub title: String,
    /// What is asked for.
    pub note: String,
    /// Last day.
    pub due: String,
    /// How many days before it those are reminded who have not answered.
    pub remind_days: i64,
    /// Who is asked.
    pub parties: Vec<NewParty>,
}

/// What a party answers as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// What sort of answer.
    pub kind: AnswerKind,
    /// Of a conclusion: what it comes to.
    pub verdict: Option<RoundVerdict>,
    /// What is said.
    pub statement: String,
    /// Who signs for it.
    pub signed: String,
}

/// Somebody who was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Party {
    /// Number.
    pub id: i64,
    /// Who.
    pub is: NewParty,
    /// What was answered; nothing yet when it is `None`.
    pub answer: Option<Answer>,
    /// Number of the scan.
    pub attachment: Option<i64>,
    /// Account that answered or recorded the answer.
    pub answered_by: Option<String>,
    /// When, in UTC.
    pub answered_at: Option<String>,
}

/// What somebody asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct NewOpinion {
    /// Number and title of the section; empty for the whole.
    pub clause: String,
    /// The words it is about.
    pub quote: String,
    /// What is asked for.
    pub text: String,
    /// The words that are proposed instead.
    pub proposed: String,
}

/// An opinion with what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Opinion {
    /// Number.
    pub id: i64,
    /// The party.
    pub party: i64,
    /// What it asks for.
    pub is: NewOpinion,
    /// Account that gave or recorded it.
    pub given_by: String,
    /// When, in UTC.
    pub given_at: String,
    /// What becomes of it; nothing yet when it is `None`.
    pub outcome: Option<Outcome>,
    /// Why.
    pub reason: String,
    /// Who decided.
    pub decided_by: Option<String>,
}

/// A round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Round {
    /// Number.
    pub id: i64,
    /// The plan.
    pub plan: String,
    /// What was asked; the parties stand in `parties`.
    pub is: NewRound,
    /// Who opened it.
    pub opened_by: String,
    /// When, in UTC.
    pub opened_at: String,
    /// What it came to; nothing while it is open.
    pub conclusion: Option<String>,
    /// When it was closed, in UTC.
    pub closed_at: Option<String>,
    /// Who was asked.
    pub parties: Vec<Party>,
    /// What they ask for, in the order in which it came.
    pub opinions: Vec<Opinion>,
}

impl Store {
    /// Says what a version is in the course of drafting.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such version.
    pub async fn set_draft_stage(
        &self,
        plan: &str,
        version: i64,
        stage: DraftStage,
        change: &Change,
    ) -> Result<()> {
        let mut write = self.write(change).await?;
        let known: i64 =
            sqlx::query_scalar("SELECT COUNT(*) FROM plan_version WHERE plan = $1 AND version = $2")
                .bind(plan.to_owned())
                .bind(version)
                .fetch_one(write.connection())
                .await?;
        missing_unless(known > 0, "version", version)?;
        write.touch("draft_stage", cells![plan, version]).await?;
        sqlx::query(
            "INSERT INTO draft_stage (plan, version, stage, set_by, set_at) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (plan, version) DO UPDATE SET stage = excluded.stage, set_by = excluded.set_by, \
             set_at = excluded.set_at",
        )
        .bind(plan.to_owned())
        .bind(version)
        .bind(stage.name())
        .bind(change.who.clone())
        .bind(change.at())
        .execute(write.connection())
        .await?;
        let subject = format!("{plan}/draft/{version}");
        write.finish(Deed::new("round.stage", subject).after(&stage.name())).await?;
        Ok(())
    }

    /// What the versions of a plan are in the course of drafting.
    pub async fn draft_stages(&self, plan: &str) -> Result<BTreeMap<i64, DraftStage>> {
        let rows = sqlx::query("SELECT version, stage FROM draft_stage WHERE plan = $1 ORDER BY version")
            .bind(plan.to_owned())
            .fetch_all(&self.pool)
            .await?;
        rows.iter()
            .map(|row| {
                let row = Row::new("draft_stage", row);
                Ok((row.int("version")?, row.word("stage", DraftStage::parse)?))
            })
            .collect()
    }

    /// Opens a round; gives its number.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such plan.
    pub async fn open_round(&self, plan: &str, new: &NewRound, change: &Change) -> Result<i64> {
        let mut write = self.write(change).await?;
        plan_is_there(write.connection(), plan).await?;
        let id = next_id(write.connection(), "opinion_round").await?;
        write.touch("opinion_round", cells![id]).await?;
        let row = cells![
            id,
            plan,
            new.version,
            new.kind.name(),
            &new.title,
            &new.note,
            &new.due,
            new.remind_days,
            &change.who,
            change.at(),
        ];
        let columns = "id, plan, version, kind, title, note, due, remind_days, opened_by, opened_at";
        insert(write.connection(), "opinion_round", columns, vec![row]).await?;
        for party in &new.parties {
            let own = next_id(write.connection(), "round_party").await?;
            write.touch("round_party", cells![own]).await?;
            let row =
                cells![own, id, party.kind.name(), &party.name, party.office.clone(), party.account.clone()];
            let columns = "id, round, kind, name, office, account";
            insert(write.connection(), "round_party", columns, vec![row]).await?;
        }
        write.finish(Deed::new("round.open", format!("{plan}/round/{id}")).after(new)).await?;
        Ok(id)
    }

    /// Keeps what a party answers as a whole; an earlier answer stays in the audit log.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such party in an open round of the plan.
    pub async fn answer_round(
        &self,
        (plan, round, party): (&str, i64, i64),
        answer: &Answer,
        scan: Option<NewAttachment<'_>>,
        change: &Change,
    ) -> Result<()> {
        let mut write = self.write(change).await?;
        is_open(write.connection(), (plan, round)).await?;
        let mut attached = None;
        if let Some(scan) = scan {
            let kept = attachment::insert(&mut write, scan).await?;
            write.record(attachment::added(&kept)).await?;
            attached = Some(kept.id);
        }
        write.touch("round_party", cells![party]).await?;
        let done = sqlx::query(
            "UPDATE round_party SET answer = $1, verdict = $2, statement = $3, signed = $4, \
             attachment = COALESCE($5, attachment), answered_by = $6, answered_at = $7 WHERE id = $8 AND round = $9",
        )
        .bind(answer.kind.name())
        .bind(answer.verdict.map(RoundVerdict::name))
        .bind(answer.statement.clone())
        .bind(answer.signed.clone())
        .bind(attached)
        .bind(change.who.clone())
        .bind(change.at())
        .bind(party)
        .bind(round)
        .execute(write.connection())
        .await?;
        missing_unless(done.rows_affected() == 1, "party", party)?;
        let subject = format!("{plan}/round/{round}/{party}");
        write.finish(Deed::new("round.answer", subject).after(answer)).await?;
        Ok(())
    }

    /// Adds what a party asks for, which is an answer; gives its number.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such party in an open round of the plan.
    pub async fn add_opinion(
        &self,
        (plan, round, party): (&str, i64, i64),
        new: &NewOpinion,
        change: &Change,
    ) -> Result<i64> {
        let mut write = self.write(change).await?;
        is_open(write.connection(), (plan, round)).await?;
        write.touch("round_party", cells![party]).await?;
        let done = sqlx::query(
            "UPDATE round_party SET answer = 'opinions', answered_by = $1, answered_at = $2 \
             WHERE id = $3 AND round = $4",
        )
        .bind(change.who.clone())
        .bind(change.at())
        .bind(party)
        .bind(round)
        .execute(write.connection())
        .await?;
        missing_unless(done.rows_affected() == 1, "party", party)?;
        let id = next_id(write.connection(), "opinion").await?;
        write.touch("opinion", cells![id]).await?;
        let row = cells![
            id,
            round,
            party,
            &new.clause,
            &new.quote,
            &new.text,
            &new.proposed,
            &change.who,
            change.at(),
        ];
        let columns = "id, round, party, clause, quote, text, proposed, given_by, given_at";
        insert(write.connection(), "opinion", columns, vec![row]).await?;
        write.finish(Deed::new("round.opinion", format!("{plan}/round/{round}/{id}")).after(new)).await?;
        Ok(id)
    }

    /// Decides what becomes of an opinion; an earlier decision stays in the audit log.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when the round of the plan has no such opinion.
    pub async fn decide_opinion(
        &self,
        (plan, round, id): (&str, i64, i64),
        outcome: Outcome,
        reason: &str,
        change: &Change,
    ) -> Result<()> {
        let mut write = self.write(change).await?;
        write.touch("opinion", cells![id]).await?;
        let done = sqlx::query(
            "UPDATE opinion SET outcome = $1, reason = $2, decided_by = $3, decided_at = $4 \
             WHERE id = $5 AND round = $6 AND round IN (SELECT id FROM opinion_round WHERE plan = $7)",
        )
        .bind(outcome.name())
        .bind(reason.to_owned())
        .bind(change.who.clone())
        .bind(change.at())
        .bind(id)
        .bind(round)
        .bind(plan.to_owned())
        .execute(write.connection())
        .await?;
        missing_unless(done.rows_affected() == 1, "opinion", id)?;
        let told = [outcome.name(), reason];
        write.finish(Deed::new("round.decide", format!("{plan}/round/{round}/{id}")).after(&told)).await?;
        Ok(())
    }

    /// Closes a round with what it came to.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when the plan has no such open round.
    pub async fn close_round(
        &self,
        (plan, id): (&str, i64),
        conclusion: &str,
        change: &Change,
    ) -> Result<()> {
        let mut write = self.write(change).await?;
        is_open(write.connection(), (plan, id)).await?;
        write.touch("opinion_round", cells![id]).await?;
        sqlx::query("UPDATE opinion_round SET conclusion = $1, closed_by = $2, closed_at = $3 WHERE id = $4")
            .bind(conclusion.to_owned())
            .bind(change.who.clone())
            .bind(change.at())
            .bind(id)
            .execute(write.connection())
            .await?;
        write.finish(Deed::new("round.close", format!("{plan}/round/{id}")).after(&conclusion)).await?;
        Ok(())
    }

    /// The rounds of a plan, newest first; of all plans without one.
    pub async fn rounds(&self, plan: Option<&str>) -> Result<Vec<Round>> {
        let (of, plan) = ("($1 = '' OR r.plan = $1)", plan.unwrap_or_default().to_owned());
        let ask = async |sql: String| {
            sqlx::query(sqlx::AssertSqlSafe(sql)).bind(plan.clone()).fetch_all(&self.pool).await
        };
        let parties = ask(format!(
            "SELECT p.* FROM round_party p JOIN opinion_round r ON r.id = p.round WHERE {of} ORDER BY p.id"
        ))
        .await?;
        let opinions = ask(format!(
            "SELECT o.* FROM opinion o JOIN opinion_round r ON r.id = o.round WHERE {of} ORDER BY o.id"
        ))
        .await?;
        let (mut by_round, mut said): (BTreeMap<i64, Vec<Party>>, BTreeMap<i64, Vec<Opinion>>) =
            Default::default();
        for row in parties.iter().map(|row| Row::new("round_party", row)) {
            by_round.entry(row.int("round")?).or_default().push(party(row)?);
        }
        for row in opinions.iter().map(|row| Row::new("opinion", row)) {
            said.entry(row.int("round")?).or_default().push(opinion(row)?);
        }
        let rounds = ask(format!("SELECT r.* FROM opinion_round r WHERE {of} ORDER BY r.id DESC")).await?;
        rounds.iter().map(|row| round(Row::new("opinion_round", row), &mut by_round, &mut said)).collect()
    }
}

async fn is_open(connection: &mut AnyConnection, (plan, id): (&str, i64)) -> Result<()> {
    let known: i64 = sqlx::query_scalar(
        "SELECT COUNT(*) FROM opinion_round WHERE id = $1 AND plan = $2 AND closed_at IS NULL",
    )
    .bind(id)
    .bind(plan.to_owned())
    .fetch_one(connection)
    .await?;
    missing_unless(known > 0, "round", id)
}

fn missing_unless(is_there: bool, kind: &'static str, id: i64) -> Result<()> {
    if is_there {
        return Ok(());
    }
    Err(StoreError::Missing { kind, id: id.to_string() })
}

fn round(
    row: Row<'_>,
    parties: &mut BTreeMap<i64, Vec<Party>>,
    opinions: &mut BTreeMap<i64, Vec<Opinion>>,
) -> Result<Round> {
    let id = row.int("id")?;
    Ok(Round {
        id,
        plan: row.text("plan")?,
        is: NewRound {
            version: row.int("version")?,
            kind: row.word("kind", RoundKind::parse)?,
            title: row.text("title")?,
            note: row.text("note")?,
            due: row.text("due")?,
            remind_days: row.int("remind_days")?,
            parties: Vec::new(),
        },
        opened_by: row.text("opened_by")?,
        opened_at: row.text("opened_at")?,
        conclusion: row.maybe_text("conclusion")?,
        closed_at: row.maybe_text("closed_at")?,
        parties: parties.remove(&id).unwrap_or_default(),
        opinions: opinions.remove(&id).unwrap_or_default(),
    })
}

fn party(row: Row<'_>) -> Result<Party> {
    let word = row.maybe_text("answer")?;
    let answer = match word.as_deref().and_then(AnswerKind::parse) {
        Some(kind) => Some(Answer {
            kind,
            verdict: row.maybe_text("verdict")?.as_deref().and_then(RoundVerdict::parse),
            statement: row.maybe_text("statement")?.unwrap_or_default(),
            signed: row.maybe_text("signed")?.unwrap_or_default(),
        }),
        None if word.is_some() => return Err(row.damaged("answer")),
        None => None,
    };
    Ok(Party {
        id: row.int("id")?,
        is: NewParty {
            kind: row.word("kind", PartyKind::parse)?,
            name: row.text("name")?,
            office: row.maybe_text("office")?,
            account: row.maybe_text("account")?,
        },
        answer,
        attachment: row.maybe_int("attachment")?,
        answered_by: row.maybe_text("answered_by")?,
        answered_at: row.maybe_text("answered_at")?,
    })
}

fn opinion(row: Row<'_>) -> Result<Opinion> {
    Ok(Opinion {
        id: row.int("id")?,
        party: row.int("party")?,
        is: NewOpinion {
            clause: row.text("clause")?,
            quote: row.text("quote")?,
            text: row.text("text")?,
            proposed: row.text("proposed")?,
        },
        given_by: row.text("given_by")?,
        given_at: row.text("given_at")?,
        outcome: row.maybe_text("outcome")?.as_deref().and_then(Outcome::parse),
        reason: row.maybe_text("reason")?.unwrap_or_default(),
        decided_by: row.maybe_text("decided_by")?,
    })
}
