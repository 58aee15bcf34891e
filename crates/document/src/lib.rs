//! Turns the bytes of a plan (txt, Markdown, HTML, docx, OFD, PDF with a text layer) into a [`Document`]:
//! headings, paragraphs, lists, tables, boxes and captions in reading order, each with its span.
//!
//! The crate knows how documents of this kind are made (chapters, contents lists, boxes called 专栏,
//! tables cut by pages) and nothing of what plans say.
//!
//! Each format has a reader that gives a flow of pieces (lines, rows, grids); one structure pass for
//! all formats turns the flow into blocks: `contents` takes the contents list out, `roles` decides what
//! each piece is, `assemble` builds the blocks.

mod archive;
mod assemble;
mod caption;
mod clean;
mod contents;
mod decode;
mod docx;
mod error;
mod grid;
mod habits;
mod html;
mod lowered;
mod markdown;
mod marker;
mod model;
mod notice;
mod numeral;
mod ofd;
mod outline;
mod pdf;
mod piece;
mod print;
mod raised;
mod roles;
mod running;
mod scan;
mod sentence;
mod sniff;
mod structure;
mod table;
mod tags;
mod text;
mod title;
mod transcript;
mod wording;
mod xml;
mod zipped;

pub use error::ReadError;
pub use model::{
    Block, BoxBlock, Cell, Contents, ContentsEntry, Document, Doubt, DoubtKind, Figure, Format, Heading,
    ListItem, Note, Origin, Paragraph, Table,
};
pub use notice::NOTICES;
pub use pdf::guard::is_guarded;
pub use print::outline;
pub use scan::{ScannedPage, ScannedWord, read_scan};
pub use sentence::sentence_starts;
pub use sniff::is_old_word;
pub use zipped::zipped_tables;

use transcript::{Transcript, Written};

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
pub fn read(bytes: &[u8], options: &ReadOptions) -> Result<Document, ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    if bytes.len() > LARGEST {
        return Err(ReadError::TooLarge { limit: LARGEST });
    }
    let mut diagnostics = Vec::new();
    let (format, written) = match sniff::binary(bytes)? {
        Some(Format::Docx) => {
            let read = docx::nodes(bytes)?;
            diagnostics.extend(read.unread.into_iter().map(notice::part_not_read));
            (Format::Docx, Transcript::of(&read.nodes))
        }
        Some(format) => {
            let read = if format == Format::Ofd { ofd::nodes(bytes)? } else { pdf::nodes(bytes)? };
            diagnostics.extend(notice::pages(&read));
            (format, Transcript::of(&read.nodes))
        }
        None => {
            let decoded = decode::text(bytes)?;
            if decoded.faults > 0 {
                diagnostics.push(notice::undecodable(&decoded.text, decoded.encoding, decoded.faults));
            }
            match sniff::text(&decoded.text, options.name.as_deref()) {
                Format::Html => {
                    let read = html::nodes(&decoded.text);
                    diagnostics.extend(read.unread.into_iter().map(notice::part_not_read));
                    (Format::Html, Transcript::of(&read.nodes))
                }
                Format::Markdown => (Format::Markdown, markdown::flow(decoded.text).into()),
                _ => (Format::Text, text::flow(decoded.text).into()),
            }
        }
    };
    let Written { flow, origins, notes } = written;
    if flow.pieces.is_empty() {
        return Err(ReadError::Empty);
    }
    let mut document = structure::document(format, flow);
    diagnostics.append(&mut document.diagnostics);
    Ok(Document { origins, notes, diagnostics, ..document })
}

/// Largest file, in bytes: a hundred times the longest plans with all their annexes.
const LARGEST: usize = 128 << 20;

/// What stands in the heads and feet of the pages, where the format keeps them apart from the text (Word).
pub fn page_heads(bytes: &[u8]) -> Vec<String> {
    if docx::is_docx(bytes) { docx::heads::paragraphs(bytes).unwrap_or_default() } else { Vec::new() }
}
