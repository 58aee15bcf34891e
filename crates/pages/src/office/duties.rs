//! Who answers for what: proposals to confirm, duties to add, change and take away.

use crate::answer::fresh;
use crate::choice::Choice;
use crate::office::words::role_word;
use crate::shell::{Place, Shell};
use crate::text::{fill, text};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use duty::Cadence;
use plan::AssignmentRole;
use source::Lang;
use std::collections::BTreeMap;
use store::{Duty, Office};
use web::fields::Fields;
use web::visit::encode;
use web::{App, Problem, Visit, Visitor};
use work::item::items;
use work::notice::assigned;
use work::offices::offices;
use work::propose::{BY_HAND, DUE_DAYS, FROM_TABLE, propose};

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
    held: Vec<Held>,
}

struct Held {
    /// Kind, item and office, as one value of a form.
    key: String,
    office: String,
    role: &'static str,
    cadence: &'static str,
    due_days: u16,
    reason: String,
    confirmed: bool,
}

fn key_of(duty: &Duty) -> String {
    // A unit separator stands in no name.
    format!("{}\u{1f}{}\u{1f}{}", duty.item_kind, duty.item, duty.office)
}

/// All items with their duties.
pub(crate) async fn page(
    State(app): State<App>,
    Path(plan): Path<String>,
    visit: Visit,
) -> Result<Response, Problem> {
    let lang = visit.lang;
    let view = app.plan(visit.viewer(), &visit.question(&plan)?).await?;
    let offices = offices(&app).await?;
    let duties = app.store().duties(&plan).await?;
    let mut by_item: BTreeMap<(&str, &str), Vec<&Duty>> = BTreeMap::new();
    for duty in &duties {
        by_item.entry((&duty.item_kind, &duty.item)).or_default().push(duty);
    }
    let all = items(&view.stored.plan);
    let only_without = visit.get("only") == Some("without");
    let only_open = visit.get("only") == Some("open");
    let mut groups = Vec::new();
    let mut without = 0;
    for (kind, title) in [
        ("indicator", text(lang, "duties.indicators")),
        ("target", text(lang, "duties.targets")),
        ("project", text(lang, "duties.projects")),
        ("task", text(lang, "duties.tasks")),
    ] {
        let mut lines = Vec::new();
        for item in all.iter().filter(|item| item.kind == kind) {
            let held = by_item.get(&(item.kind, item.id.as_str())).map_or(&[][..], Vec::as_slice);
            without += usize::from(
                kind == "indicator" && !held.iter().any(|duty| duty.role == AssignmentRole::Lead),
            );
            let shown = match (only_without, only_open) {
                (true, _) => held.is_empty(),
                (_, true) => held.iter().any(|duty| !duty.confirmed),
                // Items nobody has and nothing is proposed for are many; the filter shows them.
                _ => kind == "indicator" || !held.is_empty(),
            };
            if shown {
                let held = held.iter().map(|duty| held_line(lang, duty, &offices)).collect();
                lines.push(Line { name: item.name.clone(), held });
            }
        }
        let is_open = kind == "indicator" || only_without || only_open;
        groups.push(Group { title, is_open, lines });
    }
    let open = duties.iter().filter(|duty| !duty.confirmed).count();
    fresh(&Duties {
        s: Shell::of(&visit, &view, None, Place::Duties, text(lang, "duties.title")).with_bundle("handin"),
        plan: encode(&plan),
        groups,
        offices: offices.values().map(|office| Choice::new(&office.id, &office.name, "")).collect(),
        items: all
            .iter()
            .map(|item| Choice::new(format!("{}\u{1f}{}", item.kind, item.id), &item.name, ""))
            .collect(),
        cadences: CADENCES
            .iter()
            .map(|cadence| Choice::new(cadence.name(), cadence_word(lang, *cadence), "year"))
            .collect(),
        due_days: DUE_DAYS,
        open,
        without,
        only: match (only_without, only_open) {
            (true, _) => "without",
            (_, true) => "open",
            _ => "",
        },
    })
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

fn held_line(lang: Lang, duty: &Duty, offices: &BTreeMap<String, Office>) -> Held {
    Held {
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
pub(crate) async fn change(
    State(app): State<App>,
    Path(plan): Path<String>,
    visitor: Visitor,
    visit: Visit,
    fields: Fields,
) -> Result<Response, Problem> {
    let view = app.plan(visit.viewer(), &visit.question(&plan)?).await?;
    let offices = offices(&app).await?;
    let held = app.store().duties(&plan).await?;
    let change = visitor.change(fields.text("why", 500));
    let ticked: Vec<&str> = fields.all("duty").collect();
    let chosen = held.iter().filter(|duty| ticked.contains(&key_of(duty).as_str()));
    match fields.get("action") {
        "propose" => {
            let list: Vec<Office> = offices.into_values().collect();
            app.store().put_duties(&propose(&view.stored.plan, &plan, &list, &held), &change).await?;
        }
        "confirm" => {
            let confirmed: Vec<Duty> = chosen
                .filter(|duty| !duty.confirmed)
                .map(|duty| Duty { confirmed: true, ..duty.clone() })
                .collect();
            app.store().put_duties(&confirmed, &change).await?;
            assigned(&app, &confirmed).await?;
        }
        "remove" => {
            for duty in chosen {
                app.store().remove_duty(duty, &change).await?;
            }
        }
        "add" => {
            let wrong = || {
                Problem::bad_request(
                    "请选择事项、单位和频次。",
                    "Choose an item, an office and how often it is due.",
                )
            };
            let (kind, item) = fields.get("item").split_once('\u{1f}').ok_or_else(wrong)?;
            let known = items(&view.stored.plan).into_iter().any(|one| one.kind == kind && one.id == item);
            let office = offices.get(fields.get("office")).filter(|_| known).ok_or_else(wrong)?;
            let duty = Duty {
                plan: plan.clone(),
                item_kind: kind.to_owned(),
                item: item.to_owned(),
                office: office.id.clone(),
                role: AssignmentRole::parse(fields.get("role")).ok_or_else(wrong)?,
                cadence: Cadence::parse(fields.get("cadence")).ok_or_else(wrong)?,
                due_days: fields
                    .get("due-days")
                    .parse()
                    .ok()
                    .filter(|days| *days <= 366)
                    .ok_or_else(wrong)?,
                confirmed: true,
                reason: BY_HAND.to_owned(),
            };
            app.store().put_duties(std::slice::from_ref(&duty), &change).await?;
            assigned(&app, &[duty]).await?;
        }
        _ => return Err(Problem::of_status(StatusCode::BAD_REQUEST)),
    }
    app.refresh().await?;
    Ok(Redirect::to(&format!("/plans/{}/duties", encode(&plan))).into_response())
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
