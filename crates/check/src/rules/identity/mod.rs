//! Relations that hold by definition.

pub(crate) mod coverage_against_head_count;
pub(crate) mod facts;
pub(crate) mod identity_mismatch;
pub(crate) mod implied_employment_falls;
pub(crate) mod part_exceeds_whole;
pub(crate) mod period_investment_above_total;
pub(crate) mod registered_gap_widens;
pub(crate) mod value_added_above_revenue;
