//! Forgets people without an account whose day has come, and tells of what waits for a decision.

use crate::failure::Failure;
use work::Service;

/// Does what the day brings to what citizens said.
pub(crate) async fn look(service: &Service) -> Result<(), Failure> {
    let count = work::voices::forget_old(service).await?;
    if count > 0 {
        tracing::info!(count, "forgot people whose day had come");
    }
    work::voices::note_standing(service).await?;
    work::follow::forget_old(service).await?;
    work::voices::remind(service).await?;
    service.refresh().await?;
    Ok(())
}
