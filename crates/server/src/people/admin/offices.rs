//! Offices: departments and counties as a tree, typed in or taken from what a plan names.

use crate::app::App;
use crate::handin::department;
use crate::page::shell::Shell;
use crate::people::{Visitor, fresh};
use crate::problem::Problem;
use crate::text::text;
use crate::visit::Visit;
use askama::Template;
use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use plan::BodyKind;
use serde::Deserialize;
use source::Lang;
use std::collections::BTreeSet;
use store::{Office, OfficeLevel, PlanFilter, PlanSummary};

#[derive(Template)]
#[template(path = "people/offices.html")]
struct Offices {
    s: Shell,
    lines: Vec<Line>,
    plans: Vec<PlanSummary>,
    levels: Vec<(&'static str, &'static str)>,
    kinds: Vec<(&'static str, &'static str)>,
    /// What the form begins with: the office that was chosen, or what was sent and not taken.
    form: OfficeFields,
    complaint: &'static str,
}

struct Line {
    office: Office,
    /// How far down the tree, from 0.
    depth: usize,
    level: &'static str,
    kind: &'static str,
}

fn level_word(lang: Lang, level: OfficeLevel) -> &'static str {
    match level {
        OfficeLevel::City => text(lang, "office.city"),
        OfficeLevel::County => text(lang, "office.county"),
        OfficeLevel::Town => text(lang, "office.town"),
    }
}

fn kind_word(lang: Lang, kind: BodyKind) -> &'static str {
    match kind {
        BodyKind::Department => text(lang, "office.department"),
        BodyKind::Government => text(lang, "office.government"),
        BodyKind::Enterprise => text(lang, "office.enterprise"),
    }
}

/// The tree of offices.
pub(crate) async fn list(State(app): State<App>, visit: Visit) -> Result<Response, Problem> {
    let chosen = visit.get("id").unwrap_or("");
    let offices = app.store().offices().await?;
    let form = offices.into_iter().find(|office| office.id == chosen).map(OfficeFields::from);
    show(&app, &visit, form.unwrap_or_default(), "").await
}

async fn show(
    app: &App,
    visit: &Visit,
    form: OfficeFields,
    complaint: &'static str,
) -> Result<Response, Problem> {
    let lang = visit.lang;
    let all = app.store().offices().await?;
    let mut lines = Vec::new();
    for root in all.iter().filter(|office| office.parent.is_none()) {
        below(&all, root, 0, lang, &mut lines);
    }
    let (plans, _) = app.store().plans(&PlanFilter::default()).await?;
    let levels = [OfficeLevel::City, OfficeLevel::County, OfficeLevel::Town];
    let kinds = [BodyKind::Department, BodyKind::Government, BodyKind::Enterprise];
    fresh(&Offices {
        s: Shell::bare(visit, text(lang, "offices.title")),
        lines,
        plans,
        levels: levels.map(|level| (level.name(), level_word(lang, level))).to_vec(),
        kinds: kinds.map(|kind| (kind.name(), kind_word(lang, kind))).to_vec(),
        form,
        complaint,
    })
}

fn below(all: &[Office], office: &Office, depth: usize, lang: Lang, lines: &mut Vec<Line>) {
    let (level, kind) = (level_word(lang, office.level), kind_word(lang, office.kind));
    lines.push(Line { office: office.clone(), depth, level, kind });
    for child in all.iter().filter(|child| child.parent.as_ref() == Some(&office.id)) {
        below(all, child, depth + 1, lang, lines);
    }
}

#[derive(Default, Deserialize)]
pub(crate) struct OfficeFields {
    id: String,
    name: String,
    kind: String,
    level: String,
    #[serde(default)]
    parent: String,
    #[serde(default)]
    region: String,
}

impl From<Office> for OfficeFields {
    fn from(office: Office) -> Self {
        Self {
            id: office.id,
            name: office.name,
            kind: office.kind.name().to_owned(),
            level: office.level.name().to_owned(),
            parent: office.parent.unwrap_or_default(),
            region: office.region,
        }
    }
}

