//! Begins the reports that schedules ask for.

use crate::failure::Failure;
use store::Job;
use work::Service;

/// Begins the report that the job names, and tells who waits for it.
pub(crate) async fn begin(service: &Service, job: &Job) -> Result<(), Failure> {
    work::report::schedule::begin(service, &job.key).await?;
    tracing::info!(key = job.key, "a report was begun");
    Ok(())
}
