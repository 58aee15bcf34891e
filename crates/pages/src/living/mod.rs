//! The document as a page: its own order and typography, every commitment a link in the colour and pattern of
//! its state, findings beside the block they are about.
//!
//! Each sentence has an id made of its place in the source (`b1234`), so that a link to it stays good as long as the
//! text does.

mod block;
mod found;
mod mark;
mod passage;

pub(crate) use found::Found;
use mark::Marks;

use block::Writer;
use document::Document;
use plan::SectionKind;
use source::{Lang, Span};
use std::collections::BTreeMap;
use store::Finding;
use story::{Anchor, Block};
use work::view::{Count, Judged, State, heading};

/// A document ready for its template.
#[derive(Default)]
pub(crate) struct Living {
    /// The blocks as HTML.
    pub(crate) body: String,
    /// The outline beside it.
    pub(crate) contents: Vec<ContentsLine>,
    /// Where the text that was searched for stands: anchor and surroundings.
    pub(crate) found: Vec<Found>,
}

/// A line of the outline.
pub(crate) struct ContentsLine {
    pub(crate) anchor: Anchor,
    pub(crate) title: String,
    pub(crate) level: u8,
    /// How many commitments of this chapter ask for attention, by state.
    pub(crate) troubles: Vec<Trouble>,
}

/// A state that asks for attention, with its number.
pub(crate) struct Trouble {
    pub(crate) word: &'static str,
    pub(crate) mark: story::Mark,
    pub(crate) count: usize,
}

/// Makes the document of a judged plan. `search` is marked wherever it occurs; who may edit finds a way to put right what
/// was read from each sentence and row.
pub(crate) fn render(
    lang: Lang,
    judged: &Judged,
    document: &Document,
    search: Option<&str>,
    to: &dyn Fn(&str) -> String,
    may_edit: bool,
) -> Living {
    let marks = Marks::of(judged);
    let (placed, unplaced): (Vec<&Finding>, Vec<&Finding>) =
        judged.view.stored.findings.iter().partition(|finding| !finding.labels.is_empty());
    let mut writer = Writer::new(lang, document, &marks, placed, search, to, may_edit);
    if !unplaced.is_empty() {
        let notes = unplaced.into_iter().map(|finding| block::note(lang, finding, to));
        writer.push(Block::Notes(notes.collect()));
    }
    writer.document(&document.blocks);
    let (blocks, found) = writer.finish();
    Living { body: story::html(&blocks), contents: contents(lang, judged), found }
}

/// Where the living plan shows the sentence that holds a span; the page itself when no sentence does.
pub(crate) fn sentence_link(document: &Document, span: Span) -> String {
    work::view::sentence_start(document, span)
        .map_or_else(|| "/text".to_owned(), |start| format!("/text#{}", Anchor(start)))
}

fn contents(lang: Lang, judged: &Judged) -> Vec<ContentsLine> {
    let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
    for row in judged.own() {
        let section =
            judged.view.target(row.target.as_str()).and_then(|target| target.provenance.section.as_ref());
        if let Some(chapter) = section.and_then(|id| judged.view.chapter_of(id.as_str())) {
            counts.entry(chapter.id.as_str()).or_default().add(State::of(row));
        }
    }
    let listed = judged.view.stored.plan.sections.iter().filter(|section| {
        matches!(section.kind, SectionKind::Chapter | SectionKind::Section) && section.level <= 2
    });
    listed
        .map(|section| ContentsLine {
            anchor: Anchor(section.span.start),
            title: heading(section),
            level: section.level,
            troubles: troubles(lang, counts.get(section.id.as_str())),
        })
        .collect()
}

fn troubles(lang: Lang, count: Option<&Count>) -> Vec<Trouble> {
    let states = [State::OutOfReach, State::AtRisk, State::Hollow].into_iter();
    let of_state = |state: State| Trouble {
        word: crate::text::state_word(lang, state),
        mark: story::mark(state.name()),
        count: count.map_or(0, |count| count.get(state)),
    };
    states.map(of_state).filter(|trouble| trouble.count > 0).collect()
}
