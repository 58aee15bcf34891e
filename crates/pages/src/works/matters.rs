//! What the register hands over to matters: a decision that a project waits for, a supervision item about what is odd.

use crate::text::fill;
use matter::Kind;
use std::collections::BTreeMap;
use store::{MatterFilter, ProjectItem};
use web::visit::encode;
use web::{App, Problem, Visit};
use work::matters;
use work::register::{self, Life};

/// What a matter of a kind about a project begins with: its name, what its last dispatch asks to be decided, else what is odd
/// about it, and the body that answers for it.
pub(crate) async fn about_project(
    app: &App,
    visit: &Visit,
    (plan, id): (&str, i64),
    kind: &Kind,
) -> Result<BTreeMap<String, String>, Problem> {
    let view = app.plan(visit.viewer(), &work::Question::now(plan)).await?;
    let item = app.store().project_item(plan, id).await?;
    let life = register::life(app, &view, item).await?;
    let need = life.dispatches.iter().rev().find(|one| !one.need.is_empty()).map(|one| one.need.clone());
    let odd = || {
        let words = life.standing.warnings.iter().map(|warning| warning.words.get(visit.lang));
        words.collect::<Vec<_>>().join("；")
    };
    let item = &life.standing.item;
    let parties = matters::parties(app).await?;
    let owner = parties.into_iter().find(|(_, name)| *name == item.office).map(|(party, _)| party);
    Ok(kind.about_project(&item.name, &need.unwrap_or_else(odd), &owner.unwrap_or_default()))
}

/// The matters that a visitor may open about a project: words and address.
pub(super) fn openings(app: &App, visit: &Visit, plan: &str, life: &Life) -> Vec<(String, String)> {
    let stand = matters::stand(visit.viewer(), None);
    let kinds = app.kinds().all().iter();
    let kinds = kinds.filter(|kind| !kind.open.project.is_empty() && kind.may_open(stand));
    let opening = |kind: &Kind| {
        let from = format!("project/{}", life.standing.item.id);
        let label = fill(visit.lang, "matter.new", &[("n", kind.said.get(visit.lang))]);
        let address =
            format!("/plans/{}/matters/new?kind={}&from={}", encode(plan), encode(&kind.name), encode(&from));
        (label, address)
    };
    kinds.map(opening).collect()
}

/// The matters whose title names a project: address, title, kind and state in words, by when.
pub(super) async fn of_project(
    app: &App,
    visit: &Visit,
    item: &ProjectItem,
) -> Result<Vec<[String; 4]>, Problem> {
    let filter =
        MatterFilter { plan: item.plan.clone(), words: item.name.clone(), ..MatterFilter::default() };
    let found = matters::list(app, visit.viewer(), &filter).await?.into_iter();
    let found = found.filter(|seen| seen.matter.title.contains(&item.name)).map(|seen| {
        let kind = app.kinds().get(&seen.matter.kind);
        let said = kind.map(|kind| {
            format!("{} · {}", kind.said.get(visit.lang), kind.state_word(&seen.matter.state, visit.lang))
        });
        [
            format!("/plans/{}/matters/{}", encode(&item.plan), seen.matter.id),
            seen.matter.title,
            said.unwrap_or_default(),
            seen.matter.due,
        ]
    });
    Ok(found.collect())
}
