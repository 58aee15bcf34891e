//! One submission with its history, and the list of those one may see.

use crate::answer::fresh;
use crate::office::words::stage_word;
use crate::shell::Shell;
use crate::text::text;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use duty::{Right, Scope, Stage, Step};
use source::Lang;
use store::{SubmissionFilter, Submitted};
use web::visit::{address, encode};
use web::{App, Problem, Visit, Visitor};
use work::clock;

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
    fn of(lang: Lang, one: &Submitted) -> Self {
        let figure = &one.figure;
        Self {
            id: one.id,
            indicator: figure.indicator.clone(),
            region: figure.region.clone(),
            year: figure.year,
            value: figure.value.map(|value| format!("{value} {}", figure.unit)).unwrap_or_default(),
            stage: stage_word(lang, one.stage),
            author: one.author.clone(),
            at: clock::shown(&one.changed_at),
        }
    }
}

/// Longest list of a page.
const MOST: i64 = 500;

/// The submissions a visitor may see, newest first.
pub(crate) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    visit: Visit,
) -> Result<Response, Problem> {
    let mut seen = readable(&app, &visitor, visit.get("plan")).await?;
    seen.truncate(MOST as usize);
    let lines = seen.iter().map(|one| SubmissionLine::of(visit.lang, one)).collect();
    fresh(&Submissions { s: Shell::bare(&visit, text(visit.lang, "submissions.title")), lines })
}

/// The newest of what [`may_read`] lets through: one's own, and what was submitted in one's reach.
async fn readable(app: &App, visitor: &Visitor, plan: Option<&str>) -> Result<Vec<Submitted>, Problem> {
    let of = |stages, offices, author| SubmissionFilter {
        plan: plan.map(str::to_owned),
        stages,
        offices,
        author,
        limit: Some(MOST),
        ..SubmissionFilter::default()
    };
    let offices = if visitor.viewer.scope(Right::ReadSubmission) == Scope::All {
        None
    } else {
        let all = work::offices::offices(app).await?.into_keys();
        Some(all.filter(|office| visitor.viewer.reaches_office(Right::ReadSubmission, office)).collect())
    };
    let submitted = Stage::ALL.into_iter().filter(|stage| *stage != Stage::Draft).collect();
    let mut seen = app.store().submissions(&of(submitted, offices, None)).await?;
    if let Some(account) = visitor.viewer.account() {
        seen.extend(app.store().submissions(&of(Vec::new(), None, Some(account.name.clone()))).await?);
    }
    seen.retain(|one| may_read(visitor, one));
    seen.sort_by(|a, b| (&b.changed_at, b.id).cmp(&(&a.changed_at, a.id)));
    seen.dedup_by_key(|one| one.id);
    Ok(seen)
}

/// A draft is its author's alone; what was submitted is seen as far as the right to read submissions reaches.
pub(super) fn may_read(visitor: &Visitor, one: &Submitted) -> bool {
    let is_own = visitor.viewer.account().is_some_and(|account| account.name == one.author);
    is_own || (one.stage != Stage::Draft && visitor.viewer.reaches_office(Right::ReadSubmission, &one.office))
}

async fn seen(app: &App, visitor: &Visitor, id: i64) -> Result<Submitted, Problem> {
    let one = app.store().submission(id).await?;
    // Whether it exists is not told either.
    may_read(visitor, &one).then_some(one).ok_or_else(|| {
        Problem::not_found(
            "没有这笔报送，或您无权查看。",
            "There is no such submission, or it is not yours to see.",
        )
    })
}

/// One submission.
pub(crate) async fn page(
    State(app): State<App>,
    Path(id): Path<i64>,
    visitor: Visitor,
    visit: Visit,
) -> Result<Response, Problem> {
    let lang = visit.lang;
    let one = seen(&app, &visitor, id).await?;
    let figure = &one.figure;
    let office = app.store().offices().await?.into_iter().find(|office| office.id == one.office);
    let before = work::review::previous(&app, &visitor.viewer, &one).await?;
    let status = match figure.status {
        plan::Status::Planned => text(lang, "status.planned"),
        plan::Status::Estimate => text(lang, "status.estimate"),
        plan::Status::Preliminary => text(lang, "status.preliminary"),
        plan::Status::Final => text(lang, "status.final"),
        plan::Status::Revised => text(lang, "status.revised"),
    };
    let facts = vec![
        (text(lang, "submission.stage"), stage_word(lang, one.stage).to_owned()),
        (text(lang, "submission.reason"), one.reason.clone()),
        (
            text(lang, "column.value"),
            figure.value.map(|value| format!("{value} {}", figure.unit)).unwrap_or_default(),
        ),
        (text(lang, "submission.before"), before.unwrap_or_default()),
        (text(lang, "column.status"), status.to_owned()),
        (text(lang, "column.source"), figure.source.clone()),
        (text(lang, "submission.comment"), figure.comment.clone()),
        (text(lang, "submission.office"), office.map(|office| office.name).unwrap_or_default()),
        (text(lang, "submission.author"), one.author.clone()),
        (text(lang, "submission.embargo"), one.embargo.as_deref().map(clock::shown).unwrap_or_default()),
    ];
    let subject = format!("{}/{}/submission/{id}", figure.plan, figure.indicator);
    let history = app.store().audit_of(&subject, 100).await?.into_iter().map(|entry| HistoryLine {
        at: clock::shown(&entry.act.at),
        who: entry.act.actor.clone(),
        action: action_word(lang, &entry.act.action),
        why: entry.act.reason.clone(),
    });
    let attachment = match figure.attachment {
        Some(id) => Some((id, app.store().attachment(id).await?.0.name)),
        None => None,
    };
    let is_own = visitor.viewer.account().is_some_and(|account| account.name == one.author);
    let query = [
        ("indicator", figure.indicator.as_str()),
        ("region", figure.region.as_str()),
        ("year", &figure.year.to_string()),
    ];
    let form = address(&format!("/plans/{}/hand-in", encode(&figure.plan)), query.into_iter());
    let can_withdraw =
        is_own && matches!(one.stage, Stage::Draft | Stage::Returned | Stage::AtCounty | Stage::AtCity);
    let can_correct = is_own && matches!(one.stage, Stage::Draft | Stage::Returned | Stage::Published);
    let place = if figure.region.is_empty() { String::new() } else { format!(" · {}", figure.region) };
    fresh(&SubmissionPage {
        s: Shell::bare(&visit, format!("{} {}", figure.indicator, figure.year)).with_bundle("handin"),
        id,
        title: format!("{}{place} · {}", figure.indicator, figure.year),
        facts: facts.into_iter().filter(|(_, value)| !value.is_empty()).collect(),
        attachment,
        history: history.collect(),
        can_withdraw,
        correct: if can_correct { form } else { String::new() },
        received: if is_own { one.client_key.clone() } else { String::new() },
    })
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
    let one = seen(&app, &visitor, id).await?;
    let change = visitor.change("");
    if one.author != change.who {
        return Err(Problem::forbidden());
    }
    app.store().step_submission(id, Step::Withdraw, None, &change).await?;
    Ok(Redirect::to(&format!("/submissions/{id}")).into_response())
}
