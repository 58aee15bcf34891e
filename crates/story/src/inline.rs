//! Runs of text inside a block.

use crate::chart::Chart;
use std::borrow::Cow;
use std::fmt;

/// A place in the source text that an address can name: a byte offset, shown as `b1234`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anchor(pub usize);

impl fmt::Display for Anchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "b{}", self.0)
    }
}

/// A run of text.
#[derive(Clone, Debug, PartialEq)]
pub enum Inline<'a> {
    /// Plain text.
    Text(Cow<'a, str>),
    /// Text that stands out or steps back.
    Styled(Style, Vec<Inline<'a>>),
    /// A link.
    Link(Link<'a>),
    /// A sentence that an address can name.
    Sentence(Anchor, Vec<Inline<'a>>),
    /// Text that was searched for; the number is that of the place, counted from 1, on its first piece.
    Hit(Option<usize>, Cow<'a, str>),
    /// A state as mark and word: its stable name, and the word in the reader's language.
    State(&'static str, &'static str),
    /// The level of an alert: its stable name, and the word in the reader's language.
    Level(&'static str, Cow<'a, str>),
    /// Whether something holds.
    Tick(bool),
    /// The next line.
    Break,
    /// A chart as small as a word.
    Spark(Box<Chart<'a>>),
    /// A figure of a report with the name of what it was made from.
    Traced(Traced<'a>),
    /// A remark at the foot of the page, where there is one; else in brackets.
    Footnote(Vec<Inline<'a>>),
}

/// A figure of a report, as written, with the name of its trace: what it was made from.
#[derive(Clone, Debug, PartialEq)]
pub struct Traced<'a> {
    /// Name of the trace.
    pub trace: Cow<'a, str>,
    /// The figure as written.
    pub text: Cow<'a, str>,
    /// Where its source is shown; empty when nothing shows it.
    pub address: Cow<'a, str>,
}

/// How a run of text is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Bold.
    Strong,
    /// Less important than what is around it.
    Soft,
    /// Smaller: a year behind a value.
    Small,
    /// A short property in a frame.
    Chip,
    /// A short property in a frame that asks for attention.
    Alarm,
    /// A figure that is not broken over lines.
    Number,
    /// A way to change what stands before it; shown when somebody is at it.
    Tool,
}

/// A link.
#[derive(Clone, Debug, PartialEq)]
pub struct Link<'a> {
    /// Where it leads.
    pub address: Cow<'a, str>,
    /// What it says.
    pub text: Vec<Inline<'a>>,
    /// The commitments of a plan that the text states.
    pub commitment: Option<Commitment<'a>>,
}

/// The commitments that a piece of text states.
#[derive(Clone, Debug, PartialEq)]
pub struct Commitment<'a> {
    /// Stable name of its look: a state, or `project`.
    pub look: &'static str,
    /// The word for its state: look and colour do not reach everybody.
    pub word: Option<&'static str>,
    /// Ids of targets and projects, with commas between them.
    pub ids: Cow<'a, str>,
}

impl<'a> Inline<'a> {
    /// Plain text.
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(text.into())
    }

    /// Text in a style.
    pub fn styled(style: Style, text: impl Into<Cow<'a, str>>) -> Self {
        Self::Styled(style, vec![Self::text(text)])
    }

    /// A link with plain text; plain text alone when there is no address.
    pub fn link(address: impl Into<Cow<'a, str>>, text: impl Into<Cow<'a, str>>) -> Self {
        let address = address.into();
        if address.is_empty() {
            return Self::text(text);
        }
        Self::Link(Link { address, text: vec![Self::text(text)], commitment: None })
    }
}
