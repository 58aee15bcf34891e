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
        let main = package.relations("_rels/.rels", "officeDocument")?.into_iter().next();
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
        let name = self.relations(&rels, kind)?.into_iter().next().unwrap_or_else(|| format!("{kind}.xml"));
        let name = self.whole_name(name);
        Ok(self.archive.part(&name)?.map(|text| Part { name, text }))
    }

    /// All parts that the main document refers to by this kind of relationship.
    pub(crate) fn all_related(&mut self, kind: &str) -> Result<Vec<Part>, ReadError> {
        let (folder, file) = self.document.rsplit_once('/').unwrap_or(("", &self.document));
        let rels = format!("{folder}/_rels/{file}.rels");
        let mut parts = Vec::new();
        for name in self.relations(&rels, kind)? {
            let name = self.whole_name(name);
            parts.extend(self.archive.part(&name)?.map(|text| Part { name, text }));
        }
        Ok(parts)
    }

    fn whole_name(&self, name: String) -> String {
        if name.contains('/') { name } else { format!("{}/{name}", self.folder()) }
    }

    fn folder(&self) -> &str {
        self.document.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The targets of the relationships of a kind, as names in the archive.
    fn relations(&mut self, rels: &str, kind: &str) -> Result<Vec<String>, ReadError> {
        let mut targets = Vec::new();
        let Some(text) = self.archive.part(rels)? else { return Ok(targets) };
        let mut xml = Xml::new(&text);
        while let Some(token) = xml.next() {
            if let Token::Open(tag) = token
                && tag.name == "Relationship"
                && tag.attribute("Type").is_some_and(|of| of.ends_with(&format!("/{kind}")))
                && tag.attribute("TargetMode") != Some("External")
                && let Some(target) = tag.attribute("Target")
            {
                targets.push(target.trim_start_matches('/').to_owned());
            }
        }
        xml.finish().map_err(|offset| ReadError::BrokenPart { part: rels.to_owned(), offset })?;
        Ok(targets)
    }
}
