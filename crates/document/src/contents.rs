//! Contents lists: found, read, and taken out of the body.

use crate::clean::{self, Spaces};
use crate::marker;
use crate::model::{Contents, ContentsEntry};
use crate::piece::{Content, Flow, Piece};
use crate::wording::is_front_word;
use source::Span;
use std::collections::HashMap;
use std::ops::Range;

/// An entry of a contents list is no longer than this, in characters.
const LONGEST: usize = 80;

/// So many entries with page numbers make a contents list even without its title.
const UNTITLED: usize = 5;

/// Finds the contents list; the range is the pieces it occupies.
pub(crate) fn find(flow: &Flow) -> Option<(Range<usize>, Contents)> {
    let titled = flow.pieces.iter().position(|piece| is_title(piece.span.of(&flow.text)));
    if let Some(at) = titled
        && let Some(found) = read(flow, at, at + 1, 1)
    {
        return Some(found);
    }
    // Without a title the list stands before the body: only the first pieces are tried.
    let start = (0..flow.pieces.len().min(50))
        .find(|at| entry(flow, &flow.pieces[*at]).is_some_and(|e| e.page.is_some()))?;
    read(flow, start, start, UNTITLED)
}

fn is_title(text: &str) -> bool {
    if text.len() > 40 {
        return false;
    }
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    matches!(plain.as_str(), "目录" | "目次" | "目錄")
        || plain.eq_ignore_ascii_case("contents")
        || plain.eq_ignore_ascii_case("tableofcontents")
}

struct Entry {
    number: Span,
    title: Span,
    page: Option<u32>,
    marked: bool,
}

fn read(flow: &Flow, start: usize, first: usize, least: usize) -> Option<(Range<usize>, Contents)> {
    let mut entries: Vec<(usize, Entry)> = Vec::new();
    let mut key: Option<String> = None;
    // Under its title a list needs neither numbers nor pages where the body repeats it.
    let later = if start < first { last_places(flow, first) } else { HashMap::new() };
    for at in first..flow.pieces.len() {
        let Some(found) = entry(flow, &flow.pieces[at]) else { break };
        let here = flat(&flow.text, found.title);
        if key.as_ref().is_some_and(|first| *first == here) && found.page.is_none() {
            break;
        }
        let paged_soon = || {
            (at + 1..=at + 2)
                .filter_map(|next| flow.pieces.get(next))
                .any(|next| entry(flow, next).is_some_and(|e| e.page.is_some()))
        };
        let repeated = || later.get(&here).is_some_and(|last| *last > at);
        if found.page.is_none() && !found.marked && !paged_soon() && !repeated() {
            break;
        }
        key.get_or_insert(here);
        entries.push((at, found));
    }
    let paged = entries.iter().filter(|(_, entry)| entry.page.is_some()).count();
    // Where entries have pages, a tail without pages is already the body.
    if paged * 2 >= entries.len() {
        while entries.last().is_some_and(|(_, entry)| entry.page.is_none()) {
            entries.pop();
        }
    } else if key.is_none_or(|key| !repeats(flow, &entries, &key)) {
        return None;
    }
    if entries.len() < least.max(2) || (least > 2 && paged < least) {
        return None;
    }
    // Page numbers go up; numbers that go up and down are the last column of a table.
    let pages: Vec<u32> = entries.iter().filter_map(|(_, entry)| entry.page).collect();
    let falls = pages.windows(2).filter(|pair| pair[1] < pair[0]).count();
    if least > 2 && falls * 4 > pages.len() {
        return None;
    }
    let last = entries.last().map(|(at, _)| *at)?;
    let span = flow.pieces[start].span.cover(flow.pieces[last].span);
    let entries = entries
        .into_iter()
        .map(|(_, entry)| ContentsEntry {
            number: entry.number.of(&flow.text).to_owned(),
            title: clean::passage(&flow.text, &[entry.title], Spaces::Keep),
            page: entry.page,
        })
        .collect();
    Some((start..last + 1, Contents { entries, span }))
}

/// Where each short text stands last.
fn last_places(flow: &Flow, first: usize) -> HashMap<String, usize> {
    let entries = (first..flow.pieces.len()).filter_map(|at| {
        let entry = entry(flow, &flow.pieces[at])?;
        Some((flat(&flow.text, entry.title), at))
    });
    entries.collect()
}

