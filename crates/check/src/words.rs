//! Where the words of a list stand in a text, found in one pass over the text.
//!
//! [`Words`] are the fixed lists of the rules, [`Names`] are collected from a document. Both look at
//! the words only where a character stands that begins one, so that a long list costs hardly more than
//! a short one.

use std::collections::HashMap;

/// A fixed list of words.
#[derive(Debug)]
pub(crate) struct Words {
    all: &'static [&'static str],
    openings: Openings,
    /// For each value of the lowest six bits of a first character, the places of the words that begin so; a bit stands for
    /// every 64th word.
    places: [u64; 64],
}

/// One bit for every thousandth character that begins a word: a clear bit is a sure no.
#[derive(Debug, Default)]
struct Openings([u64; 16]);

impl Openings {
    /// The bit of the character that begins at `at`: its lowest ten bits.
    const fn bit(bytes: &[u8], at: usize) -> usize {
        match bytes[at] {
            first @ 0..0x80 => first as usize,
            first @ 0x80..0xe0 => (first as usize & 0xf) << 6 | bytes[at + 1] as usize & 0x3f,
            0xe0..0xf0 => (bytes[at + 1] as usize & 0xf) << 6 | bytes[at + 2] as usize & 0x3f,
            _ => (bytes[at + 2] as usize & 0xf) << 6 | bytes[at + 3] as usize & 0x3f,
        }
    }

    /// Adds the first character of a word.
    const fn add(&mut self, word: &[u8]) {
        let bit = Self::bit(word, 0);
        self.0[bit >> 6] |= 1 << (bit & 63);
    }

    const fn allows(&self, bytes: &[u8], at: usize) -> bool {
        self.has(Self::bit(bytes, at))
    }

    const fn has(&self, bit: usize) -> bool {
        self.0[bit >> 6] & 1 << (bit & 63) != 0
    }

    /// The first place from `at` on where a word may begin.
    fn next(&self, bytes: &[u8], mut at: usize) -> Option<usize> {
        loop {
            match bytes.get(at..)? {
                // Ideographs, by far the most of a text, take three bytes.
                [0xe0..0xf0, high, low, ..] => {
                    if self.has((*high as usize & 0xf) << 6 | *low as usize & 0x3f) {
                        return Some(at);
                    }
                    at += 3;
                }
                [first, ..] => {
                    if self.allows(bytes, at) {
                        return Some(at);
                    }
                    at += width(*first);
                }
                [] => return None,
            }
        }
    }
}

/// The length in bytes of the character that begins with `first`.
const fn width(first: u8) -> usize {
    match first {
        0..0x80 => 1,
        0x80..0xe0 => 2,
        0xe0..0xf0 => 3,
        _ => 4,
    }
}

/// Whether a text begins with a word. Most words of a list begin otherwise, which their first character tells at once.
fn begins(bytes: &[u8], word: &[u8]) -> bool {
    match (bytes, word) {
        ([a, b, c, rest @ ..], [x, y, z, tail @ ..]) => (a, b, c) == (x, y, z) && rest.starts_with(tail),
        _ => bytes.starts_with(word),
    }
}

