//! PDF with a text layer: characters with their places become lines, lines become paragraphs, ruled lines and
//! aligned columns become tables.

pub(crate) mod backend;
mod columns;
mod content;
pub(crate) mod guard;
mod heads;
mod interpret;
mod labels;
mod lattice;
mod lines;
mod open_tables;
mod over_pages;
mod paragraphs;
mod row_lines;
mod sheets;
mod unpdf_backend;

use crate::error::ReadError;
use crate::transcript::Node;
use backend::{Page, Pages, PdfBackend};

/// What was read, and what could not be.
pub(crate) struct Read {
    pub(crate) nodes: Vec<Node>,
    /// Numbers of pages that show something but hold no text.
    pub(crate) without_text: Vec<u32>,
    /// Numbers of pages that are damaged.
    pub(crate) damaged: Vec<u32>,
    /// Numbers of pages read in part or not at all because they go beyond a limit.
    pub(crate) cut: Vec<u32>,
    /// Numbers of pages whose text was recognised from a picture.
    pub(crate) recognised: Vec<u32>,
}

/// Reads a PDF.
pub(crate) fn nodes(bytes: &[u8]) -> Result<Read, ReadError> {
    of_pages(unpdf_backend::Unpdf.pages(bytes)?)
}

/// The text of pages whose characters and rules are known.
pub(crate) fn of_pages(found: Pages) -> Result<Read, ReadError> {
    let Pages { sheets: mut pages, count, damaged, cut, recognised } = found;
    let is_blank = |page: &Page| page.runs.is_empty() && page.turned.is_empty();
    let without_text: Vec<u32> =
        pages.iter().filter(|page| is_blank(page) && page.pictures).map(|page| page.number).collect();
    if pages.iter().all(is_blank) {
        return Err(if pages.iter().any(|page| page.unreadable) {
            ReadError::UnreadableFonts
        } else if !damaged.is_empty() {
            ReadError::BrokenPdf
        } else if without_text.is_empty() {
            ReadError::Empty
        } else {
            ReadError::Scanned { pages: count }
        });
    }
    heads::remove(&mut pages);
    Ok(Read { nodes: paragraphs::nodes(&pages), without_text, damaged, cut, recognised })
}

/// A place on a page: points from the left and from the bottom.
type Point = (f32, f32);

impl Page {
    /// Runs whose middle lies inside a rectangle are its content.
    fn middle(run: &backend::Run) -> Point {
        (run.x + run.width / 2.0, run.y + run.size * 0.3)
    }
}
