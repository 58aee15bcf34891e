//! PDF with a text layer: characters with their places become lines, lines become paragraphs, ruled
//! lines become tables.

mod backend;
mod lattice;
mod lines;
mod paragraphs;
mod unpdf_backend;

use crate::error::ReadError;
use crate::transcript::Node;
use backend::{Page, PdfBackend};

/// What was read, and the pages that show something but hold no text.
pub(crate) struct Read {
    pub(crate) nodes: Vec<Node>,
    pub(crate) pages_without_text: Vec<u32>,
}

/// Reads a PDF.
pub(crate) fn nodes(bytes: &[u8]) -> Result<Read, ReadError> {
    read(&unpdf_backend::Unpdf, bytes)
}

fn read(backend: &impl PdfBackend, bytes: &[u8]) -> Result<Read, ReadError> {
    let pages = backend.pages(bytes)?;
    let without_text: Vec<u32> =
        pages.iter().filter(|page| page.runs.is_empty() && page.pictures).map(|p| p.number).collect();
    if pages.iter().all(|page| page.runs.is_empty()) {
        return Err(if pages.iter().any(|page| page.unreadable) {
            ReadError::UnreadableFonts
        } else if without_text.is_empty() {
            ReadError::Empty
        } else {
            ReadError::Scanned { pages: pages.len() }
        });
    }
    Ok(Read { nodes: paragraphs::nodes(&pages), pages_without_text: without_text })
}

/// A place on a page: points from the left and from the bottom.
type Point = (f32, f32);

impl Page {
    /// Runs whose middle lies inside a rectangle are its content.
    fn middle(run: &backend::Run) -> Point {
        (run.x + run.width / 2.0, run.y + run.size * 0.3)
    }
}
