//! What somebody looks for.

use crate::index::{Place, bucket, first_places, places};
use crate::{Item, letters};
use std::collections::BTreeSet;

/// More characters than anybody types; what is longer is cut.
const LONGEST: usize = 64;
/// More words than anybody types.
const MOST: usize = 8;

/// What somebody looks for: words that must all occur in an item, in any order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    words: Vec<Word>,
}

/// A word in each of its readings: as typed, and as first letters of pinyin.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Word {
    readings: Vec<Vec<char>>,
}

/// An item in which all words occur.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// The number of the item in its version.
    pub item: u32,
    /// The first character of the first word in it.
    pub at: u32,
}

impl Query {
    /// Reads what was typed; `None` when there is nothing to look for.
    pub fn parse(typed: &str) -> Option<Self> {
        let words: Vec<Word> = typed
            .split_whitespace()
            .take(MOST)
            .map(|word| {
                let typed: Vec<char> = word.chars().take(LONGEST).map(letters::folded).collect();
                let initials = letters::as_initials(&typed);
                Word { readings: std::iter::once(typed).chain(initials).collect() }
            })
            .collect();
        (!words.is_empty()).then_some(Self { words })
    }

    /// The first word as it was typed, its letters folded.
    pub fn first(&self) -> String {
        self.words.iter().filter_map(|word| word.readings.first()).take(1).flatten().collect()
    }

    /// The buckets whose rows are needed.
    pub fn buckets(&self) -> BTreeSet<i64> {
        let readings = self.words.iter().flat_map(|word| &word.readings);
        readings.flat_map(|reading| steps(reading).map(|(_, first, _)| bucket(first))).collect()
    }

    /// Whether all words occur in a [`plain`] text.
    pub fn occurs_in(&self, plain: &str) -> bool {
        let occurs = |word: &Vec<char>| plain.contains(&word.iter().collect::<String>());
        self.words.iter().all(|word| word.readings.iter().any(occurs))
    }

    /// Where in a text a word begins and ends, in bytes; the first of the words that occurs.
    pub fn mark(&self, text: &str) -> Option<std::ops::Range<usize>> {
        let letters: Vec<(usize, char)> =
            text.char_indices().map(|(at, letter)| (at, letters::folded(letter))).collect();
        self.words.iter().filter_map(|word| word.readings.first()).find_map(|word| {
            let at = letters
                .windows(word.len())
                .position(|part| part.iter().map(|(_, letter)| letter).eq(word))?;
            let start = letters.get(at)?.0;
            let end = letters.get(at + word.len()).map_or(text.len(), |(end, _)| *end);
            Some(start..end)
        })
    }

    /// The items of one version in which all words occur, by number; `rows` are those of the buckets needed, in any order.
    pub fn hits<'a>(&self, rows: impl Iterator<Item = (i64, &'a str)>) -> Vec<Hit> {
        let rows: Vec<(i64, &str)> = rows.collect();
        let mut words = self.words.iter();
        let Some(first) = words.next() else { return Vec::new() };
        let mut hits = first.hits(&rows);
        for word in words {
            if hits.is_empty() {
                break;
            }
            let others: BTreeSet<u32> = word.hits(&rows).iter().map(|hit| hit.item).collect();
            hits.retain(|hit| others.contains(&hit.item));
        }
        hits
    }
}

impl Word {
    fn hits(&self, rows: &[(i64, &str)]) -> Vec<Hit> {
        let mut readings = self.readings.iter().map(|reading| occurrences(reading, rows));
        let mut all = readings.next().unwrap_or_default();
        let alone = all.len();
        readings.for_each(|more| all.extend(more));
        if all.len() > alone {
            all.sort_unstable();
        }
        all.dedup_by_key(|place| place.0);
        all.into_iter().map(|(item, at)| Hit { item, at }).collect()
    }
}

/// Pairs that cover a word, each with its distance from the start: every second one, and the last.
fn steps(word: &[char]) -> impl Iterator<Item = (u32, char, Option<char>)> + '_ {
    let last = word.len().saturating_sub(2);
    let starts =
        (0..word.len()).filter(move |at| word.len() == 1 || (at % 2 == 0 && *at <= last) || *at == last);
    starts.filter_map(|at| Some((u32::try_from(at).ok()?, *word.get(at)?, word.get(at + 1).copied())))
}

/// Where a word begins, by item and character, in their order; of a single character only the first place in each item.
fn occurrences(word: &[char], rows: &[(i64, &str)]) -> Vec<Place> {
    let mut found: Option<Vec<Place>> = None;
    for (distance, first, second) in steps(word) {
        let bucket = bucket(first);
        let Some((_, row)) = rows.iter().find(|(number, _)| *number == bucket) else { return Vec::new() };
        let Some(second) = second else { return first_places(row, first) };
        let pairs = places(row, first, second);
        let starts = pairs.into_iter().filter_map(|(item, at)| Some((item, at.checked_sub(distance)?)));
        found = Some(match found {
            None => starts.collect(),
            Some(found) => both(&found, starts),
        });
        if found.as_ref().is_some_and(Vec::is_empty) {
            break;
        }
    }
    found.unwrap_or_default()
}

/// What is in both sorted lists.
fn both(one: &[Place], other: impl Iterator<Item = Place>) -> Vec<Place> {
    let mut rest = one.iter().copied().peekable();
    other
        .filter(|place| {
            while rest.next_if(|next| next < place).is_some() {}
            rest.peek() == Some(place)
        })
        .collect()
}

/// The text of an item in which a plain scan looks.
pub fn plain(item: &Item) -> String {
    item.letters().into_iter().collect()
}

/// Whether all words occur in an item: a plain scan, by which the index is tried.
pub fn contains(item: &Item, query: &Query) -> bool {
    query.occurs_in(&plain(item))
}
