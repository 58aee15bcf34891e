//! What one's own offices have to hand in, with deadlines.

use super::due::{self, Due, submissions_asked_for};
use super::stage_word;
use crate::app::App;
use crate::page::shell::Shell;
use crate::people::{Visitor, fresh};
use crate::problem::Problem;
use crate::question::Question;
use crate::text::{fill, text};
use crate::view;
use crate::visit::{Visit, address};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use duty::{Right, Stage};
use jiff::civil::Date;
use plan::AssignmentRole;
use source::Lang;
use std::collections::BTreeMap;
use store::{Duty, Office, PlanFilter, Submitted};

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

/// A duty with what it asks for now.
pub(super) struct Open<'a> {
    pub(super) duty: &'a Duty,
    pub(super) office: &'a Office,
    pub(super) due: Due,
    pub(super) answer: Option<&'a Submitted>,
    /// A figure of that year is public by another way.
    pub(super) published: bool,
}

impl Open<'_> {
    pub(super) fn is_met(&self) -> bool {
        self.published || self.answer.is_some()
    }
}

/// What the confirmed duties on indicators ask for on a day: the last period that has ended, or the one going on.
pub(super) fn open<'a>(
    plan: &plan::Plan,
    figures: &[plan::Observation],
    duties: &'a [Duty],
    offices: &'a BTreeMap<String, Office>,
    submissions: &'a [Submitted],
    today: Date,
) -> Vec<Open<'a>> {
    let mut found = Vec::new();
    for duty in duties.iter().filter(|duty| duty.confirmed && duty.item_kind == "indicator") {
        let Some(office) = offices.get(&duty.office) else { continue };
        let ids: Vec<&str> = plan
            .indicators
            .iter()
            .filter(|indicator| indicator.name == duty.item || indicator.aliases.contains(&duty.item))
            .map(|indicator| indicator.id.as_str())
            .collect();
        if ids.is_empty() {
            continue;
        }
        let ended = due::ended(duty, plan.period, today);
        let Some(due) = ended.or_else(|| due::dues(duty, plan.period, today).first().copied()) else {
            continue;
        };
        let answer = due::answer(&due, duty, &office.region, submissions);
        let published = ids.iter().any(|id| due::is_published(&due, id, &office.region, figures));
        found.push(Open { duty, office, due, answer, published });
    }
    found.sort_by(|a, b| {
        (a.is_met(), a.due.deadline.due, &a.duty.item).cmp(&(b.is_met(), b.due.deadline.due, &b.duty.item))
    });
    found
}

/// The offices by id.
pub(super) async fn offices(app: &App) -> Result<BTreeMap<String, Office>, Problem> {
    Ok(app.store().offices().await?.into_iter().map(|office| (office.id.clone(), office)).collect())
}

/// The page of one's own duties.
pub(crate) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    visit: Visit,
) -> Result<Response, Problem> {
    let lang = visit.lang;
    let offices = offices(&app).await?;
    let only = visit.get("office");
    let today = app.today();
    let mut plans = Vec::new();
    for summary in app.store().plans(&PlanFilter::default()).await?.0 {
        let id = summary.key.plan;
        let mut duties = app.store().duties(&id).await?;
        duties.retain(|duty| visitor.viewer.reaches_office(Right::HandIn, &duty.office));
        duties.retain(|duty| only.is_none_or(|only| only == duty.office));
        if duties.is_empty() {
            continue;
        }
        let view = view::plan(&app, &visitor.viewer, &Question::now(&id)).await?;
        let submissions = app.store().submissions(&submissions_asked_for(&id, today)).await?;
        let open = open(&view.stored.plan, &view.stored.figures, &duties, &offices, &submissions, today);
        let lines = open.iter().map(|open| line(lang, &id, open, &submissions, today)).collect();
        plans.push(PlanPart { title: view.title().to_owned(), id, lines });
    }
    let s = Shell::bare(&visit, text(lang, "duties.mine"));
    fresh(&Mine { s, plans })
}

fn line(lang: Lang, plan: &str, open: &Open<'_>, submissions: &[Submitted], today: Date) -> Line {
    let left = open.due.deadline.days_left(today);
    let own = submissions.iter().find(|one| {
        let figure = &one.figure;
        figure.indicator == open.duty.item
            && figure.region == open.office.region
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
        address: address(&format!("/plans/{}/hand-in", crate::visit::encode(plan)), query),
    }
}

/// The word for lead or support.
pub(super) fn role_word(lang: Lang, role: AssignmentRole) -> &'static str {
    match role {
        AssignmentRole::Lead => text(lang, "duty.lead"),
        AssignmentRole::Support => text(lang, "duty.support"),
    }
}
