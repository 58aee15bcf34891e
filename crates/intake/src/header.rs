//! What the words of a header row mean.

use crate::Role;
use crate::grid::Content;
use std::ops::RangeInclusive;

/// Header words in Chinese and English, as [`plain`] leaves them.
const WORDS: &[(Role, &[&str])] = &[
    (
        Role::Indicator,
        &[
            "指标",
            "指标名称",
            "指标名",
            "名称",
            "项目",
            "统计指标",
            "indicator",
            "indicatorname",
            "indicatorzh",
            "name",
            "series",
            "item",
        ],
    ),
    (
        Role::Region,
        &[
            "地区",
            "区域",
            "县区",
            "区县",
            "县市区",
            "县（市）区",
            "行政区",
            "行政区划",
            "地区名称",
            "region",
            "area",
            "county",
            "district",
            "city",
        ],
    ),
    (
        Role::Period,
        &["年份", "年度", "时期", "期间", "时间", "年", "统计年度", "period", "year", "date", "time"],
    ),
    (
        Role::Value,
        &[
            "数值",
            "值",
            "数据",
            "实际值",
            "实际数",
            "完成值",
            "完成数",
            "完成情况",
            "统计值",
            "绝对数",
            "绝对量",
            "总量",
            "value",
            "actual",
            "figure",
            "amount",
            "obsvalue",
        ],
    ),
    (Role::Unit, &["单位", "计量单位", "unit", "units", "unitofmeasure"]),
    (Role::Status, &["状态", "数据状态", "数据性质", "status", "obsstatus"]),
    (Role::Source, &["来源", "数据来源", "资料来源", "出处", "source", "datasource"]),
    (
        Role::KnownAt,
        &[
            "发布日期",
            "公布日期",
            "发布时间",
            "公布时间",
            "知晓日期",
            "上报日期",
            "knownat",
            "published",
            "publishedon",
            "vintage",
            "releasedate",
            "released",
        ],
    ),
    (Role::KnownAtAssumed, &["日期为推定", "发布日期为推定", "knownatassumed"]),
    (Role::Dimension, &["维度", "dimension", "dimensions", "breakdown", "disaggregation"]),
    (Role::Note, &["备注", "说明", "注", "附注", "note", "notes", "remark", "remarks", "comment"]),
];

/// The role of a column by its header; `None` when the words say nothing.
pub(crate) fn role(content: &Content, years: &RangeInclusive<i32>) -> Option<Role> {
    if let Some(year) = year(content).filter(|year| years.contains(year)) {
        return Some(Role::Year(year));
    }
    let Content::Text(text) = content else { return None };
    let word = plain(without_brackets(text).0);
    WORDS.iter().find(|(_, words)| words.contains(&word.as_str())).map(|(role, _)| role.clone())
}

/// The year of a header cell: 2016, 2016年, 2016年末, 2016年实际, FY2016.
fn year(content: &Content) -> Option<i32> {
    let text = match content {
        Content::Number(number) if number.fract().is_zero() => number.normalize().to_string(),
        Content::Text(text) => plain(without_brackets(text).0),
        _ => return None,
    };
    let text = text.strip_prefix("fy").unwrap_or(&text);
    let digits = text.get(..4)?;
    let rest = text.get(4..)?;
    let known =
        ["", "年", "年度", "年末", "年底", "年实际", "年完成", "年实绩", "年值", "年数据", "a", "actual"];
    (digits.bytes().all(|b| b.is_ascii_digit()) && known.contains(&rest))
        .then(|| digits.parse().ok())
        .flatten()
}

/// A text and the unit or remark in brackets behind it: 地区生产总值（亿元） is 地区生产总值 and 亿元.
pub(crate) fn without_brackets(text: &str) -> (&str, &str) {
    let text = text.trim();
    let Some(inner) = text.strip_suffix([')', '）', ']', '】']) else { return (text, "") };
    match inner.char_indices().rev().find(|(_, c)| matches!(c, '(' | '（' | '[' | '【')) {
        Some((at, open)) if at > 0 => (text[..at].trim_end(), inner[at + open.len_utf8()..].trim()),
        _ => (text, ""),
    }
}

/// Letters, digits and Chinese characters in lower case and half width; spaces and punctuation dropped.
pub(crate) fn plain(text: &str) -> String {
    let folded = phrase::fold(text);
    folded.text().chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The unit in a line above the table: 单位：亿元.
pub(crate) fn unit_of_title(text: &str) -> Option<String> {
    let after = text
        .split("单位")
        .nth(1)
        .or_else(|| text.split("Unit").nth(1))
        .or_else(|| text.split("unit").nth(1))?;
    let unit = after.trim_start_matches([':', '：', ' ', 's']);
    let unit = unit.split(['）', ')', '，', ',', '；', ';', '、', ' ', '\n']).next()?.trim();
    (phrase::parse_unit(unit).is_some()).then(|| unit.to_owned())
}

/// The one year that a title names (2016年主要经济指标); none when it names several, as of a span.
pub(crate) fn year_of_title(text: &str) -> Option<i32> {
    let folded = phrase::fold(text);
    let mut numbers = folded.text().split(|c: char| !c.is_ascii_digit()).filter(|number| number.len() == 4);
    let year = numbers.next()?;
    (numbers.all(|other| other == year) && folded.text().contains(&format!("{year}年")))
        .then(|| year.parse().ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_year_of_a_title() {
        assert_eq!(year_of_title("表1　２０１６年主要经济指标（2016年末）"), Some(2016));
        for text in ["2016-2020年主要指标", "2016年和2017年", "主要指标", "指标2016号", "12016年"]
        {
            assert_eq!(year_of_title(text), None, "{text}");
        }
    }

    fn of(text: &str) -> Option<Role> {
        role(&Content::Text(text.into()), &(1949..=2100))
    }

    #[test]
    fn headers_in_both_languages() {
        assert_eq!(of(" 指 标 名 称 "), Some(Role::Indicator));
        assert_eq!(of("Indicator name"), Some(Role::Indicator));
        assert_eq!(of("known_at"), Some(Role::KnownAt));
        assert_eq!(of("known_at_assumed"), Some(Role::KnownAtAssumed));
        assert_eq!(of("数值（亿元）"), Some(Role::Value));
        assert_eq!(of("序号"), None);
    }

    #[test]
    fn year_columns() {
        for text in ["2016", "2016年", "２０１６年", "2016年实际", "FY2016", "2016年（亿元）"] {
            assert_eq!(of(text), Some(Role::Year(2016)), "{text}");
        }
        assert_eq!(role(&Content::Number(2016.into()), &(1949..=2100)), Some(Role::Year(2016)));
        for text in ["2016-2020", "12016", "1016", "2016年增长率"] {
            assert_eq!(of(text), None, "{text}");
        }
    }

    #[test]
    fn units_in_brackets_and_titles() {
        assert_eq!(without_brackets("地区生产总值（亿元）"), ("地区生产总值", "亿元"));
        assert_eq!(without_brackets("（亿元）"), ("（亿元）", ""));
        assert_eq!(unit_of_title("主要经济指标（单位：亿元）").as_deref(), Some("亿元"));
        assert_eq!(unit_of_title("填报单位：市统计局"), None);
    }
}
