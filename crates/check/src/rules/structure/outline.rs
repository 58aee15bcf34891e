//! The headings of the body against the entries of the contents list.

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
    let bare = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    format!("{}|{}", bare(number), bare(title))
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
        } else {
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
