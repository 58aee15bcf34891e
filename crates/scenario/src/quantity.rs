//! What is known of a quantity by its key: name, unit, what it can be; and the identities between keys.

use crate::interval::Interval;
use plan::catalogue::{self, Unit};
use plan::{Indicator, IndicatorId, Plan, RelationKind};
use source::Words;
use std::collections::BTreeMap;

/// A quantity by its key.
#[derive(Clone, Debug)]
pub(crate) struct Quantity {
    pub name: Words,
    pub unit: String,
    pub indicator: Option<IndicatorId>,
    pub domain: Interval,
}

/// An identity between keys.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// The form.
    pub kind: RelationKind,
    /// Key of the left side; the whole of shares need not be there.
    pub result: String,
    /// Keys of the right side, in the order that the form needs.
    pub parts: Vec<String>,
    /// Constant factor in the units of the plan; `None` where the units tell it.
    pub factor: Option<f64>,
    /// Why it holds.
    pub words: Words,
    /// The rule it follows from, or who declares it.
    pub source: String,
}

/// The share by which printed numbers may miss an identity for reasons of definition.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Slack {
    pub level: f64,
    pub ratio: f64,
}

/// A range that a method assumes for the ratio of a quantity over a plan period.
pub(crate) struct Assumption {
    pub key: &'static str,
    pub interval: Interval,
    pub words: Words,
    pub source: &'static str,
}

const QUANTITIES: &str = include_str!("../data/quantities.tsv");
const IDENTITIES: &str = include_str!("../data/identities.tsv");
const ASSUMPTIONS: &str = include_str!("../data/assumptions.tsv");
const DEFINITIONS: &str = include_str!("../data/definitions.tsv");

fn rows<const N: usize>(table: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    table.lines().skip(1).filter_map(|line| line.split('\t').collect::<Vec<_>>().try_into().ok())
}

/// Key of an indicator: that of the catalogue, else its id.
pub(crate) fn key_of(indicator: &Indicator) -> &str {
    indicator.catalogue.as_deref().unwrap_or(indicator.id.as_str())
}

/// The quantity that a key means in a plan: the plan's own indicator first.
pub(crate) fn quantity(plan: &Plan, key: &str) -> Option<Quantity> {
    quantity_as(plan.indicators.iter().find(|indicator| key_of(indicator) == key), key)
}

/// As [`quantity`], with the plan's own indicator of this key.
pub(crate) fn quantity_as(indicator: Option<&Indicator>, key: &str) -> Option<Quantity> {
    let entry = catalogue::entry(key);
    let first_unit = entry.and_then(|entry| entry.units.first()).map_or("", |form| form.printed);
    let (name, unit) = match (indicator, entry) {
        (Some(indicator), _) => (
            Words::new(&indicator.name, entry.map_or(indicator.name.as_str(), |entry| entry.english)),
            indicator.unit.clone(),
        ),
        (None, Some(entry)) => (Words::new(entry.name, entry.english), first_unit.to_owned()),
        (None, None) => {
            let [_, zh, en, unit] = rows::<4>(QUANTITIES).find(|row| row[0] == key)?;
            (Words::new(zh, en), unit.to_owned())
        }
    };
    let percent = matches!(unit.as_str(), "%" | "％");
    let low = match entry {
        Some(entry) => entry.low.filter(|low| *low >= 0.0).map_or(f64::NEG_INFINITY, |_| 0.0),
        None => 0.0,
    };
    let high = entry.and_then(|entry| entry.high).filter(|_| percent && first_unit == "%");
    let domain = Interval { low, high: high.unwrap_or(f64::INFINITY) };
    Some(Quantity { name, unit, indicator: indicator.map(|indicator| indicator.id.clone()), domain })
}

/// The meaning of a unit printed with a quantity.
pub(crate) fn unit_of(key: &str, printed: &str) -> Option<Unit> {
    match catalogue::entry(key) {
        Some(entry) => entry.unit(printed),
        None => Unit::parse(printed),
    }
}

