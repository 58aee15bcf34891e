//! A plan with its figures laid out for judging.

use crate::history::{Figure, History, Reader};
use crate::hollow::Whole;
use crate::traits::{Traits, denominator, growth_key};
use crate::{Config, unit};
use plan::{
    AssignmentRole, Indicator, Item, Measure, Observation, Plan, Relation, RelationKind, Schedule, Target,
};
use std::collections::BTreeMap;

/// A plan with its figures sorted by indicator and region.
pub(crate) struct Inputs<'a> {
    pub plan: &'a Plan,
    /// The figures of each indicator, in the order of the regions and as they were given, for reading them in another unit.
    given: Vec<BTreeMap<&'a str, Vec<&'a Observation>>>,
    /// Figures of parts (城镇, 男), which are never taken for the whole, in the same order.
    parts: Vec<BTreeMap<&'a str, Vec<&'a Observation>>>,
    /// What the plan itself says is due, by target and region.
    schedule: BTreeMap<&'a str, BTreeMap<&'a str, Vec<&'a Schedule>>>,
    pub config: &'a Config,
    /// Place of an indicator in the plan by id.
    pub places: BTreeMap<&'a str, usize>,
    pub traits: Vec<Traits>,
    /// Histories by indicator place, each with the regions of which anything is known (empty for the plan's own).
    histories: Vec<Vec<(&'a str, History<'a>)>>,
    nothing: History<'a>,
    /// Denominators by place of the share: place of the whole, and whether it is a share in per cent.
    wholes: BTreeMap<usize, (usize, bool)>,
    /// Identities between the indicators: the plan's own, else the catalogue's.
    pub relations: Vec<Relation>,
}

impl<'a> Inputs<'a> {
    pub(crate) fn new(plan: &'a Plan, observations: &'a [Observation], config: &'a Config) -> Self {
        let places: BTreeMap<&str, usize> =
            plan.indicators.iter().enumerate().map(|(i, ind)| (ind.id.as_str(), i)).collect();
        let traits = traits_of(plan, config, &places);
        let own = plan.region.as_deref().unwrap_or_default();
        let reader = Reader::new(config);
        let mut given: Vec<BTreeMap<&str, Vec<&Observation>>> = vec![BTreeMap::new(); plan.indicators.len()];
        let mut parts = given.clone();
        for observation in plan.observations.iter().chain(observations).filter(|o| o.is_result()) {
            let Some(&at) = places.get(observation.indicator.as_str()) else { continue };
            let region = if observation.region == own { "" } else { observation.region.as_str() };
            let kept = if observation.is_whole() { &mut given } else { &mut parts };
            kept[at].entry(region).or_default().push(observation);
        }
        let read = |at: usize, figures: &[&'a Observation]| {
            let mut history = History::default();
            for figure in figures {
                reader.read(&mut history, figure, &plan.indicators[at].unit, traits[at].states_growth);
            }
            history
        };
        let mut histories: Vec<BTreeMap<&str, History<'_>>> = given
            .iter()
            .enumerate()
            .map(|(at, regions)| {
                regions.iter().map(|(region, figures)| (*region, read(at, figures))).collect()
            })
            .collect();
        lend_growth(&mut histories, &traits);
        let settled = |(region, mut history): (&'a str, History<'a>)| {
            history.settle();
            (region, history)
        };
        let histories =
            histories.into_iter().map(|regions| regions.into_iter().map(settled).collect()).collect();
        let mut schedule: BTreeMap<&str, BTreeMap<&str, Vec<&Schedule>>> = BTreeMap::new();
        for step in &plan.schedule {
            let region = if step.region == own { "" } else { step.region.as_str() };
            schedule.entry(step.target.as_str()).or_default().entry(region).or_default().push(step);
        }
        let relations = if plan.relations.is_empty() {
            let keyed: Vec<Indicator> = plan.indicators.iter().zip(&traits).map(keyed).collect();
            plan::catalogue::relations(&keyed)
        } else {
            plan.relations.clone()
        };
        let wholes = wholes(plan, &relations, &places, &traits);
        Self {
            plan,
            given,
            parts,
            schedule,
            config,
            places,
            traits,
            histories,
            nothing: History::default(),
            wholes,
            relations,
        }
    }

