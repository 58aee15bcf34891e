//! How a spreadsheet shows a number: percent, dates, decimals.

use crate::grid::Content;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use rust_decimal::{Decimal, RoundingStrategy};
use std::sync::Arc;

/// What a number format says that changes how a number is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shown {
    /// Shown as per cent: 0.639 is 63.9 %.
    pub percent: bool,
    /// Decimals that are shown; `None` for general and scientific formats.
    pub decimals: Option<u32>,
    /// Which parts of a date are shown.
    pub date: Option<DateParts>,
}

/// The parts of a date that a format shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DateParts {
    Year,
    Month,
    Day,
}

/// The built-in formats that change how a number is read (ECMA-376, part 1, 18.8.30).
pub(crate) fn builtin(id: u32) -> Shown {
    let number = |decimals| Shown { decimals: Some(decimals), ..Shown::default() };
    match id {
        1 | 3 | 37 | 38 => number(0),
        2 | 4 | 39 | 40 => number(2),
        9 => Shown { percent: true, ..number(0) },
        10 => Shown { percent: true, ..number(2) },
        17 => Shown { date: Some(DateParts::Month), ..Shown::default() },
        14..=16 | 22 | 27..=31 | 36 | 50..=58 => Shown { date: Some(DateParts::Day), ..Shown::default() },
        _ => Shown::default(),
    }
}

/// What a format code says; the first section (of positive numbers) counts.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a count or place in a text or table held in memory, whose size is limited on the way in"
)]
pub(crate) fn of_code(code: &str) -> Shown {
    let mut plain = String::new();
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => while chars.next().is_some_and(|c| c != '"') {},
            '[' => while chars.next().is_some_and(|c| c != ']') {},
            '\\' | '_' | '*' => {
                chars.next();
            }
            ';' => break,
            c => plain.extend(c.to_lowercase()),
        }
    }
    if plain.contains("general") || plain == "@" {
        return Shown::default();
    }
    let has = |c: char| plain.contains(c);
    if has('y') || has('d') || (has('m') && !has('0') && !has('#')) {
        let date = match (has('y'), has('m'), has('d')) {
            (_, _, true) => DateParts::Day,
            (_, true, false) => DateParts::Month,
            _ => DateParts::Year,
        };
        return Shown { date: Some(date), ..Shown::default() };
    }
    let scientific = plain.contains("e+") || plain.contains("e-");
    let digits = plain
        .split_once('.')
        .map_or(0, |(_, rest)| rest.chars().take_while(|c| matches!(c, '0' | '#' | '?')).count() as u32);
    let placeholders = plain.contains(['0', '#', '?']);
    Shown { percent: has('%'), decimals: (placeholders && !scientific).then_some(digits.min(10)), date: None }
}

/// A number as its cell shows it. The result of a formula is rounded as shown; what was typed is kept whole.
pub(crate) fn content(number: f64, shown: Shown, formula: bool, starts_1904: bool) -> Content {
    if let Some(parts) = shown.date {
        let Some(day) = day(number, starts_1904) else { return Content::Fault(Arc::from("#DATE")) };
        return match parts {
            DateParts::Day => Content::Date(day),
            DateParts::Month => Content::Text(Arc::from(format!("{}年{}月", day.year(), day.month()))),
            DateParts::Year => Content::Text(Arc::from(format!("{}年", day.year()))),
        };
    }
    let Some(value) = decimal(number) else { return Content::Fault(Arc::from(number.to_string())) };
    let round = |value: Decimal| match shown.decimals {
        Some(decimals) if formula => {
            value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero).normalize()
        }
        _ => value,
    };
    if shown.percent {
        let percent = value.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(value).normalize();
        return Content::Percent(round(percent));
    }
    Content::Number(round(value))
}

/// The result of a formula that was computed anew, as its cell shows it.
pub(crate) fn computed(number: f64, shown: Shown) -> Option<Decimal> {
    match content(number, shown, true, false) {
        Content::Number(value) | Content::Percent(value) => Some(value),
        _ => None,
    }
}

/// A float as the spreadsheet shows it: 15 significant digits, so that 35.800000000000004 is 35.8.
pub(crate) fn decimal(number: f64) -> Option<Decimal> {
    Decimal::from_scientific(&format!("{number:.14e}")).ok().map(|d| d.normalize())
}

/// The day of a serial number; day 60 of 1900, which never was, falls together with day 61. The older system counts
/// from 1904.
#[expect(clippy::cast_possible_truncation, reason = "a day of a calendar; casts of floats saturate")]
pub(crate) fn day(serial: f64, starts_1904: bool) -> Option<Date> {
    if !(0.0..2_958_466.0).contains(&serial) || (!starts_1904 && serial < 1.0) {
        return None;
    }
    let serial = serial as i64;
    let since = match (starts_1904, serial < 60) {
        (true, _) => date(1904, 1, 1),
        (false, true) => date(1899, 12, 31),
        (false, false) => date(1899, 12, 30),
    };
    since.checked_add(serial.days()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_are_read_as_shown() {
        assert_eq!(decimal(0.1 + 0.2).map(|d| d.to_string()), Some("0.3".to_owned()));
        assert_eq!(decimal(1357.5).map(|d| d.to_string()), Some("1357.5".to_owned()));
        assert_eq!(decimal(f64::INFINITY), None);
        assert_eq!(decimal(1e300), None);
    }

    #[test]
    fn serial_days() {
        assert_eq!(day(42825.0, false), Some(date(2017, 3, 31)));
        assert_eq!(day(1.0, false), Some(date(1900, 1, 1)));
        assert_eq!(day(44925.0, true), Some(date(2026, 12, 31)));
        assert_eq!(day(-5.0, false), None);
        assert_eq!(day(f64::NAN, false), None);
    }

    #[test]
    fn formats() {
        assert_eq!(of_code("0.0%"), Shown { percent: true, decimals: Some(1), date: None });
        assert_eq!(of_code("#,##0.00_);[Red](#,##0.00)").decimals, Some(2));
        assert_eq!(of_code("yyyy\"年\"").date, Some(DateParts::Year));
        assert_eq!(of_code("yyyy\\-mm\\-dd").date, Some(DateParts::Day));
        assert_eq!(of_code("General"), Shown::default());
        assert_eq!(of_code("0.00\"%\""), Shown { percent: false, decimals: Some(2), date: None });
        assert_eq!(of_code("0.00E+00").decimals, None);
    }

    #[test]
    fn percent_cells_hold_what_they_show() {
        let shown = of_code("0.0%");
        assert_eq!(content(0.639, shown, false, false), Content::Percent("63.9".parse().expect("a number")));
        assert_eq!(content(0.06648, shown, true, false), Content::Percent("6.6".parse().expect("a number")));
        assert_eq!(
            content(0.06648, shown, false, false),
            Content::Percent("6.648".parse().expect("a number"))
        );
    }
}
