//! Consultations between offices (部门会商): what was said, what was decided, and when.

use crate::answer::fresh;
use crate::choice::Choice;
use crate::shell::{Place, Shell};
use crate::text::text;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use duty::{Right, Scope};
use store::{Consultation, Duty};
use web::fields::Fields;
use web::visit::encode;
use web::{App, Problem, Visit, Visitor};
use work::clock;
use work::item::items;
use work::offices::offices;

#[derive(Template)]
#[template(path = "handin/consultations.html")]
struct Consultations {
    s: Shell,
    plan: String,
    all: Vec<Part>,
    items: Vec<Choice>,
    can_decide: bool,
}

struct Part {
    id: i64,
    topic: String,
    item: String,
    opened: String,
    by: String,
    remarks: Vec<(String, String, String)>,
    decision: Option<(String, String, String)>,
}

/// Whether a visitor takes part in what concerns an item: everybody with the right for all, else the offices with a
/// duty on it.
fn takes_part(visitor: &Visitor, duties: &[Duty], kind: &str, item: &str) -> bool {
    visitor.viewer.scope(Right::Consult) == Scope::All
        || duties.iter().any(|duty| {
            duty.item_kind == kind
                && duty.item == item
                && visitor.viewer.reaches_office(Right::Consult, &duty.office)
        })
}

/// The consultations of a plan, newest first.
pub(crate) async fn list(
    State(app): State<App>,
    Path(plan): Path<String>,
    visitor: Visitor,
    visit: Visit,
) -> Result<Response, Problem> {
    let view = app.plan(visit.viewer(), &visit.question(&plan)?).await?;
    let duties = app.store().duties(&plan).await?;
    let offices = offices(&app).await?;
    let name = |office: &str| offices.get(office).map_or(office.to_owned(), |office| office.name.clone());
    let all_items = items(&view.stored.plan);
    let part = |one: Consultation| Part {
        id: one.id,
        topic: one.topic,
        item: all_items
            .iter()
            .find(|item| item.kind == one.item_kind && item.id == one.item)
            .map_or(one.item.clone(), |item| item.name.clone()),
        opened: clock::shown(&one.opened_at),
        by: one.opened_by,
        remarks: one
            .remarks
            .into_iter()
            .map(|remark| {
                let office = name(&remark.office);
                let who =
                    if office.is_empty() { remark.account } else { format!("{office} {}", remark.account) };
                (who, clock::shown(&remark.at), remark.text)
            })
            .collect(),
        decision: one.decision.map(|decision| {
            (decision, one.decided_by.unwrap_or_default(), clock::shown(&one.decided_at.unwrap_or_default()))
        }),
    };
    let mut all = app.store().consultations(&plan).await?;
    all.retain(|one| takes_part(&visitor, &duties, &one.item_kind, &one.item));
    let own = all_items.iter().filter(|item| takes_part(&visitor, &duties, item.kind, &item.id));
    let items =
        own.map(|item| Choice::new(format!("{}\u{1f}{}", item.kind, item.id), &item.name, "")).collect();
    fresh(&Consultations {
        s: Shell::of(&visit, &view, None, Place::Consultations, text(visit.lang, "consult.title")),
        plan: encode(&plan),
        all: all.into_iter().map(part).collect(),
        items,
        can_decide: visitor.viewer.may(Right::EditPlan),
    })
}

fn back(plan: &str) -> Response {
    Redirect::to(&format!("/plans/{}/consultations", encode(plan))).into_response()
}

/// Opens a consultation on an item.
pub(crate) async fn open(
    State(app): State<App>,
    Path(plan): Path<String>,
    visitor: Visitor,
    visit: Visit,
    fields: Fields,
) -> Result<Response, Problem> {
    let view = app.plan(visit.viewer(), &visit.question(&plan)?).await?;
    let wrong = || Problem::bad_request("请选择事项并写明议题。", "Choose an item and say what it is about.");
    let (kind, item) = fields.get("item").split_once('\u{1f}').ok_or_else(wrong)?;
    let topic = fields.text("topic", 500);
    let known = items(&view.stored.plan).into_iter().any(|one| one.kind == kind && one.id == item);
    if topic.is_empty() || !known {
        return Err(wrong());
    }
    if !takes_part(&visitor, &app.store().duties(&plan).await?, kind, item) {
        return Err(Problem::forbidden());
    }
    app.store().open_consultation(&plan, (kind, item), &topic, &visitor.change("")).await?;
    Ok(back(&plan))
}

async fn one(app: &App, plan: &str, id: i64) -> Result<Consultation, Problem> {
    let all = app.store().consultations(plan).await?;
    all.into_iter().find(|one| one.id == id).ok_or_else(Problem::no_page)
}

/// Adds what one's office says.
pub(crate) async fn remark(
    State(app): State<App>,
    Path((plan, id)): Path<(String, i64)>,
    visitor: Visitor,
    fields: Fields,
) -> Result<Response, Problem> {
    let one = one(&app, &plan, id).await?;
    if !takes_part(&visitor, &app.store().duties(&plan).await?, &one.item_kind, &one.item) {
        return Err(Problem::forbidden());
    }
    let said = fields.text("text", 4000);
    if said.is_empty() {
        return Err(Problem::of_status(StatusCode::BAD_REQUEST));
    }
    let office = visitor.viewer.account().and_then(|account| account.office.clone()).unwrap_or_default();
    app.store().add_remark(id, &office, &said, &visitor.change("")).await?;
    Ok(back(&plan))
}

/// Records the decision.
pub(crate) async fn decide(
    State(app): State<App>,
    Path((plan, id)): Path<(String, i64)>,
    visitor: Visitor,
    fields: Fields,
) -> Result<Response, Problem> {
    one(&app, &plan, id).await?;
    let decision = fields.text("decision", 4000);
    if decision.is_empty() {
        return Err(Problem::of_status(StatusCode::BAD_REQUEST));
    }
    app.store().decide_consultation(id, &decision, &visitor.change("")).await?;
    Ok(back(&plan))
}
