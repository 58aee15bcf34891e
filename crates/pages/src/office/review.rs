//! Review: what waits, what it would change, and one decision for many.

use crate::answer::form;
use crate::choice::Choice;
use crate::office::words::stage_word;
use crate::shell::Shell;
use crate::text::{fill, text};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use duty::{Right, Stage};
use rust_decimal::prelude::ToPrimitive;
use source::Lang;
use std::collections::BTreeMap;
use store::{Office, PlanFilter, PlanSummary};
use web::fields::Fields;
use web::{App, Problem, Visit, Visitor};
use work::review::{self, About, Decision, Only, Queue, Undecided, Verdict, Waiting};
use work::{clock, number};

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
    /// What was just decided, in a sentence.
    done: String,
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
    /// What looks odd about it.
    questions: Vec<String>,
    source: String,
    comment: String,
    office: String,
    author: String,
    at: String,
    stage: &'static str,
    embargo: String,
    attachment: Option<i64>,
}

impl Line {
    fn of(lang: Lang, waiting: Waiting, offices: &BTreeMap<String, Office>) -> Self {
        let Waiting { submitted: one, before, earlier, questions } = waiting;
        let figure = one.figure;
        let new = figure.value.and_then(|value| value.to_f64());
        Self {
            id: one.id,
            region: figure.whose(),
            indicator: figure.indicator,
            year: figure.year,
            value: figure.value.map(|value| format!("{value} {}", figure.unit)).unwrap_or_default(),
            // A year without a public figure is held against the last one that has one, and says which.
            before: match (before, earlier) {
                (Some(before), _) => number::value(before),
                (None, Some((year, value))) => fill(
                    lang,
                    "review.earlier",
                    &[("value", &number::value(value)), ("year", &year.to_string())],
                ),
                (None, None) => String::new(),
            },
            change: before
                .or(earlier.map(|(_, value)| value))
                .zip(new)
                .map(|(before, new)| change_words(before, new))
                .unwrap_or_default(),
            questions: questions.iter().map(|words| words.get(lang).to_owned()).collect(),
            source: figure.source,
            comment: figure.comment,
            office: offices.get(&one.office).map(|office| office.name.clone()).unwrap_or_default(),
            author: one.author,
            at: clock::shown(one.submitted_at.as_deref().unwrap_or("")),
            stage: stage_word(lang, one.stage),
            embargo: one.embargo.as_deref().map(clock::shown).unwrap_or_default(),
            attachment: figure.attachment,
        }
    }
}

/// By how much a figure differs from the one before; empty after zero, of which there is no share.
fn change_words(before: f64, new: f64) -> String {
    if before == 0.0 {
        return String::new();
    }
    let share = (new - before) / before.abs() * 100.0;
    format!("{}{}%", if share > 0.0 { "+" } else { "" }, number::fixed(share, 1))
}

/// The part of the queue that the address asks for.
fn only(visit: &Visit) -> Only {
    Only {
        plan: visit.get("plan").map(str::to_owned),
        stage: visit.get("stage").and_then(Stage::parse),
        office: visit.get("office").map(str::to_owned),
    }
}

/// The queue.
pub(crate) async fn page(State(app): State<App>, visit: Visit) -> Result<Response, Problem> {
    show(&app, &visit.visitor, &visit, String::new()).await
}

async fn show(app: &App, visitor: &Visitor, visit: &Visit, complaint: String) -> Result<Response, Problem> {
    let offices = work::offices::offices(app).await?;
    let asked = visit.get("page").and_then(|page| page.parse().ok()).unwrap_or(1);
    let queue = review::waiting(app, &visitor.viewer, &only(visit), &offices, asked).await?;
    let plans = app.store().plans(&PlanFilter::default()).await?.0;
    let page = Review::of(visit, queue, plans, &offices, complaint);
    form(&page, &page.complaint)
}

impl Review {
    fn of(
        visit: &Visit,
        queue: Queue,
        plans: Vec<PlanSummary>,
        offices: &BTreeMap<String, Office>,
        complaint: String,
    ) -> Self {
        let (lang, viewer) = (visit.lang, visit.viewer());
        let now = |name: &str| visit.get(name).unwrap_or("").to_owned();
        let at = |number: i64| visit.with(&[("page", &number.to_string())]);
        let stage = |stage: Stage| Choice::new(stage.name(), stage_word(lang, stage), &now("stage"));
        let seen = offices.values().filter(|office| viewer.reaches_office(Right::Review, &office.id));
        let waiting = queue.waiting.into_iter();
        Self {
            s: Shell::bare(visit, text(lang, "review.title")).with_bundle("handin"),
            lines: waiting.map(|one| Line::of(lang, one, offices)).collect(),
            plans: plans
                .into_iter()
                .map(|plan| Choice::new(plan.key.plan, plan.title, &now("plan")))
                .collect(),
            stages: [Stage::AtCounty, Stage::AtCity, Stage::Approved].map(stage).into(),
            offices: seen.map(|office| Choice::new(&office.id, &office.name, &now("office"))).collect(),
            can_publish: viewer.may(Right::Publish),
            complaint,
            here: visit.with(&[("saved", "")]),
            done: visit.get("saved").and_then(|n| n.parse::<usize>().ok()).map_or_else(String::new, |n| {
                fill(lang, "review.done", &[("n", &n.to_string()), ("left", &queue.total.to_string())])
            }),
            previous: (queue.page > 1).then(|| at(queue.page - 1)),
            next: (queue.page < queue.pages).then(|| at(queue.page + 1)),
            total: queue.total,
            every: queue
                .last
                .filter(|_| queue.pages > 1)
                .map(|last| (queue.total.min(review::MOST_AT_ONCE), last)),
        }
    }
}

/// Takes one decision about all that were ticked, all or none.
pub(crate) async fn decide(
    State(app): State<App>,
    visit: Visit,
    fields: Fields,
) -> Result<Response, Problem> {
    let bad = || Problem::of_status(StatusCode::BAD_REQUEST);
    let verdict = Verdict::parse(fields.get("action")).ok_or_else(bad)?;
    let embargo = clock::typed(fields.get("embargo"));
    if embargo.is_none() && !fields.get("embargo").is_empty() {
        return show(&app, &visit.visitor, &visit, text(visit.lang, "review.no-time").to_owned()).await;
    }
    let decision = Decision { verdict, about: about(&visit, &fields), embargo };
    let change = visit.visitor.change(fields.text("reason", 2000));
    match review::decide(&app, visit.viewer(), decision, &change).await? {
        Ok(decided) => {
            let there = visit.with(&[("page", ""), ("saved", &decided.to_string())]);
            Ok(Redirect::to(&there).into_response())
        }
        Err(undecided) => show(&app, &visit.visitor, &visit, undecided_words(visit.lang, &undecided)).await,
    }
}

/// The submissions that a form names: those ticked, or all that its filter lets through.
fn about(visit: &Visit, fields: &Fields) -> About {
    match fields.get("every").parse() {
        Ok(count) => About::Every { only: only(visit), count, until: fields.text("until", 40) },
        Err(_) => About::Ticked(fields.all("id").filter_map(|id| id.parse().ok()).collect()),
    }
}

fn undecided_words(lang: Lang, undecided: &Undecided) -> String {
    match undecided {
        Undecided::NothingTicked => text(lang, "review.none-ticked").to_owned(),
        Undecided::Moved => text(lang, "review.moved").to_owned(),
        Undecided::Refused(words) => words.get(lang).to_owned(),
    }
}
