//! Verification of the audit log and of what it seals, beside the requests: it reads the whole database, so that it is done
//! once at a time, whoever asks waits for it a little, and comes back for the answer when it takes longer.

use crate::runs::waited;
use crate::{Fault, Service};
use audit::SignedHead;
use std::sync::Arc;
use std::time::Duration;

pub use crate::verifier::Verified;

/// How long a request waits for its answer.
const PATIENCE: Duration = Duration::from_secs(3);

/// Where a verification stands.
#[derive(Clone, Debug)]
pub enum Verification {
    /// It is done.
    Done(Arc<Verified>),
    /// It goes on: ask again with this number; so many are done before it.
    Running {
        /// Names the run.
        run: u64,
        /// Runs before it.
        before: usize,
    },
}

impl Service {
    /// Verifies the log against heads that were exported earlier, or looks after a run that was begun before.
    ///
    /// # Errors
    /// [`Fault::busy`] when too many are under way; what the store says; no such run.
    pub async fn verification(&self, heads: &[SignedHead], run: Option<u64>) -> Result<Verification, Fault> {
        let verifier = self.verifier();
        let number = match run {
            Some(number) => number,
            None => verifier.begin(self.store(), heads)?,
        };
        let mut answer = verifier.answer(number).ok_or_else(|| {
            Fault::not_found(
                "这次校验的结果已不再保留，请重新校验。",
                "The result of this verification is no longer kept; verify again.",
            )
        })?;
        match waited(&mut answer, PATIENCE, |error| Fault::internal(error)).await {
            Some(done) => done.map(Verification::Done),
            None => Ok(Verification::Running { run: number, before: verifier.before(number) }),
        }
    }
}
