//! A passage as HTML: sentences with ids, marks as links, the text searched for marked.

use crate::html::escape;
use crate::living::anchor::{Found, anchor};
use crate::living::mark::Mark;
use document::{Block, Document};
use source::{Passage, Span};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::ops::Range;

/// The range of the passage that lies in `span` of the source.
pub(super) fn range_in(passage: &Passage, span: Span) -> Option<Range<usize>> {
    let mut at = 0;
    let mut found: Option<Range<usize>> = None;
    for piece in passage.pieces() {
        let start = piece.start.max(span.start);
        let end = piece.end.min(span.end);
        if start < end {
            let part = at + (start - piece.start)..at + (end - piece.start);
            found = Some(found.map_or(part.clone(), |range| range.start..part.end));
        }
        at += piece.len();
    }
    found
}

/// Where the sentences of a text begin. A closing mark belongs to the sentence before it.
pub(super) fn sentence_starts(text: &str) -> Vec<usize> {
    let mut starts = vec![0];
    let mut ended = false;
    for (at, letter) in text.char_indices() {
        match letter {
            '。' | '！' | '？' | '；' => ended = true,
            '”' | '’' | '）' | '》' | '」' | '』' | ')' if ended => {}
            _ if ended => {
                starts.push(at);
                ended = false;
            }
            _ => {}
        }
    }
    starts
}

/// The place in the source where the sentence begins that holds the start of `span`.
pub(super) fn sentence_start(document: &Document, span: Span) -> Option<usize> {
    fn search(blocks: &[Block], span: Span) -> Option<usize> {
        let inside = |passage: &Passage| {
            let range = range_in(passage, span)?;
            let starts = sentence_starts(passage.text());
            let index = starts.partition_point(|start| *start <= range.start);
            Some(passage.offset(starts[index.saturating_sub(1)]))
        };
        blocks.iter().find_map(|block| match block {
            Block::Heading(heading) => heading.span.overlaps(span).then_some(heading.span.start),
            Block::Paragraph(paragraph) => inside(&paragraph.text),
            Block::ListItem(item) => inside(&item.text),
            Block::Table(table) if table.span.overlaps(span) => {
                table.cells.iter().find_map(|cell| inside(&cell.text)).or(Some(table.span.start))
            }
            Block::Box(framed) if framed.span.overlaps(span) => {
                search(&framed.blocks, span).or(Some(framed.span.start))
            }
            Block::Figure(figure) => figure.span.overlaps(span).then_some(figure.span.start),
            Block::Table(_) | Block::Box(_) => None,
        })
    }
    search(&document.blocks, span)
}

/// How a passage is written.
pub(super) struct Style<'a> {
    /// Bytes at the start that stand in bold.
    pub(super) lead: usize,
    /// Text searched for, in lower case.
    pub(super) search: Option<&'a str>,
    /// Makes the address of a page of the plan.
    pub(super) to: &'a dyn Fn(&str) -> String,
    /// Words for "several commitments" and the like are read out with the state.
    pub(super) state_word: &'a dyn Fn(work::view::State) -> &'static str,
}

