//! The archive of a docx: its parts by name, unpacked within limits.

use super::xml::{Token, Xml};
use crate::error::ReadError;
use std::io::{Cursor, Read};

/// A part that unpacks to more is no document that people wrote.
const LARGEST_PART: u64 = 64 << 20;

/// Text packs about 1:20; far more is an archive made to burst.
const LARGEST_RATIO: u64 = 200;

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
    pub(crate) fn document(&mut self) -> Result<String, ReadError> {
        let name = self.document.clone();
        self.part(&name)?.ok_or(ReadError::BrokenArchive)
    }

    /// A part that the main document refers to by this kind of relationship.
    pub(crate) fn related(&mut self, kind: &str) -> Result<Option<String>, ReadError> {
        let (folder, file) = self.document.rsplit_once('/').unwrap_or(("", &self.document));
        let rels = format!("{folder}/_rels/{file}.rels");
        let name = self.relation(&rels, kind)?.unwrap_or_else(|| format!("{kind}.xml"));
        let name = if name.contains('/') { name } else { format!("{}/{name}", self.folder()) };
        self.part(&name)
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
        Ok(None)
    }

    /// A part as text, `None` when there is none of this name.
    fn part(&mut self, name: &str) -> Result<Option<String>, ReadError> {
        let Some(index) = self.archive.index_for_name(name) else { return Ok(None) };
        let file = self.archive.by_index(index).map_err(|error| match error {
            zip::result::ZipError::UnsupportedArchive(_) => ReadError::Encrypted,
            _ => ReadError::BrokenArchive,
        })?;
        let limit = LARGEST_PART.min(self.packed.saturating_mul(LARGEST_RATIO));
        let mut bytes = Vec::new();
        file.take(limit + 1).read_to_end(&mut bytes).map_err(|_| ReadError::BrokenArchive)?;
        if bytes.len() as u64 > limit {
            return Err(ReadError::TooLarge { limit: limit as usize });
        }
        let text = match encoding_rs::Encoding::for_bom(&bytes) {
            Some((encoding, _)) => encoding.decode(&bytes).0.into_owned(),
            None => String::from_utf8(bytes)
                .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()),
        };
        Ok(Some(text))
    }
}
