//! Jobs: what goes on behind the pages, what failed and why; whoever manages the system has it tried again or drops it.

use crate::answer::fresh;
use crate::asked::Filled;
use crate::shell::Shell;
use crate::text::text;
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use source::Lang;
use store::{Job, JobFilter, JobState};
use web::{App, Problem, Visit};
use work::clock;

/// Jobs on one page.
const PAGE: i64 = 100;

#[derive(Template)]
#[template(path = "people/jobs.html")]
struct Jobs {
    s: Shell,
    /// Value, word and number of jobs of each state, and whether it is the one shown.
    states: Vec<(&'static str, &'static str, i64, bool)>,
    lines: Vec<Line>,
    older: Option<String>,
}

struct Line {
    id: i64,
    kind: String,
    about: String,
    state: &'static str,
    attempts: i64,
    /// When it ended, else when it is due.
    at: String,
    fault: String,
    /// Whether something can be decided about it.
    is_open: bool,
}

/// The jobs of one state, or of all, newest first, with how many there are of each.
pub(crate) async fn list(State(app): State<App>, visit: Visit) -> Result<Response, Problem> {
    let state = visit.get("state").and_then(JobState::parse);
    let offset = visit.get("from").and_then(|from| from.parse::<i64>().ok()).unwrap_or(0).clamp(0, 1 << 40);
    let filter = JobFilter { state, offset, limit: Some(PAGE), ..JobFilter::default() };
    let (jobs, total) = app.store().jobs(&filter).await?;
    let counts = app.store().job_counts().await?;
    let count = |state: JobState| -> i64 {
        counts.iter().filter(|((_, of), _)| *of == state).map(|(_, count)| count).sum()
    };
    let next = offset + PAGE;
    fresh(&Jobs {
        s: Shell::bare(&visit, text(visit.lang, "jobs.title")),
        states: JobState::ALL
            .map(|each| (each.name(), state_word(visit.lang, each), count(each), Some(each) == state))
            .to_vec(),
        lines: jobs.into_iter().map(|job| line(visit.lang, job)).collect(),
        older: (next < total).then(|| visit.with(&[("from", &next.to_string())])),
    })
}

fn line(lang: Lang, job: Job) -> Line {
    let is_open = matches!(job.state, JobState::Waiting | JobState::Failed);
    Line {
        id: job.id,
        kind: kind_word(lang, &job.kind),
        about: if job.subject.is_empty() { job.key } else { job.subject },
        state: state_word(lang, job.state),
        attempts: job.attempts,
        at: clock::shown(job.finished_at.as_deref().unwrap_or(&job.run_at)),
        fault: job.fault,
        is_open,
    }
}

fn state_word(lang: Lang, state: JobState) -> &'static str {
    match state {
        JobState::Waiting => text(lang, "jobs.waiting"),
        JobState::Running => text(lang, "jobs.running"),
        JobState::Done => text(lang, "jobs.done"),
        JobState::Failed => text(lang, "jobs.failed"),
        JobState::Dropped => text(lang, "jobs.dropped"),
    }
}

/// What a kind of jobs is called; the name itself of one that a newer server asked for.
fn kind_word(lang: Lang, kind: &str) -> String {
    match kind {
        "embargo" => text(lang, "jobs.embargo").to_owned(),
        "remind" => text(lang, "jobs.remind").to_owned(),
        "drafts" => text(lang, "jobs.drafts").to_owned(),
        "matters" => text(lang, "jobs.matters").to_owned(),
        "aims" => text(lang, "jobs.aims").to_owned(),
        "voices" => text(lang, "jobs.voices").to_owned(),
        "news" => text(lang, "jobs.news").to_owned(),
        "follow" => text(lang, "jobs.follow").to_owned(),
        "overlay" => text(lang, "jobs.overlay").to_owned(),
        "paper" => text(lang, "jobs.paper").to_owned(),
        "digest" => text(lang, "jobs.digest").to_owned(),
        "mail" => text(lang, "jobs.mail").to_owned(),
        "webhook" => text(lang, "jobs.webhook").to_owned(),
        other => other.to_owned(),
    }
}

#[derive(Deserialize)]
pub(crate) struct Decision {
    id: i64,
    action: String,
    #[serde(default)]
    reason: String,
}

/// Has a job tried again at once, or drops it.
pub(crate) async fn decide(Filled { app, visit, given }: Filled<Decision>) -> Result<Response, Problem> {
    let change = visit.visitor.change(given.reason.trim());
    match given.action.as_str() {
        "retry" => app.store().retry_job(given.id, &change).await?,
        "drop" => app.store().drop_job(given.id, &change).await?,
        _ => {
            return Err(Problem::bad_request("action 应为 retry 或 drop。", "The action is retry or drop."));
        }
    }
    Ok(Redirect::to("/admin/jobs?state=waiting").into_response())
}
