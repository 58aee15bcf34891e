//! Plain text: lines, layout gaps and tab-separated rows become pieces.

use crate::caption;
use crate::marker::{self, Style};
use crate::numeral;
use crate::piece::{Content, Flow, Looks, Piece};
use crate::table::flattened;
use crate::wording::ends_sentence;
use source::Span;

/// A run of white space at least this wide inside a line parts two paragraphs: two full-width spaces.
const GAP: usize = 4;

/// Cuts `text` into pieces.
pub(crate) fn flow(text: String) -> Flow {
    let mut pieces = Vec::new();
    let mut blanks = 0u16;
    let mut page_break = false;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let mut at = start;
        start += line.len();
        for (nth, part) in line.split('\u{c}').enumerate() {
            page_break |= nth > 0;
            let before = pieces.len();
            cut_line(&text, Span::new(at, at + part.len()), &mut pieces);
            at += part.len() + 1;
            match pieces.get_mut(before) {
                Some(first) => {
                    first.blanks = blanks;
                    first.page_break = page_break;
                    (blanks, page_break) = (0, false);
                }
                None if part.ends_with('\n') => blanks = blanks.saturating_add(1),
                None => {}
            }
        }
    }
    Flow { text, pieces }
}

#[expect(clippy::cast_possible_truncation, reason = "held to the largest number in this line")]
fn cut_line(text: &str, line: Span, pieces: &mut Vec<Piece>) {
    let content = trimmed(text, line);
    if content.is_empty() {
        return;
    }
    let indent = width(&text[line.start..content.start]).min(usize::from(u16::MAX)) as u16;
    if let Some(cells) = cells(text, line) {
        pieces.push(Piece { indent, content: Content::Row(cells), ..Piece::text(content) });
        return;
    }
    let mut content = content;
    if let Some(table) = flattened::find(text, content) {
        let glued = !table.caption.is_empty();
        if glued {
            pieces.push(Piece { indent, ..Piece::text(table.caption) });
        }
        let body = Span::new(table.caption.end, table.end);
        pieces.push(Piece { glued, content: Content::Grid(Box::new(table.grid)), ..Piece::text(body) });
        content = trimmed(text, Span::new(table.end, content.end));
        if content.is_empty() {
            return;
        }
    }
    if let Some(inside) = all_bold(text, content) {
        let looks = Looks { bold: inside.len() as u32, ..Looks::default() };
        pieces.push(Piece { indent, looks, ..Piece::text(inside) });
        return;
    }
    for (nth, span) in gap_separated(text, content).into_iter().enumerate() {
        let indent = if nth == 0 { indent } else { GAP as u16 };
        pieces.push(Piece { indent, glued: nth > 0, ..Piece::text(span) });
    }
}

/// What stands between two marks of emphasis that a converter left around a whole line.
fn all_bold(text: &str, line: Span) -> Option<Span> {
    let inside = line.of(text).strip_prefix("**")?.strip_suffix("**")?;
    (!inside.is_empty() && !inside.contains("**")).then(|| Span::new(line.start + 2, line.end - 2))
}

/// The cells of a line with tabs, empty ones included; tabs at the start of a line of text are an indent.
fn cells(text: &str, line: Span) -> Option<Vec<Span>> {
    let body = line.of(text).trim_end_matches(['\n', '\r']);
    if !body.contains('\t') {
        return None;
    }
    let mut at = line.start;
    let cells: Vec<Span> = body
        .split('\t')
        .map(|cell| {
            let span = trimmed(text, Span::new(at, at + cell.len()));
            at += cell.len() + 1;
            span
        })
        .collect();
    let filled = cells.iter().filter(|cell| !cell.is_empty()).count();
    let indented_text = filled == 1 && cells.last().is_some_and(|cell| !cell.is_empty()) && cells.len() <= 3;
    (!indented_text).then_some(cells)
}

/// `span` without the white space (and byte-order mark) at its ends.
pub(crate) fn trimmed(text: &str, span: Span) -> Span {
    let body = span.of(text);
    let blank = |c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}');
    let rest = body.trim_start_matches(blank);
    let start = span.start + (body.len() - rest.len());
    Span::new(start, start + rest.trim_end_matches(blank).len())
}

