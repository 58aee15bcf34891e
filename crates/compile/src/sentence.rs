//! Sentences, clauses and list items: cuts at stops that stand outside brackets and quotation marks.

use std::ops::Range;

/// Longest bracketed or quoted piece, in bytes; a longer one is taken for a missing closing mark.
const LONGEST_BRACKET: usize = 900;
/// How many open marks are kept in mind.
const DEEPEST: usize = 8;

/// A clause of a sentence with the stop behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Clause {
    /// Bytes of the text, without the stop.
    pub(crate) range: Range<usize>,
    /// The stop behind it; `\0` at the end of a text without one.
    pub(crate) stop: char,
}

/// The closing mark that belongs to an opening one.
fn closing(open: char) -> Option<char> {
    Some(match open {
        '（' => '）',
        '(' => ')',
        '“' => '”',
        '‘' => '’',
        '《' => '》',
        '〈' => '〉',
        '【' => '】',
        '〔' => '〕',
        '[' => ']',
        '［' => '］',
        '「' => '」',
        _ => return None,
    })
}

/// The places in `text` where `stop` holds and no bracket or quotation mark is open.
///
/// An opening mark without its closing one hides nothing.
pub(crate) fn cuts(text: &str, stop: impl Fn(char) -> bool) -> Vec<(usize, char)> {
    let mut found: Vec<(usize, char)> = Vec::new();
    let mut open: Vec<(char, usize, usize)> = Vec::new();
    for (at, c) in text.char_indices() {
        // Ideographs, by far the most of a text, are no marks.
        if ('\u{4e00}'..='\u{9fff}').contains(&c) {
            if stop(c) {
                found.push((at, c));
            }
            continue;
        }
        let in_number = match c {
            ',' | '，' => groups_digits(text, at, c),
            ':' => between_digits(text, at),
            _ => false,
        };
        if stop(c) && !in_number {
            found.push((at, c));
        } else if let Some(close) = closing(c) {
            if open.len() == DEEPEST {
                open.remove(0);
            }
            open.push((close, at, found.len()));
        } else if let Some(index) = open.iter().rposition(|(close, ..)| *close == c) {
            let (_, start, kept) = open[index];
            if at - start <= LONGEST_BRACKET {
                found.truncate(kept);
            }
            open.truncate(index);
        }
    }
    found
}

/// Whether a comma at `at` separates thousands: 1,200.
fn groups_digits(text: &str, at: usize, comma: char) -> bool {
    let digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let behind = text[at + comma.len_utf8()..].chars().take(4).take_while(|c| digit(*c)).count();
    behind == 3 && text[..at].ends_with(digit)
}

/// Whether a colon at `at` stands in a ratio or a time of day: 16:47:36, 8:30.
fn between_digits(text: &str, at: usize) -> bool {
    let digit = |c: char| c.is_ascii_digit();
    text[..at].trim_end().ends_with(digit) || text[at + 1..].trim_start().starts_with(digit)
}

/// The pieces of `range` of `text` between the cuts, with the stop behind each; empty pieces are left out.
pub(crate) fn split(text: &str, range: Range<usize>, stop: impl Fn(char) -> bool) -> Vec<Clause> {
    let Some(part) = text.get(range.clone()) else {
        return Vec::new();
    };
    let mut pieces = Vec::new();
    let mut start = 0;
    for (at, c) in cuts(part, stop).into_iter().chain([(part.len(), '\0')]) {
        let piece = trim(part, start..at);
        if !piece.is_empty() {
            pieces.push(Clause { range: range.start + piece.start..range.start + piece.end, stop: c });
        }
        start = at + c.len_utf8();
    }
    pieces
}

/// A sentence with its clauses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sentence {
    /// Bytes of the text, without the stop.
    pub(crate) range: Range<usize>,
    pub(crate) clauses: Vec<Clause>,
}

/// The sentences of a text, each with its clauses.
pub(crate) fn read(text: &str) -> Vec<Sentence> {
    sentences(text, 0..text.len())
        .into_iter()
        .map(|sentence| Sentence { clauses: clauses(text, sentence.range.clone()), range: sentence.range })
        .collect()
}

/// The sentences of a text: 。！？ end one.
pub(crate) fn sentences(text: &str, range: Range<usize>) -> Vec<Clause> {
    split(text, range, |c| matches!(c, '。' | '！' | '？' | '\n'))
}

/// The clauses of a sentence: ，；： end one, also in half width.
pub(crate) fn clauses(text: &str, sentence: Range<usize>) -> Vec<Clause> {
    split(text, sentence, |c| matches!(c, '，' | '；' | '：' | ',' | ';' | ':'))
}

/// The items of a list: 、 ends one.
pub(crate) fn items(text: &str, range: Range<usize>) -> Vec<Clause> {
    split(text, range, |c| c == '、')
}

/// `range` without the white space at its ends.
pub(crate) fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let start = range.start + part.len() - part.trim_start().len();
    let end = range.start + part.trim_end().len();
    if start > end { end..end } else { start..end }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str, cut: impl Fn(&str, Range<usize>) -> Vec<Clause>) -> Vec<&str> {
        cut(text, 0..text.len()).into_iter().map(|piece| &text[piece.range]).collect()
    }

    #[test]
    fn stops_inside_marks_do_not_cut() {
        let text = "建设甲园（一期、二期）、“乙、丙”工程、丁路";
        assert_eq!(pieces(text, items), ["建设甲园（一期、二期）", "“乙、丙”工程", "丁路"]);
        assert_eq!(pieces("甲，乙（丙，丁；戊。己：庚", clauses), ["甲", "乙（丙", "丁", "戊。己", "庚"]);
        assert_eq!(pieces("一句。 二句！“三。四”句", sentences), ["一句", "二句", "“三。四”句"]);
        assert_eq!(pieces("甲）、乙", items), ["甲）", "乙"]);
        assert_eq!(pieces("主要目标:结构比为16:47:36", clauses), ["主要目标", "结构比为16:47:36"]);
        assert_eq!(pieces("产值１，２００亿元，增长8%", clauses), ["产值１，２００亿元", "增长8%"]);
    }
}
