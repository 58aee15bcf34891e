//! What happens without anybody asking: reminders, escalation, the weekly digest, the end of embargoes, delivery.

use crate::deliver;
use duty::{Recipient, Role, Stage, Step};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use source::Words;
use std::collections::BTreeMap;
use std::time::Duration;
use store::{Account, NewNotice, Office, PlanFilter, Submitted};
use work::due::submissions_asked_for;
use work::notice::{Stepped, stepped, tell};
use work::open_duty::{Open, open};
use work::{Fault, Question, Service, Viewer};

/// The setting that tells when reminders last went out.
const RAN: &str = "reminders-ran";

/// Does the rounds until the program stops. Deliveries have rounds of their own: a receiver that does not answer must
/// not hold up the end of an embargo.
///
/// `retry` is how long after a failed delivery it is tried again; twice as long after each further one.
pub async fn run(service: Service, retry: Duration) {
    tokio::join!(keep_time(&service), keep_sending(&service, retry));
}

async fn keep_time(service: &Service) {
    let mut clock = clock();
    loop {
        clock.tick().await;
        if let Err(problem) = round(service).await {
            tracing::warn!(?problem, "a round of embargoes and reminders failed");
        }
    }
}

async fn round(service: &Service) -> Result<(), Fault> {
    let now = service.now();
    end_embargoes(service, now).await?;
    remind(service, now).await
}

async fn keep_sending(service: &Service, retry: Duration) {
    let mut clock = clock();
    loop {
        clock.tick().await;
        if let Err(error) = deliver::send_due(service, retry, service.now()).await {
            tracing::warn!(%error, "a round of deliveries failed");
        }
    }
}

fn clock() -> tokio::time::Interval {
    let mut clock = tokio::time::interval(Duration::from_secs(2));
    clock.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    clock
}

/// Publishes what was approved for a moment that has come.
async fn end_embargoes(service: &Service, now: Timestamp) -> Result<(), Fault> {
    let due = service.store().due_for_publication(now).await?;
    if due.is_empty() {
        return Ok(());
    }
    let change = service.own_change();
    let mut done = due.clone();
    match service.store().step_submissions(&due, Step::Publish, None, &change).await {
        Ok(_) => {}
        Err(error) if error.is_refused() => {
            // One by one: a figure that cannot be published must not hold up the others.
            done.clear();
            for id in due {
                match service.store().step_submission(id, Step::Publish, None, &change).await {
                    Ok(_) => done.push(id),
                    Err(error) => tracing::warn!(id, %error, "cannot publish at the end of the embargo"),
                }
            }
        }
        Err(error) => return Err(error.into()),
    }
    service.refresh().await?;
    let mut published: Vec<Submitted> = Vec::with_capacity(done.len());
    for id in done {
        published.push(service.store().submission(id).await?);
    }
    stepped(service, &published, Stepped::Published, "").await
}

/// Sends the reminders of today and of the days on which the program did not run, once.
async fn remind(service: &Service, now: Timestamp) -> Result<(), Fault> {
    let today = service.today();
    let last: Option<Date> = service.store().setting(RAN).await?.and_then(|day| day.parse().ok());
    if last.is_some_and(|last| last >= today) {
        return Ok(());
    }
    let accounts = service.store().accounts().await?;
    let offices = work::offices::offices(service).await?;
    let mut notices = Vec::new();
    let mut digest = BTreeMap::new();
    for summary in service.store().plans(&PlanFilter::default()).await?.0 {
        let id = summary.key.plan;
        let duties = service.store().duties(&id).await?;
        if duties.is_empty() {
            continue;
        }
        let view = match service.plan(&Viewer::System, &Question::now(&id)).await {
            Ok(view) => view,
            Err(problem) if problem.is_passing() => return Err(problem),
            Err(problem) => {
                // One plan that cannot be read must not silence the others.
                tracing::error!(plan = id, ?problem, "no reminders for this plan");
                continue;
            }
        };
        let submissions = service.store().submissions(&submissions_asked_for(&id, today)).await?;
        let open = open(&view.stored.plan, &view.stored.figures, &duties, &offices, &submissions, today);
        for one in open.iter().filter(|one| !one.is_met()) {
            notices.extend(reminders(one, last, today, &accounts, &offices));
        }
        count(&mut digest, &open, &submissions, &accounts, &offices, today);
    }
    if is_digest_day(last, today) {
        notices.extend(digest.into_iter().map(|(account, count)| count.notice(account, today)));
    }
    tell(service, &notices, now).await?;
    service.store().put_setting(RAN, &today.to_string(), &service.own_change()).await?;
    service.refresh().await?;
    Ok(())
}

