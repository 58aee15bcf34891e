//! Review: what waits, what it would change, and one decision for many.

use crate::answer::fresh;
use crate::choice::Choice;
use crate::office::words::stage_word;
use crate::shell::Shell;
use crate::text::text;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use duty::{Right, Scope, Stage, Step};
use rust_decimal::prelude::ToPrimitive;
use std::collections::{BTreeMap, BTreeSet};
use store::{Office, PlanFilter, SubmissionFilter, Submitted};
use web::fields::Fields;
use web::{App, Problem, Visit, Visitor};
use work::asked::history;
use work::notice::{Stepped, stepped};
use work::{Question, Viewer, clock, number};

#[derive(Template)]
#[template(path = "handin/review.html")]
struct Review {
    s: Shell,
    lines: Vec<Line>,
    plans: Vec<Choice>,
    stages: Vec<Choice>,
    offices: Vec<Choice>,
    can_publish: bool,
    complaint: String,
    /// This page with its filter, where the form goes.
    here: String,
    previous: Option<String>,
    next: Option<String>,
    /// How many wait in all, on this page and others.
    total: i64,
    /// When there are other pages: how many one decision for all takes, and the moment up to which they were handed in.
    every: Option<(i64, String)>,
}

struct Line {
    id: i64,
    indicator: String,
    region: String,
    year: i32,
    value: String,
    before: String,
    change: String,
    source: String,
    comment: String,
    office: String,
    author: String,
    at: String,
    stage: &'static str,
    embargo: String,
    attachment: Option<i64>,
}

/// Whether a visitor decides about a submission as it stands: the city about what came up to it, a county about what
/// comes from below it. Nobody decides about their own; the rules of steps see to that.
pub(super) fn may_review(visitor: &Visitor, one: &Submitted) -> bool {
    let own = visitor.viewer.account().and_then(|account| account.office.as_deref());
    match visitor.viewer.scope(Right::Review) {
        Scope::All => matches!(one.stage, Stage::AtCounty | Stage::AtCity | Stage::Approved),
        Scope::Own => {
            one.stage == Stage::AtCounty
                && own != Some(one.office.as_str())
                && visitor.viewer.reaches_office(Right::Review, &one.office)
        }
        Scope::Published | Scope::Nothing => false,
    }
}

/// The value that is public now for what a submission speaks of, with its unit.
pub(super) async fn previous(app: &App, viewer: &Viewer, one: &Submitted) -> Result<Option<String>, Problem> {
    Ok(public_value(app, viewer, one)
        .await?
        .map(|value| format!("{} {}", number::value(value), one.figure.unit)))
}

async fn public_value(app: &App, viewer: &Viewer, one: &Submitted) -> Result<Option<f64>, Problem> {
    let view = app.plan(viewer, &Question::now(&one.figure.plan)).await?;
    let indicator =
        view.stored.plan.indicators.iter().find(|indicator| indicator.name == one.figure.indicator);
    Ok(indicator
        .and_then(|indicator| history(&view, indicator, &one.figure.region).get(&one.figure.year).copied()))
}

/// Lines of the queue on one page.
const PAGE: i64 = 200;
/// Most figures that one decision is about: it is one transaction, and nobody else writes meanwhile.
const MOST_AT_ONCE: i64 = 5000;

