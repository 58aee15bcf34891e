//! A figure: one number that a document states, with all that says what it is a number of; and the one
//! rule of which figures may be held against each other.
//!
//! Targets and observations are figures. Reading, checks, import and assessment ask [`apart`] before they
//! compare two of them: figures of two things, two regions, two periods, a promise and a result, a level
//! and a growth rate do not contradict each other, whatever their values.
//!
//! # Example
//! ```
//! use plan::figure::{Apart, Figure, apart};
//! use plan::{Indicator, Plan};
//! let plan = Plan::default();
//! let indicator = Indicator { name: "森林覆盖率".to_owned(), ..Indicator::default() };
//! let figures = Figure::all(&plan, &indicator);
//! assert!(figures.is_empty());
//! assert_eq!(Apart::Period.name(), "period");
//! ```

use crate::catalogue::Unit;
use crate::model::{
    Averaging, Comparator, Dimensions, Indicator, IndicatorId, Measure, Months, Observation, Period, Plan,
    Provenance, Status, Target,
};
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What a figure is to its period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// What this document sets.
    Target,
    /// What an earlier document had set.
    Planned,
    /// What is expected before the period has ended.
    Estimate,
    /// What was.
    Actual,
}

/// The first respect in which two figures are not of the same thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Apart {
    /// Two indicators.
    Indicator,
    /// Two regions, or a region and a part of it.
    Region,
    /// A level and a rate, an average and a total.
    Kind,
    /// Units that do not convert into each other.
    Unit,
    /// One is narrowed by a word (实际, 规模以上, 市区) or a dimension (城乡=城镇) that the other has not.
    Dimension,
    /// Two years, a year and a span of years, a year and a part of it.
    Period,
    /// A promise and a result, a plan and an estimate.
    Role,
}

impl Apart {
    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Indicator => "indicator",
            Self::Region => "region",
            Self::Kind => "kind",
            Self::Unit => "unit",
            Self::Dimension => "dimension",
            Self::Period => "period",
            Self::Role => "role",
        }
    }
}

/// A number with all that says what it is a number of. Values stand in the unit as printed.
#[derive(Clone, Debug)]
pub struct Figure<'a> {
    /// Of what.
    pub indicator: &'a IndicatorId,
    /// Whose; empty for the whole region of the document (全市 is the whole).
    pub region: &'a str,
    /// First and last year of what it covers.
    pub period: Option<Period>,
    /// The months of its year that it covers; `None` for whole years.
    pub months: Option<Months>,
    /// Whether the document states the year, and does not only imply it.
    pub dated: bool,
    /// Promise, plan, estimate or result.
    pub role: Role,
    /// Level, share, rate ...
    pub measure: Measure,
    /// Average per year or total over the period.
    pub averaging: Option<Averaging>,
    /// Words that narrow it, sorted.
    pub dimensions: Vec<&'static str>,
    /// Which part of the whole it is of, where a column says so.
    pub part: Dimensions,
    /// How the value binds.
    pub comparator: Comparator,
    /// The value; the lower end of a range.
    pub value: Option<Decimal>,
    /// The upper end of a range.
    pub value_high: Option<Decimal>,
    /// Unit as printed.
    pub unit: &'a str,
    /// Place in the source.
    pub provenance: &'a Provenance,
}

impl<'a> Figure<'a> {
    /// A target as a figure. A total over the period covers the period of the plan, where that is known.
    pub fn of_target(target: &'a Target, indicator: &Indicator, period: Option<Period>) -> Self {
        let year = target.year.or(target.implied_year);
        let whole = target.averaging.is_some() || target.measure == Measure::Cumulative;
        let span = year.map(|end| Period { start: end, end });
        let covered = match (span, period) {
            (Some(span), Some(period)) if whole && span.end == period.end => Some(period),
            (span, _) => span,
        };
        Self {
            indicator: &target.indicator,
            region: part_of_region(&target.scope),
            period: covered,
            months: None,
            dated: target.year.is_some(),
            role: Role::Target,
            measure: target.measure,
            averaging: target.averaging,
            dimensions: dimensions(indicator, &target.subject, &target.provenance),
            part: Dimensions::default(),
            comparator: target.comparator,
            value: target.value,
            value_high: target.value_high,
            unit: &target.unit,
            provenance: &target.provenance,
        }
    }

    /// An observation as a figure.
    pub fn of_observation(observation: &'a Observation, indicator: &Indicator) -> Self {
        Self {
            indicator: &observation.indicator,
            region: part_of_region(&observation.region),
            period: observation.period,
            months: observation.months.filter(|months| !months.is_year()),
            dated: observation.year.is_some(),
            role: role_of(observation.status),
            measure: observation.measure,
            averaging: observation.averaging,
            dimensions: dimensions(indicator, &observation.subject, &observation.provenance),
            part: observation.dimensions.clone(),
            comparator: observation.comparator,
            value: observation.value,
            value_high: observation.value_high,
            unit: &observation.unit,
            provenance: &observation.provenance,
        }
    }

    /// All figures of an indicator in document order of observations, then targets.
    pub fn all(plan: &'a Plan, indicator: &'a Indicator) -> Vec<Self> {
        let results = plan.observations_of(&indicator.id).map(|o| Self::of_observation(o, indicator));
        let aims = plan.targets_of(&indicator.id).map(|t| Self::of_target(t, indicator, plan.period));
        results.chain(aims).collect()
    }

