//! What a plan says of standard indicators, year by year, and what follows from it.
//!
//! A fact is an interval in base units (元, 人, pure numbers), because a printed number stands for all
//! values that print so. Facts follow from other facts by the catalogue's identities, forwards and
//! backwards, at most two steps deep.

use crate::context::Context;
use crate::figures::is_settled;
use crate::printed::{Interval, show};
use plan::catalogue::{Entry, Identity, entry, identities};
use plan::figure::Figure;
use plan::{Averaging, Comparator, Indicator, Measure, Provenance, RelationKind};
use rust_decimal::Decimal;
use source::Span;
use std::collections::BTreeMap;

/// A value of a standard indicator in one year.
#[derive(Clone, Debug)]
pub(crate) struct Fact {
    pub(crate) entry: &'static Entry,
    pub(crate) year: i32,
    pub(crate) value: Interval,
    /// Where it stands, or where what it was derived from stands.
    pub(crate) places: Vec<Span>,
    /// How it was derived (912.6×47.6%); the printed number for a stated one.
    pub(crate) working: String,
    /// How many identities it took.
    pub(crate) depth: u8,
    /// Whether it is a result, not a commitment.
    pub(crate) past: bool,
}

/// Facts by key and year; of several statements the first one.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    by_key: BTreeMap<(&'static str, i32), Fact>,
}

/// Whether a sentence speaks of a part of the region: 东湖区地区生产总值.
fn is_of_part(context: &Context<'_>, indicator: &Indicator, subject: &str, place: &Provenance) -> bool {
    let region = context.plan.region.as_deref();
    place.origin == plan::Origin::Prose
        && [subject, &indicator.name].iter().any(|name| scenario::is_of_part(&place.quote, name, region))
}

/// Deeper chains pile up so much rounding that they prove nothing.
const DEEPEST: u8 = 2;

impl Facts {
    /// Reads the stated facts and derives what follows.
    pub(crate) fn of(context: &Context<'_>) -> Self {
        let mut facts = Self::default();
        for statements in &context.statements {
            let key = statements.indicator.catalogue.as_deref();
            let Some(entry) = key.and_then(entry) else { continue };
            for o in &statements.observations {
                let single =
                    o.period.filter(|p| p.start == p.end && o.averaging != Some(Averaging::Cumulative));
                let part = is_of_part(context, statements.indicator, &o.subject, &o.provenance);
                let own = o.region.is_empty() && o.value_high.is_none() && !part;
                if let (Some(period), true) =
                    (single, own && is_whole(context, &Figure::of_observation(o, statements.indicator)))
                {
                    facts.state(
                        entry,
                        period.end,
                        o.measure,
                        o.comparator,
                        o.value,
                        &o.unit,
                        &o.value_text,
                        o.provenance.span,
                        true,
                    );
                }
            }
            for t in &statements.targets {
                let whole =
                    matches!(t.scope.as_str(), "" | "全市" | "全省" | "全县" | "全区" | "全国" | "全州");
                let part = is_of_part(context, statements.indicator, &t.subject, &t.provenance);
                if let (Some(year), true) = (
                    t.year.or(t.implied_year),
                    !part && whole && t.value_high.is_none() && t.averaging.is_none(),
                ) && is_whole(context, &Figure::of_target(t, statements.indicator, None))
                {
                    facts.state(
                        entry,
                        year,
                        t.measure,
                        t.comparator,
                        t.value,
                        &t.unit,
                        &t.value_text,
                        t.provenance.span,
                        false,
                    );
                }
            }
        }
        for _ in 0..DEEPEST {
            facts.derive();
        }
        facts
    }

    /// The fact about an indicator in a year.
    pub(crate) fn get(&self, key: &str, year: i32) -> Option<&Fact> {
        // The keys are those of the catalogue, so the borrowed key leads to the static one.
        entry(key).and_then(|entry| self.by_key.get(&(entry.key, year)))
    }

    /// All years in which something is known of an indicator, in order.
    pub(crate) fn years(&self, key: &str) -> Vec<i32> {
        let Some(entry) = entry(key) else { return Vec::new() };
        self.by_key.range((entry.key, i32::MIN)..=(entry.key, i32::MAX)).map(|((_, year), _)| *year).collect()
    }

    /// All years of all facts, in order.
    pub(crate) fn all_years(&self) -> Vec<i32> {
        let mut years: Vec<i32> = self.by_key.keys().map(|(_, year)| *year).collect();
        years.sort_unstable();
        years.dedup();
        years
    }

