//! The archive of a docx: its parts by name, unpacked within limits.

use super::xml::{Token, Xml};
use crate::error::ReadError;
use std::io::{Cursor, Read};

/// A part that unpacks to more is no document that people wrote.
const LARGEST_PART: u64 = 64 << 20;

/// Text packs about 1:20; far more is an archive made to burst. Small parts may be anything.
const LARGEST_RATIO: u64 = 200;

/// A part may unpack to so much whatever the size of the archive.
const SMALLEST_LIMIT: u64 = 4 << 20;

/// A part of the archive.
pub(crate) struct Part {
    /// Its name in the archive.
    pub(crate) name: String,
    pub(crate) text: String,
}

pub(crate) struct Package<'a> {
    archive: zip::ZipArchive<Cursor<&'a [u8]>>,
    packed: u64,
    document: String,
}

impl<'a> Package<'a> {
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, ReadError> {
        let archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| ReadError::BrokenArchive)?;
        let mut package = Self { archive, packed: bytes.len() as u64, document: String::new() };
        let main = package.relation("_rels/.rels", "officeDocument")?;
        package.document = main.unwrap_or_else(|| "word/document.xml".to_owned());
        Ok(package)
    }

    pub(crate) fn has_document(&mut self) -> bool {
        self.document.starts_with("word/") && self.archive.index_for_name(&self.document).is_some()
    }

    /// The main document as XML text.
    pub(crate) fn document(&mut self) -> Result<Part, ReadError> {
        let name = self.document.clone();
        let text = self.part(&name)?.ok_or(ReadError::BrokenArchive)?;
        Ok(Part { name, text })
    }

    /// A part that the main document refers to by this kind of relationship.
    pub(crate) fn related(&mut self, kind: &str) -> Result<Option<Part>, ReadError> {
        let (folder, file) = self.document.rsplit_once('/').unwrap_or(("", &self.document));
        let rels = format!("{folder}/_rels/{file}.rels");
        let name = self.relation(&rels, kind)?.unwrap_or_else(|| format!("{kind}.xml"));
        let name = if name.contains('/') { name } else { format!("{}/{name}", self.folder()) };
        Ok(self.part(&name)?.map(|text| Part { name, text }))
    }

    fn folder(&self) -> &str {
        self.document.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The target of the first relationship of a kind, as a name in the archive.
    fn relation(&mut self, rels: &str, kind: &str) -> Result<Option<String>, ReadError> {
        let Some(text) = self.part(rels)? else { return Ok(None) };
        let mut xml = Xml::new(&text);
        while let Some(token) = xml.next() {
            if let Token::Open(tag) = token
                && tag.name == "Relationship"
                && tag.attribute("Type").is_some_and(|of| of.ends_with(&format!("/{kind}")))
                && tag.attribute("TargetMode") != Some("External")
                && let Some(target) = tag.attribute("Target")
            {
                return Ok(Some(target.trim_start_matches('/').to_owned()));
            }
        }
        xml.finish().map_err(|offset| ReadError::BrokenPart { part: rels.to_owned(), offset })?;
        Ok(None)
    }

    /// A part as text, `None` when there is none of this name.
    fn part(&mut self, name: &str) -> Result<Option<String>, ReadError> {
        let Some(index) = self.archive.index_for_name(name) else { return Ok(None) };
        let file = self.archive.by_index(index).map_err(|error| match error {
            zip::result::ZipError::UnsupportedArchive(_) => ReadError::Encrypted,
            _ => ReadError::BrokenArchive,
        })?;
        let limit = LARGEST_PART.min(self.packed.saturating_mul(LARGEST_RATIO).max(SMALLEST_LIMIT));
        let mut bytes = Vec::new();
        file.take(limit + 1).read_to_end(&mut bytes).map_err(|_| ReadError::BrokenArchive)?;
        if bytes.len() as u64 > limit {
            return Err(ReadError::TooLarge { limit: limit as usize });
        }
        decoded(&bytes).map(Some).map_err(|offset| ReadError::BrokenPart { part: name.to_owned(), offset })
    }
}

/// The text of a part in the encoding that its mark or its first line states, UTF-8 when they state none.
///
/// # Errors
/// The first byte that is no text in that encoding.
pub(crate) fn decoded(bytes: &[u8]) -> Result<String, usize> {
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
