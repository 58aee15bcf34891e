//! Who is in charge of one item, and what is to be reached in each quarter of a year.

use crate::answer::fresh;
use crate::asked::{OnPlan, Posted};
use crate::choice::Choice;
use crate::matters::Carried;
use crate::office::duties::{CADENCES, cadence_word};
use crate::shell::{Place, Shell};
use crate::text::{fill, join, text};
use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use duty::{Right, Role};
use web::visit::encode;
use web::{Problem, Visit};
use work::charge::{self, Charged, Said};
use work::item::Item;
use work::propose::DUE_DAYS;
use work::view::PlanView;

#[derive(Template)]
#[template(path = "handin/charge.html")]
struct ChargePage {
    s: Shell,
    plan: String,
    name: String,
    key: String,
    facts: Vec<(&'static str, String)>,
    /// The policies and systems behind it.
    carried: Carried,
    /// Whether several bodies lead, so that none answers alone.
    has_several_leads: bool,
    /// Names to choose a leader from.
    leaders: Vec<String>,
    offices: Vec<Choice>,
    cadences: Vec<Choice>,
    due_days: u16,
    leader: String,
    person: String,
    may_edit: bool,
    is_saved: bool,
    years: Vec<(String, i16, bool)>,
    year: i16,
    quarters: Vec<Quarter>,
    changed: String,
}

struct Quarter {
    name: String,
    label: String,
    words: String,
    is_now: bool,
}

/// The page of an item.
pub(crate) async fn page(on: OnPlan) -> Result<Response, Problem> {
    let (view, _) = on.view().await?;
    let found = charge::of(&on.app, on.visit.viewer(), &on.plan, on.visit.get("item").unwrap_or("")).await?;
    let accounts = on.app.store().accounts().await?.into_iter();
    let leaders = accounts.filter(|one| one.active && one.role == Role::Leader).map(|one| one.full_name);
    let period = view.stored.plan.period.map(|period| (period.start, period.end));
    let s = Shell::of(&on.visit, &view, None, Place::Duties, found.item.name.clone());
    let offices = work::offices::offices(&on.app).await?;
    let offices = offices.values().map(|office| Choice::new(&office.id, &office.name, "")).collect();
    let carried = Carried::of(&on.app, &on.visit, &on.plan, &things(&view, &found.item)).await?;
    let page = made(&on.visit, s, (found, leaders.collect()), period, on.app.today());
    fresh(&ChargePage { carried, offices, ..page })
}

/// An item as policies and systems name it; an indicator by its targets.
fn things(view: &PlanView, item: &Item) -> Vec<String> {
    if item.kind != "indicator" {
        return vec![format!("{}/{}", item.kind, item.id)];
    }
    let plan = &view.stored.plan;
    let named = |id: &plan::IndicatorId| plan.indicator(id).is_some_and(|one| one.name == item.id);
    let targets = plan.targets.iter().filter(|target| named(&target.indicator));
    targets.map(|target| format!("target/{}", target.id)).collect()
}

fn made(
    visit: &Visit,
    s: Shell,
    (found, leaders): (Charged, Vec<String>),
    period: Option<(i32, i32)>,
    today: jiff::civil::Date,
) -> ChargePage {
    let lang = visit.lang;
    let now = charge::quarter_of(today);
    let year = visit.get("year").and_then(|year| year.parse().ok()).unwrap_or_else(|| today.year());
    let (first, last) = period.unwrap_or((i32::from(year) - 2, i32::from(year) + 2));
    let years = (first.min(i32::from(year))..=last.max(i32::from(year)))
        .take(30)
        .filter_map(|one| i16::try_from(one).ok())
        .map(|one| (visit.with(&[("year", &one.to_string()), ("saved", "")]), one, one == year));
    let quarter = |number: u8| {
        let name = format!("{year}Q{number}");
        Quarter {
            label: fill(lang, "charge.quarter", &[("n", &number.to_string())]),
            words: found.charge.quarters.get(&name).cloned().unwrap_or_default(),
            is_now: name == now,
            name,
        }
    };
    let none = text(lang, "field.none").to_owned();
    let listed = |names: &[String]| if names.is_empty() { none.clone() } else { join(lang, names) };
    ChargePage {
        plan: encode(&found.charge.plan),
        key: found.item.key(),
        has_several_leads: found.lead.len() > 1,
        facts: vec![
            (text(lang, "charge.lead"), listed(&found.lead)),
            (text(lang, "charge.support"), listed(&found.support)),
        ],
        quarters: (1..=4).map(quarter).collect(),
        years: years.collect(),
        year,
        may_edit: visit.viewer().may(Right::EditPlan),
        is_saved: visit.get("saved").is_some(),
        changed: if found.charge.changed_at.is_empty() {
            String::new()
        } else {
            format!("{} {}", found.charge.changed_by, work::clock::shown(&found.charge.changed_at))
        },
        offices: Vec::new(),
        carried: Carried::default(),
        cadences: CADENCES
            .iter()
            .map(|cadence| Choice::new(cadence.name(), cadence_word(lang, *cadence), "year"))
            .collect(),
        due_days: DUE_DAYS,
        leader: found.charge.leader,
        person: found.charge.person,
        name: found.item.name,
        leaders,
        s,
    }
}

/// Says who is in charge and what is to be reached.
pub(crate) async fn put(Posted { app, place: plan, visit, fields }: Posted) -> Result<Response, Problem> {
    let key = fields.get("item").to_owned();
    let quarters =
        fields.under("quarter/").map(|(name, words)| (name.to_owned(), words.to_owned())).collect();
    let said =
        Said { leader: fields.get("leader").to_owned(), person: fields.get("person").to_owned(), quarters };
    let change = visit.visitor.change("");
    charge::put(&app, visit.viewer(), (&plan, &key), said, &change).await?;
    let year = encode(fields.get("year"));
    let there = format!("/plans/{}/duties/item?item={}&year={year}&saved=1", encode(&plan), encode(&key));
    Ok(Redirect::to(&there).into_response())
}
