use crate::body::{self, Bodies};
use crate::metrics::{self, Metrics};
use crate::{code, headers, health};
use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use std::sync::Arc;
use tower::limit::GlobalConcurrencyLimitLayer;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;
use web::access::{Entry, Need, Routes};
use web::{App, Problem};

/// All addresses with the layers around them; the last layer is the outermost.
pub(crate) fn router(app: App) -> Router {
    let settings = app.settings();
    let timeout = TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, settings.timeout);
    let limit = RequestBodyLimitLayer::new(settings.body_limit.max(settings.upload_limit));
    let concurrency = GlobalConcurrencyLimitLayer::new(settings.concurrency);
    let metrics = Arc::new(Metrics::new());
    work(Arc::clone(&metrics))
        .guarded(&app)
        // The authorisation layer holds the limit, which depends on who asks.
        .layer(DefaultBodyLimit::disable())
        .layer(timeout)
        .layer(limit)
        .layer(concurrency)
        // A body is taken in before its request counts as work.
        .layer(from_fn_with_state((app.clone(), Bodies::default()), body::whole))
        // Health is asked without a limit: a busy server is a healthy one.
        .merge(signs_of_life().guarded(&app))
        .fallback(|| async { Problem::no_page() })
        .layer(CatchPanicLayer::new())
        .layer(from_fn(headers::tell))
        .layer(from_fn_with_state((metrics, app.clone()), metrics::measure))
        .layer(from_fn_with_state(app.clone(), headers::secure))
        .layer(from_fn_with_state(app.clone(), code::given))
        .with_state(app)
}

/// The table of all addresses.
pub(crate) fn entries() -> Vec<Entry> {
    work(Arc::new(Metrics::new())).merge(signs_of_life()).entries()
}

fn work(metrics: Arc<Metrics>) -> Routes {
    let counted = move |State(app): State<App>| {
        let metrics = Arc::clone(&metrics);
        async move { metrics::page(&metrics, &app).await }
    };
    pages::routes(api::document).merge(api::routes()).get("/metrics", Need::Operator, counted).get(
        "/health",
        Need::Operator,
        health::health,
    )
}

fn signs_of_life() -> Routes {
    Routes::new().get("/healthz", Need::Open, health::healthz).get("/readyz", Need::Open, health::readyz)
}
