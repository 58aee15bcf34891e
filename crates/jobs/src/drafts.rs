//! What a day brings to plans that are drafted or revised.

use crate::failure::Failure;
use work::Service;

/// Puts into force what was approved for a day that has come, and reminds those who have not answered in a round.
pub(crate) async fn look(service: &Service) -> Result<(), Failure> {
    let count = work::revision::put_into_force(service).await?;
    if count > 0 {
        tracing::info!(count, "revisions in force");
    }
    let reminded = work::rounds::remind::remind(service).await?;
    if reminded > 0 {
        tracing::info!(reminded, "reminded of rounds of opinions");
    }
    Ok(())
}
