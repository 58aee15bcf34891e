//! A plan against the plan it has to follow.

pub(crate) mod base_differs;
pub(crate) mod binding_missing;
pub(crate) mod bound_weakened;
pub(crate) mod counterpart;
pub(crate) mod nature_weakened;
pub(crate) mod target_later;
pub(crate) mod target_lower;
pub(crate) mod unit_differs;
