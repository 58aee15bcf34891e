use super::next_id;
use crate::audit::Deed;
use crate::observe;
use crate::row::{Cell, Row, bind, cells, insert};
use crate::{Change, Result, Store, StoreError};
use ::duty::{Refusal, Stage, Step, Submission};
use ::plan::catalogue;
use ::plan::{Comparator, IndicatorId, Measure, Observation, ObservationId, Period, Provenance, Status};
use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::Serialize;
use sqlx::AnyConnection;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// A figure that somebody hands in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Figure {
    /// The plan.
    pub plan: String,
    /// Name of the indicator.
    pub indicator: String,
    /// The region; empty for the plan's own.
    pub region: String,
    /// The year it is for.
    pub year: i32,
    /// The value in `unit`; `None` while a draft is unfinished.
    #[serde(serialize_with = "digits")]
    pub value: Option<Decimal>,
    /// Unit, one that converts to the indicator's.
    pub unit: String,
    /// How firm it is.
    #[serde(serialize_with = "status_name")]
    pub status: Status,
    /// Where it comes from.
    pub source: String,
    /// What the reviewer should know.
    pub comment: String,
    /// Number of an attached file.
    pub attachment: Option<i64>,
}

fn digits<S: serde::Serializer>(value: &Option<Decimal>, s: S) -> std::result::Result<S::Ok, S::Error> {
    match value {
        Some(value) => s.serialize_str(&value.to_string()),
        None => s.serialize_none(),
    }
}

fn status_name<S: serde::Serializer>(status: &Status, s: S) -> std::result::Result<S::Ok, S::Error> {
    s.serialize_str(status.name())
}

/// A figure on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Submitted {
    /// Number.
    pub id: i64,
    /// The key chosen by the form that made it.
    #[serde(skip)]
    pub client_key: String,
    /// What is handed in.
    #[serde(flatten)]
    pub figure: Figure,
    /// Where it stands.
    #[serde(serialize_with = "stage_name")]
    pub stage: Stage,
    /// Why it was returned, or what the last step said.
    pub reason: String,
    /// Account that wrote it.
    pub author: String,
    /// Office it speaks for.
    pub office: String,
    /// Whether a county reviews before the city.
    pub below_county: bool,
    /// When it last changed.
    pub changed_at: String,
    /// When it was submitted last.
    pub submitted_at: Option<String>,
    /// The moment before which it is not made public.
    pub embargo: Option<String>,
}

fn stage_name<S: serde::Serializer>(stage: &Stage, s: S) -> std::result::Result<S::Ok, S::Error> {
    s.serialize_str(stage.name())
}

/// Which submissions to list.
#[derive(Clone, Debug, Default)]
pub struct SubmissionFilter {
    /// Only of this plan.
    pub plan: Option<String>,
    /// Only in these stages; empty means all.
    pub stages: Vec<Stage>,
    /// Only of these offices; `None` means all.
    pub offices: Option<BTreeSet<String>>,
    /// Only of this author.
    pub author: Option<String>,
    /// Only of this indicator.
    pub indicator: Option<String>,
    /// Only with this file attached.
    pub attachment: Option<i64>,
    /// At most this many; `None` means all.
    pub limit: Option<i64>,
}

impl Store {
    /// Saves a draft and gives its number.
    ///
    /// `client_key` is chosen by the form: a draft that is sent again under the same key by the same author changes
    /// that draft, and one that was already submitted stays as it is, so that a lost answer never doubles a figure.
    pub async fn save_draft(
        &self,
        figure: &Figure,
        client_key: &str,
        office: (&str, bool),
        change: &Change,
    ) -> Result<i64> {
        let mut write = self.write(change).await?;
        let known = sqlx::query("SELECT * FROM submission WHERE author = $1 AND client_key = $2")
            .bind(change.who.clone())
            .bind(client_key.to_owned())
            .fetch_optional(write.connection())
            .await?;
        let known = known.as_ref().map(read).transpose()?;
        if let Some(known) = &known
            && !matches!(known.stage, Stage::Draft | Stage::Returned)
        {
            return Ok(known.id);
        }
        let id = match &known {
            Some(known) => {
                sqlx::query("DELETE FROM submission WHERE id = $1")
                    .bind(known.id)
                    .execute(write.connection())
                    .await?;
                known.id
            }
            None => next_id(write.connection(), "submission").await?,
        };
        let submitted = Submitted {
            id,
            client_key: client_key.to_owned(),
            figure: figure.clone(),
            stage: known.as_ref().map_or(Stage::Draft, |known| known.stage),
            reason: known.as_ref().map(|known| known.reason.clone()).unwrap_or_default(),
            author: change.who.clone(),
            office: office.0.to_owned(),
            below_county: office.1,
            changed_at: change.at(),
            submitted_at: known.as_ref().and_then(|known| known.submitted_at.clone()),
            embargo: None,
        };
        keep(write.connection(), std::slice::from_ref(&submitted)).await?;
        let mut deed = Deed::new("submission.save", subject(&submitted)).after(&submitted);
        if let Some(known) = &known {
            deed = deed.before(known);
        }
        write.finish(deed).await?;
        Ok(id)
    }