    pub(crate) fn history(&self, at: usize, region: &str) -> &History<'a> {
        let regions = self.regions_of(at);
        let found = regions.binary_search_by(|(name, _)| (*name).cmp(region)).ok();
        found.and_then(|place| regions.get(place)).map_or(&self.nothing, |(_, history)| history)
    }

    /// The figures of an indicator in a region as they were given.
    pub(crate) fn given(&self, at: usize, region: &str) -> &[&'a Observation] {
        self.given.get(at).and_then(|regions| regions.get(region)).map_or(&[], Vec::as_slice)
    }

    /// The figures of parts of an indicator, by region.
    pub(crate) fn parts(&self, at: usize) -> impl Iterator<Item = (&'a str, &[&'a Observation])> {
        self.parts.get(at).into_iter().flatten().map(|(region, parts)| (*region, parts.as_slice()))
    }

    /// What an indicator is a share of, or counted by the head of, in a region.
    pub(crate) fn whole(&self, at: usize, region: &str) -> Option<Whole<'_, 'a>> {
        let &(whole, share) = self.wholes.get(&at)?;
        Some(Whole { figures: self.history(whole, region), share })
    }

    /// Regions of which anything is known for an indicator, in the order of their names.
    pub(crate) fn regions_of(&self, at: usize) -> &[(&'a str, History<'a>)] {
        &self.histories[at]
    }

    /// The plan's own region, and every region that has a part of the target.
    pub(crate) fn regions(&self, target: &Target) -> Vec<String> {
        let parts = self.schedule.get(target.id.as_str()).into_iter().flat_map(BTreeMap::keys);
        let parts = parts.filter(|region| !region.is_empty()).map(|region| (*region).to_owned());
        std::iter::once(String::new()).chain(parts).collect()
    }

    /// The figures in the unit of the target, where that is not the unit of the indicator: of one indicator a plan may
    /// promise an amount in the table and a share in the text. Rates and cuts need no such thing.
    pub(crate) fn in_unit_of(&self, target: &Target, at: usize, region: &str) -> Option<History<'a>> {
        let of_value = match target.measure {
            Measure::Level | Measure::Share | Measure::Count | Measure::Cumulative => true,
            Measure::Change => !unit::is_percent(&target.unit) && !unit::is_points(&target.unit),
            _ => false,
        };
        let own = &self.plan.indicators[at];
        let cut = self.traits[at].entry.is_some_and(|e| e.measure == Measure::Change);
        if !of_value || cut || unit::factor(&target.unit, &own.unit) == Some(1.0) {
            return None;
        }
        let reader = Reader::new(self.config);
        let mut history = History::default();
        for observation in self.given(at, region) {
            reader.read(&mut history, observation, &target.unit, self.traits[at].states_growth);
        }
        history.settle();
        Some(history)
    }

    /// The yearly parts of a target that the plan sets for a region.
    pub(crate) fn schedule_of(&self, target: &Target, region: &str) -> &[&'a Schedule] {
        let regions = self.schedule.get(target.id.as_str());
        regions.and_then(|regions| regions.get(region)).map_or(&[], Vec::as_slice)
    }

    /// The plan's own name of a usual owner: 市发展改革委 where the plan names it so, for 发展改革委.
    fn body_called<'o>(&'o self, owner: &'o str) -> &'o str {
        let levels = ["省", "市", "州", "县", "区"];
        let is_it = |name: &str| {
            name.strip_suffix(owner).is_some_and(|level| level.is_empty() || levels.contains(&level))
        };
        let mut names = self.plan.bodies.iter().map(|body| body.name.as_str());
        names.find(|name| is_it(name)).unwrap_or(owner)
    }

    /// Leaders first, then supporters, then the usual owner when nobody is named.
    pub(crate) fn bodies(&self, target: &Target, indicator: &Indicator, at: usize) -> Vec<String> {
        let concerns = |item: &Item| match item {
            Item::Target(id) => *id == target.id,
            Item::Indicator(id) => *id == indicator.id,
            _ => false,
        };
        let mut named: Vec<(bool, &str)> = self
            .plan
            .assignments
            .iter()
            .filter(|a| concerns(&a.item))
            .filter_map(|a| {
                let body = self.plan.bodies.iter().find(|b| b.id == a.body)?;
                Some((a.role != AssignmentRole::Lead, body.name.as_str()))
            })
            .collect();
        named.sort_by_key(|(support, _)| *support);
        if named.is_empty() && !self.traits[at].owner.is_empty() {
            return vec![self.body_called(self.traits[at].owner).to_owned()];
        }
        named.into_iter().map(|(_, name)| name.to_owned()).collect()
    }
}

