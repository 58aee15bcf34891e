//! Whole table cells.

use crate::digits::arabic;
use crate::fold::fold;
use crate::mention::{Change, Comparator, Kind, Mention};
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
    /// A verb of change printed in the cell: `提高5个百分点`.
    pub change: Option<Change>,
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

impl Cell {
    fn of(value: CellValue) -> Self {
        Self { value, comparator: None, change: None, unit: String::new(), note: None }
    }
}

/// Reads one table cell as a whole; see [`crate::parse_cell`].
pub(crate) fn parse(scanner: &Scanner, cell: &str) -> Cell {
    let joined: String = cell.chars().filter(|c| !matches!(c, '\n' | '\r' | '\t')).collect();
    let text = joined.trim();
    let (body, note) = split_note(text);
    match value(scanner, body) {
        Some(cell) => Cell { note, ..cell },
        None => Cell::of(CellValue::Text(text.to_owned())),
    }
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

/// The value that fills `body`; `None` when it is words.
fn value(scanner: &Scanner, body: &str) -> Option<Cell> {
    if body.is_empty() {
        return Some(Cell::of(CellValue::Empty));
    }
    if body.chars().all(|c| matches!(c, '—' | '-' | '–' | '－' | '/' | '―' | '…' | '─' | '*' | ' '))
    {
        return Some(Cell::of(CellValue::Missing));
    }
    if let Some(number) = plain_number(body) {
        return Some(Cell::of(CellValue::Number(number)));
    }
    if let Some((low, high)) = plain_range(body) {
        return Some(Cell::of(CellValue::Range(low, high)));
    }
    match scanner.scan(body).as_slice() {
        [mention] if covers(body, mention) => of_mention(mention),
        _ => None,
    }
}

/// Whether the mention with its markers is all that the cell prints.
fn covers(body: &str, mention: &Mention) -> bool {
    let mut covered = mention.span.clone();
    let comparator = mention.comparator.as_ref().map(|marked| &marked.span);
    let change = mention.change.as_ref().map(|marked| &marked.span);
    for marker in comparator.into_iter().chain(change) {
        covered = covered.start.min(marker.start)..covered.end.max(marker.end);
    }
    let blank = |part: Option<&str>| part.is_some_and(|s| s.trim().is_empty());
    blank(body.get(..covered.start)) && blank(body.get(covered.end..))
}

fn of_mention(mention: &Mention) -> Option<Cell> {
    if mention.kind.is_calendar() || matches!(mention.kind, Kind::Class | Kind::Ordinal) {
        return None;
    }
    let value = match (mention.kind, mention.printed.number, mention.printed.number_high) {
        (Kind::Ratio, _, _) => CellValue::Ratio(mention.parts.clone()),
        (_, Some(low), Some(high)) => CellValue::Range(low, high),
        (_, Some(number), None) => CellValue::Number(number),
        (_, None, _) => return None,
    };
    Some(Cell {
        value,
        comparator: mention.comparator(),
        change: mention.change(),
        unit: mention.printed.unit.clone(),
        note: None,
    })
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
