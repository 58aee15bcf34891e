//! Whether the process runs and can answer.

use axum::extract::State;
use axum::http::StatusCode;
use web::App;

/// The process runs.
pub(crate) async fn healthz() -> &'static str {
    "ok\n"
}

/// The process can answer: its database does.
pub(crate) async fn readyz(State(app): State<App>) -> (StatusCode, &'static str) {
    match app.store().generation().await {
        Ok(_) => (StatusCode::OK, "ready\n"),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
        }
    }
}
