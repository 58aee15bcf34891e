//! Asks for what the day and the hour bring. Any server may ask: what was asked for is not asked for twice.

use crate::kind::Kind;
use crate::options::goes_on;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use std::time::Duration;
use store::{NewJob, StoreError};
use tokio::sync::watch;
use work::Service;

/// How often to look at the clock.
const TICK: Duration = Duration::from_secs(1);
/// What the public sees is not looked at more often.
const LOOKS: SignedDuration = SignedDuration::from_secs(20);
/// Clocks of two servers differ by less. What was asked for by one that was further ahead is asked for again.
const SKEW: SignedDuration = SignedDuration::from_hours(1);
/// How long jobs that came to an end are kept: a yearly figure's reminders can be looked up for a year.
const KEPT_DAYS: i64 = 400;

pub(crate) async fn run(service: &Service, mut stop: watch::Receiver<bool>) {
    let mut day = None;
    let mut hour = None;
    let mut seen = Noticed::default();
    loop {
        let asked = async {
            tick(service, &mut day, &mut hour).await?;
            seen.ask(service).await
        };
        if let Err(error) = asked.await {
            tracing::warn!(%error, "cannot ask for what is due");
        }
        if !goes_on(&mut stop, TICK).await {
            return;
        }
    }
}

/// What was noticed of the store by this server.
#[derive(Default)]
struct Noticed {
    generation: i64,
    at: Option<Timestamp>,
}

impl Noticed {
    /// Asks for a look at what the public sees when something was written since the last one, at most so often.
    async fn ask(&mut self, service: &Service) -> Result<(), StoreError> {
        let now = service.now();
        let is_soon = self.at.is_some_and(|at| now.duration_since(at).abs() < LOOKS);
        let generation = if is_soon { self.generation } else { service.store().generation().await? };
        if generation == self.generation {
            return Ok(());
        }
        (self.generation, self.at) = (generation, Some(now));
        let look = job(Kind::News, format!("generation/{generation}"), "", now);
        service.store().enqueue_jobs(&[look], now).await?;
        Ok(())
    }
}

async fn tick(service: &Service, day: &mut Option<Date>, hour: &mut Option<i64>) -> Result<(), StoreError> {
    let now = service.now();
    ask_for_embargoes(service, now).await?;
    // Once an hour besides: a plan may have got its first duty.
    let this_hour = now.as_second() / 3600;
    let today = service.today();
    if *day == Some(today) && *hour == Some(this_hour) {
        return Ok(());
    }
    ask_for_rounds(service, today, now).await?;
    if *day != Some(today) {
        let before = now.saturating_sub((KEPT_DAYS * 24).hours()).unwrap_or(Timestamp::MIN);
        service.store().purge_jobs(before).await?;
    }
    (*day, *hour) = (Some(today), Some(this_hour));
    Ok(())
}

/// Asks for the end of the embargoes whose moment has come.
async fn ask_for_embargoes(service: &Service, now: Timestamp) -> Result<(), StoreError> {
    let due = service.store().embargoes_due(now).await?;
    let keys: Vec<String> = due.iter().map(|(id, until)| format!("{id}/{until}")).collect();
    let new = service.store().new_job_keys(Kind::Embargo.name(), &keys).await?;
    let jobs: Vec<NewJob> = new.into_iter().map(|key| job(Kind::Embargo, key, "", now)).collect();
    service.store().enqueue_jobs(&jobs, now).await?;
    Ok(())
}

/// Asks for the reminders of today, for each plan that waits for figures, for the digest of the week, and for what the day
/// brings to drafts.
async fn ask_for_rounds(service: &Service, today: Date, now: Timestamp) -> Result<(), StoreError> {
    let store = service.store();
    let latest = now.saturating_add(SKEW).unwrap_or(Timestamp::MAX);
    for kind in [
        Kind::Remind,
        Kind::Digest,
        Kind::Drafts,
        Kind::Matters,
        Kind::Aims,
        Kind::Voices,
        Kind::News,
        Kind::Follow,
    ] {
        let count = store.set_aside_future_jobs(kind.name(), latest).await?;
        if count > 0 {
            tracing::warn!(count, kind = kind.name(), "jobs of days that have not come: a clock was wrong");
        }
    }
    let plans = store.plans_with_duties().await?;
    let mut jobs: Vec<NewJob> =
        plans.iter().map(|plan| job(Kind::Remind, format!("{plan}/{today}"), plan, now)).collect();
    jobs.push(job(Kind::Digest, monday(today).to_string(), "", now));
    jobs.push(job(Kind::Drafts, today.to_string(), "", now));
    jobs.push(job(Kind::Matters, today.to_string(), "", now));
    jobs.push(job(Kind::Aims, today.to_string(), "", now));
    jobs.push(job(Kind::Voices, today.to_string(), "", now));
    jobs.push(job(Kind::News, today.to_string(), "", now));
    jobs.push(job(Kind::Follow, format!("daily/{today}"), "", now));
    jobs.push(job(Kind::Follow, format!("weekly/{}", monday(today)), "", now));
    let papers = work::report::schedule::due(service, today).await?;
    jobs.extend(papers.into_iter().map(|(key, plan)| job(Kind::Paper, key, &plan, now)));
    store.enqueue_jobs(&jobs, now).await?;
    Ok(())
}

fn job(kind: Kind, key: String, subject: &str, now: Timestamp) -> NewJob {
    NewJob {
        kind: kind.name().to_owned(),
        key,
        subject: subject.to_owned(),
        payload: String::new(),
        run_at: now,
    }
}

/// The Monday of a day's week.
pub(crate) fn monday(day: Date) -> Date {
    day.saturating_sub(i64::from(day.weekday().to_monday_zero_offset()).days())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_week_begins_on_monday() {
        for (day, begun) in [
            (date(2027, 2, 1), date(2027, 2, 1)),
            (date(2027, 2, 7), date(2027, 2, 1)),
            (date(2027, 1, 31), date(2027, 1, 25)),
        ] {
            assert_eq!(monday(day), begun);
        }
    }
}
