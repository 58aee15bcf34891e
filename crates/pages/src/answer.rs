//! A page as an answer: kept for all who see the same, or made for one person.

use crate::shell::Shell;
use askama::Template;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use web::download::kept_as;
use web::rendered::Rendered;
use web::{App, Problem, Visit};
use work::{Fault, Kind};

fn render<T: Template>(page: &T) -> Result<String, Problem> {
    let page = page.render().map_err(|error| Problem::internal(&error))?;
    Ok(crate::terms::explained(&page))
}

/// A page made for one person: nothing and nobody keeps it.
pub(crate) fn fresh<T: Template>(page: &T) -> Result<Response, Problem> {
    let mut response = render(page)?.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// The page of a form: as it is, or with a complaint about what was typed.
pub(crate) fn form<T: Template>(page: &T, complaint: &str) -> Result<Response, Problem> {
    let status = if complaint.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, fresh(page)?).into_response())
}

/// What follows a form that was sent: the page at the address that `done` gives, or the form `again` with what is wrong with
/// what was typed.
pub(crate) async fn after(
    visit: &Visit,
    done: Result<String, Fault>,
    again: impl AsyncFnOnce(&str) -> Result<Response, Problem>,
) -> Result<Response, Problem> {
    match done {
        Ok(address) => Ok(Redirect::to(&address).into_response()),
        Err(fault) if fault.kind == Kind::BadRequest => again(fault.words.get(visit.lang)).await,
        Err(fault) => Err(fault.into()),
    }
}

/// The page of a visit: taken from memory, or made and kept. A page for somebody signed in bears a name and a form key:
/// it is made anew and never kept.
pub(crate) async fn answer<T: Template>(
    app: &App,
    visit: &Visit,
    headers: &HeaderMap,
    make: impl AsyncFnOnce() -> Result<T, Problem>,
) -> Result<Response, Problem> {
    if visit.viewer().is_known() {
        return fresh(&make().await?);
    }
    let key = format!("{} {}", app.key(visit.only_plan().as_deref()), visit.key());
    let page =
        app.pages().get(&key, || async { Ok::<_, Problem>(Rendered::html(render(&make().await?)?)) }).await?;
    Ok(page.answer(headers))
}

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage {
    s: Shell,
    status: u16,
    detail: String,
    /// What the log calls the request; empty when it is not the server that failed.
    code: String,
}

/// A problem told as a page; `code` names the request in the log.
pub fn problem(visit: &Visit, problem: &Problem, code: &str) -> Response {
    let s = Shell::bare(visit, problem.title().get(visit.lang));
    let page = ProblemPage {
        s,
        status: problem.status.as_u16(),
        detail: problem.detail.get(visit.lang).to_owned(),
        code: problem.code(code).unwrap_or_default().to_owned(),
    };
    let body = page.render().unwrap_or_else(|_| page.detail.clone());
    let mut response = (problem.status, body).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    response
}

/// A file to be kept, under a name of plain letters and under its title.
pub(crate) fn attached(
    bytes: Vec<u8>,
    kind: &'static str,
    (plain, ending): (&str, &str),
    title: &str,
) -> Response {
    let name = kept_as(&format!("{plain}.{ending}"), &format!("{title}.{ending}"));
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CONTENT_DISPOSITION, name);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
