//! Files that belong to a figure: kept whatever they are named, handed out so that no browser runs them.

use axum::extract::{Path, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use store::Attachment;
use web::download::kept_as;
use web::{App, Problem, Visitor};

/// Hands a file out to those who may see a figure it belongs to, or who added it.
pub(crate) async fn download(
    State(app): State<App>,
    Path(id): Path<i64>,
    visitor: Visitor,
) -> Result<Response, Problem> {
    let (file, content) = work::submitted::attachment(&app, &visitor.viewer, id).await?;
    Ok(handed_out(&file, content))
}

/// A file that somebody gave, so that no browser runs it.
pub(crate) fn handed_out(file: &Attachment, content: Vec<u8>) -> Response {
    let mut response = content.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, harmless(&file.media_type));
    headers.insert(header::CONTENT_DISPOSITION, kept_as("file", &file.marked_name()));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(HeaderName::from_static("x-download-options"), HeaderValue::from_static("noopen"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Always a download of plain bytes: a page among the attachments must not run on this address.
fn harmless(media_type: &str) -> HeaderValue {
    let is_harmless = media_type.starts_with("image/") || media_type == "application/pdf";
    let kind = is_harmless.then(|| HeaderValue::from_str(media_type).ok()).flatten();
    kind.unwrap_or(HeaderValue::from_static("application/octet-stream"))
}
