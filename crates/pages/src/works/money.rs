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
use web::Problem;
use work::register::{self, Counted, Grouping, Register};
use work::view::PlanView;

#[derive(Template)]
#[template(path = "works/money.html")]
struct MoneyPage {
    s: Shell,
    head: Head,
    years: Vec<[String; 5]>,
    funds: Vec<[String; 6]>,
    counted: Vec<CountedLine>,
    /// What stands over the names of the sums by target.
    heading: &'static str,
    rows: Vec<Line>,
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

fn funds(lang: Lang, register: &Register) -> Vec<[String; 6]> {
    let rows = register::funds(register).into_iter().map(|((year, source), sum)| {
        let [applied, granted, paid] = sum.amounts;
        let [no_applied, no_granted, no_paid] = sum.unstated;
        [
            year.to_string(),
            source_word(lang, &source).to_owned(),
            sum.projects.to_string(),
            amount(lang, applied, no_applied),
            amount(lang, granted, no_granted),
            amount(lang, paid, no_paid),
        ]
    });
    rows.collect()
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
        funds: funds(lang, &register),
        counted: register::counted(&register).into_iter().map(|sum| counted(&view, &s, sum)).collect(),
        heading: text(lang, "role-of.indicator"),
        rows: targets.collect(),
        s,
    })
}
