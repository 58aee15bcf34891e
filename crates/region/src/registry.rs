//! The rows of the registry.

use crate::names::parts;
use std::borrow::Cow;
use std::sync::LazyLock;

/// The editions of the code tables that the registry knows: the end of each of these years, for the last one its June.
/// A region that an edition has and the one before has not came in between; the day is not known.
pub const EDITIONS: [u16; 42] = {
    let mut years = [0; 42];
    let mut at = 0;
    let mut year = 1980;
    while at < 41 {
        years[at] = year;
        year += 1;
        at += 1;
    }
    years[41] = 2023;
    years
};

/// The level of a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Province, autonomous region, municipality, special administrative region.
    Province,
    /// City with districts or counties below it, prefecture, league, autonomous prefecture.
    Prefecture,
    /// County, county-level city, district, banner.
    County,
}

/// A region in one of its names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// Division code of six digits (GB/T 2260); of an added region whatever it was added with.
    pub code: Cow<'static, str>,
    /// Full name (锦州市).
    pub name: Cow<'static, str>,
    /// Level.
    pub level: Level,
    /// Code of the region it lies in; empty for a province.
    pub parent: Cow<'static, str>,
    /// The first edition that has it under this name; `None` when the oldest one has it already.
    pub first: Option<u16>,
    /// The last edition that has it under this name; `None` when the newest one still has it.
    pub last: Option<u16>,
}

impl Region {
    /// The short name: 锦州 of 锦州市; `None` when there is none.
    pub fn short(&self) -> Option<&str> {
        crate::short(&self.name)
    }

    /// Whether it bears this name in the newest edition.
    pub const fn stands(&self) -> bool {
        self.last.is_none()
    }

    /// Whether it bore this name at the end of a year, by the newest edition that is not later.
    pub fn stood_in(&self, year: u16) -> bool {
        let edition = EDITIONS.iter().rev().find(|edition| **edition <= year).unwrap_or(&EDITIONS[0]);
        self.first.is_none_or(|first| first <= *edition) && self.last.is_none_or(|last| *edition <= last)
    }

    /// The editions between which the name began: not yet in the first of the two, in the second. `None` when it is as old
    /// as the editions.
    pub fn began(&self) -> Option<(u16, u16)> {
        let first = self.first?;
        let at = EDITIONS.iter().position(|edition| *edition == first)?;
        Some((*EDITIONS.get(at.checked_sub(1)?)?, first))
    }

    /// The editions between which the name ended: still in the first of the two, no more in the second. `None` when it stands.
    pub fn ended(&self) -> Option<(u16, u16)> {
        let last = self.last?;
        let at = EDITIONS.iter().position(|edition| *edition == last)?;
        Some((last, *EDITIONS.get(at + 1)?))
    }
}

/// What is wrong with a row of added regions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnError {
    /// Line, from 1.
    pub line: usize,
    /// The line as it stands.
    pub text: String,
}

impl std::fmt::Display for OwnError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "第 {} 行应为“代码 名称 上级代码”，以制表符分隔 / line {} should be code, name and parent's code with tabs between: {}",
            self.line, self.line, self.text
        )
    }
}

impl std::error::Error for OwnError {}

/// Regions and the way from their names to them.
#[derive(Clone, Debug, Default)]
pub struct Regions {
    /// Sorted by code, the names of one code by time.
    rows: Vec<Region>,
    /// The newest entry of each bucket of names, as its place plus one; 0 where there is none. A power of two of them.
    buckets: Vec<u32>,
    /// Every name, short name and alias.
    entries: Vec<Entry>,
    /// What is said behind the beginnings of full names; nothing comes first.
    tails: Vec<&'static str>,
    /// What these regions are added to.
    base: Option<&'static Self>,
}

/// A name of a row: the beginning of its full name, and what is said behind it (恩施 of 恩施土家族苗族自治州, and 州).
///
/// A name is not kept as a text of its own: most programs ask for a handful of the thousands there are.
#[derive(Clone, Copy, Debug)]
struct Entry {
    row: u32,
    /// The entry before it in the same bucket, as its place plus one; 0 where it is the first.
    next: u32,
    length: u32,
    /// The place of what is said behind it.
    tail: u32,
}