/// All identities: the catalogue's, those of this crate, the plan's own, and `declared` ones; said twice they count once.
pub(crate) fn rules(plan: &Plan, declared: &[Rule]) -> Vec<Rule> {
    let mut found: Vec<Rule> = catalogue::identities()
        .iter()
        .map(|identity| Rule {
            kind: identity.kind,
            result: identity.result.key.to_owned(),
            parts: identity.parts.iter().map(|part| part.key.to_owned()).collect(),
            factor: None,
            words: Words::new(identity.zh, identity.en),
            source: identity.source.to_owned(),
        })
        .collect();
    found.extend(rows::<6>(IDENTITIES).filter_map(|[kind, result, parts, zh, en, source]| {
        Some(Rule {
            kind: RelationKind::parse(kind)?,
            result: result.to_owned(),
            parts: parts.split(';').map(str::to_owned).collect(),
            factor: None,
            words: Words::new(zh, en),
            source: source.to_owned(),
        })
    }));
    let keys: BTreeMap<&str, &str> =
        plan.indicators.iter().map(|indicator| (indicator.id.as_str(), key_of(indicator))).collect();
    let key = |id: &IndicatorId| keys.get(id.as_str()).map(|key| (*key).to_owned());
    for relation in &plan.relations {
        let parts: Option<Vec<String>> = relation.parts.iter().map(key).collect();
        let result = relation.result.as_ref().map_or(Some(String::new()), key);
        let (Some(parts), Some(result)) = (parts, result) else { continue };
        if result.is_empty() && relation.kind != RelationKind::SharesOf {
            continue;
        }
        let words = Words::new(&relation.note, &relation.note);
        let factor = Some(relation.factor).filter(|factor| factor.is_finite() && *factor > 0.0);
        found.push(Rule { kind: relation.kind, result, parts, factor, words, source: plan.title.clone() });
    }
    found.extend(declared.iter().cloned());
    let mut kept: Vec<Rule> = Vec::with_capacity(found.len());
    for rule in found {
        let same = |other: &Rule| {
            other.kind == rule.kind
                && other.parts == rule.parts
                && (other.result == rule.result || rule.kind == RelationKind::SharesOf)
        };
        if !kept.iter().any(same) {
            kept.push(rule);
        }
    }
    kept
}

impl Rule {
    /// The keys that take part in the equation.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        let result = (self.kind != RelationKind::SharesOf).then_some(self.result.as_str());
        result.into_iter().chain(self.parts.iter().map(String::as_str))
    }

    /// The constant factor when result and parts are printed in these units; `None` when their dimensions differ.
    pub(crate) fn factor_in(&self, result: &str, parts: &[&str]) -> Option<f64> {
        if let Some(factor) = self.factor {
            return Some(factor);
        }
        let parts: Vec<Unit> = self
            .parts
            .iter()
            .zip(parts)
            .map(|(key, printed)| unit_of(key, printed))
            .collect::<Option<_>>()?;
        catalogue::factor_between(self.kind, || unit_of(&self.result, result), &parts)
    }

    /// How far printed numbers may miss it.
    pub(crate) fn slack(&self) -> Slack {
        if self.kind != RelationKind::Quotient {
            return Slack::default();
        }
        let found = rows::<5>(DEFINITIONS).find(|row| row[0] == self.result);
        let of = |text: &str| text.parse().unwrap_or(0.0);
        found.map_or(Slack::default(), |row| Slack { level: of(row[1]), ratio: of(row[2]) })
    }
}

/// The assumptions that the methods of this crate make.
pub(crate) fn assumptions() -> impl Iterator<Item = Assumption> {
    rows::<6>(ASSUMPTIONS).filter_map(|[key, low, high, zh, en, source]| {
        let interval = Interval { low: low.parse().ok()?, high: high.parse().ok()? };
        Some(Assumption { key, interval, words: Words::new(zh, en), source })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_tables_is_read() {
        let lines = |table: &str| table.lines().skip(1).count();
        assert_eq!(rows::<4>(QUANTITIES).count(), lines(QUANTITIES));
        assert_eq!(assumptions().count(), lines(ASSUMPTIONS));
        assert_eq!(rows::<5>(DEFINITIONS).count(), lines(DEFINITIONS));
        let own = rules(&Plan::default(), &[]);
        assert_eq!(own.len(), catalogue::identities().len() + lines(IDENTITIES));
        let plan = Plan::default();
        for rule in own {
            let units = |key: &str| quantity(&plan, key).map(|one| one.unit).expect(key);
            let parts: Vec<String> = rule.parts.iter().map(|key| units(key)).collect();
            let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
            let factor = rule.factor_in(&units(&rule.result), &parts);
            assert!(factor.is_some_and(|factor| factor > 0.0), "{rule:?}");
        }
    }
}
