//! One submission with its history, and the list of those one may see.

use crate::answer::fresh;
use crate::office::words::stage_word;
use crate::shell::Shell;
use crate::text::text;
use askama::Template;
use audit::Entry;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use duty::{Right, Stage, Step};
use source::Lang;
use store::{Figure, Office, Submitted};
use web::visit::{address, encode};
use web::{App, Problem, Visit, Visitor};
use work::Question;
use work::clock;
use work::submitted::{is_own, readable, seen};

#[derive(Template)]
#[template(path = "handin/submission.html")]
struct SubmissionPage {
    s: Shell,
    id: i64,
    title: String,
    facts: Vec<(&'static str, String)>,
    attachment: Option<(i64, String)>,
    history: Vec<HistoryLine>,
    can_withdraw: bool,
    correct: String,
    /// Where all values of the indicator are, and their history for those who read it.
    links: Vec<(String, &'static str)>,
    /// The key of the form that made it: the device that sent it may forget its draft.
    received: String,
}

struct HistoryLine {
    at: String,
    who: String,
    action: &'static str,
    why: String,
}

#[derive(Template)]
#[template(path = "handin/submissions.html")]
struct Submissions {
    s: Shell,
    lines: Vec<SubmissionLine>,
}

pub(super) struct SubmissionLine {
    pub(super) id: i64,
    pub(super) indicator: String,
    pub(super) region: String,
    pub(super) year: i32,
    pub(super) value: String,
    pub(super) stage: &'static str,
    pub(super) author: String,
    pub(super) at: String,
}

impl SubmissionLine {
    fn of(visit: &Visit, one: &Submitted) -> Self {
        let (lang, figure) = (visit.lang, &one.figure);
        Self {
            id: one.id,
            indicator: figure.indicator.clone(),
            region: figure.whose(),
            year: figure.year,
            value: figure.value.map(|value| format!("{value} {}", figure.unit)).unwrap_or_default(),
            stage: stage_word(lang, one.stage),
            author: visit.viewer().told(one.author.clone()).unwrap_or_default(),
            at: clock::shown(&one.changed_at),
        }
    }
}

/// The submissions a visitor may see, newest first.
pub(crate) async fn list(State(app): State<App>, visit: Visit) -> Result<Response, Problem> {
    let seen = readable(&app, visit.viewer(), visit.get("plan")).await?;
    let lines = seen.iter().map(|one| SubmissionLine::of(&visit, one)).collect();
    fresh(&Submissions { s: Shell::bare(&visit, text(visit.lang, "submissions.title")), lines })
}

/// One submission.
pub(crate) async fn page(
    State(app): State<App>,
    Path(id): Path<i64>,
    visit: Visit,
) -> Result<Response, Problem> {
    let one = seen(&app, visit.viewer(), id).await?;
    let offices = app.store().offices().await?;
    let office = offices.into_iter().find(|office| office.id == one.office);
    let before = work::review::previous(&app, visit.viewer(), &one).await?;
    let subject = format!("{}/{}/submission/{id}", one.figure.plan, one.figure.indicator);
    let history = app.store().audit_of(&subject, 100).await?;
    let attachment = match one.figure.attachment {
        Some(id) => Some((id, app.store().attachment(id).await?.0.marked_name())),
        None => None,
    };
    let facts = facts(&visit, &one, office, before);
    let links = links(&app, &visit, &one).await;
    fresh(&SubmissionPage { links, ..SubmissionPage::of(&visit, &one, facts, history, attachment) })
}

/// The ways from a figure to all values of its indicator; none where the plan names no such indicator any more.
async fn links(app: &App, visit: &Visit, one: &Submitted) -> Vec<(String, &'static str)> {
    let plan = &one.figure.plan;
    let Ok(view) = app.plan(visit.viewer(), &Question::now(plan)).await else { return Vec::new() };
    let mut all = view.stored.plan.indicators.iter();
    let Some(found) = all.find(|indicator| indicator.name == one.figure.indicator) else { return Vec::new() };
    let (plan, item) = (encode(plan), encode(found.id.as_str()));
    let mut links = vec![(
        format!("/plans/{plan}/indicators/{item}?view=table"),
        text(visit.lang, "submission.all-values"),
    )];
    if visit.viewer().may(Right::ReadAudit) {
        links.push((format!("/audit/plans/{plan}/{item}"), text(visit.lang, "indicator.audit")));
    }
    links
}

impl SubmissionPage {
    fn of(
        visit: &Visit,
        one: &Submitted,
        facts: Vec<(&'static str, String)>,
        history: Vec<Entry>,
        attachment: Option<(i64, String)>,
    ) -> Self {
        let figure = &one.figure;
        let is_own = is_own(visit.viewer(), one);
        let can_withdraw =
            is_own && matches!(one.stage, Stage::Draft | Stage::Returned | Stage::AtCounty | Stage::AtCity);
        // The form is of the whole; a part is corrected by its file.
        let can_correct = is_own
            && figure.dimensions.is_empty()
            && matches!(one.stage, Stage::Draft | Stage::Returned | Stage::Published);
        let whose = figure.whose();
        let place = if whose.is_empty() { String::new() } else { format!(" · {whose}") };
        Self {
            s: Shell::bare(visit, format!("{} {}", figure.indicator, figure.year)).with_bundle("handin"),
            id: one.id,
            title: format!("{}{place} · {}", figure.indicator, figure.year),
            facts,
            attachment,
            history: history.into_iter().map(|entry| HistoryLine::of(visit, entry)).collect(),
            can_withdraw,
            correct: if can_correct { form_of(figure) } else { String::new() },
            links: Vec::new(),
            received: if is_own { one.client_key.clone() } else { String::new() },
        }
    }
}

impl HistoryLine {
    fn of(visit: &Visit, entry: Entry) -> Self {
        let action = action_word(visit.lang, &entry.act.action);
        let who = visit.viewer().told(entry.act.actor).unwrap_or_default();
        Self { at: clock::shown(&entry.act.at), who, action, why: entry.act.reason }
    }
}

/// The address of the form for a figure.
fn form_of(figure: &Figure) -> String {
    let year = figure.year.to_string();
    let query = [("indicator", figure.indicator.as_str()), ("region", &figure.region), ("year", &year)];
    address(&format!("/plans/{}/hand-in", encode(&figure.plan)), query.into_iter())
}

/// What is known of a submission, without what is empty.
fn facts(
    visit: &Visit,
    one: &Submitted,
    office: Option<Office>,
    before: Option<String>,
) -> Vec<(&'static str, String)> {
    let (lang, figure) = (visit.lang, &one.figure);
    let value = figure.value.map(|value| format!("{value} {}", figure.unit)).unwrap_or_default();
    let embargo = one.embargo.as_deref().map(clock::shown).unwrap_or_default();
    let all = [
        ("submission.stage", stage_word(lang, one.stage).to_owned()),
        ("submission.reason", one.reason.clone()),
        ("column.value", value),
        ("submission.before", before.unwrap_or_default()),
        ("column.status", status_word(lang, figure.status).to_owned()),
        ("column.source", figure.source.clone()),
        ("submission.comment", figure.comment.clone()),
        ("submission.office", office.map(|office| office.name).unwrap_or_default()),
        ("submission.author", visit.viewer().told(one.author.clone()).unwrap_or_default()),
        ("submission.embargo", embargo),
    ];
    all.into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(key, value)| (text(lang, key), value))
        .collect()
}

fn status_word(lang: Lang, status: plan::Status) -> &'static str {
    match status {
        plan::Status::Planned => text(lang, "status.planned"),
        plan::Status::Estimate => text(lang, "status.estimate"),
        plan::Status::Preliminary => text(lang, "status.preliminary"),
        plan::Status::Final => text(lang, "status.final"),
        plan::Status::Revised => text(lang, "status.revised"),
    }
}

fn action_word(lang: Lang, action: &str) -> &'static str {
    match action {
        "submission.save" => text(lang, "step.save"),
        "submission.submit" => text(lang, "step.submit"),
        "submission.return" => text(lang, "step.return"),
        "submission.approve" => text(lang, "step.approve"),
        "submission.publish" => text(lang, "step.publish"),
        _ => text(lang, "step.withdraw"),
    }
}

/// Gives up one's own submission.
pub(crate) async fn withdraw(
    State(app): State<App>,
    Path(id): Path<i64>,
    visitor: Visitor,
) -> Result<Response, Problem> {
    let one = seen(&app, &visitor.viewer, id).await?;
    let change = visitor.change("");
    if one.author != change.who {
        return Err(Problem::forbidden());
    }
    app.store().step_submission(id, Step::Withdraw, None, &change).await?;
    Ok(Redirect::to(&format!("/submissions/{id}")).into_response())
}
