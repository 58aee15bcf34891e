//! What information systems hand in by themselves, and how that goes.

use crate::answer::uncached;
use crate::parameters::{Failed, OfPlan, switch};
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use source::Words;
use store::PushRefusal;
use utoipa::{IntoParams, IntoResponses, ToSchema};
use web::{App, Problem, ProblemBody, Visit};
use work::push::{Batch, Feed, NotTaken, Observed, Refused, Taken, Why, feeds, note, push_figures};
use work::register::{StateOf, push_states};

/// A batch of figures.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ObservationBatch {
    /// Title of the system as the plan's list of systems has it; left out, it is the one with the account of the token.
    #[serde(default)]
    system: String,
    /// The figures, 2000 at most.
    observations: Vec<PushedObservation>,
}

/// A figure as a program sends it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PushedObservation {
    /// Id or name of the indicator.
    indicator: String,
    /// Name of the region; left out for the plan's own.
    #[serde(default)]
    region: String,
    /// The year, as a number or in digits.
    #[serde(deserialize_with = "digits")]
    year: String,
    /// The value, as a number or in digits; digits are kept as they stand.
    #[serde(deserialize_with = "digits")]
    value: String,
    /// Its unit, one that converts to the indicator's; left out for the indicator's.
    #[serde(default)]
    unit: String,
    /// preliminary, final or another status of a figure; left out for preliminary.
    #[serde(default)]
    status: String,
    /// Where it comes from; left out for the title of the system.
    #[serde(default)]
    source: String,
    /// What the reviewer should know.
    #[serde(default)]
    comment: String,
}

/// How projects stood in a month.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ProjectBatch {
    /// Title of the system as the plan's list of systems has it; left out, it is the one with the account of the token.
    #[serde(default)]
    system: String,
    /// The month, like 2026-05.
    month: String,
    /// The projects, 2000 at most.
    projects: Vec<PushedProject>,
}

/// How a project stood.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PushedProject {
    /// Number in the register, unified code or name of the project.
    project: String,
    /// Name of a stage, or its Chinese word; left out for none stated.
    #[serde(default)]
    stage: String,
    /// Investment done since the beginning, in 10,000 yuan.
    #[serde(default, deserialize_with = "digits")]
    done: String,
    /// Investment planned for the year, in 10,000 yuan.
    #[serde(default, deserialize_with = "digits")]
    planned: String,
    /// How it goes.
    #[serde(default)]
    progress: String,
    /// What is in the way.
    #[serde(default)]
    problem: String,
    /// What is asked to be decided.
    #[serde(default)]
    need: String,
}

/// What became of a batch.
#[derive(Serialize, ToSchema)]
pub(super) struct PushResult {
    /// Number of the batch; null where it was only looked at.
    push: Option<i64>,
    /// The system in whose name it came; empty for none.
    system: String,
    /// How many things it held.
    items: i64,
    /// How many of them said something new. They wait for review and are not published.
    kept: i64,
    /// Whether the same batch had been taken before, so that nothing was done.
    repeated: bool,
    /// Whether it was only looked at.
    dry_run: bool,
}

/// A source of figures with how it works.
#[derive(Serialize, ToSchema)]
pub(super) struct FeedItem {
    /// Title of the system; empty for an account that hands in without one.
    system: String,
    /// The account that hands in.
    account: String,
    /// Days after which it is called silent; null where nobody said.
    expected_days: Option<u32>,
    /// The last moment at which a batch came, in UTC; empty for never.
    last_at: String,
    /// Whether nothing came for longer than it should take.
    silent: bool,
    /// Batches of the last 30 days.
    batches: i64,
    /// What they held.
    items: i64,
    /// Refused batches of the last 30 days.
    refused: i64,
    /// The name of the last problem; empty for none.
    last_problem: String,
}

/// Whether a batch is only looked at.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code)] // it only describes
pub(super) struct DryRun {
    /// Only look at the batch and keep nothing
    dry_run: Option<bool>,
}

/// How a batch fails; the type of the problem says why.
#[derive(IntoResponses)]
#[allow(dead_code)] // it only describes
pub(super) enum Refusing {
    /// It has no key, or is no batch
    #[response(status = 400, content_type = "application/problem+json")]
    BadRequest(ProblemBody),
    /// The token does not hold
    #[response(status = 401, content_type = "application/problem+json")]
    BadToken(ProblemBody),
    /// The token may not hand in, or something is not for the body of its account
    #[response(status = 403, content_type = "application/problem+json")]
    Forbidden(ProblemBody),
    /// There is no such plan
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(ProblemBody),
    /// The key was used for another batch
    #[response(status = 409, content_type = "application/problem+json")]
    KeyReused(ProblemBody),
    /// There is too much in it
    #[response(status = 413, content_type = "application/problem+json")]
    TooMany(ProblemBody),
    /// Indicator, region, unit, value, year, project, month or stage is wrong; nothing was taken
    #[response(status = 422, content_type = "application/problem+json")]
    Wrong(ProblemBody),
}

/// A number as its digits, or digits.
fn digits<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Number(serde_json::Number),
        Text(String),
    }
    Ok(match Option::<Written>::deserialize(from)? {
        Some(Written::Number(number)) => number.to_string(),
        Some(Written::Text(text)) => text,
        None => String::new(),
    })
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, NotTaken> {
    serde_json::from_slice(body).map_err(|error| {
        let words = Words::new(
            format!("请求正文不是一批数据，请对照接口说明：{error}"),
            format!("The body is no batch; compare it with the description: {error}"),
        );
        NotTaken::Refused(Refused { why: Why::Form, words })
    })
}

