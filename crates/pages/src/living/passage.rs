//! A passage as sentences with ids, marks as links, the text searched for marked.

use crate::living::found::Found;
use crate::living::mark::Mark;
use document::sentence_starts;
use source::{Lang, Passage, Span};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;
use story::{Anchor, Commitment, Inline, Link};
use work::view::{State, range_in};

/// How a passage is shown.
pub(super) struct Style<'a> {
    pub(super) lang: Lang,
    /// Bytes at the start that stand in bold.
    pub(super) lead: usize,
    /// Text searched for, in lower case.
    pub(super) search: Option<&'a str>,
    /// Makes the address of a page of the plan.
    pub(super) to: &'a dyn Fn(&str) -> String,
    /// What stands behind the sentence at a place.
    pub(super) tail: &'a dyn Fn(Span) -> Vec<Inline<'static>>,
}

/// A passage as sentences, the commitments in them as links, the text searched for marked.
pub(super) fn runs<'a, 'm>(
    passage: &'a Passage,
    marks: impl Iterator<Item = &'m Mark<'m>>,
    style: &Style<'_>,
    found: &mut Vec<Found>,
) -> Vec<Inline<'a>> {
    let text = passage.text();
    let ranges: Vec<(Range<usize>, &Mark<'_>)> =
        marks.filter_map(|mark| Some((range_in(passage, mark.span)?, mark))).collect();
    let hits = style.search.map_or_else(Vec::new, |search| hits(text, search));
    let starts = sentence_starts(text);
    let mut cuts: BTreeSet<usize> = starts.iter().copied().collect();
    cuts.insert(text.len());
    cuts.insert(style.lead.min(text.len()));
    cuts.extend(ranges.iter().flat_map(|(range, _)| [range.start, range.end]));
    let cuts: Vec<usize> = cuts.into_iter().filter(|cut| text.is_char_boundary(*cut)).collect();
    let mut sentences: Vec<(Anchor, Vec<Inline<'a>>)> = Vec::with_capacity(starts.len());
    for pair in cuts.windows(2) {
        let &[from, to] = pair else { continue };
        if starts.binary_search(&from).is_ok() {
            sentences.push((Anchor(passage.offset(from)), Vec::new()));
        }
        let covering: Vec<&Mark<'_>> = ranges
            .iter()
            .filter(|(range, _)| range.start <= from && to <= range.end)
            .map(|(_, mark)| *mark)
            .collect();
        let mut piece = marked(text, from..to, &hits, found);
        if let Some(link) = link(&covering, style) {
            piece = vec![Inline::Link(Link { text: piece, ..link })];
        }
        if to <= style.lead {
            piece = vec![Inline::Styled(story::Style::Strong, piece)];
        }
        if let Some((_, sentence)) = sentences.last_mut() {
            sentence.append(&mut piece);
        }
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let ranges = starts.iter().copied().zip(ends);
    sentences
        .into_iter()
        .zip(ranges)
        .map(|((anchor, mut inlines), (from, to))| {
            inlines.extend((style.tail)(passage.span(from..to)));
            Inline::Sentence(anchor, inlines)
        })
        .collect()
}

/// The link of the commitments that a piece of text belongs to, still without its text. The state of most gravity shows.
fn link(covering: &[&Mark<'_>], style: &Style<'_>) -> Option<Link<'static>> {
    let first = covering.first()?;
    let state = covering.iter().filter_map(|mark| mark.state).max_by_key(|state| state.gravity());
    let target = covering.iter().find(|mark| mark.indicator.is_some()).unwrap_or(first);
    let address = match target.indicator {
        Some(indicator) => (style.to)(&format!("/indicators/{indicator}#{}", target.id)),
        None => (style.to)(&format!("/projects#{}", target.id)),
    };
    let ids = covering.iter().map(|mark| mark.id).collect::<Vec<_>>().join(",");
    Some(Link {
        address: Cow::Owned(address),
        text: Vec::new(),
        commitment: Some(Commitment {
            look: state.map_or("project", State::name),
            word: state.map(|state| crate::text::state_word(style.lang, state)),
            ids: Cow::Owned(ids),
        }),
    })
}

fn hits(text: &str, search: &str) -> Vec<Range<usize>> {
    // Lower-casing may change lengths outside ASCII; only then are hits sought in the text as it is.
    let lower = text.to_lowercase();
    let haystack = if lower.len() == text.len() { lower.as_str() } else { text };
    let found = haystack.match_indices(search).map(|(at, hit)| at..at + hit.len());
    found.filter(|range| text.is_char_boundary(range.start) && text.is_char_boundary(range.end)).collect()
}

/// A piece of the text with the hits in it; a hit over several pieces is one place.
fn marked<'a>(
    text: &'a str,
    range: Range<usize>,
    hits: &[Range<usize>],
    found: &mut Vec<Found>,
) -> Vec<Inline<'a>> {
    let mut runs = Vec::with_capacity(1);
    let mut at = range.start;
    let plain = |runs: &mut Vec<Inline<'a>>, from: usize, to: usize| {
        runs.extend((from < to).then(|| Inline::text(&text[from..to])));
    };
    for hit in hits {
        let (from, to) = (hit.start.max(at), hit.end.min(range.end));
        if from >= to {
            continue;
        }
        plain(&mut runs, at, from);
        let number = (hit.start >= range.start).then(|| found.len() + 1);
        found.extend(number.map(|number| surroundings(text, hit, number)));
        runs.push(Inline::Hit(number, Cow::Borrowed(&text[from..to])));
        at = to;
    }
    plain(&mut runs, at, range.end);
    runs
}

