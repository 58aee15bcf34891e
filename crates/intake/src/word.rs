//! The words of statistical tables, from the data file.

use std::collections::HashMap;
use std::sync::LazyLock;

static WORDS: LazyLock<HashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let mut found: HashMap<&str, Vec<&str>> = HashMap::new();
    for line in include_str!("../data/words.tsv").lines().filter(|line| !line.starts_with('#')) {
        if let Some((class, words)) = line.split_once('\t') {
            found.entry(class).or_default().extend(words.split_whitespace());
        }
    }
    for words in found.values_mut() {
        words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    }
    found
});

/// The words of a class, longest first.
pub(crate) fn of(class: &str) -> &'static [&'static str] {
    WORDS.get(class).map_or(&[], Vec::as_slice)
}

/// Whether a text is one of the words of a class.
pub(crate) fn is(class: &str, text: &str) -> bool {
    of(class).iter().any(|word| word.eq_ignore_ascii_case(text))
}

/// The longest word of a class that the text ends with, and what stands in front of it.
pub(crate) fn ending<'t>(class: &str, text: &'t str) -> Option<(&'t str, &'static str)> {
    of(class).iter().find_map(|word| Some((text.strip_suffix(*word)?, *word)))
}

/// The longest word of a class that the text begins with, and what stands behind it.
pub(crate) fn beginning<'t>(class: &str, text: &'t str) -> Option<(&'static str, &'t str)> {
    of(class).iter().find_map(|word| Some((*word, text.strip_prefix(*word)?)))
}