    /// Takes a step with one submission; see [`Store::step_submissions`].
    pub async fn step_submission(
        &self,
        id: i64,
        step: Step,
        embargo: Option<Timestamp>,
        change: &Change,
    ) -> Result<Stage> {
        Ok(self.step_submissions(&[id], step, embargo, change).await?[0])
    }

    /// Takes the same step with several submissions, all or none, and gives the new stages.
    ///
    /// The reason of a return is the change's `why`. Publishing appends the figure to the observations in the same
    /// transaction; what was published before stays and stays visible. `embargo` belongs to [`Step::Approve`]: the
    /// moment before which the figure is not made public.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when the rules do not allow the step.
    pub async fn step_submissions(
        &self,
        ids: &[i64],
        step: Step,
        embargo: Option<Timestamp>,
        change: &Change,
    ) -> Result<Vec<Stage>> {
        let mut write = self.write(change).await?;
        let mut stages = Vec::with_capacity(ids.len());
        for &id in ids {
            let before = one(write.connection(), id).await?;
            let rules =
                Submission { stage: before.stage, author: &before.author, below_county: before.below_county };
            let stage = rules.after(step, &change.who, &change.why).map_err(StoreError::Refused)?;
            if step == Step::Submit && before.figure.value.is_none() {
                return Err(StoreError::Unfinished { id });
            }
            if step == Step::Publish && before.embargo.as_ref().is_some_and(|until| *until > change.at()) {
                return Err(StoreError::Refused(Refusal::Embargo));
            }
            let after = Submitted {
                stage,
                reason: change.why.clone(),
                changed_at: change.at(),
                submitted_at: if step == Step::Submit {
                    Some(change.at())
                } else {
                    before.submitted_at.clone()
                },
                embargo: match step {
                    Step::Approve => embargo.map(|at| at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()),
                    _ => before.embargo.clone(),
                },
                ..before.clone()
            };
            sqlx::query(
                "UPDATE submission SET stage = $1, reason = $2, changed_at = $3, submitted_at = $4, \
                 embargo = $5 WHERE id = $6",
            )
            .bind(stage.name())
            .bind(after.reason.clone())
            .bind(after.changed_at.clone())
            .bind(after.submitted_at.clone())
            .bind(after.embargo.clone())
            .bind(id)
            .execute(write.connection())
            .await?;
            if stage == Stage::Published {
                let day = &change.at()[..10];
                observe::publish(&mut write, &after.figure.plan, observation(&after, day)).await?;
            }
            let action = format!("submission.{}", step_name(step));
            write.record(Deed::new(action, subject(&before)).before(&before).after(&after)).await?;
            stages.push(stage);
        }
        write.commit("submissions.step", "submission", &ids.len().to_string()).await?;
        Ok(stages)
    }

