//! The register of a plan and one of its projects as they stand now, from the store.

use super::standing::{Register, Standing};
use super::terms::this_month;
use crate::view::PlanView;
use crate::{Fault, Service};
use projects::{Month, Outlook};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};
use store::{Dispatch, DispatchFigures, Funding, Milestone, ProjectItem};

/// The register of a plan as it stands now.
///
/// # Errors
/// The store cannot be read.
pub async fn whole(service: &Service, plan: &str) -> Result<Arc<Register>, Fault> {
    let now = this_month(service);
    let key = format!("{} {now}", service.key(Some(&format!("{plan}/projects"))));
    service.registers().get(&key, || made(service, plan, now)).await
}

async fn made(service: &Service, plan: &str, now: Month) -> Result<Register, Fault> {
    let items = service.store().all_projects(plan).await?;
    let dispatches = service.store().dispatch_figures(plan).await?;
    let funds = service.store().funds(plan).await?;
    let make = move || {
        let mut by_item: BTreeMap<i64, Vec<DispatchFigures>> = BTreeMap::new();
        for one in dispatches {
            by_item.entry(one.project_item).or_default().push(one);
        }
        let all = items.len();
        let kept = items.into_iter().filter(|item| item.refused.is_empty());
        let rows: Vec<Standing> = kept
            .map(|item| {
                let own = by_item.remove(&item.id).unwrap_or_default();
                Standing::of(item, &own, now)
            })
            .collect();
        Register { now, refused: all - rows.len(), rows, funds, record: OnceLock::new() }
    };
    tokio::task::spawn_blocking(make).await.map_err(|error| Fault::internal(&error))
}

/// What is known of a project beyond its fields.
#[derive(Debug)]
pub struct Life {
    /// As it stands.
    pub standing: Standing,
    /// Its dispatches, oldest first.
    pub dispatches: Vec<Dispatch>,
    /// When it will be done; `None` when it is not being built or its plan is not known.
    pub outlook: Option<Outlook>,
    /// The steps of its way.
    pub milestones: Vec<Milestone>,
    /// Its money by year and source.
    pub funds: Vec<Funding>,
}

/// The last month of the years of a plan.
pub fn end_of(view: &PlanView, now: Month) -> Month {
    Month { year: view.stored.plan.period.map_or(now.year + 4, |period| period.end), month: 12 }
}

/// What is known of a project: its dispatches, warnings, and when it will be done by the record of the register.
///
/// # Errors
/// The store cannot be read.
pub async fn life(service: &Service, view: &PlanView, item: ProjectItem) -> Result<Life, Fault> {
    let now = this_month(service);
    let dispatches = service.store().dispatches(&[item.id]).await?;
    let milestones = service.store().milestones(&[item.id]).await?;
    let figures: Vec<DispatchFigures> = dispatches.iter().map(DispatchFigures::from).collect();
    let standing = Standing::of(item, &figures, now);
    let register = whole(service, view.id()).await?;
    let outlook = register.outlook(&standing, end_of(view, now));
    let funds = register.funds.iter().filter(|one| one.project_item == standing.item.id).cloned().collect();
    Ok(Life { standing, dispatches, outlook, milestones, funds })
}
