//! What follows from rows that came and went: order, orphans, references, identities.

use plan::{IndicatorId, Item, Plan, Provenance};
use std::collections::BTreeSet;

/// Puts what corrections left behind in order: rows stand where the text has them, an indicator of which nothing is said
/// any more goes unless a person named it, nothing refers to what is gone, and identities hold between what is there.
pub(crate) fn tidy(read: &Plan, plan: &mut Plan, kept: &BTreeSet<IndicatorId>) {
    let at = |provenance: &Provenance| (provenance.span.is_empty(), provenance.span.start);
    // Stable: what was read keeps its order. Rows of tables stand before prose as the reader left them.
    let places: BTreeSet<&str> = read.targets.iter().map(|row| row.id.as_str()).collect();
    insert_by_place(&mut plan.targets, |row| places.contains(row.id.as_str()), |row| at(&row.provenance));
    let places: BTreeSet<&str> = read.observations.iter().map(|row| row.id.as_str()).collect();
    insert_by_place(
        &mut plan.observations,
        |row| places.contains(row.id.as_str()),
        |row| at(&row.provenance),
    );
    let places: BTreeSet<&str> = read.projects.iter().map(|row| row.id.as_str()).collect();
    insert_by_place(&mut plan.projects, |row| places.contains(row.id.as_str()), |row| at(&row.provenance));
    let places: BTreeSet<&str> = read.tasks.iter().map(|row| row.id.as_str()).collect();
    insert_by_place(&mut plan.tasks, |row| places.contains(row.id.as_str()), |row| at(&row.provenance));
    let places: BTreeSet<&str> = read.places.iter().map(|row| row.id.as_str()).collect();
    insert_by_place(&mut plan.places, |row| places.contains(row.id.as_str()), |row| at(&row.provenance));
    let places: BTreeSet<&str> = read.assignments.iter().map(|row| row.id.as_str()).collect();
    insert_by_place(&mut plan.assignments, |row| places.contains(row.id.as_str()), |row| at(&row.provenance));

    let said = |plan: &Plan| -> BTreeSet<IndicatorId> {
        let targets = plan.targets.iter().map(|row| row.indicator.clone());
        targets.chain(plan.observations.iter().map(|row| row.indicator.clone())).collect()
    };
    let (before, now) = (said(read), said(plan));
    plan.indicators
        .retain(|row| now.contains(&row.id) || kept.contains(&row.id) || !before.contains(&row.id));

    let there: BTreeSet<Item> = plan
        .indicators
        .iter()
        .map(|row| Item::Indicator(row.id.clone()))
        .chain(plan.targets.iter().map(|row| Item::Target(row.id.clone())))
        .chain(plan.projects.iter().map(|row| Item::Project(row.id.clone())))
        .chain(plan.tasks.iter().map(|row| Item::Task(row.id.clone())))
        .collect();
    plan.assignments.retain(|row| there.contains(&row.item));
    plan.schedule.retain(|row| there.contains(&Item::Target(row.target.clone())));
    let same = read.indicators.len() == plan.indicators.len()
        && read
            .indicators
            .iter()
            .zip(&plan.indicators)
            .all(|(a, b)| a.id == b.id && a.catalogue == b.catalogue);
    if !same {
        plan.relations = plan::catalogue::relations(&plan.indicators);
    }
}

/// Moves each added row behind the last one that was read from an earlier place.
fn insert_by_place<R>(rows: &mut Vec<R>, was_read: impl Fn(&R) -> bool, place: impl Fn(&R) -> (bool, usize)) {
    if rows.iter().all(&was_read) {
        return;
    }
    let (mut kept, added): (Vec<R>, Vec<R>) = std::mem::take(rows).into_iter().partition(was_read);
    for row in added {
        let at = kept.iter().rposition(|other| place(other) <= place(&row)).map_or(kept.len(), |at| at + 1);
        kept.insert(at.min(kept.len()), row);
    }
    *rows = kept;
}
