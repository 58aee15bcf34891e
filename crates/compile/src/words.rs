//! Word lists of the language of plans, read from `data/zh`, with longest-match look-up.

use std::cmp::Reverse;
use std::sync::{LazyLock, OnceLock};

/// A set of words, each with a meaning, found at the start or the end of a text, the longest first.
pub(crate) struct Words<T = ()> {
    by_first: Index<T>,
    /// Made when somebody asks: many lists are only asked for beginnings.
    by_last: OnceLock<Index<T>>,
}

/// Words by a character of theirs.
struct Index<T> {
    /// All words, those of one bucket together, the longest of a bucket first.
    words: Vec<(&'static str, T)>,
    /// Where the words of each bucket begin, and where those of the last end. The low bits of the character are the bucket.
    starts: Box<[u32]>,
}

impl<T: Copy> Index<T> {
    /// Of a word listed twice, the first meaning counts. A word without `key` is none.
    fn new(listed: &[(&'static str, T)], key: impl Fn(&str) -> Option<char>) -> Self {
        // Some buckets more than words: most characters begin no word and find an empty one.
        let buckets = (4 * listed.len()).next_power_of_two().clamp(32, 4096);
        let bucket = |word: &str| key(word).map(|c| c as usize & (buckets - 1));
        let mut starts = vec![0_u32; buckets + 1].into_boxed_slice();
        for (word, _) in listed {
            if let Some(count) = bucket(word).and_then(|at| starts.get_mut(at)) {
                *count += 1;
            }
        }
        let mut end = 0;
        for start in &mut starts {
            end += *start;
            *start = end;
        }
        let mut words = listed.to_vec();
        words.truncate(end as usize);
        // From behind, so that the words of a bucket keep their order; every end becomes the start.
        for (word, meaning) in listed.iter().rev() {
            if let Some(start) = bucket(word).and_then(|at| starts.get_mut(at)) {
                *start -= 1;
                if let Some(slot) = words.get_mut(*start as usize) {
                    *slot = (word, *meaning);
                }
            }
        }
        for bounds in starts.windows(2) {
            if let [start, end] = *bounds
                && let Some(same) = words.get_mut(start as usize..end as usize)
            {
                // The sort is stable.
                same.sort_by_key(|(word, _)| Reverse(word.len()));
            }
        }
        Self { words, starts }
    }

    /// The words of the bucket of a character: all that have it in the place asked for, and few others.
    fn list(&self, key: char) -> &[(&'static str, T)] {
        let at = key as usize & (self.starts.len() - 2);
        match self.starts.get(at..at + 2) {
            Some(&[start, end]) => self.words.get(start as usize..end as usize).unwrap_or_default(),
            _ => &[],
        }
    }
}

/// Whether a text begins with a word, told character by character without a call: most words of a list are short.
fn begins(mut text: &[u8], mut word: &[u8]) -> bool {
    loop {
        match (text, word) {
            (_, []) => return true,
            ([a, b, c, behind @ ..], [x, y, z, rest @ ..]) => {
                if (a, b, c) != (x, y, z) {
                    return false;
                }
                (text, word) = (behind, rest);
            }
            _ => return text.starts_with(word),
        }
    }
}

/// Whether a text ends with a word.
fn ends(mut text: &[u8], mut word: &[u8]) -> bool {
    loop {
        match (text, word) {
            (_, []) => return true,
            ([front @ .., a, b, c], [rest @ .., x, y, z]) => {
                if (a, b, c) != (x, y, z) {
                    return false;
                }
                (text, word) = (front, rest);
            }
            _ => return text.ends_with(word),
        }
    }
}

impl<T: Copy> Words<T> {
    pub(crate) fn new(words: impl IntoIterator<Item = (&'static str, T)>) -> Self {
        let listed: Vec<(&'static str, T)> = words.into_iter().collect();
        let by_first = Index::new(&listed, |word| word.chars().next());
        Self { by_first, by_last: OnceLock::new() }
    }

    fn by_last(&self) -> &Index<T> {
        // Words that are equal stand in the order in which they were listed.
        self.by_last.get_or_init(|| Index::new(&self.by_first.words, |word| word.chars().next_back()))
    }

    /// The longest word that `text` starts with.
    pub(crate) fn prefix(&self, text: &str) -> Option<(&'static str, T)> {
        let list = self.by_first.list(text.chars().next()?);
        list.iter().find(|(word, _)| begins(text.as_bytes(), word.as_bytes())).copied()
    }

    /// All words that `text` starts with, the longest first.
    pub(crate) fn prefixes<'a>(&'a self, text: &'a str) -> impl Iterator<Item = &'static str> + 'a {
        let list = text.chars().next().map_or(&[][..], |first| self.by_first.list(first));
        list.iter().map(|(word, _)| *word).filter(|word| begins(text.as_bytes(), word.as_bytes()))
    }

    /// The longest word that `text` ends with.
    pub(crate) fn suffix(&self, text: &str) -> Option<(&'static str, T)> {
        let list = self.by_last().list(text.chars().next_back()?);
        list.iter().find(|(word, _)| ends(text.as_bytes(), word.as_bytes())).copied()
    }

    /// Whether a character of `text` ends some word of the set: a quick no for most texts.
    pub(crate) fn may_end_in(&self, text: &str) -> bool {
        let by_last = self.by_last();
        text.chars().any(|c| by_last.list(c).iter().any(|(word, _)| word.ends_with(c)))
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
    lines(file).flat_map(|(class, words)| words.split_whitespace().map(move |word| (class, word)))
}

/// The words of one class of such a file.
pub(crate) fn class(file: &'static str, wanted: &str) -> Words {
    let lines = lines(file).filter(|(class, _)| *class == wanted);
    Words::new(lines.flat_map(|(_, words)| words.split_whitespace()).map(|word| (word, ())))
}

/// The lines of such a file: class and words.
fn lines(file: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    rows(file).filter_map(|line| line.split_once('\t'))
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
