//! A target shared out over years and counties: proposed, changed by a person, checked that the parts add up.

use crate::answer::fresh;
use crate::choice::Choice;
use crate::office::figure::parse_value;
use crate::shell::{Place, Shell};
use crate::text::{fill, text};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use duty::{Part, ShareMethod, difference, share_out, yearly_path};
use plan::{Indicator, Target};
use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive, ToPrimitive};
use source::Lang;
use std::collections::{BTreeMap, BTreeSet};
use store::Share;
use web::fields::Fields;
use web::visit::encode;
use web::{App, Problem, Visit, Visitor};
use work::asked::history;
use work::item::items;
use work::view::PlanView;

#[derive(Template)]
#[template(path = "handin/split_list.html")]
struct List {
    s: Shell,
    plan: String,
    targets: Vec<(String, String, usize)>,
}

#[derive(Template)]
#[template(path = "handin/split.html")]
struct Split {
    s: Shell,
    address: String,
    name: String,
    goal: String,
    methods: Vec<Choice>,
    years: Vec<i32>,
    rows: Vec<SplitRow>,
    complaint: String,
    remark: String,
}

struct SplitRow {
    /// Empty for the plan's own region.
    region: String,
    cells: Vec<(String, String)>,
}

/// The targets with a number, which can be split.
pub(crate) async fn list(
    State(app): State<App>,
    Path(plan): Path<String>,
    visit: Visit,
) -> Result<Response, Problem> {
    let view = app.plan(visit.viewer(), &visit.question(&plan)?).await?;
    let mut targets = Vec::new();
    for item in items(&view.stored.plan).into_iter().filter(|item| item.kind == "target") {
        if view.target(&item.id).is_some_and(|target| target.value.is_some() && target.year.is_some()) {
            let parts = app.store().shares(&plan, &item.id).await?.len();
            targets.push((format!("/plans/{}/split/{}", encode(&plan), encode(&item.id)), item.name, parts));
        }
    }
    let s = Shell::of(&visit, &view, None, Place::Duties, text(visit.lang, "split.title"));
    fresh(&List { s, plan: encode(&plan), targets })
}

/// What is split: the target with its number and year, the base, and the regions below.
struct Subject {
    view: std::sync::Arc<PlanView>,
    target: Target,
    indicator: Indicator,
    goal: (i32, Decimal),
    first: i32,
    regions: Vec<String>,
}

async fn subject(app: &App, visit: &Visit, plan: &str, target: &str) -> Result<Subject, Problem> {
    let view = app.plan(visit.viewer(), &visit.question(plan)?).await?;
    let target = view.target(target).cloned().ok_or_else(Problem::no_page)?;
    let indicator = view.stored.plan.indicator(&target.indicator).cloned().ok_or_else(Problem::no_page)?;
    let goal = target.year.zip(target.value).ok_or_else(|| {
        Problem::bad_request(
            "这个目标没有年份或数值，不能分解。",
            "This target has no year or number to split.",
        )
    })?;
    let first = view.stored.plan.period.map_or(goal.0 - 5, |period| period.start).min(goal.0);
    let regions = regions(app, &view).await?;
    Ok(Subject { view, target, indicator, goal, first, regions: regions.into_iter().collect() })
}

/// The regions that a target can be split by: those right below the plan's own, and those that offices report for.
async fn regions(app: &App, view: &PlanView) -> Result<BTreeSet<String>, Problem> {
    let all = app.store().region_tree().await?;
    let own = all.iter().find(|region| Some(&region.name) == view.stored.plan.region.as_ref());
    let below = all.iter().filter(|region| own.is_some_and(|own| region.parent.as_ref() == Some(&own.id)));
    let mut found: BTreeSet<String> = below.map(|region| region.name.clone()).collect();
    if found.is_empty() {
        let offices = app.store().offices().await?.into_iter();
        found.extend(offices.map(|office| office.region).filter(|region| !region.is_empty()));
    }
    Ok(found)
}

/// The split as it stands.
pub(crate) async fn page(
    State(app): State<App>,
    Path((plan, target)): Path<(String, String)>,
    visit: Visit,
) -> Result<Response, Problem> {
    let subject = subject(&app, &visit, &plan, &target).await?;
    let shares = app.store().shares(&plan, &target).await?;
    show(&visit, &subject, &shares, String::new())
}

fn show(visit: &Visit, subject: &Subject, shares: &[Share], complaint: String) -> Result<Response, Problem> {
    let lang = visit.lang;
    let years: Vec<i32> = (subject.first..=subject.goal.0).collect();
    let value = |region: &str, year: i32| {
        let found = shares.iter().find(|share| share.region == region && share.year == year);
        found.map(|share| share.value.to_string()).unwrap_or_default()
    };
    let row = |region: &str| SplitRow {
        region: region.to_owned(),
        cells: years.iter().map(|year| (format!("cell/{year}/{region}"), value(region, *year))).collect(),
    };
    let regions = subject.regions.iter().map(|region| row(region));
    let page = Split {
        s: Shell::of(visit, &subject.view, None, Place::Duties, text(lang, "split.title")),
        address: format!("/plans/{}/split/{}", encode(subject.view.id()), encode(subject.target.id.as_str())),
        name: subject.indicator.name.clone(),
        goal: format!("{} {} ({})", subject.goal.1, subject.target.unit, subject.goal.0),
        methods: METHODS.iter().map(|name| Choice::new(*name, method_word(lang, name), "by-base")).collect(),
        remark: remark(lang, subject, shares),
        rows: std::iter::once(row("")).chain(regions).collect(),
        years,
        complaint,
    };
    let status = if page.complaint.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, fresh(&page)?).into_response())
}

