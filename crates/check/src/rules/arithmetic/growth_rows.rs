//! Two levels of an indicator and the growth that is printed for them.

use crate::context::{Context, Statements};
use crate::figures::is_settled;
use crate::printed::{Interval, Reading, growth};
use plan::{Averaging, Measure, Origin};
use rust_decimal::Decimal;
use source::Span;

/// Base, later value and printed growth of one indicator.
#[derive(Clone, Debug)]
pub(crate) struct GrowthRow<'a> {
    pub(crate) name: &'a str,
    pub(crate) unit: &'a str,
    pub(crate) base: Decimal,
    pub(crate) base_year: i32,
    pub(crate) value: Decimal,
    pub(crate) year: i32,
    pub(crate) rate: Decimal,
    /// Of the value and its growth.
    pub(crate) span: Span,
    /// Of the base.
    pub(crate) base_span: Span,
    /// Further places that print the same growth.
    pub(crate) echoes: Vec<Span>,
    /// Whether the growth stands in a column of a table.
    pub(crate) tabular: bool,
}

impl GrowthRow<'_> {
    pub(crate) fn years(&self) -> i32 {
        self.year - self.base_year
    }

    /// Whether the printed growth fits under this reading.
    pub(crate) fn fits(&self, reading: Reading) -> bool {
        self.distance(reading).is_some_and(|distance| distance <= 0.0)
    }

    /// How far the printed growth is from this reading, in its own unit.
    pub(crate) fn distance(&self, reading: Reading) -> Option<f64> {
        let interval = growth(self.base, self.value, self.years(), reading)?;
        Some(interval.distance(Interval::of(self.rate)))
    }

    /// Whether no reading fits.
    pub(crate) fn unfit(&self) -> bool {
        ![Reading::Compound, Reading::Points, Reading::Total, Reading::TotalPoints]
            .into_iter()
            .any(|reading| self.fits(reading))
    }
}

/// A stated level: value, year, place, printed growth beside it.
struct Level {
    value: Decimal,
    year: i32,
    span: Span,
    rate: Option<Decimal>,
    past: bool,
    tabular: bool,
}

/// Every level with a growth figure and an earlier level to hold it against, one row for each
/// indicator, pair of years and figure.
#[expect(clippy::too_many_lines, reason = "one pass over the rows that pairs values with their growth")]
pub(crate) fn growth_rows<'a>(context: &Context<'a>) -> Vec<GrowthRow<'a>> {
    let mut out = Vec::new();
    for statements in &context.statements {
        let levels = levels(context, statements);
        let stated = stated_rates(context, statements);
        for level in &levels {
            // The base: the latest earlier level; the table's own when there are several.
            let base = levels
                .iter()
                .filter(|base| base.year < level.year && base.past)
                .max_by_key(|base| (base.year, base.tabular == level.tabular));
            let Some(base) = base else { continue };
            let mut rows: Vec<GrowthRow<'_>> = Vec::new();
            // A share printed in the column of rates (<5.5) is the level of every year and no growth.
            let beside = level.rate.filter(|rate| *rate != level.value).map(|rate| (rate, level.span));
            // 年均分别增长5%和6.7%: which of the two is meant is the sentence's business; beside a table it only echoes.
            let printed: Vec<Decimal> = levels
                .iter()
                .filter(|other| (other.year, other.past) == (level.year, level.past))
                .filter_map(|other| other.rate)
                .collect();
            let prose = stated.iter().filter(|stated| {
                (stated.year, stated.past) == (level.year, level.past)
                    && (!stated.shared || printed.is_empty() || printed.contains(&stated.rate))
            });
            for (rate, span) in beside.into_iter().chain(prose.map(|stated| (stated.rate, stated.span))) {
                if let Some(row) = rows.iter_mut().find(|row| row.rate == rate) {
                    row.echoes.push(span);
                    continue;
                }
                rows.push(GrowthRow {
                    name: &statements.indicator.name,
                    unit: &statements.indicator.unit,
                    base: base.value,
                    base_year: base.year,
                    value: level.value,
                    year: level.year,
                    rate,
                    span: level.span,
                    base_span: base.span,
                    echoes: if span == level.span { Vec::new() } else { vec![span] },
                    tabular: level.tabular && level.rate == Some(rate),
                });
            }
            out.extend(rows);
        }
    }
    // The same figures in table and prose are one row.
    let mut kept: Vec<GrowthRow<'_>> = Vec::new();
    for row in out {
        let twin = kept.iter_mut().find(|other| {
            other.name == row.name
                && (other.base, other.value, other.year, other.rate)
                    == (row.base, row.value, row.year, row.rate)
        });
        match twin {
            Some(twin) => {
                twin.echoes.extend(row.echoes.into_iter().filter(|span| *span != twin.span));
                twin.tabular |= row.tabular;
            }
            None => kept.push(row),
        }
    }
    for row in &mut kept {
        row.echoes.sort();
        row.echoes.dedup();
    }
    kept
}

