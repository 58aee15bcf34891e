//! Two plans, or two versions of one, side by side.

use crate::view::PlanView;
use crate::{Fault, Service, Viewer};
use jiff::Timestamp;
use plan::{Indicator, Target};
use std::collections::{BTreeMap, BTreeSet};

/// An indicator in both plans, or in one of them.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its name.
    pub name: String,
    /// Its id here, when it is here.
    pub indicator: Option<String>,
    /// What is promised here, with years; empty when nothing is.
    pub here: String,
    /// What is promised there.
    pub there: String,
    /// How the two differ.
    pub kind: Kind,
}

/// How two plans differ in an indicator, in the order in which people look at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Both promise, but not the same.
    Changed,
    /// Only this plan promises.
    OnlyHere,
    /// Only the other promises.
    OnlyThere,
    /// Both promise the same.
    Same,
}

impl Kind {
    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::OnlyHere => "only-here",
            Self::OnlyThere => "only-there",
            Self::Same => "same",
        }
    }
}

/// The other plan: `id`, or `id@version`; without a version as it stood at a moment.
///
/// # Errors
/// No such plan or version, or not for this viewer.
pub async fn other(
    service: &Service,
    viewer: &Viewer,
    with: &str,
    stood_at: Option<Timestamp>,
) -> Result<PlanView, Fault> {
    let (plan, version) = match with.rsplit_once('@') {
        Some((plan, version)) => {
            let none = || {
                Fault::bad_request(
                    format!("没有版本“{version}”。"),
                    format!("There is no version “{version}”."),
                )
            };
            (plan, Some(version.parse::<i64>().ok().filter(|version| *version > 0).ok_or_else(none)?))
        }
        None => (with, None),
    };
    let version = service.seen_version(viewer, plan, version)?;
    let stored = match (version, stood_at) {
        (None, Some(moment)) => service.store().plan_at(plan, moment).await?,
        _ => service.store().plan(plan, version).await?,
    };
    Ok(PlanView::new(stored))
}

/// All indicators that either plan promises something of, differences first.
pub fn lines(view: &PlanView, other: &PlanView) -> Vec<Line> {
    let theirs: BTreeMap<&str, &Indicator> =
        other.stored.plan.indicators.iter().rev().map(|indicator| (key(indicator), indicator)).collect();
    let mut seen = BTreeSet::new();
    let mut lines = Vec::new();
    for indicator in &view.stored.plan.indicators {
        let here = values(view, indicator);
        let partner = theirs.get(key(indicator));
        let there = partner.map(|partner| values(other, partner)).unwrap_or_default();
        seen.insert(key(indicator));
        if here.is_empty() && there.is_empty() {
            continue;
        }
        let kind = match (here.as_str(), there.as_str()) {
            (_, "") => Kind::OnlyHere,
            ("", _) => Kind::OnlyThere,
            (a, b) if a == b => Kind::Same,
            _ => Kind::Changed,
        };
        lines.push(Line {
            name: indicator.name.clone(),
            indicator: Some(indicator.id.to_string()),
            here,
            there,
            kind,
        });
    }
    for indicator in other.stored.plan.indicators.iter().filter(|indicator| !seen.contains(key(indicator))) {
        let there = values(other, indicator);
        if !there.is_empty() {
            lines.push(Line {
                name: indicator.name.clone(),
                indicator: None,
                here: String::new(),
                there,
                kind: Kind::OnlyThere,
            });
        }
    }
    lines.sort_by_key(|line| line.kind);
    lines
}

/// What makes two indicators the same: the catalogue entry, else the name.
pub(crate) fn key(indicator: &Indicator) -> &str {
    indicator.catalogue.as_deref().unwrap_or(&indicator.name)
}

/// All targets of an indicator in one text: value and year.
fn values(view: &PlanView, indicator: &Indicator) -> String {
    let mut values: Vec<String> = Vec::new();
    for target in view.stored.plan.targets_of(&indicator.id) {
        let year = target.year.or(target.implied_year).map(|year| format!(" ({year})")).unwrap_or_default();
        let value = format!("{}{year}", shown_value(target));
        if !values.contains(&value) {
            values.push(value);
        }
    }
    values.join("; ")
}

/// The value of a target as the plan states it.
pub fn shown_value(target: &Target) -> String {
    let sign = match target.comparator {
        plan::Comparator::Ge => "≥",
        plan::Comparator::Le => "≤",
        plan::Comparator::Gt => ">",
        plan::Comparator::Lt => "<",
        plan::Comparator::Approx => "≈",
        plan::Comparator::Eq | plan::Comparator::Range => "",
    };
    match (target.value, target.value_high) {
        (Some(low), Some(high)) => format!("{low}–{high}{}", target.unit),
        (Some(value), None) => format!("{sign}{value}{}", target.unit),
        _ => target.value_text.clone(),
    }
}
