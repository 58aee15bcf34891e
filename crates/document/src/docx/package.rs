//! The archive of a docx: its main document and the parts that it refers to.

use crate::archive::Archive;
use crate::error::ReadError;
use crate::xml::{Token, Xml};

/// A part of the archive.
pub(crate) struct Part {
    /// Its name in the archive.
    pub(crate) name: String,
    pub(crate) text: String,
}

pub(crate) struct Package<'a> {
    archive: Archive<'a>,
    document: String,
}

impl<'a> Package<'a> {
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, ReadError> {
        let mut package = Self { archive: Archive::open(bytes)?, document: String::new() };
        let main = package.relation("_rels/.rels", "officeDocument")?;
        package.document = main.unwrap_or_else(|| "word/document.xml".to_owned());
        Ok(package)
    }

    pub(crate) fn has_document(&self) -> bool {
        self.document.starts_with("word/") && self.archive.has(&self.document)
    }

    /// The main document as XML text.
    pub(crate) fn document(&mut self) -> Result<Part, ReadError> {
        let name = self.document.clone();
        let text = self.archive.part(&name)?.ok_or(ReadError::BrokenArchive)?;
        Ok(Part { name, text })
    }

    /// A part that the main document refers to by this kind of relationship.
    pub(crate) fn related(&mut self, kind: &str) -> Result<Option<Part>, ReadError> {
        let (folder, file) = self.document.rsplit_once('/').unwrap_or(("", &self.document));
        let rels = format!("{folder}/_rels/{file}.rels");
        let name = self.relation(&rels, kind)?.unwrap_or_else(|| format!("{kind}.xml"));
        let name = if name.contains('/') { name } else { format!("{}/{name}", self.folder()) };
        Ok(self.archive.part(&name)?.map(|text| Part { name, text }))
    }

    fn folder(&self) -> &str {
        self.document.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The target of the first relationship of a kind, as a name in the archive.
    fn relation(&mut self, rels: &str, kind: &str) -> Result<Option<String>, ReadError> {
        let Some(text) = self.archive.part(rels)? else { return Ok(None) };
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
}
