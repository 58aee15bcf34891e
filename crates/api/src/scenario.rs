use crate::answer::answer;
use crate::parameters::{AsItStood, AtMoment, Failed, OfPlan, Versioned};
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::Value;
use web::{App, Problem, Visit};
use work::what_if::Wanted;

async fn told(
    app: &App,
    plan: &str,
    visit: &Visit,
    headers: &HeaderMap,
    wanted: Wanted,
) -> Result<Response, Problem> {
    answer(app, visit, headers, async || {
        let text = visit.get("scenario").unwrap_or_default();
        let question = visit.question(plan)?;
        let told = app.scenario_json(visit.viewer(), &question, wanted, text, visit.lang).await?;
        serde_json::from_str::<Value>(&told).map_err(|error| Problem::internal(&error))
    })
    .await
}

/// Numbers that cannot all be true, and what follows from them
#[utoipa::path(get, path = "/api/v1/plans/{plan}/scenario/check", operation_id = "scenario_check", tag = "judgement",
    params(OfPlan, AsItStood, Versioned, AtMoment, ("scenario" = Option<String>, Query, description = "A scenario file (TOML): what it adds to the plan's numbers and identities")),
    responses((status = 200, description = "Groups of numbers with conflicts, repairs, slack; what follows", body = Value), Failed))]
pub(super) async fn check(
    State(app): State<App>,
    Path(id): Path<String>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    told(&app, &id, &visit, &headers, Wanted::Check).await
}

/// What the levers of a scenario move
#[utoipa::path(get, path = "/api/v1/plans/{plan}/scenario/run", operation_id = "scenario_run", tag = "judgement",
    params(OfPlan, AsItStood, Versioned, AtMoment, ("scenario" = Option<String>, Query, description = "A scenario file (TOML), as the command line takes it; nothing is set without one")),
    responses((status = 200, description = "Moves with their origin and why, targets, joint probabilities, draws", body = Value), Failed))]
pub(super) async fn run(
    State(app): State<App>,
    Path(id): Path<String>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    told(&app, &id, &visit, &headers, Wanted::Run).await
}

/// What the targets would take
#[utoipa::path(get, path = "/api/v1/plans/{plan}/scenario/seek", operation_id = "scenario_seek", tag = "judgement",
    params(OfPlan, AsItStood, Versioned, AtMoment, ("scenario" = Option<String>, Query, description = "A scenario file (TOML) with what is sought; without one every target by itself")),
    responses((status = 200, description = "Needs a year against experience; the smallest moves that reach what is sought", body = Value), Failed))]
pub(super) async fn seek(
    State(app): State<App>,
    Path(id): Path<String>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    told(&app, &id, &visit, &headers, Wanted::Seek).await
}
