//! Files that belong to a figure: kept whatever they are named, handed out so that no browser runs them.

use crate::office::submission::may_read;
use axum::extract::{Path, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use store::SubmissionFilter;
use web::visit::encode;
use web::{App, Problem, Visitor};

/// Hands a file out to those who may see a figure it belongs to, or who added it.
pub(crate) async fn download(
    State(app): State<App>,
    Path(id): Path<i64>,
    visitor: Visitor,
) -> Result<Response, Problem> {
    let filter = SubmissionFilter { attachment: Some(id), ..SubmissionFilter::default() };
    let belongs = app.store().submissions(&filter).await?;
    let seen = belongs.iter().any(|one| may_read(&visitor, one));
    // Whether it exists is not told to those who may not see it.
    let none = || {
        Problem::not_found(
            "没有这个附件，或您无权查看。",
            "There is no such file, or it is not yours to see.",
        )
    };
    let (file, content) = match app.store().attachment(id).await {
        Ok(found) => found,
        Err(store::StoreError::Missing { .. }) => return Err(none()),
        Err(error) => return Err(error.into()),
    };
    let is_own = visitor.viewer.account().is_some_and(|account| account.name == file.added_by);
    if !seen && !is_own {
        return Err(none());
    }
    let name = format!("attachment; filename=\"file\"; filename*=UTF-8''{}", encode(&file.name));
    let mut response = content.into_response();
    let headers = response.headers_mut();
    // Always a download of plain bytes: a page among the attachments must not run on this address.
    let kind = if file.media_type.starts_with("image/") || file.media_type == "application/pdf" {
        HeaderValue::from_str(&file.media_type)
            .unwrap_or(HeaderValue::from_static("application/octet-stream"))
    } else {
        HeaderValue::from_static("application/octet-stream")
    };
    headers.insert(header::CONTENT_TYPE, kind);
    let name = HeaderValue::from_str(&name).map_err(|error| Problem::internal(&error))?;
    headers.insert(header::CONTENT_DISPOSITION, name);
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(HeaderName::from_static("x-download-options"), HeaderValue::from_static("noopen"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}
