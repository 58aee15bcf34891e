//! The address of one's calendar, and what is there.

use crate::office::inbox;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use web::{App, Problem, Visit};
use work::calendar;

/// Makes a new address for one's calendar; the one before no longer works.
pub(crate) async fn make(State(app): State<App>, visit: Visit) -> Result<Response, Problem> {
    let address = calendar::new_address(&app, visit.viewer(), &visit.visitor.change("")).await?;
    inbox::show(&app, &visit.visitor, &visit, address).await
}

/// The feed of whoever made the address, as long as the account is in use.
pub(crate) async fn feed_of(
    State(app): State<App>,
    Path(key): Path<String>,
    visit: Visit,
) -> Result<Response, Problem> {
    let feed = calendar::under(&app, key.trim_end_matches(".ics"), visit.lang).await?;
    let body = feed.ok_or_else(Problem::no_page)?;
    Ok(([(header::CONTENT_TYPE, "text/calendar; charset=utf-8")], body).into_response())
}
