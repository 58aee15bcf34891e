//! The index of one version of a plan.

use crate::Item;
use crate::letters::END;
use crate::varint::{Numbers, put};
use std::collections::BTreeMap;

/// Buckets of a version. More make shorter rows, fewer make fewer rows.
const BUCKETS: u32 = 512;

/// A place of a pair: number of the item, number of the character in it.
pub(crate) type Place = (u32, u32);

/// A row of the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The bucket.
    pub bucket: i64,
    /// All pairs of the bucket with their places.
    pub pairs: String,
}

/// The bucket of the pairs that begin with a character.
pub(crate) fn bucket(first: char) -> i64 {
    // Fibonacci hashing (Knuth, The Art of Computer Programming, volume 3, section 6.4): neighbours part.
    i64::from((first as u32).wrapping_mul(2_654_435_769) / (u32::MAX / BUCKETS + 1))
}

/// The rows of the index of these items, which are numbered in their order.
pub fn index(items: &[Item]) -> Vec<Row> {
    let mut pairs: BTreeMap<(i64, char, char), Vec<Place>> = BTreeMap::new();
    for (number, item) in (0u32..).zip(items) {
        let letters = item.letters();
        let following = letters.iter().skip(1).copied().chain([END]);
        for (at, (first, second)) in (0u32..).zip(letters.iter().copied().zip(following)) {
            pairs.entry((bucket(first), first, second)).or_default().push((number, at));
        }
    }
    let mut rows: Vec<Row> = Vec::new();
    for ((bucket, first, second), places) in pairs {
        let text = match rows.last_mut() {
            Some(row) if row.bucket == bucket => &mut row.pairs,
            _ => {
                rows.push(Row { bucket, pairs: String::new() });
                let Some(row) = rows.last_mut() else { continue };
                &mut row.pairs
            }
        };
        let list = list(&places);
        put(text, first as u32);
        put(text, second as u32);
        put(text, u32::try_from(list.len()).unwrap_or(u32::MAX));
        text.push_str(&list);
    }
    rows
}

/// Places as differences: of the item, and of the character within the same item.
fn list(places: &[Place]) -> String {
    let (mut text, mut last) = (String::new(), (0, 0));
    for (item, at) in places {
        put(&mut text, item - last.0);
        put(&mut text, if *item == last.0 { at - last.1 } else { *at });
        last = (*item, *at);
    }
    text
}

/// The places of a pair in a row, in their order.
pub(crate) fn places(row: &str, first: char, second: char) -> Vec<Place> {
    let mut found = Vec::new();
    lists(row, |one, two, list| {
        let is_wanted = (one, two) == (first as u32, second as u32);
        if is_wanted {
            // A place takes two digits or more.
            found.reserve(list.len() / 2);
            read(list, |place| found.push(place));
        }
        !is_wanted
    });
    found
}

/// The first place of a character in each item that has it, in their order.
pub(crate) fn first_places(row: &str, letter: char) -> Vec<Place> {
    const NOWHERE: u32 = u32::MAX;
    // By item: the pairs of a character come one after another, each with the items from the first on.
    let mut firsts: Vec<u32> = Vec::new();
    lists(row, |one, _, list| {
        if one == letter as u32 {
            read(list, |(item, at)| {
                // Items are numbered without gaps; a number far beyond is spoiled.
                let item = item as usize;
                if item >= firsts.len() {
                    firsts.resize(item.min(MOST_ITEMS) + 1, NOWHERE);
                }
                if let Some(first) = firsts.get_mut(item) {
                    *first = (*first).min(at);
                }
            });
        }
        true
    });
    (0u32..).zip(firsts).filter(|(_, at)| *at != NOWHERE).collect()
}

/// More items than a version has.
const MOST_ITEMS: usize = 1 << 24;

/// Calls with the lists of a row, each with its pair, while more are wanted.
fn lists(row: &str, mut with: impl FnMut(u32, u32, &[u8]) -> bool) {
    let mut numbers = Numbers(row.as_bytes());
    while let Some((one, two, length)) = head(&mut numbers) {
        let Some(list) = numbers.0.get(..length as usize) else { return };
        if !with(one, two, list) || numbers.skip(length).is_none() {
            return;
        }
    }
}

fn head(numbers: &mut Numbers<'_>) -> Option<(u32, u32, u32)> {
    Some((numbers.next()?, numbers.next()?, numbers.next()?))
}

#[inline]
fn read(list: &[u8], mut with: impl FnMut(Place)) {
    let (mut numbers, mut last) = (Numbers(list), (0u32, 0u32));
    while let Some(item) = numbers.next() {
        let Some(at) = numbers.next() else { return };
        let place = (last.0.wrapping_add(item), if item == 0 { last.1.wrapping_add(at) } else { at });
        with(place);
        last = place;
    }
}
