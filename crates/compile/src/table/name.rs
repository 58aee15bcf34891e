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

/// A name without a number in front and a footnote mark behind: 1. 城镇化率①.
pub(crate) fn bare(name: &str) -> String {
    let circled = |c: char| ('①'..='⑳').contains(&c) || ('⑴'..='⒇').contains(&c) || ('⒈'..='⒛').contains(&c);
    let mut rest =
        name.trim_start_matches(circled).trim_end_matches(|c| circled(c) || matches!(c, '*' | '＊' | '†'));
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
            return (inner[..at].to_owned(), unit.to_owned());
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
            ("12. 城镇化率①（%）", "城镇化率①", "%"),
            ("3、人口②", "人口", ""),
            ("65岁以上人口", "65岁以上人口", ""),
            ("5G基站（万个）", "5G基站", "万个"),
            ("Wi-Fi hot spots", "Wi-Fi hot spots", ""),
        ] {
            assert_eq!(split_unit(cell), (name.to_owned(), unit.to_owned()), "{cell}");
        }
    }
}