/// The notices for a figure that has not come.
fn reminders(
    one: &Open<'_>,
    last: Option<Date>,
    today: Date,
    accounts: &[Account],
    offices: &BTreeMap<String, Office>,
) -> Vec<NewNotice> {
    let duty = one.duty;
    let mut found = Vec::new();
    for notice in one.due.deadline.notices_since(last, today) {
        let days = notice.days_left.abs();
        let office = &one.office.name;
        let words = if notice.days_left >= 0 {
            Words::new(
                format!("{}年{}还有{days}天到期，责任单位：{office}", one.due.year, duty.item),
                format!("{} for {} is due in {days} days; responsible: {office}", duty.item, one.due.year),
            )
        } else {
            Words::new(
                format!("{}年{}已逾期{days}天，责任单位：{office}", one.due.year, duty.item),
                format!("{} for {} is {days} days late; responsible: {office}", duty.item, one.due.year),
            )
        };
        for account in recipients(notice.to, one.office, accounts, offices) {
            found.push(NewNotice {
                account: account.name.clone(),
                key: format!(
                    "deadline/{}/{}/{}/{}/{today}",
                    duty.plan, duty.item, duty.office, one.due.deadline.due
                ),
                kind: "deadline".to_owned(),
                link: "/duties".to_owned(),
                words: words.clone(),
            });
        }
    }
    found
}

/// Who is told: the reporting office itself, the one above it, the planners, the leaders.
fn recipients<'a>(
    to: Recipient,
    office: &Office,
    accounts: &'a [Account],
    offices: &BTreeMap<String, Office>,
) -> Vec<&'a Account> {
    let of_office = |id: &str| -> Vec<&'a Account> {
        accounts.iter().filter(|account| account.active && account.office.as_deref() == Some(id)).collect()
    };
    let of_role = |role: Role| -> Vec<&'a Account> {
        accounts.iter().filter(|account| account.active && account.role == role).collect()
    };
    let told = match to {
        Recipient::Reporter => of_office(&office.id),
        Recipient::Superior => {
            let above = office.parent.as_ref().and_then(|parent| offices.get(parent));
            above.map(|above| of_office(&above.id)).unwrap_or_default()
        }
        Recipient::Planner => of_role(Role::Planner),
        Recipient::Leader => of_role(Role::Leader),
    };
    // Silence climbs: where a step of the tree has nobody, the planners are told.
    if told.is_empty() { of_role(Role::Planner) } else { told }
}

/// What the weekly digest counts for one account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Count {
    open: usize,
    late: usize,
    waiting: usize,
}

impl Count {
    fn notice(self, account: String, today: Date) -> NewNotice {
        let Self { open, late, waiting } = self;
        let week = today.iso_week_date();
        NewNotice {
            account,
            key: format!("digest/{}-{}", week.year(), week.week()),
            kind: "digest".to_owned(),
            link: "/duties".to_owned(),
            words: Words::new(
                format!("本周概况：待报{open}项，其中逾期{late}项；待审{waiting}项"),
                format!(
                    "This week: {open} figures to hand in, {late} of them late; {waiting} waiting for review"
                ),
            ),
        }
    }
}

fn count(
    digest: &mut BTreeMap<String, Count>,
    open: &[Open<'_>],
    submissions: &[Submitted],
    accounts: &[Account],
    offices: &BTreeMap<String, Office>,
    today: Date,
) {
    for account in accounts.iter().filter(|account| account.active) {
        let sees_all = matches!(account.role, Role::Planner | Role::Leader);
        let own = |office: &str| sees_all || is_below(offices, office, account.office.as_deref());
        if !sees_all && account.role != Role::Reporter {
            continue;
        }
        let missing = open.iter().filter(|one| !one.is_met() && own(&one.duty.office));
        let late = missing.clone().filter(|one| one.due.deadline.days_left(today) < 0).count();
        let waiting = submissions
            .iter()
            .filter(|one| matches!(one.stage, Stage::AtCounty | Stage::AtCity) && own(&one.office))
            .count();
        let line = digest.entry(account.name.clone()).or_default();
        line.open += missing.count();
        line.late += late;
        line.waiting += waiting;
    }
    digest.retain(|_, count| *count != Count::default());
}

/// Whether an office is `above` or stands below it.
fn is_below(offices: &BTreeMap<String, Office>, office: &str, above: Option<&str>) -> bool {
    let Some(above) = above else { return false };
    let mut at = Some(office.to_owned());
    // No tree of offices is deeper; a circle must not hold the program.
    for _ in 0..16 {
        match at {
            Some(id) if id == above => return true,
            Some(id) => at = offices.get(&id).and_then(|office| office.parent.clone()),
            None => return false,
        }
    }
    false
}

/// Whether a Monday lies between the last round and today.
fn is_digest_day(last: Option<Date>, today: Date) -> bool {
    let back = i64::from(today.weekday().to_monday_zero_offset());
    let monday = today.saturating_sub(back.days());
    last.is_none_or(|last| last < monday)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_digest_goes_out_once_a_week() {
        // 2027-02-01 is a Monday.
        assert!(is_digest_day(Some(date(2027, 1, 31)), date(2027, 2, 1)));
        assert!(!is_digest_day(Some(date(2027, 2, 1)), date(2027, 2, 7)));
        assert!(is_digest_day(Some(date(2027, 1, 30)), date(2027, 2, 3)));
    }
}