const METHODS: [&str; 3] = ["by-base", "by-growth", "equal"];

fn method_word(lang: Lang, name: &str) -> &'static str {
    match name {
        "by-base" => text(lang, "split.by-base"),
        "by-growth" => text(lang, "split.by-growth"),
        _ => text(lang, "split.equal"),
    }
}

/// How far the regions' parts of the last year are from the whole.
fn remark(lang: Lang, subject: &Subject, shares: &[Share]) -> String {
    let last = shares.iter().filter(|share| share.year == subject.goal.0 && !share.region.is_empty());
    let parts: Vec<Decimal> = last.map(|share| share.value).collect();
    if parts.is_empty() {
        return String::new();
    }
    let open = difference(subject.goal.1, &parts);
    if open.is_zero() {
        text(lang, "split.adds-up").to_owned()
    } else {
        fill(lang, "split.difference", &[("n", &open.normalize().to_string())])
    }
}

/// Proposes a split, or keeps the one that was typed.
pub(crate) async fn change(
    State(app): State<App>,
    Path((plan, target)): Path<(String, String)>,
    visitor: Visitor,
    visit: Visit,
    fields: Fields,
) -> Result<Response, Problem> {
    let subject = subject(&app, &visit, &plan, &target).await?;
    if fields.get("action") == "propose" {
        return match propose(&subject, fields.get("method"), !fields.get("geometric").is_empty()) {
            Ok(shares) => show(&visit, &subject, &shares, String::new()),
            Err(error) => show(&visit, &subject, &[], error.words().get(visit.lang).to_owned()),
        };
    }
    let mut shares = Vec::new();
    let mut wrong = String::new();
    for (place, typed) in fields.under("cell/").filter(|(_, typed)| !typed.is_empty()) {
        let Some((year, region)) = place.split_once('/') else { continue };
        let known = region.is_empty() || subject.regions.iter().any(|one| one == region);
        match (year.parse::<i32>().ok(), parse_value(typed)) {
            (Some(year), Some(value)) if known && (subject.first..=subject.goal.0).contains(&year) => {
                shares.push(Share { region: region.to_owned(), year, value });
            }
            _ => wrong = fill(visit.lang, "split.no-number", &[("n", typed)]),
        }
    }
    if wrong.is_empty() && is_sum(&subject) && fields.get("anyway").is_empty() {
        let parts: Vec<Decimal> = shares
            .iter()
            .filter(|share| share.year == subject.goal.0 && !share.region.is_empty())
            .map(|share| share.value)
            .collect();
        if !parts.is_empty() && !difference(subject.goal.1, &parts).is_zero() {
            wrong = remark(visit.lang, &subject, &shares);
        }
    }
    if !wrong.is_empty() {
        return show(&visit, &subject, &shares, wrong);
    }
    app.store().put_shares(&plan, &target, &shares, &visitor.change("")).await?;
    app.refresh().await?;
    let back = format!("/plans/{}/split/{}", encode(&plan), encode(&target));
    Ok(Redirect::to(&back).into_response())
}

/// Rates of a whole are no sum of the rates of its parts.
fn is_sum(subject: &Subject) -> bool {
    !subject.target.unit.contains(['%', '％', '‰', '/']) && !subject.target.unit.contains("百分点")
}

fn propose(subject: &Subject, method: &str, geometric: bool) -> Result<Vec<Share>, duty::ShareError> {
    let base_year = subject.first - 1;
    let own = history(&subject.view, &subject.indicator, "");
    let places = subject.goal.1.scale();
    let mut shares = Vec::new();
    let mut path = |region: &str, base: Option<&f64>, goal: Decimal| -> Result<(), duty::ShareError> {
        let Some(base) = base.and_then(|base| Decimal::from_f64(*base)) else {
            shares.push(Share { region: region.to_owned(), year: subject.goal.0, value: goal });
            return Ok(());
        };
        for (year, value) in yearly_path((base_year, base), (subject.goal.0, goal), geometric, places.max(1))?
        {
            shares.push(Share { region: region.to_owned(), year, value });
        }
        Ok(())
    };
    path("", own.get(&base_year), subject.goal.1)?;
    if subject.regions.is_empty() || !is_sum(subject) {
        return Ok(shares);
    }
    let histories: Vec<BTreeMap<i32, f64>> =
        subject.regions.iter().map(|region| history(&subject.view, &subject.indicator, region)).collect();
    let parts: Vec<Part> = subject
        .regions
        .iter()
        .zip(&histories)
        .map(|(region, history)| Part {
            name: region.clone(),
            base: history.get(&base_year).and_then(|value| Decimal::from_f64(*value)),
            growth: growth(history, base_year),
        })
        .collect();
    let method = match method {
        "equal" => ShareMethod::Equal,
        "by-growth" => ShareMethod::ByGrowth { years: (subject.goal.0 - base_year).to_u32().unwrap_or(0) },
        _ => ShareMethod::ByBase,
    };
    let goals = share_out(subject.goal.1, &parts, method, places)?;
    for ((region, history), goal) in subject.regions.iter().zip(&histories).zip(goals) {
        path(region, history.get(&base_year), goal)?;
    }
    Ok(shares)
}

/// Average growth up to the base year over at most five years, in per cent a year.
fn growth(history: &BTreeMap<i32, f64>, base_year: i32) -> Option<Decimal> {
    let last = history.get(&base_year)?;
    let (first_year, first) = history.range(base_year - 5..base_year).next()?;
    if *first <= 0.0 || *last <= 0.0 {
        return None;
    }
    let years = f64::from(base_year - first_year);
    Decimal::from_f64((libm::pow(last / first, 1.0 / years) - 1.0) * 100.0).map(|rate| rate.round_dp(2))
}
