//! The register as the plan begins it: every field that the text states, and nothing else.

use crate::view::{PlanView, heading};
use crate::{Fault, Service};
use plan::{Item, PlaceKind, Project, Quantity};
use projects::Stage;
use region::Regions;
use rust_decimal::Decimal;
use std::collections::HashSet;
use store::{Change, ProjectFacts, ProjectItem};

/// Money in 亿元; `None` for another currency.
fn hundred_millions(money: &Quantity) -> Option<Decimal> {
    match money.unit.as_str() {
        "亿元" => Some(money.value),
        "万元" => money.value.checked_mul(Decimal::new(1, 4)),
        "万亿元" => money.value.checked_mul(Decimal::from(10_000)),
        "元" => money.value.checked_mul(Decimal::new(1, 8)),
        _ => None,
    }
    .map(|money| money.normalize())
}

/// A project of the plan as the register begins with it.
fn of_plan(view: &PlanView, project: &Project, counties: &[String]) -> ProjectItem {
    let name = if project.name_full.is_empty() { &project.name } else { &project.name_full };
    let capacity: Vec<String> = project
        .quantities
        .iter()
        .filter(|quantity| !quantity.unit.ends_with('元'))
        .map(|quantity| format!("{}{}{}", quantity.what, quantity.value, quantity.unit))
        .collect();
    let time = |year: Option<i32>| year.map_or_else(String::new, |year| year.to_string());
    let chapter = project.provenance.section.as_ref().and_then(|section| view.chapter_of(section.as_str()));
    ProjectItem {
        project: project.id.to_string(),
        name: name.clone(),
        category: project.category.clone(),
        office: view.bodies_of(&Item::Project(project.id.clone())).first().copied().unwrap_or("").to_owned(),
        place: project.place.clone(),
        county: county_of(&project.place, name, counties),
        chapter: chapter.map(heading).unwrap_or_default(),
        capacity: capacity.join("；"),
        stage: Stage::parse(&project.stage).map_or_else(String::new, |stage| stage.name().to_owned()),
        investment: project.investment.as_ref().and_then(hundred_millions),
        start_month: time(project.start_year),
        end_month: time(project.end_year),
        ..ProjectItem::default()
    }
}

/// The divisions right below that of the plan: those of the registry and those that the plan names with a code.
pub(super) fn counties(view: &PlanView) -> Vec<String> {
    let plan = &view.stored.plan;
    let own = plan.region.as_deref().unwrap_or("");
    let standard = Regions::standard();
    let code = standard.called(own).find(|region| region.name == own).map(|region| region.code.clone());
    let mut names: Vec<String> = standard
        .all()
        .filter(|region| region.stands() && code.as_ref().is_some_and(|code| region.parent == *code))
        .map(|region| region.name.to_string())
        .collect();
    let named = plan.places.iter().filter(|place| place.kind == PlaceKind::Region && place.name != own);
    names.extend(named.map(|place| place.name.clone()));
    names.sort();
    names.dedup();
    names
}

/// The division that a place is or contains, else one in the name of the project; of several, the one with the longest name.
pub(super) fn county_of(place: &str, name: &str, counties: &[String]) -> String {
    let stem = |county: &'_ str| region::short(county).unwrap_or(county).to_owned();
    let within = |text: &str| {
        let found = counties.iter().filter(|county| text.contains(stem(county).as_str()));
        found.max_by_key(|county| stem(county).chars().count()).cloned()
    };
    let exact = counties.iter().find(|county| region::same(county, place)).cloned();
    exact.or_else(|| within(place)).or_else(|| within(name)).unwrap_or_default()
}

/// Takes the projects of a plan over into the register, those that are not there yet; gives how many were new. What waits
/// to be confirmed is not taken over.
///
/// # Errors
/// The store cannot be written.
pub async fn take_over(service: &Service, view: &PlanView, change: &Change) -> Result<usize, Fault> {
    let plan = view.id();
    let mut known: HashSet<String> =
        service.store().all_projects(plan).await?.into_iter().map(|item| item.name).collect();
    let counties = counties(view);
    let mut items: Vec<ProjectFacts> = Vec::new();
    for project in view.stored.plan.projects.iter().filter(|project| project.is_certain()) {
        let item = of_plan(view, project, &counties);
        if known.insert(item.name.clone()) {
            items.push(item.into());
        }
    }
    if !items.is_empty() {
        service.store().keep_projects(plan, &items, change).await?;
        service.refresh().await?;
    }
    Ok(items.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_division_of_a_place() {
        let counties = ["安渡县".to_owned(), "北安渡区".to_owned(), "云湖市".to_owned()];
        assert_eq!(county_of("安渡县", "", &counties), "安渡县");
        assert_eq!(county_of("北安渡区临港镇", "", &counties), "北安渡区");
        assert_eq!(county_of("", "云湖至海城公路", &counties), "云湖市");
        assert_eq!(county_of("沿海", "防潮堤", &counties), "");
    }
}
