//! The health of reporting: who reports, how late, and which items nobody alive answers for.

use crate::answer::fresh;
use crate::shell::{Place, Shell};
use crate::text::text;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use duty::Right;
use jiff::civil::Date;
use plan::AssignmentRole;
use std::collections::{BTreeMap, BTreeSet};
use store::SubmissionFilter;
use web::{App, Problem, Visit, Visitor};
use work::due::submissions_asked_for;
use work::item::items;
use work::offices::offices;
use work::open_duty::open;

#[derive(Template)]
#[template(path = "handin/reporting.html")]
struct Reporting {
    s: Shell,
    lines: Vec<Line>,
    orphans: Vec<Orphan>,
    measures: Vec<crate::replies::ReplyLine>,
}

#[derive(Default)]
struct Line {
    office: String,
    accounts: usize,
    duties: usize,
    handed_in: usize,
    late_now: usize,
    /// Average days after the deadline of what came late; negative means ahead.
    days: String,
    returned: usize,
}

struct Orphan {
    name: String,
    why: &'static str,
}

/// The page: all offices for those who may see all, one's own otherwise.
pub(crate) async fn page(
    State(app): State<App>,
    Path(plan): Path<String>,
    visitor: Visitor,
    visit: Visit,
) -> Result<Response, Problem> {
    let lang = visit.lang;
    let view = app.plan(visit.viewer(), &visit.question(&plan)?).await?;
    let offices = offices(&app).await?;
    let accounts = app.store().accounts().await?;
    let all_duties = app.store().duties(&plan).await?;
    let today = app.today();
    let submissions = app.store().submissions(&submissions_asked_for(&plan, today)).await?;
    let live: BTreeSet<&str> = accounts
        .iter()
        .filter(|account| account.active)
        .filter_map(|account| account.office.as_deref())
        .collect();
    let mut lines: BTreeMap<&str, (Line, Vec<i32>)> = BTreeMap::new();
    let seen = |office: &str| visitor.viewer.reaches_office(Right::ReadSubmission, office);
    for one in open(&view.stored.plan, &view.stored.figures, &all_duties, &offices, &submissions, today) {
        if !seen(&one.duty.office) {
            continue;
        }
        let (line, days) = lines.entry(&one.office.id).or_default();
        line.office.clone_from(&one.office.name);
        line.accounts = accounts
            .iter()
            .filter(|account| account.active && account.office.as_deref() == Some(one.office.id.as_str()))
            .count();
        line.duties += 1;
        line.handed_in += usize::from(one.is_met());
        line.late_now += usize::from(!one.is_met() && one.due.deadline.days_left(today) < 0);
        let day = one.answer.and_then(|answer| answer.submitted_at.as_deref()).and_then(|at| at.get(..10));
        if let Some(day) = day.and_then(|day| day.parse::<Date>().ok()) {
            days.push(-one.due.deadline.days_left(day));
        }
    }
    let returned = SubmissionFilter {
        plan: Some(plan.clone()),
        stages: vec![duty::Stage::Returned],
        ..SubmissionFilter::default()
    };
    for one in app.store().submissions(&returned).await? {
        if let Some((line, _)) = lines.get_mut(one.office.as_str()) {
            line.returned += 1;
        }
    }
    let lines = lines.into_values().map(|(mut line, days)| {
        if !days.is_empty() {
            let mean = f64::from(days.iter().sum::<i32>()) / days.len() as f64;
            line.days = work::number::fixed(mean, 1);
        }
        line
    });
    let mut lines: Vec<Line> = lines.collect();
    lines.sort_by(|a, b| b.late_now.cmp(&a.late_now).then_with(|| a.office.cmp(&b.office)));
    let mut orphans = Vec::new();
    if visitor.viewer.may(Right::EditPlan) || visitor.viewer.scope(Right::ReadSubmission) == duty::Scope::All
    {
        for item in items(&view.stored.plan) {
            let led = |live_only: bool| {
                all_duties.iter().any(|duty| {
                    duty.confirmed
                        && duty.role == AssignmentRole::Lead
                        && duty.item_kind == item.kind
                        && duty.item == item.id
                        && (!live_only || live.contains(duty.office.as_str()))
                })
            };
            // The lead of an indicator answers for its targets; projects and tasks are many and have their own page.
            if item.kind == "indicator" && !led(true) {
                let why = if led(false) {
                    text(lang, "reporting.no-account")
                } else {
                    text(lang, "reporting.no-lead")
                };
                orphans.push(Orphan { name: item.name, why });
            }
        }
    }
    let mut measures = crate::replies::replies_of(&app, &visit, &plan).await?;
    measures.retain(|measure| measure.is_open && !measure.measure.is_empty());
    let s = Shell::of(&visit, &view, None, Place::Reporting, text(lang, "reporting.title"));
    fresh(&Reporting { s, lines, orphans, measures })
}
