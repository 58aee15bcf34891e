//! What was searched for in the text.

/// A place where the text that was searched for stands.
pub(crate) struct Found {
    pub(crate) anchor: String,
    pub(crate) before: String,
    pub(crate) hit: String,
    pub(crate) after: String,
}
