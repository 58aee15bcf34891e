//! Rows of all kinds by the names of their fields.

use crate::model::Kind;
use plan::package::{Field, Fields, Named};
use plan::{Assignment, Indicator, Item, Observation, Place, Plan, Project, Target, Task};
use source::Words;

/// The field that names the indicator of a statement: an id in a plan, a name in a correction, because ids belong to one
/// reading.
pub const INDICATOR: &str = "indicator";
/// The field of a merge that names the indicator that stays.
pub const INTO: &str = "into";
/// Fields that say where a row stands and how sure the reader is; nobody edits them.
pub const NOT_EDITED: [&str; 8] = ["id", "origin", "section", "line", "start", "end", "confidence", "reason"];
/// The field with the words of the source; it is the anchor's.
const QUOTE: &str = "quote";

/// The fields of a kind that a person may edit.
pub fn columns(kind: Kind) -> Vec<Field> {
    let mut all = match kind {
        Kind::Indicator => Indicator::columns(),
        Kind::Target => Target::columns(),
        Kind::Observation => Observation::columns(),
        Kind::Project => Project::columns(),
        Kind::Task => Task::columns(),
        Kind::Place => Place::columns(),
        Kind::Assignment => Assignment::columns(),
    };
    all.retain(|field| !NOT_EDITED.contains(&field.name) && field.name != QUOTE);
    all
}

/// The fields of a row that a person may edit, indicators by name; `None` when there is no such row.
pub fn named(plan: &Plan, kind: Kind, id: &str) -> Option<Named> {
    let mut all = whole(plan, kind, id)?;
    all.retain(|name, _| !NOT_EDITED.contains(&name.as_str()) && name != QUOTE);
    Some(all)
}

/// What people call a row.
pub fn name_of(plan: &Plan, kind: Kind, id: &str) -> String {
    let Some(all) = named(plan, kind, id) else { return String::new() };
    let get = |name: &str| all.get(name).cloned().unwrap_or_default();
    match kind {
        Kind::Indicator | Kind::Project | Kind::Place => get("name"),
        Kind::Target | Kind::Observation => get("subject"),
        Kind::Task => format!("{}{}", get("verb"), get("object")),
        Kind::Assignment => get("body"),
    }
}

/// All fields of a row with the indicator by name.
pub(crate) fn whole(plan: &Plan, kind: Kind, id: &str) -> Option<Named> {
    let indicator = |id: &plan::IndicatorId| plan.indicator(id).map(|found| found.name.clone());
    match kind {
        Kind::Indicator => plan.indicators.iter().find(|row| row.id.as_str() == id).map(Fields::named),
        Kind::Target => {
            let row = plan.targets.iter().find(|row| row.id.as_str() == id)?;
            Some(by_name(row.named(), indicator(&row.indicator)))
        }
        Kind::Observation => {
            let row = plan.observations.iter().find(|row| row.id.as_str() == id)?;
            Some(by_name(row.named(), indicator(&row.indicator)))
        }
        Kind::Project => plan.projects.iter().find(|row| row.id.as_str() == id).map(Fields::named),
        Kind::Task => plan.tasks.iter().find(|row| row.id.as_str() == id).map(Fields::named),
        Kind::Place => {
            let row = plan.places.iter().find(|row| row.id.as_str() == id)?;
            let parent = row.parent.as_ref().and_then(|id| plan.places.iter().find(|place| place.id == *id));
            let mut all = row.named();
            all.insert("parent".to_owned(), parent.map(|place| place.name.clone()).unwrap_or_default());
            Some(all)
        }
        Kind::Assignment => {
            let row = plan.assignments.iter().find(|row| row.id.as_str() == id)?;
            let body = plan.bodies.iter().find(|body| body.id == row.body).map(|body| body.name.clone());
            let mut all = row.named();
            all.insert("body".to_owned(), body.unwrap_or_default());
            let (kind, id) = item_of(&row.item);
            all.insert(kind.name().to_owned(), name_of(plan, kind, id));
            Some(all)
        }
    }
}

/// The kind and id of what is assigned.
fn item_of(item: &Item) -> (Kind, &str) {
    match item {
        Item::Indicator(id) => (Kind::Indicator, id.as_str()),
        Item::Target(id) => (Kind::Target, id.as_str()),
        Item::Project(id) => (Kind::Project, id.as_str()),
        Item::Task(id) => (Kind::Task, id.as_str()),
    }
}

