//! Tables of one indicator by region: the caption names it, the rows are counties, the columns years.

use document::Table;

use super::cell;
use super::grid::Grid;
use super::roles::Role;
use crate::frame::compact;

/// Heads of columns that hold names of regions.
pub(super) fn is_region(label: &str) -> bool {
    const HEADS: [&str; 17] = [
        "县",
        "区",
        "县区",
        "县市",
        "县市区",
        "区县",
        "市州",
        "州市",
        "地市",
        "设区市",
        "市县",
        "地区",
        "区域",
        "行政区",
        "乡镇",
        "街道",
        "镇街",
    ];
    let plain: String = label.chars().filter(|c| !matches!(c, '（' | '）' | '(' | ')' | '、')).collect();
    HEADS.contains(&plain.strip_suffix("名称").unwrap_or(&plain))
}

/// The indicator that a caption names: 各县（区）森林覆盖率目标表 → 森林覆盖率; `None` where it names several
/// or none.
pub(super) fn subject(title: &str, region: Option<&str>) -> Option<String> {
    const FRONT: [&str; 14] = [
        "“十二五”",
        "“十三五”",
        "“十四五”",
        "“十五五”",
        "“十六五”",
        "时期",
        "期间",
        "全市",
        "全省",
        "全县",
        "分县区",
        "分县",
        "分地区",
        "分年度",
    ];
    const BACK: [&str; 17] = [
        "一览表",
        "分解表",
        "计划表",
        "目标表",
        "情况表",
        "统计表",
        "表",
        "分解",
        "目标",
        "计划",
        "任务",
        "指标",
        "情况",
        "规划",
        "年度",
        "分年度",
        "值",
    ];
    let title = compact(title);
    let mut rest = title.as_str();
    if let Some(behind) = region.and_then(|region| rest.strip_prefix(region)) {
        rest = behind;
    }
    while let Some(behind) = FRONT.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = behind;
    }
    if let Some(behind) = rest.strip_prefix('各') {
        const SIGNS: [&str; 11] =
            ["设区市", "县市区", "县区", "区县", "市州", "市县", "地市", "地区", "县", "区", "市"];
        rest = SIGNS.iter().find_map(|sign| behind.strip_prefix(sign)).unwrap_or(behind);
        // 各县(市、区): white space and full-width brackets are folded by now.
        if rest.starts_with('(') {
            rest = rest.split_once(')').map_or(rest, |(_, behind)| behind);
        }
    }
    while let Some(front) = BACK.iter().find_map(|word| rest.strip_suffix(word)) {
        rest = front;
    }
    let one = !rest.contains(['、', '和', '与', '及', '等']) && !rest.contains("主要");
    (one && (3..=25).contains(&rest.chars().count())).then(|| rest.to_owned())
}

/// Whether the head of every column of values names a year and nothing that is measured.
pub(super) fn only_years(grid: &Grid<'_>, columns: &[Role], head: usize) -> bool {
    const PLAIN: [&str; 12] =
        ["目标", "现状", "基数", "规划", "计划", "实际", "预期", "完成", "任务", "年", "值", "末"];
    columns.iter().enumerate().filter(|(_, role)| matches!(role, Role::Value(_))).all(|(column, _)| {
        let lowest = (0..head).rev().map(|row| compact(grid.text(row, column))).find(|text| !text.is_empty());
        let Some(lowest) = lowest else { return false };
        let mut label: String = lowest.split(['（', '(']).next().unwrap_or("").to_owned();
        label.retain(|c| !c.is_ascii_digit());
        for word in PLAIN {
            label = label.replace(word, "");
        }
        label.is_empty()
    })
}

/// The unit in brackets somewhere in the head of a column: 整治计划（处）over 2025年.
pub(super) fn unit(grid: &Grid<'_>, column: usize, head: usize) -> String {
    let text: String = (0..head).map(|row| compact(grid.text(row, column))).collect();
    let mut inner = text.split(['(', '（']).skip(1).filter_map(|part| part.split([')', '）']).next());
    inner.find(|unit| cell::is_unit(unit)).unwrap_or("").to_owned()
}

/// Whether the table has a column of regions and none of names.
pub(super) fn by_region(
    table: &Table,
    grid: &Grid<'_>,
    columns: &[Role],
    head: usize,
    region: Option<&str>,
) -> bool {
    columns.contains(&Role::Region)
        && !columns.contains(&Role::Name)
        && only_years(grid, columns, head)
        && subject(table.title.text(), region).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indicators_of_captions() {
        for (title, name) in [
            ("各县（区）森林覆盖率目标", Some("森林覆盖率")),
            ("云岭市“十四五”易涝片区整治计划表", Some("易涝片区整治")),
            ("各市水质达标率、绿化率目标", None),
            ("主要指标分解表", None),
        ] {
            assert_eq!(subject(title, Some("云岭市")).as_deref(), name, "{title}");
        }
        assert!(is_region("县（市、区）") && is_region("地市") && !is_region("指标"));
    }
}
