//! Reminds of matters that are to be done by a day.

use crate::failure::Failure;
use work::Service;

/// Gives the reminders of today.
pub(crate) async fn remind(service: &Service) -> Result<(), Failure> {
    let count = work::matters::remind::remind(service).await?;
    if count > 0 {
        tracing::info!(count, "reminded of matters");
    }
    service.refresh().await?;
    Ok(())
}
