//! Whether a commitment can be decided.

pub(crate) mod attribute_inferred;
pub(crate) mod base_of_previous_period;
pub(crate) mod binding_without_value;
pub(crate) mod box_without_attributes;
pub(crate) mod deadline_before_period;
pub(crate) mod growth_cell_missing;
pub(crate) mod hedged_commitment;
pub(crate) mod missing_base;
pub(crate) mod missing_unit;
pub(crate) mod open_ended_list;
pub(crate) mod range_target;
pub(crate) mod rate_in_units;
pub(crate) mod rate_without_level;
pub(crate) mod relative_target;
pub(crate) mod sum_beside_year;
pub(crate) mod target_not_better;
pub(crate) mod vague_timing;
