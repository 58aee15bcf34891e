//! Word files to take along.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use web::Problem;
use web::visit::encode;

/// A Word file to take along; `mark` says in its name who may see it.
pub(crate) fn word_file(mark: &str, name: &str, bytes: Vec<u8>) -> Result<Response, Problem> {
    let kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    let name = if mark.is_empty() { name.to_owned() } else { format!("{mark} {name}") };
    let told = format!("attachment; filename=\"file.docx\"; filename*=UTF-8''{}", encode(&name));
    let told = HeaderValue::from_str(&told).map_err(|error| Problem::internal(&error))?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_DISPOSITION, told),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((headers, bytes).into_response())
}
