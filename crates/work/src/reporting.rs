//! The health of reporting: who reports, how late, and which indicators nobody alive answers for.

use crate::assign::{Gap, gaps};
use crate::due::submissions_asked_for;
use crate::item::items;
use crate::offices::offices;
use crate::open_duty::{Open, open};
use crate::view::PlanView;
use crate::{Fault, Service, Viewer};
use duty::{Right, Scope, Stage};
use jiff::civil::Date;
use std::collections::BTreeMap;
use store::{Account, SubmissionFilter};

/// How an office reports.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OfficeHealth {
    /// Its name.
    pub office: String,
    /// Accounts that are in use.
    pub accounts: usize,
    /// Duties that ask for something now.
    pub duties: usize,
    /// Of these, those that are met.
    pub handed_in: usize,
    /// Of these, those that are past their deadline.
    pub late: usize,
    /// Average days after the deadline of what came; negative means ahead. `None` when nothing came.
    pub days: Option<f64>,
    /// Figures that were returned and not handed in again.
    pub returned: usize,
}

/// An indicator that nobody answers for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Orphan {
    /// The indicator.
    pub name: String,
    /// Why.
    pub why: Gap,
}

/// The health of reporting of one plan.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Health {
    /// The offices that a viewer sees, the latest first.
    pub offices: Vec<OfficeHealth>,
    /// Shown to those who see all offices.
    pub orphans: Vec<Orphan>,
}

/// The health of reporting: all offices for those who may see all, one's own otherwise.
///
/// # Errors
/// The store cannot be read.
pub async fn health(service: &Service, viewer: &Viewer, view: &PlanView) -> Result<Health, Fault> {
    let (store, today) = (service.store(), service.today());
    let (offices, accounts) = (offices(service).await?, store.accounts().await?);
    let duties = store.duties(view.id()).await?;
    let submissions = store.submissions(&submissions_asked_for(view.id(), today)).await?;
    let returned = SubmissionFilter {
        plan: Some(view.id().to_owned()),
        stages: vec![Stage::Returned],
        ..SubmissionFilter::default()
    };
    let returned = store.submissions(&returned).await?;
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    for one in open(&view.stored.plan, &view.stored.figures, &duties, &offices, &submissions, today) {
        if viewer.reaches_office(Right::ReadSubmission, &one.duty.office) {
            tallies.entry(&one.office.id).or_default().count(&one, today);
        }
    }
    let mut found: Vec<OfficeHealth> = tallies
        .into_iter()
        .map(|(id, tally)| OfficeHealth {
            accounts: alive(&accounts).filter(|office| *office == id).count(),
            returned: returned.iter().filter(|one| one.office == id).count(),
            ..tally.health()
        })
        .collect();
    found.sort_by(|a, b| b.late.cmp(&a.late).then_with(|| a.office.cmp(&b.office)));
    let sees_all = viewer.may(Right::EditPlan) || viewer.scope(Right::ReadSubmission) == Scope::All;
    let orphans = if sees_all {
        let items = items(&view.stored.plan);
        let found = gaps(&items, &duties, &accounts);
        found.into_iter().map(|(item, why)| Orphan { name: item.name.clone(), why }).collect()
    } else {
        Vec::new()
    };
    Ok(Health { offices: found, orphans })
}

#[derive(Default)]
struct Tally {
    health: OfficeHealth,
    days: Vec<i32>,
}

impl Tally {
    fn count(&mut self, one: &Open<'_>, today: Date) {
        let health = &mut self.health;
        health.office.clone_from(&one.office.name);
        health.duties += 1;
        health.handed_in += usize::from(one.is_met());
        health.late += usize::from(!one.is_met() && one.due.deadline.days_left(today) < 0);
        let day = one.answer.and_then(|answer| answer.submitted_at.as_deref()).and_then(|at| at.get(..10));
        if let Some(day) = day.and_then(|day| day.parse::<Date>().ok()) {
            self.days.push(-one.due.deadline.days_left(day));
        }
    }

    fn health(self) -> OfficeHealth {
        let mean = f64::from(self.days.iter().sum::<i32>()) / self.days.len() as f64;
        OfficeHealth { days: (!self.days.is_empty()).then_some(mean), ..self.health }
    }
}

/// The office of each account in use.
fn alive(accounts: &[Account]) -> impl Iterator<Item = &str> {
    accounts.iter().filter(|account| account.active).filter_map(|account| account.office.as_deref())
}
