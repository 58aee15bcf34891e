//! Years, periods and dates.

use crate::digits::{Sign, sign};
use crate::language::Lexicon;
use crate::mention::{Edge, Kind, Mention, Printed, Years};
use crate::numeral::{self, Numeral};
use crate::text::Text;
use crate::unit::{Dimension, Unit};
use rust_decimal::Decimal;
use std::borrow::Cow;

/// Years that a four-digit number in front of 年 may mean.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2100;

/// The unit of years.
pub(crate) fn year_unit() -> Unit {
    Unit {
        name: Cow::Borrowed("年"),
        dimension: Dimension { of: "month", per: None },
        factor: Decimal::from(12),
    }
}

/// A year or period that begins with `first`, a numeral just read: `2020年末`, `2016-2020年`, `2016年至2020年`.
pub(crate) fn calendar(lexicon: &Lexicon, text: Text<'_>, first: &Numeral) -> Option<Mention> {
    let year = four_digits(first)?;
    let after = text.skip_gap(first.end);
    if let Some(behind) = text.word(after, "年", false) {
        if text.peek(behind) == '代' {
            return None;
        }
        // 2016年至2020年, 2016年—2020年
        let to = dash(text, text.skip_gap(behind)).or_else(|| text.word(behind, "至", false));
        if let Some((last, end)) = to.and_then(|to| year_at(lexicon, text, text.skip_gap(to)))
            && last > year
        {
            return Some(period(first.start..end, (first.start, first.end), year, last, None));
        }
        return Some(one_year(text, first, year, behind));
    }
    let to = dash(text, after).or_else(|| text.any(after, &["至", "到"]))?;
    let (last, end) =
        year_at(lexicon, text, text.skip_gap(to)).or_else(|| bare_year_at(lexicon, text, to))?;
    (last > year).then(|| period(first.start..end, (first.start, end), year, last, None))
}

fn four_digits(numeral: &Numeral) -> Option<i32> {
    if numeral.digits != 4 {
        return None;
    }
    let year = i32::try_from(numeral.value).ok()?;
    YEARS.contains(&year).then_some(year)
}

/// A year with its 年 at `at`, for the end of a range.
fn year_at(lexicon: &Lexicon, text: Text<'_>, at: usize) -> Option<(i32, usize)> {
    let numeral = numeral::read(text, at, lexicon)?;
    let year = four_digits(&numeral)?;
    let end = text.word(text.skip_gap(numeral.end), "年", false)?;
    (text.peek(end) != '代').then_some((year, end))
}

/// The last year of `（2016-2020）` and `2016—2020期间`, which print no 年.
fn bare_year_at(lexicon: &Lexicon, text: Text<'_>, at: usize) -> Option<(i32, usize)> {
    let numeral = numeral::read(text, text.skip_gap(at), lexicon)?;
    let year = four_digits(&numeral)?;
    text.any(text.skip_gap(numeral.end), &[")", "期间", "时期"])?;
    Some((year, numeral.end))
}

/// A dash or wave between two ends of a range; gives the position behind it.
pub(crate) fn dash(text: Text<'_>, at: usize) -> Option<usize> {
    let (c, next) = text.at(at)?;
    match c {
        '-' | '~' | '–' | '～' | '―' | '‐' | '‑' | '〜' | '─' => Some(next),
        '—' => Some(text.word(next, "—", false).unwrap_or(next)),
        _ => None,
    }
}

fn one_year(text: Text<'_>, first: &Numeral, year: i32, behind: usize) -> Mention {
    let mut years = Years { first: year, last: year, month: None, day: None, edge: None, plan: None };
    let mut end = text.word(behind, "度", false).unwrap_or(behind);
    if let Some((month, to)) = counted(text, text.skip_gap(behind), "月", 12) {
        years.month = Some(month);
        end = to;
        if let Some((day, to)) = counted(text, text.skip_gap(to), "日", 31) {
            years.day = Some(day);
            end = to;
        }
    }
    if let Some((edge, to)) = edge_at(text, text.skip_gap(end)) {
        years.edge = Some(edge);
        end = to;
    }
    calendar_mention(Kind::Year, first.start..end, (first.start, first.end), years)
}

