//! The words of a language as data, and their index by first character.

use crate::mention::{Change, Comparator, Modality};
use crate::unit::{Dimension, Unit};
use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder, MatchKind};
use rust_decimal::Decimal;
use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

/// The tables of one language, as tab-separated text.
///
/// Every table says its columns in its first lines; lines that begin with `#` are comments. A new
/// language is a new set of tables. [`crate::Scanner::problems`] lists the rows that cannot be read.
#[derive(Clone, Copy, Debug)]
pub struct Language {
    /// BCP 47 code.
    pub code: &'static str,
    /// Units of measure and money: surfaces, dimension, factor, flags, characters that must not follow.
    pub units: &'static str,
    /// Counters, each its own dimension: surfaces, flags, characters that must not follow.
    pub counters: &'static str,
    /// Words around a number: words, side, role, meaning.
    pub markers: &'static str,
    /// Words that hold numerals and are no quantities.
    pub guards: &'static str,
    /// Named lists of words that decide single questions.
    pub lists: &'static str,
}

/// Chinese as plans are written in it.
pub static CHINESE: Language = Language {
    code: "zh",
    units: include_str!("../data/zh/units.tsv"),
    counters: include_str!("../data/zh/counters.tsv"),
    markers: include_str!("../data/zh/markers.tsv"),
    guards: include_str!("../data/zh/guards.tsv"),
    lists: include_str!("../data/zh/lists.tsv"),
};

/// One surface of a unit.
#[derive(Clone, Debug)]
pub(crate) struct UnitEntry {
    pub(crate) surface: &'static str,
    pub(crate) name: &'static str,
    pub(crate) dimension: Dimension,
    pub(crate) factor: Decimal,
    /// May follow a multiplier without digit.
    pub(crate) bare: bool,
    /// A counter that is weak after a Chinese numeral below ten.
    pub(crate) counter: bool,
    /// Counts only after Arabic digits or a large Chinese numeral.
    pub(crate) digits_only: bool,
    /// Only behind a slash: the d of t/d.
    pub(crate) per_only: bool,
    /// Begins with a character that could be a multiplier: 千瓦, 百分点.
    pub(crate) prefix_ambiguous: bool,
    /// Characters that, directly behind, make another word of it.
    pub(crate) not_before: &'static str,
}

impl UnitEntry {
    pub(crate) fn unit(&self) -> Unit {
        Unit { name: Cow::Borrowed(self.name), dimension: self.dimension, factor: self.factor }
    }
}

/// What a marker word says about a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Comparator(Comparator),
    Change(Change),
    Modality(Modality),
    /// 累计.
    Cumulative,
    /// 年均, 每年.
    Annual,
    /// May stand between a marker and its number without breaking the bond: 了, 人均, 全国的.
    Filler,
    /// A word that only keeps shorter markers inside it from being read: 比例, 达标.
    Nothing,
    /// A verb of making, which lets a small Chinese numeral count: 新建两座.
    Making,
}

/// Where a marker stands and how far it reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Directly in front of the number, fillers apart.
    Before,
    /// Anywhere in front of the number in the same clause.
    Clause,
    /// Directly behind the number.
    After,
    /// Directly in front of a multiplier without digit.
    BeforeBare,
    /// Directly in front of a grade.
    BeforeClass,
    /// Directly behind a grade.
    AfterClass,
    /// In front of a time only.
    BeforeTime,
    /// Directly behind a time only.
    AfterTime,
    /// From here to the end of the sentence.
    Sentence,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Marker {
    pub(crate) reach: Reach,
    pub(crate) role: Role,
}

/// The named lists of a language.
#[derive(Debug, Default)]
pub(crate) struct Lists {
    pub(crate) behind_plan_number: Vec<&'static str>,
    pub(crate) before_years: Vec<&'static str>,
    pub(crate) after_years: Vec<&'static str>,
    pub(crate) names_of_years: Vec<&'static str>,
    pub(crate) without_unit: Vec<&'static str>,
    pub(crate) per_money: Vec<&'static str>,
    pub(crate) per_head: Vec<&'static str>,
    pub(crate) no_number: Vec<&'static str>,
    pub(crate) before_minus: Vec<&'static str>,
    pub(crate) before_congress: Vec<&'static str>,
    pub(crate) behind_congress: Vec<&'static str>,
}

