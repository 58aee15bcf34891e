//! Outline, contents, numbering, repetition, names that are never explained.

pub(crate) mod contents_entry_without_heading;
pub(crate) mod contents_page_backwards;
pub(crate) mod contents_title_differs;
pub(crate) mod dangling_reference;
pub(crate) mod empty_section;
pub(crate) mod heading_missing_from_contents;
pub(crate) mod merged_cells_flattened;
pub(crate) mod near_duplicate;
pub(crate) mod numbered_names;
pub(crate) mod numbering_gap;
pub(crate) mod outline;
pub(crate) mod outline_uncertain;
pub(crate) mod repeated_heading;
mod repetition;
pub(crate) mod table_cut_by_page;
pub(crate) mod table_not_understood;
pub(crate) mod undefined_abbreviation;
pub(crate) mod undefined_numbered_name;
pub(crate) mod unlisted_slogan;
pub(crate) mod worn_phrase;
