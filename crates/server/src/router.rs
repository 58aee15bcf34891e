use crate::app::App;
use crate::ops::{headers, health, metrics};
use crate::problem::Problem;
use crate::{access, api, assets, page};
use axum::Router;
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::get;
use tower::limit::GlobalConcurrencyLimitLayer;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

/// All addresses with the layers around them; the last layer is the outermost.
pub(crate) fn router(app: App) -> Router {
    let settings = app.settings();
    let timeout = TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, settings.timeout);
    let limit = RequestBodyLimitLayer::new(settings.body_limit);
    let concurrency = GlobalConcurrencyLimitLayer::new(settings.concurrency);
    Router::new()
        .route("/", get(page::home::get))
        .route("/plans/{plan}", get(page::overview::get))
        .route("/plans/{plan}/text", get(page::living::get))
        .route("/plans/{plan}/card", get(page::living::cards))
        .route("/plans/{plan}/indicators", get(page::indicators::get))
        .route("/plans/{plan}/indicators/{indicator}", get(page::indicator::get))
        .route("/plans/{plan}/projects", get(page::deliverables::get))
        .route("/plans/{plan}/regions", get(page::regions::get))
        .route("/plans/{plan}/regions.geojson", get(page::regions::shapes))
        .route("/plans/{plan}/warnings", get(page::warnings::get))
        .route("/plans/{plan}/diagnostics", get(page::diagnostics::get))
        .route("/plans/{plan}/compare", get(page::compare::get))
        .route("/rules", get(page::docs::rules))
        .route("/rules/{code}", get(page::docs::rule))
        .route("/api", get(page::docs::api))
        .merge(api::router())
        .layer(from_fn(access::authorise))
        .route("/assets/{name}", get(assets::get))
        .route("/metrics", get(metrics::page))
        .layer(timeout)
        .layer(limit)
        .layer(concurrency)
        // Health is asked without a limit: a busy server is a healthy one.
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .fallback(|| async { Problem::no_page() })
        .layer(CatchPanicLayer::new())
        .layer(from_fn(headers::tell))
        .layer(from_fn_with_state(app.clone(), metrics::measure))
        .layer(from_fn(headers::secure))
        .with_state(app)
}