/// The hash of Fowler, Noll and Vo (FNV-1a), which can be carried on from a beginning to a longer name.
const START: u32 = 0x811c_9dc5;

fn hash(before: u32, text: &str) -> u32 {
    text.bytes().fold(before, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

static STANDARD: LazyLock<Regions> = LazyLock::new(|| {
    const ROWS: &str = include_str!("../data/regions.tsv");
    const ALIASES: &str = include_str!("../data/aliases.tsv");
    let mut rows: Vec<Region> = Vec::with_capacity(8000);
    // The file is sorted by code, so that a parent stands before what lies in it.
    let mut above = ["", ""];
    for line in ROWS.lines().filter(|line| !line.starts_with('#')) {
        // The cells are short: a search made for long texts would take longer to begin than to end.
        let mut rest = line;
        let mut cell = || {
            let end = rest.bytes().position(|byte| byte == b'\t').unwrap_or(rest.len());
            let cell = rest.get(..end).unwrap_or_default();
            rest = rest.get(end + 1..).unwrap_or_default();
            cell
        };
        let (code, name) = (cell(), cell());
        if name.is_empty() {
            continue;
        }
        let (first, last) = (cell().parse().ok(), cell().parse().ok());
        let level = if code.ends_with("0000") {
            above = [code, ""];
            Level::Province
        } else if code.ends_with("00") {
            above[1] = code;
            Level::Prefecture
        } else {
            Level::County
        };
        let in_it = |outer: &str, digits: usize| outer.get(..digits) == code.get(..digits);
        let parent = match level {
            Level::Province => "",
            Level::County if !above[1].is_empty() && in_it(above[1], 4) => above[1],
            Level::Prefecture | Level::County => above[0],
        };
        rows.push(Region { code: code.into(), name: name.into(), level, parent: parent.into(), first, last });
    }
    let mut regions = Regions { rows, ..Regions::default() };
    regions.index();
    for (alias, code) in
        ALIASES.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'))
    {
        let code = code.trim();
        let first = regions.rows.partition_point(|row| row.code.as_ref() < code);
        let mut same = (first..regions.rows.len())
            .take_while(|at| regions.rows.get(*at).is_some_and(|row| row.code == code));
        if let Some(at) = same.find(|at| regions.rows.get(*at).is_some_and(Region::stands)) {
            regions.enter(at, 0, alias);
        }
    }
    regions
});

impl Regions {
    /// All divisions of China down to county level; read on first use.
    pub fn standard() -> &'static Self {
        &STANDARD
    }

    /// The standard regions and others: lines of code, name and the code of the region they lie in, with tabs between;
    /// lines that begin with `#` say nothing. The level follows from the one they lie in, a province lies in none.
    ///
    /// # Errors
    /// A line that has not the three columns.
    pub fn with(lines: &str) -> Result<Self, OwnError> {
        let mut own = Self { base: Some(Self::standard()), ..Self::default() };
        for (at, line) in lines.lines().enumerate() {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let wrong = || OwnError { line: at + 1, text: line.to_owned() };
            let mut cells = line.split('\t').map(str::trim);
            let (Some(code), Some(name)) = (cells.next(), cells.next()) else { return Err(wrong()) };
            if code.is_empty() || name.is_empty() {
                return Err(wrong());
            }
            let parent = cells.next().unwrap_or("");
            own.insert(code, name, parent);
        }
        own.index();
        Ok(own)
    }

    /// Adds a region that lies in the one of the code `parent`; empty for a province, or where it is not known.
    pub fn add(&mut self, code: &str, name: &str, parent: &str) {
        self.insert(code, name, parent);
        self.index();
    }

    fn insert(&mut self, code: &str, name: &str, parent: &str) {
        let level = match self.of_code(parent).map(|outer| outer.level) {
            None if parent.is_empty() && name.ends_with(['省', '区']) => Level::Province,
            None | Some(Level::Province) => Level::Prefecture,
            Some(Level::Prefecture | Level::County) => Level::County,
        };
        let text = |words: &str| Cow::Owned(words.to_owned());
        let row = Region {
            code: text(code),
            name: text(name),
            level,
            parent: text(parent),
            first: None,
            last: None,
        };
        let at = self.rows.partition_point(|known| known.code <= row.code);
        self.rows.insert(at, row);
    }

    /// The region that bears a code, in its newest name.
    pub fn of_code(&self, code: &str) -> Option<&Region> {
        let end = self.rows.partition_point(|row| row.code.as_ref() <= code);
        let same = self.rows.get(..end)?.iter().rev().take_while(|row| row.code == code);
        same.max_by_key(|row| row.last.unwrap_or(u16::MAX)).or_else(|| self.base?.of_code(code))
    }

    /// All regions, in the order of their codes.
    pub fn all(&self) -> impl Iterator<Item = &Region> {
        self.base.into_iter().flat_map(|base| &base.rows).chain(&self.rows)
    }

    /// All regions that bear a name, a short name or an alias, standing or not.
    pub fn called<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a Region> {
        self.base.into_iter().flat_map(move |base| base.own(name)).chain(self.own(name))
    }

    fn own<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a Region> {
        self.hashed(hash(START, name), name)
    }

    /// As [`Regions::own`], with the hash of the name.
    fn hashed<'a>(&'a self, hash: u32, name: &str) -> impl Iterator<Item = &'a Region> {
        let of = |at: u32| self.entries.get((at as usize).checked_sub(1)?);
        let newest = self.bucket(hash).and_then(|at| self.buckets.get(at).copied()).unwrap_or(0);
        let entries = std::iter::successors(of(newest), move |entry| of(entry.next));
        entries.filter_map(move |entry| {
            let row = self.rows.get(entry.row as usize)?;
            let (start, end) = name.as_bytes().split_at_checked(entry.length as usize)?;
            let tail = self.tails.get(entry.tail as usize)?;
            let same = row.name.as_bytes().get(..start.len()) == Some(start) && end == tail.as_bytes();
            same.then_some(row)
        })
    }

    fn bucket(&self, hash: u32) -> Option<usize> {
        // The upper bits are folded in: short names differ little in the lower ones.
        let mask = self.buckets.len().checked_sub(1)?;
        Some((hash ^ (hash >> 15)) as usize & mask)
    }

    /// Whether some region bears exactly this full name, today or in an older edition.
    pub fn is_full(&self, name: &str) -> bool {
        self.called(name).any(|region| region.name == name)
    }

    /// The longest name at the start of a text that is a region's, in bytes; only full names when `full`.
    pub fn at_start(&self, text: &str, full: bool) -> Option<usize> {
        let mut so_far = START;
        let mut found = None;
        for (at, c) in text.char_indices().take(LONGEST) {
            let end = at + c.len_utf8();
            let (Some(name), Some(here)) = (text.get(..end), text.get(at..end)) else { break };
            so_far = hash(so_far, here);
            let base = self.base.into_iter().flat_map(|base| base.hashed(so_far, name));
            let mut called = base.chain(self.hashed(so_far, name));
            if at > 0 && called.any(|region| !full || region.name == name) {
                found = Some(end);
            }
        }
        found
    }

    /// The regions that this one lies in, from near to far.
    pub fn above<'a>(&'a self, region: &'a Region) -> impl Iterator<Item = &'a Region> {
        std::iter::successors(self.of_code(&region.parent), |outer| self.of_code(&outer.parent)).take(4)
    }

    fn index(&mut self) {
        self.tails = vec![""];
        self.entries.clear();
        self.entries.reserve(self.rows.len() * 2);
        self.buckets.clear();
        self.buckets.resize((self.rows.len() * 2).next_power_of_two(), 0);
        // From behind, so that the entries of a name come in the order of the rows.
        for at in (0..self.rows.len()).rev() {
            let Some(name) = self.rows.get(at).map(|row| &row.name) else { continue };
            let (length, whole) = (name.len(), name != "新区");
            if let Some((short, sign)) = parts(name).map(|(short, sign)| (short.len(), sign)) {
                if !sign.is_empty() {
                    self.enter(at, short, sign);
                }
                self.enter(at, short, "");
            }
            // 新区 alone, as an old district was called, is what any new area is called.
            if whole {
                self.enter(at, length, "");
            }
        }
    }

    /// Enters a name of a row: so many bytes of its full name, and `tail`.
    fn enter(&mut self, row: usize, length: usize, tail: &'static str) {
        let start = self.rows.get(row).and_then(|row| row.name.get(..length));
        let hash = hash(hash(START, start.unwrap_or_default()), tail);
        let Some(newest) = self.bucket(hash).and_then(|at| self.buckets.get_mut(at)) else { return };
        // The tables of China have some thousand rows; what is added to them stays far below four thousand million.
        let small = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        if !tail.is_empty() && self.tails.last() != Some(&tail) {
            self.tails.push(tail);
        }
        let tail = if tail.is_empty() { 0 } else { self.tails.len() - 1 };
        let (row, length, tail) = (small(row), small(length), small(tail));
        self.entries.push(Entry { row, next: *newest, length, tail });
        *newest = small(self.entries.len());
    }
}

