//! Where a region stands among the others of its level in the same plan: rank, and distance from the middle.

use crate::view::Judged;
use assess::Row;
use assess::method::Wish;
use assess::peers::{Choice, Comparison};
use plan::Indicator;
use std::collections::BTreeMap;

/// Where a region stands in a year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing {
    /// The year that is compared: the one that most regions have last.
    pub year: i32,
    /// From 1, the best first; equal values share a rank. Where nothing tells which way is better the largest is first.
    pub rank: usize,
    /// Regions with a value in that year.
    pub among: usize,
    /// The value less the median of all, as a share of the median; `None` where the median is zero.
    pub from_middle: Option<f64>,
}

/// Where each of `rows` stands among them, in their order; rows of other targets are other comparisons. `None` without a value
/// in the year that is compared, and where there is nobody to compare with.
pub fn standings(rows: &[&Row]) -> Vec<Option<Standing>> {
    let mut alike: BTreeMap<(&str, &str), Vec<&Row>> = BTreeMap::new();
    for row in rows {
        alike.entry((row.target.as_str(), row.unit.as_str())).or_default().push(row);
    }
    let fields: BTreeMap<(&str, &str), Field> = alike
        .into_iter()
        .filter_map(|(key, rows)| {
            let year = common_year(rows.iter().filter_map(|row| row.latest).map(|latest| latest.year))?;
            Some((key, Field::new(year, rows.iter().filter_map(|row| value(row, year)).collect())))
        })
        .collect();
    rows.iter()
        .map(|row| {
            let field = fields.get(&(row.target.as_str(), row.unit.as_str()))?;
            field.place(value(row, field.year)?, row.direction.wish == Some(Wish::Down))
        })
        .collect()
}

/// The year that comes most often, of several the latest.
fn common_year(years: impl Iterator<Item = i32>) -> Option<i32> {
    let mut counts: BTreeMap<i32, usize> = BTreeMap::new();
    years.for_each(|year| *counts.entry(year).or_default() += 1);
    counts.into_iter().max_by_key(|(year, count)| (*count, *year)).map(|(year, _)| year)
}

/// The values of a year, smallest first.
struct Field {
    year: i32,
    values: Vec<f64>,
}

impl Field {
    fn new(year: i32, mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        Self { year, values }
    }

    fn place(&self, own: f64, fewer: bool) -> Option<Standing> {
        let among = self.values.len();
        if among < 2 {
            return None;
        }
        let before = if fewer {
            self.values.partition_point(|other| *other < own)
        } else {
            among - self.values.partition_point(|other| *other <= own)
        };
        let middle = 0.5 * (self.values.get((among - 1) / 2)? + self.values.get(among / 2)?);
        let from_middle = (middle != 0.0).then(|| (own - middle) / middle.abs());
        Some(Standing { year: self.year, rank: before + 1, among, from_middle })
    }
}

/// The value of a year that the judgement goes by.
fn value(row: &Row, year: i32) -> Option<f64> {
    let latest = row.latest.filter(|latest| latest.year == year).map(|latest| latest.value);
    let used = || row.evidence.actuals.iter().rev().find(|actual| actual.used && actual.year == year);
    latest.or_else(|| used().map(|actual| actual.value)).filter(|value| value.is_finite())
}

/// Where the value of a year was published; empty when its source says nothing.
pub fn source(row: &Row, year: i32) -> &str {
    let used = row.evidence.actuals.iter().rev().find(|actual| actual.used && actual.year == year);
    used.map_or("", |actual| actual.source.as_str())
}

/// The indicator beside regions outside the plan, at the moment of the judgement; `None` where none can be compared.
pub fn peers(judged: &Judged, indicator: &Indicator, choice: Choice) -> Option<Comparison> {
    let wish = judged.leading_row(indicator.id.as_str()).and_then(|row| row.direction.wish);
    let wish = wish.or(match indicator.direction? {
        plan::Direction::Up => Some(Wish::Up),
        plan::Direction::Down => Some(Wish::Down),
        plan::Direction::Level => None,
    });
    let stored = &judged.view.stored;
    let moment = (&judged.moment.as_of, judged.config());
    assess::peers::compare(&stored.plan, &stored.figures, moment, indicator, choice, wish)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_comes_first_and_equals_share_a_rank() {
        let field = Field::new(2020, vec![30.0, 10.0, 20.0, 20.0]);
        let rank = |own, fewer| field.place(own, fewer).map(|found| (found.rank, found.among));
        assert_eq!(
            [30.0, 20.0, 10.0].map(|own| rank(own, false)),
            [Some((1, 4)), Some((2, 4)), Some((4, 4))]
        );
        assert_eq!([30.0, 20.0, 10.0].map(|own| rank(own, true)), [Some((4, 4)), Some((2, 4)), Some((1, 4))]);
        assert_eq!(field.place(30.0, false).and_then(|found| found.from_middle), Some(0.5));
        assert_eq!(Field::new(2020, vec![1.0]).place(1.0, false), None);
    }

    #[test]
    fn the_year_that_most_regions_have_is_compared() {
        assert_eq!(common_year([2019, 2020, 2019, 2021].into_iter()), Some(2019));
        assert_eq!(common_year([2019, 2020].into_iter()), Some(2020));
        assert_eq!(common_year([].into_iter()), None);
    }
}
