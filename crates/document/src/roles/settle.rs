//! What can be said of headings only when all are known: whether they head anything, and their levels.

use super::{Role, Scan};
use crate::marker::Style;
use crate::outline::{Ranks, levels};
use std::collections::BTreeMap;

/// Turns numbered "headings" without anything below them back into the items of a list.
pub(super) fn demote_lists(roles: &mut [Role], ranks: &Ranks) {
    let outermost = roles
        .iter()
        .filter_map(|role| match role {
            Role::Heading { style, .. } => Some(ranks.rank(*style)),
            _ => None,
        })
        .min();
    let mut run: Vec<usize> = Vec::new();
    for at in 0..roles.len() {
        let follows = |last: usize| match (roles[last], roles[at]) {
            (Role::Heading { marker: Some(a), .. }, Role::Heading { marker: Some(b), .. }) => {
                a.style == b.style && b.ordinal == a.ordinal + 1
            }
            _ => false,
        };
        let adjacent = run.last().is_some_and(|last| last + 1 == at);
        if adjacent && run.last().is_some_and(|last| follows(*last)) {
            run.push(at);
            continue;
        }
        demote(roles, &run, ranks, outermost);
        run.clear();
        let starts = matches!(roles[at], Role::Heading { marker: Some(mark), style, .. }
            if mark.ordinal == 1 && !style.is_division() && !matches!(style, Style::Looks(_)));
        if starts {
            run.push(at);
        }
    }
    demote(roles, &run, ranks, outermost);
}

fn demote(roles: &mut [Role], run: &[usize], ranks: &Ranks, outermost: Option<usize>) {
    if run.len() < 2 {
        return;
    }
    for at in run {
        if let Role::Heading { style, marker: Some(marker), .. } = roles[*at]
            && Some(ranks.rank(style)) != outermost
        {
            roles[*at] = Role::Item(marker);
        }
    }
}

pub(super) fn set_levels(roles: &mut [Role], scan: &Scan<'_>) {
    let levels: BTreeMap<Style, u8> = levels(&scan.seen, &scan.ranks);
    let mut in_annex = false;
    let mut inside = vec![false; roles.len()];
    for range in &scan.boxes {
        inside[range.clone()].fill(true);
    }
    for (at, role) in roles.iter_mut().enumerate() {
        if let Role::Heading { style, level, .. } = role
            && !inside[at]
            && *level == 0
        {
            *level = levels.get(style).copied().unwrap_or(1);
            if *style == Style::Annex || *level == 1 && style.is_division() {
                in_annex = *style == Style::Annex;
            }
            if in_annex && *style != Style::Annex {
                *level = (*level).max(2);
            }
        }
    }
}
