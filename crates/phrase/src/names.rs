//! Numerals that are parts of names: fixed words, codes, slogans, titles, unit labels.

use crate::language::Lexicon;
use crate::mention::Mention;
use crate::text::Text;

/// The end of a guard word at `at`.
pub(crate) fn guard(lexicon: &Lexicon, text: Text<'_>, at: usize) -> Option<usize> {
    let (first, next) = text.at(at)?;
    // Some sixty words begin with 一; the second character rules out nearly all of them.
    let second = text.raw.as_bytes().get(next..next + 3)?;
    let words = lexicon.guards.starting(first).iter();
    words
        .filter(|word| word.as_bytes().get(first.len_utf8()..first.len_utf8() + 3) == Some(second))
        .find_map(|word| text.word(at, word, false))
}

/// Whether the digits at `at` belong to a code, a name or an address: PM2.5, 5G+, R&D2, %20.
pub(crate) fn inside_code(text: Text<'_>, at: usize) -> bool {
    let Some((c, before)) = text.before(at) else { return false };
    let earlier = text.peek_before(before);
    match c {
        '_' | '#' | '@' | '\\' => true,
        '=' | '&' | '%' => earlier.is_ascii_alphanumeric() || c == '%',
        '+' => earlier.is_ascii_alphanumeric(),
        '.' | '-' | '/' => earlier.is_ascii_alphabetic(),
        _ => c.is_ascii_alphanumeric(),
    }
}

/// The end of the run of letters and digits that begins or goes on at `at`.
pub(crate) fn skip_code(text: Text<'_>, at: usize) -> usize {
    let mut to = at;
    while let Some((c, next)) = text.at(to) {
        let inner =
            matches!(c, '.' | '%' | '-' | '+' | '_' | '&' | '=') && text.peek(next).is_ascii_alphanumeric();
        if !c.is_ascii_alphanumeric() && !inner {
            break;
        }
        to = next;
    }
    to.max(text.at(at).map_or(at, |(_, next)| next))
}

/// Whether the Chinese numeral between two positions stands inside a short quotation: “三证合一”.
pub(crate) fn in_slogan(text: Text<'_>, start: usize, end: usize) -> bool {
    const LONGEST: usize = 14;
    let mut at = start;
    let mut opened = false;
    for _ in 0..LONGEST {
        match text.before(at) {
            Some(('“' | '「' | '‘', _)) => {
                opened = true;
                break;
            }
            Some(('”' | '」' | '’' | '，' | '\n' | '。', _)) | None => break,
            Some((_, before)) => at = before,
        }
    }
    let mut to = end;
    for _ in 0..LONGEST {
        match text.at(to) {
            Some(('”' | '」' | '’', _)) => return opened,
            Some(('“' | '「' | '‘' | '，' | '\n' | '。', _)) | None => break,
            Some((_, next)) => to = next,
        }
    }
    false
}

/// `(亿元)`, a cell with nothing but 万亩: the unit of a column, not an amount.
pub(crate) fn is_unit_label(text: Text<'_>, mention: &Mention) -> bool {
    let before = text.peek_before(text.skip_gap_back(mention.span.start));
    let behind = text.peek(text.skip_gap(mention.span.end));
    matches!(before, '(' | '\t' | ':' | '|' | '[')
        && matches!(behind, ')' | '\t' | '\n' | '。' | '|' | ']' | '、' | '/')
}

/// The end of a title in 《》, when it closes within the same sentence.
pub(crate) fn title_end(text: Text<'_>, behind: usize) -> usize {
    const LONGEST: usize = 120;
    let mut to = behind;
    for _ in 0..LONGEST {
        match text.at(to) {
            Some(('》', next)) => return next,
            Some(('\n' | '。' | '；' | '《', _)) | None => break,
            Some((_, next)) => to = next,
        }
    }
    behind
}

/// Whether a multiplier without a digit has lost its number: XX亿元, __亿元, 12O亿元, 1680①亿元, 900（现价）亿元.
///
/// It would be read as 1亿元.
pub(crate) fn damaged(text: Text<'_>, start: usize) -> bool {
    /// Longest note between a number and its unit, in characters.
    const LONGEST: usize = 12;
    let at = text.skip_gap_back(start);
    let Some((c, before)) = text.before(at) else { return false };
    // A place held for a number, or a mark of a note behind one.
    let held =
        matches!(c, 'X' | 'x' | '×' | '*' | '_' | '□' | '■' | '●' | '○' | '◯' | '△' | '…' | '?' | '？');
    let mark = ('①'..='⑳').contains(&c) || matches!(c, '¹' | '²' | '³' | '⁴' | '⁵' | '⁶' | '⁷' | '⁸' | '⁹');
    if held || mark {
        return true;
    }
    if c.is_ascii_alphabetic() || matches!(c, 'О' | 'о') {
        // 12O: a letter inside what is a number.
        return text.peek_before(before).is_ascii_digit();
    }
    let open = match c {
        ')' | '）' => ['(', '（'],
        ']' | '］' | '〕' => ['[', '〔'],
        _ => return false,
    };
    let mut at = before;
    for _ in 0..LONGEST {
        let Some((c, front)) = text.before(at) else { return false };
        if open.contains(&c) {
            return text.peek_before(text.skip_gap_back(front)).is_ascii_digit();
        }
        at = front;
    }
    false
}
