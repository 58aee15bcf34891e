use crate::access::{Entry, Need, Routes};
use crate::app::App;
use crate::ops::{headers, health, metrics};
use crate::problem::Problem;
use crate::{api, assets, handin, page, people};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use duty::Right;
use tower::limit::GlobalConcurrencyLimitLayer;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

/// All addresses with the layers around them; the last layer is the outermost.
pub(crate) fn router(app: App) -> Router {
    let settings = app.settings();
    let timeout = TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, settings.timeout);
    let limit = RequestBodyLimitLayer::new(settings.body_limit.max(settings.upload_limit));
    let concurrency = GlobalConcurrencyLimitLayer::new(settings.concurrency);
    work()
        .guarded(&app)
        // The authorisation layer holds the limit, which depends on who asks.
        .layer(DefaultBodyLimit::disable())
        .layer(timeout)
        .layer(limit)
        .layer(concurrency)
        // Health is asked without a limit: a busy server is a healthy one.
        .merge(signs_of_life().guarded(&app))
        .fallback(|| async { Problem::no_page() })
        .layer(CatchPanicLayer::new())
        .layer(from_fn(headers::tell))
        .layer(from_fn_with_state(app.clone(), metrics::measure))
        .layer(from_fn_with_state(app.clone(), headers::secure))
        .with_state(app)
}

/// The table of all addresses.
pub(crate) fn entries() -> Vec<Entry> {
    work().merge(signs_of_life()).entries()
}

fn work() -> Routes {
    let read = Need::Has(Right::ReadPlan);
    Routes::new()
        .get("/", read, page::home::get)
        .get("/plans/{plan}", read, page::overview::get)
        .get("/plans/{plan}/text", read, page::living::get)
        .get("/plans/{plan}/card", read, page::living::cards)
        .get("/plans/{plan}/indicators", read, page::indicators::get)
        .get("/plans/{plan}/indicators/{indicator}", read, page::indicator::get)
        .get("/plans/{plan}/projects", read, page::deliverables::get)
        .get("/plans/{plan}/regions", read, page::regions::get)
        .get("/plans/{plan}/regions.geojson", read, page::regions::shapes)
        .get("/plans/{plan}/warnings", read, page::warnings::get)
        .get("/plans/{plan}/diagnostics", read, page::diagnostics::get)
        .get("/plans/{plan}/compare", read, page::compare::get)
        .get("/rules", Need::Open, page::docs::rules)
        .get("/rules/{code}", Need::Open, page::docs::rule)
        .get("/api", Need::Open, page::docs::api)
        .merge(api::routes())
        .merge(people::routes())
        .merge(handin::routes())
        .get("/assets/{name}", Need::Open, assets::get)
        .get("/metrics", Need::Operator, metrics::page)
}

fn signs_of_life() -> Routes {
    Routes::new().get("/healthz", Need::Open, health::healthz).get("/readyz", Need::Open, health::readyz)
}
