//! What plans of the level above want of the same indicators.

use crate::view::PlanView;
use crate::{Fault, Question, Service, Viewer};
use plan::{Indicator, Target};
use region::Regions;
use std::collections::BTreeMap;
use store::PlanFilter;

/// Plans of the level above that are looked at.
const MOST: usize = 8;

/// For each indicator, by name, what plans of the region above want of a year or, without a target for it, at the end: value with
/// year, and the title of the plan.
pub(super) async fn of(
    service: &Service,
    viewer: &Viewer,
    view: &PlanView,
    year: i32,
) -> Result<BTreeMap<String, Vec<(String, String)>>, Fault> {
    let mut found: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    let Some(above) = view.stored.plan.region.as_deref().and_then(above) else { return Ok(found) };
    let (plans, _) = service.store().plans(&PlanFilter::default()).await?;
    let holds = |one: &&store::PlanSummary| {
        one.region.as_deref() == Some(above.as_str())
            && one.period.is_some_and(|period| (period.start..=period.end).contains(&year))
    };
    for summary in plans.iter().filter(holds).take(MOST) {
        // A plan that is not for this viewer says nothing.
        let Ok(other) = service.plan(viewer, &Question::now(&summary.key.plan)).await else { continue };
        for own in &view.stored.plan.indicators {
            if let Some(value) = wanted(&other, own, year) {
                found.entry(own.name.clone()).or_default().push((value, summary.title.clone()));
            }
        }
    }
    Ok(found)
}

/// The region above one, by name.
fn above(own: &str) -> Option<String> {
    let regions = Regions::standard();
    let region = regions.called(own).find(|region| region.name == own)?;
    regions.of_code(&region.parent).map(|above| above.name.to_string())
}

/// What a plan wants of the indicator of another: by the same entry of the catalogue, else by the same name.
fn wanted(other: &PlanView, own: &Indicator, year: i32) -> Option<String> {
    let plan = &other.stored.plan;
    let is_same = |one: &&Indicator| match (&one.catalogue, &own.catalogue) {
        (Some(key), Some(known)) => key == known,
        _ => one.name == own.name,
    };
    let indicator = plan.indicators.iter().find(is_same)?;
    let of: Vec<&Target> = plan.targets_of(&indicator.id).filter(|target| target.value.is_some()).collect();
    let exact = of.iter().find(|target| target.year == Some(year));
    let target = exact.or_else(|| of.iter().max_by_key(|target| target.year))?;
    let at = target.year.map(|year| format!("（{year}）")).unwrap_or_default();
    let value = target.value.map(|value| format!("{value}{}", target.unit))?;
    Some(format!("{value}{at}"))
}
