//! From pieces of the source to a passage: layout spaces and marks of emphasis are left out.

use crate::raised;
use source::{Passage, Span};

/// Which spaces between two wide characters stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spaces {
    /// None: in running text they come from the layout.
    Drop,
    /// None, and where one piece goes on in the next a number cut by the end of a line or page is whole again.
    Join,
    /// One of them: in a title they part two clauses.
    Keep,
}

/// Whether a space beside this character is layout: Chinese, its punctuation and full-width forms.
pub(crate) fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{fffd}' | '\u{20000}'..='\u{3ffff}' | '\u{2010}'..='\u{203f}' | '\u{2100}'..='\u{27bf}' | '·' | '×' | '±')
}

/// Joins `spans` of `source`, in order, into one passage.
///
/// White space is dropped at both ends and wherever it touches a wide character; between two narrow
/// ones (Latin words, numbers) one white-space character stays. Marks of emphasis (`**`) and invisible
/// characters are dropped.
#[expect(clippy::too_many_lines, reason = "one pass over the letters with the state between them")]
pub(crate) fn passage(source: &str, spans: &[Span], spaces: Spaces) -> Passage {
    let mut builder = Passage::builder(source);
    builder.reserve(spans.iter().map(|span| span.len()).sum());
    let mut last: Option<char> = None;
    let mut space: Option<usize> = None;
    let mut kept: Option<Span> = None;
    for span in spans {
        // Pieces on different lines are parted by at least the line end, which counts as white space.
        let mut boundary = false;
        if last.is_some() && space.is_none() {
            space = line_end_before(source, span.start);
            boundary = spaces == Spaces::Join;
        }
        let text = span.of(source);
        let mut chars = text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let at = span.start + at;
            // Most of a plan: Chinese characters without anything before them that needs thought.
            if space.is_none() && matches!(c, '\u{3001}'..='\u{fdff}') {
                push(&mut builder, &mut kept, Span::new(at, at + c.len_utf8()));
                last = Some(c);
                continue;
            }
            if c.is_whitespace() {
                if space.is_none() || c == ' ' {
                    space = space.filter(|at| source[*at..].starts_with(' ')).or(Some(at));
                }
                continue;
            }
            if may_be_mark(c)
                && let length = raised::mark_length(&source[..at], &source[at..span.end])
                && length > 0
            {
                while chars.next_if(|(next, _)| span.start + next < at + length).is_some() {}
                continue;
            }
            let escapes = c == '\\' && chars.peek().is_some_and(|(_, next)| next.is_ascii_punctuation());
            if escapes || is_invisible(c) {
                continue;
            }
            if matches!(c, '*' | '_') && chars.peek().is_some_and(|(_, next)| *next == c) {
                chars.next();
                continue;
            }
            if let (Some(before), Some(at)) = (last, space) {
                let keep = match (is_wide(before), is_wide(c)) {
                    _ if std::mem::take(&mut boundary) && cuts_number(before, c) => false,
                    (false, false) => true,
                    (true, true) => spaces == Spaces::Keep && !source[at..].starts_with('\n'),
                    _ => false,
                };
                if keep {
                    let width = source[at..].chars().next().map_or(0, char::len_utf8);
                    push(&mut builder, &mut kept, Span::new(at, at + width));
                }
            }
            space = None;
            boundary = false;
            push(&mut builder, &mut kept, Span::new(at, at + c.len_utf8()));
            last = Some(c);
        }
    }
    if let Some(span) = kept {
        builder.push(span);
    }
    builder.finish()
}

/// Collects neighbouring characters so that the builder sees whole runs.
fn push(builder: &mut source::PassageBuilder<'_>, kept: &mut Option<Span>, next: Span) {
    match kept {
        Some(run) if run.end == next.start => run.end = next.end,
        _ => {
            if let Some(run) = kept.replace(next) {
                builder.push(run);
            }
        }
    }
}

/// Where the line end before `at` stands, when only white space lies between.
fn line_end_before(source: &str, at: usize) -> Option<usize> {
    source
        .get(..at)?
        .char_indices()
        .rev()
        .take_while(|(_, c)| c.is_whitespace())
        .find(|(_, c)| *c == '\n')
        .map(|(at, _)| at)
}

/// Whether the end of a line between these characters parts a number: 16|80, 3.|5, 48|%.
fn cuts_number(before: char, after: char) -> bool {
    (before.is_ascii_digit() && (after.is_ascii_digit() || matches!(after, '.' | '%')))
        || (before == '.' && after.is_ascii_digit())
}

/// Whether a mark of a note may begin with this character.
fn may_be_mark(c: char) -> bool {
    matches!(c, '[' | '<' | '¹' | '²' | '³' | '⁰'..='⁾')
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{ad}' | '\u{2060}' | '\u{fe0e}' | '\u{fe0f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clean(source: &str, spaces: Spaces) -> String {
        passage(source, &[Span::new(0, source.len())], spaces).text().to_owned()
    }

    #[test]
    fn layout_spaces_go_and_word_spaces_stay() {
        assert_eq!(clean("产值 115 亿元", Spaces::Drop), "产值115亿元");
        assert_eq!(clean(" 国  务  院 ", Spaces::Drop), "国务院");
        assert_eq!(clean("91.3 (累计)", Spaces::Drop), "91.3 (累计)");
        assert_eq!(clean("Smart  City 建设", Spaces::Drop), "Smart City建设");
        assert_eq!(clean("创新驱动  增强动力", Spaces::Keep), "创新驱动 增强动力");
        assert_eq!(clean("6921 工程", Spaces::Keep), "6921工程");
        assert_eq!(clean("**光伏产业**。", Spaces::Drop), "光伏产业。");
    }

    #[test]
    fn marks_of_notes_are_left_out() {
        assert_eq!(clean("产值达到1680¹亿元", Spaces::Drop), "产值达到1680亿元");
        assert_eq!(clean("化率67⁽①⁾%", Spaces::Drop), "化率67%");
        assert_eq!(clean("建成区96km²，占48%<sup>[1]</sup>。", Spaces::Drop), "建成区96km²，占48%。");
        assert_eq!(clean("<b>甲", Spaces::Drop), "<b>甲");
    }

    #[test]
    fn a_number_cut_in_two_is_whole_again() {
        let source = "产值16\n80亿元";
        let spans = [Span::new(0, 8), Span::new(9, source.len())];
        assert_eq!(passage(source, &spans, Spaces::Join).text(), "产值1680亿元");
        assert_eq!(passage(source, &spans, Spaces::Drop).text(), "产值16\n80亿元");
    }

    #[test]
    fn pieces_join_over_lines() {
        let source = "接待80万\n\n人次 five\nyears";
        let spans = [Span::new(0, 11), Span::new(13, 24), Span::new(25, 30)];
        let joined = passage(source, &spans, Spaces::Drop);
        assert_eq!(joined.text(), "接待80万人次five\nyears");
        assert_eq!(joined.span(joined.text().find("万人").expect("there")..17).of(source), "万\n\n人次");
    }
}
