//! Whether somebody answers for what is promised.

pub(crate) mod many_bodies_no_lead;
pub(crate) mod nobody_assigned;
pub(crate) mod report_without_interval;
pub(crate) mod unnamed_body;
