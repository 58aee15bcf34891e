//! A dispatch of a project by the form.

use super::terms::{MILESTONES, SOURCES, month_of, staged, this_month, time_of};
use crate::{Fault, Service, Viewer};
use duty::Right;
use projects::Stage;
use rust_decimal::Decimal;
use store::{Change, Dispatch, Funding, Milestone, ProjectFacts, ProjectItem};

/// What a dispatch does to its project: the stage, and the months in which it began and was done.
pub(super) fn follow(item: &mut ProjectItem, one: &Dispatch) {
    let Some(stage) = Stage::parse(&one.stage) else { return };
    stage.name().clone_into(&mut item.stage);
    if stage.is_building() && item.real_start.is_empty() {
        item.real_start.clone_from(&one.month);
    }
    if matches!(stage, Stage::Completed | Stage::Operating) && item.real_end.is_empty() {
        item.real_end.clone_from(&one.month);
    }
}

/// Whether somebody may dispatch a project: whoever works on the plan, and the body that answers for it.
///
/// # Errors
/// The store cannot be read.
pub async fn may_dispatch(service: &Service, viewer: &Viewer, item: &ProjectItem) -> Result<bool, Fault> {
    let office = office_of(service, &item.office).await?;
    Ok(viewer.may(Right::EditPlan) || viewer.reaches_office(Right::HandIn, &office))
}

/// Keeps a dispatch of a project.
///
/// # Errors
/// A month that is none or has not come yet, a project of another body, or the store cannot be written.
pub async fn dispatch(
    service: &Service,
    viewer: &Viewer,
    (plan, id): (&str, i64),
    mut one: Dispatch,
    change: &Change,
) -> Result<(), Fault> {
    let mut item = own(service, viewer, (plan, id)).await?;
    staged(&one.stage)?;
    one.month = month_of(&one.month)?;
    if one.month.is_empty() || one.month > this_month(service).to_string() {
        return Err(Fault::bad_request(
            "请写已经到来的月份，如 2026-05。",
            "Write a month that has come, like 2026-05.",
        ));
    }
    if [one.done, one.planned].into_iter().flatten().any(|money| money.is_sign_negative()) {
        return Err(Fault::bad_request("投资不能是负数。", "Investment cannot be negative."));
    }
    // What an earlier month says of the stage does not undo what a later one said.
    let later = service.store().dispatches(&[id]).await?.into_iter().any(|other| other.month > one.month);
    if !later {
        follow(&mut item, &one);
    }
    let facts = ProjectFacts { dispatches: vec![one], ..item.into() };
    service.store().keep_projects(plan, &[facts], change).await?;
    service.refresh().await?;
    Ok(())
}

/// The id of the office of that name; the name itself where there is none.
async fn office_of(service: &Service, name: &str) -> Result<String, Fault> {
    let offices = crate::offices::offices(service).await?;
    let found = offices.values().find(|office| office.name == name || office.id == name);
    Ok(found.map_or_else(|| name.to_owned(), |office| office.id.clone()))
}

/// The project, for somebody who may dispatch it.
pub(super) async fn own(
    service: &Service,
    viewer: &Viewer,
    (plan, id): (&str, i64),
) -> Result<ProjectItem, Fault> {
    let item = service.store().project_item(plan, id).await?;
    if may_dispatch(service, viewer, &item).await? { Ok(item) } else { Err(Fault::forbidden()) }
}

/// A day, a month or a year as it is kept; empty stays empty.
fn moment_of(text: &str) -> Result<String, Fault> {
    match text.trim().parse::<jiff::civil::Date>() {
        Ok(day) => Ok(day.to_string()),
        Err(_) => time_of(text),
    }
}

/// Keeps a step of a project's way.
///
/// # Errors
/// A step that is none, no day, a day that has not come, a project of another body; the store cannot be written.
pub async fn milestone(
    service: &Service,
    viewer: &Viewer,
    (plan, id): (&str, i64),
    mut one: Milestone,
    change: &Change,
) -> Result<(), Fault> {
    let item = own(service, viewer, (plan, id)).await?;
    one.planned = moment_of(&one.planned)?;
    one.reached = moment_of(&one.reached)?;
    if !MILESTONES.contains(&one.kind.as_str()) || (one.planned.is_empty() && one.reached.is_empty()) {
        return Err(Fault::bad_request(
            "请选择节点，并写计划或实际的日期。",
            "Choose a step and write the day on which it is planned or was reached.",
        ));
    }
    if one.reached > service.today().to_string() {
        return Err(Fault::bad_request(
            "实际日期还没有到。",
            "The day on which it was reached has not come.",
        ));
    }
    let facts = ProjectFacts { milestones: vec![one], ..item.into() };
    service.store().keep_projects(plan, &[facts], change).await?;
    service.refresh().await?;
    Ok(())
}

/// Keeps money of a project for a year from a source.
///
/// # Errors
/// A year or a source that is none, no amount, a project of another body; the store cannot be written.
pub async fn fund(
    service: &Service,
    viewer: &Viewer,
    (plan, id): (&str, i64),
    one: Funding,
    change: &Change,
) -> Result<(), Fault> {
    let item = own(service, viewer, (plan, id)).await?;
    let amounts = [one.applied, one.granted, one.paid];
    let stated = amounts.iter().flatten().count() > 0;
    if !(1990..=2100).contains(&one.year) || !SOURCES.contains(&one.source.as_str()) || !stated {
        return Err(Fault::bad_request(
            "请写年份、资金来源和至少一个金额。",
            "Write the year, the source and at least one amount.",
        ));
    }
    if amounts.iter().flatten().any(Decimal::is_sign_negative) {
        return Err(Fault::bad_request("资金不能是负数。", "Money cannot be negative."));
    }
    let facts = ProjectFacts { funds: vec![one], ..item.into() };
    service.store().keep_projects(plan, &[facts], change).await?;
    service.refresh().await?;
    Ok(())
}
