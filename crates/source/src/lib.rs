//! Positions in a text and what is said about them: spans, lines, passages and diagnostics.
//!
//! Everything Gangyao tells a person leads back to a place in a source text. This crate holds the
//! few types that make that possible and nothing else: it knows no file formats, no plans, no rules.
//!
//! - [`Span`]: a byte range of the source text;
//! - [`Lines`]: from byte offsets to 1-based lines and columns;
//! - [`Passage`]: text put together from pieces of the source (a paragraph cut by a page break),
//!   with the way back to the source for every byte;
//! - [`Diagnostic`]: a finding with code, severity, message, labels and help, in Chinese and English.

mod diagnostic;
mod lines;
mod passage;
mod span;

pub use diagnostic::{Diagnostic, Family, Label, Lang, Severity, Words};
pub use lines::{Lines, Position};
pub use passage::{Passage, PassageBuilder};
pub use span::Span;
