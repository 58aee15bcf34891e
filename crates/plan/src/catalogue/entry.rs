use super::unit::Unit;
use crate::{Direction, IndicatorKind, Measure};
use std::collections::HashMap;
use std::sync::OnceLock;

/// A standard indicator of Chinese plans.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Stable key, English words in snake case.
    pub key: &'static str,
    /// Canonical Chinese name.
    pub name: &'static str,
    /// Other names that plans use.
    pub aliases: Vec<&'static str>,
    /// English name.
    pub english: &'static str,
    /// Units it is printed in, the most common first; none when it is a pure number.
    pub units: Vec<UnitForm>,
    /// Which way the printed number should move.
    pub direction: Direction,
    /// Stock, flow, rate, index or ratio.
    pub kind: IndicatorKind,
    /// What its target values usually say.
    pub measure: Measure,
    /// Natural lower bound in the first unit, where there is one.
    pub low: Option<f64>,
    /// Natural upper bound in the first unit, where there is one.
    pub high: Option<f64>,
    /// The department that usually answers for it, without the level of government (发展改革委).
    pub owner: &'static str,
    /// Goal or target of the Sustainable Development Goals (8.1); empty when none fits.
    pub sdg: &'static str,
    /// Code of the World Development Indicators series that measures the same or nearly the same; empty when none does.
    pub world_bank: &'static str,
}

/// A unit as plans print it and the unit that the number really has: 张 printed for 张/千人.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitForm {
    /// As printed.
    pub printed: &'static str,
    /// The printed text taken apart.
    shown: Unit,
    /// What it means.
    meant: Unit,
}

impl UnitForm {
    fn parse(text: &'static str) -> Option<Self> {
        let (printed, meant) =
            text.split_once('=').map_or((text, None), |(printed, meant)| (printed, Some(meant)));
        let shown = Unit::parse(printed)?;
        let meant = meant.map_or_else(|| Some(shown.clone()), Unit::parse)?;
        Some(Self { printed, shown, meant })
    }
}

impl Entry {
    /// What a unit printed with this indicator means; `None` when the indicator is never measured in such a unit.
    ///
    /// # Example
    /// ```
    /// use plan::catalogue::{Unit, entry};
    /// let beds = entry("beds_per_1000").unwrap();
    /// assert_eq!(beds.unit("张"), Unit::parse("张/千人"));
    /// assert_eq!(beds.unit("亿元"), None);
    /// ```
    pub fn unit(&self, printed: &str) -> Option<Unit> {
        let shown = Unit::parse(printed)?;
        if self.units.is_empty() {
            return shown.dimension().is_empty().then_some(shown);
        }
        let form = self.units.iter().find(|form| form.shown.agrees_with(&shown))?;
        Some(form.meant.times(&shown).per(&form.shown))
    }

    /// The entry whose growth or cut this one measures: of `gdp_growth` it is `gdp`.
    ///
    /// # Example
    /// ```
    /// use plan::catalogue::{entry, lookup};
    /// let growth = lookup("地区生产总值增速", "%").unwrap().entry;
    /// assert_eq!(growth.change_of(), entry("gdp"));
    /// ```
    pub fn change_of(&self) -> Option<&'static Self> {
        let key = self.key.strip_suffix("_growth").or_else(|| self.key.strip_suffix("_cut"))?;
        entry(key)
    }

    /// What a figure of one year says: where a target sums up the years of a period, each of them is a count.
    pub fn measure_of_year(&self) -> Measure {
        match self.measure {
            Measure::Cumulative => Measure::Count,
            measure => measure,
        }
    }

    /// Canonical name, aliases and English name.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        [self.name].into_iter().chain(self.aliases.iter().copied()).chain([self.english])
    }
}

const TABLES: [&str; 5] = [
    include_str!("data/economy.tsv"),
    include_str!("data/innovation.tsv"),
    include_str!("data/people.tsv"),
    include_str!("data/environment.tsv"),
    include_str!("data/foundations.tsv"),
];

/// All entries, in the order of the tables.
pub fn entries() -> &'static [Entry] {
    static ENTRIES: OnceLock<Vec<Entry>> = OnceLock::new();
    ENTRIES.get_or_init(|| TABLES.iter().flat_map(|table| rows(table)).filter_map(parse).collect())
}

/// The entry with this key.
pub fn entry(key: &str) -> Option<&'static Entry> {
    static BY_KEY: OnceLock<HashMap<&'static str, &'static Entry>> = OnceLock::new();
    BY_KEY.get_or_init(|| entries().iter().map(|entry| (entry.key, entry)).collect()).get(key).copied()
}

/// The rows of an embedded table without its header.
pub(super) fn rows(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().skip(1)
}

/// The parts of a cell that holds a list.
pub(super) fn list(cell: &'static str) -> impl Iterator<Item = &'static str> {
    cell.split(';').filter(|part| !part.is_empty())
}

/// A row as an entry. Tests hold that every row of the tables is one.
fn parse(row: &'static str) -> Option<Entry> {
    let cells: [&'static str; 13] = row.split('\t').collect::<Vec<_>>().try_into().ok()?;
    let [key, name, aliases, english, units, direction, kind, measure, low, high, owner, sdg, world_bank] =
        cells;
    Some(Entry {
        key,
        name,
        aliases: list(aliases).collect(),
        english,
        units: list(units).map(UnitForm::parse).collect::<Option<_>>()?,
        direction: Direction::parse(direction)?,
        kind: IndicatorKind::parse(kind)?,
        measure: Measure::parse(measure)?,
        low: bound(low)?,
        high: bound(high)?,
        owner,
        sdg,
        world_bank,
    })
}

/// A bound; `None` for a cell that is neither empty nor a number.
#[allow(clippy::option_option)]
fn bound(cell: &str) -> Option<Option<f64>> {
    if cell.is_empty() { Some(None) } else { cell.parse().ok().map(Some) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_row_is_an_entry() {
        for row in TABLES.iter().flat_map(|table| rows(table)) {
            assert!(parse(row).is_some(), "{row}");
        }
        assert!(entries().len() >= 200, "{}", entries().len());
    }

    #[test]
    fn entries_are_complete_and_sound() {
        let mut keys = BTreeSet::new();
        for entry in entries() {
            assert!(keys.insert(entry.key), "{} stands twice", entry.key);
            assert!(entry.key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'));
            assert!(!entry.name.is_empty() && !entry.english.is_empty() && !entry.owner.is_empty());
            let goal = entry.sdg.split('.').next().unwrap_or("");
            assert!(entry.sdg.is_empty() || goal.parse().is_ok_and(|n: u8| (1..=17).contains(&n)));
            if let (Some(low), Some(high)) = (entry.low, entry.high) {
                assert!(low < high, "{}", entry.key);
            }
            if entry.measure == Measure::Share && entry.units[0].printed == "%" && entry.high.is_some() {
                assert!(entry.high == Some(100.0) || entry.high == Some(1000.0), "{}", entry.key);
            }
        }
    }
}
