//! Forms from browsers: every one that changes something proves that a page of this server made it.

use crate::app::App;
use crate::problem::Problem;
use crate::visitor::Visitor;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{FromRequest as _, Multipart, Request};
use axum::http::{HeaderMap, header};
use work::secret;

/// The field of a form that carries the session's form key.
pub(crate) const KEY: &str = "form-key";

/// Checks that a request which changes something was made on purpose: not by another site, and with the form key of
/// its session. The body is read here, within its limit, so that no handler can forget to check.
///
/// Programs with a token carry no cookie that another site could misuse, so that they need no key.
pub(crate) async fn check(app: &App, visitor: &Visitor, request: Request) -> Result<Request, Problem> {
    if is_cross_site(request.headers()) {
        return Err(Problem::foreign_form());
    }
    let has_files = is_multipart(request.headers());
    let settings = app.settings();
    let limit =
        if visitor.viewer.is_known() && has_files { settings.upload_limit } else { settings.body_limit };
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, limit)
        .await
        .map_err(|_| Problem::of_status(axum::http::StatusCode::PAYLOAD_TOO_LARGE))?;
    if let Some(session) = visitor.session() {
        let copy = Request::from_parts(parts.clone(), Body::from(body.clone()));
        let given = if is_multipart(&parts.headers) { key_of_parts(copy).await } else { field(&body, KEY) };
        if !given.is_some_and(|given| secret::same(&given, &session.form_key)) {
            return Err(Problem::foreign_form());
        }
    }
    Ok(Request::from_parts(parts, Body::from(body)))
}

/// Whether the browser says that another site made the request. Browsers that say nothing are held by the form key.
fn is_cross_site(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return !matches!(site, "same-origin" | "none");
    }
    match (text("origin"), text("host")) {
        (Some(origin), Some(host)) => origin.split_once("://").is_none_or(|(_, from)| from != host),
        _ => false,
    }
}

fn is_multipart(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    kind.trim_start().to_ascii_lowercase().starts_with("multipart/form-data")
}

/// A field of a body in the form of an address query.
fn field(body: &Bytes, name: &str) -> Option<String> {
    let text = std::str::from_utf8(body).ok()?;
    crate::visit::parse_query(text).remove(name)
}

async fn key_of_parts(request: Request) -> Option<String> {
    let mut parts = Multipart::from_request(request, &()).await.ok()?;
    while let Ok(Some(part)) = parts.next_field().await {
        if part.name() == Some(KEY) {
            return part.text().await.ok();
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderName, HeaderValue};

    #[test]
    fn what_another_site_made_is_seen() {
        for (headers, cross) in [
            (vec![], false),
            (vec![("sec-fetch-site", "same-origin")], false),
            (vec![("sec-fetch-site", "cross-site")], true),
            (vec![("sec-fetch-site", "same-site")], true),
            (vec![("origin", "http://plan.test"), ("host", "plan.test")], false),
            (vec![("origin", "http://evil.test"), ("host", "plan.test")], true),
            (vec![("origin", "null"), ("host", "plan.test")], true),
        ] {
            let map: HeaderMap = headers
                .iter()
                .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
                .collect();
            assert_eq!(is_cross_site(&map), cross, "{headers:?}");
        }
    }
}
