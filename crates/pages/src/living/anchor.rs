//! Places in the text that an address can name.

/// A place where the text that was searched for stands.
pub(crate) struct Found {
    pub(crate) anchor: String,
    pub(crate) before: String,
    pub(crate) hit: String,
    pub(crate) after: String,
}

/// The anchor of a place in the source.
pub(crate) fn anchor(at: usize) -> String {
    format!("b{at}")
}
