//! The distributions behind the outlooks: what a target's value may become, and how likely it is met when something moves it.

use crate::commitment::Commitment;
use crate::history::select;
use crate::inputs::Inputs;
use crate::method::Wish;
use crate::outlook::{Aim, Forecaster, Reading};
use crate::track::{Track, View};
use crate::{AsOf, Config, Path, Point, TargetKind};
use plan::{IndicatorId, Nature, Observation, Plan, TargetId};

/// What is known of a target of the region as a whole, and what its value may become.
#[derive(Clone, Debug)]
pub struct Foresight {
    /// The target.
    pub target: TargetId,
    /// Its indicator.
    pub indicator: IndicatorId,
    /// Unit of the target and of all values here.
    pub unit: String,
    /// Whether the target binds.
    pub nature: Option<Nature>,
    /// What sort of commitment it is.
    pub kind: TargetKind,
    /// The target year.
    pub year: i32,
    /// The value to reach, as it is judged: moved where a level break was decided so, on an index for rates and cuts (base year = 100).
    pub goal: Option<f64>,
    /// The value at the base, on the same scale.
    pub base: Option<Point>,
    /// Known values on the same scale, one a year, the past before the base included.
    pub past: Vec<Point>,
    /// Known values as they were printed, on the scale of the target; for sums what has added up.
    pub points: Vec<Point>,
    /// The base carried on by the published growth at comparable prices, where there is any after the base year.
    pub chained: Vec<Point>,
    /// Whether the way to the target is one of growth, else one of amounts.
    pub compound: bool,
    /// Whether less is better, on the judged scale.
    pub falls: bool,
    /// Whether values are judged as printed: no index, no sum.
    pub plain: bool,
    view: View,
    outlook: Option<(Reading, Aim)>,
}

impl Foresight {
    /// Whether there is a forecast to the target year.
    pub fn is_forecast(&self) -> bool {
        self.outlook.is_some()
    }

    /// The last year that the forecast starts from.
    pub fn from(&self) -> Option<i32> {
        self.outlook.as_ref().map(|(reading, _)| reading.last())
    }

    /// The value on the judged scale in the target year at a normal score (0 is the median).
    pub fn quantile_at(&self, score: f64) -> Option<f64> {
        let (reading, _) = self.outlook.as_ref()?;
        Some(reading.at_score(reading.horizon(), score)).filter(|value| value.is_finite())
    }

    /// A value of the judged scale in the unit of the target.
    pub fn show(&self, judged: f64) -> f64 {
        self.view.show(self.year, judged)
    }

    /// P(the target is met) when its value becomes `factor` times what is forecast, the width in logarithms staying as it is; 1 leaves
    /// the probability of the assessment.
    pub fn attain(&self, factor: f64) -> Option<f64> {
        let (reading, aim) = self.outlook.as_ref()?;
        reading.attain(aim, reading.horizon(), factor)
    }

    /// Whether a value on the judged scale meets the target.
    pub fn satisfied(&self, judged: f64) -> Option<bool> {
        self.outlook.as_ref().map(|(_, aim)| aim.satisfied(judged))
    }

    /// The years left after the last known value.
    pub fn years_left(&self) -> usize {
        let last = self.points.last().map(|point| point.year);
        last.and_then(|last| usize::try_from(self.year - last).ok()).unwrap_or(0)
    }
}

/// The distributions behind an assessment of a plan at one moment, one for each target of the region as a whole, in the plan's order.
pub fn foresee(
    plan: &Plan,
    observations: &[Observation],
    as_of: &AsOf,
    config: &Config,
    engine: &series::Engine,
) -> Vec<Foresight> {
    let inputs = Inputs::new(plan, observations, config);
    let mut forecaster = Forecaster::new(engine.clone());
    let (targets, _) = crate::restated::distinct(plan);
    let mut found = Vec::with_capacity(targets.len());
    for target in targets {
        let Some(&at) = inputs.places.get(target.indicator.as_str()) else { continue };
        if !crate::scope::is_whole(&target.scope, plan.region.as_deref()) {
            continue;
        }
        let reread = inputs.in_unit_of(target, at, "");
        let history = reread.as_ref().unwrap_or_else(|| inputs.history(at, ""));
        let commitment = Commitment::of(&inputs, target, at, "", history, *as_of);
        let track = Track::new(&commitment, history, *as_of, config);
        let read = forecaster.read(&commitment, &track, config.rules.forecast.least_values);
        let outlook = read.filter(|_| !track.needs_growth && !commitment.undirected()).and_then(|reading| {
            let aim = Aim::of(&commitment, track.view, track.goal?)?;
            Some((reading, aim))
        });
        let growth =
            if commitment.traits.comparable_prices { select(&history.growth, *as_of) } else { Vec::new() };
        found.push(Foresight {
            target: target.id.clone(),
            indicator: target.indicator.clone(),
            unit: target.unit.clone(),
            nature: target.nature.or(commitment.indicator.nature),
            kind: commitment.kind,
            year: commitment.year,
            goal: track.goal,
            base: track.base,
            chained: track
                .base
                .filter(|_| track.view == View::Plain)
                .map(|base| chain(base, &growth))
                .unwrap_or_default(),
            compound: commitment.kind != TargetKind::CumulativeSum
                && (track.view != View::Plain || track.path.as_ref().is_some_and(Path::is_geometric)),
            falls: track.view.reverses() || commitment.wish == Wish::Down,
            plain: outlook.as_ref().map_or(track.view == View::Plain, |(reading, _)| reading.is_plain()),
            view: track.view,
            past: track.past,
            points: track.points,
            outlook,
        });
    }
    found
}

/// The base carried on by growth in per cent, as long as no year is missing; nothing without growth after the base year.
fn chain(base: Point, growth: &[Point]) -> Vec<Point> {
    let mut found = vec![base];
    let mut value = base.value;
    for (year, rate) in (base.year + 1..).zip(growth.iter().filter(|point| point.year > base.year)) {
        if rate.year != year {
            break;
        }
        value *= 1.0 + rate.value / 100.0;
        found.push(Point { year, value });
    }
    if found.len() > 1 { found } else { Vec::new() }
}
