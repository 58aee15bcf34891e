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
    Some((line, [last_of(before, AROUND), text(span.start, end).to_owned(), first_of(after, AROUND)]))
}

/// The last letters of what stands before a place; dots for what is cut.
pub(crate) fn last_of(text: &str, most: usize) -> String {
    let all = text.chars().count();
    let dots = (all > most).then_some('…');
    dots.into_iter().chain(text.chars().skip(all.saturating_sub(most))).collect()
}

/// The first letters of what stands behind a place; dots for what is cut.
pub(crate) fn first_of(text: &str, most: usize) -> String {
    let mut letters = text.chars();
    let mut first: String = letters.by_ref().take(most).collect();
    first.extend(letters.next().map(|_| '…'));
    first
}
