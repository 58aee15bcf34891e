//! The rules, one file each, by family.

pub(crate) mod alignment;
pub(crate) mod arithmetic;
pub(crate) mod consistency;
pub(crate) mod identity;
pub(crate) mod responsibility;
pub(crate) mod structure;
pub(crate) mod target;
pub(crate) mod text;
pub(crate) mod zoning;

use crate::rule::Rule;

/// Code to rule, in the order of the reference.
pub(crate) static TABLE: &[&Rule] = &[
    &arithmetic::growth_rate_mismatch::RULE,
    &arithmetic::growth_rate_rounding::RULE,
    &arithmetic::growth_column_mixed::RULE,
    &arithmetic::shares_not_hundred::RULE,
    &arithmetic::list_count_mismatch::RULE,
    &arithmetic::breakdown_mismatch::RULE,
    &arithmetic::change_mismatch::RULE,
    &arithmetic::share_above_hundred::RULE,
    &arithmetic::reversed_range::RULE,
    &arithmetic::part_above_whole::RULE,
    &arithmetic::table_total_mismatch::RULE,
    &consistency::figure_conflict::RULE,
    &consistency::coverage_contradiction::RULE,
    &consistency::growth_against_decline::RULE,
    &consistency::class_conflict::RULE,
    &consistency::continued_yet_new::RULE,
    &consistency::finished_yet_planned::RULE,
    &consistency::conditional_yet_firm::RULE,
    &consistency::expected_yet_achieved::RULE,
    &consistency::period_mismatch::RULE,
    &consistency::slogan_beyond_target::RULE,
    &identity::part_exceeds_whole::RULE,
    &identity::identity_mismatch::RULE,
    &identity::implied_employment_falls::RULE,
    &identity::registered_gap_widens::RULE,
    &identity::value_added_above_revenue::RULE,
    &identity::coverage_against_head_count::RULE,
    &target::binding_without_value::RULE,
    &target::vague_timing::RULE,
    &target::target_not_better::RULE,
    &target::hedged_commitment::RULE,
    &target::relative_target::RULE,
    &target::range_target::RULE,
    &target::missing_base::RULE,
    &target::missing_unit::RULE,
    &target::base_of_previous_period::RULE,
    &target::growth_cell_missing::RULE,
    &target::rate_without_level::RULE,
    &target::rate_in_units::RULE,
    &target::sum_beside_year::RULE,
    &target::box_without_attributes::RULE,
    &target::open_ended_list::RULE,
    &target::attribute_inferred::RULE,
    &responsibility::unnamed_body::RULE,
    &responsibility::nobody_assigned::RULE,
    &responsibility::report_without_interval::RULE,
    &responsibility::many_bodies_no_lead::RULE,
    &structure::contents_title_differs::RULE,
    &structure::contents_entry_without_heading::RULE,
    &structure::heading_missing_from_contents::RULE,
    &structure::contents_page_backwards::RULE,
    &structure::empty_section::RULE,
    &structure::numbering_gap::RULE,
    &structure::repeated_heading::RULE,
    &structure::dangling_reference::RULE,
    &structure::undefined_abbreviation::RULE,
    &structure::undefined_numbered_name::RULE,
    &structure::unlisted_slogan::RULE,
    &structure::table_cut_by_page::RULE,
    &structure::merged_cells_flattened::RULE,
    &text::doubled_word::RULE,
    &text::foreign_function_word::RULE,
    &text::leftover_markup::RULE,
    &text::broken_character::RULE,
    &text::repeated_punctuation::RULE,
    &text::unbalanced_brackets::RULE,
    &text::half_width_punctuation::RULE,
    &text::stray_space::RULE,
    &text::silence_without_reason::RULE,
    &text::silence_unused::RULE,
];
