//! Revisions of targets while a plan runs: proposed, approved by a document, in force, and what they did to the verdicts.

use crate::answer::{after, form, fresh};
use crate::asked::{OnPlan, Posted};
use crate::shell::{Place, Shell};
use crate::text::{alert_word, fill, state_word, text};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use duty::Right;
use plan::Target;
use plan::package::Named;
use source::Lang;
use std::collections::BTreeMap;
use store::{NewRevision, RevisionItem, RevisionState};
use web::fields::Fields;
use web::visit::encode;
use web::{App, Problem, Visit};
use work::compare::shown_value;
use work::kept;
use work::revision::{self, Approval, FIELDS, Verdict};
use work::view::PlanView;

#[derive(Template)]
#[template(path = "drafting/revisions.html")]
struct ListPage {
    s: Shell,
    plan: String,
    complaint: String,
    title: String,
    reason: String,
    all: Vec<(String, String, &'static str, String)>,
    targets: Vec<TargetLine>,
    /// What was taken from a scenario, and its address; empty without one.
    drawn_up: String,
    scenario: String,
    may_edit: bool,
}

/// A target that can be given other values.
struct TargetLine {
    id: String,
    name: String,
    now: String,
    value: String,
    /// The other end of a range; empty where it is none.
    high: String,
    year: String,
    reason: String,
}

#[derive(Template)]
#[template(path = "drafting/revision.html")]
struct RevisionPage {
    s: Shell,
    plan: String,
    action: String,
    complaint: String,
    title: String,
    reason: String,
    state: &'static str,
    state_word: &'static str,
    facts: Vec<(&'static str, String)>,
    effects: Vec<EffectLine>,
    gone: Vec<String>,
    before: String,
    behind: String,
    may_edit: bool,
}

struct EffectLine {
    name: String,
    address: String,
    old: String,
    new: String,
    verdict_before: String,
    verdict_after: String,
    is_changed: bool,
    reason: String,
}

/// The revisions of a plan, and the form that proposes one.
pub(crate) async fn list(OnPlan { app, plan, visit, .. }: OnPlan) -> Result<Response, Problem> {
    let view = app.plan(visit.viewer(), &visit.question(&plan)?).await?;
    let scenario = visit.get("scenario").and_then(|id| id.parse().ok());
    let Some(id) = scenario.filter(|_| visit.viewer().may(Right::EditPlan)) else {
        return fresh(&listed(&app, &visit, &view, &Fields::default(), "").await?);
    };
    let draft = kept::revision(&app, visit.viewer(), &plan, id).await?;
    let page = listed(&app, &visit, &view, &filled(&draft), "").await?;
    let scenario = format!("/plans/{}/scenarios/{id}", encode(&plan));
    fresh(&ListPage { drawn_up: drawn_up(visit.lang, &draft), scenario, ..page })
}

/// The form as a scenario fills it in.
fn filled(draft: &kept::Draft) -> Fields {
    let mut values = vec![
        ("title".to_owned(), draft.kept.title.clone()),
        ("reason".to_owned(), draft.kept.proposal.clone().unwrap_or_default()),
    ];
    for item in &draft.items {
        values.push((format!("why/{}", item.target), item.reason.clone()));
        let of = |(field, value): (&String, &String)| (format!("to/{}/{field}", item.target), value.clone());
        values.extend(item.changes.iter().map(of));
    }
    Fields::from(values)
}

/// What was taken from a scenario, and what was not.
fn drawn_up(lang: Lang, draft: &kept::Draft) -> String {
    let count = draft.items.len().to_string();
    let mut said = fill(lang, "revisions.drawn-up", &[("title", &draft.kept.title), ("n", &count)]);
    if !draft.left.is_empty() {
        let names: Vec<&str> = draft.left.iter().map(|name| name.get(lang)).collect();
        let names = names.join(if lang == Lang::Zh { "、" } else { ", " });
        said.push(' ');
        said.push_str(&fill(lang, "revisions.left", &[("names", &names)]));
    }
    said
}

async fn listed(
    app: &App,
    visit: &Visit,
    view: &PlanView,
    given: &Fields,
    complaint: &str,
) -> Result<ListPage, Problem> {
    let lang = visit.lang;
    let all = app.store().revisions(view.id()).await?.into_iter().map(|one| {
        let address = format!("/plans/{}/revisions/{}", encode(view.id()), one.id);
        let told = [one.document.clone(), one.effective_on.clone()];
        let told = told.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        (address, one.title.clone(), revision_word(lang, one.state()), told)
    });
    let line = |target: &Target| TargetLine {
        id: target.id.to_string(),
        name: target.subject.clone(),
        now: told(target),
        value: given.get(&format!("to/{}/value", target.id)).to_owned(),
        high: given.get(&format!("to/{}/value_high", target.id)).to_owned(),
        year: given.get(&format!("to/{}/year", target.id)).to_owned(),
        reason: given.get(&format!("why/{}", target.id)).to_owned(),
    };
    let numbers = view.stored.plan.targets.iter().filter(|one| one.value.is_some());
    let mut targets: Vec<TargetLine> = numbers.map(line).collect();
    // What is filled in stands first: a plan may have hundreds of targets.
    targets.sort_by_key(|one| one.value.is_empty() && one.year.is_empty());
    Ok(ListPage {
        targets,
        drawn_up: String::new(),
        scenario: String::new(),
        plan: encode(view.id()),
        complaint: complaint.to_owned(),
        title: given.get("title").to_owned(),
        reason: given.get("reason").to_owned(),
        all: all.collect(),
        may_edit: visit.viewer().may(Right::EditPlan),
        s: Shell::of(visit, view, None, Place::Work, text(lang, "revisions.title")),
    })
}

/// Value and year of a target.
fn told(target: &Target) -> String {
    let year = target.year.or(target.implied_year).map(|year| format!(" ({year})")).unwrap_or_default();
    format!("{}{year}", shown_value(target))
}

pub(crate) fn revision_word(lang: Lang, state: RevisionState) -> &'static str {
    match state {
        RevisionState::Proposed => text(lang, "revision.proposed"),
        RevisionState::Approved => text(lang, "revision.approved"),
        RevisionState::InForce => text(lang, "revision.in-force"),
        RevisionState::Dropped => text(lang, "revision.dropped"),
    }
}

/// Proposes a revision: `to/TARGET/FIELD` gives a target another value, `why/TARGET` says why this one.
pub(crate) async fn propose(Posted { app, place: plan, visit, fields }: Posted) -> Result<Response, Problem> {
    let new = NewRevision {
        title: fields.text("title", 200),
        reason: fields.text("reason", 2000),
        items: items(&fields),
    };
    let change = visit.visitor.change(new.reason.clone());
    let done = revision::propose(&app, visit.viewer(), &plan, new, &change).await;
    after(&visit, done.map(|id| address(&plan, id)), async |words| {
        let view = app.plan(visit.viewer(), &visit.question(&plan)?).await?;
        form(&listed(&app, &visit, &view, &fields, words).await?, words)
    })
    .await
}

fn items(fields: &Fields) -> Vec<RevisionItem> {
    let mut all: BTreeMap<String, Named> = BTreeMap::new();
    for (place, value) in fields.under("to/").filter(|(_, value)| !value.is_empty()) {
        if let Some((target, field)) = place.rsplit_once('/')
            && FIELDS.contains(&field)
        {
            let value = crate::row::plain_number(value);
            all.entry(target.to_owned()).or_default().insert(field.to_owned(), value);
        }
    }
    let item = |(target, changes): (String, Named)| {
        let reason = fields.text(&format!("why/{target}"), 500);
        RevisionItem { target, changes, reason }
    };
    all.into_iter().map(item).collect()
}

/// A revision with what it does to each target.
pub(crate) async fn page(
    State(app): State<App>,
    Path((plan, id)): Path<(String, i64)>,
    visit: Visit,
) -> Result<Response, Problem> {
    fresh(&shown(&app, &visit, &plan, id, "").await?)
}

async fn shown(
    app: &App,
    visit: &Visit,
    plan: &str,
    id: i64,
    complaint: &str,
) -> Result<RevisionPage, Problem> {
    let lang = visit.lang;
    let view = app.plan(visit.viewer(), &visit.question(plan)?).await?;
    let shown = revision::shown(app, visit.viewer(), plan, id).await?;
    let one = &shown.revision;
    let s = Shell::of(visit, &view, None, Place::Work, one.title.clone());
    let fact = |key: &'static str, value: &Option<String>| value.clone().map(|value| (key, value));
    let proposed = format!("{} {}", one.proposed_by, work::clock::shown(&one.proposed_at));
    let in_force = one.in_force_at.as_deref().map(work::clock::shown);
    let facts = [
        Some((text(lang, "revision.proposed-by"), proposed)),
        fact(text(lang, "revision.document"), &one.document),
        fact(text(lang, "revision.approved-on"), &one.approved_on),
        fact(text(lang, "revision.effective-on"), &one.effective_on),
        fact(text(lang, "revision.approved-by"), &one.approved_by),
        fact(text(lang, "revision.in-force-at"), &in_force),
    ];
    let effect = |one: &revision::Effect| EffectLine {
        name: one.before.subject.clone(),
        address: s.to(format!("/indicators/{}#{}", one.before.indicator, one.before.id)),
        old: told(&one.before),
        new: one.after.as_ref().map_or_else(String::new, told),
        verdict_before: verdict(lang, one.verdict_before),
        verdict_after: one.verdict_after.map_or_else(String::new, |after| verdict(lang, after)),
        is_changed: one.verdict_after.is_some_and(|after| after != one.verdict_before),
        reason: one.reason.clone(),
    };
    let stood = |at: &jiff::Timestamp| {
        let at = at.to_string();
        format!("/plans/{}/warnings?stood-at={}", encode(plan), encode(&at))
    };
    let may_see_past = visit.viewer().may(Right::ReadAudit);
    let moments = shown.moments.filter(|_| may_see_past);
    Ok(RevisionPage {
        plan: encode(plan),
        action: format!("/plans/{}/revisions/{id}", encode(plan)),
        complaint: complaint.to_owned(),
        title: one.title.clone(),
        reason: one.reason.clone(),
        state: one.state().name(),
        state_word: revision_word(lang, one.state()),
        facts: facts.into_iter().flatten().collect(),
        effects: shown.effects.iter().map(effect).collect(),
        before: moments.as_ref().map(|(before, _)| stood(before)).unwrap_or_default(),
        behind: moments.as_ref().map(|(_, behind)| stood(behind)).unwrap_or_default(),
        gone: shown.gone,
        may_edit: visit.viewer().may(Right::EditPlan),
        s,
    })
}

/// Where a target stands, with its warning.
pub(crate) fn verdict(lang: Lang, verdict: Verdict) -> String {
    let alert = alert_word(lang, verdict.alert);
    let parts = [state_word(lang, verdict.state).to_owned(), alert];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// Records the approval, or gives the revision up.
pub(crate) async fn decide(
    Posted { app, place: (plan, id), visit, fields }: Posted<(String, i64)>,
) -> Result<Response, Problem> {
    let change = visit.visitor.change(fields.text("reason", 500));
    let at = (plan.as_str(), id);
    let done = match fields.get("action") {
        "approve" => revision::approve(&app, visit.viewer(), at, &approval(&fields), &change).await,
        "drop" => revision::give_up(&app, at, &change).await,
        _ => return Err(Problem::of_status(StatusCode::BAD_REQUEST)),
    };
    after(&visit, done.map(|()| address(&plan, id)), async |words| {
        form(&shown(&app, &visit, &plan, id, words).await?, words)
    })
    .await
}

/// The page of a revision.
fn address(plan: &str, id: i64) -> String {
    format!("/plans/{}/revisions/{id}", encode(plan))
}

fn approval(fields: &Fields) -> Approval {
    Approval {
        document: fields.text("document", 200),
        approved_on: fields.text("approved_on", 10),
        effective_on: fields.text("effective_on", 10),
    }
}