fn levels(context: &Context<'_>, statements: &Statements<'_>) -> Vec<Level> {
    let is_level =
        |measure| matches!(measure, Measure::Level | Measure::Share | Measure::Count | Measure::Change);
    let unit = statements.indicator.unit.as_str();
    let mut out = Vec::new();
    for o in &statements.observations {
        // A sum over the period cannot be held against one year.
        let yearly = o.period.is_none_or(|period| period.start == period.end) && o.averaging.is_none();
        let year = o.period.map(|period| period.end).or(o.year);
        if let (Some(value), None, Some(year)) = (o.value, o.value_high, year)
            && yearly
            && is_level(o.measure)
            && o.unit == unit
            && is_settled(context, &o.provenance, o.year.is_some())
        {
            let tabular = o.provenance.origin == Origin::Table;
            let level = Level { value, year, span: o.provenance.span, rate: o.rate, past: true, tabular };
            out.push(level);
        }
    }
    for t in &statements.targets {
        let year = t.year.or(t.implied_year);
        let yearly = t.averaging.is_none() && t.scope_is_whole();
        if let (Some(value), None, Some(year)) = (t.value, t.value_high, year)
            && yearly
            && is_level(t.measure)
            && t.unit == unit
            && is_settled(context, &t.provenance, t.year.is_some())
        {
            let tabular = t.provenance.origin == Origin::Table;
            out.push(Level { value, year, span: t.provenance.span, rate: t.rate, past: false, tabular });
        }
    }
    out
}

/// Yearly growth that a sentence states.
struct StatedRate {
    year: i32,
    past: bool,
    rate: Decimal,
    span: Span,
    /// Whether the sentence gives several rates at once (分别).
    shared: bool,
}

/// A rate in comparable prices does not follow from levels in current ones.
fn at_constant_prices(quote: &str) -> bool {
    quote.contains("可比价") || quote.contains("不变价")
}

fn stated_rates(context: &Context<'_>, statements: &Statements<'_>) -> Vec<StatedRate> {
    let mut out = Vec::new();
    for o in &statements.observations {
        if let (Measure::GrowthRate, Some(Averaging::AnnualAvg), Some(rate), Some(period)) =
            (o.measure, o.averaging, o.value, o.period)
            && !at_constant_prices(&o.provenance.quote)
            && is_settled(context, &o.provenance, o.year.is_some())
        {
            let (span, shared) = (o.provenance.span, o.provenance.quote.contains("分别"));
            out.push(StatedRate { year: period.end, past: true, rate, span, shared });
        }
    }
    for t in &statements.targets {
        if let (Measure::GrowthRate, Some(Averaging::AnnualAvg), Some(rate), Some(year)) =
            (t.measure, t.averaging, t.value, t.year.or(t.implied_year))
        {
            // 7%左右 and 7%以上 leave room that exact arithmetic has not.
            let exact = t.comparator == plan::Comparator::Eq && !at_constant_prices(&t.provenance.quote);
            if exact && t.scope_is_whole() && is_settled(context, &t.provenance, t.year.is_some()) {
                let (span, shared) = (t.provenance.span, t.provenance.quote.contains("分别"));
                out.push(StatedRate { year, past: false, rate, span, shared });
            }
        }
    }
    out
}

/// Whether a target speaks of the whole region.
trait Scope {
    fn scope_is_whole(&self) -> bool;
}

impl Scope for plan::Target {
    fn scope_is_whole(&self) -> bool {
        matches!(self.scope.as_str(), "" | "全市" | "全省" | "全县" | "全区" | "全国" | "全州" | "全域")
    }
}
