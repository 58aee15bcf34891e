//! The register of projects: taken over from the plan, changed by hand, dispatched month by month, and looked ahead of.

mod approvals;
mod begin;
mod dispatch;
mod files;
mod life;
mod push;
mod record;
mod sheet;
mod standing;
mod sums;
mod tasks;
mod terms;

pub use approvals::take_in_approvals;
pub use begin::take_over;
pub use dispatch::{dispatch, fund, may_dispatch, milestone};
pub use files::{Contact, add_files, contacts, project_file};
pub use life::{Life, end_of, life, whole};
pub use push::{StateOf, push_states};
pub use record::record;
pub use sheet::{Chosen, LEFT_OUT, Match, Matched, take_in, understand};
pub use standing::{Register, Replay, Standing, YearWord};
pub use sums::{
    Counted, FundGroup, FundSum, Group, Grouping, Sum, YearMoney, counted, funds, funds_by, groups, money,
};
pub use tasks::{CarriedOut, Purpose, offered, purpose, tie};
pub use terms::{MILESTONES, SOURCES, this_month};

use crate::{Fault, Service};
use projects::Month;
use store::{Change, ProjectItem};
use terms::{staged, time_of};

/// Keeps what a person changed of a project, or adds one.
///
/// # Errors
/// A name that another project bears, a code, a time or a stage that is none; the store cannot be written.
pub async fn edit(
    service: &Service,
    plan: &str,
    mut item: ProjectItem,
    change: &Change,
) -> Result<i64, Fault> {
    item.name = item.name.trim().to_owned();
    if item.name.is_empty() {
        return Err(Fault::bad_request("请写项目名称。", "Write the name of the project."));
    }
    if service.store().project_named(plan, &item.name).await?.is_some_and(|other| other.id != item.id) {
        return Err(Fault::bad_request(
            format!("项目库中已有“{}”。", item.name),
            format!("The register has a project {} already.", item.name),
        ));
    }
    if !item.code.is_empty() {
        item.code =
            projects::code::parse(&item.code).map_err(|words| Fault::bad_request(words.zh, words.en))?.text;
    }
    for time in [&mut item.start_month, &mut item.end_month, &mut item.real_start, &mut item.real_end] {
        *time = time_of(time)?;
    }
    staged(&item.stage)?;
    let (start, end) = (Month::first_of(&item.start_month), Month::last_of(&item.end_month));
    if start.zip(end).is_some_and(|(start, end)| end < start) {
        return Err(Fault::bad_request("完工时间早于开工时间。", "The end lies before the start."));
    }
    let ids = service.store().keep_projects(plan, &[item.into()], change).await?;
    service.refresh().await?;
    ids.first().copied().ok_or_else(Fault::forbidden)
}

/// Says that a project of the register is none, and why; an empty reason takes it in again.
///
/// # Errors
/// No such project; the store cannot be written.
pub async fn refuse(
    service: &Service,
    (plan, id): (&str, i64),
    reason: &str,
    change: &Change,
) -> Result<(), Fault> {
    let mut item = service.store().project_item(plan, id).await?;
    reason.trim().clone_into(&mut item.refused);
    service.store().keep_projects(plan, &[item.into()], change).await?;
    service.refresh().await?;
    Ok(())
}
