//! Heavy work beside the requests: so much of it at a time, and whoever waits too long comes back for the answer.

use crate::Fault;
use std::fmt::Display;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{Semaphore, watch};
use tokio::task::AbortHandle;
use tokio::time::Instant;

/// What came of a run; nothing while it goes on.
pub(crate) type Answer<T> = watch::Receiver<Option<Result<Arc<T>, Fault>>>;

/// A run that waits, goes on or is done.
pub(crate) struct Run<K, T> {
    /// Names it.
    pub(crate) key: K,
    /// When somebody asked for it last.
    pub(crate) asked: Instant,
    pub(crate) answer: Answer<T>,
    /// Gives it up.
    pub(crate) task: AbortHandle,
}

impl<K, T> Run<K, T> {
    /// Whether its answer is there.
    pub(crate) fn is_done(&self) -> bool {
        self.answer.borrow().is_some()
    }
}

/// The runs of one sort of work, in the order in which they were begun.
pub(crate) struct Runs<K, T> {
    pub(crate) turn: Arc<Semaphore>,
    list: Mutex<Vec<Run<K, T>>>,
}

impl<K: Copy + PartialEq, T: Send + Sync + 'static> Runs<K, T> {
    /// No runs; so many go on at a time.
    pub(crate) fn new(at_a_time: usize) -> Self {
        Self { turn: Arc::new(Semaphore::new(at_a_time)), list: Mutex::default() }
    }

    /// Does something with the list, while nobody else does.
    pub(crate) fn with<R>(&self, act: impl FnOnce(&mut Vec<Run<K, T>>) -> R) -> R {
        // Every change of the list is whole.
        act(&mut self.list.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Begins a run that `make` does when its turn has come.
    pub(crate) fn begin(
        &self,
        key: K,
        make: impl Future<Output = Result<T, Fault>> + Send + 'static,
    ) -> Run<K, T> {
        let (sender, answer) = watch::channel(None);
        let turn = Arc::clone(&self.turn);
        let task = tokio::spawn(async move {
            let held = turn.acquire().await;
            let made = make.await.map(Arc::new);
            drop(held);
            sender.send_replace(Some(made));
        });
        Run { key, asked: Instant::now(), answer, task: task.abort_handle() }
    }

    /// Runs before this one that are not done.
    pub(crate) fn before(&self, key: K) -> usize {
        self.with(|runs| runs.iter().take_while(|run| run.key != key).filter(|run| !run.is_done()).count())
    }
}

/// The answer, when it comes in time; `gone` says what it is when whoever did it is gone, as in a panic.
pub(crate) async fn waited<T>(
    answer: &mut Answer<T>,
    patience: Duration,
    gone: impl FnOnce(&dyn Display) -> Fault,
) -> Option<Result<Arc<T>, Fault>> {
    match tokio::time::timeout(patience, answer.wait_for(Option::is_some)).await {
        Ok(Ok(done)) => done.clone(),
        Ok(Err(error)) => Some(Err(gone(&error))),
        Err(_) => None,
    }
}
