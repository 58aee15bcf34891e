//! Names of indicators as table cells print them.

use super::cell::is_unit;

/// A name without layout spaces: white space stays only between two Latin words.
pub(crate) fn tighten(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars() {
        if c.is_whitespace() {
            gap = true;
            continue;
        }
        if gap && c.is_ascii_alphanumeric() && out.ends_with(|last: char| last.is_ascii_alphanumeric()) {
            out.push(' ');
        }
        gap = false;
        out.push(c);
    }
    out
}

/// A sign that leads to a note: ①, ¹, *.
fn is_note_sign(c: char) -> bool {
    ('①'..='⑳').contains(&c)
        || ('⑴'..='⒇').contains(&c)
        || ('⒈'..='⒛').contains(&c)
        || matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹' | '*' | '＊' | '†')
}

/// A name without the mark of a note behind it: 城镇化率①, 发明专利拥有量1.
///
/// Digits behind Chinese characters are a mark that lost its place above the line; those of PM2.5 and CO2
/// stand behind letters and stay.
pub(crate) fn without_note(name: &str) -> &str {
    let rest = name.trim_end_matches(is_note_sign).trim_end();
    let front = rest.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = rest.len() - front.len();
    let wordy = front.chars().next_back().is_some_and(|c| is_han(c) || matches!(c, '）' | ')'));
    if (1..=2).contains(&digits) && wordy && front.chars().count() >= 4 { front } else { rest }
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// A name without a number in front and a footnote mark behind: 1. 城镇化率①.
pub(crate) fn bare(name: &str) -> String {
    let mut rest = without_note(name.trim_start_matches(is_note_sign));
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    // A number is an ordinal only with its stop or brackets: 65岁以上人口 begins with a value.
    for (open, stops) in [("（", "）"), ("(", ")"), ("", "、．.)）")] {
        let Some(inner) = rest.strip_prefix(open) else { continue };
        let count = digits(inner);
        let behind = &inner[count..];
        if (1..=3).contains(&count)
            && let Some(text) = behind.strip_prefix(|c| stops.contains(c))
            && !text.starts_with(|c: char| c.is_ascii_digit())
        {
            rest = text;
            break;
        }
    }
    rest.trim().to_owned()
}

/// The number in front of a name with its stop, and the rest: 12 and 3岁以下入托率 of 12.3岁以下入托率.
pub(crate) fn numbered(name: &str) -> Option<(u32, &str)> {
    let count = name.bytes().take_while(u8::is_ascii_digit).count();
    let rest = name[count..].strip_prefix(['.', '．', '、'])?;
    Some((name[..count].parse().ok()?, rest))
}

/// Splits a unit in brackets off the end of a name: 地区生产总值（亿元） is name and unit.
///
/// Brackets that hold no unit stay (PM2.5, R&D, 小区).
pub(crate) fn split_unit(name: &str) -> (String, String) {
    let name = bare(&tighten(name));
    for (open, close) in [('（', '）'), ('(', ')'), ('（', ')'), ('(', '）'), ('[', ']'), ('〔', '〕')]
    {
        let Some(inner) = name.strip_suffix(close) else { continue };
        let Some(at) = inner.rfind(open) else { continue };
        let unit = &inner[at + open.len_utf8()..];
        let unit = unit.trim_start_matches("单位：").trim_start_matches("单位:");
        if is_unit(unit) {
            return (without_note(&inner[..at]).to_owned(), unit.to_owned());
        }
    }
    // 全员劳动生产率，万元/人
    if let Some((label, unit)) = name.rsplit_once(['，', ','])
        && is_unit(unit)
    {
        return (label.to_owned(), unit.to_owned());
    }
    (name, String::new())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_leave_names() {
        for (cell, name, unit) in [
            ("地区生产 总值 (亿元)", "地区生产总值", "亿元"),
            ("森林覆盖率（%）", "森林覆盖率", "%"),
            ("细颗粒物（PM2.5）浓度", "细颗粒物（PM2.5）浓度", ""),
            ("单位产品能耗（吨标准煤/万元）", "单位产品能耗", "吨标准煤/万元"),
            ("养殖场（小区）", "养殖场（小区）", ""),
            ("R & D 投入", "R&D投入", ""),
            ("（1）地区生产总值（亿元）", "地区生产总值", "亿元"),
            ("12. 城镇化率①（%）", "城镇化率", "%"),
            ("每万人口发明专利拥有量1", "每万人口发明专利拥有量", ""),
            ("能耗降低（%）②", "能耗降低", "%"),
            ("细颗粒物浓度PM2.5", "细颗粒物浓度PM2.5", ""),
            ("3、人口②", "人口", ""),
            ("65岁以上人口", "65岁以上人口", ""),
            ("5G基站（万个）", "5G基站", "万个"),
            ("Wi-Fi hot spots", "Wi-Fi hot spots", ""),
        ] {
            assert_eq!(split_unit(cell), (name.to_owned(), unit.to_owned()), "{cell}");
        }
    }
}
