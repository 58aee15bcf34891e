//! Which plans are open to the public.

use crate::answer::fresh;
use crate::shell::Shell;
use crate::text::{secrecy_mark, text};
use askama::Template;
use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use source::Lang;
use store::{PlanFilter, PlanMark, PlanSummary, PlanVersion};
use web::visit::encode;
use web::{App, Problem, Visit, Visitor};
use work::clock;

#[derive(Template)]
#[template(path = "people/publication.html")]
struct Publication {
    s: Shell,
    /// What was just done.
    told: &'static str,
    lines: Vec<Line>,
}

struct Line {
    title: String,
    address: String,
    action: String,
    is_public: bool,
    /// Where it is said who may see it, and where it is put away.
    manage: String,
    is_archived: bool,
    secrecy: &'static str,
    versions: Vec<PlanVersion>,
}

/// All plans with their versions and whether the public sees them.
pub(crate) async fn list(State(app): State<App>, visit: Visit) -> Result<Response, Problem> {
    let public = app.store().public_plans().await?;
    let (plans, _) = app.store().plans(&PlanFilter { archived: true, ..PlanFilter::default() }).await?;
    let marks = app.store().plan_marks().await?;
    let mut lines = Vec::with_capacity(plans.len());
    for plan in plans {
        let id = plan.key.plan.clone();
        let versions = app.store().versions(&id).await?;
        let mark = marks.get(&id).cloned().unwrap_or_default();
        lines.push(line(visit.lang, plan, versions, &mark, public.contains(&id)));
    }
    let told = match visit.get("saved") {
        Some("open") => text(visit.lang, "publication.opened"),
        Some(_) => text(visit.lang, "publication.is-closed"),
        None => "",
    };
    fresh(&Publication { s: Shell::bare(&visit, text(visit.lang, "publication.title")), told, lines })
}

fn line(
    lang: Lang,
    plan: PlanSummary,
    mut versions: Vec<PlanVersion>,
    mark: &PlanMark,
    is_public: bool,
) -> Line {
    let id = encode(&plan.key.plan);
    for version in &mut versions {
        version.at = clock::shown(&version.at);
    }
    Line {
        manage: format!("/plans/{id}/manage"),
        is_archived: mark.archived.is_some(),
        secrecy: secrecy_mark(lang, mark.secrecy),
        title: plan.title,
        address: format!("/plans/{id}"),
        action: format!("/publication/{id}"),
        is_public,
        versions,
    }
}

#[derive(Deserialize)]
pub(crate) struct Switch {
    public: String,
    #[serde(default)]
    reason: String,
}

/// Opens a plan to the public, or closes it.
pub(crate) async fn switch(
    State(app): State<App>,
    Path(plan): Path<String>,
    visitor: Visitor,
    Form(given): Form<Switch>,
) -> Result<Response, Problem> {
    if app.store().versions(&plan).await?.is_empty() {
        return Err(Problem::no_such_plan());
    }
    app.store().set_public(&plan, given.public == "yes", &visitor.change(given.reason.trim())).await?;
    app.refresh().await?;
    let told = if given.public == "yes" { "open" } else { "closed" };
    Ok(Redirect::to(&format!("/publication?saved={told}")).into_response())
}
