//! The hashing of passwords, a few at a time.

use crate::Fault;
use crate::account::password;
use tokio::sync::Semaphore;

/// Lets few passwords be hashed at a time: each takes a core and 19 MiB for a while.
pub struct Gatekeeper(Semaphore);

impl Default for Gatekeeper {
    fn default() -> Self {
        Self(Semaphore::new(2))
    }
}

impl Gatekeeper {
    /// Whether a password fits, computed off the async threads.
    pub async fn fits(&self, given: String, kept: Option<String>) -> Result<bool, Fault> {
        let _turn = self.0.acquire().await.map_err(|error| Fault::internal(&error))?;
        tokio::task::spawn_blocking(move || password::fits(&given, kept.as_deref()))
            .await
            .map_err(|error| Fault::internal(&error))
    }

    /// The PHC string of a password, computed off the async threads.
    pub async fn hash(&self, given: String) -> Result<String, Fault> {
        let _turn = self.0.acquire().await.map_err(|error| Fault::internal(&error))?;
        tokio::task::spawn_blocking(move || password::hash(&given))
            .await
            .map_err(|error| Fault::internal(&error))?
            .map_err(|error| Fault::internal(&error))
    }
}
