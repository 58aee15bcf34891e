//! A figure as a cell prints it, with everything that people put around it.

use crate::grid::Content;
use crate::label::{is_mark, without_marks};
use rust_decimal::Decimal;

/// What stands in the place of a figure.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Read {
    /// Nothing, or a sign that there is nothing.
    Missing,
    Number(Number),
    /// A structure such as 12:44:44.
    Structure(String),
    /// The error value of a formula.
    Fault(String),
    /// A formula that was never computed.
    Uncomputed,
    /// Words, or something between words and a number.
    Words(String),
    Range(String),
    Date(String),
}

/// A number and how it was written.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Number {
    pub value: Decimal,
    pub unit: String,
    pub mark: String,
    /// Stored as text.
    pub typed: bool,
    /// Brackets around it, as accountants write what is negative.
    pub bracketed: bool,
    /// 1.08E+02 as text, which has lost digits.
    pub scientific: bool,
    /// 约, 左右, ≥.
    pub vague: bool,
}

/// Bytes of a text beyond which it is no figure.
const LONGEST: usize = 120;

/// Signs that a figure is missing by intention.
const NOTHING: [&str; 18] = [
    "无",
    "缺",
    "空缺",
    "暂无",
    "缺失",
    "未公布",
    "尚未公布",
    "暂缺",
    "n/a",
    "na",
    "n.a.",
    "nan",
    "null",
    "..",
    "...",
    "——",
    "x",
    "×",
];

pub(crate) fn read(content: &Content) -> Read {
    match content {
        Content::Number(value) => Read::Number(Number { value: *value, ..Number::default() }),
        Content::Percent(value) => {
            Read::Number(Number { value: *value, unit: "%".to_owned(), ..Number::default() })
        }
        Content::Date(date) => Read::Date(date.to_string()),
        Content::Fault(fault) => Read::Fault(fault.to_string()),
        Content::Uncomputed => Read::Uncomputed,
        Content::Text(text) => of_text(text),
    }
}

#[expect(
    clippy::too_many_lines,
    reason = "the ways of writing a number, tried from the most telling to the least"
)]
fn of_text(original: &str) -> Read {
    // No figure is printed in so many bytes.
    if original.len() > LONGEST {
        return Read::Words(original.trim().chars().take(40).collect());
    }
    let folded = phrase::fold(original.trim().trim_start_matches(['\'', '’', '‘', '`']));
    let text: String = folded
        .text()
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '\u{200b}' && *c != '\u{feff}')
        .collect();
    let dashes = text.chars().all(|c| {
        matches!(
            c,
            '—' | '-' | '–' | '－' | '/' | '―' | '…' | '─' | '.' | '·' | '*' | '\\' | '⋯' | '　' | '_'
        )
    });
    if text.is_empty() || dashes || NOTHING.contains(&text.to_lowercase().as_str()) {
        return Read::Missing;
    }
    if text.starts_with('#') && text.len() > 1 && text.chars().nth(1).is_some_and(|c| c.is_ascii_uppercase())
    {
        return Read::Fault(text);
    }
    // 亿元 alone is a unit and no amount, XX亿元 a gap.
    if !text.chars().any(|c| c.is_ascii_digit()) {
        return Read::Words(original.trim().to_owned());
    }
    let (body, mark) = without_marks(&text);
    if let Some(inner) = body.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'))
        && let Some((value, "", _)) = leading(inner)
        && !inner.starts_with('-')
    {
        return Read::Number(Number {
            value: -value,
            mark,
            typed: true,
            bracketed: true,
            ..Number::default()
        });
    }
    if let Some((value, unit, scientific)) = leading(body) {
        let unit = unit.trim();
        if unit.is_empty()
            || unit == "%"
            || unit.starts_with(|c: char| !c.is_ascii_digit()) && phrase::parse_unit(unit).is_some()
        {
            return Read::Number(Number {
                value,
                unit: unit.to_owned(),
                mark,
                typed: true,
                scientific,
                ..Number::default()
            });
        }
    }
    let cell = phrase::parse_cell(original.trim());
    match cell.value {
        phrase::CellValue::Ratio(_) => Read::Structure(original.trim().to_owned()),
        phrase::CellValue::Range(..) => Read::Range(original.trim().to_owned()),
        phrase::CellValue::Number(value) if cell.comparator.is_some() => {
            Read::Number(Number { value, unit: cell.unit, vague: true, typed: true, ..Number::default() })
        }
        // 1千 and 1.2万元 are written with their scale.
        phrase::CellValue::Number(value)
            if !body.chars().any(|c| c.is_ascii_alphabetic())
                && !body.chars().any(is_mark)
                && cell.note.is_none() =>
        {
            Read::Number(Number { value, unit: cell.unit, mark, typed: true, ..Number::default() })
        }
        _ => Read::Words(original.trim().to_owned()),
    }
}

