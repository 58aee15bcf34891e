//! The headings of the body against the entries of the contents list.

use crate::context::Context;
use crate::language::is_han;
use document::{Block, ContentsEntry, Document, Heading};
use source::Span;
use std::collections::BTreeMap;

/// How the contents list and the body fit together.
#[derive(Debug)]
pub(crate) struct Matching<'a> {
    /// Entries whose heading stands in the body under another title.
    pub(crate) renamed: Vec<(&'a ContentsEntry, &'a Heading)>,
    /// Entries without a heading.
    pub(crate) entries_left: Vec<&'a ContentsEntry>,
    /// Headings of a level the contents list covers, without an entry.
    pub(crate) headings_left: Vec<&'a Heading>,
}

/// The headings of the body in order.
pub(crate) fn headings(document: &Document) -> Vec<&Heading> {
    document
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Heading(heading) => Some(heading),
            _ => None,
        })
        .collect()
}

/// The title of an entry or a heading as one string for comparison: number and title without spaces,
/// marks and stops.
fn key(number: &str, title: &str) -> String {
    format!("{}|{}", bare(number), bare(title))
}

/// A text without spaces, marks and stops.
fn bare(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // Ideographs, by far the most of a text, need no look into the tables of Unicode.
    out.extend(text.chars().filter(|c| ('\u{4e00}'..='\u{9fa5}').contains(c) || c.is_alphanumeric()));
    out
}

/// Compares contents and body; `None` when there is no contents list worth comparing.
///
/// Equal titles are paired first, in order; between two pairs what is left on both sides is paired by
/// number. Work is linear but for the few entries between two pairs.
pub(crate) fn matching(document: &Document) -> Option<Matching<'_>> {
    let contents = document.contents.as_ref().filter(|contents| contents.entries.len() >= 3)?;
    let body = headings(document);
    let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, heading) in body.iter().enumerate() {
        places.entry(key(&heading.number, heading.title.text())).or_default().push(at);
    }
    let mut paired_heading = vec![None; body.len()];
    let mut pair_of_entry = vec![None; contents.entries.len()];
    let mut from = 0;
    for (index, entry) in contents.entries.iter().enumerate() {
        let spots = places.get(&key(&entry.number, entry.title.text()));
        if let Some(&at) = spots.and_then(|spots| spots.iter().find(|at| **at >= from)) {
            pair_of_entry[index] = Some(at);
            paired_heading[at] = Some(index);
            from = at + 1;
        }
    }
    let paired = pair_of_entry.iter().flatten().count();
    if paired * 2 < contents.entries.len() {
        // A contents list of another kind (of tables, of an annex); nothing can be said.
        return None;
    }
    let mut out = Matching { renamed: Vec::new(), entries_left: Vec::new(), headings_left: Vec::new() };
    let mut next = 0;
    for (index, entry) in contents.entries.iter().enumerate() {
        if let Some(at) = pair_of_entry[index] {
            next = at + 1;
            continue;
        }
        let limit = (next..body.len()).find(|at| paired_heading[*at].is_some()).unwrap_or(body.len());
        let by_number = (next..limit).find(|at| body[*at].number == entry.number && !entry.number.is_empty());
        if let Some(at) = by_number {
            paired_heading[at] = Some(index);
            next = at + 1;
            out.renamed.push((entry, body[at]));
        } else if !is_caption(entry) {
            out.entries_left.push(entry);
        }
    }
    let deepest =
        paired_heading.iter().zip(&body).filter(|(pair, _)| pair.is_some()).map(|(_, h)| h.level).max()?;
    // A level that the contents list only partly covers is left out on purpose.
    let mut levels: BTreeMap<u8, (usize, usize)> = BTreeMap::new();
    for (pair, heading) in paired_heading.iter().zip(&body) {
        let (listed, all) = levels.entry(heading.level).or_default();
        *listed += usize::from(pair.is_some());
        *all += 1;
    }
    let covered = |level: u8| levels.get(&level).is_some_and(|(listed, all)| listed * 10 >= all * 9);
    out.headings_left = paired_heading
        .iter()
        .zip(&body)
        .filter(|(pair, heading)| pair.is_none() && heading.level <= deepest && covered(heading.level))
        .map(|(_, heading)| *heading)
        .collect();
    Some(out)
}

