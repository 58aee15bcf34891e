//! Cells of CSV files that spreadsheets open: a text that a spreadsheet would run as a formula is written as text.
//!
//! Source: OWASP, CSV Injection. The apostrophe is what spreadsheets themselves put in front of text.

use std::borrow::Cow;

/// Whether a spreadsheet would take the text for a formula. Numbers with a sign are numbers.
fn runs(text: &str) -> bool {
    let first = text.trim_start_matches([' ', '\u{a0}', '\u{3000}']).chars().next();
    let formula = matches!(first, Some('=' | '+' | '-' | '@' | '\t' | '\r' | '＝' | '＋' | '－' | '＠'));
    formula && !is_number(text.trim())
}

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let dashes = !digits.is_empty() && text.chars().all(|c| c == '-');
    dashes
        || text == "-"
        || digits.starts_with(|c: char| c.is_ascii_digit() || c == '.')
            && digits.trim_end_matches('%').parse::<f64>().is_ok()
}

/// The text as a cell of a CSV file for spreadsheets; [`plain`] gives it back.
///
/// # Example
/// ```
/// use plan::spreadsheet::{cell, plain};
/// assert_eq!(cell("=HYPERLINK(1)"), "'=HYPERLINK(1)");
/// assert_eq!(cell("-2.3"), "-2.3");
/// assert_eq!(plain(&cell("'=1")), "'=1");
/// ```
pub fn cell(text: &str) -> Cow<'_, str> {
    let quoted = text.trim_start_matches('\'');
    if runs(quoted) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// The text of a cell that [`cell`] wrote.
pub fn plain(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if runs(text.trim_start_matches('\'')) => text,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn formulas_become_text_and_numbers_stay() {
        for text in ["=cmd|' /C calc'!A0", "@SUM(1+9)*cmd", "+1+1", "-1+2", " =1", "\t=1", "－2+3"] {
            assert!(cell(text).starts_with('\''), "{text}");
        }
        for text in ["-2.3", "+5", "-", "--", "地区生产总值", "", "1e-5", "-12%"] {
            assert_eq!(cell(text), text);
        }
    }

    proptest! {
        #[test]
        fn every_text_comes_back(text in "['=+@\\-\\t 0-9a]{0,6}") {
            let written = cell(&text);
            prop_assert_eq!(plain(&written), text.as_str());
        }
    }
}
