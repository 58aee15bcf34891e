//! Periods as statistics print them: years, halves, quarters, months, and the months up to one.

use plan::Months;
use std::fmt;

/// The part of a year that a figure covers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The whole year, or its end.
    #[default]
    Year,
    /// A half-year, 1 or 2.
    Half(u8),
    /// A quarter, 1 to 4.
    Quarter(u8),
    /// A month, 1 to 12.
    Month(u8),
    /// January up to and including this month.
    Through(u8),
}

impl Part {
    /// The months of the year; `None` for the whole year.
    pub fn months(self) -> Option<Months> {
        match self {
            Self::Year => None,
            Self::Half(n) => Months::half(n),
            Self::Quarter(n) => Months::quarter(n),
            Self::Month(n) => Months::month(n),
            Self::Through(n) => Months::through(n),
        }
    }
}

/// What a figure covers: 2025, 2025H1, 2025Q3, 2025-09, 2025-01..09.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Covered {
    /// The year.
    pub year: i32,
    /// The part of it.
    pub part: Part,
}

impl fmt::Display for Covered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let year = self.year;
        match self.part {
            Part::Year => write!(f, "{year}"),
            Part::Half(n) => write!(f, "{year}H{n}"),
            Part::Quarter(n) => write!(f, "{year}Q{n}"),
            Part::Month(n) => write!(f, "{year}-{n:02}"),
            Part::Through(n) => write!(f, "{year}-01..{n:02}"),
        }
    }
}

/// What a value says of its period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Of the period itself (当期).
    #[default]
    Current,
    /// From the beginning of the year (累计).
    Cumulated,
    /// Growth over the same period of the year before (同比).
    Growth,
}

impl Kind {
    /// The word that statistics use.
    pub fn word(self) -> &'static str {
        match self {
            Self::Current => "当期",
            Self::Cumulated => "累计",
            Self::Growth => "同比",
        }
    }
}

/// What a label says of time; a year or a part may stand alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct When {
    pub year: Option<i32>,
    /// Years before the year of the table: 上年同期 is one.
    pub before: Option<i32>,
    pub part: Option<Part>,
    /// The label says 累计 or 当期.
    pub kind: Option<Kind>,
}

impl When {
    pub(crate) fn is_empty(&self) -> bool {
        self.year.is_none() && self.part.is_none() && self.before.is_none()
    }

    /// What this says, and where it is silent what `other` says.
    pub(crate) fn or(self, other: Self) -> Self {
        Self {
            year: self.year.or(other.year),
            before: self.before.or(other.before),
            part: self.part.or(other.part),
            kind: self.kind.or(other.kind),
        }
    }
}

/// Takes what a text says of time at its beginning; gives the rest. `text` is folded and holds no blanks.
pub(crate) fn take(text: &str) -> (When, &str) {
    let mut when = When::default();
    let mut rest = text;
    if let Some((year, behind)) = year(rest) {
        when.year = Some(year);
        rest = behind;
        if let Some((part, kind, behind)) = short_part(rest) {
            (when.part, when.kind) = (Some(part), kind);
            return (when, behind);
        }
    } else if let Some((before, behind)) = relative(rest) {
        when.before = Some(before);
        rest = behind;
    }
    if let Some((part, kind, behind)) = part(rest)
        // 年末常住人口 is a name; 全年 alone and 2025年全年 are periods.
        && (part != Part::Year || behind.is_empty() || !when.is_empty() || rest.starts_with("全年"))
    {
        (when.part, when.kind) = (Some(part), kind);
        rest = behind;
    }
    (when, rest)
}

