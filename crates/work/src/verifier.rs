//! The verifications of a server: one at a time, and the answers of the last ones.

use crate::Fault;
use crate::runs::{Answer, Run, Runs};
use audit::{Head, SignedHead};
use std::sync::atomic::{AtomicU64, Ordering};
use store::{Mismatch, Store};

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

/// The verifications of a server.
pub(crate) struct Verifier {
    runs: Runs<u64, Verified>,
    last: AtomicU64,
}

impl Default for Verifier {
    fn default() -> Self {
        Self { runs: Runs::new(1), last: AtomicU64::new(0) }
    }
}

impl Verifier {
    /// Begins a run; its number.
    pub(crate) fn begin(&self, store: &Store, heads: &[SignedHead]) -> Result<u64, Fault> {
        let (store, heads) = (store.clone(), heads.to_vec());
        self.runs.with(|runs| {
            // The oldest answers give way; those that are still awaited do not.
            while runs.len() >= KEPT {
                let done = runs.iter().position(Run::is_done).ok_or_else(Fault::busy)?;
                runs.remove(done);
            }
            let number = self.last.fetch_add(1, Ordering::Relaxed) + 1;
            runs.push(self.runs.begin(number, async move { verify(&store, &heads).await }));
            Ok(number)
        })
    }

    /// Where the answer of a run comes.
    pub(crate) fn answer(&self, number: u64) -> Option<Answer<Verified>> {
        self.runs.with(|runs| runs.iter().find(|run| run.key == number).map(|run| run.answer.clone()))
    }

    /// Runs before this one that are not done.
    pub(crate) fn before(&self, number: u64) -> usize {
        self.runs.before(number)
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
    use std::sync::Arc;
    use store::Location;

    #[tokio::test]
    async fn one_goes_on_at_a_time_and_the_others_know_their_place() {
        let folder = tempfile::tempdir().expect("folder");
        let location = Location::File(folder.path().join("g.db"));
        let store = Store::open(&location).await.expect("opened");
        let verifier = Verifier::default();
        let held = Arc::clone(&verifier.runs.turn).acquire_owned().await.expect("free");
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