/// Adds an office or changes the one with the same id.
pub(crate) async fn put(
    State(app): State<App>,
    visitor: Visitor,
    visit: Visit,
    Form(given): Form<OfficeFields>,
) -> Result<Response, Problem> {
    let known: BTreeSet<String> = app.store().offices().await?.into_iter().map(|office| office.id).collect();
    let office = office_of(&given);
    let complaint = match &office {
        None => text(visit.lang, "offices.incomplete"),
        Some(Office { parent: Some(parent), .. }) if !known.contains(parent) => {
            text(visit.lang, "offices.no-parent")
        }
        Some(Office { id, parent: Some(parent), .. })
            if app.store().offices_below(id).await?.contains(parent) =>
        {
            text(visit.lang, "offices.circle")
        }
        Some(office) => {
            app.store().put_offices(std::slice::from_ref(office), &visitor.change("")).await?;
            app.refresh().await?;
            return Ok(Redirect::to("/admin/offices").into_response());
        }
    };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, show(&app, &visit, given, complaint).await?).into_response())
}

fn office_of(given: &OfficeFields) -> Option<Office> {
    let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let is_id = |id: &String| {
        id.len() <= 60 && id.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
    };
    Some(Office {
        id: some(&given.id).filter(is_id)?,
        name: some(&given.name)?,
        kind: BodyKind::parse(&given.kind)?,
        level: OfficeLevel::parse(&given.level)?,
        parent: some(&given.parent),
        region: given.region.trim().to_owned(),
    })
}

#[derive(Deserialize)]
pub(crate) struct Import {
    plan: String,
}

/// Takes over the bodies that a plan names; offices that are there already stay as they are.
pub(crate) async fn import(
    State(app): State<App>,
    visitor: Visitor,
    Form(given): Form<Import>,
) -> Result<Response, Problem> {
    let stored = app.store().plan(&given.plan, None).await?;
    let known = app.store().offices().await?;
    let new = offices_of(&stored.plan, &known);
    if !new.is_empty() {
        app.store().put_offices(&new, &visitor.change("")).await?;
        app.refresh().await?;
    }
    Ok(Redirect::to("/admin/offices").into_response())
}

/// The offices for the bodies of a plan, and for the owners that the catalogue names for its indicators, as far as no
/// known office has the name. Their ids are the names themselves: those are stable from plan to plan.
pub(crate) fn offices_of(plan: &plan::Plan, known: &[Office]) -> Vec<Office> {
    let mut names: BTreeSet<String> = known.iter().map(|office| office.name.clone()).collect();
    let regions: BTreeSet<&str> = plan.places.iter().map(|place| place.name.as_str()).collect();
    let named = plan.bodies.iter().map(|body| (body.name.clone(), body.kind));
    let usual = plan.indicators.iter().filter_map(|indicator| {
        let entry = indicator.catalogue.as_deref().and_then(plan::catalogue::entry)?;
        Some((entry.owner.to_owned(), BodyKind::Department))
    });
    let mut offices = Vec::new();
    for (name, kind) in named.chain(usual) {
        let is_known = known
            .iter()
            .chain(&offices)
            .any(|office| office.level == OfficeLevel::City && department(&office.name) == department(&name));
        if name.trim().is_empty() || is_known || !names.insert(name.clone()) {
            continue;
        }
        // 东港市人民政府 reports for 东港市.
        let region = regions.iter().find(|region| {
            name.strip_prefix(**region).is_some_and(|rest| rest == "人民政府" || rest == "政府")
        });
        offices.push(Office {
            id: name.clone(),
            kind,
            level: if region.is_some() { OfficeLevel::County } else { OfficeLevel::City },
            parent: None,
            region: region.map(|region| (*region).to_owned()).unwrap_or_default(),
            name,
        });
    }
    offices
}
