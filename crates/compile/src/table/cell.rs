//! The content of a table cell as a value.

use plan::Comparator;
use rust_decimal::Decimal;

use crate::frame::compact;

/// What stands in a value cell.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Content {
    /// Nothing at all.
    Empty,
    /// One number or one range.
    Number(Number),
    /// Anything else, as printed: —, 12:44:44, 完成省下达目标.
    Text(String),
}

/// A number in a cell.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Number {
    pub(crate) value: Decimal,
    pub(crate) high: Option<Decimal>,
    pub(crate) comparator: Comparator,
    /// Unit behind the number, empty when there is none.
    pub(crate) unit: String,
    /// Whether brackets or the word 累计 say that it is a sum over the period.
    pub(crate) cumulative: bool,
    /// Whether the cell holds more than the plain number, so that its words are kept.
    pub(crate) plain: bool,
}

/// Signs and words in front of the number.
const BEFORE: [(&str, Comparator); 25] = [
    ("不低于", Comparator::Ge),
    ("不少于", Comparator::Ge),
    ("不小于", Comparator::Ge),
    ("不高于", Comparator::Le),
    ("不超过", Comparator::Le),
    ("不大于", Comparator::Le),
    ("控制在", Comparator::Le),
    ("大于等于", Comparator::Ge),
    ("小于等于", Comparator::Le),
    ("达到", Comparator::Eq),
    ("超过", Comparator::Gt),
    ("突破", Comparator::Gt),
    ("低于", Comparator::Lt),
    ("高于", Comparator::Gt),
    ("小于", Comparator::Lt),
    ("大于", Comparator::Gt),
    ("左右", Comparator::Approx),
    (">=", Comparator::Ge),
    ("<=", Comparator::Le),
    ("≥", Comparator::Ge),
    ("≧", Comparator::Ge),
    ("≤", Comparator::Le),
    ("≦", Comparator::Le),
    (">", Comparator::Gt),
    ("<", Comparator::Lt),
];

/// Words behind the number.
const BEHIND: [(&str, Comparator); 7] = [
    ("及以上", Comparator::Ge),
    ("以上", Comparator::Ge),
    ("及以下", Comparator::Le),
    ("以下", Comparator::Le),
    ("以内", Comparator::Le),
    ("之内", Comparator::Le),
    ("左右", Comparator::Approx),
];

/// Reads a value cell.
pub(crate) fn read(text: &str) -> Content {
    let text = compact(text);
    if text.is_empty() {
        return Content::Empty;
    }
    match number(&text) {
        Some(number) => Content::Number(number),
        None => Content::Text(text),
    }
}

fn number(text: &str) -> Option<Number> {
    let mut rest = text;
    let mut cumulative = false;
    let mut plain = true;
    for mark in ["(累计)", "累计"] {
        if let Some(stripped) = rest.strip_suffix(mark).or_else(|| rest.strip_prefix(mark)) {
            (rest, cumulative, plain) = (stripped, true, false);
        }
    }
    for (open, close) in [('[', ']'), ('〔', '〕'), ('【', '】'), ('［', '］')] {
        if let Some(inner) = rest.strip_prefix(open).and_then(|inner| inner.strip_suffix(close)) {
            (rest, cumulative) = (inner, true);
        }
    }
    if let Some(inner) = rest.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
        rest = inner;
    }
    let mut comparator = Comparator::Eq;
    if let Some((word, meaning)) = BEFORE.iter().find(|(word, _)| rest.starts_with(word)) {
        (rest, comparator) = (&rest[word.len()..], *meaning);
    } else if let Some(stripped) = rest.strip_prefix('约') {
        (rest, comparator) = (stripped, Comparator::Approx);
    }
    let (value, mut rest) = leading(rest)?;
    let mut high = None;
    if let Some(after) = rest.strip_prefix(['-', '~', '～', '—', '–', '－', '至'])
        && let Some((upper, tail)) = leading(after)
        && upper > value
    {
        (high, rest, comparator) = (Some(upper), tail, Comparator::Range);
    }
    for (word, meaning) in BEHIND {
        if let Some(before) = rest.strip_suffix(word) {
            if comparator == Comparator::Eq {
                comparator = meaning;
            }
            rest = before;
            break;
        }
    }
    (rest.is_empty() || is_unit(rest)).then(|| Number {
        value,
        high,
        comparator,
        unit: rest.to_owned(),
        cumulative,
        plain,
    })
}

/// The number at the start of `text` and what follows it.
fn leading(text: &str) -> Option<(Decimal, &str)> {
    let (sign, body) = match text.strip_prefix(['-', '－', '−']) {
        Some(body) => (-Decimal::ONE, body),
        None => (Decimal::ONE, text.strip_prefix('+').unwrap_or(text)),
    };
    let mut end = 0;
    for (at, c) in body.char_indices() {
        let more = c.is_ascii_digit()
            || (c == '.' && body[at + 1..].starts_with(|next: char| next.is_ascii_digit()))
            || (c == ',' && at > 0 && group(&body[at + 1..]));
        if !more {
            break;
        }
        end = at + 1;
    }
    let digits: String = body[..end].chars().filter(|c| *c != ',').collect();
    let value: Decimal = digits.parse().ok()?;
    Some((sign * value, &body[end..]))
}

/// Whether exactly three digits follow, as behind a thousands separator.
fn group(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    digits == 3
}

/// Whether `text` is a unit of measure or a counter.
pub(crate) fn is_unit(text: &str) -> bool {
    if text.is_empty() || text.chars().count() > 12 || text.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let probe = format!("1{text}");
    let mentions = phrase::scan(&probe);
    matches!(mentions.as_slice(), [only] if only.span == (0..probe.len()) && (only.unit.is_some() || !only.printed.unit.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> (String, Option<String>, Comparator, String, bool) {
        match read(text) {
            Content::Number(n) => {
                (n.value.to_string(), n.high.map(|h| h.to_string()), n.comparator, n.unit, n.cumulative)
            }
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn numbers_in_cells() {
        let plain = String::new;
        for (text, value, high, comparator, unit, cumulative) in [
            ("1 234.5", "1234.5", None, Comparator::Eq, "", false),
            ("1,234", "1234", None, Comparator::Eq, "", false),
            ("-3.2", "-3.2", None, Comparator::Eq, "", false),
            ("≥80", "80", None, Comparator::Ge, "", false),
            ("＜15", "15", None, Comparator::Lt, "", false),
            ("7以上", "7", None, Comparator::Ge, "", false),
            ("[300]", "300", None, Comparator::Eq, "", true),
            ("40.5（累计）", "40.5", None, Comparator::Eq, "", true),
            ("3～5", "3", Some("5"), Comparator::Range, "", false),
            ("113%", "113", None, Comparator::Eq, "%", false),
            ("控制在5%以内", "5", None, Comparator::Le, "%", false),
        ] {
            assert_eq!(
                of(text),
                (value.to_owned(), high.map(str::to_owned), comparator, unit.to_owned(), cumulative),
                "{text}"
            );
        }
        assert_eq!(plain(), "");
    }

    #[test]
    fn words_in_cells() {
        for text in ["—", "12:44:44", "按省下达任务完成", "2019年6月", "一类≥30二类≥15"] {
            assert_eq!(read(text), Content::Text(compact(text)), "{text}");
        }
        assert_eq!(read(" "), Content::Empty);
    }
}
