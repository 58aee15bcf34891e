//! What targets are to bring in a year (目标测算): proposals in rounds, what the level above wants, what is decided.

use crate::audit::Deed;
use crate::load::plan_is_there;
use crate::row::{Row, bind, cells, query, replace};
use crate::{Change, Result, Store, Write};
use rust_decimal::Decimal;
use serde::Serialize;
use sqlx::any::AnyRow;

/// What is decided of a target for a year, and what the level above wants.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Estimate {
    /// The year.
    pub year: i64,
    /// Id of the target in the plan.
    pub target: String,
    /// What the level above wants, in the unit of the target.
    #[serde(serialize_with = "crate::project::printed")]
    pub upper: Option<Decimal>,
    /// Where it says so.
    pub upper_source: String,
    /// What is decided.
    #[serde(serialize_with = "crate::project::printed")]
    pub decided: Option<Decimal>,
    /// Why.
    pub reason: String,
    /// Who decided.
    pub made_by: String,
    /// When, in UTC.
    pub made_at: String,
}

/// A proposal for a target and a year.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct EstimateRound {
    /// The year.
    pub year: i64,
    /// Id of the target in the plan.
    pub target: String,
    /// The round, from 1; 0 for the next.
    pub round: i64,
    /// What is proposed, in the unit of the target.
    #[serde(serialize_with = "text")]
    pub value: Decimal,
    /// What speaks for it.
    pub words: String,
    /// Id of the office for which whoever proposes speaks; empty for those who work on the plan.
    pub office: String,
    /// Who proposed.
    pub made_by: String,
    /// When, in UTC.
    pub made_at: String,
}

fn text<S: serde::Serializer>(value: &Decimal, to: S) -> std::result::Result<S::Ok, S::Error> {
    to.serialize_str(&value.to_string())
}

const ESTIMATE: &str = "plan, year, target, upper, upper_source, decided, reason, made_by, made_at";
const ROUND: &str = "plan, year, target, round, value, words, office, made_by, made_at";

impl Store {
    /// Adds proposals as the next rounds of their targets, all or nothing.
    ///
    /// # Errors
    /// [`crate::StoreError::Missing`] when there is no such plan.
    pub async fn propose_estimates(
        &self,
        plan: &str,
        rounds: &[EstimateRound],
        change: &Change,
    ) -> Result<()> {
        let mut write = self.write(change).await?;
        plan_is_there(write.connection(), plan).await?;
        for one in rounds {
            let round = next_round(&mut write, plan, one).await?;
            write.touch("estimate_round", cells![plan, one.year, &one.target, round]).await?;
            let row = cells![
                plan,
                one.year,
                &one.target,
                round,
                one.value.to_string(),
                &one.words,
                &one.office,
                &change.who,
                change.at(),
            ];
            crate::row::insert(write.connection(), "estimate_round", ROUND, vec![row]).await?;
        }
        write.finish(Deed::new("estimate.propose", format!("{plan}/estimates")).after(&rounds)).await?;
        Ok(())
    }

    /// Keeps what is decided of a target for a year, and what the level above wants.
    ///
    /// # Errors
    /// [`crate::StoreError::Missing`] when there is no such plan.
    pub async fn decide_estimate(&self, plan: &str, one: &Estimate, change: &Change) -> Result<()> {
        let mut write = self.write(change).await?;
        plan_is_there(write.connection(), plan).await?;
        write.touch("estimate", cells![plan, one.year, &one.target]).await?;
        let row = cells![
            plan,
            one.year,
            &one.target,
            one.upper,
            &one.upper_source,
            one.decided,
            &one.reason,
            &change.who,
            change.at(),
        ];
        let key = ["plan", "year", "target"];
        replace(write.connection(), ("estimate", ESTIMATE), &key, vec![row]).await?;
        let subject = format!("{plan}/estimate/{}/{}", one.year, one.target);
        write.finish(Deed::new("estimate.decide", subject).after(&one)).await?;
        Ok(())
    }

    /// What is decided of the targets of a plan for a year, by target.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn estimates(&self, plan: &str, year: i64) -> Result<Vec<Estimate>> {
        let sql = "SELECT * FROM estimate WHERE plan = $1 AND year = $2 ORDER BY target";
        let rows = bind(query(sql), cells![plan, year]).fetch_all(&self.pool).await?;
        rows.iter().map(estimate).collect()
    }

    /// What was proposed of the targets of a plan for a year, by target and round.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn estimate_rounds(&self, plan: &str, year: i64) -> Result<Vec<EstimateRound>> {
        let sql = "SELECT * FROM estimate_round WHERE plan = $1 AND year = $2 ORDER BY target, round";
        let rows = bind(query(sql), cells![plan, year]).fetch_all(&self.pool).await?;
        rows.iter().map(round).collect()
    }
}

async fn next_round(write: &mut Write<'_>, plan: &str, one: &EstimateRound) -> Result<i64> {
    let last: Option<i64> = sqlx::query_scalar(
        "SELECT MAX(round) FROM estimate_round WHERE plan = $1 AND year = $2 AND target = $3",
    )
    .bind(plan.to_owned())
    .bind(one.year)
    .bind(one.target.clone())
    .fetch_one(write.connection())
    .await?;
    Ok(last.unwrap_or(0) + 1)
}

fn estimate(row: &AnyRow) -> Result<Estimate> {
    let row = Row::new("estimate", row);
    Ok(Estimate {
        year: row.int("year")?,
        target: row.text("target")?,
        upper: row.decimal("upper")?,
        upper_source: row.text("upper_source")?,
        decided: row.decimal("decided")?,
        reason: row.text("reason")?,
        made_by: row.text("made_by")?,
        made_at: row.text("made_at")?,
    })
}

fn round(row: &AnyRow) -> Result<EstimateRound> {
    let row = Row::new("estimate_round", row);
    Ok(EstimateRound {
        year: row.int("year")?,
        target: row.text("target")?,
        round: row.int("round")?,
        value: row.decimal("value")?.unwrap_or_default(),
        words: row.text("words")?,
        office: row.text("office")?,
        made_by: row.text("made_by")?,
        made_at: row.text("made_at")?,
    })
}
