//! Things to be built, founded or run: the lists of boxes and the names in prose.

mod boxes;
mod capacity;
pub(crate) mod card;
mod ellipsis;
mod names;
mod prose;
mod words;

use plan::Quantity;
use source::Span;

pub(crate) use boxes::read as read_box;
pub(crate) use card::amounts;
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
    /// What is stated of this work alone.
    pub(crate) facts: Facts,
    pub(crate) span: Span,
}

/// Money, years and place of one work.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Facts {
    pub(crate) investment: Option<Quantity>,
    pub(crate) period_investment: Option<Quantity>,
    pub(crate) start_year: Option<i32>,
    pub(crate) end_year: Option<i32>,
    /// As stated; empty when only the name may tell.
    pub(crate) place: String,
}
