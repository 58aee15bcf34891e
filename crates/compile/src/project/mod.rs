//! Things to be built, founded or run: the lists of boxes and the names in prose.

mod boxes;
mod capacity;
mod ellipsis;
mod names;
mod prose;
mod words;

use plan::Quantity;
use source::Span;

pub(crate) use boxes::read as read_box;
pub(crate) use names::{Joint, members, whole as is_headed};
pub(crate) use prose::read as read_prose;

/// A named deliverable as found in the text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Found {
    /// As written.
    pub(crate) name: String,
    /// With what an elliptical list leaves out; empty when the same.
    pub(crate) full: String,
    /// Heading in the box, or the kind of thing it is.
    pub(crate) category: String,
    pub(crate) quantities: Vec<Quantity>,
    /// planned, ongoing, completed, existing, conditional.
    pub(crate) stage: &'static str,
    pub(crate) span: Span,
}
