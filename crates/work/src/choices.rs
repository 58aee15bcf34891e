//! What a planner decides about the figures of an indicator.

use crate::heed::{NO_BOUNDS, Span};
use crate::view::Judged;
use crate::{Fault, Question, Service, Viewer};
use assess::BreakChoice;
use assess::peers::Choice;
use plan::Indicator;
use std::collections::BTreeSet;
use store::{Change, ChoiceAbout, FigureChoice};

/// What can be decided about an indicator.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Open {
    /// Breaks of the level: first year behind, new basis over old, and what holds.
    pub breaks: Vec<(i32, f64, &'static str)>,
    /// Sources of its figures; none where there is nothing to choose between.
    pub sources: Vec<String>,
    /// The source that goes first; empty for none.
    pub source: String,
    /// Between which values it must lie, as somebody decided: `0..100`, `none`, or empty when nobody did.
    pub bounds: String,
    /// The other regions that it can be compared with; none where there is nothing to choose between.
    pub peers: Vec<Choice>,
    /// With which it is compared first; empty when nobody decided.
    pub peer: String,
}

/// What can be decided about an indicator.
pub fn open(judged: &Judged, indicator: &Indicator) -> Open {
    let mut open = Open::default();
    let mut sources = BTreeSet::new();
    for row in judged.of_indicator(indicator.id.as_str()).filter(|row| row.region.is_empty()) {
        for found in &row.evidence.breaks {
            if !open.breaks.iter().any(|(year, ..)| *year == found.year) {
                open.breaks.push((found.year, found.factor, found.choice.name()));
            }
        }
        sources.extend(row.evidence.actuals.iter().map(|one| one.source.clone()));
    }
    sources.remove("");
    open.breaks.sort_by_key(|(year, ..)| *year);
    if sources.len() > 1 {
        open.sources = sources.into_iter().collect();
    }
    let peers: Vec<Choice> = Choice::ALL
        .into_iter()
        .filter(|choice| crate::standing::peers(judged, indicator, *choice).is_some())
        .collect();
    if peers.len() > 1 {
        open.peers = peers;
    }
    open.source = held(judged, indicator, ChoiceAbout::Source);
    open.bounds = held(judged, indicator, ChoiceAbout::Bounds);
    open.peer = held(judged, indicator, ChoiceAbout::Peers);
    open
}

/// What was decided about an indicator; empty when nothing was.
pub fn held(judged: &Judged, indicator: &Indicator, about: ChoiceAbout) -> String {
    let choices = &judged.view.stored.choices;
    let found = choices.iter().find(|one| one.indicator == indicator.name && one.about == about);
    found.map(|one| one.choice.clone()).unwrap_or_default()
}

/// Records a decision; the reason stands in the change.
///
/// # Errors
/// The plan has no such indicator, the choice is none that there is, or the store cannot be written.
pub async fn choose(
    service: &Service,
    viewer: &Viewer,
    plan: &str,
    (indicator, about, choice): (&str, ChoiceAbout, &str),
    change: &Change,
) -> Result<(), Fault> {
    let judged = service.judged(viewer, &Question::now(plan)).await?;
    let none = || Fault::not_found("本规划没有这个指标。", "This plan has no such indicator.");
    let found = judged.view.indicator(indicator).ok_or_else(none)?;
    let open = open(&judged, found);
    let is_there = match about {
        ChoiceAbout::Break(year) => {
            open.breaks.iter().any(|(of, ..)| *of == year) && BreakChoice::parse(choice).is_some()
        }
        ChoiceAbout::Source => choice.is_empty() || open.sources.iter().any(|source| source == choice),
        ChoiceAbout::Bounds => choice.is_empty() || Span::parse(choice).is_some(),
        ChoiceAbout::Peers => choice.is_empty() || open.peers.iter().any(|one| one.name() == choice),
    };
    if !is_there {
        return Err(match about {
            ChoiceAbout::Bounds => Fault::bad_request(
                "请填写两个数，下限小于上限。",
                "Give two numbers, the lower end below the upper.",
            ),
            _ => Fault::bad_request("没有这个选择。", "There is no such choice."),
        });
    }
    let new = FigureChoice { indicator: found.name.clone(), about, choice: choice.to_owned() };
    service.store().choose_figures(plan, &new, change).await?;
    service.refresh().await?;
    Ok(())
}

/// Bounds as they are stored, from the two ends that a person wrote: both empty for those that the name of the indicator
/// gives, one empty for what is no bounds.
pub fn bounds(low: &str, high: &str, without: bool) -> String {
    match (without, low.is_empty() && high.is_empty()) {
        (true, _) => NO_BOUNDS.to_owned(),
        (false, true) => String::new(),
        (false, false) => format!("{low}..{high}"),
    }
}
