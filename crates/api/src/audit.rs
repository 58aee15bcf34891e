//! The audit log and the history of figures, for programs of auditors. Made anew for every request: the log grows with
//! every sign-in, which changes nothing that is kept in memory.

use crate::answer::uncached;
use crate::model::ObservationItem;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;
use web::{App, Problem, ProblemBody, Visit};
use work::history;
use work::verification::{Verification, Verified};

/// Entries on a page of the log.
const PAGE: i64 = 100;

/// An entry of the audit log.
#[derive(Serialize, ToSchema)]
pub(super) struct EntryItem {
    number: u64,
    at: String,
    actor: String,
    /// Address of the client, `cli`, or empty for the program itself.
    origin: String,
    action: String,
    subject: String,
    /// The thing before; absent when it did not exist.
    #[schema(value_type = Option<Object>)]
    before: Option<serde_json::Value>,
    /// The thing after; absent when it no longer exists.
    #[schema(value_type = Option<Object>)]
    after: Option<serde_json::Value>,
    reason: String,
    /// Hash of the entry before.
    previous: String,
    hash: String,
}

impl From<audit::Entry> for EntryItem {
    fn from(entry: audit::Entry) -> Self {
        let value = |text: Option<String>| {
            text.map(|text| serde_json::from_str(&text).unwrap_or(serde_json::Value::String(text)))
        };
        Self {
            number: entry.number,
            at: entry.act.at,
            actor: entry.act.actor,
            origin: entry.act.origin,
            action: entry.act.action,
            subject: entry.act.subject,
            before: value(entry.act.before),
            after: value(entry.act.after),
            reason: entry.act.reason,
            previous: entry.previous.to_string(),
            hash: entry.hash.to_string(),
        }
    }
}

/// A page of the audit log, newest first.
#[derive(Serialize, ToSchema)]
pub(super) struct LogItem {
    items: Vec<EntryItem>,
    /// The number to ask for as `from` to read on; absent on the last page and when a subject is named.
    next: Option<u64>,
}

