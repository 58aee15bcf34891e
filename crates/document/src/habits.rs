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
    /// The width at which lines are broken, when they are.
    wrap: Option<Wrap>,
}

/// Where lines are broken: at a number of columns, as a page does, or of characters, as programs do.
#[derive(Clone, Copy, Debug)]
struct Wrap {
    measure: fn(&str) -> usize,
    usual: usize,
    /// So much shorter a line may be: the mark or number that did not fit went to the next.
    slack: usize,
}

impl Habits {
    /// `margins` has the indent of the margin for every piece.
    pub(crate) fn of(format: Format, flow: &Flow, margins: &[u16]) -> Self {
        let stops = flow.text.matches('。').count() + flow.text.matches(". ").count();
        let lines: Vec<&Piece> = flow.pieces.iter().filter(|piece| piece.is_text() && !piece.glued).collect();
        let wrap = wrap(flow, &lines);
        let own =
            |piece: &Piece, margin: &u16| piece.is_text() && !piece.glued && piece.indent >= margin + INDENT;
        let indented = flow.pieces.iter().zip(margins).filter(|(piece, margin)| own(piece, margin)).count();
        Self {
            // A sentence of plans is some hundred bytes long.
            stops: stops * 1000 > flow.text.len() / 3,
            indents: indented * 10 > lines.len(),
            // Text that was pasted line by line: each line is a paragraph of its own, none longer than a line.
            stated: matches!(format, Format::Docx | Format::Html | Format::Pdf | Format::Ofd)
                && !wrap.is_some_and(|width| none_longer(flow, &lines, width)),
            wrap,
        }
    }

    /// Whether the indent says that a paragraph begins.
    pub(crate) fn begins_paragraph(self, piece: &Piece, margin: u16) -> bool {
        self.indents && piece.indent >= margin.saturating_add(INDENT)
    }

    /// Whether a line is as long as lines get before a line that begins with `next`: a number is not broken, and went
    /// there whole.
    pub(crate) fn fills_line(self, line: &str, next: &str) -> bool {
        let number =
            next.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | '%' | ',')).unwrap_or(next.len());
        self.wrap.is_some_and(|wrap| {
            (wrap.measure)(line) + (wrap.measure)(&next[..number]) + wrap.slack >= wrap.usual
        })
    }
}

/// The indent of the margin for every piece: a page whose tables reach out on the left, or whose margin was kept, has
/// all its lines of text further in.
pub(crate) fn margins(flow: &Flow) -> Vec<u16> {
    let mut margins = vec![0; flow.pieces.len()];
    let mut start = 0;
    for end in 1..=flow.pieces.len() {
        if end == flow.pieces.len() || flow.pieces[end].page_break {
            margins[start..end].fill(margin(flow, start..end));
            start = end;
        }
    }
    margins
}

/// The least indent of the lines of running text on a page, where others are indented against them.
fn margin(flow: &Flow, page: std::ops::Range<usize>) -> u16 {
    /// Shorter lines may be cells or titles, in columns.
    const LEAST: usize = 40;
    /// So many lines begin at a margin.
    const LINES: usize = 2;
    let alone = |at: &usize| {
        let piece = &flow.pieces[*at];
        piece.is_text() && !piece.glued && flow.pieces.get(at + 1).is_none_or(|next| !next.glued)
    };
    let long = |at: &usize| width(flow.pieces[*at].span.of(&flow.text)) >= LEAST;
    let indents: Vec<u16> = page.filter(alone).filter(long).map(|at| flow.pieces[at].indent).collect();
    let least = indents.iter().copied().min().unwrap_or(0);
    let at_margin = indents.iter().filter(|indent| **indent == least).count();
    let indented = indents.iter().any(|indent| *indent >= least.saturating_add(INDENT));
    if at_margin >= LINES && indented { least } else { 0 }
}

/// Whether hardly a piece is longer than a broken line.
fn none_longer(flow: &Flow, lines: &[&Piece], wrap: Wrap) -> bool {
    let most = wrap.usual + 2 * wrap.slack;
    let longer = lines.iter().filter(|piece| (wrap.measure)(piece.span.of(&flow.text)) > most).count();
    longer * 50 <= lines.len()
}

fn wrap(flow: &Flow, lines: &[&Piece]) -> Option<Wrap> {
    let slack = usize::from(INDENT);
    common(flow, lines, width, slack).or_else(|| common(flow, lines, |text| text.chars().count(), slack / 2))
}

/// The common width of lines that end in the middle of a sentence, when most lines do.
fn common(flow: &Flow, lines: &[&Piece], measure: fn(&str) -> usize, slack: usize) -> Option<Wrap> {
    let text = |span: Span| span.of(&flow.text);
    let mut open: Vec<usize> = lines
        .windows(2)
        .filter(|pair| pair[1].blanks == 0 && !ends_sentence(text(pair[0].span)))
        .filter(|pair| width(text(pair[0].span)) >= LEAST_WIDTH)
        .map(|pair| measure(text(pair[0].span)))
        .collect();
    if open.len() * 4 < lines.len() || open.len() < 5 {
        return None;
    }
    open.sort_unstable();
    let usual = open[open.len() * 3 / 4];
    let near = open.iter().filter(|width| width.abs_diff(usual) <= slack).count();
    (near * 10 > open.len() * 6).then_some(Wrap { measure, usual, slack })
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
        let habits = Habits::of(Format::Text, &flow, &margins(&flow));
        assert!(habits.indents && habits.stops && habits.fills_line(line, ""));
        assert!(!Habits::of(Format::Docx, &flow, &margins(&flow)).stated);
        // Lines of a number of characters, digits taking as much as letters.
        let lines = [
            "今年以来全市规模以上工业增加值增长7.4%，比上年同期",
            "提高1.2个百分点，其中高新技术产业增长12.6%，快于",
            "全市工业平均5.2个百分点，社会消费品零售总额增长了",
        ];
        let counted = text::flow(format!("{}\n{}\n{}\n到此结束。\n", lines[0], lines[1], lines[2]).repeat(4));
        assert!(
            lines
                .iter()
                .all(|line| Habits::of(Format::Docx, &counted, &margins(&counted)).fills_line(line, ""))
        );
        let long = text::flow(format!("{}\n", line.repeat(3)).repeat(4) + &paragraph.repeat(4));
        assert!(Habits::of(Format::Docx, &long, &margins(&long)).stated, "paragraphs longer than a line");
        // A margin that was kept is no indent.
        let kept = format!("        {}\n", paragraph.trim_end().replace('\n', "\n        "));
        let flow = text::flow(kept.repeat(4));
        let kept = margins(&flow);
        let habits = Habits::of(Format::Text, &flow, &kept);
        let begins = |at: usize| habits.begins_paragraph(&flow.pieces[at], kept[at]);
        assert!(begins(0) && !begins(1) && begins(5));
        let flow = text::flow(format!("{line}。\n\n{line}，\n\n{line}。\n"));
        assert!(!Habits::of(Format::Text, &flow, &margins(&flow)).fills_line(line, ""));
    }
}
