//! What every service needs besides its pages: health, metrics, headers, and problems told in the right form.

pub(crate) mod headers;
pub(crate) mod health;
pub(crate) mod metrics;
