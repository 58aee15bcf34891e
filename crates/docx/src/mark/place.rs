//! Where in a document the words of a mark stand.

use super::Mark;
use super::runs::{Parsed, counts};
use std::cmp::Reverse;
use std::ops::Range;

/// The characters that count.
pub(super) fn solid(text: &str) -> Vec<char> {
    text.chars().filter(|letter| counts(*letter)).collect()
}

/// The place of the words among the characters that count: where most of what stands around them is the same, and of
/// places that are alike the one that lies as far in the document.
pub(super) fn find(parsed: &Parsed, mark: &Mark) -> Option<Range<usize>> {
    let words = solid(&mark.says());
    let first = *words.first()?;
    let (before, after) = (solid(&mark.before), solid(&mark.after));
    let text = parsed.text.as_slice();
    let expected = text.len() * mark.near.min(1000) / 1000;
    let starts = text.iter().enumerate().filter(|(_, letter)| **letter == first).map(|(at, _)| at);
    let best = starts.filter(|at| text.get(*at..).is_some_and(|rest| rest.starts_with(&words))).max_by_key(
        |at| {
            let ahead = text.get(..*at).unwrap_or_default();
            let behind = text.get(at + words.len()..).unwrap_or_default();
            let same = common(ahead.iter().rev(), before.iter().rev()) + common(behind.iter(), after.iter());
            (same, Reverse(at.abs_diff(expected)))
        },
    )?;
    Some(best..best + words.len())
}

fn common<'a>(a: impl Iterator<Item = &'a char>, b: impl Iterator<Item = &'a char>) -> usize {
    a.zip(b).take_while(|(x, y)| x == y).count()
}
