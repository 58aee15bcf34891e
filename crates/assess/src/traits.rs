//! What is known of an indicator beyond the plan's own words: bounds, prices, owner.

use plan::Indicator;
use series::Bounds;

/// Properties of an indicator that decide how its targets are measured.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Traits {
    /// Values it cannot leave, where they are declared.
    pub bounds: Option<Bounds>,
    /// Its growth is stated at comparable prices, so that printed levels say nothing about it.
    pub comparable_prices: bool,
    /// Yearly values add up to what a target over the period means.
    pub accumulates: bool,
    /// The department that usually owns it; empty when unknown.
    pub owner: String,
}

impl Traits {
    pub(crate) fn of(indicator: &Indicator) -> Self {
        let name = indicator.name.as_str();
        // National accounts: 按可比价格计算 is the rule for the growth of output and value added.
        let output = ["生产总值", "增加值"].iter().any(|word| name.contains(word));
        Self { comparable_prices: output && !crate::unit::is_percent(&indicator.unit), ..Self::default() }
    }
}
