//! Asks for the quarterly words on aims of a year.

use crate::failure::Failure;
use work::Service;

/// Gives the reminders of today.
pub(crate) async fn remind(service: &Service) -> Result<(), Failure> {
    let count = work::aims::remind(service).await?;
    if count > 0 {
        tracing::info!(count, "reminded of yearly aims");
    }
    service.refresh().await?;
    Ok(())
}
