//! The parts of a zip archive by name, unpacked within limits.

use crate::error::ReadError;
use std::io::{Cursor, Read};

/// A part that unpacks to more is no document that people wrote.
const LARGEST_PART: u64 = 64 << 20;

/// All parts together.
const LARGEST_WHOLE: u64 = 256 << 20;

/// Text packs about 1:20; far more is an archive made to burst. Small parts may be anything.
const LARGEST_RATIO: u64 = 200;

/// A part may unpack to so much whatever the size of the archive.
const SMALLEST_LIMIT: u64 = 4 << 20;

pub(crate) struct Archive<'a> {
    parts: zip::ZipArchive<Cursor<&'a [u8]>>,
    packed: u64,
    /// What may still be unpacked.
    left: u64,
}

impl<'a> Archive<'a> {
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, ReadError> {
        let parts = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| ReadError::BrokenArchive)?;
        Ok(Self { parts, packed: bytes.len() as u64, left: LARGEST_WHOLE })
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.parts.index_for_name(name).is_some()
    }

    /// The names of all parts.
    pub(crate) fn names(&self) -> Vec<String> {
        self.parts.file_names().filter_map(|name| Some(name.ok()?.into_owned())).collect()
    }

    /// A part as text, `None` when there is none of this name.
    ///
    /// # Errors
    /// When the part is damaged, encrypted, no text, or unpacks to too much.
    #[expect(clippy::cast_possible_truncation, reason = "below a limit that fits in memory")]
    pub(crate) fn part(&mut self, name: &str) -> Result<Option<String>, ReadError> {
        let Some(index) = self.parts.index_for_name(name) else { return Ok(None) };
        let file = self.parts.by_index(index).map_err(|error| match error {
            zip::result::ZipError::UnsupportedArchive(_) => ReadError::Encrypted,
            _ => ReadError::BrokenArchive,
        })?;
        let limit =
            LARGEST_PART.min(self.packed.saturating_mul(LARGEST_RATIO).max(SMALLEST_LIMIT)).min(self.left);
        let mut bytes = Vec::new();
        file.take(limit + 1).read_to_end(&mut bytes).map_err(|_| ReadError::BrokenArchive)?;
        if bytes.len() as u64 > limit {
            return Err(ReadError::TooLarge { limit: limit as usize });
        }
        self.left -= bytes.len() as u64;
        decoded(&bytes).map(Some).map_err(|offset| ReadError::BrokenPart { part: name.to_owned(), offset })
    }
}

/// The text of a part in the encoding that its mark or its first line states, UTF-8 when they state none.
///
/// # Errors
/// The first byte that is no text in that encoding.
fn decoded(bytes: &[u8]) -> Result<String, usize> {
    if let Some((encoding, length)) = encoding_rs::Encoding::for_bom(bytes) {
        let (text, faulty) = encoding.decode_without_bom_handling(&bytes[length..]);
        return if faulty { Err(length) } else { Ok(text.into_owned()) };
    }
    let stated = || {
        let head = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]).into_owned();
        let label = head.split_once("encoding=")?.1.get(1..)?.split(['"', '\'', '?']).next()?.to_owned();
        encoding_rs::Encoding::for_label(label.as_bytes())
    };
    if let Some(encoding) = stated().filter(|encoding| *encoding != encoding_rs::UTF_8)
        && let (text, false) = encoding.decode_without_bom_handling(bytes)
    {
        return Ok(text.into_owned());
    }
    std::str::from_utf8(bytes).map(str::to_owned).map_err(|error| error.valid_up_to())
}
