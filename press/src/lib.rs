//! Sets documents as PDF in the form of Chinese official papers (GB/T 9704-2012), as PDF/A-2a and PDF/UA-1 together.
//!
//! A document is data ([`Document`]): JSON of headings, paragraphs, tables, pictures. [`set`] cleans it, hands it to a fixed
//! template of typst as data, and gives the PDF. The template alone is code; no text of a document is read as markup.
//!
//! The same document with the same fonts gives the same bytes: no clock and no random number is asked.
//!
//! **Invariant:** no file but fonts is read, and nothing is written; the typesetter sees the template and the document.
//! **Invariant:** what cannot be set as asked is set otherwise and told as a finding, never left out in silence.

mod clean;
mod document;
mod figure;
mod fonts;
mod grid;
mod missing;
mod sheet;
mod world;

pub use document::{Block, Cell, Document, LARGEST, Look, Role, Run};
pub use fonts::Fonts;
pub use sheet::{Sheet, answer, set};