impl Lists {
    fn named(&mut self, name: &str) -> Option<&mut Vec<&'static str>> {
        Some(match name {
            "behind-plan-number" => &mut self.behind_plan_number,
            "before-years" => &mut self.before_years,
            "after-years" => &mut self.after_years,
            "names-of-years" => &mut self.names_of_years,
            "without-unit" => &mut self.without_unit,
            "per-money" => &mut self.per_money,
            "per-head" => &mut self.per_head,
            "no-number" => &mut self.no_number,
            "before-minus" => &mut self.before_minus,
            "before-congress" => &mut self.before_congress,
            "behind-congress" => &mut self.behind_congress,
            _ => return None,
        })
    }
}

/// Units, markers and guards ready for lookup.
pub(crate) struct Lexicon {
    pub(crate) units: Index<UnitEntry>,
    pub(crate) guards: Index<&'static str>,
    pub(crate) lists: Lists,
    /// The meanings of one word; a word may have several rows (到 for times and for amounts).
    pub(crate) markers: Vec<Vec<Marker>>,
    pub(crate) marker_words: Option<CharwiseDoubleArrayAhoCorasick<u32>>,
    pub(crate) problems: Vec<String>,
}

impl fmt::Debug for Lexicon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lexicon").field("problems", &self.problems).finish_non_exhaustive()
    }
}

impl Lexicon {
    pub(crate) fn new(language: &Language) -> Self {
        let mut problems = Vec::new();
        let mut units = Vec::new();
        for row in rows(language.units) {
            match unit_row(row) {
                Some(entries) => units.extend(entries),
                None => problems.push(format!("units: {row}")),
            }
        }
        for row in rows(language.counters) {
            units.extend(counter_row(row));
        }
        let mut words: Vec<&'static str> = Vec::new();
        let mut places: HashMap<&'static str, usize> = HashMap::new();
        let mut markers: Vec<Vec<Marker>> = Vec::new();
        for row in rows(language.markers) {
            let Some((row_words, marker)) = marker_row(row) else {
                problems.push(format!("markers: {row}"));
                continue;
            };
            for word in row_words {
                let place = *places.entry(word).or_insert(words.len());
                if let Some(known) = markers.get_mut(place) {
                    known.push(marker);
                } else {
                    words.push(word);
                    markers.push(vec![marker]);
                }
            }
        }
        let marker_words = CharwiseDoubleArrayAhoCorasickBuilder::new()
            .match_kind(MatchKind::LeftmostLongest)
            .build(&words)
            .map_err(|error| problems.push(format!("markers: {error}")))
            .ok();
        let guards: Vec<&'static str> = rows(language.guards).flat_map(str::split_whitespace).collect();
        let mut lists = Lists::default();
        for row in rows(language.lists) {
            let (name, words) = row.split_once('\t').unwrap_or((row, ""));
            match lists.named(name) {
                Some(list) => list.extend(words.split_whitespace()),
                None => problems.push(format!("lists: {row}")),
            }
        }
        Self {
            units: Index::new(units, |entry| entry.surface),
            guards: Index::new(guards, |word| word),
            lists,
            markers,
            marker_words,
            problems,
        }
    }
}

fn rows(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'))
}

fn unit_row(row: &'static str) -> Option<Vec<UnitEntry>> {
    let mut columns = row.split('\t');
    let surfaces = columns.next()?;
    let dimension = Dimension::of(columns.next()?.trim());
    let factor = columns.next()?.trim().parse().ok()?;
    let flags = columns.next().unwrap_or("");
    let not_before = columns.next().unwrap_or("").trim();
    Some(unit_entries(surfaces, dimension, factor, flags, not_before))
}

fn counter_row(row: &'static str) -> Vec<UnitEntry> {
    let mut columns = row.split('\t');
    let words = columns.next().unwrap_or("");
    let flags = columns.next().unwrap_or("");
    let not_before = columns.next().unwrap_or("").trim();
    let mut entries = unit_entries(words, Dimension::of(""), Decimal::ONE, flags, not_before);
    for entry in &mut entries {
        entry.counter = true;
        entry.dimension = Dimension::of(entry.name);
    }
    entries
}

