//! The whole plan at one moment.

use crate::commitment::Commitment;
use crate::hollow::Whole;
use crate::judge::{Bench, Verdict};
use crate::known::{Figure, History, Reader, counting};
use crate::method::Case;
use crate::outlook::Forecaster;
use crate::record::LevelRecord;
use crate::track::{Track, View};
use crate::traits::{Traits, denominator, growth_key};
use crate::{
    Actual, Alert, AsOf, Assessment, Config, Evidence, Point, Row, TargetKind, driver, explain, unit,
};
use plan::{AssignmentRole, Indicator, Item, Measure, Observation, Plan, Relation, RelationKind, Target};
use std::collections::{BTreeMap, BTreeSet};

/// Judges every target of `plan` as things stood at `as_of`.
///
/// `observations` are figures that came after the plan, on top of those the plan itself carries; they point to the
/// plan's indicators by id. Nothing is read from the clock: without a day of knowledge everything given is known.
///
/// # Example
/// ```
/// use assess::{AsOf, Config, assess};
/// let assessment = assess(&plan::Plan::default(), &[], &AsOf::year(2018), &Config::default());
/// assert!(assessment.rows.is_empty());
/// ```
pub fn assess(plan: &Plan, observations: &[Observation], as_of: &AsOf, config: &Config) -> Assessment {
    assess_with(plan, observations, as_of, config, &series::Engine::default())
}

/// As [`assess`], with a forecasting engine that was calibrated on a panel of one's own.
pub fn assess_with(
    plan: &Plan,
    observations: &[Observation],
    as_of: &AsOf,
    config: &Config,
    engine: &series::Engine,
) -> Assessment {
    let desk = Desk::new(plan, observations, config);
    let mut bench = Bench { config, forecaster: Forecaster::new(engine.clone()) };
    let mut rows = Vec::with_capacity(plan.targets.len());
    for target in crate::restated::distinct(plan) {
        let Some(&at) = desk.places.get(target.indicator.as_str()) else { continue };
        for region in desk.regions(target) {
            rows.push(desk.row(&mut bench, target, at, &region, *as_of));
        }
    }
    let data = crate::quality::warnings(&desk, &rows, *as_of);
    Assessment {
        plan: plan.title.clone(),
        region: plan.region.clone().unwrap_or_default(),
        as_of: *as_of,
        rows,
        data,
    }
}

/// A plan with its figures sorted by indicator and region.
pub(crate) struct Desk<'a> {
    pub plan: &'a Plan,
    /// Figures that came after the plan.
    later: &'a [Observation],
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

