//! The one authorisation layer: what a request needs is a table, and nothing else decides.

use crate::problem::Problem;
use axum::extract::Request;
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// What a request may need.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// Anybody may.
    Nothing,
    /// Nobody may: no address takes this method.
    Refused,
}

/// What a request with this method and path needs.
pub(crate) fn need(method: &Method, _path: &str) -> Need {
    match *method {
        Method::GET | Method::HEAD | Method::OPTIONS => Need::Nothing,
        _ => Need::Refused,
    }
}

/// Lets a request through when its need is met.
pub(crate) async fn authorise(request: Request, next: Next) -> Response {
    match need(request.method(), request.uri().path()) {
        Need::Nothing => next.run(request).await,
        Need::Refused => Problem::method().into_response(),
    }
}
