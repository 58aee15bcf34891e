//! Large layers laid over the others.

use crate::failure::Failure;
use jiff::SignedDuration;
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
    // Beside the work, never in its way: while one waits for the database the other may be the one that holds it.
    let told = async {
        loop {
            tokio::time::sleep(TELL).await;
            // A note that could not be made is made a second later; the work ends or fails by itself.
            let noted = service.store().note_progress(job, progress.hundredths(), service.now(), lease).await;
            if matches!(noted, Ok(false)) {
                return Failure::own("another server has taken it over");
            }
        }
    };
    tokio::select! {
        done = spatial::overlay(service, &job.subject, id, &progress) => Ok(done?),
        lost = told => Err(lost),
    }
}
