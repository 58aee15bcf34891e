//! Comparison with others (对标): where a region stands among regions outside its plan.
//!
//! Figures of other regions are stored like one's own. They are compared in one year: the latest in which the plan's own region
//! has a value and at least half as many peers as in the best year have one. Provinces and the country above the region
//! stand beside as references without a rank.

use crate::history::{History, Reader, select};
use crate::method::Wish;
use crate::{AsOf, Config};
use ::region::{Answer, Context, Level, Region, Regions};
use plan::{Indicator, Observation, PlaceKind, Plan, catalogue};
use std::collections::BTreeMap;

/// Which regions are peers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Choice {
    /// All of the same level: city beside city.
    #[default]
    Level,
    /// Those of them in the same province.
    Province,
    /// Those of them that are at most twice as large and at least half as large, by people or else by product.
    Size,
}

impl Choice {
    /// All choices.
    pub const ALL: [Self; 3] = [Self::Level, Self::Province, Self::Size];

    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Level => "level",
            Self::Province => "province",
            Self::Size => "size",
        }
    }

    /// The choice of a name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.name() == name)
    }
}

/// A region with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Peer {
    /// Its name; of the plan's own region that of the plan.
    pub region: String,
    /// Whether it is the plan's own.
    pub is_own: bool,
    /// The value, in the unit of the indicator.
    pub value: f64,
    /// Where it was published.
    pub source: String,
    /// The observation it is from.
    pub observation: plan::ObservationId,
    /// From 1, the best first; equal values share a rank. `None` for a region above, which is no peer.
    pub rank: Option<usize>,
    /// The own value less this one, as a share of this one; `None` for the own and where this one is zero.
    pub lead: Option<f64>,
}

/// A comparison with peers in one year.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// Which regions are compared.
    pub choice: Choice,
    /// The year.
    pub year: i32,
    /// Peers and the own region in the order of their ranks, then the regions above.
    pub peers: Vec<Peer>,
    /// The rank of the own region.
    pub rank: usize,
    /// How many have a rank.
    pub among: usize,
    /// The own value less the median of all that have a rank, as a share of the median; `None` where the median is zero.
    pub from_middle: Option<f64>,
    /// For [`Choice::Size`], the indicator that tells how large a region is.
    pub size: Option<String>,
}

/// How much larger or smaller a region of similar size may be.
const SIMILAR: f64 = 2.0;

/// Compares the plan's own region with its peers; `wish` says which way is better, without one the largest is first. `None`
/// where no peer or no own value is known.
pub fn compare(
    plan: &Plan,
    observations: &[Observation],
    moment: (&AsOf, &Config),
    indicator: &Indicator,
    choice: Choice,
    wish: Option<Wish>,
) -> Option<Comparison> {
    let own = Own::of(plan)?;
    let all = levels(plan, observations, moment, indicator);
    let size = match choice {
        Choice::Size => Some(Size::of(plan, observations, moment)?),
        Choice::Level | Choice::Province => None,
    };
    let mine = all.get("")?;
    let is_peer =
        |region: &str| own.is_peer(region, choice) && size.as_ref().is_none_or(|size| size.fits(region));
    let peers: BTreeMap<&str, &Levels> = all
        .iter()
        .filter(|(region, _)| is_peer(region))
        .map(|(region, levels)| (region.as_str(), levels))
        .collect();
    let in_year = |year: i32| peers.values().filter(|levels| levels.contains_key(&year)).count();
    let most = mine.keys().map(|year| in_year(*year)).max().filter(|most| *most > 0)?;
    let year = *mine.keys().rev().find(|year| in_year(**year) * 2 >= most)?;
    let own_value = mine.get(&year)?.value;
    let entry = |name: &str, said: &Said, is_own: bool| Peer {
        region: name.to_owned(),
        is_own,
        value: said.value,
        source: said.source.clone(),
        observation: said.observation.clone(),
        rank: None,
        lead: (!is_own && said.value != 0.0).then(|| (own_value - said.value) / said.value.abs()),
    };
    let mut ranked: Vec<Peer> = peers
        .iter()
        .filter_map(|(name, levels)| Some(entry(name, levels.get(&year)?, false)))
        .chain(std::iter::once(entry(&own.name, mine.get(&year)?, true)))
        .collect();
    let fewer = wish == Some(Wish::Down);
    ranked.sort_by(|a, b| {
        let by_value = if fewer { a.value.total_cmp(&b.value) } else { b.value.total_cmp(&a.value) };
        by_value.then_with(|| a.region.cmp(&b.region))
    });
    let values: Vec<f64> = ranked.iter().map(|peer| peer.value).collect();
    for peer in &mut ranked {
        let better = |other: &&f64| if fewer { **other < peer.value } else { **other > peer.value };
        peer.rank = Some(values.iter().filter(better).count() + 1);
    }
    let among = ranked.len();
    let rank = ranked.iter().find(|peer| peer.is_own)?.rank?;
    let middle = 0.5 * (values.get((among - 1) / 2)? + values.get(among / 2)?);
    let from_middle = (middle != 0.0).then(|| (own_value - middle) / middle.abs());
    let above = all.iter().filter(|(region, _)| own.is_above(region));
    ranked.extend(above.filter_map(|(name, levels)| Some(entry(name, levels.get(&year)?, false))));
    Some(Comparison {
        choice,
        year,
        peers: ranked,
        rank,
        among,
        from_middle,
        size: size.map(|size| size.name),
    })
}

