//! What one's own offices have to hand in, with deadlines.

use crate::answer::fresh;
use crate::choice::Chip;
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
    /// Whose duties are shown, where somebody may hand in for others too: one's own offices', or everybody's.
    whose: Vec<Chip>,
    /// What they wait for, with how many of each.
    chips: Vec<Chip>,
    plans: Vec<PlanPart>,
}

struct PlanPart {
    id: String,
    title: String,
    lines: Vec<Line>,
}

struct Line {
    /// Whether it is a duty of an office of one's own.
    is_own: bool,
    standing: Standing,
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

/// How a duty stands, in the order in which one looks for them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    Late,
    Returned,
    Coming,
    Met,
}

impl Standing {
    /// The name in addresses, and the key of the word.
    const ALL: [(Self, &'static str, &'static str); 4] = [
        (Self::Late, "late", "duties.only-late"),
        (Self::Returned, "returned", "duties.only-returned"),
        (Self::Coming, "coming", "duties.only-coming"),
        (Self::Met, "met", "duties.only-met"),
    ];

    fn of(open: &Open<'_>, is_returned: bool, left: i32) -> Self {
        match (open.is_met(), left) {
            _ if is_returned => Self::Returned,
            (true, _) => Self::Met,
            (false, left) if left < 0 => Self::Late,
            _ => Self::Coming,
        }
    }
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
    fresh(&Mine::of(&visit, plans))
}

impl Mine {
    /// One's own duties first: those of others are shown when they are asked for, or when there are none of one's own.
    fn of(visit: &Visit, mut plans: Vec<PlanPart>) -> Self {
        let lines = || plans.iter().flat_map(|plan| &plan.lines);
        let (own, all) = (lines().filter(|line| line.is_own).count(), lines().count());
        let is_own = visit.get("whose") != Some("all") && own > 0;
        let chip = |changes: &[(&str, &str)], key, count, here| Chip {
            address: visit.with(changes),
            label: text(visit.lang, key).to_owned(),
            count,
            here,
        };
        let of_whom = |whose, key, count, here| chip(&[("whose", whose), ("only", "")], key, count, here);
        let whose = if own > 0 && own < all {
            vec![of_whom("", "duties.own", own, is_own), of_whom("all", "duties.everybody", all, !is_own)]
        } else {
            Vec::new()
        };
        retain(&mut plans, |line| line.is_own || !is_own);
        let lines = || plans.iter().flat_map(|plan| &plan.lines);
        let only = visit.get("only").unwrap_or("");
        let standing_so = |name, key, count| chip(&[("only", name)], key, count, only == name);
        let of = |(standing, name, key)| {
            standing_so(name, key, lines().filter(|line| line.standing == standing).count())
        };
        let everything = standing_so("", "filter.all", lines().count());
        let chips = [everything].into_iter().chain(Standing::ALL.map(of));
        let chips = chips.filter(|chip| chip.count > 0 || chip.here).collect();
        let chosen = Standing::ALL.into_iter().find(|(_, name, _)| *name == only);
        retain(&mut plans, |line| chosen.is_none_or(|(standing, ..)| line.standing == standing));
        Self { s: Shell::bare(visit, text(visit.lang, "duties.mine")), whose, chips, plans }
    }
}

/// The parts with the lines that pass; a plan of which none does is left out.
fn retain(plans: &mut Vec<PlanPart>, passes: impl Fn(&Line) -> bool) {
    for plan in plans.iter_mut() {
        plan.lines.retain(&passes);
    }
    plans.retain(|plan| !plan.lines.is_empty());
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
    let viewer = &visit.visitor.viewer;
    let line = |open: &Open<'_>| Line {
        is_own: viewer.is_of_office(&open.office.id),
        ..line(visit.lang, &id, open, &asking.submissions, today)
    };
    let lines = open.iter().map(line).collect();
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
        is_own: false,
        standing: Standing::of(open, is_returned, left),
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
