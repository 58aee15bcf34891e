//! Who answers for what: proposals to confirm, duties to add, change and take away.

use crate::answer::fresh;
use crate::asked::{OnPlan, Posted};
use crate::office::words::role_word;
use crate::shell::{Place, Shell};
use crate::text::{fill, join, text};
use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use duty::Cadence;
use plan::AssignmentRole;
use source::Lang;
use std::collections::BTreeMap;
use store::{Charge, Duty, Office};
use web::fields::Fields;
use web::visit::encode;
use web::{App, Problem, Visit};
use work::assign::{Assign, Held, Shown, assign, held, incomplete, without_lead};
use work::item::{Item, items, key_of, parse_key};
use work::offices::offices;
use work::propose::{BY_HAND, FROM_TABLE};
use work::view::PlanView;

#[derive(Template)]
#[template(path = "handin/duties.html")]
struct Duties {
    s: Shell,
    plan: String,
    groups: Vec<Group>,
    searched: String,
    saved: String,
    /// Duties that were just taken away, as the form gives them back.
    gone: Vec<String>,
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
    /// Where leader, person and quarters are said, and offices are added.
    address: String,
    /// Leader and person, where they are known.
    charge: String,
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
    let charges = app.store().charges(&plan).await?;
    fresh(&Duties::of(&visit, &view, &offices, (&duties, &charges), &[]))
}

/// The page behind duties that were just taken away, with the way back.
async fn without(app: &App, visit: &Visit, plan: &str, gone: &[Duty]) -> Result<Response, Problem> {
    let view = app.plan(visit.viewer(), &visit.question(plan)?).await?;
    let offices = offices(app).await?;
    let duties = app.store().duties(plan).await?;
    let charges = app.store().charges(plan).await?;
    fresh(&Duties::of(visit, &view, &offices, (&duties, &charges), gone))
}

impl Duties {
    fn of(
        visit: &Visit,
        view: &PlanView,
        offices: &BTreeMap<String, Office>,
        (duties, charges): (&[Duty], &[Charge]),
        gone: &[Duty],
    ) -> Self {
        let lang = visit.lang;
        let searched = visit.get("q").unwrap_or("").trim().to_lowercase();
        let (shown, only) = match visit.get("only") {
            Some("without") => (Shown::Without, "without"),
            Some("open") => (Shown::Open, "open"),
            _ if !searched.is_empty() => (Shown::All, ""),
            _ => (Shown::Usual, ""),
        };
        let charge = |item: &Item| {
            let own = charges.iter().find(|one| one.item_kind == item.kind && one.item == item.id);
            let names = own.map(|one| [one.leader.clone(), one.person.clone()]).unwrap_or_default();
            join(lang, &names.into_iter().filter(|name| !name.is_empty()).collect::<Vec<_>>())
        };
        let address =
            |item: &Item| format!("/plans/{}/duties/item?item={}", encode(view.id()), encode(&item.key()));
        let group = |held: Held<'_>| Group {
            title: text(lang, kind_key(held.kind)),
            is_open: held.kind == "indicator" || shown != Shown::Usual,
            lines: held
                .lines
                .into_iter()
                .map(|(item, held)| Line {
                    address: address(&item),
                    charge: charge(&item),
                    name: item.name,
                    held: held.into_iter().map(|duty| duty_line(lang, duty, offices)).collect(),
                })
                .collect(),
        };
        let mut items = items(&view.stored.plan);
        let without = without_lead(&items, duties);
        items.retain(|item| item.name.to_lowercase().contains(&searched));
        Self {
            s: Shell::of(visit, view, None, Place::Duties, text(lang, "duties.title")).with_bundle("handin"),
            plan: encode(view.id()),
            groups: held(&items, duties, shown).into_iter().map(group).collect(),
            without,
            gone: gone.iter().map(kept).collect(),
            saved: match visit.get("saved") {
                _ if !gone.is_empty() => fill(lang, "duties.removed", &[("n", &gone.len().to_string())]),
                Some("none") => text(lang, "review.none-ticked").to_owned(),
                Some(_) => fill(lang, "duties.saved", &[("n", &duties.len().to_string())]),
                None => String::new(),
            },
            searched,
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

pub(super) const CADENCES: [Cadence; 4] =
    [Cadence::Year, Cadence::HalfYear, Cadence::Quarter, Cadence::Month];

pub(super) fn cadence_word(lang: Lang, cadence: Cadence) -> &'static str {
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
    let base = format!("/plans/{}/duties", encode(&plan));
    if matches!(fields.get("action"), "confirm" | "remove") && fields.all("duty").next().is_none() {
        return Ok(Redirect::to(&format!("{base}?saved=none")).into_response());
    }
    if fields.get("action") == "remove" {
        return remove(&app, &visit, &plan, ticked()).await;
    }
    let what = asked(&plan, &fields, ticked())?;
    let change = visit.visitor.change(fields.text("why", 500));
    assign(&app, visit.viewer(), &plan, what, &change).await?;
    let there = match fields.get("next") {
        "item" => format!("{base}/item?item={}&saved=1", encode(fields.get("item"))),
        _ => format!("{base}?saved=1"),
    };
    Ok(Redirect::to(&there).into_response())
}

/// What a form asks to be done with duties.
fn asked(plan: &str, fields: &Fields, ticked: Vec<String>) -> Result<Assign, Problem> {
    Ok(match fields.get("action") {
        "propose" => Assign::Propose,
        "confirm" => Assign::Confirm(ticked),
        "restore" => {
            let all: Option<Vec<Duty>> = fields.all("gone").map(|one| given_back(plan, one)).collect();
            Assign::Restore(all.ok_or_else(incomplete)?)
        }
        "add" => Assign::Add(written(plan, fields).ok_or_else(incomplete)?),
        _ => return Err(Problem::of_status(StatusCode::BAD_REQUEST)),
    })
}

/// Takes duties away and shows the page with the way back.
async fn remove(app: &App, visit: &Visit, plan: &str, keys: Vec<String>) -> Result<Response, Problem> {
    let mut gone = app.store().duties(plan).await?;
    gone.retain(|duty| keys.contains(&key_of(duty)));
    assign(app, visit.viewer(), plan, Assign::Remove(keys), &visit.visitor.change("")).await?;
    without(app, visit, plan, &gone).await
}

/// Between the parts of a duty in a hidden field.
const PART: char = '\u{1f}';

/// A duty as a hidden field keeps it while it can be given back.
fn kept(duty: &Duty) -> String {
    let days = duty.due_days.to_string();
    let confirmed = if duty.confirmed { "yes" } else { "" };
    let parts = [
        duty.item_kind.as_str(),
        &duty.item,
        &duty.office,
        duty.role.name(),
        duty.cadence.name(),
        &days,
        confirmed,
        &duty.reason,
    ];
    parts.join(&PART.to_string())
}

/// What [`kept`] wrote; `None` for anything else.
fn given_back(plan: &str, kept: &str) -> Option<Duty> {
    let parts: Vec<&str> = kept.split(PART).collect();
    let [item_kind, item, office, role, cadence, days, confirmed, reason] = parts.try_into().ok()?;
    Some(Duty {
        plan: plan.to_owned(),
        item_kind: item_kind.to_owned(),
        item: item.to_owned(),
        office: office.to_owned(),
        role: AssignmentRole::parse(role)?,
        cadence: Cadence::parse(cadence)?,
        due_days: days.parse().ok()?,
        confirmed: confirmed == "yes",
        reason: reason.chars().take(500).collect(),
    })
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
