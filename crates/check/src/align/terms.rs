//! Names of indicators and works as two plans write them, and which of them mean one thing.

use crate::context::Statements;
use crate::naming::{bare, common_subsequence};
use plan::catalogue::lookup;
use source::Span;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Ways of writing that make no difference.
const WRITINGS: [(&str, &str); 23] = [
    ("比例", "比重"),
    ("比率", "比重"),
    ("占比", "比重"),
    ("下降", "降低"),
    ("减少", "降低"),
    ("削减", "降低"),
    ("达到或优于", "好于"),
    ("达到或好于", "好于"),
    ("优于", "好于"),
    ("地级及以上", "地级以上"),
    ("建制村", "行政村"),
    ("二口恶英", "二噁英"),
    ("空气环境质量", "空气质量"),
    ("水源地", "水源"),
    ("水水源", "水源"),
    ("主要污染物排放总量", "污染物排放总量"),
    ("Ⅰ", "i"),
    ("Ⅱ", "ii"),
    ("Ⅲ", "iii"),
    ("Ⅳ", "iv"),
    ("Ⅴ", "v"),
    ("的", ""),
    ("、", ""),
];

/// A name without width, case, brackets, and ways of writing.
pub(super) fn reduced(name: &str) -> String {
    let folded: String = name.chars().map(phrase::fold_char).filter(|c| !c.is_whitespace()).collect();
    let mut text = bare(&folded.to_lowercase());
    for (from, to) in WRITINGS {
        if text.contains(from) {
            text = text.replace(from, to);
        }
    }
    text
}

/// Words with whether they only fill.
static SCOPES: LazyLock<Vec<(&'static str, bool)>> = LazyLock::new(|| {
    let lines =
        include_str!("../../data/scope_words.tsv").lines().filter(|line| !line.starts_with('#')).skip(1);
    lines.filter_map(|line| line.split_once('\t')).map(|(word, kind)| (word, kind == "fill")).collect()
});

/// A reduced name without what says of which part it is.
pub(super) fn core(reduced: &str) -> String {
    let mut text = reduced.to_owned();
    for (word, _) in SCOPES.iter() {
        if text.contains(word) {
            text = text.replace(word, "");
        }
    }
    text
}

/// The words of a reduced name that say of which part it is.
pub(super) fn scopes(reduced: &str) -> Vec<&'static str> {
    let mut out: Vec<&'static str> = SCOPES
        .iter()
        .filter(|(word, is_fill)| !is_fill && reduced.contains(word))
        .map(|(word, _)| *word)
        .collect();
    out.sort_unstable();
    out
}

/// What an indicator and its cut have in common: of 化学需氧量排放总量 and of 化学需氧量排放减少 it is `cod`.
pub(super) fn root(of: &Statements<'_>) -> Option<String> {
    let indicator = of.indicator;
    let stem = |key: &str| {
        let cut = ["_cut", "_total", "_growth"].iter().find_map(|end| key.strip_suffix(end));
        cut.unwrap_or(key).to_owned()
    };
    if let Some(key) = &indicator.catalogue {
        return Some(stem(key));
    }
    [("降低", "%"), ("总量", &indicator.unit)].into_iter().find_map(|(end, unit)| {
        lookup(&format!("{}{end}", indicator.name), unit).map(|found| stem(found.entry.key))
    })
}

/// How alike two reduced names are, from 0 to 1: by the characters in order, or by the characters alone where nearly all agree.
pub(super) fn likeness(one: &str, other: &str) -> f64 {
    let (a, b): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let whole = (a.len() + b.len()) as f64;
    let (short, long) = (a.len().min(b.len()), a.len().max(b.len()));
    if short < 5 || short * 2 < long {
        return 0.0;
    }
    let mut counts: BTreeMap<char, (usize, usize)> = BTreeMap::new();
    for c in &a {
        counts.entry(*c).or_default().0 += 1;
    }
    for c in &b {
        counts.entry(*c).or_default().1 += 1;
    }
    let shared: usize = counts.values().map(|(a, b)| (*a).min(*b)).sum();
    let bag = 2.0 * shared as f64 / whole;
    if bag < 0.72 {
        return 0.0;
    }
    let ordered = 2.0 * common_subsequence(&a, &b) as f64 / whole;
    if bag >= 0.85 { bag.max(ordered) } else { ordered }
}

/// Pairs of terms that are put in each other's place although they do not measure the same.
static RELATED: LazyLock<Vec<[&'static str; 4]>> = LazyLock::new(|| {
    let lines =
        include_str!("../../data/related_terms.tsv").lines().filter(|line| !line.starts_with('#')).skip(1);
    lines.filter_map(|line| line.split('\t').collect::<Vec<_>>().try_into().ok()).collect()
});

/// In what two reduced names differ that stand in each other's place: Chinese and English.
pub(super) fn related(one: &str, other: &str) -> Option<(&'static str, &'static str)> {
    RELATED.iter().find_map(|[a, b, zh, en]| {
        let meets = one.contains(a) && other.contains(b) || one.contains(b) && other.contains(a);
        meets.then_some((*zh, *en))
    })
}

/// A text in which names are looked for whatever their layout.
pub(super) struct Text {
    compact: String,
    /// For each character of `compact` where it begins there, and where it begins and ends in the text.
    places: Vec<(usize, usize, usize)>,
}

impl Text {
    pub(super) fn of(text: &str) -> Self {
        let mut compact = String::with_capacity(text.len());
        let mut places = Vec::with_capacity(text.len() / 3);
        for (at, c) in text.char_indices() {
            let skip = c.is_whitespace() || matches!(c, '“' | '”' | '《' | '》' | '\u{feff}');
            if !skip {
                places.push((compact.len(), at, at + c.len_utf8()));
                compact.extend(phrase::fold_char(c).to_lowercase());
            }
        }
        Self { compact, places }
    }

    /// Where a name stands first.
    pub(super) fn find(&self, name: &str) -> Option<Span> {
        let needle: String = bare(name)
            .chars()
            .map(phrase::fold_char)
            .filter(|c| !c.is_whitespace())
            .flat_map(char::to_lowercase)
            .collect();
        if needle.chars().count() < 4 {
            return None;
        }
        let at = self.compact.find(&needle)?;
        let first = self.places.partition_point(|(compact, ..)| *compact < at);
        let last =
            self.places.partition_point(|(compact, ..)| *compact < at + needle.len()).checked_sub(1)?;
        Some(Span { start: self.places.get(first)?.1, end: self.places.get(last)?.2 })
    }
}
