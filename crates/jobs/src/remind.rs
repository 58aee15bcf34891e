//! Reminds of the figures that a plan waits for, ahead and afterwards, and tells who stands above when nothing comes.

use crate::failure::Failure;
use crate::kind::Kind;
use duty::{Recipient, WorkingDays};
use jiff::civil::Date;
use source::Words;
use std::collections::BTreeMap;
use store::{Account, Job, NewNotice, Office};
use work::notice::tell;
use work::open_duty::{Asking, Open};
use work::recipients::{of_office, told};
use work::{Question, Service, Viewer};

/// The setting that told when reminders last went out, before they were jobs.
const RAN: &str = "reminders-ran";

/// Gives the reminders of a plan for the day that the job names, and of the days since the last on which it was done.
pub(crate) async fn remind(service: &Service, job: &Job) -> Result<(), Failure> {
    let store = service.store();
    let Some((plan, today)) =
        job.key.rsplit_once('/').and_then(|(plan, day)| Some((plan, day.parse().ok()?)))
    else {
        return Err(Failure::own(format!("{} names no plan and day", job.key)));
    };
    let duties = store.duties(plan).await?;
    let last = last_day(service, job, plan, today).await?;
    let accounts = store.accounts().await?;
    let offices = work::offices::offices(service).await?;
    let view = service.plan(&Viewer::System, &Question::now(plan)).await?;
    let asking = Asking::of(service, view, duties, today).await?;
    let notices: Vec<NewNotice> = asking
        .open(&offices)
        .iter()
        .filter(|one| !one.is_met())
        .flat_map(|one| reminders(one, last, today, &accounts, &offices, job.id))
        .collect();
    tell(service, &notices, service.now()).await?;
    service.refresh().await?;
    Ok(())
}

/// The last day before `today` for which the plan's reminders were given.
async fn last_day(service: &Service, job: &Job, plan: &str, today: Date) -> Result<Option<Date>, Failure> {
    let store = service.store();
    if let Some(done) = store.last_job_done(Kind::Remind.name(), plan, &job.key).await? {
        return Ok(done.key.rsplit('/').next().and_then(|day| day.parse().ok()));
    }
    let ran = store.setting(RAN).await?.and_then(|day| day.parse::<Date>().ok());
    Ok(ran.filter(|ran| *ran < today))
}

/// The notices for a figure that has not come.
fn reminders(
    one: &Open<'_>,
    last: Option<Date>,
    today: Date,
    accounts: &[Account],
    offices: &BTreeMap<String, Office>,
    job: i64,
) -> Vec<NewNotice> {
    let (duty, due) = (one.duty, one.due.deadline.due);
    let mut found = Vec::new();
    for notice in one.due.deadline.notices_since(last, today) {
        let days = notice.days_left.abs();
        let office = &one.office.name;
        let mut words = if notice.days_left >= 0 {
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
        if let Some(caution) = WorkingDays::official().caution(due) {
            words = Words::new(
                format!("{}（{}）", words.zh, caution.zh),
                format!("{} ({})", words.en, caution.en),
            );
        }
        for account in recipients(notice.to, one.office, accounts, offices) {
            found.push(NewNotice {
                account: account.name.clone(),
                // By the job: done again it gives nothing twice, and a day that a wrong clock made up takes nothing away.
                key: format!("deadline/{}/{}/{}/{due}/{job}", duty.plan, duty.item, duty.office),
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
    let above = office.parent.as_ref().and_then(|parent| offices.get(parent));
    let reporters = of_office(Some(&office.id), accounts);
    told(to, reporters, above.map(|above| above.id.as_str()), accounts)
}
