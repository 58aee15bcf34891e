//! The pages: each module makes one from a view and its template.

pub(crate) mod compare;
pub(crate) mod deliverables;
pub(crate) mod diagnostics;
pub(crate) mod docs;
pub(crate) mod home;
pub(crate) mod indicator;
pub(crate) mod indicators;
pub(crate) mod living;
pub(crate) mod overview;
pub(crate) mod parts;
pub(crate) mod regions;
pub(crate) mod shell;
pub(crate) mod warnings;

use crate::app::App;
use crate::problem::Problem;
use crate::rendered::Rendered;
use crate::visit::Visit;
use askama::Template;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use shell::Shell;

/// The page of a visit: taken from memory, or made and kept. A page for somebody signed in bears a name and a form key:
/// it is made anew and never kept.
pub(crate) async fn answer<T: Template>(
    app: &App,
    visit: &Visit,
    headers: &HeaderMap,
    make: impl AsyncFnOnce() -> Result<T, Problem>,
) -> Result<Response, Problem> {
    if visit.viewer().is_known() {
        return crate::people::fresh(&make().await?);
    }
    let key = format!("{} {}", app.key(visit.only_plan().as_deref()), visit.key());
    let page =
        app.pages().get(&key, || async { Ok::<_, Problem>(Rendered::html(make().await?.render()?)) }).await?;
    Ok(page.answer(headers))
}

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage {
    s: Shell,
    status: u16,
    detail: String,
}

/// A problem told as a page.
pub(crate) fn problem(visit: &Visit, problem: &Problem) -> Response {
    let s = Shell::bare(visit, problem.title(visit.lang));
    let page =
        ProblemPage { s, status: problem.status.as_u16(), detail: problem.detail.get(visit.lang).to_owned() };
    let body = page.render().unwrap_or_else(|_| page.detail.clone());
    let mut response = (problem.status, body).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    response
}
