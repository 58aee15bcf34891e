//! What is counted of requests, for Prometheus.

use axum::extract::{MatchedPath, Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Upper ends of the latency buckets, in seconds.
const BUCKETS: [f64; 10] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0];

/// What is counted of the requests, for Prometheus.
pub(crate) struct Metrics {
    started: f64,
    in_flight: AtomicI64,
    routes: Mutex<BTreeMap<(String, u16), Tally>>,
}

#[derive(Clone, Default)]
struct Tally {
    buckets: [u64; BUCKETS.len()],
    count: u64,
    seconds: f64,
}

impl Metrics {
    /// Nothing counted yet.
    pub(crate) fn new() -> Self {
        let started = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs_f64();
        Self { started, in_flight: AtomicI64::new(0), routes: Mutex::new(BTreeMap::new()) }
    }

    fn count(&self, route: &str, status: u16, took: Duration) {
        let seconds = took.as_secs_f64();
        let mut routes = self.routes.lock().unwrap_or_else(PoisonError::into_inner);
        let tally = routes.entry((route.to_owned(), status)).or_default();
        tally.count += 1;
        tally.seconds += seconds;
        for (bucket, end) in tally.buckets.iter_mut().zip(BUCKETS) {
            *bucket += u64::from(seconds <= end);
        }
    }

    /// The text format of Prometheus.
    fn text(&self) -> String {
        let mut out = String::new();
        let _ =
            writeln!(out, "# HELP gangyao_start_time_seconds When the server started, seconds since 1970.");
        let _ = writeln!(out, "# TYPE gangyao_start_time_seconds gauge");
        let _ = writeln!(out, "gangyao_start_time_seconds {:.3}", self.started);
        let _ = writeln!(out, "# HELP gangyao_requests_in_flight Requests being worked on.");
        let _ = writeln!(out, "# TYPE gangyao_requests_in_flight gauge");
        let _ = writeln!(out, "gangyao_requests_in_flight {}", self.in_flight.load(Ordering::Relaxed));
        let _ =
            writeln!(out, "# HELP gangyao_request_duration_seconds Time to the answer, by route and status.");
        let _ = writeln!(out, "# TYPE gangyao_request_duration_seconds histogram");
        let routes = self.routes.lock().unwrap_or_else(PoisonError::into_inner).clone();
        for ((route, status), tally) in routes {
            let labels = format!("route=\"{route}\",status=\"{status}\"");
            for (count, end) in tally.buckets.iter().zip(BUCKETS) {
                let _ =
                    writeln!(out, "gangyao_request_duration_seconds_bucket{{{labels},le=\"{end}\"}} {count}");
            }
            let count = tally.count;
            let _ = writeln!(out, "gangyao_request_duration_seconds_bucket{{{labels},le=\"+Inf\"}} {count}");
            let _ = writeln!(out, "gangyao_request_duration_seconds_sum{{{labels}}} {:.6}", tally.seconds);
            let _ = writeln!(out, "gangyao_request_duration_seconds_count{{{labels}}} {count}");
        }
        out
    }
}

/// Measures every request under the pattern of its route, so that the number of series stays small.
pub(crate) async fn measure(State(metrics): State<Arc<Metrics>>, request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let method = request.method().clone();
    // A one-time link is a secret, also in a log.
    let path = request.uri().path();
    let path = if path.starts_with("/link/") { "/link/..." } else { path }.to_owned();
    metrics.in_flight.fetch_add(1, Ordering::Relaxed);
    let begun = Instant::now();
    let response = next.run(request).await;
    let took = begun.elapsed();
    metrics.in_flight.fetch_sub(1, Ordering::Relaxed);
    let status = response.status().as_u16();
    metrics.count(&route, status, took);
    tracing::debug!(%method, path, route, status, took_ms = took.as_secs_f64() * 1000.0, "request");
    response
}

/// The page that Prometheus reads.
pub(crate) fn page(metrics: &Metrics) -> Response {
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], metrics.text()).into_response()
}