/// What waits for a visitor, as far as the filter of the page lets it through; the same things as [`may_review`].
fn queue(visitor: &Visitor, visit: &Visit, offices: &BTreeMap<String, Office>) -> SubmissionFilter {
    let all = [Stage::AtCounty, Stage::AtCity, Stage::Approved];
    let (stages, reached) = match visitor.viewer.scope(Right::Review) {
        Scope::All => (&all[..], None),
        Scope::Own => {
            let own = visitor.viewer.account().and_then(|account| account.office.as_deref());
            let below = |office: &&String| {
                own != Some(office.as_str()) && visitor.viewer.reaches_office(Right::Review, office)
            };
            (&all[..1], Some(offices.keys().filter(below).cloned().collect::<BTreeSet<_>>()))
        }
        Scope::Published | Scope::Nothing => (&all[..1], Some(BTreeSet::new())),
    };
    let stage = visit.get("stage").and_then(Stage::parse);
    let office = visit.get("office");
    let asked = |id: &String| office.is_none_or(|office| office == id);
    let stages: Vec<Stage> =
        stages.iter().copied().filter(|one| stage.is_none_or(|stage| stage == *one)).collect();
    SubmissionFilter {
        plan: visit.get("plan").map(str::to_owned),
        offices: match reached {
            // Without any stage the filter would let all stages through.
            _ if stages.is_empty() => Some(BTreeSet::new()),
            Some(reached) => Some(reached.into_iter().filter(asked).collect()),
            None => office.map(|office| BTreeSet::from([office.to_owned()])),
        },
        stages,
        ..SubmissionFilter::default()
    }
}

/// The queue.
pub(crate) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    visit: Visit,
) -> Result<Response, Problem> {
    show(&app, &visitor, &visit, String::new()).await
}

async fn show(app: &App, visitor: &Visitor, visit: &Visit, complaint: String) -> Result<Response, Problem> {
    let lang = visit.lang;
    let offices = work::offices::offices(app).await?;
    let mut filter = queue(visitor, visit, &offices);
    let (total, last) = app.store().count_submissions(&filter).await?;
    let pages = (total + PAGE - 1) / PAGE;
    let asked = visit.get("page").and_then(|page| page.parse::<i64>().ok()).unwrap_or(1);
    let page = asked.clamp(1, pages.max(1));
    filter.offset = (page - 1) * PAGE;
    filter.limit = Some(PAGE);
    let waiting = app.store().submissions(&filter).await?;
    let at = |number: i64| visit.with(&[("page", &number.to_string())]);
    let mut lines = Vec::new();
    for one in &waiting {
        let before = public_value(app, visit.viewer(), one).await?;
        let figure = &one.figure;
        let new = figure.value.and_then(|value| value.to_f64());
        let change = match (before, new) {
            (Some(before), Some(new)) if before != 0.0 => {
                let share = (new - before) / before.abs() * 100.0;
                format!("{}{}%", if share > 0.0 { "+" } else { "" }, number::fixed(share, 1))
            }
            _ => String::new(),
        };
        lines.push(Line {
            id: one.id,
            indicator: figure.indicator.clone(),
            region: figure.region.clone(),
            year: figure.year,
            value: figure.value.map(|value| format!("{value} {}", figure.unit)).unwrap_or_default(),
            before: before.map(number::value).unwrap_or_default(),
            change,
            source: figure.source.clone(),
            comment: figure.comment.clone(),
            office: offices.get(&one.office).map(|office| office.name.clone()).unwrap_or_default(),
            author: one.author.clone(),
            at: clock::shown(one.submitted_at.as_deref().unwrap_or("")),
            stage: stage_word(lang, one.stage),
            embargo: one.embargo.as_deref().map(clock::shown).unwrap_or_default(),
            attachment: figure.attachment,
        });
    }
    let now = |name: &str| visit.get(name).unwrap_or("").to_owned();
    let plans = app.store().plans(&PlanFilter::default()).await?.0.into_iter();
    let plans = plans.map(|plan| Choice::new(plan.key.plan, plan.title, &now("plan"))).collect();
    let stages = [Stage::AtCounty, Stage::AtCity, Stage::Approved];
    let seen = offices.values().filter(|office| visitor.viewer.reaches_office(Right::Review, &office.id));
    let page = Review {
        s: Shell::bare(visit, text(lang, "review.title")).with_bundle("handin"),
        lines,
        plans,
        stages: stages
            .iter()
            .map(|stage| Choice::new(stage.name(), stage_word(lang, *stage), &now("stage")))
            .collect(),
        offices: seen.map(|office| Choice::new(&office.id, &office.name, &now("office"))).collect(),
        can_publish: visitor.viewer.may(Right::Publish),
        complaint,
        here: visit.with(&[]),
        previous: (page > 1).then(|| at(page - 1)),
        next: (page < pages).then(|| at(page + 1)),
        total,
        every: last.filter(|_| pages > 1).map(|last| (total.min(MOST_AT_ONCE), last)),
    };
    let status = if page.complaint.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, fresh(&page)?).into_response())
}