fn surroundings(text: &str, hit: &Range<usize>, number: usize) -> Found {
    let before: Vec<char> = text[..hit.start].chars().rev().take(12).collect();
    Found {
        anchor: format!("f{number}"),
        before: before.into_iter().rev().collect(),
        hit: text[hit.clone()].to_owned(),
        after: text[hit.end..].chars().take(18).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(source: &str, marks: &[Mark<'_>], search: Option<&str>) -> String {
        let passage = Passage::whole(source, Span::new(0, source.len()));
        let style = Style { lang: Lang::En, lead: 0, search, to: &str::to_owned, tail: &|_| Vec::new() };
        let runs = runs(&passage, marks.iter(), &style, &mut Vec::new());
        let paragraph = story::Paragraph::new(story::Role::Plain, runs);
        let html = story::html(&[story::Block::Paragraph(paragraph)]);
        html.trim_start_matches("<p>").trim_end_matches("</p>").to_owned()
    }

    fn mark(source: &str, piece: &str, id: &'static str) -> Mark<'static> {
        let start = source.find(piece).expect("there");
        let span = Span::new(start, start + piece.len());
        Mark { span, id, indicator: Some("i1"), state: Some(State::AtRisk) }
    }

    #[test]
    fn sentences_keep_their_closing_marks() {
        let text = "他说：“好。”然后走了！（完。）";
        let starts = sentence_starts(text);
        let parts: Vec<_> = starts
            .iter()
            .zip(starts.iter().skip(1).chain([&text.len()]))
            .map(|(a, b)| &text[*a..*b])
            .collect();
        assert_eq!(parts, ["他说：“好。”", "然后走了！", "（完。）"]);
    }

    #[test]
    fn a_commitment_over_two_sentences_is_two_links() {
        let source = "甲乙。丙丁";
        assert_eq!(
            html(source, &[mark(source, "乙。丙", "t1")], None),
            "<span id=b0>甲<a class=\"c at-risk\" href=\"/indicators/i1#t1\" data-c=\"t1\"><span class=vh>at risk </span>乙。</a></span>\
             <span id=b9><a class=\"c at-risk\" href=\"/indicators/i1#t1\" data-c=\"t1\"><span class=vh>at risk </span>丙</a>丁</span>"
        );
    }

    #[test]
    fn overlapping_commitments_share_the_piece_they_share() {
        let source = "甲乙丙丁";
        let out = html(source, &[mark(source, "甲乙丙", "t1"), mark(source, "乙丙丁", "t2")], None);
        assert_eq!(out.matches("data-c=\"t1,t2\"").count(), 1);
        assert_eq!(out.matches("<a ").count(), 3);
    }

    #[test]
    fn what_is_searched_for_is_marked_across_links_and_nothing_is_trusted() {
        let source = "达到<b>GDP</b>1900亿元";
        let out = html(source, &[mark(source, "GDP</b>19", "t1")], Some("gdp"));
        assert!(out.contains("<mark id=f1>GDP</mark>"), "{out}");
        assert!(out.contains("&#60;b&#62;"), "{out}");
    }

    #[test]
    fn a_passage_of_pieces_is_found_through_its_gaps() {
        let source = "甲乙\n12\n丙丁";
        let mut builder = Passage::builder(source);
        builder.push(Span::new(0, 6));
        builder.push(Span::new(10, 16));
        let passage = builder.finish();
        assert_eq!(range_in(&passage, Span::new(3, 13)), Some(3..9));
        assert_eq!(range_in(&passage, Span::new(6, 10)), None);
    }
}