/// 2025年, 2025, 二〇二五年, FY2025.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a count or place in a text or table held in memory, whose size is limited on the way in"
)]
fn year(text: &str) -> Option<(i32, &str)> {
    let text = text.strip_prefix("FY").or_else(|| text.strip_prefix("fy")).unwrap_or(text);
    let mut value = 0;
    let mut end = 0;
    let mut count = 0;
    let chinese = text.starts_with(['一', '二']);
    for (at, c) in text.char_indices() {
        let digit = match c {
            '0'..='9' if !chinese => c.to_digit(10)?,
            '〇' | '○' | '零' if chinese => 0,
            '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' if chinese => {
                "一二三四五六七八九".chars().position(|d| d == c)? as u32 + 1
            }
            _ => break,
        };
        value = value * 10 + digit as i32;
        end = at + c.len_utf8();
        count += 1;
        if count > 4 {
            return None;
        }
    }
    if count != 4 || !(1949..=2100).contains(&value) {
        return None;
    }
    let rest = text.get(end..)?;
    if chinese && !rest.starts_with('年') {
        return None;
    }
    // 2025亿元 is an amount; 2021-2025 is a span and no year.
    let words = ["年度", "年末", "年底", "年", "末"];
    if let Some(word) = words.into_iter().find(|word| rest.starts_with(word)) {
        return Some((value, rest.get(word.len()..)?));
    }
    let span = rest
        .strip_prefix(['-', '—', '~', '至', '–'])
        .is_some_and(|after| after.chars().take_while(char::is_ascii_digit).count() == 4);
    let ends = rest.chars().next().is_none_or(|c| {
        !c.is_alphanumeric()
            || matches!(
                c,
                'Q' | 'H'
                    | 'q'
                    | 'h'
                    | '上'
                    | '下'
                    | '前'
                    | '全'
                    | '预'
                    | '快'
                    | '实'
                    | '初'
                    | '计'
                    | '目'
                    | '完'
                    | '第'
            )
    });
    (ends && !span).then_some((value, rest))
}

/// Q3, H1, -09, .09, /9, 09 directly behind a year.
fn short_part(text: &str) -> Option<(Part, Option<Kind>, &str)> {
    let first = text.chars().next()?;
    if matches!(first, 'Q' | 'q' | 'H' | 'h') {
        let number = text.get(1..2)?.parse::<u8>().ok()?;
        let rest = text.get(2..)?;
        return match first {
            'Q' | 'q' if (1..=4).contains(&number) => Some((Part::Quarter(number), None, rest)),
            'H' | 'h' if (1..=2).contains(&number) => Some((Part::Half(number), None, rest)),
            _ => None,
        };
    }
    if matches!(first, '-' | '.' | '/') {
        let digits: String = text.get(1..)?.chars().take_while(char::is_ascii_digit).collect();
        let rest = text.get(1 + digits.len()..)?;
        if let Some(more) = rest.strip_prefix("..") {
            let last: String = more.chars().take_while(char::is_ascii_digit).collect();
            let month: u8 = last.parse().ok()?;
            return (1..=12).contains(&month).then_some((
                Part::Through(month),
                Some(Kind::Cumulated),
                more.get(last.len()..)?,
            ));
        }
        let month: u8 = digits.parse().ok()?;
        let ends = rest.is_empty() || rest.starts_with(['月', '(']);
        return ((1..=12).contains(&month) && ends && digits.len() <= 2).then_some((
            Part::Month(month),
            None,
            rest.strip_prefix('月').unwrap_or(rest),
        ));
    }
    None
}

/// 上年同期, 去年, 本年, 本期.
fn relative(text: &str) -> Option<(i32, &str)> {
    let words: [(&str, i32); 10] = [
        ("上年同期", 1),
        ("去年同期", 1),
        ("上年同月", 1),
        ("前年", 2),
        ("上年", 1),
        ("去年", 1),
        ("本年", 0),
        ("今年", 0),
        ("当年", 0),
        ("本期", 0),
    ];
    words.into_iter().find_map(|(word, before)| Some((before, text.strip_prefix(word)?)))
}

const DIGITS: [&str; 12] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"];

/// A number up to twelve in either script.
#[expect(clippy::cast_possible_truncation, reason = "kept below the limit before")]
fn small(text: &str) -> Option<(u8, &str)> {
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    if (1..=2).contains(&digits) {
        let number: u8 = text.get(..digits)?.parse().ok()?;
        return (1..=12).contains(&number).then_some((number, text.get(digits..)?));
    }
    let (at, word) = DIGITS.iter().enumerate().rev().find(|(_, word)| text.starts_with(**word))?;
    Some((at as u8 + 1, text.get(word.len()..)?))
}

