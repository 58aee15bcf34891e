//! Pages that text recognition (OCR) read: words with places and how sure the program was of each.

use crate::error::ReadError;
use crate::model::{Document, Format};
use crate::pdf::{self, backend};
use crate::transcript::{Transcript, Written};
use crate::{notice, structure};
use source::Span;

/// Numbers that the program was less sure of than this, in percent, are listed one by one.
const SURE: f32 = 90.0;

/// A page as text recognition gives it. Lengths in points.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ScannedPage {
    /// 1-based number of the page.
    pub number: u32,
    /// The words in any order.
    pub words: Vec<ScannedWord>,
}

/// A word, or what the program took for one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ScannedWord {
    /// Its characters.
    pub text: String,
    /// Distance of its left end from the left of the page.
    pub left: f32,
    /// Distance of its top from the top of the page.
    pub top: f32,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
    /// How sure the program was, in percent.
    pub confidence: f32,
}

/// Builds a document from pages that text recognition read. Everything in it is marked as read from a scan
/// (X904), and numbers of which the program was not sure are marked one by one with its confidence.
///
/// # Errors
/// [`ReadError::Scanned`] when no page has a word.
pub fn read_scan(pages: &[ScannedPage]) -> Result<Document, ReadError> {
    let found = backend::Pages {
        count: pages.len(),
        sheets: pages.iter().map(page).collect(),
        recognised: pages.iter().map(|page| page.number).collect(),
        ..backend::Pages::default()
    };
    if found.sheets.iter().all(|page| page.runs.is_empty()) {
        return Err(ReadError::Scanned { pages: pages.len() });
    }
    let read = pdf::of_pages(found)?;
    let mut diagnostics = notice::pages(&read);
    let Written { flow, origins, notes } = Transcript::of(&read.nodes);
    let document = Document { origins, notes, ..structure::document(Format::Pdf, flow) };
    for page in pages {
        diagnostics.extend(doubtful(&document, page));
    }
    Ok(Document { diagnostics, ..document })
}

fn page(page: &ScannedPage) -> backend::Page {
    // A line of recognised text has words of different heights; the usual one is the size of its font.
    let mut heights: Vec<f32> =
        page.words.iter().map(|word| word.height).filter(|height| *height > 0.0).collect();
    heights.sort_by(f32::total_cmp);
    let usual = heights.get(heights.len() / 2).copied().unwrap_or(10.0);
    let runs = page
        .words
        .iter()
        .filter(|word| !word.text.trim().is_empty())
        .map(|word| backend::Run {
            text: word.text.trim().to_owned(),
            x: word.left,
            // The middle of a word says more about its line than the ends of its letters.
            y: -(word.top + word.height / 2.0 + usual * 0.35),
            width: word.width.max(0.0),
            size: if word.height > usual * 1.4 { word.height } else { usual },
            bold: false,
            invisible: false,
        })
        .filter(|run| [run.x, run.y, run.width, run.size].iter().all(|value| value.is_finite()));
    backend::Page { number: page.number, runs: runs.collect(), pictures: true, ..backend::Page::default() }
}

/// The numbers of a page that may be misread, each at its place in the text.
fn doubtful(document: &Document, page: &ScannedPage) -> Vec<source::Diagnostic> {
    let lines: Vec<Span> = document
        .origins
        .iter()
        .filter(|origin| origin.page == Some(page.number))
        .map(|origin| document.lines.span(&document.text, origin.line))
        .collect();
    let Some(whole) = lines.iter().copied().reduce(Span::cover) else { return Vec::new() };
    let text = whole.of(&document.text);
    let mut from = 0;
    let mut told = Vec::new();
    for word in page.words.iter().filter(|word| word.confidence < SURE) {
        let body = word.text.trim();
        if !body.contains(|c: char| c.is_ascii_digit()) {
            continue;
        }
        // Words come in reading order as a rule; what is not found behind the last one is looked for from the start.
        let place = text.get(from..).and_then(|rest| rest.find(body)).map(|at| from + at);
        let Some(at) = place.or_else(|| text.find(body)) else { continue };
        from = at + body.len();
        let span = Span::new(whole.start + at, whole.start + from);
        told.push(notice::doubtful_number(span, body, word.confidence));
    }
    told
}
