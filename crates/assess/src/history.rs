//! What was known: every figure of an indicator with its day, and the one that counts for each year.

use crate::as_of::parse_day;
use crate::unit;
use crate::{AsOf, Config, Point};
use jiff::civil::Date;
use plan::{Averaging, Measure, Observation, Origin, Status};
use rust_decimal::prelude::ToPrimitive;

/// One published figure for one year.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Figure<'a> {
    /// First year it covers.
    pub from: i32,
    /// The year it is for; the last one of a longer period.
    pub year: i32,
    /// The value in the unit of the indicator.
    pub value: f64,
    /// The day it became known; `None` for what the plan itself says, which is always known.
    pub day: Option<Date>,
    /// Whether the day is an assumption.
    pub assumed: bool,
    /// How firm it is: a firmer figure counts before a later one.
    pub rank: u8,
    /// Place in the order of preferred sources, higher is better.
    pub preference: usize,
    /// The observation it was read from.
    pub observation: &'a Observation,
}

impl Figure<'_> {
    /// Whether it counts at this moment.
    pub(crate) fn known(&self, as_of: AsOf) -> bool {
        self.year <= as_of.year
            && match (self.day, as_of.known_at) {
                (Some(day), Some(limit)) => day <= limit,
                _ => true,
            }
    }

    /// Whether the plan itself says it.
    pub(crate) fn of_plan(&self) -> bool {
        self.day.is_none()
    }
}

/// All figures of one indicator in one region, each list sorted by year and, within a year, the one that counts last.
#[derive(Clone, Debug, Default)]
pub(crate) struct History<'a> {
    /// Levels, shares and counts.
    pub levels: Vec<Figure<'a>>,
    /// Growth over the year before, in per cent.
    pub growth: Vec<Figure<'a>>,
    /// Changes within a year, in the unit or in per cent; the verb is in the name.
    pub changes: Vec<Figure<'a>>,
    /// Sums and changes over several years.
    pub totals: Vec<Figure<'a>>,
    /// Structures such as 12:44:44.
    pub structures: Vec<Figure<'a>>,
    /// Figures whose unit does not convert to that of the indicator.
    pub misfits: Vec<&'a Observation>,
}

/// How figures are dated and ordered.
pub(crate) struct Reader<'c> {
    publication: (i8, i8),
    sources: &'c [String],
}

impl<'c> Reader<'c> {
    pub(crate) fn new(config: &'c Config) -> Self {
        let publication = publication_day(&config.rules.data.publication).unwrap_or((3, 31));
        Self { publication, sources: &config.sources }
    }

