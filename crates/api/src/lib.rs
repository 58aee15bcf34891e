//! The JSON API under `/api/v1`: everything that the pages show. Route and description are one macro, so the
//! `OpenAPI` document cannot lag behind.

mod assessment;
mod audit;
mod lists;
mod model;
mod parameters;
mod plans;
mod sheet;
mod tables;

use axum::http::HeaderMap;
use axum::response::Response;
use duty::Right;
use serde::Serialize;
use std::sync::LazyLock;
use utoipa::{OpenApi, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::access::{Need, Routes};
use web::rendered::Rendered;
use web::{App, Problem, ProblemBody, Visit};

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
        .routes(routes!(assessment::overview))
        .routes(routes!(assessment::rows))
        .routes(routes!(assessment::warnings))
        .routes(routes!(assessment::compare))
        .routes(routes!(assessment::track_record))
        .routes(routes!(tables::get))
        .routes(routes!(audit::log))
        .routes(routes!(audit::verification))
        .routes(routes!(audit::of_indicator))
}

/// What an address of the API needs: those of the audit log the right to see it, all others that to read plans.
fn need(path: &str) -> Need {
    let is_of_log =
        path.starts_with("/api/v1/audit") || path == "/api/v1/plans/{plan}/indicators/{indicator}/history";
    Need::Has(if is_of_log { Right::ReadAudit } else { Right::ReadPlan })
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

/// A part of a list.
#[allow(clippy::struct_field_names)] // the names of the query's parameters
#[derive(Serialize, ToSchema)]
pub(crate) struct Page<T> {
    /// The items of this page.
    pub(crate) items: Vec<T>,
    /// How many items there are in all pages.
    pub(crate) total: usize,
    /// This page, from 1.
    pub(crate) page: usize,
    /// Items on a full page.
    pub(crate) per_page: usize,
}

const PER_PAGE: usize = 100;
const MAX_PER_PAGE: usize = 1000;

/// Page and size that a query asks for.
fn paging(visit: &Visit) -> Result<(usize, usize), Problem> {
    let number = |name: &str, default: usize, most: usize| match visit.get(name) {
        None => Ok(default),
        Some(text) => text.parse::<usize>().ok().filter(|n| (1..=most).contains(n)).ok_or_else(|| {
            Problem::bad_request(
                format!("参数 {name} 应为 1 到 {most} 的整数。"),
                format!("{name} must be a whole number from 1 to {most}."),
            )
        }),
    };
    Ok((number("page", 1, 1_000_000)?, number("per_page", PER_PAGE, MAX_PER_PAGE)?))
}

/// The page of `items` that a query asks for.
fn page<T>(visit: &Visit, items: impl Iterator<Item = T>) -> Result<Page<T>, Problem> {
    let (page, per_page) = paging(visit)?;
    let all: Vec<T> = items.collect();
    let total = all.len();
    let items = all.into_iter().skip((page - 1) * per_page).take(per_page).collect();
    Ok(Page { items, total, page, per_page })
}

/// A JSON answer, taken from memory or made and kept.
async fn answer<T: Serialize>(
    app: &App,
    visit: &Visit,
    headers: &HeaderMap,
    make: impl AsyncFnOnce() -> Result<T, Problem>,
) -> Result<Response, Problem> {
    let key = format!("{} {}", app.key(visit.only_plan().as_deref()), visit.key());
    let made = app.pages().get(&key, || async {
        let body = serde_json::to_vec(&make().await?).map_err(|error| Problem::internal(&error))?;
        Ok::<_, Problem>(Rendered::new("application/json", body))
    });
    Ok(made.await?.answer(headers))
}

/// A parameter of a closed vocabulary.
fn word<T>(visit: &Visit, name: &str, parse: impl Fn(&str) -> Option<T>) -> Result<Option<T>, Problem> {
    match visit.get(name) {
        None => Ok(None),
        Some(text) => parse(text).map(Some).ok_or_else(|| {
            Problem::bad_request(
                format!("参数 {name} 没有取值“{text}”。"),
                format!("“{text}” is no value of {name}."),
            )
        }),
    }
}
