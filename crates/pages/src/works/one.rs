//! One project: what the plan says of it, its way, money, dispatches and outlook, what it adds to its indicator, what was decided.

use super::files::{Beside, beside};
use super::matters::{of_project, openings};
use super::money::{source_word, target_of};
use super::purpose::{Purpose, purpose};
use super::words::{money_text, stage_word, stages};
use crate::answer::fresh;
use crate::choice::Choice;
use crate::living;
use crate::matters::Carried;
use crate::shell::{Place, Shell};
use crate::text::{fill, text};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use duty::Right;
use projects::{Month, Outlook, Stage};
use source::Lang;
use store::{Dispatch, ProjectItem};
use web::visit::encode;
use web::{App, Problem, Visit};
use work::register::{self, Life};
use work::view::PlanView;

#[derive(Template)]
#[template(path = "works/one.html")]
struct ProjectPage {
    s: Shell,
    plan: String,
    item: ProjectItem,
    investment: String,
    counts: String,
    stage: &'static str,
    quote: String,
    quote_address: String,
    facts: Vec<(&'static str, String)>,
    beside: Beside,
    purpose: Purpose,
    milestones: Vec<Step>,
    kinds: Vec<Choice>,
    funds: Vec<[String; 5]>,
    sources: Vec<Choice>,
    warnings: Vec<String>,
    outlook: Vec<String>,
    /// What it adds to its indicator: the words, and the address of the indicator.
    adds: Option<(String, String)>,
    /// The policies and systems behind it.
    carried: Carried,
    matters: Vec<[String; 4]>,
    openings: Vec<(String, String)>,
    dispatches: Vec<DispatchLine>,
    stages: Vec<Choice>,
    item_stages: Vec<Choice>,
    indicators: Vec<Choice>,
    month: String,
    complaint: String,
    may_edit: bool,
    may_dispatch: bool,
}

/// A step of its way: planned, expected, reached.
struct Step {
    name: &'static str,
    planned: String,
    expected: String,
    reached: String,
    result: String,
    from: String,
}

struct DispatchLine {
    month: String,
    stage: &'static str,
    done: String,
    planned: String,
    rate: String,
    odd: bool,
    progress: String,
    problem: String,
    need: String,
    from: String,
}

fn dispatch_line(lang: Lang, one: Dispatch) -> DispatchLine {
    let rate =
        one.done.zip(one.planned).and_then(|(done, planned)| projects::rate(done, planned, one.stated));
    let odd = rate.is_some_and(|rate| rate.agrees == Some(false));
    let rate = match (rate, one.stated) {
        (Some(rate), Some(stated)) if odd => fill(
            lang,
            "register.rate-odd",
            &[("n", &rate.percent.to_string()), ("stated", &stated.to_string())],
        ),
        (Some(rate), _) => format!("{}%", rate.percent),
        (None, Some(stated)) => fill(lang, "register.rate-stated", &[("n", &stated.to_string())]),
        (None, None) => String::new(),
    };
    DispatchLine {
        stage: if one.stage.is_empty() { "" } else { stage_word(lang, &one.stage) },
        done: money_text(one.done),
        planned: money_text(one.planned),
        rate,
        odd,
        progress: one.progress,
        problem: one.problem,
        need: one.need,
        from: if one.source.is_empty() { one.made_by } else { one.source },
        month: one.month,
    }
}

/// The month that is so many months after the start, the first being 1.
pub(super) fn at(start: Month, months: f64) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "months of a project are few")]
    let months = months.clamp(1.0, 12_000.0).round() as i32;
    Month::of_count(start.count() + months - 1).to_string()
}

fn outlook_lines(lang: Lang, start: Month, found: &Outlook) -> Vec<String> {
    let low = at(start, found.low);
    let high = found.high.map_or_else(|| text(lang, "register.not-seen").to_owned(), |high| at(start, high));
    let mut lines = Vec::new();
    if let Some(likely) = found.likely {
        lines.push(fill(lang, "register.likely", &[("month", &at(start, likely))]));
    }
    lines.push(fill(lang, "register.range", &[("low", &low), ("high", &high)]));
    if let Some(probability) = found.probability {
        lines.push(fill(lang, "register.probability", &[("n", &format!("{:.0}", probability * 100.0))]));
    }
    lines.push(found.reason.get(lang).to_owned());
    lines
}

