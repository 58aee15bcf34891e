//! What targets are to bring in a year (目标测算): per target where it stands, what the path to its goal needs, what is forecast with its interval,
//! what the level above wants, proposals in rounds, and what is decided; beside each row what does not fit.

mod fit;
mod line;
mod sheet;
mod upper;

pub use line::Line;
pub use sheet::{Read, SheetRow, above, decimal, read_sheet, write_sheet};

use crate::asked::Reporting;
use crate::view::{Judged, PlanView};
use crate::{Fault, Service, Viewer};
use assess::FAN_LEVELS;
use duty::Right;
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use store::{Change, Estimate, EstimateRound};

/// The targets of a plan whose goal lies in a year or behind it, with what speaks for their values in it.
///
/// # Errors
/// The store cannot be read.
pub async fn lines(
    service: &Service,
    viewer: &Viewer,
    (judged, year): (&Judged, i64),
) -> Result<Vec<Line>, Fault> {
    let plan = judged.view.id();
    let short = i32::try_from(year).unwrap_or(0);
    let reporting = Reporting::of(service, plan).await?;
    let mut rounds: BTreeMap<String, Vec<EstimateRound>> = BTreeMap::new();
    for one in service.store().estimate_rounds(plan, year).await? {
        rounds.entry(one.target.clone()).or_default().push(one);
    }
    let decided = service.store().estimates(plan, year).await?.into_iter();
    let mut decided: BTreeMap<String, Estimate> = decided.map(|one| (one.target.clone(), one)).collect();
    let above = upper::of(service, viewer, &judged.view, short).await?;
    let mut lines = Vec::new();
    for row in judged.own().filter(|row| row.goal.is_some_and(|goal| goal.year >= short)) {
        let target = row.target.to_string();
        let Some(indicator) = judged.view.indicator(row.indicator.as_str()) else { continue };
        let path = row.required_path();
        let fan = row.outlook.iter().flat_map(|outlook| &outlook.fan).find(|fan| fan.year == short);
        let empty = Estimate { year, target: target.clone(), ..Estimate::default() };
        lines.push(Line {
            indicator: row.indicator.to_string(),
            indicator_name: indicator.name.clone(),
            name: row.name.clone(),
            unit: row.unit.clone(),
            latest: row.latest,
            goal: row.goal,
            needed: path.iter().find(|point| point.year == short).map(|point| point.value),
            forecast: fan
                .map(|fan| [fan.quantiles[MEDIAN], fan.quantiles[0], fan.quantiles[FAN_LEVELS.len() - 1]]),
            above: above.get(&indicator.name).cloned().unwrap_or_default(),
            rounds: rounds.remove(&target).unwrap_or_default(),
            estimate: decided.remove(&target).unwrap_or(empty),
            odd: Vec::new(),
            may_propose: reporting.office(viewer, &indicator.name, "").is_some(),
            target,
        });
    }
    fit::look(&judged.view.stored.plan, short, &mut lines);
    Ok(lines)
}

/// The place of the median among the levels of a fan.
const MEDIAN: usize = FAN_LEVELS.len() / 2;

/// Adds proposals as the next rounds of their targets, all or nothing.
///
/// # Errors
/// A target that is not asked about, somebody else's to propose; the store cannot be written.
pub async fn propose(
    service: &Service,
    viewer: &Viewer,
    (judged, year): (&Judged, i64),
    proposals: &[(String, Decimal, String)],
    change: &Change,
) -> Result<(), Fault> {
    if proposals.is_empty() {
        return Err(Fault::bad_request("请填写建议值。", "Write a value."));
    }
    let lines = lines(service, viewer, (judged, year)).await?;
    let reporting = Reporting::of(service, judged.view.id()).await?;
    let mut rounds = Vec::new();
    for (target, value, words) in proposals {
        let line = lines.iter().find(|line| line.target == *target).ok_or_else(no_target)?;
        let office = reporting.office(viewer, &line.indicator_name, "").ok_or_else(Fault::forbidden)?.0;
        rounds.push(EstimateRound {
            year,
            target: target.clone(),
            value: *value,
            words: words.trim().to_owned(),
            office,
            ..EstimateRound::default()
        });
    }
    service.store().propose_estimates(judged.view.id(), &rounds, change).await?;
    service.refresh().await?;
    Ok(())
}

fn no_target() -> Fault {
    Fault::bad_request("这一年没有这个目标的测算。", "There is no such target to estimate for this year.")
}

/// Decides what a target is to bring in a year, or keeps what the level above wants.
///
/// # Errors
/// A target that is not asked about, a decision without a reason; the store cannot be written.
pub async fn decide(
    service: &Service,
    viewer: &Viewer,
    judged: &Judged,
    one: Estimate,
    change: &Change,
) -> Result<(), Fault> {
    if !viewer.may(Right::EditPlan) {
        return Err(Fault::forbidden());
    }
    let lines = lines(service, viewer, (judged, one.year)).await?;
    if !lines.iter().any(|line| line.target == one.target) {
        return Err(no_target());
    }
    if one.decided.is_some() && one.reason.trim().is_empty() {
        return Err(Fault::bad_request("请写明确定这个值的理由。", "Say why this value is decided."));
    }
    service.store().decide_estimate(judged.view.id(), &one, change).await?;
    service.refresh().await?;
    Ok(())
}

/// Values of a year whose target the plan, as it holds now, does not have: the id that the target had, the value that was decided, else the
/// last that was proposed, and what speaks for it.
///
/// # Errors
/// The store cannot be read.
pub async fn gone(
    service: &Service,
    view: &PlanView,
    year: i64,
) -> Result<Vec<(String, Decimal, String)>, Fault> {
    let store = service.store();
    let rounds = store.estimate_rounds(view.id(), year).await?.into_iter();
    let decided = store.estimates(view.id(), year).await?.into_iter();
    let said = rounds.map(|one| (one.target, one.value, one.words));
    let said = said.chain(decided.filter_map(|one| Some((one.target, one.decided?, one.reason))));
    let lost = said.filter(|(target, ..)| view.target(target).is_none());
    let last: BTreeMap<String, (Decimal, String)> =
        lost.map(|(target, value, words)| (target, (value, words))).collect();
    Ok(last.into_iter().map(|(target, (value, words))| (target, value, words)).collect())
}

/// Looks again with values that somebody has typed and not sent yet, each as one round more, which is not kept.
pub fn with_typed((judged, year): (&Judged, i64), typed: &BTreeMap<String, Decimal>, lines: &mut [Line]) {
    if typed.is_empty() {
        return;
    }
    for line in lines.iter_mut() {
        if let Some(value) = typed.get(&line.target) {
            line.rounds.push(EstimateRound { year, value: *value, ..EstimateRound::default() });
        }
    }
    fit::look(&judged.view.stored.plan, i32::try_from(year).unwrap_or(0), lines);
}
