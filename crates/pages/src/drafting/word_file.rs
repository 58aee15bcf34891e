//! Word files to take along.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use web::download::kept_as;

/// A Word file to take along; `mark` says in its name who may see it.
pub(crate) fn word_file(mark: &str, name: &str, bytes: Vec<u8>) -> Response {
    let kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    let name = if mark.is_empty() { name.to_owned() } else { format!("{mark} {name}") };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_DISPOSITION, kept_as("file.docx", &name)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (headers, bytes).into_response()
}
