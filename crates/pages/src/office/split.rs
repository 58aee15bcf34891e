//! A target shared out over years and counties: proposed, changed by a person, checked that the parts add up.

use crate::answer::{form, fresh};
use crate::asked::{OnPlan, Posted};
use crate::choice::Choice;
use crate::shell::{Place, Shell};
use crate::text::{fill, text};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use rust_decimal::Decimal;
use source::Lang;
use store::Share;
use web::visit::encode;
use web::{App, Problem, Visit};
use work::item::items;
use work::split::{self, Subject, Typed, Wrong};
use work::view::Judged;

#[derive(Template)]
#[template(path = "handin/split_list.html")]
struct List {
    s: Shell,
    plan: String,
    /// Targets whose parts add up, and the others.
    groups: Vec<(&'static str, Vec<Line>)>,
}

struct Line {
    address: String,
    name: String,
    /// The latest value of the whole.
    latest: String,
    parts: usize,
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
    /// What the regions' parts of each year come to; empty without any.
    sums: Vec<String>,
    complaint: String,
    remark: String,
    is_saved: bool,
}

struct SplitRow {
    /// Empty for the plan's own region.
    region: String,
    /// The latest value before the plan, with its year.
    latest: String,
    cells: Vec<(String, String)>,
}

/// The targets with a number, which can be split.
pub(crate) async fn list(OnPlan { app, plan, visit, .. }: OnPlan) -> Result<Response, Problem> {
    let judged = app.judged(visit.viewer(), &visit.question(&plan)?).await?;
    let lang = visit.lang;
    let (sums, others) = targets(&app, &plan, &judged).await?;
    let groups = [(text(lang, "split.sums"), sums), (text(lang, "split.others"), others)];
    let s = Shell::of(&visit, &judged.view, None, Place::Duties, text(lang, "split.title"));
    fresh(&List { s, plan: encode(&plan), groups: groups.into() })
}

/// The targets that can be split: those whose parts add up, and the others.
async fn targets(app: &App, plan: &str, judged: &Judged) -> Result<(Vec<Line>, Vec<Line>), Problem> {
    let view = &judged.view;
    let (mut sums, mut others) = (Vec::new(), Vec::new());
    for item in items(&view.stored.plan).into_iter().filter(|item| item.kind == "target") {
        let Some(target) = view.target(&item.id).filter(|one| one.value.is_some() && one.year.is_some())
        else {
            continue;
        };
        // What says again what another target says is split there.
        if judged.assessment.restated.iter().any(|(said, _)| said.as_str() == item.id) {
            continue;
        }
        let row = judged.of_target(&item.id).find(|row| row.region.is_empty());
        let latest = row.and_then(|row| Some((row.latest?, &row.unit)));
        let line = Line {
            address: format!("/plans/{}/split/{}", encode(plan), encode(&item.id)),
            name: item.name,
            latest: latest.map_or_else(String::new, |(point, unit)| {
                format!("{} {unit} {}", work::number::value(point.value), point.year)
            }),
            parts: app.store().shares(plan, &item.id).await?.len(),
        };
        if adds_up(view.indicator(target.indicator.as_str()), &target.unit) {
            &mut sums
        } else {
            &mut others
        }
        .push(line);
    }
    Ok((sums, others))
}

/// Whether the parts of regions add up to the whole: amounts do, shares, rates and amounts per head do not.
fn adds_up(indicator: Option<&plan::Indicator>, unit: &str) -> bool {
    let known = indicator.and_then(|one| one.catalogue.as_deref()).and_then(plan::catalogue::entry);
    let kind = indicator.and_then(|one| one.kind).or(known.map(|known| known.kind));
    let is_share = ["%", "‰", "百分点", "倍", "番"].contains(&unit) || unit.contains(['/', '每']);
    !is_share
        && kind.is_none_or(|kind| matches!(kind, plan::IndicatorKind::Stock | plan::IndicatorKind::Flow))
}

/// The split as it stands.
pub(crate) async fn page(
    State(app): State<App>,
    Path((plan, target)): Path<(String, String)>,
    visit: Visit,
) -> Result<Response, Problem> {
    let subject = split::subject(&app, visit.viewer(), &visit.question(&plan)?, &target).await?;
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
        latest: split::latest(subject, region)
            .map_or_else(String::new, |(year, value)| format!("{} ({year})", work::number::value(value))),
        cells: years.iter().map(|year| (format!("cell/{year}/{region}"), value(region, *year))).collect(),
    };
    let regions = subject.regions.iter().map(|region| row(region));
    let sum = |year: &i32| split::sum(subject, shares, *year).map(|sum| sum.normalize().to_string());
    let sums: Vec<String> = years.iter().map(|year| sum(year).unwrap_or_default()).collect();
    let page = Split {
        sums: if sums.iter().all(String::is_empty) { Vec::new() } else { sums },
        s: Shell::of(visit, &subject.view, None, Place::Duties, text(lang, "split.title")),
        address: format!("/plans/{}/split/{}", encode(subject.view.id()), encode(subject.target.id.as_str())),
        name: subject.indicator.name.clone(),
        goal: format!("{} {} ({})", subject.goal.1, subject.target.unit, subject.goal.0),
        methods: METHODS.iter().map(|name| Choice::new(*name, method_word(lang, name), "by-base")).collect(),
        remark: remark(lang, split::open(subject, shares)),
        rows: std::iter::once(row("")).chain(regions).collect(),
        is_saved: visit.get("saved").is_some(),
        years,
        complaint,
    };
    form(&page, &page.complaint)
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
fn remark(lang: Lang, open: Option<Decimal>) -> String {
    match open {
        None => String::new(),
        Some(open) if open.is_zero() => text(lang, "split.adds-up").to_owned(),
        Some(open) => fill(lang, "split.difference", &[("n", &open.normalize().to_string())]),
    }
}

/// Proposes a split, or keeps the one that was typed.
pub(crate) async fn change(
    Posted { app, place: (plan, target), visit, fields }: Posted<(String, String)>,
) -> Result<Response, Problem> {
    let subject = split::subject(&app, visit.viewer(), &visit.question(&plan)?, &target).await?;
    if fields.get("action") == "propose" {
        return match split::propose(&subject, fields.get("method"), !fields.get("geometric").is_empty()) {
            Ok(shares) => show(&visit, &subject, &shares, String::new()),
            Err(error) => show(&visit, &subject, &[], error.words().get(visit.lang).to_owned()),
        };
    }
    let typed = Typed { cells: fields.under("cell/").collect(), is_meant: !fields.get("anyway").is_empty() };
    if let Err((shares, wrong)) = split::keep(&app, &subject, &typed, &visit.visitor.change("")).await? {
        let complaint = match wrong {
            Wrong::NoNumber(typed) => fill(visit.lang, "split.no-number", &[("n", &typed)]),
            Wrong::Difference(open) => remark(visit.lang, Some(open)),
        };
        return show(&visit, &subject, &shares, complaint);
    }
    let back = format!("/plans/{}/split/{}?saved=1", encode(&plan), encode(&target));
    Ok(Redirect::to(&back).into_response())
}