/// What an assignment may be about.
pub(crate) const ITEMS: [Kind; 4] = [Kind::Indicator, Kind::Target, Kind::Project, Kind::Task];

/// The first row of a kind that people call so.
pub(crate) fn called(plan: &Plan, kind: Kind, name: &str) -> Option<String> {
    ids(plan, kind).into_iter().find(|id| name_of(plan, kind, id) == name)
}

fn by_name(mut all: Named, name: Option<String>) -> Named {
    all.insert(INDICATOR.to_owned(), name.unwrap_or_default());
    all
}

/// The ids of the rows of a kind, in the order of the plan.
pub(crate) fn ids(plan: &Plan, kind: Kind) -> Vec<String> {
    match kind {
        Kind::Indicator => plan.indicators.iter().map(|row| row.id.to_string()).collect(),
        Kind::Target => plan.targets.iter().map(|row| row.id.to_string()).collect(),
        Kind::Observation => plan.observations.iter().map(|row| row.id.to_string()).collect(),
        Kind::Project => plan.projects.iter().map(|row| row.id.to_string()).collect(),
        Kind::Task => plan.tasks.iter().map(|row| row.id.to_string()).collect(),
        Kind::Place => plan.places.iter().map(|row| row.id.to_string()).collect(),
        Kind::Assignment => plan.assignments.iter().map(|row| row.id.to_string()).collect(),
    }
}

/// Puts a row with these fields in the place of the one with its id, or behind all.
///
/// # Errors
/// The fields make no row.
pub(crate) fn put(plan: &mut Plan, kind: Kind, cells: &Named) -> Result<(), Words> {
    match kind {
        Kind::Indicator => replace(&mut plan.indicators, read(cells)?, |row| row.id.as_str()),
        Kind::Target => replace(&mut plan.targets, read(cells)?, |row| row.id.as_str()),
        Kind::Observation => replace(&mut plan.observations, read(cells)?, |row| row.id.as_str()),
        Kind::Project => {
            let mut project: Project = read(cells)?;
            // Further quantities stand in a table of their own and are not among the fields.
            let old = plan.projects.iter().find(|row| row.id == project.id);
            project.quantities.extend(old.into_iter().flat_map(|old| old.quantities.iter().skip(1).cloned()));
            replace(&mut plan.projects, project, |row| row.id.as_str());
        }
        Kind::Task => replace(&mut plan.tasks, read(cells)?, |row| row.id.as_str()),
        Kind::Place => replace(&mut plan.places, read(cells)?, |row| row.id.as_str()),
        Kind::Assignment => replace(&mut plan.assignments, read(cells)?, |row| row.id.as_str()),
    }
    Ok(())
}

fn read<R: Fields>(cells: &Named) -> Result<R, Words> {
    R::of_named(cells).map_err(|problems| {
        let mut words = Words::default();
        for problem in problems {
            let column = problem.column.unwrap_or_default();
            let field = R::columns().into_iter().find(|field| field.name == column);
            let zh = field.map_or_else(|| column.clone(), |field| field.title.zh);
            words.zh.extend([&*zh, "：", &*problem.message.zh, "。", &*problem.help.zh, "。"]);
            words.en.extend([&*column, ": ", &*problem.message.en, "; ", &*problem.help.en, ". "]);
        }
        words
    })
}

fn replace<R>(rows: &mut Vec<R>, row: R, id: fn(&R) -> &str) {
    match rows.iter_mut().find(|old| id(old) == id(&row)) {
        Some(old) => *old = row,
        None => rows.push(row),
    }
}

/// Takes a row away; the statements of an indicator go with it.
pub(crate) fn remove(plan: &mut Plan, kind: Kind, id: &str) {
    match kind {
        Kind::Indicator => {
            plan.indicators.retain(|row| row.id.as_str() != id);
            plan.targets.retain(|row| row.indicator.as_str() != id);
            plan.observations.retain(|row| row.indicator.as_str() != id);
        }
        Kind::Target => plan.targets.retain(|row| row.id.as_str() != id),
        Kind::Observation => plan.observations.retain(|row| row.id.as_str() != id),
        Kind::Project => plan.projects.retain(|row| row.id.as_str() != id),
        Kind::Task => plan.tasks.retain(|row| row.id.as_str() != id),
        Kind::Place => {
            plan.places.retain(|row| row.id.as_str() != id);
            for place in &mut plan.places {
                place.parent.take_if(|parent| parent.as_str() == id);
            }
        }
        Kind::Assignment => plan.assignments.retain(|row| row.id.as_str() != id),
    }
}
