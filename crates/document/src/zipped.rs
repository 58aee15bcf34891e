//! Tables that travel as one archive: the files of a plan package, unpacked within the limits of any document.

use crate::archive::Archive;
use crate::error::ReadError;
use std::collections::BTreeMap;

/// The text files of an archive by name without their folder, when one of them is `mark`; `None` when it is no such
/// archive.
///
/// # Errors
/// A part is damaged, no text, or unpacks to too much.
pub fn zipped_tables(bytes: &[u8], mark: &str) -> Result<Option<BTreeMap<String, Vec<u8>>>, ReadError> {
    if !bytes.starts_with(b"PK\x03\x04") {
        return Ok(None);
    }
    let mut archive = Archive::open(bytes)?;
    let names = archive.names();
    let bare = |name: &str| name.rsplit('/').next().unwrap_or(name).to_owned();
    if !names.iter().any(|name| bare(name) == mark) {
        return Ok(None);
    }
    let mut files = BTreeMap::new();
    let is_text = |name: &&String| name.rsplit('.').next().is_some_and(|end| matches!(end, "csv" | "json"));
    for name in names.iter().filter(is_text) {
        if let Some(text) = archive.part(name)? {
            files.insert(bare(name), text.into_bytes());
        }
    }
    Ok(Some(files))
}
