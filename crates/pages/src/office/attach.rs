//! Files that belong to a figure: kept whatever they are named, handed out so that no browser runs them.

use crate::office::submission::may_read;
use axum::extract::{Path, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest as _, Sha256};
use source::Words;
use store::{Change, NewAttachment, SubmissionFilter};
use web::visit::encode;
use web::{App, Problem, Visitor};
use work::secret;

/// Largest attachment in bytes: it is kept in the database and belongs to one figure.
const LARGEST: usize = 10 << 20;

/// Keeps a file and gives its number; the words say why it is refused.
pub(super) async fn keep(
    app: &App,
    name: &str,
    content: &[u8],
    change: &Change,
) -> Result<Result<i64, Words>, Problem> {
    if content.len() > LARGEST {
        return Ok(Err(Words::new(
            "附件超过 10 MB，请压缩或只附相关页。",
            "The file is larger than 10 MB; compress it or attach the pages that matter.",
        )));
    }
    if is_program(content) {
        return Ok(Err(Words::new(
            "附件是可执行程序，不能接收；请附文档、表格或图片。",
            "The file is a program and is not taken; attach a document, a table or a picture.",
        )));
    }
    let sha256 = secret::hex(&Sha256::digest(content));
    let kept = NewAttachment { name, media_type: media_type(content), sha256: &sha256, content };
    Ok(Ok(app.store().add_attachment(kept, change).await?))
}

/// The type found from the content; what is not known for harmless is just bytes.
fn media_type(content: &[u8]) -> &'static str {
    match content {
        [b'%', b'P', b'D', b'F', b'-', ..] => "application/pdf",
        [0x89, b'P', b'N', b'G', ..] => "image/png",
        [0xff, 0xd8, 0xff, ..] => "image/jpeg",
        [b'P', b'K', 3, 4, ..] => "application/zip",
        _ => "application/octet-stream",
    }
}

fn is_program(content: &[u8]) -> bool {
    content.starts_with(b"MZ") || content.starts_with(b"\x7fELF") || content.starts_with(b"#!")
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_come_from_the_content_and_pages_are_bytes() {
        assert_eq!(media_type(b"%PDF-1.7"), "application/pdf");
        assert_eq!(media_type(b"<!doctype html><script>"), "application/octet-stream");
        assert!(is_program(b"MZ\x90") && is_program(b"#!/bin/sh") && !is_program(b"%PDF"));
    }
}
