//! Whether the process runs and can answer.

use crate::app::App;
use axum::extract::State;
use axum::http::StatusCode;

/// The process runs.
#[allow(clippy::unused_async)] // a handler
pub async fn healthz() -> &'static str {
    "ok\n"
}

/// The process can answer: its database does.
pub async fn readyz(State(app): State<App>) -> (StatusCode, &'static str) {
    match app.store().generation().await {
        Ok(_) => (StatusCode::OK, "ready\n"),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
        }
    }
}