/// The longest name has this many characters.
const LONGEST: usize = 15;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree() {
        let all = Regions::standard();
        let city = all.of_code("210782").expect("a county-level city");
        assert_eq!((city.name.as_ref(), city.level), ("北镇市", Level::County));
        assert_eq!(
            all.above(city).map(|outer| outer.name.as_ref()).collect::<Vec<_>>(),
            ["锦州市", "辽宁省"]
        );
        assert_eq!(all.of_code("110105").expect("a district").parent, "110000");
        assert_eq!(all.of_code("429004").expect("a city under its province").parent, "420000");
        assert!(
            all.rows.is_sorted_by_key(|row| (&row.code, &row.name))
                || all.rows.is_sorted_by_key(|row| &row.code)
        );
        for row in all.all().filter(|row| row.stands()) {
            assert!(row.parent.is_empty() == (row.level == Level::Province), "{}", row.name);
        }
    }

    #[test]
    fn names_begin_and_end_between_editions() {
        let all = Regions::standard();
        let old = all.called("北宁市").next().expect("an old name");
        assert_eq!((old.began(), old.ended()), (Some((1994, 1995)), Some((2005, 2006))));
        assert!(old.stood_in(2003) && !old.stood_in(2006) && !old.stands());
        let merged = all.called("崇文区").next().expect("a merged district");
        assert_eq!((merged.began(), merged.ended()), (None, Some((2009, 2010))));
        // Known from an edition of 2020 and one of 2023 only.
        let new = all.called("沙县区").next().expect("a new district");
        assert_eq!(new.began(), Some((2020, 2023)));
        assert!(!new.stood_in(2022) && new.stood_in(2024));
    }

    #[test]
    fn invented_regions_are_data() {
        let own = Regions::with("# 示例\n990000\t临江省\t\n990100\t澜川市\t990000\n990121\t云浦市\t990100\n")
            .expect("rows");
        assert_eq!(own.of_code("990121").map(|region| region.level), Some(Level::County));
        assert_eq!(own.called("云浦").count(), 1);
        assert_eq!(own.called("锦州").next().map(|region| region.code.as_ref()), Some("210700"));
        assert_eq!(Regions::with("990100 澜川市").map_err(|error| error.line).err(), Some(1));
    }

    #[test]
    fn longest_names_at_the_start() {
        let all = Regions::standard();
        assert_eq!(all.at_start("锦州市国民经济", true), Some("锦州市".len()));
        assert_eq!(all.at_start("洛阳市城市总体规划", true), Some("洛阳市".len()));
        assert_eq!(all.at_start("辽宁统计年鉴", false), Some("辽宁".len()));
        assert_eq!(all.at_start("地区生产总值", true), None);
    }
}