/// Whether a region that figures name lies outside the plan's own, as far as the registry and the plan tell.
pub fn is_outside(plan: &Plan, region: &str) -> bool {
    Own::of(plan).is_some_and(|own| own.is_outside(region))
}

/// The plan's own region as it is compared.
struct Own<'p> {
    name: String,
    /// Its row in the registry; `None` for an invented one.
    known: Option<&'static Region>,
    level: Option<Level>,
    /// Regions that the plan names, which are its parts unless the registry knows better.
    places: Vec<&'p str>,
}

impl<'p> Own<'p> {
    fn of(plan: &'p Plan) -> Option<Self> {
        let name = plan.region.clone().filter(|name| !name.is_empty())?;
        let known = registered(&name, None);
        let level = known.map(|region| region.level).or_else(|| by_ending(&name));
        let places = plan.places.iter().filter(|place| place.kind == PlaceKind::Region);
        Some(Self { known, level, places: places.map(|place| place.name.as_str()).collect(), name })
    }

    fn is_outside(&self, region: &str) -> bool {
        if region.is_empty() || region == self.name || ::region::same(&self.name, region) {
            return false;
        }
        if region == "全国" {
            return true;
        }
        match (self.known, registered(region, self.known)) {
            (Some(own), Some(other)) => {
                let inside = Regions::standard().above(other).any(|outer| outer.code == own.code);
                !inside
            }
            // What only the plan knows is its part where it names it, else it is told by its level.
            _ if self.places.iter().any(|place| ::region::same(place, region)) => false,
            (_, Some(other)) => self.level.is_some_and(|level| other.level <= level),
            (_, None) => by_ending(region).zip(self.level).is_some_and(|(other, level)| other < level),
        }
    }

    fn is_peer(&self, region: &str, choice: Choice) -> bool {
        if !self.is_outside(region) {
            return false;
        }
        let other = registered(region, self.known);
        let level = other.map(|other| other.level).or_else(|| by_ending(region));
        if level.is_none() || level != self.level {
            return false;
        }
        match (choice, self.known, other) {
            (Choice::Level | Choice::Size, ..) => true,
            (Choice::Province, Some(own), Some(other)) => own.code.get(..2) == other.code.get(..2),
            (Choice::Province, ..) => false,
        }
    }

    /// The country, and the regions that the own one lies in.
    fn is_above(&self, region: &str) -> bool {
        region == "全国"
            || self.known.zip(registered(region, self.known)).is_some_and(|(own, other)| {
                own.code != other.code && Regions::standard().above(own).any(|outer| outer.code == other.code)
            })
    }
}