/// One entry per surface; those behind `|` carry the name of the first.
fn unit_entries(
    surfaces: &'static str,
    dimension: Dimension,
    factor: Decimal,
    flags: &str,
    not_before: &'static str,
) -> Vec<UnitEntry> {
    let (own, other) = surfaces.split_once('|').unwrap_or((surfaces, ""));
    let first = own.split_whitespace().next().unwrap_or(own).trim_start_matches('=');
    let own =
        own.split_whitespace().filter(|surface| !surface.starts_with('=')).map(|surface| (surface, surface));
    let other = other.split_whitespace().map(|surface| (surface, first));
    own.chain(other)
        .map(|(surface, name)| UnitEntry {
            surface,
            name,
            dimension,
            factor,
            bare: flags.contains('b'),
            counter: flags.contains('c'),
            digits_only: flags.contains('d'),
            per_only: flags.contains('p'),
            prefix_ambiguous: surface.starts_with(['千', '百', '兆', '万']),
            not_before,
        })
        .collect()
}

fn marker_row(row: &'static str) -> Option<(Vec<&'static str>, Marker)> {
    let mut columns = row.split('\t');
    let words = columns.next()?.split_whitespace().collect();
    let reach = match columns.next()?.trim() {
        "before" => Reach::Before,
        "clause" => Reach::Clause,
        "after" => Reach::After,
        "before-bare" => Reach::BeforeBare,
        "before-class" => Reach::BeforeClass,
        "after-class" => Reach::AfterClass,
        "before-time" => Reach::BeforeTime,
        "after-time" => Reach::AfterTime,
        "sentence" => Reach::Sentence,
        _ => return None,
    };
    let role = columns.next()?.trim();
    let meaning = columns.next().unwrap_or("").trim();
    let role = match role {
        "comparator" => Role::Comparator(Comparator::named(meaning)?),
        "change" => Role::Change(Change::named(meaning)?),
        "modality" => Role::Modality(Modality::named(meaning)?),
        "cumulative" => Role::Cumulative,
        "annual" => Role::Annual,
        "filler" => Role::Filler,
        "nothing" => Role::Nothing,
        "making" => Role::Making,
        _ => return None,
    };
    Some((words, Marker { reach, role }))
}

/// Entries found by the first character of their surface, longest first.
#[derive(Debug)]
pub(crate) struct Index<T> {
    entries: Vec<T>,
    /// Page of a character's upper byte; page 0 is empty.
    pages: Vec<u16>,
    /// Per page 256 ranges into `entries`.
    ranges: Vec<[(u16, u16); 256]>,
}

impl<T> Index<T> {
    #[expect(clippy::cast_possible_truncation, reason = "a column or width, kept below the limit before")]
    fn new(mut entries: Vec<T>, surface: impl Fn(&T) -> &'static str) -> Self {
        entries.sort_by(|a, b| {
            let (a, b) = (surface(a), surface(b));
            a.chars().next().cmp(&b.chars().next()).then(b.len().cmp(&a.len()))
        });
        let mut pages = vec![0_u16; 256];
        let mut ranges = vec![[(0, 0); 256]];
        for (at, entry) in entries.iter().enumerate() {
            let Some(first) = surface(entry).chars().next().and_then(|c| u16::try_from(c as u32).ok()) else {
                continue;
            };
            let page = &mut pages[usize::from(first >> 8)];
            if *page == 0 {
                *page = ranges.len() as u16;
                ranges.push([(0, 0); 256]);
            }
            let range = &mut ranges[usize::from(*page)][usize::from(first & 0xff)];
            if range.1 == 0 {
                *range = (at as u16, at as u16);
            }
            range.1 = at as u16 + 1;
        }
        Self { entries, pages, ranges }
    }

    /// The entries whose surface begins with `first`, longest first.
    #[inline]
    pub(crate) fn starting(&self, first: char) -> &[T] {
        let Ok(first) = u16::try_from(first as u32) else { return &[] };
        let page = self.pages[usize::from(first >> 8)];
        let (from, to) = self.ranges[usize::from(page)][usize::from(first & 0xff)];
        self.entries.get(usize::from(from)..usize::from(to)).unwrap_or(&[])
    }

    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }
}