/// Whether the reader can be trusted with the outline of this document, and what it surely got wrong.
///
/// Headings that stand in the body and were not taken for headings, gaps whose missing number is there, and
/// table rows taken for headings are faults of the reading. Where there are several, whatever else the
/// outline seems to lack is not worth a word.
#[derive(Debug, Default)]
pub(crate) struct Trust {
    /// Places where the reading was at fault.
    pub(crate) doubtful: Vec<Span>,
    /// How many findings the rules on the outline would have.
    pub(crate) candidates: usize,
    /// How many headings there are.
    pub(crate) headings: usize,
}

impl Trust {
    /// So many faults of the reading leave the rest believable.
    const SLIPS: usize = 1;
    /// So many findings on an outline are believable whatever its length; a printed plan was read by many.
    const FEW: usize = 4;

    pub(crate) fn of(context: &Context<'_>) -> Self {
        let mut out = Self { headings: headings(context.document).len(), ..Self::default() };
        if let Some(matching) = context.matching() {
            let body = context.body();
            let (missed, missing): (Vec<_>, Vec<_>) =
                matching.entries_left.iter().partition(|entry| body.holds(entry));
            out.doubtful.extend(missed.into_iter().map(place));
            out.candidates += missing.len() + matching.headings_left.len();
        }
        let (gaps, slips) = super::numbering_gap::gaps(context);
        out.doubtful.extend(slips);
        let empty = super::empty_section::candidates(context);
        out.candidates += gaps.len() + empty.len();
        let rows = headings(context.document).into_iter().filter(|heading| is_row(heading));
        out.doubtful.extend(rows.map(|heading| heading.span));
        out
    }

    /// Whether findings on the outline are worth telling.
    pub(crate) fn holds(&self) -> bool {
        self.doubtful.len() <= Self::SLIPS && self.candidates <= Self::FEW.max(self.headings / 20)
    }
}

/// A row of a table that was taken for a heading: it ends in figures, or says whether it binds.
fn is_row(heading: &Heading) -> bool {
    let title = heading.title.text();
    let numbers = title
        .split([' ', '\t', '\u{3000}'])
        .filter(|word| word.chars().any(|c| c.is_ascii_digit()) && !word.chars().any(is_han))
        .count();
    ["约束性", "预期性"].iter().any(|word| title.contains(word)) || numbers >= 2
}

/// The text behind the contents list without spaces, to find titles in.
#[derive(Debug)]
pub(crate) struct Body(String);

impl Body {
    pub(crate) fn of(document: &Document) -> Self {
        let listed = document.contents.as_ref().and_then(|contents| contents.entries.last());
        let from = listed.map_or(0, |entry| place(entry).end);
        let text = document.text.get(from..).unwrap_or_default();
        Self(bare(text))
    }

    /// Whether the title of the entry stands anywhere behind the contents. A short
    /// title (组织实施) stands anywhere; it has to stand there with its number.
    pub(crate) fn holds(&self, entry: &ContentsEntry) -> bool {
        const LONG: usize = 8;
        let (number, title) = (bare(&entry.number), bare(entry.title.text()));
        let numbered = title.chars().count() < LONG;
        title.is_empty() || self.0.contains(&if numbered { number + &title } else { title })
    }
}

/// Tables, figures, boxes and annexes are listed in contents too; they are no headings.
fn is_caption(entry: &ContentsEntry) -> bool {
    let title = entry.title.text().trim_start();
    let number = entry.number.trim_start();
    ["图", "表", "专栏", "附"].iter().any(|word| title.starts_with(word) || number.starts_with(word))
}

/// The place of a contents entry.
pub(crate) fn place(entry: &ContentsEntry) -> Span {
    entry.title.full_span()
}

/// Number and title as a person would cite them.
pub(crate) fn cite(number: &str, title: &str) -> String {
    if number.is_empty() {
        return title.to_owned();
    }
    let stop = if number.starts_with('第') || number.ends_with('）') { " " } else { "、" };
    format!("{number}{stop}{title}")
}
