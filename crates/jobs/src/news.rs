//! Looks at what changed of what the public sees, and tells those who follow it.

use crate::failure::Failure;
use store::Job;
use work::Service;

/// Keeps what changed, and asks for the mails to those who are told at once.
pub(crate) async fn look(service: &Service) -> Result<(), Failure> {
    let count = work::news::look(service).await?;
    if count > 0 {
        tracing::info!(count, "what the public sees changed");
    }
    // What was laid open today stands from today on; the round of the day was before.
    work::voices::note_standing(service).await?;
    Ok(())
}

/// Asks for the mails to those who are told in the rhythm that the key names.
pub(crate) async fn tell(service: &Service, job: &Job) -> Result<(), Failure> {
    let rhythm = job.key.split('/').next().unwrap_or_default();
    let count = work::news::tell(service, rhythm).await?;
    if count > 0 {
        tracing::info!(count, rhythm, "told followers");
    }
    Ok(())
}
