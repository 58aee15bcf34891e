//! Files made beside the requests: each is made once for all who ask the same, two at a time, and whoever waits too long
//! comes back for it. What nobody comes back for is given up.

use crate::runs::{Answer, Runs, waited};
use crate::{Fault, Kind};
use source::Words;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// How long a request waits for its file.
const PATIENCE: Duration = Duration::from_millis(1500);
/// How long a file that waits, or is done, is kept for somebody who does not come back.
const KEPT: Duration = Duration::from_mins(1);
/// Files that are made, wait or are done at a time.
const PLACES: usize = 64;
/// Files that are made at a time: a core stays for those who read.
const AT_A_TIME: usize = 2;

/// A file that is done.
#[derive(Debug)]
pub struct Made {
    /// The title of what it is made from.
    pub title: String,
    /// The media type.
    pub kind: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
}

/// Where a file stands.
#[derive(Clone, Debug)]
pub enum Making {
    /// It is done.
    Done(Arc<Made>),
    /// It is not: ask the same again in a while; so many are to be made before it.
    GoesOn {
        /// Files before it.
        before: usize,
    },
}

/// A hash of everything that a file is made of, and for whom.
pub(crate) type Key = [u8; 32];

/// The files that a server makes.
pub(crate) struct Makers(Runs<Key, Made>);

impl Default for Makers {
    fn default() -> Self {
        Self(Runs::new(AT_A_TIME))
    }
}

impl Makers {
    /// The file under a key, made by `make` when nobody asked for it before. The key holds everything that it is made of,
    /// and for whom.
    ///
    /// # Errors
    /// Too many files wait; as `make`.
    pub(crate) async fn file(
        &self,
        key: Key,
        make: impl Future<Output = Result<Made, Fault>> + Send + 'static,
    ) -> Result<Making, Fault> {
        let mut answer = self.joined(key, make)?;
        let Some(done) = waited(&mut answer, PATIENCE).await else {
            return Ok(Making::GoesOn { before: self.0.before(key) });
        };
        // The next who asks gets one that is made anew.
        self.0.with(|runs| runs.retain(|run| run.key != key));
        done.map(Making::Done)
    }

    fn joined(
        &self,
        key: Key,
        make: impl Future<Output = Result<Made, Fault>> + Send + 'static,
    ) -> Result<Answer<Made>, Fault> {
        let now = Instant::now();
        self.0.with(|runs| {
            runs.retain(|run| {
                let wanted = now.duration_since(run.asked) < KEPT || run.key == key;
                if !wanted {
                    run.task.abort();
                }
                wanted
            });
            if let Some(run) = runs.iter_mut().find(|run| run.key == key) {
                run.asked = now;
                return Ok(run.answer.clone());
            }
            if runs.len() >= PLACES {
                return Err(too_many());
            }
            let run = self.0.begin(key, make);
            let answer = run.answer.clone();
            runs.push(run);
            Ok(answer)
        })
    }
}

fn too_many() -> Fault {
    let words = Words::new(
        "正在生成的文件太多，请过一分钟再下载。",
        "Too many files are being made at the moment; download this one in a minute.",
    );
    Fault { kind: Kind::Unavailable, words }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn made(text: &str) -> Made {
        Made { title: String::new(), kind: "text/plain", bytes: text.as_bytes().to_vec() }
    }

    #[tokio::test(start_paused = true)]
    async fn a_long_one_is_made_once_and_taken_by_who_comes_back() {
        let (makers, times) = (Makers::default(), Arc::new(AtomicUsize::new(0)));
        let ask = || {
            let times = Arc::clone(&times);
            makers.file([1; 32], async move {
                times.fetch_add(1, Ordering::Relaxed);
                tokio::time::sleep(Duration::from_secs(4)).await;
                Ok(made("a"))
            })
        };
        assert!(matches!(ask().await, Ok(Making::GoesOn { before: 0 })));
        assert!(matches!(ask().await, Ok(Making::GoesOn { before: 0 })));
        assert!(matches!(ask().await, Ok(Making::Done(file)) if file.bytes == b"a"));
        assert_eq!(times.load(Ordering::Relaxed), 1);
        assert!(
            matches!(ask().await, Ok(Making::GoesOn { .. })),
            "a new one is made from what is there then"
        );
    }

    #[tokio::test(start_paused = true)]
    async fn those_who_wait_know_their_place_and_leave_it_when_they_do_not_come_back() {
        let (makers, times) = (Makers::default(), Arc::new(AtomicUsize::new(0)));
        let ask = |key: u8, seconds: u64| {
            let times = Arc::clone(&times);
            makers.file([key; 32], async move {
                tokio::time::sleep(Duration::from_secs(seconds)).await;
                times.fetch_add(1, Ordering::Relaxed);
                Ok(made(""))
            })
        };
        let (first, second, third) = tokio::join!(ask(1, 100), ask(2, 100), ask(3, 1));
        assert!(first.is_ok() && second.is_ok());
        assert!(matches!(third, Ok(Making::GoesOn { before: 2 })));
        tokio::time::advance(KEPT).await;
        assert!(matches!(ask(4, 1).await, Ok(Making::Done(_))), "nobody waits for the three any more");
        tokio::time::advance(Duration::from_secs(200)).await;
        tokio::task::yield_now().await;
        assert_eq!(times.load(Ordering::Relaxed), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn there_are_so_many_places_and_a_fault_keeps_none() {
        let makers = Makers::default();
        let waiting = (0..64).map(|at| {
            makers.file([at; 32], async {
                tokio::time::sleep(Duration::from_secs(9)).await;
                Ok(made(""))
            })
        });
        let mut waiting: Vec<_> = waiting.map(Box::pin).collect();
        for one in &mut waiting {
            // Polled once, so that it stands in the list.
            assert!(at_once(one).await.is_none());
        }
        let refused = makers.file([64; 32], async { Ok(made("")) }).await;
        assert!(matches!(refused, Err(fault) if fault.kind == Kind::Unavailable));
        let makers = Makers::default();
        for _ in 0..=PLACES {
            let fault = makers.file([0; 32], async { Err(Fault::no_such_plan()) }).await;
            assert!(matches!(fault, Err(fault) if fault.kind == Kind::NotFound));
        }
    }

    /// What a future gives at once.
    async fn at_once<F: Future + Unpin>(future: &mut F) -> Option<F::Output> {
        tokio::time::timeout(Duration::ZERO, future).await.ok()
    }
}