/// The region of the registry that a name means beside the plan's own.
fn registered(name: &str, own: Option<&Region>) -> Option<&'static Region> {
    let regions = Regions::standard();
    let context = Context { level: own.map(|own| own.level), ..Context::default() };
    match regions.resolve(name, context) {
        Answer::Known(region) => Some(region),
        Answer::Doubtful(_) | Answer::Unknown => regions
            .resolve(name, Context { within: own.map(|own| own.code.as_ref()), ..Context::default() })
            .known(),
    }
}

/// The level of a name that the registry does not know.
fn by_ending(name: &str) -> Option<Level> {
    match name.chars().next_back()? {
        '省' => Some(Level::Province),
        '市' | '州' | '盟' => Some(Level::Prefecture),
        '县' | '区' | '旗' => Some(Level::County),
        _ => None,
    }
}

/// A value of a year.
struct Said {
    value: f64,
    source: String,
    observation: plan::ObservationId,
}

type Levels = BTreeMap<i32, Said>;

/// The levels of an indicator that count at a moment, by region and year; the plan's own region is empty.
fn levels(
    plan: &Plan,
    observations: &[Observation],
    (as_of, config): (&AsOf, &Config),
    indicator: &Indicator,
) -> BTreeMap<String, Levels> {
    let own = plan.region.as_deref().unwrap_or_default();
    let reader = Reader::new(config);
    let states_growth = crate::traits::Traits::of(indicator).states_growth;
    let mut histories: BTreeMap<&str, History<'_>> = BTreeMap::new();
    let all = plan.observations.iter().chain(observations);
    for one in all.filter(|one| one.indicator == indicator.id && one.is_result() && one.is_whole()) {
        let region = if one.region == own { "" } else { one.region.as_str() };
        reader.read(histories.entry(region).or_default(), one, &indicator.unit, states_growth);
    }
    let by_year = |mut history: History<'_>| {
        history.settle();
        let figures = if states_growth { &history.growth } else { &history.levels };
        let said = |point: crate::Point| {
            let figure =
                crate::history::counting(figures, *as_of).into_iter().find(|one| one.year == point.year)?;
            let observation = figure.observation;
            let said = Said {
                value: point.value,
                source: observation.source.clone(),
                observation: observation.id.clone(),
            };
            Some((point.year, said))
        };
        select(figures, *as_of).into_iter().filter_map(said).collect::<Levels>()
    };
    histories.into_iter().map(|(region, history)| (region.to_owned(), by_year(history))).collect()
}

/// How large regions are: by people, else by product.
struct Size {
    /// Name of the indicator.
    name: String,
    own: f64,
    others: BTreeMap<String, f64>,
}

impl Size {
    fn of(plan: &Plan, observations: &[Observation], moment: (&AsOf, &Config)) -> Option<Self> {
        let measured = [("常住人口", "万人"), ("总人口", "万人"), ("地区生产总值", "亿元")];
        let key = |indicator: &Indicator| {
            let found = catalogue::lookup(&indicator.name, &indicator.unit);
            indicator.catalogue.clone().or_else(|| found.map(|found| found.entry.key.to_owned()))
        };
        measured.iter().find_map(|(name, unit)| {
            let wanted = catalogue::lookup(name, unit).map(|found| found.entry.key.to_owned());
            let indicator = plan
                .indicators
                .iter()
                .find(|one| one.name == *name || wanted.is_some() && key(one) == wanted)?;
            let all = levels(plan, observations, moment, indicator);
            let last = |levels: &Levels| levels.values().next_back().map(|said| said.value);
            let own = all.get("").and_then(last).filter(|own| *own > 0.0)?;
            let others: BTreeMap<String, f64> = all
                .iter()
                .filter(|(region, _)| !region.is_empty())
                .filter_map(|(region, levels)| Some((region.clone(), last(levels)?)))
                .collect();
            (!others.is_empty()).then(|| Self { name: indicator.name.clone(), own, others })
        })
    }

    fn fits(&self, region: &str) -> bool {
        let ratio = self.others.get(region).map(|size| size / self.own);
        ratio.is_some_and(|ratio| (1.0 / SIMILAR..=SIMILAR).contains(&ratio))
    }
}
