//! Writes a [`story`] tree as a Word document in the form of Chinese official papers (GB/T 9704-2012): page, fonts, heading
//! levels, page numbers; tables whose heads repeat, charts whose data can be edited, footnotes, a table of contents.
//!
//! Ids are places in the document, the times in the archive are fixed, the dates are those of [`Settings`]: the same tree
//! gives the same bytes. Every container of properties is put together by [`order`], so that elements stand as the schema
//! (ECMA-376, transitional) has them. [`mark()`] puts comments and tracked changes into a document that is there already,
//! [`fill()`] fills the placeholders of one.
//!
//! **Invariant:** knows nothing of plans and reports; all words come with the tree or with [`Settings`].
//! **Invariant:** fonts are named, never carried: those of official papers are not free.

mod body;
mod chart;
mod contents;
mod fill;
mod inline;
mod mark;
mod order;
mod part;
mod style;
mod table;
mod title;
mod xml;

use body::Body;
use jiff::civil::Date;
use source::Words;
use std::collections::BTreeMap;
use std::io::{Cursor, Write as _};
use story::Block;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

pub use fill::{Fields, Filled, fill};
pub use mark::{Mark, MarkError, Marked, Stretch, mark};
pub use order::{ORDERS, position};
pub use table::{Layout, layout};
pub use title::lines;

/// What is said of a document as a whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Its title, for the properties of the file.
    pub title: String,
    /// Who wrote it; empty for nobody.
    pub author: String,
    /// The day it stands for, as its day of making.
    pub day: Date,
    /// Heading of the table of contents; empty for no table of contents.
    pub contents: String,
    /// The word before the numbers of charts: 图.
    pub figure: String,
    /// What stands at the upper left of the first page: who may see it; nothing when empty.
    pub mark: String,
}

/// Why no document could be made.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The archive could not be written.
    #[error("the archive could not be written: {0}")]
    Archive(#[from] zip::result::ZipError),
    /// The data of a chart could not be written.
    #[error("the data of a chart could not be written: {0}")]
    Sheet(#[from] rust_xlsxwriter::XlsxError),
    /// Memory could not be written to.
    #[error("the archive could not be written: {0}")]
    Memory(#[from] std::io::Error),
}

impl WriteError {
    /// What is told to a person.
    pub fn words(&self) -> Words {
        Words::new(
            format!("Word 文件没有写成：{self}"),
            format!("the Word file could not be written: {self}"),
        )
    }
}

/// The document as the bytes of a file.
///
/// # Example
/// ```
/// use docx::{Settings, write};
/// let settings = Settings { title: "报告".into(), author: String::new(), day: jiff::civil::date(2024, 1, 1), contents: String::new(), figure: "图".into(), mark: String::new() };
/// let tree = [story::Block::Heading(story::Heading::new(1, "报告"))];
/// let bytes = write(&tree, &settings)?;
/// assert!(bytes.starts_with(b"PK"));
/// # Ok::<(), docx::WriteError>(())
/// ```
pub fn write(blocks: &[Block<'_>], settings: &Settings) -> Result<Vec<u8>, WriteError> {
    let body = Body::of(blocks, settings)?;
    let mut parts: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut put = |name: &str, text: String| parts.insert(name.to_owned(), text.into_bytes());
    put("_rels/.rels", part::package_relations());
    put("docProps/app.xml", part::application());
    put("docProps/core.xml", part::properties(settings));
    put("word/_rels/document.xml.rels", part::document_relations(&body));
    put("word/document.xml", body.document());
    put("word/fontTable.xml", part::fonts());
    put("word/footer1.xml", part::footer("right", "w:right"));
    put("word/footer2.xml", part::footer("left", "w:left"));
    put("word/footnotes.xml", part::footnotes(&body.footnotes));
    put("word/settings.xml", part::settings(!settings.contents.is_empty()));
    put("word/styles.xml", style::text());
    for (at, chart) in body.charts.iter().enumerate() {
        let number = at + 1;
        put(&format!("word/charts/chart{number}.xml"), chart.xml.clone());
        put(&format!("word/charts/_rels/chart{number}.xml.rels"), part::chart_relations(number));
    }
    for (at, chart) in body.charts.iter().enumerate() {
        parts.insert(format!("word/embeddings/chart{}.xlsx", at + 1), chart.workbook.clone());
    }
    archive(&parts, &part::content_types(body.charts.len()))
}

/// The parts in one archive, the content types first as programs expect them.
fn archive(parts: &BTreeMap<String, Vec<u8>>, types: &str) -> Result<Vec<u8>, WriteError> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    archive.start_file("[Content_Types].xml", options)?;
    archive.write_all(types.as_bytes())?;
    for (name, bytes) in parts {
        archive.start_file(name.as_str(), options)?;
        archive.write_all(bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}
