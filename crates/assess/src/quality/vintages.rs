//! Figures that were revised, and sources that contradict each other.

use super::Subject;
use crate::history::Figure;
use crate::print::{number, trimmed};
use crate::{DataWarning, DataWarningKind};
use plan::Origin;

pub(super) fn check(subject: &Subject<'_, '_>, found: &mut Vec<DataWarning>) {
    let known: Vec<&Figure<'_>> = subject
        .history
        .levels
        .iter()
        .filter(|f| f.known(subject.as_of) && f.year >= subject.base_year)
        .collect();
    for year in known.chunk_by(|a, b| a.year == b.year) {
        let Some((used, others)) = year.split_last() else { continue };
        revised(subject, used, others, found);
        contradiction(subject, used, others, found);
    }
}

/// The first published figure against the one that counts now.
fn revised(
    subject: &Subject<'_, '_>,
    used: &Figure<'_>,
    others: &[&Figure<'_>],
    found: &mut Vec<DataWarning>,
) {
    // Sorted by firmness: the first one is the least firm, usually the earliest.
    // Another source of the same firmness is a contradiction, not a revision.
    let earlier = |f: &Figure<'_>| {
        f.rank < used.rank || f.day < used.day && f.observation.source == used.observation.source
    };
    let Some(first) = others.iter().find(|f| earlier(f)) else { return };
    let change = used.value / first.value - 1.0;
    if !change.is_finite() || change.abs() <= subject.config.rules.data.revision {
        return;
    }
    let (from, to) = (number(first.value), number(used.value));
    let (size, unit, year) = (trimmed(100.0 * change, 1), subject.unit(), used.year);
    found.push(subject.warning(
        DataWarningKind::Revised,
        Some(year),
        format!("{year}年由{from}修订为{to}{unit}（{size}%）"),
        format!("{year} was revised from {from} to {to} {unit} ({size}%)"),
    ));
}

/// Two sources of one firmness that say different things; both are shown, neither is averaged away.
fn contradiction(
    subject: &Subject<'_, '_>,
    used: &Figure<'_>,
    others: &[&Figure<'_>],
    found: &mut Vec<DataWarning>,
) {
    let differs = |other: &Figure<'_>| {
        let apart = (other.value - used.value).abs() / used.value.abs().max(f64::MIN_POSITIVE);
        let same_voice = other.observation.source == used.observation.source
            && other.observation.provenance.origin == used.observation.provenance.origin;
        other.rank == used.rank && !same_voice && apart > subject.config.rules.data.contradiction
    };
    let Some(other) = others.iter().rev().find(|f| differs(f)) else { return };
    let (unit, year) = (subject.unit(), used.year);
    let (one, two) = (number(used.value), number(other.value));
    let (from, against) = (voice(used), voice(other));
    found.push(subject.warning(
        DataWarningKind::Contradiction,
        Some(year),
        format!("{year}年来源矛盾：{from}为{one}{unit}（已采用），{against}为{two}{unit}"),
        format!("sources contradict each other for {year}: {one} {unit} in {from} (used), {two} {unit} in {against}"),
    ));
}

/// Who says it.
fn voice(figure: &Figure<'_>) -> String {
    let source = figure.observation.source.as_str();
    let source = if source.is_empty() { "—" } else { source };
    match figure.observation.provenance.origin {
        Origin::Outside => source.to_owned(),
        origin => format!("{source}（{origin}）"),
    }
}
