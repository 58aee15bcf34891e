//! Tells everybody what the week brings: what is to be handed in, what is late, what waits for review.

use crate::failure::Failure;
use duty::{Role, Stage};
use jiff::civil::Date;
use source::Words;
use std::collections::BTreeMap;
use store::{Account, Job, NewNotice, Office, Submitted};
use work::notice::tell as give;
use work::open_duty::{Asking, Open};
use work::{Question, Service, Viewer};

/// Gives the digest of the week that the job names.
pub(crate) async fn tell(service: &Service, job: &Job) -> Result<(), Failure> {
    let (store, today) = (service.store(), service.today());
    let accounts = store.accounts().await?;
    let offices = work::offices::offices(service).await?;
    let mut counts = BTreeMap::new();
    for plan in store.plans_with_duties().await? {
        let view = match service.plan(&Viewer::System, &Question::now(&plan)).await {
            Ok(view) => view,
            Err(fault) if fault.is_passing() => return Err(fault.into()),
            Err(fault) => {
                // One plan that cannot be read must not silence the others.
                tracing::error!(plan, ?fault, "this plan is missing in the digest");
                continue;
            }
        };
        let duties = store.duties(&plan).await?;
        let asking = Asking::of(service, view, duties, today).await?;
        count(&mut counts, &asking.open(&offices), &asking.submissions, &accounts, &offices, today);
    }
    let notices: Vec<NewNotice> =
        counts.into_iter().map(|(account, count)| count.notice(account, job)).collect();
    give(service, &notices, service.now()).await?;
    Ok(())
}

/// What the digest counts for one account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Count {
    open: usize,
    late: usize,
    waiting: usize,
}

impl Count {
    fn notice(self, account: String, job: &Job) -> NewNotice {
        let Self { open, late, waiting } = self;
        NewNotice {
            account,
            key: format!("digest/{}/{}", job.key, job.id),
            kind: "digest".to_owned(),
            link: "/".to_owned(),
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
        if !sees_all && account.role != Role::Reporter {
            continue;
        }
        let reached =
            account.office.as_ref().map(|office| store::below(offices.values(), office)).unwrap_or_default();
        let own = |office: &str| sees_all || reached.contains(office);
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
