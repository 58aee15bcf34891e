//! Tables of plain text whose columns are set apart by spaces, as converters from PDF write them.

use super::merge::is_figure;
use crate::clean;
use crate::marker;
use crate::piece::{Content, Flow, Piece};
use source::Span;

/// Fewer lines with columns are no table.
const LEAST_LINES: usize = 3;
const LEAST_COLUMNS: usize = 3;

/// A cell is no longer than this, in characters.
const LONGEST_CELL: usize = 40;

/// Columns are at least so far apart, in half-width columns.
const GAP: usize = 2;

/// A stretch of a line with its place across the page, in half-width columns.
#[derive(Clone, Copy, Debug)]
struct Segment {
    span: Span,
    from: usize,
    to: usize,
}

/// Replaces every run of lines with aligned columns by one piece of rows.
pub(crate) fn recognise(flow: &mut Flow) {
    let lines = lines(flow);
    let wide: Vec<bool> = lines.iter().map(|line| has_columns(&flow.text, line)).collect();
    let mut found: Vec<(usize, usize, Content)> = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let end = if wide[at] { region(&lines, &wide, at) } else { at };
        if let Some(content) = table(flow, &lines[at..end]) {
            found.push((lines[at].first, lines[end - 1].last + 1, content));
        }
        at = end.max(at + 1);
    }
    if found.is_empty() {
        return;
    }
    let mut old: Vec<Option<Piece>> = std::mem::take(&mut flow.pieces).into_iter().map(Some).collect();
    let mut next = 0;
    for (start, end, content) in found {
        flow.pieces.extend(old[next..start].iter_mut().filter_map(Option::take));
        next = end;
        let span = old[start..end].iter().flatten().map(|piece| piece.span).reduce(Span::cover);
        if let (Some(first), Some(span)) = (old[start].take(), span) {
            flow.pieces.push(Piece { span, content, ..first });
        }
    }
    flow.pieces.extend(old[next..].iter_mut().filter_map(Option::take));
}

/// A line of the page: its pieces and its segments.
struct Line {
    first: usize,
    last: usize,
    segments: Vec<Segment>,
    /// Empty lines before it.
    blanks: u16,
    page_break: bool,
}

/// The lines of text; pieces on one line belong together.
fn lines(flow: &Flow) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut at = 0;
    while at < flow.pieces.len() {
        let first = at;
        at += 1;
        while flow.pieces.get(at).is_some_and(|piece| piece.glued && piece.is_text()) {
            at += 1;
        }
        let (head, last) = (&flow.pieces[first], &flow.pieces[at - 1]);
        let segments = if head.is_text() {
            segments(&flow.text, head.span.cover(last.span), usize::from(head.indent))
        } else {
            Vec::new()
        };
        lines.push(Line { first, last: at - 1, segments, blanks: head.blanks, page_break: head.page_break });
    }
    lines
}

fn segments(text: &str, line: Span, indent: usize) -> Vec<Segment> {
    let body = line.of(text);
    if !body.contains("  ") && !body.contains('\u{3000}') {
        return vec![Segment { span: line, from: indent, to: indent + 1 }];
    }
    let mut out: Vec<Segment> = Vec::new();
    let mut column = indent;
    // Where the segment began, and the white space behind it.
    let mut open: Option<(usize, usize)> = None;
    let mut space: Option<(usize, usize)> = None;
    for (at, c) in body.char_indices() {
        let at = line.start + at;
        let width = if c == '\u{3000}' || clean::is_wide(c) { 2 } else { 1 };
        if c.is_whitespace() {
            space.get_or_insert((at, column));
        } else {
            if let (Some((start, from)), Some((end, to))) = (open, space)
                && column - to >= GAP
            {
                out.push(Segment { span: Span::new(start, end), from, to });
                open = None;
            }
            space = None;
            open.get_or_insert((at, column));
        }
        column += width;
    }
    if let Some((start, from)) = open {
        out.push(Segment { span: Span::new(start, line.end), from, to: column });
    }
    out
}

fn has_columns(text: &str, line: &Line) -> bool {
    // A cell of several works has semicolons; a line of so many columns is no sentence.
    let clauses: &[char] = if line.segments.len() > LEAST_COLUMNS + 1 { &['。'] } else { &['。', '；'] };
    line.segments.len() >= LEAST_COLUMNS
        && line.segments.iter().all(|segment| {
            let cell = segment.span.of(text);
            cell.chars().nth(LONGEST_CELL).is_none() && !cell.contains(clauses)
        })
        // Letters spaced out (国  务  院) and headings in two clauses are no columns.
        && line.segments.iter().any(|segment| segment.span.of(text).chars().nth(1).is_some())
        && marker::parse(line.segments[0].span.of(text)).is_none_or(|mark| !mark.style.is_division())
}

