//! Steps of submissions, one or many at once, and many handed in at once.

use super::attachment::{self, NewAttachment};
use super::next_id;
use super::submission::{Figure, Submitted, keep, several};
use crate::audit::Deed;
use crate::observe;
use crate::row::{MAX_BOUND, bind, cells, holes, query};
use crate::{Change, Result, Store, StoreError, Write, stamp};
use ::duty::{Refusal, Stage, Step, Submission};
use ::plan::catalogue;
use ::plan::{Comparator, IndicatorId, Measure, Observation, ObservationId, Period, Provenance};
use jiff::Timestamp;
use serde::Serialize;
use sqlx::AnyConnection;
use std::collections::BTreeMap;

impl Store {
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
    /// The reason of a return is the change's `why`. Publishing appends the figures to the observations in the same
    /// transaction; what was published before stays and stays visible. `embargo` belongs to [`Step::Approve`]: the
    /// moment before which the figure is not made public.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when the rules do not allow the step; [`StoreError::Missing`] when there is no such
    /// submission or one is named twice.
    pub async fn step_submissions(
        &self,
        ids: &[i64],
        step: Step,
        embargo: Option<Timestamp>,
        change: &Change,
    ) -> Result<Vec<Stage>> {
        let mut write = self.write(change).await?;
        let all = several(write.connection(), ids).await?;
        let embargo = embargo.map(stamp);
        let mut after = Vec::with_capacity(all.len());
        for before in &all {
            after.push(stepped(before, step, embargo.as_ref(), change)?);
        }
        update(write.connection(), &after).await?;
        let mut published: BTreeMap<&str, Vec<Observation>> = BTreeMap::new();
        for one in after.iter().filter(|one| one.stage == Stage::Published) {
            let figures = published.entry(&one.figure.plan).or_default();
            figures.push(observation(one, &change.day()));
        }
        for (plan, figures) in published {
            observe::publish(&mut write, plan, figures).await?;
        }
        let action = format!("submission.{}", step_name(step));
        let deeds = all.iter().zip(&after);
        let deeds =
            deeds.map(|(before, after)| Deed::new(&action, after.subject()).before(before).after(after));
        write.record_all(deeds.collect()).await?;
        write.commit("submissions.step", "submission", &ids.len().to_string()).await?;
        Ok(after.into_iter().map(|one| one.stage).collect())
    }

    /// Approved submissions whose embargo has ended, each with the moment at which it did.
    pub async fn embargoes_due(&self, now: Timestamp) -> Result<Vec<(i64, String)>> {
        Ok(sqlx::query_as(
            "SELECT id, embargo FROM submission WHERE stage = 'approved' AND embargo IS NOT NULL \
             AND embargo <= $1 ORDER BY id",
        )
        .bind(stamp(now))
        .fetch_all(&self.pool)
        .await?)
    }

    /// Hands in many figures of a file, all or none, and gives how many were new.
    ///
    /// `key` names the import: handed in again under the same key by the same author, nothing is doubled. The figures
    /// are submitted at once; the audit log gets an entry for each, and one with their number and the digest that the
    /// caller made of the file.
    pub async fn hand_in_all(
        &self,
        figures: &[(Figure, String, bool)],
        key: &str,
        digest: &str,
        change: &Change,
    ) -> Result<usize> {
        self.hand_in_all_with(figures, None, key, digest, change).await
    }

    /// As [`Store::hand_in_all`], with a file that is attached to all of them in the same transaction.
    pub async fn hand_in_all_with(
        &self,
        figures: &[(Figure, String, bool)],
        file: Option<NewAttachment<'_>>,
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
        let mut attached = None;
        if let Some(file) = file {
            let kept = attachment::insert(&mut write, file).await?;
            write.record(attachment::added(&kept)).await?;
            attached = Some(kept.id);
        }
        let (first_id, new) = submitted(&mut write, figures, attached, key).await?;
        let subject = format!("{plan}/import/{first_id}");
        let summary = ImportSummary { first: first_id, count: new, digest };
        write.finish(Deed::new("submission.import", subject).after(&summary)).await?;
        Ok(new)
    }
}

/// Submits figures under keys that begin with `key`; gives the number of the first and how many they are.
pub(super) async fn submitted(
    write: &mut Write<'_>,
    figures: &[(Figure, String, bool)],
    attached: Option<i64>,
    key: &str,
) -> Result<(i64, usize)> {
    let change = write.change().clone();
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
            figure: Figure { attachment: attached.or(figure.attachment), ..figure.clone() },
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
    keep(write.connection(), &all).await?;
    let deeds = all.iter().map(|one| Deed::new("submission.submit", one.subject()).after(one));
    write.record_all(deeds.collect()).await?;
    Ok((first_id, all.len()))
}

/// A submission behind a step.
pub(super) fn stepped(
    before: &Submitted,
    step: Step,
    embargo: Option<&String>,
    change: &Change,
) -> Result<Submitted> {
    let rules = Submission { stage: before.stage, author: &before.author, below_county: before.below_county };
    let stage = rules.after(step, &change.who, &change.why).map_err(StoreError::Refused)?;
    if step == Step::Submit && before.figure.value.is_none() {
        return Err(StoreError::Unfinished { id: before.id });
    }
    if step == Step::Publish && before.embargo.as_ref().is_some_and(|until| *until > change.at()) {
        return Err(StoreError::Refused(Refusal::Embargo));
    }
    Ok(Submitted {
        stage,
        reason: change.why.clone(),
        changed_at: change.at(),
        submitted_at: if step == Step::Submit { Some(change.at()) } else { before.submitted_at.clone() },
        embargo: if step == Step::Approve { embargo.cloned() } else { before.embargo.clone() },
        ..before.clone()
    })
}

/// Puts down what a step changes; those that agree in all of it go into one statement.
pub(super) async fn update(connection: &mut AnyConnection, after: &[Submitted]) -> Result<()> {
    let mut alike: BTreeMap<_, Vec<i64>> = BTreeMap::new();
    for one in after {
        let set = (one.stage.name(), &one.reason, &one.changed_at, &one.submitted_at, &one.embargo);
        alike.entry(set).or_default().push(one.id);
    }
    for ((stage, reason, changed_at, submitted_at, embargo), ids) in alike {
        for ids in ids.chunks(MAX_BOUND - 5) {
            let sql = format!(
                "UPDATE submission SET stage = $1, reason = $2, changed_at = $3, submitted_at = $4, \
                 embargo = $5 WHERE id IN ({})",
                holes(6, ids.len()),
            );
            let mut bound = cells![stage, reason, changed_at, submitted_at.clone(), embargo.clone()];
            bound.extend(ids.iter().map(|id| (*id).into()));
            bind(query(&sql), bound).execute(&mut *connection).await?;
        }
    }
    Ok(())
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
        dimensions: figure.dimensions.clone(),
        measure: measure_of(&figure.indicator, &figure.unit),
        comparator: Comparator::Eq,
        value: figure.value,
        value_high: None,
        value_text: String::new(),
        unit: figure.unit.clone(),
        period: Some(Period { start: year, end: year }),
        year: Some(year),
        months: None,
        averaging: None,
        rate: None,
        status: Some(figure.status),
        source: figure.source.clone(),
        vintage: day.to_owned(),
        provenance: Provenance::outside(),
    }
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