    #[allow(clippy::too_many_arguments)] // The parts of a statement, from two types that share no trait.
    fn state(
        &mut self,
        entry: &'static Entry,
        year: i32,
        measure: Measure,
        comparator: Comparator,
        value: Option<Decimal>,
        unit: &str,
        words: &str,
        span: Span,
        past: bool,
    ) {
        if entry.key == "sector_structure" {
            self.structure(year, words, span, past);
            return;
        }
        // 超过6800 and 14以上 say less than an equation needs.
        let exact = matches!(comparator, Comparator::Eq | Comparator::Approx);
        let plain = matches!(measure, Measure::Level | Measure::Share | Measure::Count);
        let (Some(value), Some(form), true) = (value, entry.unit(unit), exact && plain) else { return };
        let interval = if comparator == Comparator::Approx {
            Interval::of(value).widened(0.05)
        } else {
            Interval::of(value)
        };
        self.insert(Fact {
            entry,
            year,
            value: interval.scaled(form.factor),
            places: vec![span],
            working: format!("{value}{unit}"),
            depth: 0,
            past,
        });
    }

    /// 16.6:47.6:35.8 are three shares.
    fn structure(&mut self, year: i32, words: &str, span: Span, past: bool) {
        let parts: Vec<Option<Decimal>> =
            words.split([':', '：', '∶']).map(|part| part.trim().parse().ok()).collect();
        let [Some(first), Some(second), Some(third)] = parts.as_slice() else { return };
        for (key, value) in [("primary_share", first), ("secondary_share", second), ("tertiary_share", third)]
        {
            if let Some(entry) = entry(key) {
                self.insert(Fact {
                    entry,
                    year,
                    value: Interval::of(*value).scaled(0.01),
                    places: vec![span],
                    working: format!("{value}%"),
                    depth: 0,
                    past,
                });
            }
        }
    }

    fn insert(&mut self, fact: Fact) {
        self.by_key.entry((fact.entry.key, fact.year)).or_insert(fact);
    }

    fn derive(&mut self) {
        let mut fresh = Vec::new();
        let years = self.all_years();
        for identity in identities().iter().filter(|identity| is_exact(identity)) {
            for &year in &years {
                fresh.extend(self.solve(identity, year));
            }
        }
        for fact in fresh {
            self.insert(fact);
        }
    }

    /// The one unknown of an identity, when all others are known.
    fn solve(&self, identity: &Identity, year: i32) -> Option<Fact> {
        let [a, b] = identity.parts.as_slice() else { return None };
        let known = |entry: &Entry| self.by_key.get(&(entry.key, year)).filter(|fact| fact.depth < DEEPEST);
        let product = identity.kind == RelationKind::Product;
        let (entry, x, y, divides) = match (known(identity.result), known(a), known(b)) {
            // result = a x b, or a / b.
            (None, Some(x), Some(y)) => (identity.result, x, y, !product),
            // a = result / b, or result x b.
            (Some(x), None, Some(y)) => (*a, x, y, product),
            // b = result / a, or a / result.
            (Some(x), Some(y), None) if product => (*b, x, y, true),
            (Some(y), Some(x), None) => (*b, x, y, true),
            _ => return None,
        };
        if divides && y.value.low <= 0.0 {
            return None;
        }
        let value = if divides { x.value.quotient(y.value) } else { x.value.product(y.value) };
        let sign = if divides { "÷" } else { "×" };
        let bracket =
            |fact: &Fact| if fact.depth > 0 { format!("({})", fact.working) } else { fact.working.clone() };
        let mut places = x.places.clone();
        places.extend(&y.places);
        Some(Fact {
            entry,
            year,
            value,
            places,
            working: format!("{}{sign}{}", bracket(x), bracket(y)),
            depth: x.depth.max(y.depth) + 1,
            past: x.past && y.past,
        })
    }
}

/// Whether the figure is of the whole indicator in the whole region, in a year beyond doubt.
fn is_whole(context: &Context<'_>, figure: &Figure<'_>) -> bool {
    !figure.is_narrowed() && is_settled(context, figure.provenance, figure.dated)
}

/// Whether an identity holds between printed figures: not those in constant prices.
pub(crate) fn is_exact(identity: &Identity) -> bool {
    matches!(identity.kind, RelationKind::Product | RelationKind::Quotient) && !identity.zh.contains("可比价")
}

/// A fact's value for people, in the indicator's usual unit.
pub(crate) fn in_words(fact: &Fact) -> String {
    let printed = fact.entry.units.first().map_or("", |form| form.printed);
    let factor = fact.entry.unit(printed).map_or(1.0, |unit| unit.factor);
    let middle = f64::midpoint(fact.value.low, fact.value.high) / factor;
    let places = if middle.abs() >= 100.0 { 1 } else { 2 };
    format!("{}{printed}", show(middle, places))
}
