//! Small facts of written Chinese that several rules share: where sentences and clauses end, what is
//! a Chinese character, how lists are written.

use std::ops::Range;

/// The ends (exclusive, stop included) of the sentences of `text`; the last one is its length.
pub(crate) fn sentence_ends(text: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    for (at, c) in text.char_indices() {
        if matches!(c, '。' | '！' | '？' | '\n') {
            ends.push(at + c.len_utf8());
        }
    }
    if ends.last() != Some(&text.len()) && !text.is_empty() {
        ends.push(text.len());
    }
    ends
}

/// Whether `c` ends a clause: comma, stop, semicolon, colon.
pub(crate) fn ends_clause(c: char) -> bool {
    matches!(c, '，' | '。' | '；' | '：' | '！' | '？' | ',' | ';' | ':' | '\n')
}

/// The clause of `text` that holds the byte at `at`, without its closing mark.
pub(crate) fn clause_at(text: &str, at: usize) -> Range<usize> {
    let start =
        text[..at].char_indices().rev().find(|(_, c)| ends_clause(*c)).map_or(0, |(i, c)| i + c.len_utf8());
    let end = text[at..].find(ends_clause).map_or(text.len(), |i| at + i);
    start..end
}

/// The clauses of `text` without their closing marks.
pub(crate) fn clauses(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut start = 0;
    text.char_indices()
        .filter(|(_, c)| ends_clause(*c))
        .map(|(at, c)| (at, at + c.len_utf8()))
        .chain(std::iter::once((text.len(), text.len())))
        .filter_map(move |(end, next)| {
            let range = start..end;
            start = next;
            (!text[range.clone()].trim().is_empty()).then_some(range)
        })
}

/// Whether `c` is a Chinese character.
pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '〇')
}

/// The quoted parts “…” and 「…」 of `text`, as ranges without the marks; nested ones are left out.
pub(crate) fn quoted(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut open = None;
    for (at, c) in text.char_indices() {
        match c {
            '“' | '「' if open.is_none() => open = Some(at + c.len_utf8()),
            '”' | '」' => {
                if let Some(start) = open.take() {
                    out.push(start..at);
                }
            }
            _ => {}
        }
    }
    out
}

/// Splits a list at its enumeration marks (、) outside brackets and quotation marks.
pub(crate) fn enumeration(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut depth = 0_u32;
    let mut start = 0;
    for (at, c) in text.char_indices() {
        match c {
            '（' | '(' | '“' | '《' | '「' => depth += 1,
            '）' | ')' | '”' | '》' | '」' => depth = depth.saturating_sub(1),
            '、' if depth == 0 => {
                out.push(start..at);
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    out.push(start..text.len());
    out
}

/// The value of a small number written in Arabic or Chinese numerals, up to 99.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a count or place in a text or table held in memory, whose size is limited on the way in"
)]
pub(crate) fn small_number(text: &str) -> Option<u32> {
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse().ok();
    }
    let digit = |c| {
        "〇一二三四五六七八九".chars().position(|d| d == c).map(|d| d as u32).or(match c {
            '两' | '双' => Some(2),
            '零' => Some(0),
            _ => None,
        })
    };
    let mut value = 0;
    let mut seen = false;
    let mut pending = None;
    for c in text.chars() {
        if c == '十' {
            value += pending.take().unwrap_or(1) * 10;
        } else if pending.is_none() {
            pending = Some(digit(c)?);
        } else {
            return None;
        }
        seen = true;
    }
    seen.then_some(value + pending.unwrap_or(0))
}

/// Two whole numbers with a dash between them: 3-5, 16—20.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DigitRange {
    pub(crate) low: u32,
    pub(crate) high: u32,
    pub(crate) range: Range<usize>,
    /// What follows, blanks skipped.
    pub(crate) unit: Option<char>,
}

/// The ranges of whole numbers of at most four digits in `text`; dates and document numbers are left out.
pub(crate) fn digit_ranges(text: &str) -> Vec<DigitRange> {
    let digits = |s: &str| s.bytes().take_while(u8::is_ascii_digit).count();
    let mut out = Vec::new();
    for (at, dash) in text.char_indices().filter(|(_, c)| matches!(c, '-' | '—' | '－' | '～' | '~' | '至'))
    {
        let head = text[..at].trim_end_matches(' ');
        let first = head.len() - head.bytes().rev().take_while(u8::is_ascii_digit).count();
        let after = &text[at + dash.len_utf8()..];
        let tail = after.trim_start_matches(' ');
        let length = digits(tail);
        let end = text.len() - tail.len() + length;
        let before = head[..first].chars().next_back();
        let follows = tail[length..].chars().next();
        // A longer run of digits and dashes is a date, a model or a document number.
        let inside = before.is_some_and(|c| c.is_ascii_alphanumeric() || "-—.～~第号".contains(c))
            || follows.is_some_and(|c| c.is_ascii_alphanumeric() || "-—.～~号".contains(c));
        if inside || first == head.len() || length == 0 || length > 4 || head.len() - first > 4 {
            continue;
        }
        if let (Ok(low), Ok(high)) = (head[first..].parse(), tail[..length].parse()) {
            let unit = text[end..].trim_start_matches(' ').chars().next();
            out.push(DigitRange { low, high, range: first..end, unit });
        }
    }
    out
}

/// Whether `c` can stand in a Chinese numeral.
pub(crate) fn is_numeral(c: char) -> bool {
    const NUMERALS: [char; 18] = [
        '〇', '零', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '百', '千', '万', '亿', '两',
        '双',
    ];
    c.is_ascii_digit() || NUMERALS.contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_at_stops() {
        let text = "甲，乙。丙；丁";
        assert_eq!(sentence_ends(text), [12, 21]);
        assert_eq!(clauses(text).map(|r| &text[r]).collect::<Vec<_>>(), ["甲", "乙", "丙", "丁"]);
        assert_eq!(&text[clause_at(text, 12)], "丙");
    }

    #[test]
    fn small_numbers_in_both_scripts() {
        for (text, value) in
            [("5", 5), ("四", 4), ("十", 10), ("十二", 12), ("四十八", 48), ("两", 2), ("双", 2)]
        {
            assert_eq!(small_number(text), Some(value), "{text}");
        }
        assert_eq!(small_number("四五"), None);
        assert_eq!(small_number(""), None);
    }

    #[test]
    fn ranges_are_told_from_dates_and_models() {
        let found = |text| digit_ranges(text).iter().map(|r| (r.low, r.high, r.unit)).collect::<Vec<_>>();
        assert_eq!(found("建起3-5个园区"), [(3, 5, Some('个'))]);
        assert_eq!(found("企业16 — 20 户"), [(16, 20, Some('户'))]);
        assert!(found("A-07-5地块，2020-03-01，第3-5号").is_empty());
    }

    #[test]
    fn lists_keep_brackets_together() {
        let text = "甲（乙、丙）、“丁、戊”、己";
        assert_eq!(enumeration(text).len(), 3);
        assert_eq!(quoted(text).len(), 1);
    }
}
