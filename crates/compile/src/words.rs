//! Word lists of the language of plans, read from `data/zh`, with longest-match look-up.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

/// A set of words, each with a meaning, found at the start or the end of a text, the longest first.
pub(crate) struct Words<T = ()> {
    by_first: Index<T>,
    by_last: Index<T>,
}

/// Words by a character of theirs.
struct Index<T> {
    /// One bit for each character of the basic plane: most characters begin no word.
    known: Box<[u64; 1024]>,
    lists: HashMap<char, Vec<(&'static str, T)>, BuildHasherDefault<OfChar>>,
}

/// Hashes one character: the lists are fixed, so nobody can choose colliding ones.
#[derive(Default)]
struct OfChar(u64);

impl Hasher for OfChar {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u32(u32::from(*byte));
        }
    }

    fn write_u32(&mut self, c: u32) {
        // The golden ratio spreads neighbouring characters over all bits.
        self.0 = (self.0 ^ u64::from(c)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

impl<T: Copy> Index<T> {
    fn new() -> Self {
        Self { known: Box::new([0; 1024]), lists: HashMap::default() }
    }

    fn add(&mut self, key: char, word: &'static str, meaning: T) {
        if let Some(bits) = self.known.get_mut(key as usize >> 6) {
            *bits |= 1 << (key as usize & 63);
        }
        self.lists.entry(key).or_default().push((word, meaning));
    }

    fn finish(mut self) -> Self {
        // The sort is stable: of a word listed twice, the first meaning counts.
        for list in self.lists.values_mut() {
            list.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        }
        self
    }

    fn list(&self, key: char) -> &[(&'static str, T)] {
        let known =
            self.known.get(key as usize >> 6).is_none_or(|bits| bits & (1 << (key as usize & 63)) != 0);
        if known { self.lists.get(&key).map_or(&[], Vec::as_slice) } else { &[] }
    }
}

/// Whether a text begins with a word. Most words of a list do not, which their next character tells without a call.
fn begins(text: &[u8], word: &[u8]) -> bool {
    match (text, word) {
        (_, []) => true,
        ([a, b, c, text @ ..], [x, y, z, word @ ..]) => {
            (a, b, c) == (x, y, z) && (word.is_empty() || text.starts_with(word))
        }
        _ => text.starts_with(word),
    }
}

/// Whether a text ends with a word.
fn ends(text: &[u8], word: &[u8]) -> bool {
    match (text, word) {
        (_, []) => true,
        ([text @ .., a, b, c], [word @ .., x, y, z]) => {
            (a, b, c) == (x, y, z) && (word.is_empty() || text.ends_with(word))
        }
        _ => text.ends_with(word),
    }
}

impl<T: Copy> Words<T> {
    pub(crate) fn new(words: impl IntoIterator<Item = (&'static str, T)>) -> Self {
        let (mut by_first, mut by_last) = (Index::new(), Index::new());
        for (word, meaning) in words {
            if let (Some(first), Some(last)) = (word.chars().next(), word.chars().next_back()) {
                by_first.add(first, word, meaning);
                by_last.add(last, word, meaning);
            }
        }
        Self { by_first: by_first.finish(), by_last: by_last.finish() }
    }

    /// The longest word that `text` starts with.
    pub(crate) fn prefix(&self, text: &str) -> Option<(&'static str, T)> {
        let first = text.chars().next()?;
        let rest = text.as_bytes().get(first.len_utf8()..)?;
        // What the list is for need not be compared again.
        let tail = |word: &'static str| word.as_bytes().get(first.len_utf8()..).unwrap_or_default();
        self.by_first.list(first).iter().find(|(word, _)| begins(rest, tail(word))).copied()
    }

    /// The longest word that `text` ends with.
    pub(crate) fn suffix(&self, text: &str) -> Option<(&'static str, T)> {
        let last = text.chars().next_back()?;
        let rest = text.as_bytes().get(..text.len() - last.len_utf8())?;
        let head =
            |word: &'static str| word.as_bytes().get(..word.len() - last.len_utf8()).unwrap_or_default();
        self.by_last.list(last).iter().find(|(word, _)| ends(rest, head(word))).copied()
    }

    /// Whether a character of `text` ends some word of the set: a quick no for most texts.
    pub(crate) fn may_end_in(&self, text: &str) -> bool {
        text.chars().any(|c| !self.by_last.list(c).is_empty())
    }

    /// The meaning of `text` when the whole of it is a word of the set.
    pub(crate) fn get(&self, text: &str) -> Option<T> {
        self.prefix(text).filter(|(word, _)| word.len() == text.len()).map(|(_, meaning)| meaning)
    }

    /// The first place in `text` where a word of the set stands: where, and which.
    pub(crate) fn find(&self, text: &str) -> Option<(usize, &'static str)> {
        text.char_indices().find_map(|(at, _)| self.prefix(&text[at..]).map(|(word, _)| (at, word)))
    }
}

impl Words {
    /// Whether a word of the set stands anywhere in `text`.
    pub(crate) fn within(&self, text: &str) -> bool {
        self.find(text).is_some()
    }

    /// `text` behind the longest word that it starts with.
    pub(crate) fn strip_prefix<'t>(&self, text: &'t str) -> Option<&'t str> {
        self.prefix(text).map(|(word, ())| &text[word.len()..])
    }

    /// `text` in front of the longest word that it ends with.
    pub(crate) fn strip_suffix<'t>(&self, text: &'t str) -> Option<&'t str> {
        self.suffix(text).map(|(word, ())| &text[..text.len() - word.len()])
    }
}

