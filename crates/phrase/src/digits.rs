//! Digits: the signs of numerals, Arabic numbers, strings of Chinese digits.

use crate::numeral::Numeral;
use crate::text::Text;
use rust_decimal::Decimal;

/// Longest string of digits that is looked at; a decimal holds 28.
const MOST_DIGITS: usize = 40;

/// What a character can do in a numeral.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sign {
    /// An Arabic digit.
    Arabic(u8),
    /// A Chinese digit one to nine.
    Digit(u8),
    /// 零 〇.
    Zero,
    /// 十 百 千: the power of ten.
    Place(u32),
    /// 万 亿 兆: the power of ten.
    Group(u32),
    /// 几 数 in the place of a digit.
    Some,
}

/// The numeral sign of a folded character.
#[inline]
pub(crate) fn sign(c: char) -> Option<Sign> {
    Some(match c {
        '0'..='9' => Sign::Arabic(c as u8 - b'0'),
        '〇' | '零' | '○' => Sign::Zero,
        '一' | '壹' => Sign::Digit(1),
        '二' | '两' | '贰' | '兩' | '貳' | '倆' | '俩' => Sign::Digit(2),
        '三' | '叁' | '參' => Sign::Digit(3),
        '四' | '肆' => Sign::Digit(4),
        '五' | '伍' => Sign::Digit(5),
        '六' | '陆' | '陸' => Sign::Digit(6),
        '七' | '柒' => Sign::Digit(7),
        '八' | '捌' => Sign::Digit(8),
        '九' | '玖' => Sign::Digit(9),
        '十' | '拾' => Sign::Place(1),
        '百' | '佰' => Sign::Place(2),
        '千' | '仟' => Sign::Place(3),
        '万' | '萬' => Sign::Group(4),
        '亿' | '億' => Sign::Group(8),
        '几' | '幾' | '数' => Sign::Some,
        _ => return None,
    })
}

/// `value` times a power of ten, or `None` when it leaves the range of a decimal.
pub(crate) fn shift(value: Decimal, power: i64) -> Option<Decimal> {
    let ten = Decimal::TEN;
    let mut result = value;
    for _ in 0..power.unsigned_abs() {
        result = if power > 0 { result.checked_mul(ten)? } else { result.checked_div(ten)? };
    }
    Some(result.normalize())
}

/// Ten to the power of `exponent`.
pub(crate) fn power(exponent: u32) -> Option<Decimal> {
    10_i64.checked_pow(exponent).map(Decimal::from)
}

/// Reads the Arabic number at `at`: digits, thousands separators, a decimal point.
///
/// Gives the value, the end and the count of integer digits. `None` when there is no digit, when the
/// value does not fit, or when the digits belong to a dotted number such as 1.2.3.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a count or place in a text or table held in memory, whose size is limited on the way in"
)]
pub(crate) fn arabic(text: Text<'_>, at: usize) -> Option<(Decimal, usize, usize)> {
    let (mut mantissa, mut to, digits) = integer(text, at)?;
    let mut scale = 0;
    if let Some((c, next)) = text.at(to)
        && matches!(c, '.' | '．')
        && text.peek(next).is_ascii_digit()
    {
        let (fraction, end, places) = run(text, next)?;
        mantissa = mantissa.checked_mul(10_i128.checked_pow(places as u32)?)?.checked_add(fraction)?;
        scale = places as u32;
        to = end;
        let dotted = text.at(to).is_some_and(|(c, behind)| c == '.' && text.peek(behind).is_ascii_digit());
        if dotted {
            return None;
        }
    }
    let value = Decimal::try_from_i128_with_scale(mantissa, scale).ok()?;
    Some((value, to, digits))
}

/// A run of digits: value, end, count.
fn run(text: Text<'_>, at: usize) -> Option<(i128, usize, usize)> {
    let mut value: i128 = 0;
    let mut digits = 0;
    let mut to = at;
    while let Some((c, next)) = text.at(to)
        && let Some(digit) = c.to_digit(10)
    {
        if digits == MOST_DIGITS {
            return None;
        }
        value = value.checked_mul(10)?.checked_add(i128::from(digit))?;
        digits += 1;
        to = next;
    }
    (digits > 0).then_some((value, to, digits))
}

/// The digits before a decimal point, in groups of three (1,250 or 1 250) or not.
fn integer(text: Text<'_>, at: usize) -> Option<(i128, usize, usize)> {
    let (mut value, mut to, mut digits) = run(text, at)?;
    if digits > 3 || text.peek(at) == '0' {
        return Some((value, to, digits));
    }
    let raw_char = |at: usize| text.raw.get(at..).and_then(|rest| rest.chars().next());
    let separator = raw_char(to).filter(|c| matches!(c, ',' | '，' | ' ' | '\u{a0}' | '\u{2009}'));
    while let Some(c) = separator.filter(|c| raw_char(to) == Some(*c)) {
        let next = to + c.len_utf8();
        // A full-width comma ends clauses too: between digits of another width it groups them (99，000吨)
        // unless the number in front names a place: 表1，200人.
        let wide = |c: Option<char>| c.is_some_and(|c| ('０'..='９').contains(&c));
        let before = text.raw.get(..to).and_then(|rest| rest.chars().next_back());
        let own = wide(before) && wide(raw_char(next));
        let named = "第表图注栏件附之款条".contains(text.peek_before(text.skip_gap_back(at)));
        if c == '，' && !own && named {
            break;
        }
        match run(text, next) {
            Some((group, end, 3)) => {
                value = value.checked_mul(1000)?.checked_add(group)?;
                digits += 3;
                to = end;
            }
            _ => break,
        }
    }
    Some((value, to, digits))
}

/// Letters and rings that are typed for 〇: Latin, Cyrillic and Greek O, the large circle.
fn looks_like_zero(c: char) -> bool {
    matches!(c, 'O' | 'o' | 'О' | 'о' | 'Ο' | 'ο' | '◯' | '⃝' | '⭕' | '０')
}

/// A run of at least three Chinese digits that is read digit by digit: 二〇二五, 一九九八.
///
/// Two digits (三五, 两三) are an approximation, not a string, and are left to the reader.
pub(crate) fn digit_string(text: Text<'_>, at: usize) -> Option<Numeral> {
    let mut value: i64 = 0;
    let mut digits = 0;
    let mut to = at;
    let mut chinese = false;
    while let Some((c, next)) = text.at(to).filter(|_| digits <= MOST_DIGITS) {
        let digit = match sign(c) {
            Some(Sign::Digit(digit)) if c != '两' => {
                chinese = true;
                digit
            }
            Some(Sign::Zero) => 0,
            // Typists write 二0二五 with an Arabic zero, and 二O二五 with a letter or a ring.
            Some(Sign::Arabic(0)) if chinese => 0,
            None if chinese && looks_like_zero(c) && sign(text.peek(next)).is_some() => 0,
            _ => break,
        };
        value = value.checked_mul(10)?.checked_add(i64::from(digit))?;
        digits += 1;
        to = next;
    }
    if digits < 3 || !chinese || sign(text.peek(to)).is_some() {
        return None;
    }
    Some(Numeral {
        start: at,
        end: to,
        core_end: to,
        value: Decimal::from(value),
        high: None,
        multiplier_at: to,
        multiplier: 0,
        arabic: false,
        digits,
        bare: false,
        open: None,
    })
}
