//! What a plan is about: an outline about everything, a special plan about the field of those who answer for its indicators.

use super::side::Side;
use plan::DocumentKind;
use plan::catalogue::entry;
use std::collections::BTreeMap;

/// Whether a plan is one of everything.
pub(super) fn is_outline(side: Side<'_>) -> bool {
    side.plan.kind == Some(DocumentKind::Outline) || side.plan.title.contains("国民经济和社会发展")
}

/// Those who answer for the indicators of a special plan: a third of them at least, and three.
pub(super) fn owners(side: Side<'_>) -> Vec<&'static str> {
    let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut all = 0;
    for indicator in &side.plan.indicators {
        let has_target = side.plan.targets_of(&indicator.id).next().is_some();
        let known = indicator.catalogue.as_deref().and_then(entry).filter(|_| has_target);
        if let Some(entry) = known {
            *counts.entry(entry.owner).or_default() += 1;
            all += 1;
        }
    }
    counts.into_iter().filter(|(_, count)| *count >= 3 && count * 3 >= all).map(|(owner, _)| owner).collect()
}
