//! What people do with a report that is written.

use super::list::asked;
use super::one::shown;
use super::parts::address;
use crate::answer::after;
use crate::asked::Posted;
use crate::text::text;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use web::download::kept_as;
use web::{App, Problem, Visit};
use work::report::draft::{self, Says};
use work::{Fault, Kind};

type OnPaper = Posted<(String, i64)>;

/// Longest text of a field, in bytes; the use says what is too long.
const MOST: usize = 200_000;

/// The page again, at the block that was written to, or with what is wrong.
async fn again(
    app: &App,
    visit: &Visit,
    (plan, id): (&str, i64),
    done: Result<(), Fault>,
    place: &str,
) -> Result<Response, Problem> {
    let mark = if place.is_empty() { String::new() } else { format!("#b{}", place.replace('.', "-")) };
    let done = done.map(|()| address(plan, &format!("/{id}{mark}")));
    after(visit, done, async |complaint| shown(app, visit, (plan, id), complaint).await).await
}

/// Writes the words of a block.
pub(crate) async fn write(
    Posted { app, place: (plan, id), visit, fields }: OnPaper,
) -> Result<Response, Problem> {
    let (place, words) = (fields.get("place"), fields.text("words", MOST));
    let change = visit.visitor.change("");
    let said = (place, Says::Text, words.as_str());
    let done = draft::write(&app, visit.viewer(), (&plan, id), said, &change).await;
    again(&app, &visit, (&plan, id), done, place).await
}

/// Says something beside a block.
pub(crate) async fn comment(
    Posted { app, place: (plan, id), visit, fields }: OnPaper,
) -> Result<Response, Problem> {
    let (place, words) = (fields.get("place"), fields.text("words", MOST));
    let change = visit.visitor.change("");
    let said = (place, Says::Comment, words.as_str());
    let done = draft::write(&app, visit.viewer(), (&plan, id), said, &change).await;
    again(&app, &visit, (&plan, id), done, place).await
}

/// Asks a body for a block.
pub(crate) async fn ask(
    Posted { app, place: (plan, id), visit, fields }: OnPaper,
) -> Result<Response, Problem> {
    let (place, words) = (fields.get("place"), fields.text("words", 2_000));
    let change = visit.visitor.change("");
    let given = (place, fields.get("owner"), fields.get("due"), words.as_str());
    let done = draft::ask(&app, visit.viewer(), (&plan, id), given, &change).await;
    again(&app, &visit, (&plan, id), done.map(|_| ()), place).await
}

/// Takes up what a body wrote for a block.
pub(crate) async fn take_up(
    Posted { app, place: (plan, id), visit, fields }: OnPaper,
) -> Result<Response, Problem> {
    let place = fields.get("place");
    let change = visit.visitor.change("");
    let matter = fields.get("matter").parse().unwrap_or_default();
    let done = draft::take_up(&app, visit.viewer(), (&plan, id), matter, &change).await;
    again(&app, &visit, (&plan, id), done, place).await
}

/// Makes the report anew from the moment that is asked for.
pub(crate) async fn anew(
    Posted { app, place: (plan, id), visit, fields }: OnPaper,
) -> Result<Response, Problem> {
    let change = visit.visitor.change("");
    let done = draft::make_anew(&app, visit.viewer(), (&plan, id), &asked(&plan, &fields), &change).await;
    again(&app, &visit, (&plan, id), done.map(|_| ()), "").await
}

/// Asks for the approval of the report as it stands.
pub(crate) async fn submit(
    Posted { app, place: (plan, id), visit, fields }: OnPaper,
) -> Result<Response, Problem> {
    let (words, change) = (fields.text("words", 2_000), visit.visitor.change(""));
    let done = draft::submit(&app, visit.viewer(), (&plan, id), &words, &change).await;
    again(&app, &visit, (&plan, id), done.map(|_| ()), "").await
}

/// Issues the report that was approved.
pub(crate) async fn issue(
    Posted { app, place: (plan, id), visit, fields }: OnPaper,
) -> Result<Response, Problem> {
    let (number, change) = (fields.text("number", 100), visit.visitor.change(""));
    let key = app.settings().audit_key.clone();
    let done = draft::issue(&app, visit.viewer(), (&plan, id), (&number, key.as_deref()), &change).await;
    again(&app, &visit, (&plan, id), done, "").await
}

/// Takes the report back.
pub(crate) async fn withdraw(
    Posted { app, place: (plan, id), visit, .. }: OnPaper,
) -> Result<Response, Problem> {
    let change = visit.visitor.change("");
    let done = draft::withdraw(&app, visit.viewer(), (&plan, id), &change).await;
    let done = done.map(|()| address(&plan, ""));
    after(&visit, done, async |complaint| shown(&app, &visit, (&plan, id), complaint).await).await
}

/// Fills a document of the office; what in it is not known is told first.
pub(crate) async fn fill(
    Posted { app, place: (plan, id), visit, fields }: OnPaper,
) -> Result<Response, Problem> {
    let template = fields.file("template").map(|file| file.content.to_vec()).unwrap_or_default();
    let made = draft::filled(&app, visit.viewer(), (&plan, id), &template).await;
    let complaint = match made {
        Ok((bytes, unknown)) if unknown.is_empty() || fields.get("anyway") == "1" => {
            return Ok(word_file(bytes));
        }
        Ok((_, unknown)) => format!("{} {}", text(visit.lang, "papers.unknown"), unknown.join("  ")),
        Err(fault) if fault.kind == Kind::BadRequest => fault.words.get(visit.lang).to_owned(),
        Err(fault) => return Err(fault.into()),
    };
    shown(&app, &visit, (&plan, id), &complaint).await
}

fn word_file(bytes: Vec<u8>) -> Response {
    let kind = HeaderValue::from_static(report::Medium::Docx.media_type());
    let shown = kept_as("report.docx", "report.docx");
    ([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, shown)], bytes).into_response()
}

/// A file of the report.
pub(crate) async fn file(
    State(app): State<App>,
    Path((plan, id, name)): Path<(String, i64, String)>,
    visit: Visit,
) -> Result<Response, Problem> {
    let (kind, bytes) = draft::file(&app, visit.viewer(), (&plan, id), &name).await?;
    let (kind, shown) = (HeaderValue::from_static(kind), kept_as(&name, &name));
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, shown)], bytes).into_response())
}
