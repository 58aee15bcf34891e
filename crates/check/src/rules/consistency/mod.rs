//! Two places that say different things of one thing.

pub(crate) mod built_or_upgraded;
pub(crate) mod class_conflict;
pub(crate) mod conditional_yet_firm;
pub(crate) mod continued_yet_new;
pub(crate) mod coverage_contradiction;
pub(crate) mod expected_yet_achieved;
pub(crate) mod figure_conflict;
pub(crate) mod finished_yet_planned;
pub(crate) mod growth_against_decline;
pub(crate) mod look_alike_name;
pub(crate) mod missing_in_box;
pub(crate) mod name_variant;
pub(crate) mod per_unit_total;
pub(crate) mod period_mismatch;
pub(crate) mod route_variant;
mod routes;
pub(crate) mod slogan_beyond_target;
pub(crate) mod target_order;
pub(crate) mod unit_changed;
mod variants;
pub(crate) mod work_figures_differ;
pub(crate) mod work_years_differ;