/// Takes one decision about all that were ticked, all or none.
pub(crate) async fn decide(
    State(app): State<App>,
    visitor: Visitor,
    visit: Visit,
    fields: Fields,
) -> Result<Response, Problem> {
    let lang = visit.lang;
    let reason = fields.text("reason", 2000);
    let (step, told) = match fields.get("action") {
        "approve" => (Step::Approve, Stepped::Approved),
        "return" => (Step::Return, Stepped::Returned),
        "publish" if visitor.viewer.may(Right::Publish) => (Step::Publish, Stepped::Published),
        "publish" => return Err(Problem::forbidden()),
        _ => return Err(Problem::of_status(StatusCode::BAD_REQUEST)),
    };
    let embargo = match fields.get("embargo") {
        "" => None,
        typed => match clock::typed(typed) {
            Some(at) => Some(at),
            None => return show(&app, &visitor, &visit, text(lang, "review.no-time").to_owned()).await,
        },
    };
    let mut chosen = match chosen(&app, &visitor, &visit, &fields).await? {
        Ok(chosen) => chosen,
        Err(complaint) => {
            return show(&app, &visitor, &visit, text(lang, complaint).to_owned()).await;
        }
    };
    if !chosen.iter().all(|one| may_review(&visitor, one)) {
        return Err(Problem::forbidden());
    }
    let ids: Vec<i64> = chosen.iter().map(|one| one.id).collect();
    let change = visitor.change(reason.clone());
    let stages = match app.store().step_submissions(&ids, step, embargo, &change).await {
        Ok(stages) => stages,
        Err(error) if error.is_refused() => {
            return show(&app, &visitor, &visit, error.words().get(lang).to_owned()).await;
        }
        Err(error) => return Err(error.into()),
    };
    app.refresh().await?;
    for (one, stage) in chosen.iter_mut().zip(stages) {
        one.stage = stage;
        one.changed_at = change.at();
    }
    // At the county's approval the author has nothing to do yet.
    chosen.retain(|one| one.stage != Stage::AtCity);
    stepped(&app, &chosen, told, &reason).await?;
    Ok(Redirect::to(&visit.with(&[("page", "")])).into_response())
}

/// The submissions that a form names, or what to complain about: those ticked, or all that its filter lets through.
///
/// For all, the form says how many they were and up to when they had come, so that nothing is decided about what
/// nobody could have seen.
async fn chosen(
    app: &App,
    visitor: &Visitor,
    visit: &Visit,
    fields: &Fields,
) -> Result<Result<Vec<Submitted>, &'static str>, Problem> {
    if let Ok(count) = fields.get("every").parse::<usize>() {
        let offices = work::offices::offices(app).await?;
        let filter = SubmissionFilter {
            submitted_until: Some(fields.text("until", 40)),
            limit: Some(MOST_AT_ONCE),
            ..queue(visitor, visit, &offices)
        };
        let mut all = app.store().submissions(&filter).await?;
        if all.len() != count {
            return Ok(Err("review.moved"));
        }
        let me = visitor.viewer.account().map(|account| account.name.as_str());
        all.retain(|one| Some(one.author.as_str()) != me);
        return Ok(Ok(all));
    }
    let ids: BTreeSet<i64> = fields.all("id").filter_map(|id| id.parse().ok()).collect();
    let mut ticked = Vec::with_capacity(ids.len());
    for id in ids {
        ticked.push(app.store().submission(id).await?);
    }
    Ok(if ticked.is_empty() { Err("review.none-ticked") } else { Ok(ticked) })
}
