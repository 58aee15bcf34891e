//! From a draft to a plan that is worked with: what is done and what is missing.

use crate::assign::{Gap, gaps};
use crate::findings;
use crate::item::items;
use crate::load::questions;
use crate::offices::Taken;
use crate::view::PlanView;
use crate::{Fault, Question, Service, Viewer};
use plan::PlaceKind;
use source::Severity;
use std::collections::BTreeSet;
use store::Change;

/// How far a plan is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Steps {
    /// Rows of which the reader was not certain and nobody has said anything.
    pub questions: usize,
    /// Corrections that do not fit this version.
    pub unmatched: usize,
    /// Open findings that are errors.
    pub errors: usize,
    /// Open findings that are warnings.
    pub warnings: usize,
    /// Bodies that the plan or the catalogue names and that are no offices yet.
    pub new_offices: usize,
    /// Offices there are.
    pub offices: usize,
    /// Regions that the plan names below its own.
    pub regions: usize,
    /// Indicators with a target or a figure.
    pub indicators: usize,
    /// Indicators without an office in the lead.
    pub without_lead: usize,
    /// Indicators whose lead is a proposal.
    pub unconfirmed_lead: usize,
    /// Indicators whose lead has no account in use.
    pub without_account: usize,
    /// Duties that are proposed and not confirmed.
    pub open_duties: usize,
    /// Indicators with a figure that came after the plan.
    pub with_figures: usize,
    /// Whether this version is open to the public.
    pub is_public: bool,
}

impl Steps {
    /// Indicators that nobody answers for, for whichever reason: as many as the health of reporting lists.
    pub fn unanswered(&self) -> usize {
        self.without_lead + self.unconfirmed_lead + self.without_account
    }
}

/// How far a plan is.
///
/// # Errors
/// The store cannot be read.
pub async fn steps(service: &Service, view: &PlanView) -> Result<Steps, Fault> {
    let plan = &view.stored.plan;
    let offices = service.store().offices().await?;
    let duties = service.store().duties(view.id()).await?;
    let (items, accounts) = (items(plan), service.store().accounts().await?);
    let unanswered = gaps(&items, &duties, &accounts);
    let for_want = |gap| unanswered.iter().filter(|(_, why)| *why == gap).count();
    let found = findings::all(service, view).await?;
    let open =
        |severity| found.iter().filter(|one| one.is_open() && one.finding.severity == severity).count();
    let with_figures: BTreeSet<_> = view.stored.figures.iter().map(|figure| &figure.indicator).collect();
    let is_below = |place: &&plan::Place| {
        place.kind == PlaceKind::Region && plan.region.as_deref() != Some(place.name.as_str())
    };
    Ok(Steps {
        questions: questions(plan).len(),
        unmatched: view.stored.corrections.unmatched.len(),
        errors: open(Severity::Error),
        warnings: open(Severity::Warning),
        new_offices: Taken::from(plan, &offices).new.len(),
        offices: offices.len(),
        regions: plan.places.iter().filter(is_below).count(),
        indicators: plan.indicators.len(),
        without_lead: for_want(Gap::NoLead),
        unconfirmed_lead: for_want(Gap::Unconfirmed),
        without_account: for_want(Gap::NoAccount),
        open_duties: duties.iter().filter(|duty| !duty.confirmed).count(),
        with_figures: with_figures.len(),
        is_public: service.public_versions(view.id()).contains(&view.stored.key.version),
    })
}

/// Makes offices of the bodies that a plan and the catalogue name for it; gives how many are new.
///
/// # Errors
/// The store cannot be read or written.
pub async fn take_offices(
    service: &Service,
    viewer: &Viewer,
    plan: &str,
    change: &Change,
) -> Result<usize, Fault> {
    let view = service.plan(viewer, &Question::now(plan)).await?;
    let mut all = service.store().offices().await?;
    let taken = Taken::from(&view.stored.plan, &all);
    let new = taken.new.len();
    if new > 0 {
        all.extend(taken.new);
        service.store().put_offices(&all, change).await?;
        service.refresh().await?;
    }
    Ok(new)
}