/// What is sent besides the things themselves.
fn batch<'a>(
    visit: &Visit,
    headers: &'a HeaderMap,
    (content, system): (&'a [u8], &'a str),
) -> Result<Batch<'a>, Problem> {
    let key = headers.get("idempotency-key").and_then(|key| key.to_str().ok()).unwrap_or_default();
    let is_dry = switch(visit, "dry_run")?.unwrap_or_default();
    Ok(Batch { key, content, system, is_dry })
}

/// The answer to a batch; one that was refused is counted, unless it was only to be looked at.
async fn told(
    app: &App,
    visit: &Visit,
    plan: &str,
    (done, is_dry): (Result<Taken, NotTaken>, bool),
) -> Result<Response, Problem> {
    match done {
        Ok(Taken { push, is_repeated }) => Ok(uncached(&PushResult {
            push: (push.id > 0).then_some(push.id),
            system: push.system,
            items: push.items,
            kept: push.kept,
            repeated: is_repeated,
            dry_run: is_dry,
        })),
        Err(NotTaken::Fault(fault)) => Err(fault.into()),
        Err(NotTaken::Refused(refused)) => {
            if !is_dry {
                note(app, visit.viewer(), plan, &refused).await;
            }
            Err(Problem::not_taken(refused))
        }
    }
}

/// Hands in a batch of figures
///
/// For programs of information systems, with a token that may hand in. All figures are taken or none; each waits for review like one
/// that a person handed in, and none is published by it. Sent again under its `Idempotency-Key`, a batch is not taken twice. A
/// figure that waits already is left, and one that says something else takes the place of what the same account pushed before.
#[utoipa::path(post, path = "/api/v1/plans/{plan}/pushes/observations", operation_id = "push_observations", tag = "work",
    params(OfPlan, DryRun, ("Idempotency-Key" = String, Header, description = "The program's own name of this batch, 200 visible ASCII characters at most")),
    request_body = ObservationBatch,
    responses((status = 200, description = "The batch was taken", body = PushResult), Refusing))]
pub(super) async fn observations(
    State(app): State<App>,
    Path(plan): Path<String>,
    visit: Visit,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let batch = batch(&visit, &headers, (&body, ""))?;
    let done = async {
        let sent: ObservationBatch = read(&body)?;
        let batch = Batch { system: &sent.system, ..batch.clone() };
        let figures: Vec<Observed> = sent.observations.into_iter().map(Observed::from).collect();
        push_figures(&app, visit.viewer(), &plan, (&batch, &figures), &visit.visitor.change("")).await
    };
    told(&app, &visit, &plan, (done.await, batch.is_dry)).await
}

/// Hands in how projects stood in a month
///
/// For programs of information systems, with a token that may hand in. All states are kept or none, in the register, as the word of
/// the body that answers for the project; what the public sees of the plan does not change. Sent again under its
/// `Idempotency-Key`, a batch is not taken twice.
#[utoipa::path(post, path = "/api/v1/plans/{plan}/pushes/projects", operation_id = "push_projects", tag = "work",
    params(OfPlan, DryRun, ("Idempotency-Key" = String, Header, description = "The program's own name of this batch, 200 visible ASCII characters at most")),
    request_body = ProjectBatch,
    responses((status = 200, description = "The batch was taken", body = PushResult), Refusing))]
pub(super) async fn projects(
    State(app): State<App>,
    Path(plan): Path<String>,
    visit: Visit,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let batch = batch(&visit, &headers, (&body, ""))?;
    let done = async {
        let sent: ProjectBatch = read(&body)?;
        let batch = Batch { system: &sent.system, ..batch.clone() };
        let states: Vec<StateOf> = sent.projects.into_iter().map(StateOf::from).collect();
        let change = visit.visitor.change("");
        push_states(&app, visit.viewer(), &plan, (&batch, &sent.month, &states), &change).await
    };
    told(&app, &visit, &plan, (done.await, batch.is_dry)).await
}

/// When something came last from the systems that feed a plan, what was refused, and which of them are silent
#[utoipa::path(get, path = "/api/v1/plans/{plan}/pushes", operation_id = "pushes", tag = "work",
    params(OfPlan),
    responses((status = 200, description = "What was asked for", body = Vec<FeedItem>), Failed))]
pub(super) async fn list(
    State(app): State<App>,
    Path(plan): Path<String>,
    visit: Visit,
) -> Result<Response, Problem> {
    let view = app.plan(visit.viewer(), &visit.question(&plan)?).await?;
    let all = feeds(&app, visit.viewer(), view.id()).await?;
    Ok(uncached(&all.into_iter().map(FeedItem::from).collect::<Vec<_>>()))
}

impl From<PushedObservation> for Observed {
    fn from(one: PushedObservation) -> Self {
        let PushedObservation { indicator, region, year, value, unit, status, source, comment } = one;
        Self { indicator, region, year, value, unit, status, source, comment }
    }
}

impl From<PushedProject> for StateOf {
    fn from(one: PushedProject) -> Self {
        let PushedProject { project, stage, done, planned, progress, problem, need } = one;
        Self { project, stage, done, planned, progress, problem, need }
    }
}

impl From<Feed> for FeedItem {
    fn from(feed: Feed) -> Self {
        let times = |one: &PushRefusal| one.times;
        Self {
            system: feed.system.map(|one| one.title).unwrap_or_default(),
            account: feed.account,
            expected_days: feed.expected,
            last_at: feed.last_at,
            silent: feed.is_silent,
            batches: feed.batches,
            items: feed.items,
            refused: feed.refusals.iter().map(times).sum(),
            last_problem: feed.refusals.first().map(|one| one.problem.clone()).unwrap_or_default(),
        }
    }
}
