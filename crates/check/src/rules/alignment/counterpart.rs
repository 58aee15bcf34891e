//! Which indicator of the lower plan answers to which of the upper one.

use crate::context::{Pair, Statements};
use plan::{Direction, Nature, Target};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// An indicator of the upper plan with its counterpart below, when there is one.
pub(crate) struct Counterpart<'p, 'a> {
    pub(crate) above: &'p Statements<'a>,
    pub(crate) own: Option<&'p Statements<'a>>,
}

/// All indicators of the upper plan in order; matched by catalogue entry, else by name.
pub(crate) fn counterparts<'p, 'a>(pair: &'p Pair<'a>) -> Vec<Counterpart<'p, 'a>> {
    let mut by_key: BTreeMap<String, &Statements<'_>> = BTreeMap::new();
    for statements in &pair.own {
        for key in keys(statements) {
            by_key.entry(key).or_insert(statements);
        }
    }
    pair.above
        .iter()
        .map(|above| Counterpart { above, own: keys(above).iter().find_map(|key| by_key.get(key)).copied() })
        .collect()
}

fn keys(statements: &Statements<'_>) -> Vec<String> {
    let indicator = statements.indicator;
    let bare = |name: &str| name.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let entry = indicator.catalogue.as_ref().map(|key| format!("#{key}"));
    let names = std::iter::once(&indicator.name).chain(&indicator.aliases).map(|name| bare(name));
    entry.into_iter().chain(names).collect()
}

/// Whether the upper plan makes the indicator binding.
pub(crate) fn is_binding(statements: &Statements<'_>) -> bool {
    statements.indicator.nature == Some(Nature::Binding)
        || statements.targets.iter().any(|target| target.nature == Some(Nature::Binding))
}

/// The commitment that counts: the last year, table before prose.
pub(crate) fn main_target<'a>(statements: &Statements<'a>) -> Option<&'a Target> {
    statements
        .targets
        .iter()
        .filter(|target| {
            target.value.is_some()
                && matches!(target.scope.as_str(), "" | "全市" | "全省" | "全国" | "全县" | "全区" | "全州")
        })
        .max_by_key(|target| {
            (target.year.or(target.implied_year), target.provenance.origin == plan::Origin::Table)
        })
        .copied()
}

/// Whether figures of two regions can be compared: shares, figures per head, rates; amounts only within one region.
pub(crate) fn comparable(pair: &Pair<'_>, above: &Statements<'_>, unit: &str) -> bool {
    let same_region = pair.plan.region.is_some() && pair.plan.region == pair.upper.region;
    let name = &above.indicator.name;
    let relative = matches!(unit, "%" | "％" | "‰" | "个百分点" | "岁" | "年")
        || unit.contains('/')
        || ["人均", "每千", "每万", "每百", "单位", "万元", "率", "比重", "强度"]
            .iter()
            .any(|word| name.contains(word));
    same_region || relative
}

/// Whether `own` asks for less than `above`.
pub(crate) fn is_lower(direction: Option<Direction>, own: Decimal, above: Decimal) -> bool {
    match direction {
        Some(Direction::Down) => own > above,
        Some(Direction::Up) => own < above,
        Some(Direction::Level) | None => false,
    }
}
