//! How an indicator came to what it says: recorded figures and entries of the audit log.

use crate::view::PlanView;
use crate::{Fault, Past, Service};
use audit::Entry;
use plan::{Indicator, Target};
use std::collections::BTreeSet;
use store::Recorded;

/// The targets of an indicator.
pub fn targets<'a>(view: &'a PlanView, indicator: &Indicator) -> Vec<&'a Target> {
    view.stored.plan.targets.iter().filter(|target| target.indicator == indicator.id).collect()
}

/// The figures of an indicator in the order in which they were recorded, under whichever of its names.
pub async fn figures(
    service: &Service,
    plan: &str,
    indicator: &Indicator,
    past: &Past,
) -> Result<Vec<Recorded>, Fault> {
    let mut recorded = service.store().figure_history(plan, &names(indicator)).await?;
    recorded.retain(|one| past.holds(&one.at));
    Ok(recorded)
}

fn names(indicator: &Indicator) -> Vec<&str> {
    std::iter::once(&indicator.name).chain(&indicator.aliases).map(String::as_str).collect()
}

/// What the log says of an indicator, of its targets, and of its figures on their way, newest first.
pub async fn entries(
    service: &Service,
    view: &PlanView,
    indicator: &Indicator,
    past: &Past,
) -> Result<Vec<Entry>, Fault> {
    let targets = targets(view, indicator);
    let targets = targets.iter().map(|target| target.id.as_str());
    // Figures on their way are named by the indicator's name, which stays when a new version numbers it anew.
    let subjects: BTreeSet<&str> = targets.chain(names(indicator)).chain([indicator.id.as_str()]).collect();
    let mut entries = Vec::new();
    for subject in subjects {
        entries.extend(service.store().audit_of(&format!("{}/{subject}", view.id()), 1000).await?);
    }
    // Loads, and figures that were appended many at a time, have one entry for all.
    entries.extend(service.store().audit_of_itself(view.id(), 1000).await?);
    entries.retain(|entry| past.holds(&entry.act.at));
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.number));
    Ok(entries)
}
