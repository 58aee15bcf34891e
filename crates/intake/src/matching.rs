//! From a name in a file to an indicator of the plan.

use crate::header::{plain, without_brackets};
use crate::preview::Recognised;
use plan::catalogue::{self, Entry};
use plan::{Indicator, IndicatorId, Measure, Plan};
use std::collections::BTreeMap;

/// The indicators of a plan by everything they may be called.
pub(crate) struct Names<'p> {
    plan: &'p Plan,
    overrides: &'p BTreeMap<String, Option<IndicatorId>>,
    ids: BTreeMap<&'p str, usize>,
    spellings: BTreeMap<String, Vec<usize>>,
    keys: BTreeMap<&'static str, usize>,
    entries: Vec<Option<&'static Entry>>,
}

/// An indicator found for a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// Place in the plan's indicators.
    pub place: usize,
    pub how: Recognised,
    /// The figures are growth rates of the indicator.
    pub growth: bool,
}

/// Why a name has no indicator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Missing {
    /// A person said to leave it out.
    LeftOut,
    /// Several indicators are called so.
    Ambiguous(Vec<String>),
    /// None is; perhaps this one was meant.
    Unknown(Option<String>),
}

/// Endings that make the growth rate of an indicator out of its name.
const GROWTH: [&str; 9] =
    ["增速", "增长率", "增长速度", "增幅", "同比增长", "比上年增长", "年均增长", "指数", "发展速度"];

impl<'p> Names<'p> {
    pub(crate) fn new(plan: &'p Plan, overrides: &'p BTreeMap<String, Option<IndicatorId>>) -> Self {
        let mut spellings: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let mut ids = BTreeMap::new();
        let mut keys = BTreeMap::new();
        let mut entries = Vec::with_capacity(plan.indicators.len());
        for (place, indicator) in plan.indicators.iter().enumerate() {
            ids.insert(indicator.id.as_str(), place);
            for name in std::iter::once(&indicator.name).chain(&indicator.aliases) {
                for spelling in [plain(name), plain(without_brackets(name).0)] {
                    let places = spellings.entry(spelling).or_default();
                    if !places.contains(&place) {
                        places.push(place);
                    }
                }
            }
            let entry = entry(indicator);
            if let Some(entry) = entry {
                keys.entry(entry.key).or_insert(place);
            }
            entries.push(entry);
        }
        Self { plan, overrides, ids, spellings, keys, entries }
    }

    pub(crate) fn indicator(&self, place: usize) -> &'p Indicator {
        &self.plan.indicators[place]
    }

    /// The catalogue entry of an indicator.
    pub(crate) fn entry(&self, place: usize) -> Option<&'static Entry> {
        self.entries[place]
    }

    /// The indicator for a name as a file prints it, and the unit printed with it.
    pub(crate) fn find(&self, name: &str, unit: &str) -> Option<Found> {
        self.look_up(name, unit).ok()
    }

    /// As [`Names::find`], with the reason why there is none.
    pub(crate) fn look_up(&self, name: &str, unit: &str) -> Result<Found, Missing> {
        let name = name.trim();
        if let Some(decided) = self.overrides.get(name) {
            let place = decided.as_ref().and_then(|id| self.ids.get(id.as_str()));
            let found = place.map(|place| Found { place: *place, how: Recognised::Chosen, growth: false });
            return found.ok_or(Missing::LeftOut);
        }
        if let Some(place) = self.ids.get(name) {
            return Ok(Found { place: *place, how: Recognised::Id, growth: false });
        }
        let spelling = plain(name);
        if spelling.is_empty() {
            return Err(Missing::Unknown(None));
        }
        if let Some(found) = self.by_name(&spelling, unit)? {
            return Ok(found);
        }
        // The plan may print another name for the same entry of the catalogue, or only the level of a growth rate.
        if let Some(matched) = catalogue::lookup(name, unit)
            && let Some(place) = self.keys.get(matched.entry.key)
        {
            return Ok(Found { place: *place, how: Recognised::Catalogue, growth: false });
        }
        for ending in GROWTH {
            let bare = without_brackets(name).0;
            let Some(stem) = bare.strip_suffix(ending).map(|s| s.trim_end_matches('的')) else { continue };
            if let Some(found) = self.by_name(&plain(stem), "")? {
                return Ok(Found { growth: true, how: Recognised::Growth, ..found });
            }
            if let Some(matched) = catalogue::lookup(stem, "")
                && let Some(place) = self.keys.get(matched.entry.key)
            {
                return Ok(Found { place: *place, how: Recognised::Growth, growth: true });
            }
        }
        Err(Missing::Unknown(self.nearest(&spelling)))
    }

    /// By name or alias; of several indicators with one name the unit decides.
    fn by_name(&self, spelling: &str, unit: &str) -> Result<Option<Found>, Missing> {
        let Some(places) = self.spellings.get(spelling) else { return Ok(None) };
        let fits = |place: &&usize| {
            let own = self.plan.indicators[**place].unit.as_str();
            match (phrase::parse_unit(own), phrase::parse_unit(unit)) {
                (Some(own), Some(given)) => own.dimension == given.dimension,
                _ => true,
            }
        };
        let fitting: Vec<&usize> = places.iter().filter(fits).collect();
        let place = match (fitting.as_slice(), places.as_slice()) {
            ([place], _) => **place,
            ([], [place]) => *place,
            _ => {
                let names = places.iter().map(|p| {
                    let indicator = &self.plan.indicators[*p];
                    format!("{}（{}）", indicator.name, indicator.id)
                });
                return Err(Missing::Ambiguous(names.collect()));
            }
        };
        let indicator = &self.plan.indicators[place];
        let own = plain(&indicator.name) == spelling;
        let how = if own { Recognised::Name } else { Recognised::Alias };
        // 地区生产总值 in per cent is its growth, where the plan measures it in money.
        // A cut in per cent is the value itself.
        let cuts = self.entries[place].is_some_and(|e| e.measure == Measure::Change);
        let percent = matches!(unit.trim(), "%" | "％") || unit.contains("上年=100");
        let level = !matches!(indicator.unit.trim(), "" | "%" | "％");
        Ok(Some(Found { place, how, growth: percent && level && !cuts }))
    }

    /// The indicator whose name shares most pairs of characters.
    fn nearest(&self, spelling: &str) -> Option<String> {
        let wanted = pairs(spelling);
        let score = |name: &str| {
            let own = pairs(name);
            let common = own.iter().filter(|pair| wanted.contains(pair)).count();
            2.0 * common as f64 / (own.len() + wanted.len()).max(1) as f64
        };
        let best = self.spellings.iter().map(|(name, places)| (score(name), places[0]));
        let (score, place) = best.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))?;
        (score >= 0.4).then(|| self.plan.indicators[place].name.clone())
    }
}

/// The catalogue entry of an indicator, recognised by name where the plan gives none.
fn entry(indicator: &Indicator) -> Option<&'static Entry> {
    match &indicator.catalogue {
        Some(key) => catalogue::entry(key),
        None => catalogue::lookup(&indicator.name, &indicator.unit).map(|found| found.entry),
    }
}

fn pairs(text: &str) -> Vec<[char; 2]> {
    let chars: Vec<char> = text.chars().collect();
    chars.windows(2).map(|w| [w[0], w[1]]).collect()
}
