//! Whether what fields name is there: things of the plan, and other matters of the kind.

use crate::{Fault, Question, Service, Viewer, item};
use ::matter::{FieldKind, Kind};
use plan::Plan;
use std::collections::BTreeMap;

/// The things of a plan that matters may be about.
pub(super) fn things(plan: &Plan) -> Vec<(String, String)> {
    let all = item::items(plan).into_iter().filter(|one| FieldKind::ITEMS.contains(&one.kind));
    all.map(|one| (format!("{}/{}", one.kind, one.id), one.name)).collect()
}

/// What fields name for the first time must be there: things of the plan, and matters of the kind. What was named before may have
/// gone with a version of the plan and stays.
///
/// # Errors
/// Something is named that is not there, or the store cannot be read.
pub(super) async fn are_known(
    service: &Service,
    (plan, kind): (&str, &Kind),
    changes: &BTreeMap<String, [String; 2]>,
) -> Result<(), Fault> {
    let named = |wanted: FieldKind| {
        let of_kind = |name: &str| kind.field(name).is_some_and(|field| field.kind == wanted);
        let changed = changes.iter().filter(|(name, _)| of_kind(name));
        let new = changed.flat_map(|(_, [before, since])| {
            since.lines().filter(|line| !line.is_empty() && !before.lines().any(|known| known == *line))
        });
        new.map(str::to_owned).collect::<Vec<_>>()
    };
    let (items, matters) = (named(FieldKind::Items), named(FieldKind::Matter));
    let gone = |name: &str| {
        Fault::bad_request(
            format!("本规划没有“{name}”，请从列表中选择。"),
            format!("The plan has no {name}; choose one of the list."),
        )
    };
    if !items.is_empty() {
        let view = service.plan(&Viewer::System, &Question::now(plan)).await?;
        let known = things(&view.stored.plan);
        let lost = items.iter().find(|name| !known.iter().any(|(known, _)| known == *name));
        lost.map_or(Ok(()), |name| Err(gone(name)))?;
    }
    for name in &matters {
        let number = name.parse().map_err(|_| gone(name))?;
        let found = service.store().matter(plan, number).await;
        if !found.is_ok_and(|one| one.kind == kind.name) {
            return Err(gone(name));
        }
    }
    Ok(())
}