impl Words {
    /// A list for a `static`; no word may be empty.
    pub(crate) const fn new(words: &'static [&'static str]) -> Self {
        let mut openings = Openings([0; 16]);
        let mut places = [0; 64];
        let mut at = 0;
        while at < words.len() {
            let word = words[at].as_bytes();
            openings.add(word);
            places[Openings::bit(word, 0) & 63] |= 1 << (at & 63);
            at += 1;
        }
        Self { all: words, openings, places }
    }

    /// The first column of a table kept as a data file; lines that begin with `#` and the head are left out.
    ///
    /// For a `LazyLock`: the list lives as long as the program.
    pub(crate) fn of(table: &'static str) -> Self {
        let lines = table.lines().filter(|line| !line.starts_with('#')).skip(1);
        let words: Vec<&'static str> =
            lines.filter_map(|line| line.split('\t').next()).filter(|word| !word.is_empty()).collect();
        Self::new(words.leak())
    }

    /// The longest word that `text` starts with.
    pub(crate) fn opening(&self, text: &str) -> Option<&'static str> {
        let bytes = text.as_bytes();
        if bytes.is_empty() || !self.openings.allows(bytes, 0) {
            return None;
        }
        self.longest(bytes)
    }

    fn longest(&self, bytes: &[u8]) -> Option<&'static str> {
        let mut longest: Option<&'static str> = None;
        let mut places = self.places[Openings::bit(bytes, 0) & 63];
        while places != 0 {
            let first = places.trailing_zeros() as usize;
            places &= places - 1;
            for word in self.all.iter().skip(first).step_by(64) {
                if longest.is_none_or(|longest| longest.len() < word.len()) && begins(bytes, word.as_bytes())
                {
                    longest = Some(word);
                }
            }
        }
        longest
    }

    /// `text` without all words of the list that it starts with.
    pub(crate) fn strip<'t>(&self, mut text: &'t str) -> &'t str {
        while let Some(word) = self.opening(text) {
            text = &text[word.len()..];
        }
        text
    }

    /// The first place where a word stands, and the longest word there.
    pub(crate) fn find(&self, text: &str) -> Option<(usize, &'static str)> {
        self.find_from(text, 0)
    }

    fn find_from(&self, text: &str, from: usize) -> Option<(usize, &'static str)> {
        let bytes = text.as_bytes();
        let mut next = from;
        while let Some(at) = self.openings.next(bytes, next) {
            if let Some(word) = self.longest(&bytes[at..]) {
                return Some((at, word));
            }
            next = at + width(bytes[at]);
        }
        None
    }

    /// Whether a word stands anywhere in `text`.
    pub(crate) fn is_in(&self, text: &str) -> bool {
        self.find(text).is_some()
    }

    /// All places where a word stands, left to right without overlap; at one place the longest word.
    pub(crate) fn all<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (usize, &'static str)> + 't {
        let mut from = 0;
        std::iter::from_fn(move || {
            let (at, word) = self.find_from(text, from)?;
            from = at + word.len();
            Some((at, word))
        })
    }

    /// The greatest end of a word in `text`, overlapping words included.
    pub(crate) fn last_end(&self, text: &str) -> Option<usize> {
        let bytes = text.as_bytes();
        let (mut next, mut end) = (0, None);
        while let Some(at) = self.openings.next(bytes, next) {
            if let Some(word) = self.longest(&bytes[at..]) {
                end = end.max(Some(at + word.len()));
            }
            next = at + width(bytes[at]);
        }
        end
    }
}

/// Names collected from a document, to be found again in it.
#[derive(Debug, Default)]
pub(crate) struct Names<'a> {
    openings: Openings,
    by_opening: HashMap<[char; 2], Vec<&'a str>>,
}

impl<'a> Names<'a> {
    /// Names of fewer than two characters are left out.
    pub(crate) fn new(names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut out = Self::default();
        for name in names {
            if let Some(opening) = opening(name) {
                out.openings.add(name.as_bytes());
                let list = out.by_opening.entry(opening).or_default();
                if !list.contains(&name) {
                    list.push(name);
                }
            }
        }
        out
    }

    /// All names that stand in `text`, left to right, overlapping ones and shorter ones at one place too.
    pub(crate) fn all<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (usize, &'a str)> + 't {
        let bytes = text.as_bytes();
        let mut next = if self.by_opening.is_empty() { bytes.len() } else { 0 };
        let places = std::iter::from_fn(move || {
            let at = self.openings.next(bytes, next)?;
            next = at + width(bytes[at]);
            Some(at)
        });
        places.flat_map(move |at| {
            let rest = &text[at..];
            let list = opening(rest).and_then(|opening| self.by_opening.get(&opening));
            let here = list.into_iter().flatten().filter(move |name| rest.starts_with(**name));
            here.map(move |name| (at, *name))
        })
    }
}

fn opening(name: &str) -> Option<[char; 2]> {
    let mut chars = name.chars();
    Some([chars.next()?, chars.next()?])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_longest_first_and_without_overlap() {
        static AIMS: Words = Words::new(&["力争", "力争达到", "GDP", "é", "𠀀"]);
        assert_eq!(AIMS.all("力争力争达到").collect::<Vec<_>>(), [(0, "力争"), (6, "力争达到")]);
        assert_eq!(AIMS.find("全市GDP"), Some((6, "GDP")));
        assert_eq!(AIMS.opening("力争达到五"), Some("力争达到"));
        assert_eq!(AIMS.strip("力争力争达到五"), "五");
        assert!(AIMS.is_in("aé") && AIMS.is_in("甲𠀀") && !AIMS.is_in("争力"));
    }

    #[test]
    fn ends_of_overlapping_words_count() {
        static ENDS: Words = Words::new(&["中心大桥", "大桥", "桥头堡", "中心"]);
        assert_eq!(ENDS.last_end("中心大桥头堡"), Some("中心大桥头堡".len()));
        assert_eq!(ENDS.last_end("甲"), None);
    }

    #[test]
    fn names_are_found_wherever_they_stand() {
        let names = Names::new(["医巫闾山", "闾山", "义县", "乙"]);
        let found = |text| names.all(text).map(|(_, name)| name).collect::<Vec<_>>();
        assert_eq!(found("医巫闾山和义县、乙"), ["医巫闾山", "闾山", "义县"]);
        assert!(found("").is_empty());
    }
}
