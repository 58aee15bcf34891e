//! The warning rules in force.

use assess::Config;
use jiff::Timestamp;
use store::{Store, StoreError};

/// The setting that holds the rules as TOML; the default rules hold without it.
pub const SETTING: &str = "warning-rules";

/// The rules in force. Kept rules that this program no longer understands are logged, and the default ones hold.
pub async fn in_force(store: &Store) -> Result<Config, StoreError> {
    let Some(rules) = store.setting(SETTING).await? else { return Ok(Config::default()) };
    Ok(Config::from_toml(&rules).unwrap_or_else(|error| {
        tracing::error!(%error, "the kept warning rules cannot be read; the default ones hold");
        Config::default()
    }))
}

/// The rules that were in force at a moment, as the audit log tells.
pub async fn in_force_at(store: &Store, moment: Timestamp) -> Result<Config, StoreError> {
    let rules = store.setting_at(SETTING, moment).await?;
    Ok(rules.and_then(|rules| Config::from_toml(&rules).ok()).unwrap_or_default())
}
