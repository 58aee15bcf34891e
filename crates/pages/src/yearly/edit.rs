//! What people send: an aim set, changed, dropped; a measure; how it stood at the end of a quarter.

use super::address::{aim_of, year_of};
use super::one::{show, tie_key, tie_of};
use crate::answer::{after, fresh};
use crate::asked::Posted;
use crate::choice::Choice;
use crate::file::files;
use crate::shell::{Place, Shell};
use crate::text::text;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use source::Lang;
use store::{Aim, AimMeasure, AimState};
use web::fields::Fields;
use web::{App, Problem, Visit};
use work::Fault;
use work::aims;
use work::view::PlanView;

#[derive(Template)]
#[template(path = "yearly/new.html")]
struct NewPage {
    s: Shell,
    here: String,
    list: String,
    year: i64,
    aim: Aim,
    support: String,
    ties: Vec<Choice>,
    search: String,
    offices: Vec<String>,
    complaint: String,
}

/// The form for an aim; what is searched for offers what of the plan it belongs to.
pub(super) async fn new_page(
    State(app): State<App>,
    Path((plan, year)): Path<(String, i64)>,
    visit: Visit,
) -> Result<Response, Problem> {
    let title = visit.get("q").unwrap_or("").to_owned();
    show_new(&app, &visit, (&plan, Aim { year, title, ..Aim::default() }), "").await
}

async fn show_new(
    app: &App,
    visit: &Visit,
    (plan, aim): (&str, Aim),
    complaint: &str,
) -> Result<Response, Problem> {
    let view = app.plan(visit.viewer(), &visit.question(plan)?).await?;
    let lang = visit.lang;
    let page = NewPage {
        here: format!("{}/new", year_of(plan, aim.year)),
        list: year_of(plan, aim.year),
        year: aim.year,
        support: aim.support.join("、"),
        ties: ties(&view, &aim, complaint.is_empty(), lang),
        search: visit.get("q").unwrap_or("").to_owned(),
        offices: app.store().offices().await?.into_iter().map(|office| office.name).collect(),
        s: Shell::of(visit, &view, None, Place::Yearly, text(lang, "yearly.new")),
        complaint: complaint.to_owned(),
        aim,
    };
    let status = if complaint.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, fresh(&page)?).into_response())
}

/// What of the plan an aim may be a part of, the nearest first; `choose` takes the nearest when nobody has chosen.
fn ties(view: &PlanView, aim: &Aim, choose: bool, lang: Lang) -> Vec<Choice> {
    let near = aims::near(view, &aim.title, aim.year, 8);
    let chosen = tie_key(&aim.item_kind, &aim.item);
    let first = near.first().map(|tie| tie_key(tie.kind, &tie.id)).filter(|_| choose);
    let now = if chosen.is_empty() { first.unwrap_or_default() } else { chosen };
    let none = Choice::new("", text(lang, "yearly.no-item"), &now);
    let ties = near.iter().map(|tie| {
        Choice::new(tie_key(tie.kind, &tie.id), format!("{} · {}%", tie.name, tie.confidence), &now)
    });
    ties.chain(std::iter::once(none)).collect()
}

/// The aim as a form says that it is.
fn typed(aim: Aim, fields: &Fields) -> Aim {
    let (item_kind, item) = tie_of(&fields.text("tie", 200));
    let support = fields.text("support", 400);
    let support = support.split(['、', '，', ',', ';', '；']).map(str::trim).filter(|one| !one.is_empty());
    Aim {
        title: fields.text("title", 300),
        office: fields.text("office", 120),
        support: support.map(str::to_owned).collect(),
        item_kind,
        item,
        ..aim
    }
}

/// Sets an aim.
pub(super) async fn add(
    Posted { app, place: (plan, year), visit, fields }: Posted<(String, i64)>,
) -> Result<Response, Problem> {
    let view = app.plan(visit.viewer(), &visit.question(&plan)?).await?;
    let aim = typed(Aim { year, ..Aim::default() }, &fields);
    let done = aims::edit(&app, &view, aim.clone(), &visit.visitor.change("")).await;
    let done = done.map(|id| format!("{}?saved=aim", aim_of(&plan, id)));
    after(&visit, done, async |words| show_new(&app, &visit, (&plan, aim), words).await).await
}

async fn back(
    app: &App,
    visit: &Visit,
    (plan, id): (&str, i64),
    (saved, done): (&str, Result<(), Fault>),
) -> Result<Response, Problem> {
    let done = done.map(|()| format!("{}?saved={saved}", aim_of(plan, id)));
    after(visit, done, async |words| show(app, visit, (plan, id), words).await).await
}

/// Keeps what a person changed of an aim.
pub(super) async fn change(
    Posted { app, place: (plan, id), visit, fields }: Posted<(String, i64)>,
) -> Result<Response, Problem> {
    let view = app.plan(visit.viewer(), &visit.question(&plan)?).await?;
    let aim = typed(app.store().aim(&plan, id).await?, &fields);
    let done = aims::edit(&app, &view, aim, &visit.visitor.change("")).await.map(drop);
    back(&app, &visit, (&plan, id), ("aim", done)).await
}

/// Says that an aim is none any more, or takes it in again.
pub(super) async fn drop_aim(
    Posted { app, place: (plan, id), visit, fields }: Posted<(String, i64)>,
) -> Result<Response, Problem> {
    let reason = fields.text("reason", 500);
    let done = if reason.is_empty() && fields.get("action") != "take-in" {
        Err(Fault::bad_request("请写明理由。", "Say why."))
    } else {
        aims::drop_aim(&app, (&plan, id), &reason, &visit.visitor.change(&reason)).await
    };
    back(&app, &visit, (&plan, id), ("aim", done)).await
}

/// Says how an aim stood at the end of a quarter.
pub(super) async fn say(
    Posted { app, place: (plan, id), visit, fields }: Posted<(String, i64)>,
) -> Result<Response, Problem> {
    let state = AimState {
        aim: id,
        quarter: fields.text("quarter", 1).parse().unwrap_or(0),
        state: fields.text("state", 20),
        said: fields.text("said", 1000),
        ..AimState::default()
    };
    let files = files(&fields);
    let change = visit.visitor.change("");
    let done = aims::say(&app, visit.viewer(), &plan, (state, &files), &change).await;
    back(&app, &visit, (&plan, id), ("say", done)).await
}

/// Keeps a measure of an aim, says that it is done, or takes it away.
pub(super) async fn measure(
    Posted { app, place: (plan, id), visit, fields }: Posted<(String, i64)>,
) -> Result<Response, Problem> {
    let is_gone = fields.get("action") == "remove";
    let one = AimMeasure {
        aim: id,
        number: fields.text("number", 12).parse().unwrap_or(0),
        text: if is_gone { String::new() } else { fields.text("text", 500) },
        office: fields.text("office", 120),
        due: fields.text("due", 20),
        done: fields.text("done", 20),
        ..AimMeasure::default()
    };
    let change = visit.visitor.change("");
    let done = aims::measure(&app, visit.viewer(), &plan, one, &change).await;
    back(&app, &visit, (&plan, id), ("measure", done)).await
}
