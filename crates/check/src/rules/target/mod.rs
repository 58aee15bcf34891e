//! Whether a commitment can be decided.

pub(crate) mod hedged_commitment;
pub(crate) mod range_target;
pub(crate) mod relative_target;
pub(crate) mod vague_timing;