/// Writes a passage with its marks.
pub(super) fn write(
    out: &mut String,
    passage: &Passage,
    marks: &[&Mark<'_>],
    style: &Style<'_>,
    found: &mut Vec<Found>,
) {
    let text = passage.text();
    let ranges: Vec<(Range<usize>, &Mark<'_>)> =
        marks.iter().filter_map(|mark| Some((range_in(passage, mark.span)?, *mark))).collect();
    let hits = style.search.map_or_else(Vec::new, |search| hits(text, search));
    let starts = sentence_starts(text);
    let mut cuts: BTreeSet<usize> = starts.iter().copied().collect();
    cuts.insert(text.len());
    cuts.insert(style.lead.min(text.len()));
    cuts.extend(ranges.iter().flat_map(|(range, _)| [range.start, range.end]));
    let cuts: Vec<usize> = cuts.into_iter().filter(|cut| text.is_char_boundary(*cut)).collect();
    let mut open = false;
    for pair in cuts.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        if starts.contains(&from) {
            if open {
                out.push_str("</span>");
            }
            let _ = write!(out, "<span id={}>", anchor(passage.offset(from)));
            open = true;
        }
        let covering: Vec<&Mark<'_>> = ranges
            .iter()
            .filter(|(range, _)| range.start <= from && to <= range.end)
            .map(|(_, mark)| *mark)
            .collect();
        let bold = to <= style.lead;
        if bold {
            out.push_str("<b>");
        }
        link_open(out, &covering, style);
        write_hits(out, text, from..to, &hits, found);
        if !covering.is_empty() {
            out.push_str("</a>");
        }
        if bold {
            out.push_str("</b>");
        }
    }
    if open {
        out.push_str("</span>");
    }
}

/// Opens the link of the commitments that a piece of text belongs to. The state of most gravity shows.
fn link_open(out: &mut String, covering: &[&Mark<'_>], style: &Style<'_>) {
    let Some(first) = covering.first() else { return };
    let state = covering.iter().filter_map(|mark| mark.state).max_by_key(|state| state.gravity());
    let target = covering.iter().find(|mark| mark.indicator.is_some()).unwrap_or(first);
    let address = match target.indicator {
        Some(indicator) => (style.to)(&format!("/indicators/{indicator}#{}", target.id)),
        None => (style.to)(&format!("/projects#{}", target.id)),
    };
    let class = state.map_or("project", work::view::State::name);
    let ids = covering.iter().map(|mark| mark.id).collect::<Vec<_>>().join(",");
    let _ = write!(out, "<a class=\"c {class}\" href=\"{}\" data-c=\"{ids}\">", escape(&address));
    if let Some(state) = state {
        // Read out before the words: colour and pattern do not reach a screen reader.
        let _ = write!(out, "<span class=vh>{} </span>", (style.state_word)(state));
    }
}

fn hits(text: &str, search: &str) -> Vec<Range<usize>> {
    // Lower-casing may change lengths outside ASCII; only then are hits sought in the text as it is.
    let lower = text.to_lowercase();
    let haystack = if lower.len() == text.len() { lower.as_str() } else { text };
    let found = haystack.match_indices(search).map(|(at, hit)| at..at + hit.len());
    found.filter(|range| text.is_char_boundary(range.start) && text.is_char_boundary(range.end)).collect()
}

fn write_hits(
    out: &mut String,
    text: &str,
    range: Range<usize>,
    hits: &[Range<usize>],
    found: &mut Vec<Found>,
) {
    let mut at = range.start;
    for hit in hits {
        let (from, to) = (hit.start.max(at), hit.end.min(range.end));
        if from >= to {
            continue;
        }
        out.push_str(&escape(&text[at..from]));
        if hit.start >= range.start {
            let number = found.len() + 1;
            let _ = write!(out, "<mark id=f{number}>{}</mark>", escape(&text[from..to]));
            found.push(surroundings(text, hit, number));
        } else {
            let _ = write!(out, "<mark>{}</mark>", escape(&text[from..to]));
        }
        at = to;
    }
    out.push_str(&escape(&text[at..range.end]));
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
    use work::view::State;

    fn html(source: &str, marks: &[Mark<'_>], search: Option<&str>) -> String {
        let passage = Passage::whole(source, Span::new(0, source.len()));
        let style = Style { lead: 0, search, to: &str::to_owned, state_word: &|_| "x" };
        let mut out = String::new();
        write(&mut out, &passage, &marks.iter().collect::<Vec<_>>(), &style, &mut Vec::new());
        out
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
            "<span id=b0>甲<a class=\"c at-risk\" href=\"/indicators/i1#t1\" data-c=\"t1\"><span class=vh>x </span>乙。</a></span>\
             <span id=b9><a class=\"c at-risk\" href=\"/indicators/i1#t1\" data-c=\"t1\"><span class=vh>x </span>丙</a>丁</span>"
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
        assert!(out.contains("&lt;b&gt;"), "{out}");
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
