//! How a document sets its paragraphs: full stops, indents, lines broken at a fixed width.

use crate::clean;
use crate::model::Format;
use crate::piece::{Flow, Piece};
use crate::wording::ends_sentence;
use source::Span;

/// Two full-width characters: the customary indent of a paragraph.
const INDENT: u16 = 4;

/// Lines shorter than this, in columns, tell nothing about the width of the page.
const LEAST_WIDTH: usize = 30;

#[derive(Clone, Copy, Debug)]
pub(crate) struct Habits {
    /// Sentences end with full stops; without them the end of a line is the end of a sentence.
    pub(crate) stops: bool,
    /// Paragraphs are indented.
    pub(crate) indents: bool,
    /// The format says where paragraphs end; only a page break may cut one in two.
    pub(crate) stated: bool,
    /// The width at which lines are broken, in columns, when they are.
    wrap: Option<usize>,
}

impl Habits {
    pub(crate) fn of(format: Format, flow: &Flow) -> Self {
        let stops = flow.text.matches('。').count() + flow.text.matches(". ").count();
        let lines: Vec<&Piece> = flow.pieces.iter().filter(|piece| piece.is_text() && !piece.glued).collect();
        let indented = lines.iter().filter(|piece| piece.indent >= INDENT).count();
        Self {
            // A sentence of plans is some hundred bytes long.
            stops: stops * 1000 > flow.text.len() / 3,
            indents: indented * 10 > lines.len(),
            stated: matches!(format, Format::Docx | Format::Html | Format::Pdf | Format::Ofd),
            wrap: wrap(flow, &lines),
        }
    }

    /// Whether the indent says that a paragraph begins.
    pub(crate) fn begins_paragraph(self, piece: &Piece) -> bool {
        self.indents && piece.indent >= INDENT
    }

    /// Whether a line is as long as lines get before they are broken.
    pub(crate) fn fills_line(self, line: &str) -> bool {
        self.wrap.is_some_and(|wrap| width(line) + usize::from(INDENT) >= wrap)
    }
}

/// The common width of lines that end in the middle of a sentence, when most lines do.
fn wrap(flow: &Flow, lines: &[&Piece]) -> Option<usize> {
    let widths = |span: Span| width(span.of(&flow.text));
    let mut open: Vec<usize> = lines
        .windows(2)
        .filter(|pair| pair[1].blanks == 0 && !ends_sentence(pair[0].span.of(&flow.text)))
        .map(|pair| widths(pair[0].span))
        .filter(|width| *width >= LEAST_WIDTH)
        .collect();
    if open.len() * 4 < lines.len() || open.len() < 5 {
        return None;
    }
    open.sort_unstable();
    let usual = open[open.len() * 3 / 4];
    let near = open.iter().filter(|width| width.abs_diff(usual) <= usize::from(INDENT)).count();
    (near * 10 > open.len() * 6).then_some(usual)
}

/// Columns on the page: wide characters take two.
fn width(text: &str) -> usize {
    text.chars().map(|c| if clean::is_wide(c) { 2 } else { 1 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text;

    #[test]
    fn broken_lines_are_recognised() {
        let line = "水利发展要坚持节水优先空间均衡系统治理两手发力的思路并且";
        let paragraph = format!("　　{line}\n{line}\n{line}\n{line}\n到这里结束。\n");
        let flow = text::flow(paragraph.repeat(4));
        let habits = Habits::of(Format::Text, &flow);
        assert!(habits.indents && habits.stops && habits.fills_line(line));
        let flow = text::flow(format!("{line}。\n\n{line}，\n\n{line}。\n"));
        assert!(!Habits::of(Format::Text, &flow).fills_line(line));
    }
}
