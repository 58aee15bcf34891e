//! Printed sums of a sheet of projects against the rows that they sum, whether they stand above or below them.

use super::{Field, MONEY};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// What a printed sum is the sum of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    /// Of all rows.
    Total,
    /// Of the rows under a heading of the first rank.
    First,
    /// Of the rows under a heading of the second rank.
    Second,
    /// Of the rows since the last sum or heading.
    Part,
}

impl Level {
    pub(super) fn zh(self) -> &'static str {
        match self {
            Self::Total => "合计",
            Self::First | Self::Second => "分项合计",
            Self::Part => "小计",
        }
    }
}

/// A printed sum that is not what its rows give. 亿元.
pub(super) struct Odd {
    pub(super) level: Level,
    pub(super) row: u32,
    pub(super) field: Field,
    pub(super) printed: Decimal,
    pub(super) found: Decimal,
}

/// Rows and printed sums in their order; a sum stands above its rows, as a heading does, or below them.
#[derive(Default)]
pub(super) struct Sums {
    lines: Vec<Line>,
}

enum Line {
    Row(BTreeMap<Field, Decimal>),
    Printed(Level, u32, BTreeMap<Field, Decimal>),
}

impl Sums {
    pub(super) fn add(&mut self, amounts: &BTreeMap<Field, Decimal>) {
        self.lines.push(Line::Row(amounts.clone()));
    }

    pub(super) fn printed(&mut self, level: Level, row: u32, amounts: BTreeMap<Field, Decimal>) {
        self.lines.push(Line::Printed(level, row, amounts));
    }

    /// The rows that a printed sum is the sum of.
    fn range(&self, at: usize, level: Level) -> std::ops::Range<usize> {
        let ends = |line: &Line, up_to: Level| matches!(line, Line::Printed(other, ..) if *other <= up_to);
        let below = |up_to: Level| {
            let rest = self.lines.iter().skip(at + 1);
            rest.take_while(|line| !ends(line, up_to)).count() + at + 1
        };
        match level {
            Level::Total => 0..self.lines.len(),
            Level::First | Level::Second => at + 1..below(level),
            Level::Part => {
                let before =
                    self.lines.iter().take(at).rev().take_while(|line| matches!(line, Line::Row(_))).count();
                // A part sum without rows above it stands above them.
                if before == 0 { at + 1..below(Level::Part) } else { at - before..at }
            }
        }
    }

    /// The printed sums that are not what their rows give. A sum of nothing has nothing to be held against.
    pub(super) fn differ(&self) -> Vec<Odd> {
        let mut odd = Vec::new();
        for (at, line) in self.lines.iter().enumerate() {
            let Line::Printed(level, row, printed) = line else { continue };
            let rows = self.lines.get(self.range(at, *level)).unwrap_or_default();
            for field in MONEY {
                let Some(printed) = printed.get(&field) else { continue };
                let mut found: Option<Decimal> = None;
                for line in rows {
                    if let Line::Row(amounts) = line
                        && let Some(amount) = amounts.get(&field)
                    {
                        found = found.unwrap_or_default().checked_add(*amount);
                    }
                }
                let Some(found) = found else { continue };
                // Half a unit of the last digit that is printed; binary fractions of a workbook are below 50 yuan.
                let half = Decimal::new(5, printed.scale().min(20) + 1).max(Decimal::new(5, 7));
                if (*printed - found).abs() > half {
                    let (printed, found) = (printed.normalize(), found.normalize());
                    odd.push(Odd { level: *level, row: *row, field, printed, found });
                }
            }
        }
        odd
    }
}
