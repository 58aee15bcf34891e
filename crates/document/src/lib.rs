//! Turns the bytes of a plan (txt, Markdown, HTML, docx, PDF with a text layer) into a [`Document`]:
//! headings, paragraphs, lists, tables, boxes and captions in reading order, each with its span.
//!
//! The crate knows how documents of this kind are made (chapters, contents lists, boxes called 专栏,
//! tables cut by pages) and nothing of what plans say.
//!
//! Each format has a reader that gives a flow of pieces (lines, rows, grids); one structure pass for
//! all formats turns the flow into blocks: `contents` takes the contents list out, `roles` decides what
//! each piece is, `assemble` builds the blocks.

mod assemble;
mod caption;
mod clean;
mod contents;
mod decode;
mod error;
mod marker;
mod model;
mod numeral;
mod outline;
mod piece;
mod print;
mod roles;
mod running;
mod structure;
mod table;
mod text;
mod title;

pub use error::ReadError;
pub use model::{
    Block, BoxBlock, Cell, Contents, ContentsEntry, Document, Figure, Format, Heading, ListItem, Origin,
    Paragraph, Table,
};
pub use print::outline;

/// What a caller knows about the bytes.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// File name; its ending decides only where the content leaves the format open (txt or Markdown).
    pub name: Option<String>,
}

/// Reads a document.
///
/// The format is found from the content. Reading does not fail on odd content: what could not be
/// understood is told in [`Document::diagnostics`].
///
/// # Errors
/// [`ReadError`] when there is nothing to read: an empty file, a binary or encrypted one, a scan
/// without a text layer, an archive that is broken or unpacks to too much.
///
/// # Example
/// ```
/// use document::{Block, ReadOptions};
/// let text = "某市水利发展规划\n\n一、水源\n\n水源充足。\n\n二、水质\n\n水质良好。\n";
/// let document = document::read(text.as_bytes(), &ReadOptions::default()).unwrap();
/// assert_eq!(document.title.as_ref().unwrap().text(), "某市水利发展规划");
/// let Block::Heading(heading) = &document.blocks[2] else { panic!("a heading") };
/// assert_eq!((heading.number.as_str(), heading.title.text()), ("二", "水质"));
/// ```
pub fn read(bytes: &[u8], _options: &ReadOptions) -> Result<Document, ReadError> {
    let text = decode::text(bytes)?;
    Ok(structure::document(Format::Text, text::flow(text)))
}
