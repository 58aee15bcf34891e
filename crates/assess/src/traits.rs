//! What is known of an indicator beyond the plan's own words: bounds, prices, owner.

use crate::{natural_bounds, unit};
use plan::catalogue::{self, Entry};
use plan::{Direction, Indicator, IndicatorKind, Measure, RelationKind};
use series::{Bounds, Nature};

/// Properties of an indicator that decide how its targets are measured; the plan's own words go before the catalogue's.
#[derive(Clone, Debug, Default)]
pub(crate) struct Traits {
    /// Catalogue entry, when there is one.
    pub entry: Option<&'static Entry>,
    /// Which way it should move.
    pub direction: Option<Direction>,
    /// The direction that the plan gives its indicator where the name tells none or another: somebody decided it.
    pub declared: Option<Direction>,
    /// What its values measure, with the bounds they cannot leave where these are declared.
    pub nature: Nature,
    /// Its values are growth rates, so that they must not be put through a growth rate again.
    pub states_growth: bool,
    /// Its growth is stated at comparable prices, so that printed levels say nothing about it.
    pub comparable_prices: bool,
    /// Yearly values add up to what a target over the period means.
    pub accumulates: bool,
    /// Its name says that values are what each year adds (新建, 新增).
    pub adds: bool,
    /// Values are states at the end of a year (a stock, a ratio), which do not add up over years.
    pub state: bool,
    /// The department that usually owns it; empty when unknown.
    pub owner: &'static str,
}

/// Endings of names whose values are growth rates.
const GROWTH: [&str; 6] = ["增速", "增长率", "增长速度", "增幅", "涨幅", "年均增长"];

/// Beginnings of names whose values are what each year adds.
const ADDING: [&str; 15] = [
    "新增",
    "新建",
    "增加",
    "累计",
    "建设",
    "改造",
    "提标",
    "整治",
    "治理",
    "修复",
    "更新",
    "清淤",
    "疏浚",
    "净增",
    "雨污分流",
];

impl Traits {
    pub(crate) fn of(indicator: &Indicator) -> Self {
        let entry = match &indicator.catalogue {
            Some(key) => catalogue::entry(key),
            None => catalogue::lookup(&indicator.name, &indicator.unit).map(|found| found.entry),
        };
        let kind = indicator.kind.or(entry.map(|e| e.kind));
        let percent = unit::is_percent(&indicator.unit);
        let name = indicator.name.as_str();
        let bounds = entry.and_then(|e| Some(Bounds { low: e.low?, high: e.high? }));
        // Bounds of the catalogue are in its first unit.
        let bounds = bounds.filter(|_| {
            let first = entry.and_then(|e| e.units.first()).map_or("", |form| form.printed);
            unit::factor(&indicator.unit, first) == Some(1.0)
        });
        let measure = entry.map(|e| e.measure);
        let states_growth =
            percent && (measure == Some(Measure::GrowthRate) || GROWTH.iter().any(|w| name.ends_with(w)));
        let nature = match (bounds, kind) {
            (Some(bounds), _) => Nature::Bounded(bounds),
            _ if states_growth => Nature::Change,
            // Amounts of money per head grow with prices and wealth as other amounts do.
            (None, Some(IndicatorKind::Ratio | IndicatorKind::Rate)) if !unit::is_money(&indicator.unit) => {
                Nature::Rate
            }
            (None, None) => natural_bounds::nature(name, &indicator.unit).unwrap_or_default(),
            _ => Nature::Amount,
        };
        // National accounts: growth of output and value added is 按可比价格计算.
        let output = ["生产总值", "增加值", "劳动生产率"].iter().any(|word| name.contains(word));
        let told = entry.map(|e| e.direction).or_else(|| catalogue::direction_of(name));
        Self {
            entry,
            direction: indicator.direction.or(told),
            declared: indicator.direction.filter(|declared| told != Some(*declared)),
            nature,
            states_growth,
            comparable_prices: output && unit::is_money(&indicator.unit),
            accumulates: measure == Some(Measure::Cumulative),
            adds: !percent && ADDING.iter().any(|word| name.starts_with(word)),
            state: matches!(kind, Some(IndicatorKind::Stock | IndicatorKind::Ratio | IndicatorKind::Index)),
            owner: entry.map_or("", |e| e.owner),
        }
    }

    /// The key of the catalogue entry; empty without one.
    pub(crate) fn key(&self) -> &'static str {
        self.entry.map_or("", |e| e.key)
    }
}

/// The catalogue key of what a share or an amount per head is divided by, and whether it is a share in per cent.
pub(crate) fn denominator(key: &str) -> Option<(&'static str, bool)> {
    let percent = |e: &Entry| e.units.first().is_some_and(|form| unit::is_percent(form.printed));
    catalogue::identities().iter().find_map(|identity| match (identity.kind, identity.parts.as_slice()) {
        (RelationKind::SharesOf, parts) if parts.iter().any(|p| p.key == key) => {
            Some((identity.result.key, true))
        }
        (RelationKind::Product, [whole, share]) if share.key == key && percent(share) => {
            Some((whole.key, true))
        }
        (RelationKind::Quotient, [_, whole]) if identity.result.key == key => {
            Some((whole.key, percent(identity.result)))
        }
        _ => None,
    })
}

/// The catalogue key of the growth rate of an indicator: `gdp_growth` for `gdp`.
pub(crate) fn growth_key(key: &str) -> Option<&'static str> {
    catalogue::entry(&format!("{key}_growth")).filter(|e| e.measure == Measure::GrowthRate).map(|e| e.key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn traits(name: &str, unit: &str) -> Traits {
        Traits::of(&Indicator { name: name.to_owned(), unit: unit.to_owned(), ..Indicator::default() })
    }

    #[test]
    fn what_the_catalogue_adds() {
        let share = traits("服务业增加值比重", "%");
        assert_eq!(share.nature, Nature::Bounded(Bounds::PERCENT));
        assert!(!share.comparable_prices && !share.states_growth);
        let gdp = traits("地区生产总值", "亿元");
        assert_eq!(gdp.nature, Nature::Amount);
        assert!(gdp.comparable_prices && gdp.owner == "发展改革委");
        assert!(traits("地区生产总值增速", "%").states_growth);
        assert!(traits("农村贫困人口脱贫", "万人").accumulates);
        assert_eq!(traits("本市特色指标", "个").entry, None);
    }

    #[test]
    fn denominators_and_growth_rates_by_key() {
        assert_eq!(denominator("tertiary_share"), Some(("gdp", true)));
        assert_eq!(denominator("gdp_per_capita"), Some(("resident_population", false)));
        assert_eq!(denominator("gdp"), None);
        assert_eq!(growth_key("gdp"), Some("gdp_growth"));
        assert_eq!(growth_key("tertiary_value_added"), Some("tertiary_value_added_growth"));
        assert_eq!(growth_key("forest_coverage"), None);
    }
}
