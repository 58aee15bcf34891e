//! A line of the source around a place.

use document::Document;
use source::Span;

/// Characters shown on each side of the marked place.
const AROUND: usize = 28;

/// The line of a place, and what stands before the place, in it, and behind it on that line; what is cut ends in dots. A
/// place over several lines is shown as far as its first line goes. `None` where there is no text.
pub(crate) fn excerpt_of(document: &Document, span: Span) -> Option<(u32, [String; 3])> {
    if document.text.is_empty() || document.text.get(span.start..span.end).is_none() {
        return None;
    }
    let line = document.lines.line(span.start);
    let whole = document.lines.span(&document.text, line);
    let end = span.end.min(whole.end).max(span.start);
    let text = |from, to| Span::new(from, to).of(&document.text);
    let (before, after) = (text(whole.start, span.start), text(end, whole.end));
    let cut = |text: &str| text.chars().count() > AROUND;
    let mut left: Vec<char> = before.chars().rev().take(AROUND).collect();
    left.extend(cut(before).then_some('…'));
    let mut right: String = after.chars().take(AROUND).collect();
    right.extend(cut(after).then_some('…'));
    Some((line, [left.into_iter().rev().collect(), text(span.start, end).to_owned(), right]))
}
