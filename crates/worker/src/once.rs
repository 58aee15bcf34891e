//! One job of a command: a child, a clock, an answer.

use crate::pool::{self, Program};
use crate::{Failure, Job, Limits};

/// Does one job in a child of its own and waits for it.
///
/// # Errors
/// [`Failure`] when the child met a limit, died, or could not be started.
pub fn once(program: &Program, job: &Job, limits: Limits) -> Result<Vec<u8>, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::Start(error.to_string()))?;
    runtime.block_on(async { pool::run(program.start()?, job, limits, false).await })
}
