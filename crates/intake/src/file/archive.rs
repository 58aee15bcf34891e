//! The zip archive that xlsx and ods files are, unpacked within limits.

use std::io::{Cursor, Read as _};

/// Bytes that a workbook may hold when unpacked; beyond that it is not a table of figures.
const MAX_UNPACKED: u64 = 256 << 20;

pub(crate) struct Archive<'b> {
    zip: zip::ZipArchive<Cursor<&'b [u8]>>,
}

/// Why an archive is not read.
pub(crate) enum Refused {
    Broken(String),
    TooLarge,
}

impl<'b> Archive<'b> {
    pub(crate) fn open(bytes: &'b [u8]) -> Result<Self, Refused> {
        let mut zip =
            zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| Refused::Broken(error.to_string()))?;
        if unpacks_beyond(&mut zip, MAX_UNPACKED) {
            return Err(Refused::TooLarge);
        }
        Ok(Self { zip })
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.zip.index_for_name(name).is_some()
    }

    /// A part; parts are found whatever the case of their names.
    pub(crate) fn bytes(&mut self, name: &str) -> Option<Vec<u8>> {
        let index = self.zip.index_for_name(name).or_else(|| {
            let names = self.zip.file_names().filter_map(Result::ok).map(std::borrow::Cow::into_owned);
            let same = names.into_iter().find(|other| other.eq_ignore_ascii_case(name));
            self.zip.index_for_name(&same?)
        })?;
        let mut bytes = Vec::new();
        self.zip.by_index(index).ok()?.take(MAX_UNPACKED).read_to_end(&mut bytes).ok()?;
        Some(bytes)
    }

    /// A part as text.
    pub(crate) fn text(&mut self, name: &str) -> Option<String> {
        let bytes = self.bytes(name)?;
        Some(match encoding_rs::Encoding::for_bom(&bytes) {
            Some((encoding, _)) => encoding.decode(&bytes).0.into_owned(),
            None => String::from_utf8(bytes)
                .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()),
        })
    }
}

/// Whether the parts together hold more than `most` bytes. They are unpacked to count: the sizes that an archive states
/// may be lies.
fn unpacks_beyond(archive: &mut zip::ZipArchive<Cursor<&[u8]>>, most: u64) -> bool {
    let mut left = most;
    for at in 0..archive.len() {
        // A part that cannot be unpacked is told of when it is read.
        let Ok(mut part) = archive.by_index(at) else { continue };
        if part.size() > left {
            return true;
        }
        let mut buffer = [0; 1 << 14];
        while let Ok(read @ 1..) = part.read(&mut buffer) {
            match left.checked_sub(read as u64) {
                Some(rest) => left = rest,
                None => return true,
            }
        }
    }
    false
}
