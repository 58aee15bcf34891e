//! Run-in leads: 经济实力稳步提升。 at the start of a paragraph, 交通项目： at the start of an item.

use source::{Passage, Span};

/// Longest run-in lead, in characters.
const LONGEST_LEAD: usize = 24;

/// The length of a run-in lead: a bold beginning, or a short first sentence without a figure that has
/// more text behind it. Items may also have a label that ends with a colon.
pub(super) fn length(text: &Passage, spans: &[Span], bold: usize, item: bool) -> usize {
    let body = text.text();
    if bold > 0
        && let Some(first) = spans.first()
    {
        let end = body
            .char_indices()
            .map(|(at, c)| at + c.len_utf8())
            .take_while(|at| text.offset(*at - 1) < first.start + bold)
            .last();
        if let Some(end) = end.filter(|end| *end < body.len()) {
            let stop = body[end..].chars().next().filter(|c| matches!(c, '。' | '：' | ':' | '.'));
            return end + stop.map_or(0, char::len_utf8);
        }
    }
    let mut quoted = 0i32;
    let mut clause = 0;
    for (at, c) in body.char_indices().take(LONGEST_LEAD) {
        match c {
            '“' | '《' => quoted += 1,
            '”' | '》' => quoted -= 1,
            '。' if clause > 0 && body[clause..at].chars().count() > 6 => return 0,
            '。' if at > 0 => {
                let end = at + c.len_utf8();
                return if end < body.len() { end } else { 0 };
            }
            '：' | ':' if item && at > 0 => return at + c.len_utf8(),
            '；' | '！' | '？' => return 0,
            // 因地制宜，一城一策。 is a lead, a sentence of longer clauses is not.
            // A lead names what the paragraph is about; a sentence with 是 or 了 already states something.
            '是' | '了' if !item => return 0,
            '，' | ',' if body[clause..at].chars().count() > 6 => return 0,
            '，' | ',' => clause = at + c.len_utf8(),
            '0'..='9' | '０'..='９' if quoted <= 0 && !item => return 0,
            _ => {}
        }
    }
    0
}
