//! One finished plan period, assessed year by year with what was known then.

use crate::commitment::Commitment;
use crate::direction::DirectionRead;
use crate::history::{Figure, History};
use crate::judge::Bench;
use crate::method::Wish;
use crate::outlook::Forecaster;
use crate::traits::Traits;
use crate::{Alert, AsOf, Config, TargetKind};
use plan::{Comparator, Indicator, IndicatorId, Measure, Observation, Provenance, Target, TargetId};
use series::{Engine, Nature};

/// A plan period that is over: a target on a yearly series, and how the series went on.
#[derive(Clone, Copy, Debug)]
pub struct Finished<'a> {
    /// Year of the first value.
    pub first: i32,
    /// One value a year, up to the target year at least.
    pub values: &'a [f64],
    /// What the series measures.
    pub nature: Nature,
    /// Base year of the plan.
    pub base_year: i32,
    /// Target year.
    pub target_year: i32,
    /// Value to be reached.
    pub target: f64,
    /// Which way is better.
    pub wish: Wish,
}

/// What the assessments of a plan period said, and what became of the target.
#[derive(Clone, Debug, PartialEq)]
pub struct Replayed {
    /// Whether the target was missed in the end.
    pub missed: bool,
    /// The assessments, from the base year to the year before the target year.
    pub years: Vec<ReplayedYear>,
}

/// One assessment of a plan period.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReplayedYear {
    /// Years left to the target year.
    pub years_left: i32,
    /// The level that was given.
    pub alert: Alert,
    /// The probability of attainment that was given.
    pub attain: Option<f64>,
}

impl Replayed {
    /// Years between the start of the last unbroken run at this level or above and the target year; `None` unless the
    /// last assessment was at this level.
    pub(crate) fn lead(&self, level: Alert) -> Option<i32> {
        let run = self.years.iter().rev().take_while(|y| y.alert >= level);
        run.last().map(|y| y.years_left)
    }
}

/// Assesses a plan period year by year; each year sees only the values up to it. `None` when a value is missing.
pub fn replay(finished: &Finished<'_>, config: &Config, engine: &Engine) -> Option<Replayed> {
    let at = |year: i32| finished.values.get(usize::try_from(year - finished.first).ok()?).copied();
    let (base, outcome) = (at(finished.base_year)?, at(finished.target_year)?);
    let (target, indicator, blank) = (target(finished), Indicator::default(), Observation::default());
    let traits = Traits { nature: finished.nature, ..Traits::default() };
    let figure = |(value, year): (&f64, i32)| Figure {
        from: year,
        year,
        value: *value,
        day: None,
        assumed: false,
        rank: 0,
        preference: 0,
        observation: &blank,
    };
    let history = History {
        levels: finished.values.iter().zip(finished.first..).map(figure).collect(),
        ..History::default()
    };
    let growing = base > 0.0 && finished.target > 0.0 && !matches!(finished.nature, Nature::Bounded(_));
    let commitment = Commitment {
        target: &target,
        indicator: &indicator,
        kind: if growing { TargetKind::GrowthPath } else { TargetKind::Level },
        wish: finished.wish,
        direction: DirectionRead { wish: Some(finished.wish), ..DirectionRead::default() },
        base_year: finished.base_year,
        printed_base: Some(base),
        year: finished.target_year,
        goal: Some(finished.target),
        high: None,
        shares: Vec::new(),
        schedule: Vec::new(),
        traits: &traits,
    };
    let mut bench = Bench { config, forecaster: Forecaster::new(engine.clone()) };
    let years = (finished.base_year..finished.target_year).map(|year| {
        let (verdict, _) = bench.judge(&commitment, &history, None, AsOf::year(year), false);
        ReplayedYear {
            years_left: finished.target_year - year,
            alert: verdict.alert,
            attain: verdict.outlook.map(|o| o.attain),
        }
    });
    Some(Replayed { years: years.collect(), missed: !commitment.satisfied(outcome) })
}

/// The target as a plan would print it; its value is in the commitment.
fn target(finished: &Finished<'_>) -> Target {
    Target {
        id: TargetId::default(),
        indicator: IndicatorId::default(),
        subject: String::new(),
        measure: Measure::Level,
        comparator: if finished.wish == Wish::Up { Comparator::Ge } else { Comparator::Le },
        value: None,
        value_high: None,
        value_text: String::new(),
        unit: String::new(),
        year: Some(finished.target_year),
        implied_year: None,
        averaging: None,
        scope: String::new(),
        nature: None,
        rate: None,
        provenance: Provenance::outside(),
        ..Target::default()
    }
}
