//! Whole table cells.

use crate::digits::arabic;
use crate::fold::fold;
use crate::mention::{Comparator, Kind, Mention};
use crate::scan::Scanner;
use crate::text::Text;
use rust_decimal::Decimal;

/// What a table cell says.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// The value.
    pub value: CellValue,
    /// A bound printed in the cell: `≥80`, `<15`, `90以上`.
    pub comparator: Option<Comparator>,
    /// The unit printed in the cell, as printed: `%`, `个百分点`; empty when there is none.
    pub unit: String,
    /// A note in brackets behind the value, without the brackets: `累计` of `91.3 (累计)`; `[]` when
    /// square brackets stand around the whole value.
    pub note: Option<String>,
}

/// The value of a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum CellValue {
    /// Nothing printed.
    Empty,
    /// A dash: no value by intention.
    Missing,
    /// One number.
    Number(Decimal),
    /// From one number to another.
    Range(Decimal, Decimal),
    /// Parts of a whole: `12:44:44`.
    Ratio(Vec<Decimal>),
    /// Words, blanks inside dropped at line ends.
    Text(String),
}

/// Reads one table cell as a whole; see [`crate::parse_cell`].
pub(crate) fn parse(scanner: &Scanner, cell: &str) -> Cell {
    let joined: String = cell.chars().filter(|c| !matches!(c, '\n' | '\r' | '\t')).collect();
    let text = joined.trim_matches(|c: char| c.is_whitespace() || c == '\u{3000}');
    let (body, note) = split_note(text);
    let (value, comparator, unit) = value(scanner, body);
    if let CellValue::Text(_) = value {
        return Cell {
            value: CellValue::Text(text.to_owned()),
            comparator: None,
            unit: String::new(),
            note: None,
        };
    }
    Cell { value, comparator, unit, note }
}

/// Splits a note in brackets off the end; a cell that is only a note keeps it as its body.
///
/// Square brackets around the whole cell, which mark totals over the period, are a note themselves.
fn split_note(text: &str) -> (&str, Option<String>) {
    for (open, close) in [("[", "]"), ("〔", "〕"), ("【", "】"), ("［", "］")] {
        if let Some(inner) = text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close)) {
            return (inner.trim(), Some(format!("{open}{close}")));
        }
    }
    let inner = text.strip_suffix([')', '）', '】', ']']);
    if let Some(inner) = inner
        && let Some(open) = inner.rfind(['(', '（', '【', '['])
        && open > 0
    {
        let width = inner.get(open..).and_then(|s| s.chars().next()).map_or(1, char::len_utf8);
        let note = inner.get(open + width..).unwrap_or("").trim().to_owned();
        return (text.get(..open).unwrap_or("").trim_end(), Some(note));
    }
    (text, None)
}

fn value(scanner: &Scanner, body: &str) -> (CellValue, Option<Comparator>, String) {
    let none = |value| (value, None, String::new());
    let body = body.trim();
    if body.is_empty() {
        return none(CellValue::Empty);
    }
    if body.chars().all(|c| matches!(c, '—' | '-' | '–' | '－' | '/' | '―' | '…' | '─' | '*' | ' '))
    {
        return none(CellValue::Missing);
    }
    if let Some(number) = plain_number(body) {
        return none(CellValue::Number(number));
    }
    if let [mention] = scanner.scan(body).as_slice()
        && covers(body, mention)
        && let Some(found) = of_mention(mention)
    {
        return found;
    }
    let (comparator, rest) = bound(body);
    if let Some(number) = comparator.and_then(|_| plain_number(rest)) {
        return (CellValue::Number(number), comparator, String::new());
    }
    if let Some((low, high)) = plain_range(rest) {
        return (CellValue::Range(low, high), comparator, String::new());
    }
    none(CellValue::Text(body.to_owned()))
}

/// Whether the mention with its marker is all that the cell prints.
fn covers(body: &str, mention: &Mention) -> bool {
    let mut covered = mention.span.clone();
    if let Some(comparator) = &mention.comparator {
        covered = covered.start.min(comparator.span.start)..covered.end.max(comparator.span.end);
    }
    let outside = |part: Option<&str>| part.is_some_and(|s| s.trim().is_empty());
    outside(body.get(..covered.start)) && outside(body.get(covered.end..))
}

fn of_mention(mention: &Mention) -> Option<(CellValue, Option<Comparator>, String)> {
    let unit = mention.printed.unit.clone();
    if mention.kind == Kind::Ratio {
        return Some((CellValue::Ratio(mention.parts.clone()), mention.comparator(), unit));
    }
    if mention.kind.is_calendar() || mention.kind == Kind::Class || mention.kind == Kind::Ordinal {
        return None;
    }
    let low = mention.printed.number?;
    let value = match mention.printed.number_high {
        Some(high) => CellValue::Range(low, high),
        None => CellValue::Number(low),
    };
    Some((value, mention.comparator(), unit))
}

/// A number without unit that fills the cell, blanks inside it dropped.
fn plain_number(body: &str) -> Option<Decimal> {
    let folded = fold(body);
    let compact: String = folded.text().chars().filter(|c| !c.is_whitespace()).collect();
    let (negative, digits) = match compact.strip_prefix(['-', '−']) {
        Some(rest) => (true, rest),
        None => (false, compact.strip_prefix('+').unwrap_or(&compact)),
    };
    let (value, end, _) = arabic(Text::new(digits), 0)?;
    (end == digits.len()).then_some(if negative { -value } else { value })
}

fn plain_range(body: &str) -> Option<(Decimal, Decimal)> {
    let folded = fold(body);
    let compact: String = folded.text().chars().filter(|c| !c.is_whitespace()).collect();
    let at = compact.char_indices().skip(1).find(|(_, c)| matches!(c, '-' | '~' | '—' | '–' | '至'))?;
    let behind = compact.get(at.0..)?.trim_start_matches(['-', '~', '—', '–', '至']);
    let (low, high) = (plain_number(compact.get(..at.0)?)?, plain_number(behind)?);
    (low < high).then_some((low, high))
}

/// A bound sign in front of or a bound word behind the number.
fn bound(body: &str) -> (Option<Comparator>, &str) {
    const FRONT: [(&str, Comparator); 14] = [
        ("≥", Comparator::Ge),
        ("≧", Comparator::Ge),
        (">=", Comparator::Ge),
        ("≤", Comparator::Le),
        ("≦", Comparator::Le),
        ("<=", Comparator::Le),
        (">", Comparator::Gt),
        ("＞", Comparator::Gt),
        ("<", Comparator::Lt),
        ("＜", Comparator::Lt),
        ("约", Comparator::Approx),
        ("超过", Comparator::Gt),
        ("不低于", Comparator::Ge),
        ("达到", Comparator::Reach),
    ];
    const BEHIND: [(&str, Comparator); 5] = [
        ("以上", Comparator::Ge),
        ("以下", Comparator::Le),
        ("以内", Comparator::Le),
        ("左右", Comparator::Approx),
        ("+", Comparator::Ge),
    ];
    for (word, comparator) in FRONT {
        if let Some(rest) = body.strip_prefix(word) {
            return (Some(comparator), rest.trim());
        }
    }
    for (word, comparator) in BEHIND {
        if let Some(rest) = body.strip_suffix(word) {
            return (Some(comparator), rest.trim());
        }
    }
    (None, body)
}