/// The end of the run of lines from `at` on: lines with columns, and between them the ends of broken cells.
fn region(lines: &[Line], wide: &[bool], at: usize) -> usize {
    const LONGEST_BREAK: u16 = 2;
    let mut end = at + 1;
    while end < lines.len() {
        let near = lines[end].blanks <= LONGEST_BREAK;
        let tail = || {
            // A broken cell stands below a column, not at the margin where text begins.
            lines[end].segments.len() < LEAST_COLUMNS
                && lines[end].segments.first().is_some_and(|segment| {
                    lines[end - 1].segments.first().is_some_and(|above| segment.from > above.from)
                })
                && wide.get(end + 1).copied().unwrap_or(false)
        };
        if !(near && (wide[end] || tail())) {
            break;
        }
        end += 1;
    }
    end
}

fn table(flow: &Flow, lines: &[Line]) -> Option<Content> {
    if lines.len() < LEAST_LINES {
        return None;
    }
    let columns = columns(lines)?;
    let place = |segment: &Segment| {
        (0..columns.len()).max_by_key(|at| {
            let (from, to) = columns[*at];
            let overlap = segment.to.min(to).saturating_sub(segment.from.max(from));
            let distance = from.saturating_sub(segment.to).max(segment.from.saturating_sub(to));
            (overlap, usize::MAX - distance)
        })
    };
    let mut rows: Vec<Vec<Vec<Span>>> = Vec::new();
    let mut breaks = Vec::new();
    let mut figures = false;
    for line in lines {
        let mut row: Vec<Vec<Span>> = vec![Vec::new(); columns.len()];
        for segment in &line.segments {
            row[place(segment)?].push(segment.span);
        }
        let has_figures = line.segments.iter().any(|segment| is_figure(segment.span.of(&flow.text)));
        // A line that leaves the first column free, or stands in from it, and brings no figures goes on
        // with the row above.
        let stands_in =
            row[0].is_empty() || line.segments.first().is_some_and(|first| first.from > columns[0].0);
        let goes_on = stands_in && !has_figures && (line.segments.len() < LEAST_COLUMNS || !figures);
        match rows.last_mut() {
            Some(last) if goes_on => {
                for (cell, more) in last.iter_mut().zip(row) {
                    cell.extend(more);
                }
            }
            _ => {
                if !rows.is_empty() && line.page_break {
                    breaks.push(rows.len());
                }
                rows.push(row);
            }
        }
        figures |= has_figures;
    }
    // Without figures columns of words may be anything set in columns: names, signatures.
    (figures && rows.len() >= LEAST_LINES - 1).then_some(Content::Rows { rows, breaks })
}

/// The columns: stretches of the page that segments cover, from the lines with the most segments.
fn columns(lines: &[Line]) -> Option<Vec<(usize, usize)>> {
    let most = lines.iter().map(|line| line.segments.len()).max()?;
    let mut stretches: Vec<(usize, usize)> = lines
        .iter()
        .filter(|line| line.segments.len() == most)
        .flat_map(|line| line.segments.iter().map(|segment| (segment.from, segment.to)))
        .collect();
    stretches.sort_unstable();
    let mut columns: Vec<(usize, usize)> = Vec::new();
    for (from, to) in stretches {
        match columns.last_mut() {
            Some(last) if from < last.1 => last.1 = last.1.max(to),
            _ => columns.push((from, to)),
        }
    }
    // Columns that run into each other are text with wide gaps.
    (columns.len() == most).then_some(columns)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text;

    #[test]
    fn columns_set_apart_by_spaces() {
        let source = "指标              2015年    2020年    属性\n\
                      用水总量（亿吨）     1.8       1.7     约束性\n\
                      灌溉水有效利用       0.52      0.56    预期性\n\
                      \u{20}系数\n\
                      普及率（%）          90        95      预期性\n\
                      全县要坚持节水优先。\n";
        let mut flow = text::flow(source.to_owned());
        recognise(&mut flow);
        let Content::Rows { rows, .. } = &flow.pieces[0].content else { panic!("rows") };
        let cells: Vec<Vec<String>> = rows
            .iter()
            .map(|row| row.iter().map(|cell| cell.iter().map(|span| span.of(source)).collect()).collect())
            .collect();
        assert_eq!(cells[1], ["用水总量（亿吨）", "1.8", "1.7", "约束性"]);
        assert_eq!(cells[2], ["灌溉水有效利用系数", "0.52", "0.56", "预期性"]);
        assert_eq!((cells.len(), flow.pieces.len()), (4, 2));
    }

    #[test]
    fn spaced_text_is_no_table() {
        let source = "国  务  院\n二○一一年  十二月  十五日\n第一章  总则  目标  原则\n";
        let mut flow = text::flow(source.to_owned());
        let before = flow.pieces.len();
        recognise(&mut flow);
        assert_eq!(flow.pieces.len(), before);
    }
}
