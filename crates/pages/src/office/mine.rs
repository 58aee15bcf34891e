//! What one's own offices have to hand in, with deadlines.

use crate::answer::fresh;
use crate::office::words::{role_word, stage_word};
use crate::shell::Shell;
use crate::text::{fill, text};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use duty::{Right, Stage};
use jiff::civil::Date;
use source::Lang;
use std::collections::BTreeMap;
use store::{Duty, Office, PlanFilter, Submitted};
use web::visit::address;
use web::{App, Problem, Visit};
use work::Question;
use work::offices::offices;
use work::open_duty::{Asking, Open};

#[derive(Template)]
#[template(path = "handin/mine.html")]
struct Mine {
    s: Shell,
    plans: Vec<PlanPart>,
}

struct PlanPart {
    id: String,
    title: String,
    lines: Vec<Line>,
}

struct Line {
    item: String,
    office: String,
    region: String,
    role: &'static str,
    year: i32,
    deadline: String,
    left: String,
    urgency: &'static str,
    state: String,
    address: String,
}

/// The page of one's own duties.
pub(crate) async fn page(State(app): State<App>, visit: Visit) -> Result<Response, Problem> {
    let offices = offices(&app).await?;
    let mut plans = Vec::new();
    for summary in app.store().plans(&PlanFilter::default()).await?.0 {
        let mut duties = app.store().duties(&summary.key.plan).await?;
        duties.retain(|duty| visit.visitor.viewer.reaches_office(Right::HandIn, &duty.office));
        duties.retain(|duty| visit.get("office").is_none_or(|only| only == duty.office));
        if !duties.is_empty() {
            plans.push(part(&app, &visit, summary.key.plan, duties, &offices).await?);
        }
    }
    fresh(&Mine { s: Shell::bare(&visit, text(visit.lang, "duties.mine")), plans })
}

/// What the duties on one plan ask for.
async fn part(
    app: &App,
    visit: &Visit,
    id: String,
    duties: Vec<Duty>,
    offices: &BTreeMap<String, Office>,
) -> Result<PlanPart, Problem> {
    let today = app.today();
    let view = app.plan(visit.viewer(), &Question::now(&id)).await?;
    let asking = Asking::of(app, view, duties, today).await?;
    let open = asking.open(offices);
    let lines = open.iter().map(|open| line(visit.lang, &id, open, &asking.submissions, today)).collect();
    Ok(PlanPart { title: asking.view.title().to_owned(), id, lines })
}

fn line(lang: Lang, plan: &str, open: &Open<'_>, submissions: &[Submitted], today: Date) -> Line {
    let left = open.due.deadline.days_left(today);
    let own = submissions.iter().find(|one| {
        let figure = &one.figure;
        figure.indicator == open.duty.item
            && figure.region == open.office.region
            && figure.dimensions.is_empty()
            && figure.year == open.due.year
    });
    let state = match (own, open.published) {
        (Some(one), _) => stage_word(lang, one.stage),
        (None, true) => text(lang, "stage.published"),
        (None, false) => text(lang, "duties.missing"),
    };
    let is_returned = own.is_some_and(|one| matches!(one.stage, Stage::Returned));
    let days = left.abs().to_string();
    let query = [
        ("indicator", open.duty.item.clone()),
        ("region", open.office.region.clone()),
        ("year", open.due.year.to_string()),
    ];
    let query =
        query.iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| (*name, value.as_str()));
    Line {
        item: open.duty.item.clone(),
        office: open.office.name.clone(),
        region: open.office.region.clone(),
        role: role_word(lang, open.duty.role),
        year: open.due.year,
        deadline: open.due.deadline.due.to_string(),
        left: if open.is_met() {
            String::new()
        } else if left < 0 {
            fill(lang, "duties.late", &[("n", &days)])
        } else {
            fill(lang, "duties.left", &[("n", &days)])
        },
        urgency: match (open.is_met(), left) {
            _ if is_returned => "at-risk",
            (true, _) => "on-track",
            (false, left) if left < 0 => "out-of-reach",
            (false, left) if left <= 7 => "at-risk",
            _ => "unknown",
        },
        state: state.to_owned(),
        address: address(&format!("/plans/{}/hand-in", web::visit::encode(plan)), query),
    }
}