/// A number up to `limit` followed by `word`: the month, the day.
fn counted(text: Text<'_>, at: usize, word: &str, limit: u8) -> Option<(u8, usize)> {
    let mut to = at;
    let mut value: u8 = 0;
    while let Some((c, next)) = text.at(to) {
        value = match sign(c) {
            Some(Sign::Arabic(digit)) => value.checked_mul(10)?.checked_add(digit)?,
            Some(Sign::Digit(digit)) => value.checked_add(digit)?,
            Some(Sign::Place(1)) => value.max(1).checked_mul(10)?,
            _ => break,
        };
        to = next;
    }
    let end = text.word(text.skip_gap(to), word, false)?;
    (to > at && (1..=limit).contains(&value)).then_some((value, end))
}

fn edge_at(text: Text<'_>, at: usize) -> Option<(Edge, usize)> {
    let (c, next) = text.at(at)?;
    let (edge, not_before) = match c {
        '末' => (Edge::End, "梢"),
        '底' => (Edge::End, "部层泥气"),
        '初' => (Edge::Start, "中期级步次始"),
        _ => return None,
    };
    (!not_before.contains(text.peek(next))).then_some((edge, next))
}

fn period(
    span: std::ops::Range<usize>,
    number: (usize, usize),
    first: i32,
    last: i32,
    plan: Option<u8>,
) -> Mention {
    let years = Years { first, last, month: None, day: None, edge: None, plan };
    calendar_mention(Kind::Period, span, number, years)
}

fn calendar_mention(
    kind: Kind,
    span: std::ops::Range<usize>,
    number: (usize, usize),
    years: Years,
) -> Mention {
    let high = (years.last != years.first).then(|| Decimal::from(years.last));
    Mention {
        span,
        number_span: number.0..number.1,
        kind,
        value: Some(Decimal::from(years.first)),
        value_high: high,
        parts: Vec::new(),
        unit: Some(year_unit()),
        printed: Printed {
            number: Some(Decimal::from(years.first)),
            number_high: high,
            unit: "年".to_owned(),
        },
        years: Some(years),
        comparator: None,
        change: None,
        modality: None,
        cumulative: false,
        annual: false,
        open: None,
        bare: false,
    }
}

/// The number of a five-year plan at `at`: 十三五, 十五, 九五. Gives the plan's number and the end.
///
/// The first plan began in 1953; from the third on they follow one another from 1966 every five years.
pub(crate) fn plan_number(lexicon: &Lexicon, text: Text<'_>, at: usize) -> Option<Mention> {
    let (first, next) = text.at(at)?;
    let (number, end) = match sign(first)? {
        Sign::Place(1) => match text.at(next) {
            Some((c, behind)) => match sign(c)? {
                Sign::Digit(digit) if text.peek(behind) == '五' => (10 + digit, behind + '五'.len_utf8()),
                Sign::Digit(5) => (10, behind),
                _ => return None,
            },
            None => return None,
        },
        Sign::Digit(digit) if first != '两' && text.peek(next) == '五' => (digit, next + '五'.len_utf8()),
        _ => return None,
    };
    let quoted = matches!(text.peek_before(at), '“' | '"' | '「' | '‘')
        && matches!(text.peek(end), '”' | '"' | '」' | '’');
    let behind = text.skip_gap(if quoted { text.at(end).map_or(end, |(_, next)| next) } else { end });
    let means_time = text
        .raw
        .get(behind..)
        .is_some_and(|rest| lexicon.lists.behind_plan_number.iter().any(|word| rest.starts_with(word)));
    // “十三五” alone can only be the plan; “七五” and “十五” need a word of time behind them.
    let unmistakable = number > 10 && quoted;
    if !(unmistakable || means_time) {
        return None;
    }
    let (first_year, last_year) = match number {
        1 | 2 => (1948 + 5 * i32::from(number), 1952 + 5 * i32::from(number)),
        _ => (1951 + 5 * i32::from(number), 1955 + 5 * i32::from(number)),
    };
    let mut mention = period(at..end, (at, end), first_year, last_year, Some(number));
    if let Some(years) = &mut mention.years {
        let end_of = text.word(behind, "期", false).unwrap_or(behind);
        years.edge = edge_at(text, end_of).map(|(edge, _)| edge);
    }
    Some(mention)
}

/// A date without a year, which counts nothing: `6月底`, `5月1日`. Gives its end.
pub(crate) fn date_without_year(text: Text<'_>, numeral: &Numeral) -> Option<usize> {
    let month = text.word(text.skip_gap(numeral.end), "月", false)?;
    Some(counted(text, text.skip_gap(month), "日", 31).map_or(month, |(_, end)| end))
}
