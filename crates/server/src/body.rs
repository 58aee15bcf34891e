//! Takes the body of a request in before the request counts as work: a slow sender holds nobody up.

use crate::door::Progress;
use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt as _;
use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;
use web::{App, Problem};

/// Bodies that one address may be sending at a time; a crowd behind one proxy stays below it.
const PER_ADDRESS: usize = 256;
/// Bytes of bodies that are being taken in, of all together.
const BYTES: usize = 128 << 20;
/// A sender of at least this many bytes a second gets all the time it needs.
const PER_SECOND: u64 = 16 << 10;
/// How many times its limit a body that is too long may go on for before its sender is cut off.
const PASSED_OVER: usize = 4;

/// The bodies that are being taken in. Cloning is cheap.
#[derive(Clone, Default)]
pub(crate) struct Bodies {
    bytes: Arc<AtomicUsize>,
    senders: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

/// Replaces the body of a request by the same body, whole.
pub(crate) async fn whole(
    State((app, bodies)): State<(App, Bodies)>,
    request: Request,
    next: Next,
) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return next.run(request).await;
    }
    let address = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|found| found.0.ip());
    // Behind a proxy all come from its address; the proxy takes bodies in by itself.
    let address = address.filter(|_| !app.settings().behind_proxy);
    let Some(_sender) = Sender::of(&bodies, address) else {
        return refused(StatusCode::TOO_MANY_REQUESTS);
    };
    let (limit, patience) = (limit(&app, request.headers()), app.settings().body_timeout);
    let mut held = Held::of(&bodies, &request);
    let (parts, body) = request.into_parts();
    match take(body, limit, patience, &mut held).await {
        Ok(bytes) => {
            held.whole();
            next.run(Request::from_parts(parts, Body::from(bytes))).await
        }
        Err(status) => refused(status),
    }
}

fn refused(status: StatusCode) -> Response {
    Problem::of_status(status).into_response()
}

fn limit(app: &App, headers: &HeaderMap) -> usize {
    if may_upload(headers) { app.settings().upload_limit } else { app.settings().body_limit }
}

/// Whether a larger body is worth reading: whether it really may be sent is decided by who signed in.
fn may_upload(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let known = headers.contains_key(header::COOKIE) || headers.contains_key(header::AUTHORIZATION);
    known && kind.trim_start().to_ascii_lowercase().starts_with("multipart/")
}

async fn take(
    mut body: Body,
    limit: usize,
    patience: Duration,
    held: &mut Held<'_>,
) -> Result<Bytes, StatusCode> {
    let start = Instant::now();
    let mut whole: Vec<u8> = Vec::new();
    loop {
        let earned = Duration::from_secs(whole.len() as u64 / PER_SECOND);
        held.receives(start, earned);
        let part = match tokio::time::timeout_at(start + patience + earned, body.frame()).await {
            Ok(None) => return Ok(whole.into()),
            Ok(Some(Ok(frame))) => match frame.into_data() {
                Ok(part) => part,
                // Trailers say nothing to us.
                Err(_) => continue,
            },
            Ok(Some(Err(_))) => return Err(StatusCode::BAD_REQUEST),
            Err(_) => return Err(StatusCode::REQUEST_TIMEOUT),
        };
        if whole.len() + part.len() > limit {
            drop(whole);
            pass_over(body, limit * PASSED_OVER, start + patience + earned).await;
            return Err(StatusCode::PAYLOAD_TOO_LARGE);
        }
        if !held.more(part.len()) {
            return Err(StatusCode::SERVICE_UNAVAILABLE);
        }
        whole.extend_from_slice(&part);
    }
}

/// Lets the rest of a body that is too long go by, within bounds: a browser that is still sending when the answer
/// comes shows its person a lost connection in place of the answer.
async fn pass_over(mut body: Body, mut most: usize, until: Instant) {
    while let Ok(Some(Ok(frame))) = tokio::time::timeout_at(until, body.frame()).await {
        match most.checked_sub(frame.data_ref().map_or(0, Bytes::len)) {
            Some(rest) => most = rest,
            None => return,
        }
    }
}

/// Bytes of one body, counted among all until dropped.
struct Held<'a> {
    bodies: &'a Bodies,
    progress: Option<Arc<Progress>>,
    bytes: usize,
}

impl<'a> Held<'a> {
    fn of(bodies: &'a Bodies, request: &Request) -> Self {
        Self { bodies, progress: request.extensions().get::<Arc<Progress>>().cloned(), bytes: 0 }
    }

    /// Tells the door by when the next part has to come.
    fn receives(&self, start: Instant, earned: Duration) {
        if let Some(progress) = &self.progress {
            progress.receives(start, earned);
        }
    }

    /// Tells the door that nothing more is waited for.
    fn whole(&self) {
        if let Some(progress) = &self.progress {
            progress.received();
        }
    }

    fn more(&mut self, bytes: usize) -> bool {
        self.bytes += bytes;
        self.bodies.bytes.fetch_add(bytes, Ordering::Relaxed) + bytes <= BYTES
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.bodies.bytes.fetch_sub(self.bytes, Ordering::Relaxed);
    }
}

/// One body on its way from an address.
struct Sender {
    senders: Arc<Mutex<HashMap<IpAddr, usize>>>,
    address: Option<IpAddr>,
}

impl Sender {
    fn of(bodies: &Bodies, address: Option<IpAddr>) -> Option<Self> {
        if let Some(address) = address {
            let mut senders = bodies.senders.lock().unwrap_or_else(PoisonError::into_inner);
            let count = senders.entry(address).or_default();
            if *count >= PER_ADDRESS {
                return None;
            }
            *count += 1;
        }
        Some(Self { senders: Arc::clone(&bodies.senders), address })
    }
}

impl Drop for Sender {
    fn drop(&mut self) {
        let Some(address) = self.address else { return };
        let mut senders = self.senders.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = senders.get_mut(&address) {
            *count -= 1;
            if *count == 0 {
                senders.remove(&address);
            }
        }
    }
}
