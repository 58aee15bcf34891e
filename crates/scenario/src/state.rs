//! The numbers that a plan states, as values with the intervals that their printing and their words allow.

use crate::interval::Interval;
use crate::level;
use crate::network::{Origin, Statement, Time};
use crate::quantity::{key_of, unit_of};
use plan::figure::Figure;
use plan::{
    Averaging, Comparator, Direction, Indicator, IndicatorId, Measure, Nature, Observation, Plan, Provenance,
    Target, TargetId, catalogue,
};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use source::Span;
use std::collections::HashMap;

/// A number that the plan states, by key and time.
#[derive(Clone, Debug)]
pub(crate) struct Stated {
    pub key: String,
    pub time: Time,
    pub value: f64,
    pub interval: Interval,
    pub at_least: Interval,
    pub binding: bool,
    /// A rate of growth, which says nothing new beside two levels.
    pub soft: bool,
    pub printed: String,
    pub target: Option<TargetId>,
    pub line: u32,
    pub span: Span,
    pub quote: String,
}

impl Stated {
    pub(crate) fn statement(&self, variable: usize, plan: &Plan) -> Statement {
        Statement {
            variable,
            value: self.value,
            interval: self.interval,
            at_least: self.at_least,
            binding: self.binding,
            assumed: false,
            printed: self.printed.clone(),
            target: self.target.clone(),
            line: self.line,
            span: self.span,
            quote: self.quote.clone(),
            origin: Origin::Declared { who: plan.title.clone(), place: format!("{}", self.line) },
        }
    }
}

/// 左右 leaves a growth rate half a point, beyond the rounding of its last digit; our own convention.
const ABOUT_RATE: f64 = 0.5;

/// 左右 leaves a level one per cent, as everywhere in the plan model.
const ABOUT: f64 = 0.01;

/// Everything that targets and base figures state of the region as a whole, tables before prose.
pub(crate) fn statements(plan: &Plan) -> Vec<Stated> {
    let mut found: Vec<(bool, Stated)> = Vec::new();
    let of_table = |provenance: &Provenance| provenance.origin == plan::Origin::Table;
    let mut targets: HashMap<&IndicatorId, Vec<&Target>> = HashMap::new();
    for target in &plan.targets {
        targets.entry(&target.indicator).or_default().push(target);
    }
    let mut observations: HashMap<&IndicatorId, Vec<&Observation>> = HashMap::new();
    for observation in &plan.observations {
        observations.entry(&observation.indicator).or_default().push(observation);
    }
    for indicator in &plan.indicators {
        for target in targets.get(&indicator.id).into_iter().flatten() {
            let part = level::of_part(plan, indicator, &target.subject, &target.provenance);
            if part || Figure::of_target(target, indicator, plan.period).is_narrowed() {
                continue;
            }
            let of = of_target(plan, indicator, target);
            found.extend(of.into_iter().map(|one| (!of_table(&target.provenance), one)));
        }
        for observation in observations.get(&indicator.id).into_iter().flatten() {
            let of = of_observation(plan, indicator, observation);
            found.extend(of.into_iter().map(|one| (!of_table(&observation.provenance), one)));
        }
    }
    found.sort_by_key(|(prose, _)| *prose);
    found.into_iter().map(|(_, one)| one).collect()
}

/// Half of the last printed digit.
fn half(value: Decimal) -> f64 {
    0.5 * libm::pow(10.0, -f64::from(value.scale()))
}

fn printed(value: Decimal, unit: &str) -> String {
    format!("{value}{unit}")
}

