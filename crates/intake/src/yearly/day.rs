//! The last day of a time as lists of tasks write it.

use jiff::civil::{Date, date};

/// The last day of the time that a text names: 2026-06-30, 2026年6月底前, 6月30日, 三季度, 上半年, 年底, 全年; `year` is that of texts without one.
///
/// # Example
/// ```
/// use intake::yearly::last_day;
/// let day = |text| last_day(text, 2026).map(|day| day.to_string());
/// assert_eq!(day("2026年6月底前").as_deref(), Some("2026-06-30"));
/// assert_eq!(day("3月15日").as_deref(), Some("2026-03-15"));
/// assert_eq!(day("三季度").as_deref(), Some("2026-09-30"));
/// assert_eq!(day("长期坚持"), None);
/// ```
pub fn last_day(text: &str, year: i16) -> Option<Date> {
    let text: String = text.chars().map(phrase::fold_char).filter(|c| !c.is_whitespace()).collect();
    if let Ok(day) = text.parse::<Date>() {
        return Some(day);
    }
    let (year, rest) = leading_year(&text).unwrap_or((year, text.as_str()));
    let numbers = numbers(rest);
    if rest.contains("季度") || rest.starts_with(['Q', 'q']) {
        return quarter(rest, &numbers).and_then(|quarter| end(year, quarter * 3));
    }
    if rest.contains("上半年") || rest.contains("年中") {
        return end(year, 6);
    }
    // 2026/6/30, 2026.6.30: what follows the year are month and day.
    let separated = rest.contains(['/', '-', '.']) && !rest.contains('月');
    match numbers.as_slice() {
        [] if ["年底", "年末", "全年", "下半年", "年内", "当年"].iter().any(|word| rest.contains(word)) => {
            end(year, 12)
        }
        [] if rest.is_empty() || rest == "年" || rest == "前" => end(year, 12).filter(|_| !text.is_empty()),
        [month, day] if rest.contains('日') || rest.contains('号') || separated => {
            exact(year, *month, *day)
        }
        // 4月至6月: until the last of them.
        [.., month] if rest.contains('月') => end(year, *month),
        _ => None,
    }
}

/// The year at the beginning, and what follows it.
fn leading_year(text: &str) -> Option<(i16, &str)> {
    let digits = text.get(..4).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    let rest = text.get(4..)?;
    if rest.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let year: i16 = digits.parse().ok().filter(|year| (1949..=2100).contains(year))?;
    let rest = rest.trim_start_matches(['/', '-', '.']);
    // 2026年底 is the end of the year, 2026年6月 a month of it.
    let bare = rest.strip_prefix('年').unwrap_or(rest);
    Some((year, if bare.starts_with(['底', '末', '内', '中']) { rest } else { bare }))
}

/// The quarter that a text names last: 第三季度, 一至三季度, Q3.
fn quarter(text: &str, numbers: &[i8]) -> Option<i8> {
    let before = text.split("季度").next().unwrap_or(text);
    let written = before.chars().rev().find_map(|c| "一二三四".chars().position(|one| one == c));
    let written = written.and_then(|at| i8::try_from(at + 1).ok());
    written.or_else(|| numbers.last().copied()).filter(|quarter| (1..=4).contains(quarter))
}

fn numbers(text: &str) -> Vec<i8> {
    let parts = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    parts.filter_map(|part| part.parse().ok()).collect()
}

fn end(year: i16, month: i8) -> Option<Date> {
    exact(year, month, 1).map(Date::last_of_month)
}

fn exact(year: i16, month: i8, day: i8) -> Option<Date> {
    Date::new(year, month, day).ok().filter(|day| (date(1949, 1, 1)..=date(2100, 12, 31)).contains(day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_as_people_write_them() {
        for (text, day) in [
            ("2026-06-30", "2026-06-30"),
            ("2026/6/30", "2026-06-30"),
            ("2026.6.30", "2026-06-30"),
            ("2026年6月", "2026-06-30"),
            ("2026年底", "2026-12-31"),
            ("2027年底前", "2027-12-31"),
            ("2027年", "2027-12-31"),
            ("12月31日前", "2026-12-31"),
            ("１２月底", "2026-12-31"),
            ("4-6月", "2026-06-30"),
            ("第二季度", "2026-06-30"),
            ("2026年一至三季度", "2026-09-30"),
            ("Q4", "2026-12-31"),
            ("上半年", "2026-06-30"),
            ("全年", "2026-12-31"),
        ] {
            assert_eq!(last_day(text, 2026).map(|day| day.to_string()).as_deref(), Some(day), "{text}");
        }
        for text in ["", "尽快", "长期", "13月", "2月30日", "五年"] {
            assert_eq!(last_day(text, 2026), None, "{text}");
        }
    }
}
