//! Accepts connections: each has a time for its headers, and all together leave room for those who ask something.

mod seats;

pub(crate) use seats::Progress;
use seats::Seats;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::extract::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tower::ServiceExt as _;

/// What the door keeps to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Door {
    /// Time for the headers of a request, and for a connection without one.
    pub(crate) header_timeout: Duration,
    /// Connections that may be open at a time.
    pub(crate) connections: usize,
    /// How long requests at hand may take to end when the server stops.
    pub(crate) farewell: Duration,
}

/// Serves `router` on `listener` until `shutdown` completes; requests at hand are finished first.
///
/// When all places are taken, those who have never asked anything and those who send a body slower than anybody's line make
/// room first, from the address that has most of them; then connections that rest between two requests.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    door: Door,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    let (graceful, seats) = (GracefulShutdown::new(), Arc::new(Seats::default()));
    let mut shutdown = pin!(shutdown);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut shutdown => break,
        };
        match accepted {
            Ok((stream, address)) => {
                let seat = Seats::take(&seats, door.connections, address.ip());
                tokio::spawn(connection(stream, address, router.clone(), door, seat, graceful.watcher()));
            }
            Err(error) if is_of_one_connection(&error) => {}
            Err(error) => {
                // No file descriptor is left, or no memory: those who wait for nothing go first.
                tracing::warn!(%error, "a connection was not accepted");
                seats.make_room(8, 0);
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
    }
    drop(listener);
    if tokio::time::timeout(door.farewell, graceful.shutdown()).await.is_err() {
        tracing::warn!("requests were still at hand when the server stopped");
    }
    Ok(())
}

fn is_of_one_connection(error: &io::Error) -> bool {
    use io::ErrorKind as Kind;
    matches!(error.kind(), Kind::ConnectionAborted | Kind::ConnectionRefused | Kind::ConnectionReset)
}

async fn connection(
    stream: TcpStream,
    address: SocketAddr,
    router: Router,
    door: Door,
    seat: seats::Seat,
    watcher: hyper_util::server::graceful::Watcher,
) {
    // Answers are small and whole: waiting for more to send would only delay them.
    let _ = stream.set_nodelay(true);
    let progress = Arc::clone(seat.progress());
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let (router, progress, busy) = (router.clone(), Arc::clone(&progress), Progress::busy(&progress));
        async move {
            let mut request: Request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(address));
            request.extensions_mut().insert(progress);
            let answer = router.oneshot(request).await;
            drop(busy);
            answer
        }
    });
    let http = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(door.header_timeout)
        .serve_connection(TokioIo::new(stream), service);
    let served = watcher.watch(http);
    tokio::select! {
        // A client that breaks off is no event.
        _ = served => {}
        () = seat.progress().told_to_leave() => {}
    }
}
