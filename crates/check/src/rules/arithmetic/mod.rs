//! Sums, rates and counts that can be recomputed.

pub(crate) mod breakdown_mismatch;
pub(crate) mod change_mismatch;
pub(crate) mod completion_mismatch;
pub(crate) mod doubling_mismatch;
pub(crate) mod growth_column_mixed;
pub(crate) mod growth_rate_mismatch;
pub(crate) mod growth_rate_rounding;
mod growth_rows;
pub(crate) mod list_count_mismatch;
pub(crate) mod paired_lists_differ;
pub(crate) mod part_above_whole;
pub(crate) mod parts_fall_short;
pub(crate) mod reversed_range;
pub(crate) mod share_above_hundred;
pub(crate) mod shares_not_hundred;
pub(crate) mod stated_growth_mismatch;
pub(crate) mod table_total_mismatch;
