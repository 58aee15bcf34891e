//! Single cells: numbers, years, days, statuses.

use crate::grid::Content;
use jiff::civil::Date;
use phrase::{CellValue, parse_cell};
use plan::Status;
use rust_decimal::Decimal;

/// A figure as a cell gives it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Figure {
    /// Nothing, or a sign that there is nothing (—, …, 无).
    Missing,
    /// A number; `typed` says that it was typed as text.
    Number { value: Decimal, unit: String, typed: bool },
    /// A structure such as 12:44:44.
    Structure(String),
}

/// Why a cell is no figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NoFigure {
    /// The error value of a formula.
    Fault(String),
    /// Words.
    Words(String),
    /// Two numbers.
    Range(String),
    /// A date.
    Date(String),
    /// A formula that was never computed.
    Uncomputed,
}

/// Signs that a figure is missing by intention, besides dashes.
const NOTHING: [&str; 9] = ["无", "缺", "空缺", "暂无", "n/a", "na", "n.a.", "nan", "null"];

pub(crate) fn figure(content: Option<&Content>) -> Result<Figure, NoFigure> {
    let text = match content {
        None => return Ok(Figure::Missing),
        Some(Content::Number(value)) => {
            return Ok(Figure::Number { value: *value, unit: String::new(), typed: false });
        }
        Some(Content::Percent(value)) => {
            return Ok(Figure::Number { value: *value, unit: "%".to_owned(), typed: false });
        }
        Some(Content::Uncomputed) => return Err(NoFigure::Uncomputed),
        Some(Content::Date(date)) => return Err(NoFigure::Date(date.to_string())),
        Some(Content::Fault(fault)) => return Err(NoFigure::Fault(fault.to_string())),
        Some(Content::Text(text)) => text.trim(),
    };
    let number = |value: Decimal, unit: String| Ok(Figure::Number { value, unit, typed: true });
    if let Ok(value) = text.parse::<Decimal>() {
        return number(value, String::new());
    }
    if NOTHING.contains(&text.to_lowercase().as_str()) {
        return Ok(Figure::Missing);
    }
    // Formula errors survive in CSV as text.
    if text.starts_with('#') {
        return Err(NoFigure::Fault(text.to_owned()));
    }
    if let Ok(value) = Decimal::from_scientific(text) {
        return number(value, String::new());
    }
    let cell = parse_cell(text);
    match cell.value {
        CellValue::Empty | CellValue::Missing => Ok(Figure::Missing),
        CellValue::Number(value) if cell.comparator.is_none() => number(value, cell.unit),
        CellValue::Ratio(_) => Ok(Figure::Structure(text.to_owned())),
        CellValue::Range(..) => Err(NoFigure::Range(text.to_owned())),
        _ => Err(NoFigure::Words(text.to_owned())),
    }
}

/// The year of a period cell: 2016, 2016年, 2016年度, a date of that year.
pub(crate) fn year(content: &Content) -> Option<i32> {
    match content {
        Content::Number(number) => {
            number.fract().is_zero().then(|| number.normalize().to_string().parse().ok())?
        }
        Content::Date(date) => Some(i32::from(date.year())),
        Content::Fault(_) | Content::Percent(_) | Content::Uncomputed => None,
        Content::Text(text) => {
            let folded = phrase::fold(text.trim());
            let text = folded.text().trim();
            let text = text.strip_suffix(".0").unwrap_or(text);
            let text =
                ["年度", "年末", "年底", "年"].iter().find_map(|end| text.strip_suffix(end)).unwrap_or(text);
            if text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit()) {
                return text.parse().ok();
            }
            // A whole date stands for its year only at the year's end.
            day(content).filter(|d| (d.month(), d.day()) == (12, 31)).map(|d| i32::from(d.year()))
        }
    }
}

/// A day: 2017-03-31, 2017/3/31, 2017.3.31, 20170331, 2017年3月31日, or a date cell.
pub(crate) fn day(content: &Content) -> Option<Date> {
    let text = match content {
        Content::Date(date) => return Some(*date),
        Content::Fault(_) => return None,
        other => other.text(),
    };
    let folded = phrase::fold(&text);
    let text = folded.text().trim();
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        return Date::new(text[..4].parse().ok()?, text[4..6].parse().ok()?, text[6..].parse().ok()?).ok();
    }
    let text = text.trim_end_matches('日');
    let mut parts = text.split(['-', '/', '.', '年', '月']).map(str::trim);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// A status in Chinese or English.
pub(crate) fn status(text: &str) -> Option<Status> {
    let text = text.trim().to_lowercase();
    Some(match text.as_str() {
        "estimate" | "estimated" | "e" | "预计" | "预计数" | "估计" | "估计数" => Status::Estimate,
        "preliminary" | "p" | "初步" | "初步数" | "初步核算" | "快报" | "快报数" | "公报" | "公报数" => {
            Status::Preliminary
        }
        "final" | "f" | "最终" | "最终数" | "年报" | "年报数" | "年鉴" | "年鉴数" | "正式" => {
            Status::Final
        }
        "revised" | "r" | "修订" | "修订数" | "最终核实" | "普查修订" => Status::Revised,
        _ => return None,
    })
}

/// Yes or no.
pub(crate) fn truth(text: &str) -> Option<bool> {
    match text.trim().to_lowercase().as_str() {
        "true" | "yes" | "y" | "1" | "是" => Some(true),
        "false" | "no" | "n" | "0" | "否" | "" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn text(text: &str) -> Content {
        Content::Text(text.into())
    }

    fn value(cell: &str) -> Result<Option<(String, String)>, NoFigure> {
        figure(Some(&text(cell))).map(|found| match found {
            Figure::Number { value, unit, .. } => Some((value.normalize().to_string(), unit)),
            _ => None,
        })
    }

    #[test]
    fn numbers_as_people_type_them() {
        for (cell, number, unit) in [
            ("1,357.5", "1357.5", ""),
            ("１２.５", "12.5", ""),
            ("-6.55", "-6.55", ""),
            ("54.5%", "54.5", "%"),
            ("1.2e3", "1200", ""),
        ] {
            assert_eq!(value(cell), Ok(Some((number.to_owned(), unit.to_owned()))), "{cell}");
        }
        for cell in ["", "—", "-", "…", "N/A", "无"] {
            assert_eq!(value(cell), Ok(None), "{cell}");
        }
        assert!(matches!(value("#DIV/0!"), Err(NoFigure::Fault(_))));
        assert!(matches!(value("暂未公布"), Err(NoFigure::Words(_))));
        assert_eq!(figure(Some(&text("15.6:43.4:41"))), Ok(Figure::Structure("15.6:43.4:41".to_owned())));
    }

    #[test]
    fn years_and_days() {
        for cell in ["2016", "2016年", "２０１６年度", "2016.0", "2016-12-31"] {
            assert_eq!(year(&text(cell)), Some(2016), "{cell}");
        }
        for cell in ["2016Q1", "2016-03-31", "201603", "十三五", "16"] {
            assert_eq!(year(&text(cell)), None, "{cell}");
        }
        for cell in ["2017-03-31", "2017/3/31", "2017.3.31", "20170331", "2017年3月31日"] {
            assert_eq!(day(&text(cell)), Some(date(2017, 3, 31)), "{cell}");
        }
        assert_eq!(day(&text("2017-13-01")), None);
        assert_eq!(day(&text("31/3/2017")), None);
    }
}
