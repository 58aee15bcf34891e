//! Raised signs: marks of notes (1680¹亿元) are told from exponents (km², ×10⁴).
//!
//! In an extracted text a mark is written with the superscript signs of Unicode, so that it is seen and
//! never part of a number or a name; passages leave it out.

/// A mark of a note is no longer than this, in characters.
const LONGEST_MARK: usize = 12;

/// Units of length and time that are raised to a power, in lower case.
const POWERED: [&str; 12] = ["m", "cm", "mm", "dm", "km", "hm", "nm", "um", "s", "米", "公里", "千米"];

/// What raised text reads as behind `before`: an exponent or a foreign ending stays as it is, a mark of a
/// note is written in superscript signs.
pub(crate) fn written(text: &str, before: &str) -> String {
    let body = text.trim();
    if body.is_empty() {
        return text.to_owned();
    }
    if is_power(body) && has_power(before) {
        return body.to_owned();
    }
    if is_power(body) && ends_with_ten(before) {
        return body.chars().map(|c| superscript(c).unwrap_or(c)).collect();
    }
    if !is_mark(body) {
        return text.to_owned();
    }
    let signs: Option<String> = body.chars().map(superscript).collect();
    signs.unwrap_or_else(|| format!("⁽{}⁾", body.trim_matches(|c| "[]［］()（）〔〕【】".contains(c))))
}

/// The number of bytes at the start of `rest` that are a mark of a note, given the text before it; 0 when
/// none begins there.
pub(crate) fn mark_length(before: &str, rest: &str) -> usize {
    let Some(first) = rest.chars().next() else { return 0 };
    match first {
        '⁽' => {
            let end = rest.char_indices().take(LONGEST_MARK + 4).find(|(_, c)| *c == '⁾');
            end.map_or(0, |(at, c)| at + c.len_utf8())
        }
        _ if is_superscript(first) => {
            let length: usize = rest.chars().take_while(|c| is_superscript(*c)).map(char::len_utf8).sum();
            if has_power(before) || ends_with_ten(before) { 0 } else { length }
        }
        // Marks that Markdown writes in its own ways.
        '[' if rest.starts_with("[^") => {
            let label =
                rest[2..].chars().take_while(|c| c.is_alphanumeric()).map(char::len_utf8).sum::<usize>();
            let closed = label > 0 && label <= 16 && rest[2 + label..].starts_with(']');
            let length = 2 + label + 1;
            match closed {
                true if before.trim_end_matches(' ').ends_with('\n') || before.trim().is_empty() => {
                    length + usize::from(rest[length..].starts_with(':'))
                }
                true => length,
                false => 0,
            }
        }
        '<' if rest.get(..5).is_some_and(|tag| tag.eq_ignore_ascii_case("<sup>")) => {
            let Some(end) = rest
                .char_indices()
                .take(40)
                .find(|(at, _)| rest.get(*at..at + 6).is_some_and(|tag| tag.eq_ignore_ascii_case("</sup>")))
            else {
                return 0;
            };
            let body = &rest[5..end.0.max(5)];
            let power = is_power(body) && (has_power(before) || ends_with_ten(before));
            if is_mark(body) && !power { end.0 + 6 } else { 0 }
        }
        _ => 0,
    }
}

/// Whether raised text looks like the mark of a note: a number, a sign or a letter, perhaps in brackets.
fn is_mark(text: &str) -> bool {
    let text = text.trim();
    if text.is_empty() || text.chars().nth(LONGEST_MARK).is_some() {
        return false;
    }
    let core = text
        .trim_matches(|c| "[]［］()（）〔〕【】".contains(c))
        .trim_start_matches("注")
        .trim_end_matches(['、', ',', '，']);
    let letters = core.chars().count() == 1 && core.starts_with(|c: char| matches!(c, 'a'..='h' | 'i'));
    let roman = !core.is_empty() && core.chars().all(|c| matches!(c, 'i' | 'v' | 'x' | 'ⅰ'..='ⅻ'));
    let sign = |c: char| {
        c.is_ascii_digit()
            || matches!(c, '０'..='９' | '①'..='⒇' | '*' | '＊' | '†' | '‡' | '§' | '※' | '△' | '▲' | '#' | '☆' | '★')
            || matches!(
                c,
                ',' | '、' | '，' | '-' | '–' | '—' | '~' | '～' | ' ' | '[' | ']' | '［' | '］' | '注'
            )
    };
    let digits = core.chars().filter(char::is_ascii_digit).count();
    letters
        || roman
        || (core.chars().all(sign) && digits <= 6 && (!core.is_empty() || text.starts_with('注')))
}

