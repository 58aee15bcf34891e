//! The archive of a document: the parts that are read, and the file with those that were changed.

use super::MarkError;
use crate::xml::{HEAD, escape};
use quick_xml::Reader;
use quick_xml::events::Event;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Cursor, Read as _, Write as _};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// A part that unpacks to more is no document that people wrote.
const LARGEST_PART: u64 = 64 << 20;

const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const COMMENTS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments";
const COMMENTS_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";
const TYPES: &str = "[Content_Types].xml";

pub(crate) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Name of the part with the text.
    document: String,
    /// Parts that are written anew.
    changed: BTreeMap<String, String>,
}

impl<'a> Package<'a> {
    pub(crate) fn open(file: &'a [u8]) -> Result<Self, MarkError> {
        let archive = ZipArchive::new(Cursor::new(file))?;
        let mut package = Self { archive, document: String::new(), changed: BTreeMap::new() };
        let relations = package.part("_rels/.rels")?.unwrap_or_default();
        let main = related(&relations, "/officeDocument")?;
        package.document = main.map_or_else(
            || "word/document.xml".to_owned(),
            |target| target.trim_start_matches('/').to_owned(),
        );
        Ok(package)
    }

    fn part(&mut self, name: &str) -> Result<Option<String>, MarkError> {
        let Some(index) = self.archive.index_for_name(name) else { return Ok(None) };
        let mut bytes = Vec::new();
        self.archive.by_index(index)?.take(LARGEST_PART + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > LARGEST_PART {
            return Err(MarkError::NotWord("a part is larger than 64 MB"));
        }
        let text = String::from_utf8(bytes).map_err(|_| MarkError::NotWord("a part is not UTF-8"))?;
        Ok(Some(text.trim_start_matches('\u{feff}').to_owned()))
    }

    /// The names of all parts, in the order of the archive.
    pub(crate) fn names(&mut self) -> Result<Vec<String>, MarkError> {
        (0..self.archive.len())
            .map(|index| Ok(self.archive.by_index_raw(index)?.name()?.into_owned()))
            .collect()
    }

    /// Name of the part with the text.
    pub(crate) fn document_name(&self) -> &str {
        &self.document
    }

    /// The text of a part that is there.
    pub(crate) fn text(&mut self, name: &str) -> Result<String, MarkError> {
        self.part(name)?.ok_or(MarkError::NotWord("a part is missing"))
    }

    /// Writes a part anew.
    pub(crate) fn put(&mut self, name: &str, text: String) {
        self.changed.insert(name.to_owned(), text);
    }

    pub(super) fn document(&mut self) -> Result<String, MarkError> {
        let name = self.document.clone();
        self.part(&name)?.ok_or(MarkError::NotWord("there is no text"))
    }

    pub(super) fn put_document(&mut self, text: String) {
        self.changed.insert(self.document.clone(), text);
    }

    fn folder(&self) -> (String, String) {
        let (folder, file) = self.document.rsplit_once('/').unwrap_or(("", &self.document));
        let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        (folder.clone(), format!("{folder}_rels/{file}.rels"))
    }

    /// The name of the part with the comments, when there is one.
    fn comments_name(&mut self) -> Result<Option<String>, MarkError> {
        let (folder, relations) = self.folder();
        let relations = self.part(&relations)?.unwrap_or_default();
        Ok(related(&relations, "/comments")?.map(|target| match target.strip_prefix('/') {
            Some(whole) => whole.to_owned(),
            None => format!("{folder}{target}"),
        }))
    }

    pub(super) fn comments(&mut self) -> Result<Option<String>, MarkError> {
        match self.comments_name()? {
            Some(name) => self.part(&name),
            None => Ok(None),
        }
    }

    /// Puts the comments in; a document without any is told where they are.
    pub(super) fn put_comments(&mut self, text: String) -> Result<(), MarkError> {
        if let Some(name) = self.comments_name()? {
            self.changed.insert(name, text);
            return Ok(());
        }
        let (folder, relations) = self.folder();
        let mut name = format!("{folder}comments.xml");
        while self.archive.index_for_name(&name).is_some() {
            name = name.replace(".xml", "-1.xml");
        }
        let target = name.strip_prefix(&folder).unwrap_or(&name).to_owned();
        let there = self.part(&relations)?;
        let there =
            there.unwrap_or_else(|| format!("{HEAD}<Relationships xmlns=\"{RELATIONS}\"></Relationships>"));
        let mut id = "rComments".to_owned();
        while there.contains(&format!("\"{id}\"")) {
            id.push('x');
        }
        let relation =
            format!("<Relationship Id=\"{id}\" Type=\"{COMMENTS}\" Target=\"{}\"/>", escape(&target));
        self.changed.insert(relations, with_last(&there, "Relationships", &relation)?);
        let types = self.part(TYPES)?.ok_or(MarkError::NotWord("its parts have no types"))?;
        let mut new = String::new();
        let _ = write!(new, "<Override PartName=\"/{}\" ContentType=\"{COMMENTS_TYPE}\"/>", escape(&name));
        self.changed.insert(TYPES.to_owned(), with_last(&types, "Types", &new)?);
        self.changed.insert(name, text);
        Ok(())
    }

    /// The file: parts that were not changed are taken as they are packed.
    pub(crate) fn written(mut self) -> Result<Vec<u8>, MarkError> {
        let mut out = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default());
        for index in 0..self.archive.len() {
            let file = self.archive.by_index_raw(index)?;
            let name = file.name()?.into_owned();
            match self.changed.remove(&name) {
                None => out.raw_copy_file(file)?,
                Some(text) => {
                    out.start_file(name.as_str(), options)?;
                    out.write_all(text.as_bytes())?;
                }
            }
        }
        for (name, text) in self.changed {
            out.start_file(name.as_str(), options)?;
            out.write_all(text.as_bytes())?;
        }
        Ok(out.finish()?.into_inner())
    }
}

/// The target of the first relation whose kind ends so.
fn related(relations: &str, kind: &str) -> Result<Option<String>, MarkError> {
    let mut reader = Reader::from_str(relations);
    loop {
        let element = match reader.read_event()? {
            Event::Start(element) | Event::Empty(element) => element,
            Event::Eof => return Ok(None),
            _ => continue,
        };
        let (mut of, mut target) = (String::new(), None);
        for attribute in element.attributes().with_checks(false).flatten() {
            match attribute.key.0 {
                "Type" => of = attribute.value.to_string(),
                "Target" => {
                    target = quick_xml::escape::unescape(&attribute.value).ok().map(Cow::into_owned);
                }
                _ => {}
            }
        }
        if of.ends_with(kind) && target.is_some() {
            return Ok(target);
        }
    }
}

/// A part with one more element at the end of its root.
fn with_last(text: &str, root: &str, element: &str) -> Result<String, MarkError> {
    let at = text.rfind("</").filter(|at| text.get(*at..).is_some_and(|end| end.contains(root)));
    let at = at.ok_or(MarkError::NotWord("a list of its parts is cut off"))?;
    let (before, end) = text.split_at(at);
    // The elements of these lists have the prefix of their root.
    let prefix = end.trim_start_matches("</").split(root).next().unwrap_or("");
    Ok(format!("{before}{}{end}", element.replacen('<', &format!("<{prefix}"), 1)))
}
