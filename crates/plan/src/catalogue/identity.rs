use super::entry::{Entry, entry, list, rows};
use super::unit::Unit;
use crate::{Indicator, Relation, RelationId, RelationKind};
use std::sync::OnceLock;

/// An identity between standard indicators.
#[derive(Clone, Debug, PartialEq)]
pub struct Identity {
    /// The form.
    pub kind: RelationKind,
    /// The left side; for shares the whole they are shares of.
    pub result: &'static Entry,
    /// The right side, in the order the form needs.
    pub parts: Vec<&'static Entry>,
    /// Why it holds, in Chinese.
    pub zh: &'static str,
    /// Why it holds, in English.
    pub en: &'static str,
    /// The statistical rule it follows from.
    pub source: &'static str,
}

/// All identities of the catalogue.
pub fn identities() -> &'static [Identity] {
    static IDENTITIES: OnceLock<Vec<Identity>> = OnceLock::new();
    IDENTITIES.get_or_init(|| rows(TABLE).filter_map(parse).collect())
}

const TABLE: &str = include_str!("data/identities.tsv");

/// A row as an identity. Tests hold that every row of the table is one.
fn parse(row: &'static str) -> Option<Identity> {
    let cells: [&'static str; 6] = row.split('\t').collect::<Vec<_>>().try_into().ok()?;
    let [kind, result, parts, zh, en, source] = cells;
    Some(Identity {
        kind: RelationKind::parse(kind)?,
        result: entry(result)?,
        parts: list(parts).map(entry).collect::<Option<_>>()?,
        zh,
        en,
        source,
    })
}

impl Identity {
    /// The constant factor of the identity when result and parts are printed in these units.
    ///
    /// `None` when a unit does not belong to its indicator, when the dimensions of the two sides differ
    /// (a total in dollars, a part in yuan), or when the terms of a sum are printed in different units.
    pub fn factor(&self, result: &str, parts: &[&str]) -> Option<f64> {
        if parts.len() != self.parts.len() {
            return None;
        }
        let parts: Option<Vec<Unit>> =
            self.parts.iter().zip(parts).map(|(entry, printed)| entry.unit(printed)).collect();
        factor_between(self.kind, || self.result.unit(result), &parts?)
    }
}

/// The constant factor of an equation of this form between quantities in these units, see [`Identity::factor`]. The unit
/// of the left side is not asked for where shares need none.
#[expect(clippy::float_cmp, reason = "a unit is per cent by its factor exactly")]
pub fn factor_between(
    kind: RelationKind,
    result: impl FnOnce() -> Option<Unit>,
    parts: &[Unit],
) -> Option<f64> {
    if kind == RelationKind::SharesOf {
        let percent = parts.iter().all(|part| part.dimension().is_empty() && part.factor == 0.01);
        return percent.then_some(100.0);
    }
    let result = result()?;
    let (first, rest) = parts.split_first()?;
    let right = match kind {
        RelationKind::Product => rest.iter().fold(first.clone(), |product, part| product.times(part)),
        RelationKind::Quotient => first.per(rest.first()?),
        RelationKind::PartOf => first.clone(),
        RelationKind::Sum if parts.iter().all(|part| *part == result) => first.clone(),
        RelationKind::Sum | RelationKind::SharesOf => return None,
    };
    right.agrees_with(&result).then(|| right.factor / result.factor)
}

/// The identities that hold between the indicators of a plan, with their factors in the printed units.
///
/// An identity is given when the plan measures its result and all its parts; shares need no result.
/// Indicators take part by their `catalogue` key; of several with one key the first.
///
/// # Example
/// ```
/// use plan::{Indicator, catalogue};
/// let indicator = |id: &str, key: &str, unit: &str| Indicator {
///     id: id.into(),
///     unit: unit.into(),
///     catalogue: Some(key.into()),
///     ..Default::default()
/// };
/// let plan = [
///     indicator("i0001", "gdp", "亿元"),
///     indicator("i0002", "resident_population", "万人"),
///     indicator("i0003", "gdp_per_capita", "元"),
/// ];
/// let relations = catalogue::relations(&plan);
/// assert_eq!(relations.len(), 1);
/// assert_eq!(relations[0].factor, 10_000.0);
/// ```
pub fn relations(indicators: &[Indicator]) -> Vec<Relation> {
    let find = |entry: &Entry| indicators.iter().find(|one| one.catalogue.as_deref() == Some(entry.key));
    let mut relations = Vec::new();
    for identity in identities() {
        let result = find(identity.result);
        let parts: Option<Vec<&Indicator>> = identity.parts.iter().map(|part| find(part)).collect();
        let Some(parts) = parts else { continue };
        let printed: Vec<&str> = parts.iter().map(|part| part.unit.as_str()).collect();
        if result.is_none() && identity.kind != RelationKind::SharesOf {
            continue;
        }
        let Some(factor) = identity.factor(result.map_or("", |one| &one.unit), &printed) else { continue };
        relations.push(Relation {
            id: RelationId::of(relations.len() + 1),
            kind: identity.kind,
            result: result.map(|one| one.id.clone()),
            parts: parts.iter().map(|one| one.id.clone()).collect(),
            factor,
            note: format!("{}（{}）", identity.zh, identity.source),
        });
    }
    relations
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_resolves_and_its_dimensions_agree() {
        for row in rows(TABLE) {
            let identity = parse(row).expect(row);
            let first = |entry: &Entry| entry.units.first().map_or("", |form| form.printed);
            let parts: Vec<&str> = identity.parts.iter().map(|part| first(part)).collect();
            let factor = identity.factor(first(identity.result), &parts);
            assert!(factor.is_some_and(|factor| factor > 0.0), "{row}");
        }
        assert!(identities().len() >= 25, "{}", identities().len());
    }

    #[test]
    fn factors_follow_the_printed_units() {
        let of = |result: &str| {
            identities().iter().find(|one| one.result.key == result).expect("an identity").clone()
        };
        assert_eq!(of("gdp_per_capita").factor("元", &["亿元", "万人"]), Some(1e4));
        assert_eq!(of("gdp_per_capita").factor("万元/人", &["亿元", "万人"]), Some(1.0));
        assert_eq!(of("gdp_per_capita").factor("美元", &["亿元", "万人"]), None);
        assert_eq!(of("urban_population").factor("万人", &["万人", "%"]), Some(0.01));
        assert_eq!(of("trade_total").factor("亿元", &["亿美元", "亿元"]), None);
        assert_eq!(of("fiscal_revenue").factor("亿元", &["亿元", "亿元"]), Some(1.0));
        let grain = of("grain_output").factor("万吨", &["万亩", "公斤"]).expect("a factor");
        assert!((grain - 0.001).abs() < 1e-12);
        let energy = of("energy_intensity").factor("吨标准煤/万元", &["万吨标准煤", "亿元"]);
        assert!((energy.expect("a factor") - 1.0).abs() < 1e-12);
    }
}
