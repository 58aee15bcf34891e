//! What a row or a sentence says, before it is known to which indicator it belongs.

use std::ops::Range;

use plan::{
    Averaging, Comparator, Doubt, Measure, Months, Nature, Origin, Period, RateBasis, SectionId, Status,
};
use rust_decimal::Decimal;
use source::Span;

/// How a statement is put, for the boxes where it is an undertaking of its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A member of a list of works, or any other way.
    #[default]
    Listed,
    /// X达到N: the subject stands in front.
    Reached,
    /// A和B分别…: one of several regions or things.
    Each,
    /// 培育X N户: a verb leads, the number closes.
    Led,
    /// 5大X: a number of things that are listed beside it.
    Group,
}

/// A commitment or a result as the text states it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Statement {
    /// The subject, as named.
    pub(crate) subject: String,
    /// The name of the indicator; the subject when nothing better is known.
    pub(crate) name: String,
    pub(crate) measure: Measure,
    pub(crate) comparator: Comparator,
    pub(crate) value: Option<Decimal>,
    pub(crate) value_high: Option<Decimal>,
    pub(crate) value_text: String,
    pub(crate) unit: String,
    /// Year that the sentence or the column states.
    pub(crate) year: Option<i32>,
    /// The months of that year that it covers, where they are said.
    pub(crate) months: Option<Months>,
    pub(crate) averaging: Option<Averaging>,
    pub(crate) scope: String,
    pub(crate) nature: Option<Nature>,
    pub(crate) rate: Option<Decimal>,
    pub(crate) rate_text: String,
    pub(crate) rate_basis: Option<RateBasis>,
    /// Whether it reports a result.
    pub(crate) past: bool,
    /// The year that its section or paragraph speaks of, when the sentence names none.
    pub(crate) implied: Option<i32>,
    /// The years that it sums or averages over, where they are known.
    pub(crate) several: Option<Period>,
    /// Why the reader is not certain of it.
    pub(crate) doubt: Option<Doubt>,
    /// How firm it is, where that is said.
    pub(crate) status: Option<Status>,
    /// Whether it reports what a change of the past began with, at a time that the text does not state.
    pub(crate) initial: bool,
    pub(crate) origin: Origin,
    pub(crate) section: Option<SectionId>,
    pub(crate) shape: Shape,
    /// Bytes of its clause in the text of its unit, without a lead-in; empty for a table row.
    pub(crate) clause: Range<usize>,
    /// Where it stands.
    pub(crate) span: Span,
    /// The byte that decides its line: the number, in a text that a page break cuts.
    pub(crate) at: usize,
}

impl Statement {
    /// A statement at `span` that says nothing yet.
    pub(crate) fn at(span: Span, origin: Origin, section: Option<SectionId>) -> Self {
        Self {
            subject: String::new(),
            name: String::new(),
            measure: Measure::Level,
            comparator: Comparator::Eq,
            value: None,
            value_high: None,
            value_text: String::new(),
            unit: String::new(),
            year: None,
            months: None,
            averaging: None,
            scope: String::new(),
            nature: None,
            rate: None,
            rate_text: String::new(),
            rate_basis: None,
            past: false,
            implied: None,
            several: None,
            status: None,
            doubt: None,
            initial: false,
            origin,
            section,
            shape: Shape::Listed,
            clause: 0..0,
            span,
            at: span.start,
        }
    }
}