/// What a verb does to its object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verb {
    /// The object comes into being; a count of it is a count of things.
    Create,
    /// The object is moved, cut or changed; the verb stays part of what is counted.
    Alter,
    /// The object is a result.
    Become,
    /// Any other duty.
    Do,
}

/// A word for a change directly in front of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shift {
    /// 增长: a rate of growth when the number is a percentage.
    Growth,
    /// 增速: the same as a noun, which stays part of the subject.
    Rate,
    /// 提高, 增加.
    Rise,
    /// 降低, 减少.
    Fall,
    /// 新增, 净增.
    Added,
}

/// Verbs, adverbs, prepositions and nouns that any clause may hold.
pub(crate) struct Lexicon {
    pub(crate) verbs: Words<Verb>,
    pub(crate) adverbs: Words,
    pub(crate) openers: Words,
    /// Head nouns of works, with what sort of thing they name.
    pub(crate) heads: Words<&'static str>,
    pub(crate) attributes: Words,
}

/// The word lists, built once.
pub(crate) static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon {
    verbs: Words::new(classed(include_str!("../data/zh/verbs.tsv")).map(|(class, verb)| {
        let class = match class {
            "create" => Verb::Create,
            "alter" => Verb::Alter,
            "become" => Verb::Become,
            _ => Verb::Do,
        };
        (verb, class)
    })),
    adverbs: words(include_str!("../data/zh/adverbs.txt")),
    openers: words(include_str!("../data/zh/openers.txt")),
    heads: Words::new(classed(include_str!("../data/zh/heads.tsv")).map(|(kind, head)| (head, kind))),
    attributes: words(include_str!("../data/zh/attributes.txt")),
});

/// The words of a list file without classes.
pub(crate) fn words(file: &'static str) -> Words {
    Words::new(plain(file).map(|word| (word, ())))
}

/// The words of a list file; lines that begin with `#` are comments.
fn plain(file: &'static str) -> impl Iterator<Item = &'static str> {
    rows(file).flat_map(str::split_whitespace)
}

/// The words of a list file whose lines are a class, a tab and words, each with its class.
pub(crate) fn classed(file: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    rows(file)
        .filter_map(|line| line.split_once('\t'))
        .flat_map(|(class, words)| words.split_whitespace().map(move |word| (class, word)))
}

/// The words of one class of such a file.
pub(crate) fn class(file: &'static str, wanted: &str) -> Words {
    Words::new(classed(file).filter(|(class, _)| *class == wanted).map(|(_, word)| (word, ())))
}

fn rows(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().filter(|line| !line.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longest_word_wins() {
        let lexicon = &*LEXICON;
        assert_eq!(lexicon.verbs.prefix("建设成为示范区").map(|(verb, _)| verb), Some("建设成为"));
        assert_eq!(lexicon.heads.suffix("城东湿地公园").map(|(head, _)| head), Some("湿地公园"));
        assert_eq!(lexicon.verbs.get("拆除"), Some(Verb::Alter));
        assert!(lexicon.verbs.get("拆除违建").is_none());
        assert_eq!(lexicon.attributes.find("建筑面积和产值"), Some((0, "建筑面积")));
    }
}
