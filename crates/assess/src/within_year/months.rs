//! Monthly figures put together: what the first months of a year came to, from spans that neither overlap nor leave a gap.

use super::Growing;
use crate::AsOf;
use crate::as_of::parse_day;
use crate::unit;
use jiff::civil::Date;
use plan::{Measure, Months, Observation};
use rust_decimal::prelude::ToPrimitive;
use std::collections::BTreeMap;

/// One figure of some months.
struct Said<'a> {
    value: f64,
    day: Option<Date>,
    observation: &'a Observation,
}

/// The figures of one indicator and region within years, by year and months; of one span the first said first.
pub(super) struct MonthlyFigures<'a> {
    by_year: BTreeMap<i32, BTreeMap<Months, Vec<Said<'a>>>>,
}

impl<'a> MonthlyFigures<'a> {
    /// Reads what was known at `as_of`; `growth` wants 同比, otherwise amounts and states in `unit`.
    pub(super) fn read(given: &[&'a Observation], unit: &str, growth: bool, as_of: AsOf) -> Self {
        let mut by_year: BTreeMap<i32, BTreeMap<Months, Vec<Said<'a>>>> = BTreeMap::new();
        for observation in given.iter().copied() {
            let Some(months) = observation.months.filter(|months| !months.is_year()) else { continue };
            let period = observation.period.filter(|period| period.start == period.end);
            let Some(year) = period.map(|period| period.end).or(observation.year) else { continue };
            let is_growth = observation.measure == Measure::GrowthRate;
            let change = matches!(observation.measure, Measure::Change | Measure::Multiple | Measure::Ratio);
            let Some(value) = observation.value.and_then(|value| value.to_f64()) else { continue };
            if is_growth != growth || change && !growth {
                continue;
            }
            let factor = if growth { Some(1.0) } else { unit::factor(&observation.unit, unit) };
            let Some(factor) = factor else { continue };
            let day = parse_day(&observation.vintage).or_else(|| usual_day(year, months));
            let known = match (day, as_of.known_at) {
                (Some(day), Some(limit)) => day <= limit,
                _ => true,
            };
            if known {
                let said = Said { value: value * factor, day, observation };
                by_year.entry(year).or_default().entry(months).or_default().push(said);
            }
        }
        for spans in by_year.values_mut() {
            for said in spans.values_mut() {
                said.sort_by(|a, b| {
                    (a.day, &a.observation.source)
                        .cmp(&(b.day, &b.observation.source))
                        .then(a.value.total_cmp(&b.value))
                });
            }
        }
        Self { by_year }
    }

    /// The last year with any figure.
    pub(super) fn last_year(&self) -> Option<i32> {
        self.by_year.keys().next_back().copied()
    }

    /// Whether a figure covers several months from January that are more than a quarter: 1—9月, 上半年.
    pub(super) fn spans_months(&self) -> bool {
        self.by_year.values().flat_map(BTreeMap::keys).any(|months| months.is_cumulated())
    }

    /// The furthest months of a year that are known, with what they came to as it stands now.
    pub(super) fn latest(&self, year: i32, growing: Growing) -> Option<(Months, f64)> {
        let found = (1..12).rev().find_map(|month| {
            let value = match growing {
                Growing::Sum => self.sum_through(year, month, Said::now),
                Growing::State => self.state_at(year, month, Said::now),
            };
            Some((month, value?))
        });
        let (month, value) = found?;
        let months = match growing {
            Growing::Sum => Months::through(month)?,
            Growing::State => self.span_ending(year, month)?,
        };
        Some((months, value))
    }

    /// What the same months of a past year were said to have come to when they were first published.
    pub(super) fn as_first_said(&self, year: i32, months: Months, growing: Growing) -> Option<f64> {
        match growing {
            Growing::Sum => self.sum_through(year, months.last(), Said::first),
            Growing::State => self.by_year.get(&year)?.get(&months).and_then(|said| Said::first(said)),
        }
    }

    /// January to `month`: said so, or put together from spans that follow each other (上半年 and 三季度).
    fn sum_through(&self, year: i32, month: u8, which: fn(&[Said<'a>]) -> Option<f64>) -> Option<f64> {
        let spans = self.by_year.get(&year)?;
        let mut through: [Option<f64>; 13] = [None; 13];
        through[0] = Some(0.0);
        for end in 1..=usize::from(month.min(12)) {
            // The longest span that ends here: what was published as a sum goes before a sum of one's own.
            let ending = spans.iter().filter(|(months, _)| usize::from(months.last()) == end);
            through[end] = ending
                .filter_map(|(months, said)| {
                    let before = through.get(usize::from(months.first()) - 1).copied().flatten()?;
                    Some((months.count(), before + which(said)?))
                })
                .max_by_key(|(count, _)| *count)
                .map(|(_, sum)| sum);
        }
        through[usize::from(month.min(12))]
    }

    /// The state at the end of a month, or the rate of the longest span that ends there.
    fn state_at(&self, year: i32, month: u8, which: fn(&[Said<'a>]) -> Option<f64>) -> Option<f64> {
        let months = self.span_ending(year, month)?;
        which(self.by_year.get(&year)?.get(&months)?)
    }

    fn span_ending(&self, year: i32, month: u8) -> Option<Months> {
        let spans = self.by_year.get(&year)?.keys().filter(|months| months.last() == month);
        spans.max_by_key(|months| months.count()).copied()
    }
}

impl Said<'_> {
    fn first(all: &[Self]) -> Option<f64> {
        all.first().map(|said| said.value)
    }

    fn now(all: &[Self]) -> Option<f64> {
        all.last().map(|said| said.value)
    }
}

/// Monthly figures come out about the twentieth of the month after.
fn usual_day(year: i32, months: Months) -> Option<Date> {
    let (year, month) = if months.last() == 12 { (year + 1, 1) } else { (year, months.last() + 1) };
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, 20).ok()
}
