//! What the typesetter sees: the template and the document, nothing else.

use crate::fonts::Fonts;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt as _, World};

/// The form of the page.
const TEMPLATE: &str = include_str!("form.typ");

pub(crate) struct Desk<'f> {
    library: LazyHash<Library>,
    fonts: &'f Fonts,
    template: Source,
    document: (FileId, Bytes),
}

impl<'f> Desk<'f> {
    /// `document` is the cleaned document as JSON.
    pub(crate) fn new(document: String, fonts: &'f Fonts) -> Result<Self, String> {
        let id = |name: &str| {
            let path = VirtualPath::new(name).map_err(|error| format!("{error:?}"))?;
            Ok::<_, String>(RootedPath::new(VirtualRoot::Project, path).intern())
        };
        // Heads of rows are told to readers' programs.
        let features = [Feature::A11yExtras].into_iter().collect();
        Ok(Self {
            library: LazyHash::new(Library::builder().with_features(features).build()),
            fonts,
            template: Source::new(id("form.typ")?, TEMPLATE.to_owned()),
            document: (id("document.json")?, Bytes::from_string(document)),
        })
    }

    /// The line of the template that a mistake comes from.
    pub(crate) fn line(&self, at: usize) -> usize {
        self.template.text().get(..at).unwrap_or_default().lines().count()
    }
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.template.id() { Ok(self.template.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.document.0 { Ok(self.document.1.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.font(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
