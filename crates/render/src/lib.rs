//! Turns [`source::Diagnostic`]s into what people and tools read: terminal text, JSON, SARIF 2.1.0.
//!
//! Diagnostics stay structured until here. The crate knows positions and wording, not where findings
//! come from: a compiler's, a checker's and an importer's diagnostics look the same.
//!
//! - [`human`]: for a terminal or a page, with the lines of the source and the places marked;
//! - [`json`]: the array that `gangyao check --format json` promises;
//! - [`sarif`]: a SARIF 2.1.0 log for code-scanning tools.

mod excerpt;
mod human;
mod json;
mod sarif;

use source::Lines;

pub use human::{Style, human, summary};
pub use json::json;
pub use sarif::{RuleDescription, sarif};

/// The text that the spans of the diagnostics point into, with its name.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// Name to show: a file name or a path.
    pub name: &'a str,
    /// The text.
    pub text: &'a str,
    /// The lines of the text.
    pub lines: &'a Lines,
}
