//! Reminds of matters that are to be done by a day.

use crate::failure::Failure;
use work::Service;

/// Takes the steps that a passed day brings, and gives the reminders of today.
pub(crate) async fn remind(service: &Service) -> Result<(), Failure> {
    let taken = work::matters::follow_up(service, None).await?;
    if taken > 0 {
        tracing::info!(taken, "steps of matters taken because a day has passed or another matter has ended");
    }
    let count = work::matters::remind::remind(service).await?;
    if count > 0 {
        tracing::info!(count, "reminded of matters");
    }
    service.refresh().await?;
    Ok(())
}
