//! A new matter: the form of its kind.

use crate::answer::fresh;
use crate::asked::Posted;
use crate::file::files;
use crate::matters::form::{Asked, Input, beginning, proposed, values};
use crate::shell::{Place, Shell};
use crate::text::{fill, text};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use std::collections::{BTreeMap, BTreeSet};
use web::visit::encode;
use web::{App, Problem, Visit};
use work::Fault;
use work::matters::{self, NewMatter, Offered};

#[derive(Template)]
#[template(path = "matters/new.html")]
struct NewPage {
    s: Shell,
    plan: String,
    kind: String,
    parent: String,
    title: String,
    about: String,
    complaint: String,
    back: String,
    back_label: String,
    inputs: Vec<Input>,
}

/// The form for a new matter of the kind in the address.
pub(crate) async fn page(
    State(app): State<App>,
    Path(plan): Path<String>,
    visit: Visit,
) -> Result<Response, Problem> {
    let kind = visit.get("kind").unwrap_or_default().to_owned();
    let above = visit.get("item").and_then(|id| id.parse().ok());
    let given = match (visit.get("indicator"), visit.get("for")) {
        (Some(_), _) => about_item(&app, &visit, (&plan, &kind)).await?,
        (None, Some(thing)) => about_thing(&app, &kind, thing),
        (None, None) => warned(&app, &visit, (&plan, &kind)).await?,
    };
    let made = shown(&app, &visit, (&plan, &kind, above), given, "").await?;
    fresh(&made)
}

/// What a matter about the warning or the project in the address begins with; nothing without one.
async fn warned(
    app: &App,
    visit: &Visit,
    (plan, kind): (&str, &str),
) -> Result<Option<BTreeMap<String, String>>, Problem> {
    let (Some(target), Some(kind)) = (visit.get("from"), app.kinds().get(kind)) else { return Ok(None) };
    if let Some(id) = target.strip_prefix("project/").and_then(|id| id.parse().ok()) {
        let begun = crate::works::about_project(app, visit, (plan, id), kind).await?;
        return Ok(Some(beginning(&begun, proposed(app.today(), kind.open.days))));
    }
    let judged = app.judged(visit.viewer(), &work::Question::now(plan)).await?;
    let row = judged.of_target(target).find(|row| row.region.is_empty());
    Ok(row.map(|row| {
        let begun = kind.about_warning(&row.name, row.reason.get(visit.lang));
        beginning(&begun, proposed(app.today(), kind.open.days))
    }))
}

/// What a matter about the indicator in the address begins with: its name, its page, and who answers for it; nothing without one.
async fn about_item(
    app: &App,
    visit: &Visit,
    (plan, kind): (&str, &str),
) -> Result<Option<BTreeMap<String, String>>, Problem> {
    let (Some(id), Some(kind)) = (visit.get("indicator"), app.kinds().get(kind)) else { return Ok(None) };
    let view = app.plan(visit.viewer(), &work::Question::now(plan)).await?;
    let Some(indicator) = view.indicator(id) else { return Ok(None) };
    let mut begun = kind.about_item(&indicator.name, &format!("/indicators/{}", encode(id)));
    let duties = app.store().duties(plan).await?;
    let leads = |duty: &&store::Duty| {
        duty.item == indicator.name && duty.role == plan::AssignmentRole::Lead && duty.confirmed
    };
    if let Some(duty) = duties.iter().find(leads).filter(|_| kind.open.asks.iter().any(|one| one == "owner"))
    {
        begun.insert("owner".to_owned(), format!("office/{}", duty.office));
    }
    Ok(Some(beginning(&begun, proposed(app.today(), kind.open.days))))
}

/// What a matter about a thing of the plan begins with: that it is about it.
fn about_thing(app: &App, kind: &str, thing: &str) -> Option<BTreeMap<String, String>> {
    let kind = app.kinds().get(kind)?;
    let begun = BTreeMap::from([(kind.covers.clone()?, thing.to_owned())]);
    Some(beginning(&begun, proposed(app.today(), kind.open.days)))
}

