//! Words, punctuation and traces of conversion.

pub(crate) mod broken_character;
pub(crate) mod document_number_form;
pub(crate) mod doubled_word;
pub(crate) mod foreign_function_word;
pub(crate) mod half_width_punctuation;
pub(crate) mod leftover_markup;
pub(crate) mod page_without_text;
pub(crate) mod part_not_read;
pub(crate) mod read_from_scan;
pub(crate) mod repeated_punctuation;
pub(crate) mod silence_unused;
pub(crate) mod silence_without_reason;
pub(crate) mod stray_space;
pub(crate) mod table_not_read;
pub(crate) mod unbalanced_brackets;
pub(crate) mod undecodable_bytes;
