//! The content of a table cell as a value.

use phrase::{CellValue, parse_cell, parse_unit};
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
    /// Whether square brackets or the word 累计 say that it is a sum over the period.
    pub(crate) cumulative: bool,
    /// Whether a verb says that it is a change: 提高5个百分点.
    pub(crate) change: bool,
    /// The cell as printed, when a note in words stands behind the number.
    pub(crate) words: String,
}

/// Reads a value cell.
pub(crate) fn read(text: &str) -> Content {
    // Layout spaces inside a number come from the page, not from the plan.
    let printed = compact(text);
    let held = ["控制在", "控制到"].iter().find_map(|word| printed.strip_prefix(word));
    let reached =
        ["力争达到", "力争", "达到", "保持在", "稳定在"].iter().find_map(|word| printed.strip_prefix(word));
    let body = held
        .or(reached)
        .unwrap_or(&printed)
        .trim_end_matches(['①', '②', '③', '④', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹', '*']);
    let cell = match parse_cell(body) {
        cell if matches!(cell.value, CellValue::Text(_)) => summed(body).unwrap_or(cell),
        cell => cell,
    };
    let (value, high) = match cell.value {
        CellValue::Empty => return Content::Empty,
        CellValue::Number(value) => (value, None),
        CellValue::Range(low, high) => (low, Some(high)),
        CellValue::Missing | CellValue::Ratio(_) | CellValue::Text(_) => return Content::Text(printed),
    };
    let note = cell.note.as_deref().unwrap_or("");
    let square = note.starts_with(['[', '〔', '【', '［']);
    let comparator = match cell.comparator {
        _ if high.is_some() => Comparator::Range,
        Some(phrase::Comparator::Ge) => Comparator::Ge,
        Some(phrase::Comparator::Gt) => Comparator::Gt,
        Some(phrase::Comparator::Le) => Comparator::Le,
        Some(phrase::Comparator::Lt) => Comparator::Lt,
        Some(phrase::Comparator::Approx) => Comparator::Approx,
        _ if held.is_some() => Comparator::Le,
        _ => Comparator::Eq,
    };
    Content::Number(Number {
        value,
        high,
        comparator,
        unit: compact(&cell.unit),
        cumulative: square || note.contains("累计") || printed.starts_with("累计"),
        change: cell.change.is_some(),
        words: if note.is_empty() || square { String::new() } else { printed },
    })
}

/// A sum over the period with its words in front: [累计新增620], 五年累计40.
fn summed(body: &str) -> Option<phrase::Cell> {
    let (open, inner) = [('[', ']'), ('〔', '〕'), ('【', '】'), ('［', '］'), ('(', ')')]
        .into_iter()
        .find_map(|(open, close)| Some((Some(open), body.strip_prefix(open)?.strip_suffix(close)?)))
        .unwrap_or((None, body));
    let behind = inner.strip_prefix("五年").or_else(|| inner.strip_prefix("5年")).unwrap_or(inner);
    let behind = behind.strip_prefix("累计").or(open.and(Some(behind)))?;
    let verbs = ["新增", "达到", "完成", "增加", "提高", "约"];
    let number = verbs.iter().find_map(|verb| behind.strip_prefix(verb)).unwrap_or(behind);
    let about = behind.starts_with('约').then_some(phrase::Comparator::Approx);
    let cell = parse_cell(number);
    let plain = matches!(cell.value, CellValue::Number(_) | CellValue::Range(..));
    plain.then(|| phrase::Cell {
        note: Some("累计".to_owned()),
        comparator: cell.comparator.or(about),
        ..cell
    })
}

/// Whether `text` is a unit of measure or a counter.
pub(crate) fn is_unit(text: &str) -> bool {
    let plausible =
        !text.is_empty() && text.chars().count() <= 12 && !text.starts_with(|c: char| c.is_ascii_digit());
    plausible && parse_unit(text).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_cells() {
        use Comparator::{Approx, Eq, Ge, Le, Lt, Range};
        for (text, value, high, comparator, unit, cumulative) in [
            ("1 234.5", "1234.5", None, Eq, "", false),
            ("1,234", "1234", None, Eq, "", false),
            ("-3.2", "-3.2", None, Eq, "", false),
            ("≥80", "80", None, Ge, "", false),
            ("＜15", "15", None, Lt, "", false),
            ("7以上", "7", None, Ge, "", false),
            ("7左右", "7", None, Approx, "", false),
            ("[300]", "300", None, Eq, "", true),
            ("〔0.4〕", "0.4", None, Eq, "", true),
            ("40.5（累计）", "40.5", None, Eq, "", true),
            ("3～5", "3", Some("5"), Range, "", false),
            ("113%", "113", None, Eq, "%", false),
            ("控制在5%以内", "5", None, Le, "%", false),
        ] {
            let Content::Number(number) = read(text) else { panic!("{text}: {:?}", read(text)) };
            let high = high.map(|high: &str| high.parse::<Decimal>().expect("a number"));
            assert_eq!(
                (number.value.to_string().as_str(), number.high, number.comparator, number.unit.as_str()),
                (value, high, comparator, unit),
                "{text}"
            );
            assert_eq!(number.cumulative, cumulative, "{text}");
        }
    }

    #[test]
    fn words_in_cells() {
        for text in ["—", "12:44:44", "按省下达任务完成", "2019年6月", "一类≥30二类≥15"] {
            assert_eq!(read(text), Content::Text(compact(text)), "{text}");
        }
        assert_eq!(read(" "), Content::Empty);
    }

    #[test]
    fn units() {
        for unit in ["%", "亿元", "万m³/小时", "吨标准煤/万元", "件", "个百分点"] {
            assert!(is_unit(unit), "{unit}");
        }
        for other in ["", "PM2.5", "小区", "一期", "R&D"] {
            assert!(!is_unit(other), "{other}");
        }
    }
}
