//! The part of the source that is worth showing around the marked places.
//!
//! A paragraph of a plan is one line of several hundred characters, so a line is cut to the width of
//! the terminal with `…` where text is left out. Width counts columns: a Chinese character takes two.

use crate::Source;
use source::{Label, Span};
use std::collections::BTreeMap;
use std::ops::Range;
use unicode_width::UnicodeWidthChar;

/// Consecutive lines of the source in which only the marked parts of the marked lines have text.
#[derive(Debug, Default)]
pub(crate) struct Excerpt<'a> {
    /// 1-based number of the first line.
    pub(crate) line: u32,
    /// The lines; those without a mark are empty.
    pub(crate) text: String,
    /// Byte ranges in `text`, each with its label and whether it is the primary one.
    pub(crate) marks: Vec<(Range<usize>, &'a Label, bool)>,
}

struct Mark<'a> {
    span: Span,
    label: &'a Label,
    primary: bool,
}

const GAP: &str = "…";

/// Cuts the lines that `labels` fall on; `None` when no label lies in the text.
pub(crate) fn excerpt<'a>(labels: &'a [Label], source: Source<'_>, width: usize) -> Option<Excerpt<'a>> {
    let mut lines: BTreeMap<u32, Vec<Mark<'a>>> = BTreeMap::new();
    for (index, label) in labels.iter().enumerate() {
        if label.span.end > source.text.len() {
            continue;
        }
        let span = on_borders(label.span, source.text);
        let line = source.lines.line(span.start);
        let end = span.end.min(source.lines.span(source.text, line).end);
        let mark = Mark { span: Span::new(span.start, end), label, primary: index == 0 };
        lines.entry(line).or_default().push(mark);
    }
    let first = *lines.keys().next()?;
    let mut out = Excerpt { line: first, ..Excerpt::default() };
    let mut current = first;
    for (line, mut marks) in lines {
        out.text.extend(std::iter::repeat_n('\n', (line - current) as usize));
        current = line;
        marks.sort_by_key(|mark| (mark.span.start, mark.span.end));
        cut_line(&mut out, source.lines.span(source.text, line), &marks, source.text, width);
    }
    Some(out)
}

/// Appends what is shown of one line: a window around each group of marks that fits the width.
fn cut_line<'a>(out: &mut Excerpt<'a>, line: Span, marks: &[Mark<'a>], text: &str, width: usize) {
    let mut shown_to = line.start;
    let mut rest = marks;
    while let Some(first) = rest.first() {
        let mut cover = first.span;
        let mut count = 1;
        while let Some(next) = rest.get(count) {
            let wider = cover.cover(next.span);
            // Room for a few characters of context on both sides.
            if !fits(wider.of(text), width.saturating_sub(12)) && next.span.start > cover.end {
                break;
            }
            cover = wider;
            count += 1;
        }
        let window = widen(cover, Span::new(shown_to, line.end), text, width);
        if window.start > shown_to {
            out.text.push_str(GAP);
        }
        let base = out.text.len();
        out.text.push_str(window.of(text));
        out.marks.extend(rest[..count].iter().map(|mark| {
            // A mark that is longer than the window is cut with it.
            let start = mark.span.start.clamp(window.start, window.end);
            let end = mark.span.end.clamp(start, window.end);
            (start - window.start + base..end - window.start + base, mark.label, mark.primary)
        }));
        shown_to = window.end;
        rest = &rest[count..];
    }
    if shown_to < line.end {
        out.text.push_str(GAP);
    }
}

/// A span that cuts characters is widened to whole ones.
fn on_borders(span: Span, text: &str) -> Span {
    Span::new(text.floor_char_boundary(span.start), text.ceil_char_boundary(span.end))
}

/// Whether a text takes at most `width` columns.
fn fits(text: &str, width: usize) -> bool {
    fit(text.chars(), width)
}

/// Looks no further than it fits: a line may be as long as a book, and every finding in it asks.
fn fit(text: impl IntoIterator<Item = char>, width: usize) -> bool {
    let mut used = 0;
    text.into_iter().all(|c| {
        used += char_columns(c);
        used <= width
    })
}

fn char_columns(c: char) -> usize {
    // The renderer shows a tab as four spaces.
    if c == '\t' { 4 } else { c.width().unwrap_or(0) }
}

/// Grows `cover` inside `line` to both sides in turn until `width` columns are used.
fn widen(cover: Span, line: Span, text: &str, width: usize) -> Span {
    if fits(line.of(text), width) {
        return line;
    }
    let mut left = cover.start.clamp(line.start, line.end);
    let mut right = left;
    let mut used = 0;
    // The marks of omission on both sides need room too.
    let budget = width.saturating_sub(4);
    for c in text[left..cover.end.clamp(left, line.end)].chars() {
        if used + char_columns(c) > budget {
            break;
        }
        used += char_columns(c);
        right += c.len_utf8();
    }
    loop {
        let mut grown = false;
        if let Some(c) = text[line.start..left].chars().next_back()
            && used + char_columns(c) <= budget
        {
            used += char_columns(c);
            left -= c.len_utf8();
            grown = true;
        }
        if let Some(c) = text[right..line.end].chars().next()
            && used + char_columns(c) <= budget
        {
            used += char_columns(c);
            right += c.len_utf8();
            grown = true;
        }
        if !grown {
            return Span::new(left, right);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_fits_by_its_columns() {
        assert!(fits("", 0) && fits("规划a", 5) && !fits("规划a", 4) && fits("\t", 4) && !fits("\t", 3));
    }

    #[test]
    fn a_long_line_is_not_walked_for_each_finding() {
        let mut seen = 0;
        assert!(!fit(std::iter::repeat_n('（', 1_000_000).inspect(|_| seen += 1), 100));
        assert_eq!(seen, 51, "two columns each, and the one too many");
        let text = "（".repeat(400_000);
        for at in (0..2_000).map(|n| n * 600) {
            let window = widen(Span::new(at, at + 3), Span::new(0, text.len()), &text, 100);
            assert!(window.start <= at && window.end > at && fits(window.of(&text), 100));
        }
    }
}
