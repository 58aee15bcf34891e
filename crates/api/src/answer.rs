//! Answers as JSON, lists page by page, and parameters with a closed vocabulary.

use axum::Json;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;
use web::rendered::{NO_STORE, Rendered};
use web::{App, Problem, Visit};

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
pub(crate) fn paging(visit: &Visit) -> Result<(usize, usize), Problem> {
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
pub(crate) fn page<T>(visit: &Visit, items: impl Iterator<Item = T>) -> Result<Page<T>, Problem> {
    let (page, per_page) = paging(visit)?;
    let all: Vec<T> = items.collect();
    let total = all.len();
    let items = all.into_iter().skip((page - 1) * per_page).take(per_page).collect();
    Ok(Page { items, total, page, per_page })
}

/// A JSON answer, taken from memory or made and kept.
pub(crate) async fn answer<T: Serialize>(
    app: &App,
    visit: &Visit,
    headers: &HeaderMap,
    make: impl AsyncFnOnce() -> Result<T, Problem>,
) -> Result<Response, Problem> {
    // What is made for somebody signed in may show a draft: nothing and nobody keeps it.
    if visit.viewer().is_known() {
        let body = serde_json::to_vec(&make().await?).map_err(|error| Problem::internal(&error))?;
        return Ok(Rendered::cached("application/json", body, NO_STORE).answer(&HeaderMap::new()));
    }
    let key = format!("{} {}", app.key(visit.only_plan().as_deref()), visit.key());
    let made = app.pages().get(&key, || async {
        let body = serde_json::to_vec(&make().await?).map_err(|error| Problem::internal(&error))?;
        Ok::<_, Problem>(Rendered::new("application/json", body))
    });
    Ok(made.await?.answer(headers))
}

/// A parameter of a closed vocabulary.
pub(crate) fn word<T>(
    visit: &Visit,
    name: &str,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, Problem> {
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

/// A JSON answer that nothing and nobody keeps.
pub(crate) fn uncached<T: Serialize>(item: &T) -> Response {
    ([(header::CACHE_CONTROL, HeaderValue::from_static(NO_STORE))], Json(item)).into_response()
}
