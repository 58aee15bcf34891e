//! The JSON API under `/api/v1`: everything that the pages show. Route and description are one macro, so the
//! `OpenAPI` document cannot lag behind.

mod aims;
mod answer;
mod assessment;
mod audit;
mod download;
mod heads;
mod lists;
mod matters;
mod model;
mod open;
mod parameters;
mod plans;
mod pushes;
mod scenario;
mod search;
mod sheet;
mod tables;

use axum::http::HeaderMap;
use axum::response::Response;
use duty::Right;
use std::sync::LazyLock;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::access::{Need, Routes};
use web::rendered::Rendered;
use web::{App, ProblemBody};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Gangyao",
        description = "Plans, their figures and their judgement. Every answer carries an ETag; failures are RFC 9457 problem details. \
            `as-of` is the last year whose figures count, `known-at` leaves out what became known after that day, `stood-at` shows everything as it stood here at a moment (for auditors), `lang` is zh or en.",
    ),
    components(schemas(ProblemBody)),
    tags(
        (name = "plans", description = "Plans, versions, documents"),
        (name = "contents", description = "What a plan says"),
        (name = "judgement", description = "Where it stands"),
        (name = "tables", description = "Downloads"),
        (name = "work", description = "Who is to reach what in a year; for those who work here"),
        (name = "audit", description = "Who did what, and whether it is all there; for auditors"),
    )
)]
struct Description;

fn described() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Description::openapi())
        .routes(routes!(plans::list))
        .routes(routes!(plans::get))
        .routes(routes!(plans::versions))
        .routes(routes!(plans::document))
        .routes(routes!(plans::regions))
        .routes(routes!(plans::rules))
        .routes(routes!(lists::sections))
        .routes(routes!(lists::indicators))
        .routes(routes!(lists::indicator))
        .routes(routes!(lists::targets))
        .routes(routes!(lists::target_history))
        .routes(routes!(lists::observations))
        .routes(routes!(lists::projects))
        .routes(routes!(lists::tasks))
        .routes(routes!(lists::places))
        .routes(routes!(lists::bodies))
        .routes(routes!(lists::relations))
        .routes(routes!(lists::diagnostics))
        .routes(routes!(matters::list))
        .routes(routes!(matters::one))
        .routes(routes!(aims::list))
        .routes(routes!(aims::one))
        .routes(routes!(aims::say))
        .routes(routes!(pushes::list))
        .routes(routes!(pushes::observations))
        .routes(routes!(pushes::projects))
        .routes(routes!(assessment::overview))
        .routes(routes!(assessment::rows))
        .routes(routes!(assessment::warnings))
        .routes(routes!(assessment::compare))
        .routes(routes!(assessment::track_record))
        .routes(routes!(search::search))
        .routes(routes!(scenario::check))
        .routes(routes!(scenario::run))
        .routes(routes!(scenario::seek))
        .routes(routes!(tables::get))
        .routes(routes!(open::open))
        .routes(routes!(open::report))
        .routes(routes!(audit::log))
        .routes(routes!(audit::verification))
        .routes(routes!(audit::of_indicator))
}

/// What an address of the API needs: those of the audit log the right to see it, those of the work inside that to see or to do it, all
/// others that to read plans.
fn need(path: &str) -> Need {
    let is_of_log =
        path.starts_with("/api/v1/audit") || path == "/api/v1/plans/{plan}/indicators/{indicator}/history";
    Need::Has(if is_of_log {
        Right::ReadAudit
    } else if path.ends_with("/aims/{aim}/states") || path.starts_with("/api/v1/plans/{plan}/pushes/") {
        Right::HandIn
    } else if path.starts_with("/api/v1/plans/{plan}/aims") || path == "/api/v1/plans/{plan}/pushes" {
        Right::ReadSubmission
    } else {
        Right::ReadPlan
    })
}

/// The addresses of the API.
pub fn routes() -> Routes {
    let (router, description) = described().split_for_parts();
    Routes::new().described(router, &description, need).get("/api/v1/openapi.json", Need::Open, openapi)
}

static DOCUMENT: LazyLock<String> = LazyLock::new(|| {
    let (_, description) = described().split_for_parts();
    description.to_pretty_json().unwrap_or_default()
});

/// The `OpenAPI` document.
pub fn document() -> &'static str {
    &DOCUMENT
}

async fn openapi(headers: HeaderMap) -> Response {
    Rendered::new("application/json", document()).answer(&headers)
}
