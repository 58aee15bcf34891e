//! Money of the register by year and by source, and what its projects add to targets.

use super::groups::{Line, line};
use super::head::Head;
use crate::answer::fresh;
use crate::asked::OnPlan;
use crate::shell::{Place, Shell};
use crate::text::{fill, text};
use askama::Template;
use axum::response::Response;
use source::Lang;
use std::collections::BTreeMap;
use web::Problem;
use work::register::{self, Counted, FundGroup, FundSum, Grouping, Register};
use work::view::PlanView;

#[derive(Template)]
#[template(path = "works/money.html")]
struct MoneyPage {
    s: Shell,
    head: Head,
    years: Vec<[String; 5]>,
    funds: Vec<[String; 6]>,
    /// Money by source of each chapter and of each target: what stands over them, and the groups.
    shares: Vec<(&'static str, &'static str, Vec<FundShare>)>,
    counted: Vec<CountedLine>,
    /// What stands over the names of the sums by target.
    heading: &'static str,
    rows: Vec<Line>,
}

/// Money of projects that have something in common.
struct FundShare {
    name: String,
    /// What it comes to, in words.
    said: String,
    /// Year, source, projects, applied, granted, paid.
    rows: Vec<[String; 6]>,
}

struct CountedLine {
    name: String,
    address: String,
    done: String,
    whole: String,
    target: String,
    projects: String,
    unstated: usize,
}

/// A source of money in words.
pub(super) fn source_word(lang: Lang, source: &str) -> &'static str {
    match source {
        "central" => text(lang, "register.fund.central"),
        "bond" => text(lang, "register.fund.bond"),
        "province" => text(lang, "register.fund.province"),
        "city" => text(lang, "register.fund.city"),
        "company" => text(lang, "register.fund.company"),
        "bank" => text(lang, "register.fund.bank"),
        _ => text(lang, "register.fund.other"),
    }
}

/// An amount, with how many projects do not state it.
fn amount(lang: Lang, sum: rust_decimal::Decimal, unstated: usize) -> String {
    let sum = sum.normalize().to_string();
    if unstated == 0 {
        return sum;
    }
    fill(lang, "register.amount", &[("n", &sum), ("unstated", &unstated.to_string())])
}

fn years(lang: Lang, register: &Register) -> Vec<[String; 5]> {
    let rows = register::money(register).into_iter().map(|(year, sum)| {
        let rate = projects::rate(sum.done_of_planned, sum.planned, None);
        [
            year.to_string(),
            sum.projects.to_string(),
            amount(lang, sum.planned, sum.unplanned),
            amount(lang, sum.done, sum.undone),
            rate.map(|rate| format!("{}%", rate.percent)).unwrap_or_default(),
        ]
    });
    rows.collect()
}

/// Money by year and source.
fn funds(lang: Lang, sums: &BTreeMap<(i64, String), FundSum>) -> Vec<[String; 6]> {
    let rows = sums.iter().map(|((year, source), sum)| {
        let [applied, granted, paid] = sum.amounts;
        let [no_applied, no_granted, no_paid] = sum.unstated;
        [
            year.to_string(),
            source_word(lang, source).to_owned(),
            sum.projects.to_string(),
            amount(lang, applied, no_applied),
            amount(lang, granted, no_granted),
            amount(lang, paid, no_paid),
        ]
    });
    rows.collect()
}

/// Money by source of the groups of projects that state any, each with how many state none.
fn shares(
    lang: Lang,
    register: &Register,
    by: Grouping,
    name: impl Fn(&FundGroup) -> String,
) -> Vec<FundShare> {
    let groups = register::funds_by(register, by).into_iter();
    let line = |group: FundGroup| {
        let [applied, granted, paid] = group.whole.amounts;
        let [no_applied, no_granted, no_paid] = group.whole.unstated;
        FundShare {
            name: name(&group),
            said: fill(
                lang,
                "register.share-said",
                &[
                    ("projects", &group.projects.to_string()),
                    ("silent", &group.silent.to_string()),
                    ("applied", &amount(lang, applied, no_applied)),
                    ("granted", &amount(lang, granted, no_granted)),
                    ("paid", &amount(lang, paid, no_paid)),
                ],
            ),
            rows: funds(lang, &group.parts),
        }
    };
    groups.map(line).collect()
}

/// Money by source of each chapter, and of each target that projects count into.
fn all_shares(
    lang: Lang,
    view: &PlanView,
    register: &Register,
) -> Vec<(&'static str, &'static str, Vec<FundShare>)> {
    if register.funds.is_empty() {
        return Vec::new();
    }
    let chapter = |group: &FundGroup| {
        if group.name.is_empty() { text(lang, "register.not-stated").to_owned() } else { group.name.clone() }
    };
    let target = |group: &FundGroup| match view.indicator(&group.name) {
        Some(indicator) => match target_of(view, &group.name) {
            Some(target) => format!("{} {target}", indicator.name),
            None => indicator.name.clone(),
        },
        None => text(lang, "register.no-indicator").to_owned(),
    };
    vec![
        (
            "funds-by-chapter",
            text(lang, "register.funds-by-chapter"),
            shares(lang, register, Grouping::Chapter, chapter),
        ),
        (
            "funds-by-target",
            text(lang, "register.funds-by-target"),
            shares(lang, register, Grouping::Indicator, target),
        ),
    ]
}

/// The last target of an indicator that states a value: value, unit and year.
pub(super) fn target_of(view: &PlanView, indicator: &str) -> Option<String> {
    let targets = view.stored.plan.targets.iter().filter(|target| target.indicator.as_str() == indicator);
    let stated = targets.filter_map(|target| Some((target.year?, target.value?, target.unit.as_str())));
    stated.max_by_key(|(year, ..)| *year).map(|(year, value, unit)| format!("{value} {unit} ({year})"))
}

fn counted(view: &PlanView, s: &Shell, sum: Counted) -> CountedLine {
    let indicator = view.indicator(&sum.indicator);
    let unit = indicator.map(|found| found.unit.as_str()).unwrap_or_default();
    CountedLine {
        address: s.to(format!("/indicators/{}", web::visit::encode(&sum.indicator))),
        target: target_of(view, &sum.indicator).unwrap_or_default(),
        done: format!("{} {unit}", sum.done.normalize()),
        whole: format!("{} {unit}", sum.whole.normalize()),
        projects: format!("{} / {}", sum.projects.0, sum.projects.1),
        unstated: sum.unstated,
        name: indicator.map_or(sum.indicator, |found| found.name.clone()),
    }
}

/// Money and what it brings.
pub(super) async fn page(on: &OnPlan) -> Result<Response, Problem> {
    let OnPlan { app, plan, visit, .. } = on;
    let lang = visit.lang;
    let view = app.plan(visit.viewer(), &visit.question(plan)?).await?;
    let register = register::whole(app, plan).await?;
    let s = Shell::of(visit, &view, None, Place::Register, text(lang, "register.title"));
    let targets = register::groups(&register, Grouping::Indicator).into_iter().map(|group| {
        let name = view.indicator(&group.name).map(|found| found.name.clone());
        let name = name.unwrap_or_else(|| text(lang, "register.no-indicator").to_owned());
        line(lang, name, String::new(), &group.sum)
    });
    fresh(&MoneyPage {
        head: Head::of(visit, plan),
        years: years(lang, &register),
        funds: funds(lang, &register::funds(&register)),
        shares: all_shares(lang, &view, &register),
        counted: register::counted(&register).into_iter().map(|sum| counted(&view, &s, sum)).collect(),
        heading: text(lang, "role-of.indicator"),
        rows: targets.collect(),
        s,
    })
}