fn width(space: &str) -> usize {
    space
        .chars()
        .map(|c| match c {
            '\u{3000}' => 2,
            '\t' => 4,
            '\u{feff}' | '\u{200b}' => 0,
            _ => 1,
        })
        .sum()
}

pub(crate) fn gap_separated(text: &str, content: Span) -> Vec<Span> {
    let body = content.of(text);
    if !body.contains("  ")
        && !body.contains(['\u{3000}', '\u{a0}'])
        && !["。 ", "； ", "： "].iter().any(|sign| body.contains(sign))
        && !body.contains("。专栏")
    {
        return vec![content];
    }
    let mut spans = Vec::new();
    let mut start = content.start;
    let mut gap: Option<usize> = None;
    for (at, c) in content.of(text).char_indices() {
        let at = content.start + at;
        if c.is_whitespace() {
            gap.get_or_insert(at);
        } else if at > start && text[..at].ends_with('。') && caption::glued(&text[at..content.end]) {
            spans.push(Span::new(start, gap.take().unwrap_or(at)));
            start = at;
        } else if let Some(from) = gap.take()
            && parts(&text[start..from], &text[from..at], &text[at..content.end])
        {
            spans.push(Span::new(start, from));
            start = at;
        }
    }
    spans.push(Span::new(start, content.end));
    spans
}

/// Whether the white space between two stretches of a line parts them into pieces of their own.
fn parts(before: &str, space: &str, behind: &str) -> bool {
    // 合　　计, 目　　录: a word of spaced letters.
    let spaced_word =
        before.chars().nth(1).is_none() || (behind.chars().nth(1).is_none() && !ends_sentence(before));
    // Behind a sentence a number as headings have it needs no wide gap.
    let heading = || {
        before.ends_with(['。', '；', '：'])
            && marker::parse(behind).is_some_and(|mark| {
                mark.style.is_division() || matches!(mark.style, Style::Han | Style::HanParen)
            })
    };
    // A signature line (二○一一年十二月十五日) closes a letter; a title follows.
    let dated = || {
        before.ends_with('日')
            && before.contains('年')
            && before.contains('月')
            && before.chars().count() <= 12
    };
    // 第四节     远景目标: a wide gap behind the number of a heading, as converters from PDF leave it.
    let number = marker::parse(before)
        .is_some_and(|mark| mark.style.is_division() && mark.title >= before.trim_end().len())
        || before
            .strip_suffix('、')
            .is_some_and(|han| !han.is_empty() && han.chars().all(numeral::is_chinese));
    !spaced_word && !number && (width(space) >= GAP || heading() || dated())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<(String, u16, bool)> {
        let flow = flow(text.to_owned());
        flow.pieces.iter().map(|p| (p.span.of(&flow.text).to_owned(), p.blanks, p.page_break)).collect()
    }

    #[test]
    fn lines_gaps_and_breaks() {
        assert_eq!(
            pieces("\n  第一章　环境　　今年是\r\n\n\n明年\u{c}后年\n"),
            [
                ("第一章　环境".to_owned(), 1, false),
                ("今年是".to_owned(), 0, false),
                ("明年".to_owned(), 2, false),
                ("后年".to_owned(), 0, true),
            ]
        );
    }

    #[test]
    fn a_number_keeps_its_title() {
        assert_eq!(pieces("          第四节      远景目标\n")[0].0, "第四节      远景目标");
        assert_eq!(pieces("  一、      总体要求\n")[0].0, "一、      总体要求");
        assert_eq!(pieces("12      用水总量      96\n").len(), 3);
    }

    #[test]
    fn tabs_make_cells() {
        let flow = flow("1\t收入\t\t5\n\t缩进的一段\n".to_owned());
        let Content::Row(cells) = &flow.pieces[0].content else { panic!("a row") };
        assert_eq!(cells.iter().map(|c| c.of(&flow.text)).collect::<Vec<_>>(), ["1", "收入", "", "5"]);
        assert!(flow.pieces[1].is_text());
    }
}
