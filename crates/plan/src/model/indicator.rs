use super::vocabulary::vocabulary;
use super::{Direction, IndicatorId, IndicatorKind, Nature, RelationId};

/// Something measurable that the plan speaks of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Indicator {
    /// Id, unique in the plan.
    pub id: IndicatorId,
    /// Name as the plan writes it first, layout spaces and unit removed.
    pub name: String,
    /// Other names the plan uses for it.
    pub aliases: Vec<String>,
    /// Unit as printed (亿元, %); empty when there is none.
    pub unit: String,
    /// Group heading of its table (民生福祉); empty when there is none.
    pub group: String,
    /// The indicator whose merged label it stands under (城镇化率), by name; empty when there is none.
    pub parent: String,
    /// Which way it should move.
    pub direction: Option<Direction>,
    /// Stock, flow, rate, index or ratio.
    pub kind: Option<IndicatorKind>,
    /// Whether its targets bind.
    pub nature: Option<Nature>,
    /// Key of the catalogue entry it was recognised as.
    pub catalogue: Option<String>,
}

vocabulary! {
    /// The form of an identity between indicators.
    RelationKind {
        /// result = sum of the parts, all in the unit of the result.
        Sum = "sum",
        /// result = first part / second part x factor.
        Quotient = "quotient",
        /// result = product of the parts x factor.
        Product = "product",
        /// The parts are shares that sum to `factor` (100).
        SharesOf = "shares_of",
        /// The first part x factor never exceeds the result.
        PartOf = "part_of",
    }
}

/// An identity that binds indicators by definition.
#[derive(Clone, Debug, PartialEq)]
pub struct Relation {
    /// Id, unique in the plan.
    pub id: RelationId,
    /// The form.
    pub kind: RelationKind,
    /// The indicator on the left side; for [`RelationKind::SharesOf`] the whole, when the plan measures it.
    pub result: Option<IndicatorId>,
    /// The indicators on the right side, in the order the form needs.
    pub parts: Vec<IndicatorId>,
    /// Constant factor between the printed units, finite.
    pub factor: f64,
    /// Why it holds, with its source.
    pub note: String,
}
