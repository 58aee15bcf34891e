use super::SectionId;
use super::vocabulary::vocabulary;
use source::Span;

vocabulary! {
    /// Where in a document a statement stands.
    Origin {
        /// A table row.
        Table = "table",
        /// Running text.
        Prose = "prose",
        /// A box (专栏).
        Box = "box",
        /// Not from the plan: a hand-in, an import, a catalogue.
        Outside = "outside",
    }
}

/// The way back from a statement to the source text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// Table, prose, box, or outside the document.
    pub origin: Origin,
    /// The section it stands in.
    pub section: Option<SectionId>,
    /// 1-based line; 0 when it does not come from a document.
    pub line: u32,
    /// Byte range in the source text.
    pub span: Span,
    /// The source text of the span.
    pub quote: String,
    /// Why the reader is not certain of it, when it is not.
    pub doubt: Option<Doubt>,
}

/// How sure the reader is of a value, and why it is not certain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// Confidence in percent, below 100.
    pub confidence: u8,
    /// The reason in words.
    pub reason: String,
}

impl Provenance {
    /// The provenance of what no document says.
    pub fn outside() -> Self {
        Self {
            origin: Origin::Outside,
            section: None,
            line: 0,
            span: Span::default(),
            quote: String::new(),
            doubt: None,
        }
    }
}

/// The file a plan was read from, so that a reader can tell whether a text at hand is the one its spans point into.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// File name without folders.
    pub name: String,
    /// SHA-256 of the file's bytes, in lower-case hexadecimal digits.
    pub sha256: String,
}
