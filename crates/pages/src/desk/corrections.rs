//! All corrections of a plan: those that do not fit this version first, each with what it did, and the way back.

use crate::answer::fresh;
use crate::asked::{OnPlan, Posted};
use crate::excerpt::excerpt_of;
use crate::row::{act_word, kind_word, label, notice, summary, value_word};
use crate::shell::{Place, Shell};
use crate::text::text;
use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use duty::Right;
use source::Lang;
use store::KeptCorrection;
use web::visit::encode;
use web::{Problem, Visit};
use work::correct::{Kind, named, restore as restored};
use work::view::PlanView;

#[derive(Template)]
#[template(path = "desk/corrections.html")]
struct Corrections {
    s: Shell,
    plan: String,
    notice: String,
    questions: Vec<Question>,
    unmatched: Vec<Line>,
    held: Vec<Line>,
    withdrawn: Vec<Line>,
    may_edit: bool,
}

/// A row of which the reader was not certain and nobody has said anything.
struct Question {
    kind: &'static str,
    of: &'static str,
    row: String,
    says: String,
    /// What stands before the words in their line, the words, and what stands behind them.
    quote: [String; 3],
    why: String,
    address: String,
}

struct Line {
    id: i64,
    kind: &'static str,
    act: &'static str,
    says: String,
    quote: String,
    changes: Vec<String>,
    why: String,
    who: String,
    reason: String,
    /// Where the row is put right; empty when it is not there.
    address: String,
}

/// The list.
pub(crate) async fn page(OnPlan { app, plan, visit, .. }: OnPlan) -> Result<Response, Problem> {
    let view = app.plan(visit.viewer(), &visit.question(&plan)?).await?;
    let all = app.store().corrections(&plan).await?;
    fresh(&list(&visit, &view, &all))
}

fn list(visit: &Visit, view: &PlanView, all: &[KeptCorrection]) -> Corrections {
    let lang = visit.lang;
    let unmatched = &view.stored.corrections.unmatched;
    let (gone, standing): (Vec<&KeptCorrection>, Vec<_>) =
        all.iter().rev().partition(|one| one.withdrawn.is_some());
    let (wrong, held): (Vec<&KeptCorrection>, Vec<_>) = standing
        .into_iter()
        .partition(|one| unmatched.iter().any(|other| other.correction == one.correction.id));
    let lines = |all: Vec<&KeptCorrection>| all.into_iter().map(|one| line(lang, view, one)).collect();
    Corrections {
        plan: encode(view.id()),
        notice: visit
            .get("saved")
            .map_or_else(String::new, |saved| notice(lang, saved, visit.get("kind").unwrap_or(""))),
        questions: questions(lang, view),
        unmatched: lines(wrong),
        held: lines(held),
        withdrawn: lines(gone),
        may_edit: visit.viewer().may(Right::EditPlan),
        s: Shell::of(visit, view, None, Place::Work, text(lang, "corrections.title")),
    }
}

fn questions(lang: Lang, view: &PlanView) -> Vec<Question> {
    let plan = &view.stored.plan;
    let quote = |kind: Kind, row: &str| {
        let targets = plan.targets.iter().filter(|one| kind == Kind::Target && one.id.as_str() == row);
        let figures =
            plan.observations.iter().filter(|one| kind == Kind::Observation && one.id.as_str() == row);
        let projects = plan.projects.iter().filter(|one| kind == Kind::Project && one.id.as_str() == row);
        let all = targets.map(|one| &one.provenance).chain(figures.map(|one| &one.provenance));
        let all = all.chain(projects.map(|one| &one.provenance));
        let Some(found) = all.map(|provenance| (provenance.span, provenance.quote.clone())).next() else {
            return Default::default();
        };
        let document = view.stored.document.as_ref().filter(|_| !found.0.is_empty());
        let around = document.and_then(|document| excerpt_of(document, found.0));
        around.map_or_else(|| [String::new(), found.1, String::new()], |(_, parts)| parts)
    };
    let of = |one: work::load::Question| Question {
        kind: kind_word(lang, one.kind),
        of: one.kind.name(),
        says: named(plan, one.kind, &one.row).map(|row| summary(lang, one.kind, &row)).unwrap_or_default(),
        quote: quote(one.kind, &one.row),
        why: one.doubt.reason,
        address: format!("/plans/{}/correct?kind={}&row={}", encode(view.id()), one.kind.name(), one.row),
        row: one.row,
    };
    let asked = work::load::questions(plan).into_iter();
    asked.chain(work::load::unconfirmed(plan)).map(of).collect()
}

fn line(lang: Lang, view: &PlanView, kept: &KeptCorrection) -> Line {
    let one = &kept.correction;
    let corrections = &view.stored.corrections;
    let why = corrections.unmatched.iter().find(|other| other.correction == one.id);
    let trace = corrections.traces.iter().find(|trace| trace.correction == one.id);
    let fields = if one.anchor.read.is_empty() { &one.changes } else { &one.anchor.read };
    let changes = one.changes.iter().filter(|_| !one.anchor.read.is_empty());
    let changed = |(name, value): (&String, &String)| {
        let read = one.anchor.read.get(name).map_or("", String::as_str);
        format!("{} {} → {}", label(lang, name), shown(lang, name, read), shown(lang, name, value))
    };
    let plan = &view.stored.plan;
    let is_there = trace.is_some_and(|trace| named(plan, trace.kind, &trace.row).is_some());
    Line {
        id: one.id,
        kind: kind_word(lang, one.kind),
        act: act_word(lang, one.act),
        says: summary(lang, one.kind, fields),
        quote: if one.kind == Kind::Indicator { String::new() } else { one.anchor.quote.clone() },
        changes: changes.map(changed).collect(),
        why: why.map(|why| why.why.words().get(lang).to_owned()).unwrap_or_default(),
        who: format!("{} {}", kept.who, work::clock::shown(&kept.at)),
        reason: kept.reason.clone(),
        address: trace.filter(|_| is_there).map_or_else(String::new, |trace| {
            format!("/plans/{}/correct?kind={}&row={}", encode(view.id()), trace.kind.name(), trace.row)
        }),
    }
}

fn shown(lang: Lang, field: &str, value: &str) -> String {
    if value.is_empty() { text(lang, "field.none").to_owned() } else { value_word(lang, field, value) }
}

/// Takes a correction back.
pub(crate) async fn restore(Posted { app, place: plan, visit, fields }: Posted) -> Result<Response, Problem> {
    let id = fields
        .get("correction")
        .parse()
        .map_err(|_| Problem::of_status(axum::http::StatusCode::BAD_REQUEST))?;
    restored(&app, &plan, id, &visit.visitor.change(fields.text("reason", 500))).await?;
    let plan = encode(&plan);
    Ok(Redirect::to(&format!("/plans/{plan}/corrections?saved={id}&kind=withdraw")).into_response())
}
