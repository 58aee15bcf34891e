//! The whole plan at one moment.

use crate::commitment::Commitment;
use crate::hollow::Whole;
use crate::judge::{Bench, Verdict};
use crate::known::{Figure, History, Reader, counting};
use crate::method::Case;
use crate::outlook::Forecaster;
use crate::track::{Track, View};
use crate::traits::Traits;
use crate::{Actual, Alert, AsOf, Assessment, Config, Evidence, Point, Row, TargetKind, explain, unit};
use plan::{AssignmentRole, Indicator, Item, Observation, Plan, RelationKind, Target};
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
    for target in &plan.targets {
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
    pub config: &'a Config,
    /// Place of an indicator in the plan by id.
    pub places: BTreeMap<&'a str, usize>,
    pub traits: Vec<Traits>,
    /// Histories by indicator place, each with the regions of which anything is known (empty for the plan's own).
    histories: Vec<Vec<(&'a str, History<'a>)>>,
    nothing: History<'a>,
    /// Denominators: (place of the share, place of its whole, whether it is a share).
    wholes: BTreeMap<usize, (usize, bool)>,
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
            reader.read(&mut regions[place].1, observation, &plan.indicators[at].unit);
        }
        for regions in &mut histories {
            regions.sort_by_key(|(name, _)| *name);
            for (_, history) in regions {
                history.settle();
            }
        }
        let mut wholes = BTreeMap::new();
        for relation in &plan.relations {
            let place = |id: &plan::IndicatorId| places.get(id.as_str()).copied();
            match (relation.kind, &relation.result, relation.parts.as_slice()) {
                (RelationKind::Quotient, Some(result), [_, whole, ..]) => {
                    if let Some((result, whole)) = place(result).zip(place(whole)) {
                        wholes.insert(result, (whole, unit::is_percent(&plan.indicators[result].unit)));
                    }
                }
                (RelationKind::SharesOf, Some(whole), parts) => {
                    for part in parts.iter().filter_map(place) {
                        wholes.extend(place(whole).map(|whole| (part, (whole, true))));
                    }
                }
                _ => {}
            }
        }
        Self { plan, config, places, traits, histories, nothing: History::default(), wholes }
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
        let history = self.history(at, region);
        let commitment = Commitment::of(self.plan, target, indicator, region, history, &self.traits[at]);
        let whole =
            self.wholes.get(&at).map(|&(whole, share)| Whole { figures: self.history(whole, region), share });
        let (verdict, track) = bench.judge(&commitment, history, whole.as_ref(), as_of, self.config.evidence);
        let since = since(bench, &commitment, history, whole.as_ref(), as_of, verdict.alert);
        let reason = explain::reason(&commitment, &verdict, &track, since);
        let evidence = if self.config.evidence {
            evidence(&commitment, history, &track, as_of)
        } else {
            Evidence::default()
        };
        let methods = case(&commitment, &verdict, &track)
            .map(|case| self.config.methods.iter().filter_map(|m| m.apply(&case)).collect())
            .unwrap_or_default();
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
            hollow: verdict.hollow,
            driver: None,
            reason,
            bodies: self.bodies(target, indicator, at),
            methods,
            evidence,
        }
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
            return vec![self.traits[at].owner.clone()];
        }
        named.into_iter().map(|(_, name)| name.to_owned()).collect()
    }
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
        limit: track.bounds.map(|b| b.high),
    })
}

/// What pages show beside the numbers.
fn evidence(commitment: &Commitment<'_>, history: &History<'_>, track: &Track, as_of: AsOf) -> Evidence {
    let list: &[Figure<'_>] = match commitment.kind {
        TargetKind::AverageGrowth => &history.growth,
        TargetKind::CumulativeReduction | TargetKind::CumulativeSum if !history.changes.is_empty() => {
            &history.changes
        }
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
