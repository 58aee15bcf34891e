//! Large layers laid over the others.

use crate::failure::Failure;
use jiff::SignedDuration;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use store::Job;
use work::Service;
use work::spatial::{self, Progress};

/// How often it is noted how far the work has come, and the lease made longer.
const TELL: Duration = Duration::from_secs(1);

/// Lays the layer that the key names over the others of its plan.
pub(crate) async fn overlay(service: &Service, job: &Job, lease: SignedDuration) -> Result<(), Failure> {
    let id = job.key.parse().map_err(|_| Failure::own("the key is no number of a layer"))?;
    let progress = Arc::new(Progress::default());
    let mut work = pin!(spatial::overlay(service, &job.subject, id, &progress));
    loop {
        tokio::select! {
            done = &mut work => return Ok(done?),
            () = tokio::time::sleep(TELL) => {
                let hundredths = progress.hundredths();
                if !service.store().note_progress(job, hundredths, service.now(), lease).await? {
                    return Err(Failure::own("another server has taken it over"));
                }
            }
        }
    }
}
