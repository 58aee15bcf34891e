//! Reminds of matters that are to be done by a day, and of systems from which nothing came.

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
    let count = work::push::silence::remind(service).await?;
    if count > 0 {
        tracing::info!(count, "told of systems from which nothing came");
    }
    service.refresh().await?;
    Ok(())
}