/// A step of the way in words.
pub(super) fn milestone_word(lang: Lang, kind: &str) -> &'static str {
    match kind {
        "admission" => text(lang, "register.step.admission"),
        "feasibility" => text(lang, "register.step.feasibility"),
        "planning" => text(lang, "register.step.planning"),
        "land" => text(lang, "register.step.land"),
        "environment" => text(lang, "register.step.environment"),
        "permit" => text(lang, "register.step.permit"),
        _ => text(lang, "register.step.operation"),
    }
}

/// The steps of its way in their order: what is known of approvals and permits, then start and end, then operation.
fn milestones(lang: Lang, life: &Life) -> Vec<Step> {
    let item = &life.standing.item;
    let outlook = life.outlook.as_ref().zip(life.standing.start()).filter(|_| item.real_end.is_empty());
    let expected = outlook.map(|(found, start)| {
        let high =
            found.high.map_or_else(|| text(lang, "register.not-seen").to_owned(), |high| at(start, high));
        found
            .likely
            .map_or_else(|| super::words::span(&at(start, found.low), &high), |likely| at(start, likely))
    });
    let dated = |name: &'static str, planned: &str, expected: String, reached: &str| Step {
        name,
        planned: planned.to_owned(),
        expected,
        reached: reached.to_owned(),
        result: String::new(),
        from: String::new(),
    };
    let kept = |kinds: &[&str]| -> Vec<Step> {
        let known = kinds.iter().filter_map(|kind| life.milestones.iter().find(|one| one.kind == *kind));
        let step = |one: &store::Milestone| Step {
            name: milestone_word(lang, &one.kind),
            planned: one.planned.clone(),
            expected: String::new(),
            reached: one.reached.clone(),
            result: one.result.clone(),
            from: if one.source.is_empty() { one.made_by.clone() } else { one.source.clone() },
        };
        known.map(step).collect()
    };
    let (before, after) = register::MILESTONES.split_at(register::MILESTONES.len() - 1);
    let mut steps = kept(before);
    steps.push(dated(text(lang, "register.start"), &item.start_month, String::new(), &item.real_start));
    steps.push(dated(
        text(lang, "register.end"),
        &item.end_month,
        expected.unwrap_or_default(),
        &item.real_end,
    ));
    steps.extend(kept(after));
    steps
}

fn funds(lang: Lang, life: &Life) -> Vec<[String; 5]> {
    let line = |one: &store::Funding| {
        [
            one.year.to_string(),
            source_word(lang, &one.source).to_owned(),
            money_text(one.applied),
            money_text(one.granted),
            money_text(one.paid),
        ]
    };
    life.funds.iter().map(line).collect()
}

/// What a project adds to its indicator, and whether it does so already.
fn adds(s: &Shell, view: &PlanView, item: &ProjectItem) -> Option<(String, String)> {
    let indicator = view.indicator(&item.indicator)?;
    let counts = item.counts?;
    let done = matches!(Stage::parse(&item.stage), Some(Stage::Completed | Stage::Operating));
    let key = if done { "register.adds-done" } else { "register.adds-later" };
    let target = target_of(view, &item.indicator).unwrap_or_else(|| s.t("register.no-target").to_owned());
    let words = fill(
        s.lang,
        key,
        &[
            ("n", &format!("{} {}", counts.normalize(), indicator.unit)),
            ("indicator", &indicator.name),
            ("target", &target),
        ],
    );
    Some((words, s.to(format!("/indicators/{}", encode(&item.indicator)))))
}

pub(super) async fn show(
    app: &App,
    visit: &Visit,
    place: (&str, i64),
    complaint: &str,
) -> Result<Response, Problem> {
    let status = if complaint.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, fresh(&shown(app, visit, place, complaint).await?)?).into_response())
}