    /// The value, when it is one number.
    pub fn number(&self) -> Option<Decimal> {
        self.value.filter(|_| self.value_high.is_none())
    }

    /// Whether it is of a part of the thing or the region, or in prices of another year.
    pub fn is_narrowed(&self) -> bool {
        let sort = |word: &str| DIMENSIONS.iter().any(|(known, class)| *known == word && *class == "sort");
        !self.region.is_empty() || !self.part.is_empty() || self.dimensions.iter().any(|word| !sort(word))
    }

    /// The year of a figure that covers one year.
    pub fn year(&self) -> Option<i32> {
        self.period.filter(|period| period.start == period.end).map(|period| period.end)
    }
}

fn role_of(status: Option<Status>) -> Role {
    // By name: a status that a reader of another version adds keeps its meaning.
    match status.map(Status::name) {
        Some("planned") => Role::Planned,
        _ => Role::Actual,
    }
}

/// 全市, 全省 and the like are the whole.
fn part_of_region(scope: &str) -> &str {
    match scope {
        "全市" | "全省" | "全县" | "全区" | "全国" | "全州" | "全域" | "全旗" | "全盟" | "全自治区" => {
            ""
        }
        part => part,
    }
}

/// The words of `dimensions.tsv` with their classes.
static DIMENSIONS: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(|| {
    let lines = include_str!("dimensions.tsv").lines().filter(|line| !line.starts_with('#')).skip(1);
    lines.filter_map(|line| line.split_once('\t')).collect()
});

/// The same words by their first character.
static BY_FIRST: LazyLock<BTreeMap<char, Vec<&'static str>>> = LazyLock::new(|| {
    let mut lists: BTreeMap<char, Vec<&'static str>> = BTreeMap::new();
    for (word, _) in DIMENSIONS.iter() {
        lists.entry(word.chars().next().unwrap_or_default()).or_default().push(*word);
    }
    lists
});

/// The narrowing words in the subject and the statement that the indicator's own names do not hold.
///
/// A table row stands under its own heading: only its subject counts.
fn dimensions(indicator: &Indicator, subject: &str, provenance: &Provenance) -> Vec<&'static str> {
    let quote = match provenance.origin {
        crate::Origin::Table | crate::Origin::Outside => "",
        crate::Origin::Prose | crate::Origin::Box => provenance.quote.as_str(),
    };
    let own = |word: &str| {
        indicator.name.contains(word) || indicator.aliases.iter().any(|alias| alias.contains(word))
    };
    let mut out: Vec<&'static str> = narrowing(subject).chain(narrowing(quote)).collect();
    out.sort_unstable();
    out.dedup();
    out.retain(|word| !own(word));
    out
}

/// The narrowing words that stand in a text, with repeats.
fn narrowing(text: &str) -> impl Iterator<Item = &'static str> {
    text.char_indices().flat_map(move |(at, first)| {
        let words = BY_FIRST.get(&first).map_or(&[][..], Vec::as_slice);
        words.iter().copied().filter(move |word| text[at..].starts_with(word))
    })
}

/// The first respect in which two figures are not of the same thing at the same time; `None` when their
/// values may be held against each other.
///
/// Periods agree when both ends do. Estimates and results are one role in a single document, which knows
/// of each year only once; a promise and a result never are.
pub fn apart(a: &Figure<'_>, b: &Figure<'_>) -> Option<Apart> {
    if let Some(apart) = series_apart(a, b) {
        return Some(apart);
    }
    if a.period.is_none() || a.period != b.period || a.months != b.months {
        return Some(Apart::Period);
    }
    let settled = |role| if role == Role::Estimate { Role::Actual } else { role };
    (settled(a.role) != settled(b.role)).then_some(Apart::Role)
}

/// The first respect in which two figures are not of one series: the same as [`apart`], but period and
/// role may differ. A base and its target are of one series.
pub fn series_apart(a: &Figure<'_>, b: &Figure<'_>) -> Option<Apart> {
    if a.indicator != b.indicator {
        return Some(Apart::Indicator);
    }
    if a.region != b.region {
        return Some(Apart::Region);
    }
    // A quarter and a year are of two series.
    if a.months.is_some() != b.months.is_some() {
        return Some(Apart::Kind);
    }
    let whole =
        |f: &Figure<'_>| f.averaging == Some(Averaging::Cumulative) || f.measure == Measure::Cumulative;
    if a.measure != b.measure || whole(a) != whole(b) || a.averaging != b.averaging {
        return Some(Apart::Kind);
    }
    // A change has its direction in words, a multiple its base: neither can be compared by number.
    if matches!(a.measure, Measure::Change | Measure::Multiple | Measure::Ratio | Measure::Completion) {
        return Some(Apart::Kind);
    }
    if a.unit != b.unit && factor(a, b).is_none() {
        return Some(Apart::Unit);
    }
    (a.dimensions != b.dimensions || !a.part.agrees_with(&b.part)).then_some(Apart::Dimension)
}

/// How many units of `a` one unit of `b` is; `None` when they do not convert into each other.
pub fn factor(a: &Figure<'_>, b: &Figure<'_>) -> Option<f64> {
    if a.unit == b.unit {
        return Some(1.0);
    }
    let (left, right) = (Unit::parse(a.unit)?, Unit::parse(b.unit)?);
    left.agrees_with(&right).then(|| right.factor / left.factor)
}

#[cfg(test)]
mod tests;
