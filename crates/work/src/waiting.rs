//! What waits for somebody: the counts in the head of every page, and those of the page after signing in.

use crate::offices::offices;
use crate::open_duty::Asking;
use crate::review::{Only, queue};
use crate::view::{Count, Judged};
use crate::{Fault, Question, Service, Viewer, conflicts};
use duty::{Right, Scope, Stage};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What the head of every page counts for somebody who is signed in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Messages that were not read.
    pub unread: i64,
    /// Figures that wait for a decision.
    pub review: i64,
}

impl Waiting {
    /// What waits for a viewer now.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn of(service: &Service, viewer: &Viewer) -> Result<Self, Fault> {
        let Some(account) = viewer.account() else { return Ok(Self::default()) };
        let review = if viewer.may(Right::Review) {
            // Whoever decides about all looks at no office.
            let offices = match viewer.scope(Right::Review) {
                Scope::Own => offices(service).await?,
                _ => BTreeMap::new(),
            };
            let filter = queue(viewer, &Only::default(), &offices);
            service.store().count_submissions(&filter).await?.0
        } else {
            0
        };
        Ok(Self { unread: service.store().unread(&account.name).await?, review })
    }
}

/// Figures that one's offices have to hand in for a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Owed {
    /// The plan.
    pub plan: String,
    /// Its title.
    pub title: String,
    /// Figures whose day has passed.
    pub late: usize,
    /// Figures whose day comes.
    pub coming: usize,
    /// Figures that were returned.
    pub returned: usize,
}

/// What the offices of a viewer owe, by plan; plans for which nothing waits are left out.
///
/// # Errors
/// The store cannot be read.
pub async fn owed(service: &Service, viewer: &Viewer, plans: &[String]) -> Result<Vec<Owed>, Fault> {
    let mut found = Vec::new();
    // Somebody without an office hands in nothing of their own, whatever they may do for others.
    if !viewer.has_offices() || !viewer.may(Right::HandIn) {
        return Ok(found);
    }
    let (offices, today) = (offices(service).await?, service.today());
    for plan in plans {
        let mut duties = service.store().duties(plan).await?;
        duties.retain(|duty| viewer.is_of_office(&duty.office));
        if duties.is_empty() {
            continue;
        }
        let view = service.plan(viewer, &Question::now(plan)).await?;
        let asking = Asking::of(service, view, duties, today).await?;
        let open = asking.open(&offices);
        let unmet = || open.iter().filter(|open| !open.is_met());
        let late = unmet().filter(|open| open.due.deadline.days_left(today) < 0).count();
        let own = |one: &&store::Submitted| one.stage == Stage::Returned && viewer.is_of_office(&one.office);
        let owed = Owed {
            plan: plan.clone(),
            title: asking.view.title().to_owned(),
            late,
            coming: unmet().count() - late,
            returned: asking.submissions.iter().filter(own).count(),
        };
        if owed.late + owed.coming + owed.returned > 0 {
            found.push(owed);
        }
    }
    Ok(found)
}

/// Plans whose state is shown at once; of more, each is judged when it is opened.
pub const WALL: usize = 24;

/// How a plan stands, for those who work with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// The states of its main targets.
    pub states: Count,
    /// Its conflicts that are to do.
    pub conflicts: usize,
}

/// How some plans stand, by plan.
///
/// # Errors
/// A plan or its conflicts cannot be read.
pub async fn wall(
    service: &Service,
    viewer: &Viewer,
    plans: &[String],
) -> Result<BTreeMap<String, Standing>, Fault> {
    let mut found = BTreeMap::new();
    for plan in plans.iter().take(WALL) {
        let judged: Arc<Judged> = service.judged(viewer, &Question::now(plan)).await?;
        let conflicts = conflicts::count_to_do(service, &judged.view).await?;
        found.insert(plan.clone(), Standing { states: judged.count_main(), conflicts });
    }
    Ok(found)
}