fn is_power(text: &str) -> bool {
    let digits = text.trim_start_matches(['-', '−', '－', '–']);
    (1..=2).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a number behind `before` is its power: a unit of length, a single letter, CO.
fn has_power(before: &str) -> bool {
    let letters: Vec<char> = before.chars().rev().take_while(char::is_ascii_alphabetic).take(4).collect();
    let word: String = letters.iter().rev().collect::<String>().to_ascii_lowercase();
    // μm and µm end in a letter behind a sign that is no ASCII.
    letters.len() == 1
        || word == "co"
        || POWERED.contains(&word.as_str())
        || (word.is_empty()
            && ["米", "公里", "千米", "㎡"].iter().any(|unit| before.ends_with(unit))
            && !before.ends_with("平方米")
            && !before.ends_with("立方米")
            && !before.ends_with("平方公里")
            && !before.ends_with("平方千米"))
}

/// ×10 as in 3.2×10⁴.
fn ends_with_ten(before: &str) -> bool {
    before.strip_suffix("10").is_some_and(|rest| rest.trim_end().ends_with(['×', '*', 'x', 'X', '·']))
}

fn is_superscript(c: char) -> bool {
    matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹' | '⁻')
}

fn superscript(c: char) -> Option<char> {
    Some(match c {
        '0' | '０' => '⁰',
        '1' | '１' => '¹',
        '2' | '２' => '²',
        '3' | '３' => '³',
        '4'..='9' => char::from_u32('⁴' as u32 + (c as u32 - '4' as u32))?,
        '４'..='９' => char::from_u32('⁴' as u32 + (c as u32 - '４' as u32))?,
        '-' | '−' | '－' => '⁻',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_powers() {
        let cases = [
            ("1", "产值达到1680", "¹"),
            ("12", "常住人口", "¹²"),
            ("[2]", "1680", "⁽2⁾"),
            ("①", "67", "⁽①⁾"),
            ("*", "粮食产量", "⁽*⁾"),
            ("注1", "粮食产量", "⁽注1⁾"),
            ("2", "96km", "2"),
            ("3", "27μg/m", "3"),
            ("2", "CO", "2"),
            ("1", "GDP", "¹"),
            ("4", "3.2×10", "⁴"),
            ("1", "10", "¹"),
            ("th", "the 5", "th"),
            ("（预计）", "1680", "（预计）"),
            ("2", "1680万平方米", "²"),
        ];
        for (text, before, expected) in cases {
            assert_eq!(written(text, before), expected, "{before}{text}");
        }
    }

    #[test]
    fn marks_are_found_again() {
        for (before, rest, length) in [
            ("1680", "¹亿元", "¹".len()),
            ("96km", "²。", 0),
            ("3.2×10", "⁴吨", 0),
            ("67", "⁽①⁾", "⁽①⁾".len()),
            ("67", "⁽ 没有结尾的一段很长很长的文字", 0),
            ("48%", "<sup>1</sup>", 12),
            ("96km", "<sup>2</sup>", 0),
            ("48%", "[^a1]。", 5),
            ("\n", "[^1]: 注", 5),
            ("甲", "[^", 0),
            ("甲", "<sup>", 0),
        ] {
            assert_eq!(mark_length(before, rest), length, "{before}{rest}");
        }
    }
}
