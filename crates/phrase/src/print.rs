//! Printing numbers so that reading them again gives the same number.

use rust_decimal::Decimal;

const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const PLACES: [&str; 4] = ["", "十", "百", "千"];

/// A number in Arabic digits without separators and without zeros at the end: `1357.5`.
///
/// # Example
/// ```
/// assert_eq!(phrase::arabic("740.50".parse().unwrap()), "740.5");
/// ```
pub fn arabic(value: Decimal) -> String {
    value.normalize().to_string()
}

/// A number in Chinese positional numerals: `一千三百五十七点五`.
///
/// [`crate::numeral`] reads it back exactly.
///
/// # Example
/// ```
/// assert_eq!(phrase::chinese(100_050_000.into()), "一亿零五万");
/// assert_eq!(phrase::chinese("-12.05".parse().unwrap()), "负十二点零五");
/// ```
pub fn chinese(value: Decimal) -> String {
    let value = value.normalize();
    let plain = value.abs().to_string();
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let mut printed = String::new();
    if value.is_sign_negative() && !value.is_zero() {
        printed.push('负');
    }
    printed.push_str(&whole_number(whole.parse().unwrap_or(0)));
    if !fraction.is_empty() {
        printed.push('点');
        printed.extend(fraction.bytes().filter_map(|b| DIGITS.get(usize::from(b - b'0'))));
    }
    printed
}

/// Groups of eight digits are joined by 亿, groups of four inside them by 万.
fn whole_number(value: u128) -> String {
    if value == 0 {
        return DIGITS[0].to_string();
    }
    let spoken = above(value, 100_000_000, "亿", |rest| above(rest, 10_000, "万", below_ten_thousand));
    // 一十五 is written 十五 at the start.
    spoken.strip_prefix("一十").map_or(spoken.clone(), |rest| format!("十{rest}"))
}

fn above(value: u128, unit: u128, name: &str, inner: impl Fn(u128) -> String + Copy) -> String {
    if value < unit {
        return inner(value);
    }
    let (high, low) = (value / unit, value % unit);
    let mut printed = above(high, unit, name, inner);
    printed.push_str(name);
    if low > 0 {
        if low < unit / 10 {
            printed.push(DIGITS[0]);
        }
        printed.push_str(&inner(low));
    }
    printed
}

fn below_ten_thousand(value: u128) -> String {
    let mut printed = String::new();
    let mut zero = false;
    for place in (0..4_u32).rev() {
        let digit = (value / 10_u128.pow(place) % 10) as usize;
        if digit == 0 {
            zero = !printed.is_empty();
            continue;
        }
        if zero {
            printed.push(DIGITS[0]);
            zero = false;
        }
        printed.push(DIGITS[digit]);
        printed.push_str(PLACES[place as usize]);
    }
    printed
}
