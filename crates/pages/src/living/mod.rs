//! The document as a page: its own order and typography, every commitment a link in the colour and pattern of
//! its state, findings beside the block they are about.
//!
//! The markup is lean on purpose: a plan of 300 pages has thousands of sentences. Each sentence has an id made
//! of its place in the source (`b1234`), so that a link to it stays good as long as the text does.

mod anchor;
mod block;
mod mark;
mod passage;

pub(crate) use anchor::{Found, anchor};
use mark::Marks;

use crate::text::text;
use block::Writer;
use document::Document;
use plan::SectionKind;
use source::{Lang, Span};
use store::Finding;
use work::view::{Judged, heading};

/// A document ready for its template.
pub(crate) struct Living {
    /// The blocks as HTML.
    pub(crate) body: String,
    /// The outline beside it.
    pub(crate) contents: Vec<ContentsLine>,
    /// Where the text that was searched for stands: anchor and surroundings.
    pub(crate) found: Vec<Found>,
    /// Findings that belong to no place in the text.
    pub(crate) unplaced: Vec<String>,
}

/// A line of the outline.
pub(crate) struct ContentsLine {
    pub(crate) anchor: String,
    pub(crate) title: String,
    pub(crate) level: u8,
    /// Marks of the states in this chapter that ask for attention, as HTML.
    pub(crate) troubles: String,
}

/// Renders the document of a judged plan. `search` is marked wherever it occurs.
pub(crate) fn render(
    lang: Lang,
    judged: &Judged,
    document: &Document,
    search: Option<&str>,
    to: &dyn Fn(&str) -> String,
) -> Living {
    let marks = Marks::of(judged);
    let findings: Vec<&Finding> = judged.view.stored.findings.iter().collect();
    let mut writer = Writer::new(lang, document, &marks, &findings, search, to);
    writer.blocks(&document.blocks);
    let (body, found) = writer.finish();
    let unplaced = findings
        .iter()
        .filter(|finding| finding.labels.is_empty())
        .map(|finding| block::note(lang, finding, to))
        .collect();
    Living { body, contents: contents(lang, judged), found, unplaced }
}

/// Where the living plan shows the sentence that holds a span; the page itself when no sentence does.
pub(crate) fn sentence_link(document: &Document, span: Span) -> String {
    passage::sentence_start(document, span)
        .map_or_else(|| "/text".to_owned(), |start| format!("/text#{}", anchor(start)))
}

fn contents(lang: Lang, judged: &Judged) -> Vec<ContentsLine> {
    use crate::html::mark;
    use std::fmt::Write as _;
    use work::view::Count;
    use work::view::State;
    let plan = &judged.view.stored.plan;
    let mut counts: std::collections::BTreeMap<&str, Count> = std::collections::BTreeMap::new();
    for row in judged.own() {
        let section =
            judged.view.target(row.target.as_str()).and_then(|target| target.provenance.section.as_ref());
        if let Some(chapter) = section.and_then(|id| judged.view.chapter_of(id.as_str())) {
            counts.entry(chapter.id.as_str()).or_default().add(State::of(row));
        }
    }
    plan.sections
        .iter()
        .filter(|section| {
            matches!(section.kind, SectionKind::Chapter | SectionKind::Section) && section.level <= 2
        })
        .map(|section| {
            let count = counts.get(section.id.as_str()).copied().unwrap_or_default();
            let mut troubles = String::new();
            for state in [State::OutOfReach, State::AtRisk, State::Hollow] {
                let n = count.get(state);
                if n > 0 {
                    let (word, colon) = (crate::text::state_word(lang, state), text(lang, "list.colon"));
                    let _ = write!(
                        troubles,
                        "<span class=\"trouble\"><span class=\"vh\">{word}{colon}</span>{}{n}</span>",
                        mark(state)
                    );
                }
            }
            ContentsLine {
                anchor: anchor(section.span.start),
                title: heading(section),
                level: section.level,
                troubles,
            }
        })
        .collect()
}