impl<'a> Desk<'a> {
    fn new(plan: &'a Plan, observations: &'a [Observation], config: &'a Config) -> Self {
        let places: BTreeMap<&str, usize> =
            plan.indicators.iter().enumerate().map(|(i, ind)| (ind.id.as_str(), i)).collect();
        let traits: Vec<Traits> = plan.indicators.iter().map(Traits::of).collect();
        let own = plan.region.as_deref().unwrap_or_default();
        let reader = Reader::new(config);
        let mut histories: Vec<Vec<(&str, History<'_>)>> = vec![Vec::new(); plan.indicators.len()];
        for observation in plan.observations.iter().chain(observations) {
            let Some(&at) = places.get(observation.indicator.as_str()) else { continue };
            let region = if observation.region == own { "" } else { observation.region.as_str() };
            let regions = &mut histories[at];
            let place = regions.iter().position(|(name, _)| *name == region).unwrap_or_else(|| {
                regions.push((region, History::default()));
                regions.len() - 1
            });
            reader.read(
                &mut regions[place].1,
                observation,
                &plan.indicators[at].unit,
                traits[at].states_growth,
            );
        }
        lend_growth(&mut histories, &traits);
        for regions in &mut histories {
            regions.sort_by_key(|(name, _)| *name);
            for (_, history) in regions {
                history.settle();
            }
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
            later: observations,
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
        self.regions_of(at)
            .iter()
            .find(|(name, _)| *name == region)
            .map_or(&self.nothing, |(_, history)| history)
    }

    /// Regions of which anything is known for an indicator, in the order of their names.
    pub(crate) fn regions_of(&self, at: usize) -> &[(&'a str, History<'a>)] {
        &self.histories[at]
    }

    /// The plan's own region, and every region that has a part of the target.
    fn regions(&self, target: &Target) -> Vec<String> {
        let own = self.plan.region.as_deref().unwrap_or_default();
        let parts: BTreeSet<&str> = self
            .plan
            .schedule
            .iter()
            .filter(|s| s.target == target.id && !s.region.is_empty() && s.region != own)
            .map(|s| s.region.as_str())
            .collect();
        std::iter::once(String::new()).chain(parts.into_iter().map(str::to_owned)).collect()
    }

    fn row(&self, bench: &mut Bench<'_>, target: &'a Target, at: usize, region: &str, as_of: AsOf) -> Row {
        let indicator = &self.plan.indicators[at];
        let reread = self.in_unit_of(target, at, region);
        let history = reread.as_ref().unwrap_or_else(|| self.history(at, region));
        let commitment =
            Commitment::of(self.plan, target, indicator, region, history, &self.traits[at], as_of);
        let whole =
            self.wholes.get(&at).map(|&(whole, share)| Whole { figures: self.history(whole, region), share });
        let (verdict, track) = bench.judge(&commitment, history, whole.as_ref(), as_of, self.config.evidence);
        let since = since(bench, &commitment, history, whole.as_ref(), as_of, verdict.alert);
        let record = self.record(&verdict);
        let reason = explain::reason(&commitment, &verdict, &track, since, record.as_ref());
        let evidence = if self.config.evidence {
            evidence(&commitment, history, &track, as_of)
        } else {
            Evidence::default()
        };
        let methods = case(&commitment, &verdict, &track)
            .map(|case| self.config.methods.iter().filter_map(|m| m.apply(&case)).collect())
            .unwrap_or_default();
        let driver = if verdict.alert > Alert::None {
            driver::words(self, at, region, verdict.base, verdict.latest, as_of)
        } else {
            None
        };
        let rule = verdict.rule.map(|rule| self.config.rules.rule[rule].name.clone()).unwrap_or_default();
        Row {
            target: target.id.clone(),
            indicator: indicator.id.clone(),
            name: name(indicator, target),
            group: indicator.group.clone(),
            region: region.to_owned(),
            unit: target.unit.clone(),
            nature: target.nature.or(indicator.nature),
            kind: commitment.kind,
            base: verdict.base,
            goal: verdict.goal,
            latest: verdict.latest,
            progress: verdict.progress,
            expected: verdict.expected,
            time_distance: verdict.distance,
            required: verdict.required,
            achieved: verdict.achieved,
            best: verdict.best,
            trend: verdict.trend,
            outlook: verdict.outlook,
            status: verdict.status,
            alert: verdict.alert,
            since,
            rule,
            record,
            hollow: verdict.hollow,
            driver,
            reason,
            bodies: self.bodies(target, indicator, at),
            methods,
            evidence,
        }
    }

    /// The figures in the unit of the target, where that is not the unit of the indicator: of one indicator a plan may
    /// promise an amount in the table and a share in the text. Rates and cuts need no such thing.
    fn in_unit_of(&self, target: &Target, at: usize, region: &str) -> Option<History<'a>> {
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
        let here = |o: &&Observation| o.indicator == own.id && self.region_of(o) == region;
        for observation in self.plan.observations.iter().chain(self.later).filter(here) {
            reader.read(&mut history, observation, &target.unit, self.traits[at].states_growth);
        }
        history.settle();
        Some(history)
    }

    /// The region of an observation; empty for the plan's own.
    fn region_of<'o>(&self, observation: &'o Observation) -> &'o str {
        if Some(&observation.region) == self.plan.region.as_ref() { "" } else { &observation.region }
    }

    /// What became of past warnings like this one, before binding targets were raised.
    fn record(&self, verdict: &Verdict) -> Option<LevelRecord> {
        let level = verdict.rule.map_or(Alert::None, |rule| self.config.rules.rule[rule].level);
        let replayed = verdict.outlook.is_some() && verdict.years_left > 0 && verdict.hollow.is_none();
        let record = self.config.record.as_ref().filter(|_| replayed)?;
        record.of(level, verdict.years_left).copied()
    }

    /// Leaders first, then supporters, then the usual owner when nobody is named.
    fn bodies(&self, target: &Target, indicator: &Indicator, at: usize) -> Vec<String> {
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
            return vec![self.traits[at].owner.to_owned()];
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

/// Gives an indicator the growth figures that stand under a name of their own (地区生产总值增速).
fn lend_growth<'a>(histories: &mut [Vec<(&'a str, History<'a>)>], traits: &[Traits]) {
    for at in 0..traits.len() {
        let Some(key) = traits[at].entry.and_then(|entry| growth_key(entry.key)) else { continue };
        let Some(from) = traits.iter().position(|t| t.key() == key) else { continue };
        let lent: Vec<(&str, Vec<Figure<'_>>)> =
            histories[from].iter().map(|(r, h)| (*r, h.growth.clone())).collect();
        for (region, growth) in lent {
            match histories[at].iter_mut().find(|(name, _)| *name == region) {
                Some((_, history)) => history.growth.extend(growth),
                None => histories[at].push((region, History { growth, ..History::default() })),
            }
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

/// First year of the unbroken run of assessments at this level or above, each made with what was known then.
fn since(
    bench: &mut Bench<'_>,
    commitment: &Commitment<'_>,
    history: &History<'_>,
    whole: Option<&Whole<'_, '_>>,
    as_of: AsOf,
    alert: Alert,
) -> Option<i32> {
    if alert == Alert::None {
        return None;
    }
    let mut since = as_of.year;
    for back in 1..=(as_of.year - commitment.base_year).clamp(0, 50) {
        let earlier = as_of.earlier(back);
        let (then, _) = bench.judge(commitment, history, whole, earlier, false);
        if then.alert < alert {
            break;
        }
        since = earlier.year;
    }
    Some(since)
}

/// The indicator's name, with the subject where the target narrows it.
fn name(indicator: &Indicator, target: &Target) -> String {
    if target.scope.is_empty() {
        indicator.name.clone()
    } else {
        format!("{}（{}）", indicator.name, target.scope)
    }
}

/// What two-point methods look at; `None` where there is no base, value and target on one scale.
fn case(commitment: &Commitment<'_>, verdict: &Verdict, track: &Track) -> Option<Case> {
    let (base, goal, latest) = (track.base?, track.goal?, verdict.latest?);
    Some(Case {
        base_year: f64::from(base.year),
        base: base.value,
        year: f64::from(latest.year),
        value: track.view.judged(latest.year, latest.value),
        target_year: f64::from(commitment.year),
        target: Some(goal),
        wish: crate::judge::judged_wish(commitment, track.view),
        limit: match track.nature {
            series::Nature::Bounded(bounds) => Some(bounds.high),
            _ => None,
        },
    })
}

/// What pages show beside the numbers.
fn evidence(commitment: &Commitment<'_>, history: &History<'_>, track: &Track, as_of: AsOf) -> Evidence {
    let reported = history.changes.iter().any(|f| f.known(as_of));
    let list: &[Figure<'_>] = match commitment.kind {
        TargetKind::AverageGrowth => &history.growth,
        TargetKind::CumulativeReduction | TargetKind::CumulativeSum if reported => &history.changes,
        _ => &history.levels,
    };
    let used = counting(list, as_of);
    let actuals = list.iter().filter(|f| f.known(as_of)).map(|figure| Actual {
        year: figure.year,
        value: figure.value,
        status: figure.observation.status,
        source: figure.observation.source.clone(),
        known_at: figure.day,
        assumed: figure.assumed,
        used: used.iter().any(|u| std::ptr::eq(*u, figure)),
    });
    let shown = |year: i32, value: f64| Point { year, value: track.view.show(year, value) };
    let path = track.path.as_ref().map_or(Vec::new(), |path| {
        let years = commitment.base_year..=commitment.year;
        years.map(|year| shown(year, path.at(f64::from(year)))).collect()
    });
    let judged = track
        .points
        .iter()
        .filter(|p| track.view == View::Plain || p.year >= commitment.base_year)
        .map(|p| shown(p.year, p.value))
        .collect();
    let breaks = track.breaks.iter().copied().filter(|b| b.year > commitment.base_year).collect();
    Evidence { actuals: actuals.collect(), path, judged, breaks, notes: Vec::new() }
}
