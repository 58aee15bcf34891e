//! By what a row is found again.

use crate::model::{Anchor, Kind};
use crate::rows::{self, INDICATOR};
use plan::package::Named;
use plan::{Plan, SectionId};
use source::Span;

/// How many characters before and behind the words are kept.
pub(crate) const AROUND: usize = 24;

/// The anchor of a row as it was read; `text` is the source text, empty for a plan without one.
///
/// The plan must be the one that was read, not the corrected one.
pub fn anchor(plan: &Plan, text: &str, kind: Kind, id: &str) -> Option<Anchor> {
    let mut all = rows::whole(plan, kind, id)?;
    let span = span_of(&all);
    let section = all.get("section").map(|id| SectionId(id.clone()));
    let quote = all.remove("quote").unwrap_or_default();
    let mut anchor = of_place(plan, text, span, section.as_ref());
    anchor.quote = quote;
    for name in rows::NOT_EDITED {
        all.remove(name);
    }
    anchor.read = all;
    Some(anchor)
}

/// The anchor of a place in the text, for a row that is added there.
pub(crate) fn of_place(plan: &Plan, text: &str, span: Span, section: Option<&SectionId>) -> Anchor {
    let title = section.and_then(|id| plan.section(id)).map(|found| found.title.clone());
    Anchor {
        quote: text.get(span.start..span.end).unwrap_or_default().to_owned(),
        before: before(text, span.start),
        after: after(text, span.end),
        section: title.unwrap_or_default(),
        read: Named::new(),
    }
}

impl Anchor {
    /// The anchor of a place in the text for a row that is added there.
    pub fn of_place(plan: &Plan, text: &str, span: Span) -> Self {
        of_place(plan, text, span, section_at(plan, span.start))
    }
}

/// The innermost section that begins before a place.
pub(crate) fn section_at(plan: &Plan, at: usize) -> Option<&SectionId> {
    plan.sections.iter().rev().find(|section| section.span.start <= at).map(|section| &section.id)
}

pub(crate) fn span_of(all: &Named) -> Span {
    let number = |name: &str| all.get(name).and_then(|text| text.parse().ok()).unwrap_or(0);
    Span::new(number("start"), number("end"))
}

/// The name of the indicator that a statement is about, else what the row is called.
pub(crate) fn subject(read: &Named) -> &str {
    [INDICATOR, "name", "object", "body"].iter().find_map(|name| read.get(*name)).map_or("", String::as_str)
}

/// The characters before a place that are no spaces, in the order of the text.
pub(crate) fn before(text: &str, at: usize) -> String {
    let all: Vec<char> = text
        .get(..at)
        .unwrap_or_default()
        .chars()
        .rev()
        .filter(|letter| !letter.is_whitespace())
        .take(AROUND)
        .collect();
    all.into_iter().rev().collect()
}

/// The characters from a place on that are no spaces.
pub(crate) fn after(text: &str, at: usize) -> String {
    let rest = text.get(at..).unwrap_or_default();
    rest.chars().filter(|letter| !letter.is_whitespace()).take(AROUND).collect()
}
