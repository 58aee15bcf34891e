//! What a planner decides about the figures of an indicator.

use crate::heed::BREAKS;
use crate::view::Judged;
use crate::{Fault, Question, Service, Viewer};
use plan::Indicator;
use std::collections::BTreeSet;
use store::{Change, FigureChoice};

/// What can be decided about an indicator.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Open {
    /// Breaks of the level: first year behind, new basis over old, and what holds.
    pub breaks: Vec<(i32, f64, &'static str)>,
    /// Sources of its figures.
    pub sources: Vec<String>,
    /// The source that goes first; empty for none.
    pub source: String,
}

/// What can be decided about an indicator; nothing where its level does not break and it has one source.
pub fn open(judged: &Judged, indicator: &Indicator) -> Open {
    let mut open = Open::default();
    let mut sources = BTreeSet::new();
    for row in judged.of_indicator(indicator.id.as_str()).filter(|row| row.region.is_empty()) {
        for found in &row.evidence.breaks {
            let now = BREAKS
                .into_iter()
                .find(|(_, choice)| *choice == found.choice)
                .map_or("keep", |(name, _)| name);
            if !open.breaks.iter().any(|(year, ..)| *year == found.year) {
                open.breaks.push((found.year, found.factor, now));
            }
        }
        sources.extend(row.evidence.actuals.iter().map(|one| one.source.clone()));
    }
    sources.remove("");
    open.breaks.sort_by_key(|(year, ..)| *year);
    if sources.len() > 1 {
        open.sources = sources.into_iter().collect();
    }
    let held = judged.view.stored.choices.iter();
    let held = held
        .filter(|one| one.indicator == indicator.name && one.year.is_none())
        .map(|one| one.choice.clone());
    open.source = held.take(1).collect();
    open
}

/// Records a decision; the reason stands in the change.
///
/// # Errors
/// The plan has no such indicator, the choice is none that there is, or the store cannot be written.
pub async fn choose(
    service: &Service,
    viewer: &Viewer,
    plan: &str,
    (indicator, year, choice): (&str, Option<i32>, &str),
    change: &Change,
) -> Result<(), Fault> {
    let judged = service.judged(viewer, &Question::now(plan)).await?;
    let none = || Fault::not_found("本规划没有这个指标。", "This plan has no such indicator.");
    let found = judged.view.indicator(indicator).ok_or_else(none)?;
    let open = open(&judged, found);
    let is_there = match year {
        Some(year) => {
            open.breaks.iter().any(|(of, ..)| *of == year) && BREAKS.iter().any(|(name, _)| *name == choice)
        }
        None => choice.is_empty() || open.sources.iter().any(|source| source == choice),
    };
    if !is_there {
        return Err(Fault::bad_request("没有这个选择。", "There is no such choice."));
    }
    let new = FigureChoice { indicator: found.name.clone(), year, choice: choice.to_owned() };
    service.store().choose_figures(plan, &new, change).await?;
    service.refresh().await?;
    Ok(())
}
