//! The verifications of a server: one at a time, and the answers of the last ones.

use crate::Fault;
use audit::{Head, SignedHead};
use std::sync::{Arc, Mutex, PoisonError};
use store::{Mismatch, Store};
use tokio::sync::{Semaphore, watch};

/// Runs that wait, or whose answers are kept for those who come back.
const KEPT: usize = 16;

/// What a verification found.
#[derive(Clone, Debug)]
pub struct Verified {
    /// The head of the log, or what is wrong with it.
    pub chain: Result<Head, audit::Fault>,
    /// How many entries fit what is stored, or the first thing that does not; not asked where the log does not hold.
    pub content: Option<Result<usize, Mismatch>>,
}

/// What a run found; nothing while it goes on.
pub(crate) type Answer = Option<Result<Arc<Verified>, Fault>>;

struct Run {
    number: u64,
    answer: watch::Receiver<Answer>,
}

/// The verifications of a server.
pub(crate) struct Verifier {
    turn: Arc<Semaphore>,
    runs: Mutex<(u64, Vec<Run>)>,
}

impl Default for Verifier {
    fn default() -> Self {
        Self { turn: Arc::new(Semaphore::new(1)), runs: Mutex::default() }
    }
}

impl Verifier {
    fn with<T>(&self, act: impl FnOnce(&mut (u64, Vec<Run>)) -> T) -> T {
        // Every change of the list is whole.
        act(&mut self.runs.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Begins a run; its number.
    pub(crate) fn begin(&self, store: &Store, heads: &[SignedHead]) -> Result<u64, Fault> {
        let (sender, answer) = watch::channel(None);
        let number = self.with(|(last, runs)| {
            // The oldest answers give way; those that are still awaited do not.
            while runs.len() >= KEPT {
                let done =
                    runs.iter().position(|run| run.answer.borrow().is_some()).ok_or_else(Fault::busy)?;
                runs.remove(done);
            }
            *last += 1;
            runs.push(Run { number: *last, answer });
            Ok::<u64, Fault>(*last)
        })?;
        let (turn, store, heads) = (Arc::clone(&self.turn), store.clone(), heads.to_vec());
        tokio::spawn(async move {
            let held = turn.acquire().await;
            let found = verify(&store, &heads).await.map(Arc::new);
            sender.send_replace(Some(found));
            drop(held);
        });
        Ok(number)
    }

    /// Where the answer of a run comes.
    pub(crate) fn answer(&self, number: u64) -> Option<watch::Receiver<Answer>> {
        self.with(|(_, runs)| runs.iter().find(|run| run.number == number).map(|run| run.answer.clone()))
    }

    /// Runs before this one that are not done.
    pub(crate) fn before(&self, number: u64) -> usize {
        self.with(|(_, runs)| {
            runs.iter().filter(|run| run.number < number && run.answer.borrow().is_none()).count()
        })
    }
}

async fn verify(store: &Store, heads: &[SignedHead]) -> Result<Verified, Fault> {
    let chain = store.verify_audit_signed(heads).await?;
    let content = if chain.is_ok() { Some(store.verify_content().await?) } else { None };
    Ok(Verified { chain, content })
}

#[cfg(test)]
mod tests {
    use super::*;
    use store::Location;

    #[tokio::test]
    async fn one_goes_on_at_a_time_and_the_others_know_their_place() {
        let folder = tempfile::tempdir().expect("folder");
        let location = Location::File(folder.path().join("g.db"));
        let store = Store::open(&location).await.expect("opened");
        let verifier = Verifier::default();
        let held = Arc::clone(&verifier.turn).acquire_owned().await.expect("free");
        let numbers: Vec<u64> = (0..3).map(|_| verifier.begin(&store, &[]).expect("room")).collect();
        assert_eq!(numbers.iter().map(|number| verifier.before(*number)).collect::<Vec<_>>(), [0, 1, 2]);
        for _ in 3..KEPT {
            verifier.begin(&store, &[]).expect("room");
        }
        assert!(verifier.begin(&store, &[]).is_err(), "no more can wait");
        drop(held);
        let mut last = verifier.answer(numbers[2]).expect("known");
        last.wait_for(Option::is_some).await.expect("done");
        assert!(matches!(last.borrow().as_ref(), Some(Ok(found)) if found.chain.is_ok()));
        assert_eq!(verifier.before(numbers[2]), 0);
        verifier.begin(&store, &[]).expect("answers give way");
        assert!(verifier.answer(numbers[0]).is_none());
    }
}