    /// Sorts the observation into the history of its indicator, whose unit is `unit`.
    ///
    /// `states_growth` says that its own values are growth rates.
    pub(crate) fn read<'a>(
        &self,
        history: &mut History<'a>,
        observation: &'a Observation,
        unit: &str,
        states_growth: bool,
    ) {
        // What covers a part of a year says nothing of the year by itself.
        if !observation.is_yearly() {
            return;
        }
        let Some(year) = observation.period.map(|p| p.end).or(observation.year) else { return };
        let from = observation.period.map_or(year, |p| p.start);
        let of_plan = observation.provenance.origin != Origin::Outside;
        let (day, assumed) = self.day(observation);
        let figure = Figure {
            from,
            year,
            value: observation.value.and_then(|v| v.to_f64()).unwrap_or(f64::NAN),
            day,
            assumed,
            rank: rank(observation.status, of_plan),
            preference: self.preference(&observation.source),
            observation,
        };
        if observation.measure == Measure::Multiple {
            return;
        }
        if observation.measure == Measure::Ratio {
            history.structures.push(figure);
            return;
        }
        if !figure.value.is_finite() {
            return;
        }
        let long = from < year;
        let index = unit::is_previous_year_index(&observation.unit);
        let per_cent = observation.unit.is_empty() || unit::is_percent(&observation.unit);
        if index || per_cent && (states_growth || observation.measure == Measure::GrowthRate) {
            if !long && observation.averaging != Some(Averaging::AnnualAvg) {
                let value = if index { figure.value - 100.0 } else { figure.value };
                history.growth.push(Figure { value, ..figure });
            }
            return;
        }
        let Some(factor) = unit::factor(&observation.unit, unit) else {
            history.misfits.push(observation);
            return;
        };
        let figure = Figure { value: figure.value * factor, ..figure };
        if !of_plan
            && !long
            && let Some(rate) = observation.rate.and_then(|r| r.to_f64())
        {
            history.growth.push(Figure { value: rate, ..figure });
        }
        match observation.measure {
            _ if long => history.totals.push(figure),
            Measure::Change => history.changes.push(figure),
            _ => history.levels.push(figure),
        }
    }

    /// The day an observation became known, and whether it is an assumption; no day for what the plan itself says.
    fn day(&self, observation: &Observation) -> (Option<Date>, bool) {
        if observation.provenance.origin != Origin::Outside {
            return (None, false);
        }
        let year = observation.period.map(|p| p.end).or(observation.year);
        let stated = parse_day(&observation.vintage);
        (stated.or_else(|| self.assume(year?)), stated.is_none())
    }

    fn assume(&self, year: i32) -> Option<Date> {
        let (month, day) = self.publication;
        Date::new(i16::try_from(year + 1).ok()?, month, day).ok()
    }

    fn preference(&self, source: &str) -> usize {
        let place = self.sources.iter().position(|wanted| source.contains(wanted.as_str()));
        place.map_or(0, |place| self.sources.len() - place)
    }
}

impl History<'_> {
    /// Sorts every list; to be called once after reading.
    pub(crate) fn settle(&mut self) {
        for list in
            [&mut self.levels, &mut self.growth, &mut self.changes, &mut self.totals, &mut self.structures]
        {
            list.sort_by(|a, b| {
                (a.year, a.rank, a.day, a.preference)
                    .cmp(&(b.year, b.rank, b.day, b.preference))
                    .then_with(|| b.observation.source.cmp(&a.observation.source))
                    .then_with(|| a.value.total_cmp(&b.value))
            });
        }
    }
}

/// The figure that counts for each year: the firmest known one, among those the latest.
pub(crate) fn counting<'h, 'a>(figures: &'h [Figure<'a>], as_of: AsOf) -> Vec<&'h Figure<'a>> {
    let mut found: Vec<&Figure<'a>> = Vec::with_capacity(figures.len());
    for figure in figures {
        if !figure.known(as_of) {
            continue;
        }
        match found.last_mut() {
            Some(last) if last.year == figure.year => *last = figure,
            _ => found.push(figure),
        }
    }
    found
}

/// The values that count, one a year.
pub(crate) fn select(figures: &[Figure<'_>], as_of: AsOf) -> Vec<Point> {
    counting(figures, as_of).into_iter().map(|f| Point { year: f.year, value: f.value }).collect()
}

/// A firmer figure counts before a later one; what the plan says of its past is an estimate like others.
fn rank(status: Option<Status>, of_plan: bool) -> u8 {
    match status {
        _ if of_plan => 0,
        Some(Status::Planned) => 0,
        Some(Status::Estimate) => 1,
        Some(Status::Preliminary) | None => 2,
        Some(Status::Final) => 3,
        Some(Status::Revised) => 4,
    }
}

/// The day a figure became known, as every assessment sees it: as stated, else the usual day of publication; `None` for what
/// the plan itself says, which is always known.
pub fn known_day(observation: &Observation, config: &Config) -> Option<Date> {
    Reader::new(config).day(observation).0
}

/// How firm a figure is: of two for the same thing the firmer one counts, whichever came later.
pub fn firmness(observation: &Observation) -> u8 {
    rank(observation.status, observation.provenance.origin != Origin::Outside)
}

/// Month and day of `03-31`.
pub(crate) fn publication_day(text: &str) -> Option<(i8, i8)> {
    let (month, day) = text.split_once('-')?;
    let (month, day) = (month.parse().ok()?, day.parse().ok()?);
    Date::new(2001, month, day).ok().map(|_| (month, day))
}
