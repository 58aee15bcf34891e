//! The hashing of passwords, a few at a time.

use crate::Fault;
use crate::account::password;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{Semaphore, TryAcquireError, oneshot};

/// Passwords hashed at a time: each takes a core and 19 MiB for a while.
const AT_A_TIME: usize = 2;
/// Passwords that wait for their turn. At some 30 ms each the last of them waits for seconds, which a person bears; a
/// crowd beyond that is told at once, and holds up nobody else.
const WAITING: usize = 200;

type Work = Box<dyn FnOnce() + Send>;

/// Lets few passwords be hashed at a time, and few wait for that.
///
/// It has threads of its own: what a thread has hashed with stays with it, and over the many threads of the executor this
/// would be 19 MiB for each.
pub struct Gatekeeper {
    hands: Sender<Work>,
    places: Arc<Semaphore>,
}

impl Default for Gatekeeper {
    fn default() -> Self {
        Self::new(AT_A_TIME, WAITING)
    }
}

impl Gatekeeper {
    fn new(at_a_time: usize, waiting: usize) -> Self {
        let (hands, work) = channel();
        let work = Arc::new(Mutex::new(work));
        for _ in 0..at_a_time {
            let work = Arc::clone(&work);
            std::thread::spawn(move || do_work(&work));
        }
        Self { hands, places: Arc::new(Semaphore::new(at_a_time + waiting)) }
    }

    /// Whether a password fits, computed off the async threads.
    ///
    /// # Errors
    /// [`Fault::busy`] when too many wait already.
    pub async fn fits(&self, given: String, kept: Option<String>) -> Result<bool, Fault> {
        self.in_turn(move || password::fits(&given, kept.as_deref())).await
    }

    /// The PHC string of a password, computed off the async threads.
    ///
    /// # Errors
    /// [`Fault::busy`] when too many wait already.
    pub async fn hash(&self, given: String) -> Result<String, Fault> {
        self.in_turn(move || password::hash(&given)).await?.map_err(|error| Fault::internal(&error))
    }

    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Fault> {
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(|error| match error {
            TryAcquireError::NoPermits => Fault::busy(),
            TryAcquireError::Closed => Fault::internal(&error),
        })?;
        let (answer, answered) = oneshot::channel();
        let work: Work = Box::new(move || {
            // The place is held until the work is done, also when whoever asked has gone.
            let _held = place;
            let _ = answer.send(work());
        });
        self.hands.send(work).map_err(|error| Fault::internal(&error))?;
        answered.await.map_err(|error| Fault::internal(&error))
    }
}

/// Does one piece of work after the other until nobody can ask any more.
fn do_work(work: &Mutex<Receiver<Work>>) {
    loop {
        let next = work.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(next) = next else { return };
        // Whoever asked is told by the answer that does not come; the thread goes on.
        let _ = catch_unwind(AssertUnwindSafe(next));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fault::Kind;
    use std::sync::mpsc;

    #[tokio::test]
    async fn who_comes_when_all_places_are_taken_is_told_at_once() {
        let gatekeeper = Arc::new(Gatekeeper::new(1, 1));
        let (go, wait) = mpsc::channel::<()>();
        let keeper = Arc::clone(&gatekeeper);
        let first = tokio::spawn(async move { keeper.in_turn(move || wait.recv().is_ok()).await });
        let keeper = Arc::clone(&gatekeeper);
        let second = tokio::spawn(async move { keeper.in_turn(|| true).await });
        while gatekeeper.places.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        let third = gatekeeper.in_turn(|| true).await;
        assert_eq!(third.map_err(|fault| fault.kind), Err(Kind::Unavailable));
        go.send(()).expect("it waits");
        assert!(first.await.expect("run").expect("done") && second.await.expect("run").expect("done"));
        assert!(gatekeeper.in_turn(|| true).await.is_ok());
    }
}