    /// Approved submissions whose embargo has ended.
    pub async fn due_for_publication(&self, now: Timestamp) -> Result<Vec<i64>> {
        Ok(sqlx::query_scalar(
            "SELECT id FROM submission WHERE stage = 'approved' AND embargo IS NOT NULL AND embargo <= $1 \
             ORDER BY id",
        )
        .bind(now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
        .fetch_all(&self.pool)
        .await?)
    }

    /// One submission.
    pub async fn submission(&self, id: i64) -> Result<Submitted> {
        let mut connection = self.pool.acquire().await?;
        one(&mut connection, id).await
    }

    /// The submissions that a filter lets through, the last changed first.
    pub async fn submissions(&self, filter: &SubmissionFilter) -> Result<Vec<Submitted>> {
        let mut sql = "SELECT * FROM submission WHERE 1 = 1".to_owned();
        let mut bound: Vec<Cell> = Vec::new();
        let mut one_of = |column: &str, values: Vec<Cell>| {
            if values.is_empty() {
                sql.push_str(" AND 1 = 0");
                return;
            }
            let holes: Vec<String> = (1..=values.len()).map(|at| format!("${}", bound.len() + at)).collect();
            let _ = write!(sql, " AND {column} IN ({})", holes.join(", "));
            bound.extend(values);
        };
        let texts = [("plan", &filter.plan), ("author", &filter.author), ("indicator", &filter.indicator)];
        for (column, wanted) in texts {
            if let Some(wanted) = wanted {
                one_of(column, vec![wanted.clone().into()]);
            }
        }
        if let Some(attachment) = filter.attachment {
            one_of("attachment", vec![attachment.into()]);
        }
        if !filter.stages.is_empty() {
            one_of("stage", filter.stages.iter().map(|stage| stage.name().to_owned().into()).collect());
        }
        if let Some(offices) = &filter.offices {
            one_of("office", offices.iter().map(|office| office.clone().into()).collect());
        }
        sql.push_str(" ORDER BY changed_at DESC, id DESC");
        if let Some(limit) = filter.limit {
            let _ = write!(sql, " LIMIT {limit}");
        }
        // Only names of columns and numbers of holes were put into the text.
        let query = bind(sqlx::query(sqlx::AssertSqlSafe(sql)), bound);
        query.fetch_all(&self.pool).await?.iter().map(read).collect()
    }

    /// How many submissions stand in each stage, for a plan.
    pub async fn submission_counts(&self, plan: &str) -> Result<BTreeMap<Stage, i64>> {
        let rows: Vec<(String, i64)> = sqlx::query_as(
            "SELECT stage, COUNT(*) FROM submission WHERE plan = $1 GROUP BY stage ORDER BY stage",
        )
        .bind(plan.to_owned())
        .fetch_all(&self.pool)
        .await?;
        Ok(rows.into_iter().filter_map(|(stage, count)| Some((Stage::parse(&stage)?, count))).collect())
    }

    /// Hands in many figures of a file, all or none, and gives how many were new.
    ///
    /// `key` names the import: handed in again under the same key by the same author, nothing is doubled. The figures
    /// are submitted at once; the audit log gets one entry with their number and the digest that the caller made of
    /// the file.
    pub async fn hand_in_all(
        &self,
        figures: &[(Figure, String, bool)],
        key: &str,
        digest: &str,
        change: &Change,
    ) -> Result<usize> {
        let Some((first, ..)) = figures.first() else { return Ok(0) };
        let plan = first.plan.clone();
        let mut write = self.write(change).await?;
        let known: i64 =
            sqlx::query_scalar("SELECT COUNT(*) FROM submission WHERE author = $1 AND client_key = $2")
                .bind(change.who.clone())
                .bind(format!("{key}/0"))
                .fetch_one(write.connection())
                .await?;
        if known > 0 {
            return Ok(0);
        }
        let first_id = next_id(write.connection(), "submission").await?;
        let mut all = Vec::with_capacity(figures.len());
        for (at, (figure, office, below_county)) in figures.iter().enumerate() {
            let id = first_id + at as i64;
            if figure.value.is_none() {
                return Err(StoreError::Unfinished { id });
            }
            let draft = Submission { stage: Stage::Draft, author: &change.who, below_county: *below_county };
            all.push(Submitted {
                id,
                client_key: format!("{key}/{at}"),
                figure: figure.clone(),
                stage: draft.after(Step::Submit, &change.who, "").map_err(StoreError::Refused)?,
                reason: String::new(),
                author: change.who.clone(),
                office: office.clone(),
                below_county: *below_county,
                changed_at: change.at(),
                submitted_at: Some(change.at()),
                embargo: None,
            });
        }
        let new = all.len();
        keep(write.connection(), &all).await?;
        let subject = format!("{plan}/import/{first_id}");
        let summary = ImportSummary { first: first_id, count: new, digest };
        write.finish(Deed::new("submission.import", subject).after(&summary)).await?;
        Ok(new)
    }
}

/// What the audit log says of an import.
#[derive(Serialize)]
struct ImportSummary<'a> {
    /// Number of the first submission; the others follow it without a gap.
    first: i64,
    count: usize,
    /// SHA-256 of the file.
    digest: &'a str,
}