/// The matters that a visitor may open about an indicator: words and address.
pub(crate) fn about_items(app: &App, visit: &Visit, plan: &str, indicator: &str) -> Vec<(String, String)> {
    let (lang, stand) = (visit.lang, matters::stand(visit.viewer(), None));
    let kinds = app.kinds().all().iter().filter(|kind| !kind.open.item.is_empty() && kind.may_open(stand));
    let opening = |kind: &matter::Kind| {
        let label = fill(lang, "matter.new", &[("n", kind.said.get(lang))]);
        let query = format!("kind={}&indicator={}", encode(&kind.name), encode(indicator));
        (label, format!("/plans/{}/matters/new?{query}", encode(plan)))
    };
    kinds.map(opening).collect()
}

/// The matters that a visitor may open about a warning: words, and the address without the target.
pub(crate) fn about_warnings(app: &App, visit: &Visit, plan: &str) -> Vec<(String, String)> {
    let (lang, stand) = (visit.lang, matters::stand(visit.viewer(), None));
    let kinds = app.kinds().all().iter();
    let kinds = kinds.filter(|kind| !kind.open.warning.is_empty() && kind.may_open(stand));
    let opening = |kind: &matter::Kind| {
        let label = fill(lang, "matter.new", &[("n", kind.said.get(lang))]);
        (label, format!("/plans/{}/matters/new?kind={}&from=", encode(plan), encode(&kind.name)))
    };
    kinds.map(opening).collect()
}

async fn shown(
    app: &App,
    visit: &Visit,
    (plan, kind, above): (&str, &str, Option<i64>),
    given: Option<BTreeMap<String, String>>,
    complaint: &str,
) -> Result<NewPage, Problem> {
    let (lang, viewer) = (visit.lang, visit.viewer());
    let view = app.plan(viewer, &work::Question::now(plan)).await?;
    let kind = app.kinds().get(kind).ok_or_else(Problem::no_page)?;
    if !kind.may_open(matters::stand(viewer, None)) {
        return Err(Fault::forbidden().into());
    }
    let list = format!("/plans/{}/matters", encode(plan));
    let (back, back_label) = match above {
        Some(id) => (format!("{list}/{id}"), matters::one(app, viewer, (plan, id)).await?.0.matter.title),
        None => (list, text(lang, "matter.all").to_owned()),
    };
    let parties = matters::parties(app).await?;
    let none = BTreeMap::new();
    let values = given.unwrap_or_else(|| beginning(&none, proposed(app.today(), kind.open.days)));
    let offered = Offered::of(app, viewer, &view, kind, lang).await?;
    let asked = Asked { lang, kind, parties: &parties, offered: &offered, values: &values, form: "new" };
    let mut asks = vec!["title".to_owned()];
    asks.extend(kind.open.asks.iter().cloned());
    let mut needs: BTreeSet<String> = kind.open.needs.clone();
    needs.insert("title".to_owned());
    let title = fill(lang, "matter.new", &[("n", kind.said.get(lang))]);
    Ok(NewPage {
        s: Shell::of(visit, &view, None, Place::Matters, title.clone()),
        plan: encode(plan),
        kind: kind.name.clone(),
        parent: above.map_or_else(String::new, |id| id.to_string()),
        title,
        about: kind.about.get(lang).to_owned(),
        complaint: complaint.to_owned(),
        back,
        back_label,
        inputs: asked.inputs(&asks, &needs),
    })
}

/// Opens a matter.
pub(crate) async fn open(Posted { app, place: plan, visit, fields }: Posted) -> Result<Response, Problem> {
    let (kind, above) = (fields.get("kind").to_owned(), fields.get("parent").parse().ok());
    let values = values(&fields);
    let new = NewMatter { kind: kind.clone(), parent: above, values: values.clone(), ..NewMatter::default() };
    let change = visit.visitor.change("");
    match matters::open(&app, visit.viewer(), (&plan, new), &files(&fields), &change).await {
        Ok(id) => {
            let there = format!("/plans/{}/matters/{id}?saved=open", encode(&plan));
            Ok(Redirect::to(&there).into_response())
        }
        Err(fault) if fault.kind == work::Kind::BadRequest => {
            let words = fault.words.get(visit.lang);
            let made = shown(&app, &visit, (&plan, &kind, above), Some(values), words).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, fresh(&made)?).into_response())
        }
        Err(fault) => Err(fault.into()),
    }
}
