//! How far work on layers has come.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// How far an overlay has come, shared between who works and who asks.
#[derive(Debug, Default)]
pub struct Progress {
    done: AtomicU64,
    total: AtomicU64,
    stopped: AtomicBool,
}

impl Progress {
    /// Hundredths of the work that are done, from 0 to 100.
    pub fn hundredths(&self) -> i64 {
        let (done, total) = (self.done.load(Ordering::Relaxed), self.total.load(Ordering::Relaxed));
        i64::try_from(done.saturating_mul(100) / total.max(1)).unwrap_or(100).min(100)
    }

    /// Asks for the end: what is under way is finished, nothing new begun, and nothing kept.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    pub(super) fn begin(&self, total: usize) {
        self.total.store(total as u64, Ordering::Relaxed);
    }

    /// Notes work that is done; gives whether to go on.
    pub(super) fn step(&self, done: usize) -> bool {
        self.done.fetch_add(done as u64, Ordering::Relaxed);
        !self.stopped.load(Ordering::Relaxed)
    }
}