/// The number that a text begins with, what stands behind it, and whether it is in scientific notation. Commas must
/// separate groups of three, or the text is no number.
fn leading(text: &str) -> Option<(Decimal, &str, bool)> {
    let (negative, body) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let end =
        body.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '，'))).unwrap_or(body.len());
    let (digits, rest) = body.split_at(end);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let groups: Vec<&str> = whole.split([',', '，']).collect();
    let sound = match groups.as_slice() {
        [_] => true,
        [first, others @ ..] => (1..=3).contains(&first.len()) && others.iter().all(|group| group.len() == 3),
        [] => false,
    };
    let digits_only = |part: &str| part.chars().all(|c| c.is_ascii_digit());
    if !sound || !digits_only(fraction) || whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let mut plain: String = groups.concat();
    if plain.is_empty() {
        plain.push('0');
    }
    if !fraction.is_empty() {
        plain.push('.');
        plain.push_str(fraction);
    }
    let mut value: Decimal = plain.parse().ok()?;
    let mut rest = rest;
    let mut scientific = false;
    if let Some(behind) = rest.strip_prefix(['E', 'e']) {
        let length = behind
            .char_indices()
            .find(|(at, c)| !(c.is_ascii_digit() || *at == 0 && matches!(c, '+' | '-')))
            .map_or(behind.len(), |(at, _)| at);
        let exponent = behind.get(..length)?;
        value = Decimal::from_scientific(&format!("{plain}e{}", exponent.trim_start_matches('+'))).ok()?;
        rest = behind.get(length..)?;
        scientific = true;
    }
    Some((if negative { -value } else { value }, rest, scientific))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(text: &str) -> String {
        match read(&Content::Text(text.into())) {
            Read::Missing => "missing".to_owned(),
            Read::Number(n) => format!("{}{}{}", n.value.normalize(), n.unit, n.mark),
            Read::Words(_) => "words".to_owned(),
            Read::Fault(_) => "fault".to_owned(),
            Read::Structure(_) => "structure".to_owned(),
            Read::Range(_) => "range".to_owned(),
            Read::Uncomputed | Read::Date(_) => "other".to_owned(),
        }
    }

    #[test]
    fn numbers_as_people_type_them() {
        for (text, expected) in [
            ("1,289.62", "1289.62"),
            ("1 378.18", "1378.18"),
            ("１４６２．７１", "1462.71"),
            ("'468.44", "468.44"),
            ("\u{a0}437.34", "437.34"),
            ("62\u{2009}410", "62410"),
            ("５７，９８２", "57982"),
            ("6.3％", "6.3%"),
            ("−2.6", "-2.6"),
            ("22．45", "22.45"),
            ("26 791元", "26791元"),
            ("（1,204）", "-1204"),
            ("-3，518", "-3518"),
            ("1.08E+02", "108"),
            ("121.5*", "121.5*"),
            ("1680[2]", "16802"),
            ("l34.2", "words"),
            ("12O", "words"),
            ("…", "missing"),
            ("..", "missing"),
            ("-", "missing"),
            ("—", "missing"),
            ("0", "0"),
            ("12,34", "words"),
            ("#DIV/0!", "fault"),
            ("15.6:43.4:41", "structure"),
            ("暂未统计", "words"),
        ] {
            assert_eq!(show(text), expected, "{text}");
        }
        let Read::Number(found) = read(&Content::Text("1680[2]".into())) else { panic!("a number") };
        assert_eq!((found.value, found.mark.as_str()), (Decimal::from(1680), "2"));
    }
}
