//! Accepts connections: each has a time for its headers, and all together leave room for those who ask something.

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::extract::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
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
/// When all places are taken, the connection that has waited longest without asking anything makes room: slow headers and
/// forgotten connections keep nobody out.
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
                let seat = Seats::take(&seats, door.connections);
                tokio::spawn(connection(stream, address, router.clone(), door, seat, graceful.watcher()));
            }
            Err(error) if is_of_one_connection(&error) => {}
            Err(error) => {
                // No file descriptor is left, or no memory: those who wait for nothing go first.
                tracing::warn!(%error, "a connection was not accepted");
                seats.make_room(8);
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
    seat: Seat,
    watcher: hyper_util::server::graceful::Watcher,
) {
    // Answers are small and whole: waiting for more to send would only delay them.
    let _ = stream.set_nodelay(true);
    let state = Arc::clone(&seat.state);
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let (router, busy) = (router.clone(), Busy::of(&state));
        async move {
            let mut request: Request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(address));
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
        () = seat.state.leave.notified() => {}
    }
}

/// The connections that are open, by age.
#[derive(Default)]
struct Seats {
    taken: Mutex<BTreeMap<u64, Arc<State>>>,
    next: AtomicUsize,
}

#[derive(Default)]
struct State {
    /// Requests at hand.
    busy: AtomicUsize,
    leave: Notify,
}

/// A connection's place; it is free again when this is dropped.
struct Seat {
    number: u64,
    state: Arc<State>,
    seats: Arc<Seats>,
}

impl Seats {
    fn take(seats: &Arc<Self>, most: usize) -> Seat {
        let over = (seats.lock().len() + 1).saturating_sub(most);
        seats.make_room(over);
        let number = seats.next.fetch_add(1, Ordering::Relaxed) as u64;
        let state = Arc::<State>::default();
        seats.lock().insert(number, Arc::clone(&state));
        Seat { number, state, seats: Arc::clone(seats) }
    }

    /// Ends this many of the oldest connections on which nothing is asked.
    fn make_room(&self, wanted: usize) {
        let mut taken = self.lock();
        let waiting = |(_, state): &(&u64, &Arc<State>)| state.busy.load(Ordering::Relaxed) == 0;
        let oldest: Vec<u64> = taken.iter().filter(waiting).take(wanted).map(|(number, _)| *number).collect();
        for number in oldest {
            if let Some(state) = taken.remove(&number) {
                state.leave.notify_one();
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<u64, Arc<State>>> {
        // Every change of the map is whole.
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.seats.lock().remove(&self.number);
    }
}

/// Says that a request is at hand until it is dropped.
struct Busy(Arc<State>);

impl Busy {
    fn of(state: &Arc<State>) -> Self {
        state.busy.fetch_add(1, Ordering::Relaxed);
        Self(Arc::clone(state))
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.busy.fetch_sub(1, Ordering::Relaxed);
    }
}