async fn shown(
    app: &App,
    visit: &Visit,
    (plan, id): (&str, i64),
    complaint: &str,
) -> Result<ProjectPage, Problem> {
    let lang = visit.lang;
    let view = app.plan(visit.viewer(), &visit.question(plan)?).await?;
    let life = register::life(app, &view, app.store().project_item(plan, id).await?).await?;
    let item = life.standing.item.clone();
    let may_edit = visit.viewer().may(Right::EditPlan);
    let s = Shell::of(visit, &view, None, Place::Register, item.name.clone());
    let stated = view.stored.plan.projects.iter().find(|project| project.id.as_str() == item.project);
    let address = stated.and_then(|project| {
        let document = view.stored.document.as_ref()?;
        Some(s.to(living::sentence_link(document, project.provenance.span)))
    });
    Ok(ProjectPage {
        plan: encode(plan),
        investment: item.investment.map(|money| money.to_string()).unwrap_or_default(),
        counts: item.counts.map(|counts| counts.to_string()).unwrap_or_default(),
        stage: stage_word(lang, &item.stage),
        quote: stated.map(|project| project.provenance.quote.clone()).unwrap_or_default(),
        quote_address: address.unwrap_or_default(),
        facts: facts(lang, &item),
        beside: beside(app, visit, (&s, &view), &item).await?,
        purpose: purpose(app, (&s, &view), &item, may_edit).await?,
        milestones: milestones(lang, &life),
        kinds: register::MILESTONES.map(|kind| Choice::new(kind, milestone_word(lang, kind), "")).into(),
        funds: funds(lang, &life),
        sources: register::SOURCES.map(|source| Choice::new(source, source_word(lang, source), "")).into(),
        adds: adds(&s, &view, &item),
        carried: carried(app, visit, plan, &item).await?,
        matters: of_project(app, visit, &item).await?,
        openings: openings(app, visit, plan, &life),
        warnings: life.standing.warnings.iter().map(|warning| warning.words.get(lang).to_owned()).collect(),
        outlook: life
            .outlook
            .as_ref()
            .zip(life.standing.start())
            .map(|(outlook, start)| outlook_lines(lang, start, outlook))
            .unwrap_or_default(),
        stages: stages(lang, "", text(lang, "register.same-stage")),
        item_stages: stages(lang, &item.stage, text(lang, "stage.unknown")),
        indicators: indicators(lang, &view, &item.indicator),
        month: register::this_month(app).to_string(),
        dispatches: life.dispatches.into_iter().rev().map(|one| dispatch_line(lang, one)).collect(),
        complaint: complaint.to_owned(),
        may_edit,
        may_dispatch: register::may_dispatch(app, visit.viewer(), &item).await?,
        item,
        s,
    })
}

/// The policies and systems behind a project of the plan; one that the plan does not name has none.
async fn carried(app: &App, visit: &Visit, plan: &str, item: &ProjectItem) -> Result<Carried, Problem> {
    let things = Some(format!("project/{}", item.project)).filter(|_| !item.project.is_empty());
    Carried::of(app, visit, plan, things.as_slice()).await
}

fn facts(lang: Lang, item: &ProjectItem) -> Vec<(&'static str, String)> {
    let money = item.investment.map(|money| fill(lang, "register.money", &[("n", &money.to_string())]));
    let facts = [
        (text(lang, "register.code"), item.code.clone()),
        (
            text(lang, "field.category"),
            crate::page::deliverables::category_word(lang, &item.category).to_owned(),
        ),
        (text(lang, "register.office"), item.office.clone()),
        (text(lang, "field.place"), item.place.clone()),
        (text(lang, "register.capacity"), item.capacity.clone()),
        (text(lang, "register.investment"), money.unwrap_or_default()),
        (text(lang, "register.county"), item.county.clone()),
        (text(lang, "register.chapter"), item.chapter.clone()),
    ];
    facts.into_iter().filter(|(_, fact)| !fact.is_empty()).collect()
}

fn indicators(lang: Lang, view: &PlanView, now: &str) -> Vec<Choice> {
    std::iter::once(Choice::new("", text(lang, "register.no-indicator"), now))
        .chain(
            view.stored.plan.indicators.iter().map(|one| Choice::new(one.id.as_str(), one.name.clone(), now)),
        )
        .collect()
}

/// One project.
pub(crate) async fn page(
    State(app): State<App>,
    Path((plan, id)): Path<(String, i64)>,
    visit: Visit,
) -> Result<Response, Problem> {
    show(&app, &visit, (&plan, id), "").await
}
