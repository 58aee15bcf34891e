//! Files made beside the requests: each is made once for all who ask the same, two at a time, and whoever waits too long
//! comes back for it. What nobody comes back for is given up, and whoever it is made for may take it back.

use crate::runs::{Answer, Runs, waited};
use crate::{Fault, Kind, secret};
use source::Words;
use std::fmt::Display;
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
        /// What it is called where it is taken back.
        name: String,
    },
}

/// What a file is, and whose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    /// A hash of the account that it is made for.
    pub(crate) whose: [u8; 32],
    /// A hash of everything that it is made of, and for whom.
    pub(crate) what: [u8; 32],
}

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
        let gone = |error: &dyn Display| if self.holds(key) { Fault::internal(error) } else { taken_back() };
        let Some(done) = waited(&mut answer, PATIENCE, gone).await else {
            return Ok(Making::GoesOn { before: self.0.before(key), name: secret::hex(&key.what) });
        };
        // The next who asks gets one that is made anew.
        self.0.with(|runs| runs.retain(|run| run.key != key));
        done.map(Making::Done)
    }

    /// Takes back the file of this name that is made for this account: its making ends, and what waits behind it moves up. Whether
    /// there was one; a file of another account is none.
    pub(crate) fn take_back(&self, whose: [u8; 32], name: &str) -> bool {
        self.0.with(|runs| {
            let at = runs.iter().position(|run| run.key.whose == whose && secret::hex(&run.key.what) == name);
            let taken = at.map(|at| runs.remove(at));
            taken.inspect(|run| run.task.abort()).is_some()
        })
    }

    fn holds(&self, key: Key) -> bool {
        self.0.with(|runs| runs.iter().any(|run| run.key == key))
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

fn taken_back() -> Fault {
    Fault::not_found("这个文件的生成已经取消。", "The making of this file was cancelled.")
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

    /// Of the account 0, except for the number 99.
    fn key(number: u8) -> Key {
        Key { whose: [u8::from(number == 99); 32], what: [number; 32] }
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_it_is_made_for_takes_it_back_and_nobody_else() {
        let (makers, done) = (Arc::new(Makers::default()), Arc::new(AtomicUsize::new(0)));
        let ask = |number: u8| {
            let (makers, done) = (Arc::clone(&makers), Arc::clone(&done));
            async move {
                let make = async move {
                    tokio::time::sleep(Duration::from_secs(30)).await;
                    done.fetch_add(1, Ordering::Relaxed);
                    Ok(made(""))
                };
                makers.file(key(number), make).await
            }
        };
        let (first, second, third) = tokio::join!(ask(1), ask(99), ask(3));
        let Ok(Making::GoesOn { name, .. }) = first else { panic!("{first:?}") };
        assert!(second.is_ok() && matches!(third, Ok(Making::GoesOn { before: 2, .. })));
        assert!(!makers.take_back([1; 32], &name), "it is not that account's");
        assert!(!makers.take_back([0; 32], "ff"), "there is none of this name");
        // Somebody who waits for it at this moment is told.
        let waits = tokio::spawn(ask(1));
        tokio::task::yield_now().await;
        assert!(makers.take_back([0; 32], &name) && !makers.take_back([0; 32], &name));
        let told = waits.await.unwrap();
        assert!(matches!(&told, Err(fault) if fault.words.zh.contains("取消")), "{told:?}");
        // The one that waited has its turn, and the one that was taken back is never done.
        tokio::time::advance(Duration::from_secs(40)).await;
        assert!(matches!(ask(99).await, Ok(Making::Done(_))));
        tokio::time::advance(Duration::from_secs(40)).await;
        assert!(matches!(ask(3).await, Ok(Making::Done(_))));
        assert_eq!(done.load(Ordering::Relaxed), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn a_long_one_is_made_once_and_taken_by_who_comes_back() {
        let (makers, times) = (Makers::default(), Arc::new(AtomicUsize::new(0)));
        let ask = || {
            let times = Arc::clone(&times);
            makers.file(key(1), async move {
                times.fetch_add(1, Ordering::Relaxed);
                tokio::time::sleep(Duration::from_secs(4)).await;
                Ok(made("a"))
            })
        };
        assert!(matches!(ask().await, Ok(Making::GoesOn { before: 0, .. })));
        assert!(matches!(ask().await, Ok(Making::GoesOn { before: 0, .. })));
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
        let ask = |number: u8, seconds: u64| {
            let times = Arc::clone(&times);
            makers.file(key(number), async move {
                tokio::time::sleep(Duration::from_secs(seconds)).await;
                times.fetch_add(1, Ordering::Relaxed);
                Ok(made(""))
            })
        };
        let (first, second, third) = tokio::join!(ask(1, 100), ask(2, 100), ask(3, 1));
        assert!(first.is_ok() && second.is_ok());
        assert!(matches!(third, Ok(Making::GoesOn { before: 2, .. })));
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
            makers.file(key(at), async {
                tokio::time::sleep(Duration::from_secs(9)).await;
                Ok(made(""))
            })
        });
        let mut waiting: Vec<_> = waiting.map(Box::pin).collect();
        for one in &mut waiting {
            // Polled once, so that it stands in the list.
            assert!(at_once(one).await.is_none());
        }
        let refused = makers.file(key(64), async { Ok(made("")) }).await;
        assert!(matches!(refused, Err(fault) if fault.kind == Kind::Unavailable));
        let makers = Makers::default();
        for _ in 0..=PLACES {
            let fault = makers.file(key(0), async { Err(Fault::no_such_plan()) }).await;
            assert!(matches!(fault, Err(fault) if fault.kind == Kind::NotFound));
        }
    }

    /// What a future gives at once.
    async fn at_once<F: Future + Unpin>(future: &mut F) -> Option<F::Output> {
        tokio::time::timeout(Duration::ZERO, future).await.ok()
    }
}
