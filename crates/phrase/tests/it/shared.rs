//! Where the material outside the repository lies.

use std::path::PathBuf;

/// The text of a shared file, or `None` with a note when the shared material is absent.
#[allow(clippy::disallowed_methods, reason = "tests read the shared material")]
pub(crate) fn read(path: &str) -> Option<String> {
    let root = std::env::var_os("GANGYAO_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let found = std::fs::read_to_string(root.join(path));
    if found.is_err() {
        eprintln!("skipped: {path} is not there (set GANGYAO_SHARED)");
    }
    found.ok()
}

/// Byte offset to character offset.
pub(crate) fn chars(text: &str, at: usize) -> usize {
    text[..at].chars().count()
}