/// An indicator with the catalogue key under which identities find it.
fn keyed((indicator, traits): (&Indicator, &Traits)) -> Indicator {
    Indicator {
        id: indicator.id.clone(),
        unit: indicator.unit.clone(),
        catalogue: traits.entry.map(|entry| entry.key.to_owned()),
        ..Indicator::default()
    }
}

/// What is known of each indicator; what somebody decided of its bounds goes before what its name says.
fn traits_of(plan: &Plan, config: &Config, places: &BTreeMap<&str, usize>) -> Vec<Traits> {
    let mut traits: Vec<Traits> = plan.indicators.iter().map(Traits::of).collect();
    for decided in &config.bounds {
        if let Some(known) = places.get(decided.indicator.as_str()).and_then(|at| traits.get_mut(*at)) {
            known.nature = decided.decided(known.nature);
        }
    }
    traits
}

/// Gives an indicator the growth figures that stand under a name of their own (地区生产总值增速).
fn lend_growth<'a>(histories: &mut [BTreeMap<&'a str, History<'a>>], traits: &[Traits]) {
    for at in 0..traits.len() {
        let Some(key) = traits[at].entry.and_then(|entry| growth_key(entry.key)) else { continue };
        let Some(from) = traits.iter().position(|t| t.key() == key) else { continue };
        let lent: Vec<(&str, Vec<Figure<'_>>)> =
            histories[from].iter().map(|(r, h)| (*r, h.growth.clone())).collect();
        for (region, growth) in lent {
            histories[at].entry(region).or_default().growth.extend(growth);
        }
    }
}

/// The denominators of shares and amounts per head, by the plan's relations and by the catalogue.
fn wholes(
    plan: &Plan,
    relations: &[Relation],
    places: &BTreeMap<&str, usize>,
    traits_of: &[Traits],
) -> BTreeMap<usize, (usize, bool)> {
    let place = |id: &plan::IndicatorId| places.get(id.as_str()).copied();
    let percent = |at: usize| unit::is_percent(&plan.indicators[at].unit);
    let mut wholes = BTreeMap::new();
    for (at, traits) in traits_of.iter().enumerate() {
        let found = denominator(traits.key()).and_then(|(key, share)| {
            Some((traits_of.iter().position(|t| t.key() == key)?, share && percent(at)))
        });
        wholes.extend(found.map(|whole| (at, whole)));
    }
    for relation in relations {
        match (relation.kind, &relation.result, relation.parts.as_slice()) {
            (RelationKind::Quotient, Some(result), [_, whole, ..]) => {
                let pair = place(result).zip(place(whole));
                wholes.extend(pair.map(|(result, whole)| (result, (whole, percent(result)))));
            }
            (RelationKind::SharesOf, Some(whole), parts) => {
                for part in parts.iter().filter_map(place) {
                    wholes.extend(place(whole).map(|whole| (part, (whole, true))));
                }
            }
            _ => {}
        }
    }
    wholes
}