fn of_target(plan: &Plan, indicator: &Indicator, target: &Target) -> Vec<Stated> {
    let Some(year) = target.year.or(target.implied_year).or(plan.period.map(|period| period.end)) else {
        return Vec::new();
    };
    let key = key_of(indicator);
    let frame = Stated {
        key: key.to_owned(),
        time: Time::Year(year),
        value: 0.0,
        interval: Interval::ALL,
        at_least: Interval::ALL,
        binding: target.nature.or(indicator.nature) == Some(Nature::Binding),
        soft: false,
        printed: String::new(),
        target: Some(target.id.clone()),
        line: target.provenance.line,
        span: target.provenance.span,
        quote: target.provenance.quote.clone(),
    };
    if target.measure == Measure::Ratio {
        return structure(key, &target.value_text, &frame);
    }
    if level::none(target, indicator).is_some() {
        return Vec::new();
    }
    let Some(value) = target.value else { return Vec::new() };
    let averaged = target.averaging == Some(Averaging::AnnualAvg);
    let percent = matches!(target.unit.as_str(), "%" | "％");
    let change = catalogue::entry(key).and_then(catalogue::Entry::change_of);
    let base = plan.period.map(plan::Period::base).filter(|base| *base < year);
    match target.measure {
        Measure::Level | Measure::Share | Measure::Count
            if target.averaging.is_none() && change.is_none() =>
        {
            let direction = indicator.direction.or(catalogue::entry(key).map(|entry| entry.direction));
            level(
                key,
                &indicator.unit,
                target.comparator,
                value,
                target.value_high,
                &target.unit,
                direction,
                &frame,
            )
            .into_iter()
            .collect()
        }
        Measure::Change | Measure::Share if percent && key.ends_with("_cut") && !averaged => {
            let (Some(of), Some(base)) = (change, base) else { return Vec::new() };
            cut(of.key, value, target.comparator, Time::Ratio(base, year), &frame).into_iter().collect()
        }
        Measure::GrowthRate if percent && averaged => {
            let of = change.map_or(key, |entry| entry.key);
            let Some(base) = base else { return Vec::new() };
            growth(of, value, target.comparator, (base, year), &frame).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// A figure of the plan's own base year.
fn of_observation(plan: &Plan, indicator: &Indicator, observation: &Observation) -> Vec<Stated> {
    let base = plan.period.map(plan::Period::base);
    let one_year = observation.period.filter(|period| period.start == period.end).map(|period| period.end);
    let own = observation.provenance.origin != plan::Origin::Outside
        && observation.is_result()
        && observation.is_yearly();
    let (Some(year), true) = (one_year, own && one_year == base) else { return Vec::new() };
    let part = level::of_part(plan, indicator, &observation.subject, &observation.provenance);
    if part || level::is_points(&observation.unit) {
        return Vec::new();
    }
    if Figure::of_observation(observation, indicator).is_narrowed() || observation.averaging.is_some() {
        return Vec::new();
    }
    let key = key_of(indicator);
    let frame = Stated {
        key: key.to_owned(),
        time: Time::Year(year),
        value: 0.0,
        interval: Interval::ALL,
        at_least: Interval::ALL,
        binding: false,
        soft: false,
        printed: String::new(),
        target: None,
        line: observation.provenance.line,
        span: observation.provenance.span,
        quote: observation.provenance.quote.clone(),
    };
    match (observation.measure, observation.value) {
        (Measure::Ratio, _) => structure(key, &observation.value_text, &frame),
        (Measure::Level | Measure::Share | Measure::Count, Some(value)) => level(
            key,
            &indicator.unit,
            observation.comparator,
            value,
            observation.value_high,
            &observation.unit,
            None,
            &frame,
        )
        .into_iter()
        .collect(),
        _ => Vec::new(),
    }
}

/// The shares of 12:44:44, of the three sectors.
fn structure(key: &str, text: &str, frame: &Stated) -> Vec<Stated> {
    const SECTORS: [&str; 3] = ["primary_share", "secondary_share", "tertiary_share"];
    if key != "sector_structure" {
        return Vec::new();
    }
    let parts: Option<Vec<Decimal>> =
        text.split([':', '：', '∶']).map(|part| part.trim().parse::<Decimal>().ok()).collect();
    let Some(parts) = parts.filter(|parts| parts.len() == SECTORS.len()) else { return Vec::new() };
    let one = |(key, value): (&str, &Decimal)| {
        let number = value.to_f64()?;
        let interval = Interval::around(number, half(*value));
        Some(Stated {
            key: key.to_owned(),
            value: number,
            interval,
            at_least: interval,
            printed: format!("{value}%"),
            ..frame.clone()
        })
    };
    SECTORS.into_iter().zip(&parts).filter_map(one).collect()
}

#[expect(clippy::too_many_arguments, reason = "the parts of a statement, from two types that share no trait")]
fn level(
    key: &str,
    unit: &str,
    comparator: Comparator,
    value: Decimal,
    high: Option<Decimal>,
    stated_unit: &str,
    direction: Option<Direction>,
    frame: &Stated,
) -> Option<Stated> {
    // The first indicator of a key gives the unit of its variable.
    let factor = if stated_unit == unit {
        1.0
    } else {
        let (from, to) = (unit_of(key, stated_unit)?, unit_of(key, unit)?);
        from.agrees_with(&to).then(|| from.factor / to.factor)?
    };
    let number = value.to_f64()? * factor;
    if number.is_nan() || number <= 0.0 {
        return None;
    }
    let reach = half(value) * factor;
    let about = if comparator == Comparator::Approx { ABOUT * number } else { 0.0 };
    let around = Interval::around(number, reach + about);
    let up = Interval { high: f64::INFINITY, ..around };
    let down = Interval { low: 0.0, ..around };
    let interval = match comparator {
        Comparator::Ge | Comparator::Gt => up,
        Comparator::Le | Comparator::Lt => down,
        Comparator::Range => Interval { high: high?.to_f64()? * factor + reach, ..around },
        Comparator::Eq | Comparator::Approx => around,
    };
    let at_least = match direction {
        Some(Direction::Up) if comparator != Comparator::Range => up,
        Some(Direction::Down) if comparator != Comparator::Range => down,
        _ => interval,
    };
    Some(Stated { value: number, interval, at_least, printed: printed(value, stated_unit), ..frame.clone() })
}

/// A cut over the period: the ratio of the two years.
fn cut(key: &str, value: Decimal, comparator: Comparator, time: Time, frame: &Stated) -> Option<Stated> {
    let percent = value.to_f64()?;
    let number = 1.0 - percent / 100.0;
    if number <= 0.0 {
        return None;
    }
    let reach =
        half(value) / 100.0 + if comparator == Comparator::Approx { ABOUT * percent / 100.0 } else { 0.0 };
    let around = Interval::around(number, reach);
    let more = Interval { low: 0.0, ..around };
    let interval = if matches!(comparator, Comparator::Ge | Comparator::Gt) { more } else { around };
    Some(Stated {
        key: key.to_owned(),
        time,
        value: number,
        interval,
        at_least: more,
        printed: printed(value, "%"),
        ..frame.clone()
    })
}

/// An average rate of growth: the ratio of the two years.
fn growth(
    key: &str,
    value: Decimal,
    comparator: Comparator,
    years: (i32, i32),
    frame: &Stated,
) -> Option<Stated> {
    let rate = value.to_f64()?;
    let reach = half(value) + if comparator == Comparator::Approx { ABOUT_RATE } else { 0.0 };
    let n = f64::from(years.1 - years.0);
    let over = |rate: f64| libm::pow((1.0 + rate / 100.0).max(0.0), n);
    let around = Interval { low: over(rate - reach), high: over(rate + reach) };
    let more = Interval { high: f64::INFINITY, ..around };
    let interval = match comparator {
        Comparator::Ge | Comparator::Gt => more,
        Comparator::Le | Comparator::Lt => Interval { low: 0.0, ..around },
        _ => around,
    };
    Some(Stated {
        key: key.to_owned(),
        time: Time::Ratio(years.0, years.1),
        value: over(rate),
        interval,
        at_least: more,
        soft: true,
        printed: format!("{value}%/年"),
        ..frame.clone()
    })
}