/// The audit log, newest first
#[utoipa::path(get, path = "/api/v1/audit", tag = "audit",
    params(("subject" = Option<String>, Query, description = "Only entries about this subject and what is below it"), ("from" = Option<u64>, Query, description = "Number of the newest entry to give")),
    responses((status = 200, description = "What was asked for", body = LogItem), (status = 400, description = "A parameter cannot be understood", body = ProblemBody, content_type = "application/problem+json"), (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"), (status = 403, description = "The account may not see this", body = ProblemBody, content_type = "application/problem+json")))]
pub(super) async fn log(State(app): State<App>, visit: Visit) -> Result<Response, Problem> {
    let from = match visit.get("from") {
        None => u64::MAX,
        Some(text) => text.parse::<u64>().map_err(|_| {
            Problem::bad_request(
                format!("参数 from 应为条目编号，不能是“{text}”。"),
                format!("from must be the number of an entry, not “{text}”."),
            )
        })?,
    };
    let entries = match visit.get("subject") {
        None => app.store().audit_page(from, PAGE).await?,
        Some(subject) => app.store().audit_of(subject, 1000).await?,
    };
    let last = entries.last().map_or(0, |entry| entry.number);
    let next = (visit.get("subject").is_none() && last > 1).then(|| last - 1);
    Ok(uncached(&LogItem { items: entries.into_iter().map(EntryItem::from).collect(), next }))
}

/// Whether the log holds, and whether plans and figures are what the log says they are.
#[derive(Serialize, ToSchema)]
pub(super) struct VerificationItem {
    /// Whether the chain of the log is whole.
    holds: bool,
    /// What is wrong with the chain.
    fault: Option<String>,
    /// Number of the last entry.
    number: Option<u64>,
    /// Hash of the last entry.
    hash: Option<String>,
    /// Whether every version, target and figure is as the log says; absent when the chain does not hold.
    content_holds: Option<bool>,
    /// What is not.
    mismatch: Option<String>,
}

/// A verification that goes on.
#[derive(Serialize, ToSchema)]
pub(super) struct VerifyingItem {
    /// Ask again with this number as the parameter `run`.
    run: u64,
    /// Verifications that are done before it.
    before: usize,
}

/// Recomputes the audit log, and compares plans and figures with it
#[utoipa::path(get, path = "/api/v1/audit/verification", tag = "audit",
    params(("run" = Option<u64>, Query, description = "A verification that was begun before")),
    responses((status = 200, description = "What was asked for", body = VerificationItem), (status = 202, description = "It goes on; ask again with `run`", body = VerifyingItem), (status = 404, description = "The result of that run is no longer kept", body = ProblemBody, content_type = "application/problem+json"), (status = 400, description = "The run is no number", body = ProblemBody, content_type = "application/problem+json"), (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"), (status = 403, description = "The account may not see this", body = ProblemBody, content_type = "application/problem+json")))]
pub(super) async fn verification(State(app): State<App>, visit: Visit) -> Result<Response, Problem> {
    let run = match visit.get("run") {
        None => None,
        Some(text) => Some(text.parse().map_err(|_| {
            Problem::bad_request("参数 run 应为校验的编号。", "run must be the number of a verification.")
        })?),
    };
    Ok(match app.verification(&[], run).await? {
        Verification::Done(verified) => uncached(&VerificationItem::of(&verified)),
        Verification::Running { run, before } => {
            let mut response = uncached(&VerifyingItem { run, before });
            *response.status_mut() = StatusCode::ACCEPTED;
            response
        }
    })
}

impl VerificationItem {
    fn of(verified: &Verified) -> Self {
        let (head, content) = (verified.chain.as_ref().ok(), verified.content.as_ref());
        Self {
            holds: head.is_some(),
            fault: verified.chain.as_ref().err().map(ToString::to_string),
            number: head.map(|head| head.number),
            hash: head.map(|head| head.hash.to_string()),
            content_holds: content.map(Result::is_ok),
            mismatch: content.and_then(|content| content.as_ref().err()).map(ToString::to_string),
        }
    }
}

/// A figure with when and by whom it was recorded.
#[derive(Serialize, ToSchema)]
pub(super) struct RecordedItem {
    at: String,
    who: String,
    figure: ObservationItem,
}

/// Everything that happened to an indicator.
#[derive(Serialize, ToSchema)]
pub(super) struct HistoryItem {
    /// Figures in the order in which they were recorded.
    figures: Vec<RecordedItem>,
    /// Entries of the log about the indicator, its targets and its figures on their way, newest first.
    entries: Vec<EntryItem>,
}

/// The history of an indicator and its figures
#[utoipa::path(get, path = "/api/v1/plans/{plan}/indicators/{indicator}/history", tag = "audit",
    params(("plan" = String, Path, description = "Id of the plan"), ("indicator" = String, Path, description = "Id of the indicator")),
    responses((status = 200, description = "What was asked for", body = HistoryItem), (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"), (status = 403, description = "The account may not see this", body = ProblemBody, content_type = "application/problem+json"), (status = 404, description = "There is no such thing, or the public may not see it", body = ProblemBody, content_type = "application/problem+json")))]
pub(super) async fn of_indicator(
    State(app): State<App>,
    Path((plan, indicator)): Path<(String, String)>,
    visit: Visit,
) -> Result<Response, Problem> {
    let view = app.plan(visit.viewer(), &visit.question(&plan)?).await?;
    let found = view.indicator(&indicator).ok_or_else(Problem::no_page)?;
    let past = visit.question(&plan)?.past();
    let figures = history::figures(&app, &plan, found, &past).await?.into_iter().map(|recorded| {
        RecordedItem { at: recorded.at, who: recorded.who, figure: (&recorded.figure).into() }
    });
    let entries = history::entries(&app, &view, found, &past).await?;
    Ok(uncached(&HistoryItem {
        figures: figures.collect(),
        entries: entries.into_iter().map(EntryItem::from).collect(),
    }))
}