/// Whether the first title of a list without pages comes again behind the list.
fn repeats(flow: &Flow, entries: &[(usize, Entry)], key: &str) -> bool {
    let Some((last, _)) = entries.last() else { return false };
    flow.pieces[last + 1..]
        .iter()
        .filter_map(|piece| entry(flow, piece))
        .any(|entry| flat(&flow.text, entry.title) == key)
}

/// A title without its white space, for comparing.
pub(crate) fn flat(text: &str, span: Span) -> String {
    span.of(text).chars().filter(|c| !c.is_whitespace()).collect()
}

fn entry(flow: &Flow, piece: &Piece) -> Option<Entry> {
    if !matches!(piece.content, Content::Text | Content::Row(_)) {
        return None;
    }
    let body = piece.span.of(&flow.text);
    // In a list of links every entry has a sign before it.
    let sign = marker::bullet(body);
    let sign = body.len() - body[sign..].trim_start().len();
    let body = &body[sign..];
    let (end, page) = page_number(body);
    if body[..end].chars().nth(LONGEST).is_some() {
        return None;
    }
    let marker = marker::parse(&body[..end]);
    let (number, title) = marker.map_or((0, 0), |m| (m.number_end, m.title.min(end)));
    let at = piece.span.start + sign;
    let prose = body[..end].ends_with(['。', '；', '，']);
    (!prose).then(|| Entry {
        number: Span::new(at, at + number),
        title: Span::new(at + title, at + end),
        page,
        marked: marker.is_some() || is_front_word(&body[..end]),
    })
}

/// Where the title ends and the page number behind tab, dots or spaces.
fn page_number(body: &str) -> (usize, Option<u32>) {
    let bare = body.trim_end_matches([')', '）', ' ']);
    let digits = bare.len() - bare.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    if digits == 0 || digits > 4 {
        return (body.len(), None);
    }
    let before = &bare[..bare.len() - digits];
    let leader =
        before.trim_end_matches(['.', '…', '·', '．', '。', '-', '—', ' ', '\t', '\u{3000}', '(', '（', '⋯']);
    let title = &before[leader.len()..];
    let parted = !title.is_empty() && !leader.is_empty();
    match bare[before.len()..].parse() {
        Ok(page) if parted => (leader.len(), Some(page)),
        _ => (body.len(), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text;

    fn titles(source: &str) -> Option<(usize, Vec<String>)> {
        let flow = text::flow(source.to_owned());
        find(&flow).map(|(range, contents)| {
            (
                range.end,
                contents
                    .entries
                    .iter()
                    .map(|e| format!("{}|{}|{:?}", e.number, e.title.text(), e.page))
                    .collect(),
            )
        })
    }

    #[test]
    fn entries_with_pages() {
        let source = "目 录\n\n前言\t1\n第一章 水 土\t2\n\n一、水……3\n二、土 4\n\n某市规划\n\n第一章 水 土\n";
        let (end, titles) = titles(source).expect("a contents list");
        assert_eq!(end, 5);
        assert_eq!(titles, ["|前言|Some(1)", "第一章|水 土|Some(2)", "一|水|Some(3)", "二|土|Some(4)"]);
    }

    #[test]
    fn entries_with_signs_and_long_leaders() {
        let dots = ".".repeat(120);
        let source = format!("目录\n- 第一章 水{dots}1\n  - 一、河{dots}2\n\n第一章 水\n\n一、河\n");
        let (end, titles) = titles(&source).expect("a contents list");
        assert_eq!(
            (end, titles.as_slice()),
            (3, &["第一章|水|Some(1)".to_owned(), "一|河|Some(2)".to_owned()][..])
        );
    }

    #[test]
    fn entries_without_numbers_need_the_body() {
        let (end, entries) =
            titles("目录\n水与河\n土与田\n一、水与河\n水很多。\n二、土与田\n土很少。\n").expect("found");
        assert_eq!((end, entries.len()), (3, 2));
        assert_eq!(titles("目录\n水与河\n水很多。\n土与田\n"), None);
    }

    #[test]
    fn entries_without_pages_need_the_body() {
        let (end, entries) =
            titles("目录\n第一章 水\n第二章 土\n第一章 水\n水很多。\n第二章 土\n土很少。\n").expect("found");
        assert_eq!((end, entries.len()), (3, 2));
        assert_eq!(titles("目录\n第一章 水\n水很多。\n第二章 土\n"), None);
    }
}
