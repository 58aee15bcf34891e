//! What a plan does and how it stands in each place of a map: targets on their way, warnings, projects.

use super::named::{middle, shape};
use crate::view::{Count, Judged, State};
use assess::{Alert, Row};
use plan::Project;
use serde_json::Value;
use space::Bounds;
use std::collections::BTreeSet;
use store::Region;

/// What a plan does and how it stands in a region, or in the whole of its own.
pub struct Standing<'a> {
    /// The region; the plan's own, or nothing where it names none.
    pub name: String,
    /// Whether it is the plan's own region and not a part of it.
    pub is_whole: bool,
    /// A point for the map in degrees; `None` where no outline is known.
    pub at: Option<[f64; 2]>,
    /// Its outline as a GeoJSON geometry; `None` where none is known, and for the whole.
    pub outline: Option<Value>,
    /// The states of the targets that are set for it.
    pub count: Count,
    /// The rows that are warned of, the gravest first.
    pub warned: Vec<&'a Row>,
    /// What is built or founded there; with a year, what is under way then.
    pub projects: Vec<&'a Project>,
}

/// What a plan does in each region inside its own, the whole first; with a year, the projects of that year.
///
/// A project lies in the region whose name its place bears or contains; where none does, it stands with the whole.
pub fn standing<'a>(judged: &'a Judged, regions: &[Region], year: Option<i64>) -> Vec<Standing<'a>> {
    let plan = &judged.view.stored.plan;
    let mut all = vec![Standing {
        name: plan.region.clone().unwrap_or_default(),
        is_whole: true,
        at: around(regions)
            .map(|[[west, south], [east, north]]| [f64::midpoint(west, east), f64::midpoint(south, north)]),
        outline: None,
        count: Count::default(),
        warned: Vec::new(),
        projects: Vec::new(),
    }];
    all.extend(regions.iter().map(|region| Standing {
        name: region.name.clone(),
        is_whole: false,
        at: middle(region),
        outline: region.outline.as_deref().and_then(|text| serde_json::from_str(text).ok()),
        count: Count::default(),
        warned: Vec::new(),
        projects: Vec::new(),
    }));
    for row in &judged.assessment.rows {
        let here = if row.region.is_empty() { Some(0) } else { exactly(regions, &row.region) };
        let Some(one) = here.and_then(|at| all.get_mut(at)) else { continue };
        one.count.add(State::of(row));
        if row.alert != Alert::None {
            one.warned.push(row);
        }
    }
    for project in plan.projects.iter().filter(|project| year.is_none_or(|year| is_under_way(project, year)))
    {
        if let Some(one) = all.get_mut(around_place(regions, &project.place).unwrap_or_default()) {
            one.projects.push(project);
        }
    }
    for one in &mut all {
        one.warned.sort_by_key(|row| std::cmp::Reverse(row.alert));
    }
    all
}

/// The corners of the rectangle around all regions in degrees, south-west and north-east; `None` without an outline.
pub fn around(regions: &[Region]) -> Option<[[f64; 2]; 2]> {
    let shapes = regions.iter().filter_map(|one| shape(one.outline.as_deref()?));
    let around = shapes.filter_map(|shape| Bounds::of(shape.points())).reduce(Bounds::joined)?;
    Some([around.low, around.high])
}

/// The years that a map of the plan can be asked for, oldest first: those of the plan and those of its layers.
pub fn years(judged: &Judged, layers: &[i64]) -> Vec<i64> {
    let period = judged.view.stored.plan.period;
    let period = period.into_iter().flat_map(|period| [period.base().into(), period.end.into()]);
    let all: BTreeSet<i64> = layers.iter().copied().chain(period).collect();
    match (all.first(), all.last()) {
        (Some(first), Some(last)) if last - first <= MOST_YEARS => (*first..=*last).collect(),
        _ => all.into_iter().collect(),
    }
}

/// Years in a row that are offered each; beyond, only those in which something changes.
const MOST_YEARS: i64 = 40;

/// The place of a name among the standings: its region, counted from 1 as the whole comes first.
fn exactly(regions: &[Region], name: &str) -> Option<usize> {
    regions.iter().position(|region| region::same(&region.name, name)).map(|at| at + 1)
}

/// The region that a place is, or whose name it contains; of several, the one with the longest name.
pub(super) fn around_place(regions: &[Region], place: &str) -> Option<usize> {
    if place.is_empty() {
        return None;
    }
    let stem = |region: &Region| region::short(&region.name).unwrap_or(&region.name).to_owned();
    let holds = |region: &Region| place.contains(stem(region).as_str());
    let within = || {
        let all = regions.iter().enumerate().filter(|(_, region)| holds(region));
        all.max_by_key(|(_, region)| stem(region).chars().count()).map(|(at, _)| at + 1)
    };
    exactly(regions, place).or_else(within)
}

/// Whether a project is under way in a year; one whose years nobody says may be.
fn is_under_way(project: &Project, year: i64) -> bool {
    project.start_year.is_none_or(|start| i64::from(start) <= year)
        && project.end_year.is_none_or(|end| year <= i64::from(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn region(name: &str) -> Region {
        Region { id: name.to_owned(), name: name.to_owned(), ..Region::default() }
    }

    #[test]
    fn a_place_lies_in_the_region_that_its_name_contains() {
        let regions = [region("云川县"), region("东云川区"), region("祁县")];
        assert_eq!(around_place(&regions, "云川县"), Some(1));
        assert_eq!(around_place(&regions, "云川"), Some(1));
        assert_eq!(around_place(&regions, "云川临港产业园"), Some(1));
        assert_eq!(around_place(&regions, "东云川高新区"), Some(2), "the longest name goes before");
        assert_eq!(around_place(&regions, "祁县老城"), Some(3));
        assert_eq!(around_place(&regions, "石门水库"), None);
        assert_eq!(around_place(&regions, ""), None);
    }
}
