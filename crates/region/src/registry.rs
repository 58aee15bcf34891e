//! The rows of the registry.

use crate::names::parts;
use std::borrow::Cow;
use std::collections::HashMap;
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
    /// Every name, short name and alias with the first of its entries.
    names: HashMap<Cow<'static, str>, usize>,
    /// The row of an entry, and the next entry of the same name.
    entries: Vec<(usize, Option<usize>)>,
    /// What these regions are added to.
    base: Option<&'static Self>,
}

static STANDARD: LazyLock<Regions> = LazyLock::new(|| {
    const ROWS: &str = include_str!("../data/regions.tsv");
    const ALIASES: &str = include_str!("../data/aliases.tsv");
    let mut rows: Vec<Region> = Vec::with_capacity(8000);
    // The file is sorted by code, so that a parent stands before what lies in it.
    let mut above = ["", ""];
    for line in ROWS.lines().filter(|line| !line.starts_with('#')) {
        let mut cells = line.split('\t');
        let (Some(code), Some(name)) = (cells.next(), cells.next()) else { continue };
        let mut year = || cells.next().and_then(|cell| cell.parse().ok());
        let (first, last) = (year(), year());
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
        let at = regions.rows.iter().position(|row| row.code == code.trim() && row.stands());
        if let Some(at) = at {
            regions.enter(Cow::Borrowed(alias), at);
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
        let first = self.names.get(name).copied();
        let entries = std::iter::successors(first.and_then(|at| self.entries.get(at)), |entry| {
            self.entries.get(entry.1?)
        });
        entries.filter_map(|(row, _)| self.rows.get(*row))
    }

    /// Whether some region bears exactly this full name, today or in an older edition.
    pub fn is_full(&self, name: &str) -> bool {
        self.called(name).any(|region| region.name == name)
    }

    /// The longest name at the start of a text that is a region's, in bytes; only full names when `full`.
    pub fn at_start(&self, text: &str, full: bool) -> Option<usize> {
        let ends = text.char_indices().map(|(at, c)| at + c.len_utf8()).take(LONGEST);
        let known = ends.filter(|end| {
            let Some(name) = text.get(..*end) else { return false };
            let known = if full { self.is_full(name) } else { self.called(name).next().is_some() };
            known && name.chars().nth(1).is_some()
        });
        known.last()
    }

    /// The regions that this one lies in, from near to far.
    pub fn above<'a>(&'a self, region: &'a Region) -> impl Iterator<Item = &'a Region> {
        std::iter::successors(self.of_code(&region.parent), |outer| self.of_code(&outer.parent)).take(4)
    }

    fn index(&mut self) {
        self.names.clear();
        self.entries.clear();
        self.names.reserve(self.rows.len() * 2);
        // From behind, so that the entries of a name come in the order of the rows.
        for at in (0..self.rows.len()).rev() {
            let Some(name) = self.rows.get(at).map(|row| row.name.clone()) else { continue };
            if let Some((short, sign)) = parts(&name) {
                if !sign.is_empty() {
                    self.enter(Cow::Owned(format!("{short}{sign}")), at);
                }
                let short = match &name {
                    Cow::Borrowed(name) => name.get(..short.len()).map(Cow::Borrowed),
                    Cow::Owned(_) => None,
                }
                .unwrap_or_else(|| Cow::Owned(short.to_owned()));
                self.enter(short, at);
            }
            // 新区 alone, as an old district was called, is what any new area is called.
            if name != "新区" {
                self.enter(name, at);
            }
        }
    }

    fn enter(&mut self, name: Cow<'static, str>, row: usize) {
        let entry = self.entries.len();
        let next = self.names.insert(name, entry);
        self.entries.push((row, next));
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