fn part(text: &str) -> Option<(Part, Option<Kind>, &str)> {
    let words: [(&str, Part, Option<Kind>); 11] = [
        ("上半年累计", Part::Half(1), Some(Kind::Cumulated)),
        ("上半年", Part::Half(1), None),
        ("下半年", Part::Half(2), None),
        ("前三季度", Part::Through(9), Some(Kind::Cumulated)),
        ("前3季度", Part::Through(9), Some(Kind::Cumulated)),
        ("一至三季度", Part::Through(9), Some(Kind::Cumulated)),
        ("1-3季度", Part::Through(9), Some(Kind::Cumulated)),
        ("全年累计", Part::Year, None),
        ("全年", Part::Year, None),
        ("年末", Part::Year, None),
        ("年底", Part::Year, None),
    ];
    if let Some((word, part, kind)) = words.into_iter().find(|(word, ..)| text.starts_with(word)) {
        return Some((part, kind, text.get(word.len()..)?));
    }
    for head in ["Q", "q"] {
        if let Some(rest) = text.strip_prefix(head)
            && let Some((number @ 1..=4, rest)) = small(rest)
        {
            return Some((Part::Quarter(number), None, rest));
        }
    }
    let body = text.strip_prefix('第').unwrap_or(text);
    let (first, rest) = small(body)?;
    if let Some(rest) = rest.strip_prefix("季度").or_else(|| rest.strip_prefix("季")) {
        let (kind, rest) = cumulated(rest);
        return (first <= 4).then_some((Part::Quarter(first), kind, rest));
    }
    // 1-9月, 1—9月累计, 1至9月份.
    let span = rest.strip_prefix("月").unwrap_or(rest);
    if let Some(after) = span.strip_prefix(['-', '—', '–', '~', '至', '到', '―', '－', '─'])
        && let Some((last, behind)) = small(after.trim_start_matches(['-', '—']))
        && let Some(behind) = behind.strip_prefix("月份").or_else(|| behind.strip_prefix('月'))
    {
        let (_, behind) = cumulated(behind);
        if first != 1 {
            return None;
        }
        return Some(if last == 12 {
            (Part::Year, None, behind)
        } else {
            (Part::Through(last), Some(Kind::Cumulated), behind)
        });
    }
    let rest = rest.strip_prefix("月份").or_else(|| rest.strip_prefix('月'))?;
    // 12月31日 is a day.
    if rest.chars().next().is_some_and(|c| c.is_ascii_digit()) {
        return None;
    }
    match rest
        .strip_prefix("止累计")
        .or_else(|| rest.strip_prefix("累计"))
        .or_else(|| rest.strip_prefix("末累计"))
    {
        Some(rest) => Some((Part::Through(first), Some(Kind::Cumulated), rest)),
        None => Some((Part::Month(first), None, rest.strip_prefix('末').unwrap_or(rest))),
    }
}

fn cumulated(text: &str) -> (Option<Kind>, &str) {
    match text.strip_prefix("累计") {
        Some(rest) => (Some(Kind::Cumulated), rest),
        None => (None, text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        let (when, rest) = take(text);
        let covered = Covered { year: when.year.unwrap_or(0), part: when.part.unwrap_or_default() };
        format!("{covered} {rest}")
    }

    #[test]
    fn periods_as_they_are_printed() {
        for (text, expected) in [
            ("2025年", "2025 "),
            ("2025", "2025 "),
            ("二〇二五年", "2025 "),
            ("2025年一季度", "2025Q1 "),
            ("2025年第3季度", "2025Q3 "),
            ("2025年上半年", "2025H1 "),
            ("2025年前三季度", "2025-01..09 "),
            ("2025年1-9月累计", "2025-01..09 "),
            ("2025年1—9月", "2025-01..09 "),
            ("2025年9月", "2025-09 "),
            ("2025-09", "2025-09 "),
            ("2025Q3", "2025Q3 "),
            ("2025年9月累计", "2025-01..09 "),
            ("2025年1-12月", "2025 "),
            ("2025年(预计)", "2025 (预计)"),
            ("2025年地区生产总值", "2025 地区生产总值"),
            ("三季度", "0Q3 "),
            ("2021-2025年", "0 2021-2025年"),
            ("第三产业", "0 第三产业"),
            ("一般公共预算收入", "0 一般公共预算收入"),
            ("12月31日", "0 12月31日"),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }
}
