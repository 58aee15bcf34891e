//! Who answers for what: proposals to confirm, duties to add, change and take away.

use crate::answer::fresh;
use crate::asked::{OnPlan, Posted};
use crate::choice::Choice;
use crate::office::words::role_word;
use crate::shell::{Place, Shell};
use crate::text::{fill, text};
use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use duty::Cadence;
use plan::AssignmentRole;
use source::Lang;
use std::collections::BTreeMap;
use store::{Duty, Office};
use web::fields::Fields;
use web::visit::encode;
use web::{Problem, Visit};
use work::assign::{Assign, Held, Shown, assign, held, incomplete, without_lead};
use work::item::{items, key_of, parse_key};
use work::offices::offices;
use work::propose::{BY_HAND, DUE_DAYS, FROM_TABLE};
use work::view::PlanView;

#[derive(Template)]
#[template(path = "handin/duties.html")]
struct Duties {
    s: Shell,
    plan: String,
    groups: Vec<Group>,
    offices: Vec<Choice>,
    items: Vec<Choice>,
    cadences: Vec<Choice>,
    due_days: u16,
    open: usize,
    without: usize,
    /// Which part is shown: `open`, `without`, or all.
    only: &'static str,
}

struct Group {
    title: &'static str,
    /// Projects and tasks are many: they are unfolded when the page is filtered.
    is_open: bool,
    lines: Vec<Line>,
}

struct Line {
    name: String,
    held: Vec<DutyLine>,
}

struct DutyLine {
    /// Kind, item and office, as one value of a form.
    key: String,
    office: String,
    role: &'static str,
    cadence: &'static str,
    due_days: u16,
    reason: String,
    confirmed: bool,
}

/// All items with their duties.
pub(crate) async fn page(OnPlan { app, plan, visit, .. }: OnPlan) -> Result<Response, Problem> {
    let view = app.plan(visit.viewer(), &visit.question(&plan)?).await?;
    let offices = offices(&app).await?;
    let duties = app.store().duties(&plan).await?;
    fresh(&Duties::of(&visit, &view, &offices, &duties))
}

impl Duties {
    fn of(visit: &Visit, view: &PlanView, offices: &BTreeMap<String, Office>, duties: &[Duty]) -> Self {
        let lang = visit.lang;
        let (shown, only) = match visit.get("only") {
            Some("without") => (Shown::Without, "without"),
            Some("open") => (Shown::Open, "open"),
            _ => (Shown::Usual, ""),
        };
        let group = |held: Held<'_>| Group {
            title: text(lang, kind_key(held.kind)),
            is_open: held.kind == "indicator" || shown != Shown::Usual,
            lines: held
                .lines
                .into_iter()
                .map(|(name, held)| Line {
                    name,
                    held: held.into_iter().map(|duty| duty_line(lang, duty, offices)).collect(),
                })
                .collect(),
        };
        let items = items(&view.stored.plan);
        Self {
            s: Shell::of(visit, view, None, Place::Duties, text(lang, "duties.title")).with_bundle("handin"),
            plan: encode(view.id()),
            groups: held(&items, duties, shown).into_iter().map(group).collect(),
            offices: offices.values().map(|office| Choice::new(&office.id, &office.name, "")).collect(),
            without: without_lead(&items, duties),
            items: items.into_iter().map(Choice::of_item).collect(),
            cadences: CADENCES
                .iter()
                .map(|cadence| Choice::new(cadence.name(), cadence_word(lang, *cadence), "year"))
                .collect(),
            due_days: DUE_DAYS,
            open: duties.iter().filter(|duty| !duty.confirmed).count(),
            only,
        }
    }
}

fn kind_key(kind: &str) -> &'static str {
    match kind {
        "indicator" => "duties.indicators",
        "target" => "duties.targets",
        "project" => "duties.projects",
        _ => "duties.tasks",
    }
}

const CADENCES: [Cadence; 4] = [Cadence::Year, Cadence::HalfYear, Cadence::Quarter, Cadence::Month];

fn cadence_word(lang: Lang, cadence: Cadence) -> &'static str {
    match cadence {
        Cadence::Year => text(lang, "cadence.year"),
        Cadence::HalfYear => text(lang, "cadence.half-year"),
        Cadence::Quarter => text(lang, "cadence.quarter"),
        Cadence::Month => text(lang, "cadence.month"),
    }
}

fn duty_line(lang: Lang, duty: &Duty, offices: &BTreeMap<String, Office>) -> DutyLine {
    DutyLine {
        key: key_of(duty),
        office: offices.get(&duty.office).map_or(duty.office.clone(), |office| office.name.clone()),
        role: role_word(lang, duty.role),
        cadence: cadence_word(lang, duty.cadence),
        due_days: duty.due_days,
        reason: reason_words(lang, &duty.reason),
        confirmed: duty.confirmed,
    }
}

/// Proposes, confirms what was ticked, takes away what was ticked, or adds one.
pub(crate) async fn change(Posted { app, place: plan, visit, fields }: Posted) -> Result<Response, Problem> {
    let ticked = || fields.all("duty").map(str::to_owned).collect();
    let what = match fields.get("action") {
        "propose" => Assign::Propose,
        "confirm" => Assign::Confirm(ticked()),
        "remove" => Assign::Remove(ticked()),
        "add" => Assign::Add(written(&plan, &fields).ok_or_else(incomplete)?),
        _ => return Err(Problem::of_status(StatusCode::BAD_REQUEST)),
    };
    let change = visit.visitor.change(fields.text("why", 500));
    assign(&app, visit.viewer(), &plan, what, &change).await?;
    Ok(Redirect::to(&format!("/plans/{}/duties", encode(&plan))).into_response())
}

/// The duty that a form gives; `None` when something of it was not chosen.
fn written(plan: &str, fields: &Fields) -> Option<Duty> {
    let (kind, item) = parse_key(fields.get("item"))?;
    Some(Duty {
        plan: plan.to_owned(),
        item_kind: kind.to_owned(),
        item: item.to_owned(),
        office: fields.get("office").to_owned(),
        role: AssignmentRole::parse(fields.get("role"))?,
        cadence: Cadence::parse(fields.get("cadence"))?,
        due_days: fields.get("due-days").parse().ok()?,
        confirmed: true,
        reason: BY_HAND.to_owned(),
    })
}

/// Where a duty comes from, in words: proposals keep a short mark, people their own words.
fn reason_words(lang: Lang, reason: &str) -> String {
    match reason.split_once(':') {
        Some(("line", "0")) => text(lang, "duties.from-plan").to_owned(),
        Some(("line", line)) => fill(lang, "duties.from-line", &[("n", line)]),
        Some(("catalogue", owner)) => fill(lang, "duties.from-catalogue", &[("n", owner)]),
        _ if reason == BY_HAND => text(lang, "duties.by-hand").to_owned(),
        _ if reason == FROM_TABLE => text(lang, "duties.from-table").to_owned(),
        _ => reason.to_owned(),
    }
}