fn step_name(step: Step) -> &'static str {
    match step {
        Step::Submit => "submit",
        Step::Return => "return",
        Step::Approve => "approve",
        Step::Publish => "publish",
        Step::Withdraw => "withdraw",
    }
}

fn subject(submitted: &Submitted) -> String {
    format!("{}/{}/submission/{}", submitted.figure.plan, submitted.figure.indicator, submitted.id)
}

/// What a yearly figure of an indicator in this unit says, by the catalogue; the same as for figures of a file.
fn measure_of(indicator: &str, unit: &str) -> Measure {
    match catalogue::lookup(indicator, unit) {
        Some(found) => found.entry.measure_of_year(),
        None if unit == "%" => Measure::Share,
        None => Measure::Level,
    }
}

/// The observation that a published figure becomes; it is known from the day of publication.
fn observation(submitted: &Submitted, day: &str) -> Observation {
    let figure = &submitted.figure;
    let year = figure.year;
    Observation {
        id: ObservationId::default(),
        indicator: IndicatorId(figure.indicator.clone()),
        subject: figure.indicator.clone(),
        region: figure.region.clone(),
        measure: measure_of(&figure.indicator, &figure.unit),
        comparator: Comparator::Eq,
        value: figure.value,
        value_high: None,
        value_text: String::new(),
        unit: figure.unit.clone(),
        period: Some(Period { start: year, end: year }),
        year: Some(year),
        averaging: None,
        rate: None,
        status: Some(figure.status),
        source: figure.source.clone(),
        vintage: day.to_owned(),
        provenance: Provenance::outside(),
    }
}

async fn keep(connection: &mut AnyConnection, submissions: &[Submitted]) -> Result<()> {
    let rows = submissions.iter().map(|submitted| {
        let figure = &submitted.figure;
        cells![
            submitted.id,
            &submitted.client_key,
            &figure.plan,
            &figure.indicator,
            &figure.region,
            i64::from(figure.year),
            figure.value.map(|value| value.to_string()),
            &figure.unit,
            figure.status.name(),
            &figure.source,
            &figure.comment,
            figure.attachment,
            submitted.stage.name(),
            &submitted.reason,
            &submitted.author,
            &submitted.office,
            i64::from(submitted.below_county),
            &submitted.changed_at,
            submitted.submitted_at.clone(),
        ]
    });
    let columns = "id, client_key, plan, indicator, region, year, value, unit, status, source, comment, \
                   attachment, stage, reason, author, office, below_county, changed_at, submitted_at";
    insert(connection, "submission", columns, rows.collect()).await
}

async fn one(connection: &mut AnyConnection, id: i64) -> Result<Submitted> {
    let row = sqlx::query("SELECT * FROM submission WHERE id = $1")
        .bind(id)
        .fetch_optional(connection)
        .await?
        .ok_or_else(|| StoreError::Missing { kind: "submission", id: id.to_string() })?;
    read(&row)
}

fn read(row: &sqlx::any::AnyRow) -> Result<Submitted> {
    let row = Row::new("submission", row);
    Ok(Submitted {
        id: row.int("id")?,
        client_key: row.text("client_key")?,
        figure: Figure {
            plan: row.text("plan")?,
            indicator: row.text("indicator")?,
            region: row.text("region")?,
            year: row.maybe_year("year")?.ok_or_else(|| row.damaged("year"))?,
            value: row.decimal("value")?,
            unit: row.text("unit")?,
            status: row.word("status", Status::parse)?,
            source: row.text("source")?,
            comment: row.text("comment")?,
            attachment: row.maybe_int("attachment")?,
        },
        stage: row.word("stage", Stage::parse)?,
        reason: row.text("reason")?,
        author: row.text("author")?,
        office: row.text("office")?,
        below_county: row.flag("below_county")?,
        changed_at: row.text("changed_at")?,
        submitted_at: row.maybe_text("submitted_at")?,
        embargo: row.maybe_text("embargo")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_says_what_its_indicator_measures() {
        for (indicator, unit, measure) in [
            ("地区生产总值", "亿元", Measure::Level),
            ("地区生产总值增速", "%", Measure::GrowthRate),
            ("森林覆盖率", "%", Measure::Share),
            ("单位GDP能源消耗降低", "%", Measure::Change),
            ("城镇新增就业", "万人", Measure::Count),
            ("幸福指数", "分", Measure::Level),
        ] {
            assert_eq!(measure_of(indicator, unit), measure, "{indicator}");
        }
    }
}
