//! What the columns of a table mean, found from their heads.

use document::Table;
use phrase::Kind;

use super::grid::Grid;
use crate::frame::{Frame, compact};

/// The meaning of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// 序号.
    Ordinal,
    /// 类别: the group of the row.
    Group,
    /// 指标, 项目: the name; two neighbouring columns of this role are label and part.
    Name,
    /// 单位.
    Unit,
    /// A value of a year.
    Value(ValueColumn),
    /// 年均增长.
    Rate {
        /// Whether the head says that it is per year.
        annual: bool,
    },
    /// 属性.
    Nature,
    /// 责任单位, 牵头部门.
    Body,
    /// 总投资 of a list of projects.
    Investment,
    /// 备注 and all that is not understood.
    Other,
}

/// A column of values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ValueColumn {
    /// The year of its values, when the head names one.
    pub(crate) year: Option<i32>,
    /// Whether they are results, not commitments.
    pub(crate) past: bool,
    /// Whether they are yearly parts of the target in another column.
    pub(crate) part: bool,
    /// Unit that the head gives in brackets.
    pub(crate) unit: String,
}

/// What sort of table it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    /// Rows are indicators.
    Indicators,
    /// Rows are projects.
    Projects,
}

/// The meaning of every column.
#[derive(Clone, Debug)]
pub(crate) struct Roles {
    pub(crate) sort: Sort,
    pub(crate) columns: Vec<Role>,
    /// First row of the body.
    pub(crate) body: usize,
}

/// Finds the roles; `None` when the head is not that of indicators or projects.
pub(crate) fn find(table: &Table, grid: &Grid<'_>, frame: &Frame) -> Option<Roles> {
    let deepest = table.head.clamp(1, 4).min(table.rows);
    // The head the reader marked first; a table without a marked head may still have one.
    (0..=3usize).map(|extra| deepest + extra).take_while(|head| *head < table.rows).find_map(|head| {
        let columns = columns(table, grid, head, frame);
        let names = columns.iter().filter(|role| **role == Role::Name).count();
        let values = columns.iter().filter(|role| matches!(role, Role::Value(_))).count();
        let projects = columns.iter().any(|role| matches!(role, Role::Body | Role::Investment));
        let sort = if names > 0 && values > 0 {
            Sort::Indicators
        } else if names > 0 && projects && values == 0 {
            Sort::Projects
        } else {
            return None;
        };
        Some(Roles { sort, columns, body: head })
    })
}

fn columns(table: &Table, grid: &Grid<'_>, head: usize, frame: &Frame) -> Vec<Role> {
    let mut roles: Vec<Role> = (0..table.columns)
        .map(|column| {
            let mut text = String::new();
            let mut lowest = String::new();
            let mut last = None;
            for row in 0..head {
                let cell = grid.index(row, column);
                if cell != last
                    && let Some(cell) = grid.cell(row, column)
                {
                    lowest = compact(cell.text.text());
                    text.push_str(&lowest);
                }
                last = cell;
            }
            // 年均增长 under a head that names a period (“十二五”完成情况) is growth all the same.
            match role(&lowest, frame) {
                rate @ Role::Rate { .. } => rate,
                _ => role(&text, frame),
            }
        })
        .collect();
    // A head cell that spans label and part may be read as one cell and an empty one.
    for column in 1..roles.len() {
        let empty = (0..head).all(|row| grid.text(row, column).trim().is_empty());
        if empty && roles[column - 1] == Role::Name {
            roles[column] = Role::Name;
        }
    }
    if !roles.contains(&Role::Name)
        && let Some(group) = roles.iter_mut().rev().find(|role| **role == Role::Group)
    {
        *group = Role::Name;
    }
    let last = |role: &Role| matches!(role, Role::Value(value) if !value.past && value.year == frame.end());
    if roles.iter().any(last) {
        let first = frame.period.map_or(i32::MIN, |period| period.start);
        for role in &mut roles {
            if let Role::Value(value) = role
                && let (Some(year), Some(end)) = (value.year, frame.end())
                && !value.past
                && (first..end).contains(&year)
            {
                value.part = true;
            }
        }
    }
    roles
}

/// The role of a column with this head.
fn role(head: &str, frame: &Frame) -> Role {
    let (label, unit) = super::name::split_unit(head);
    let has = |words: &[&str]| words.iter().any(|word| label.contains(word));
    let is = |words: &[&str]| words.contains(&label.as_str());
    if has(&["序号", "编号"]) || is(&["号", "序", "No.", "No"]) {
        return Role::Ordinal;
    }
    if has(&["属性", "性质"]) || is(&["类型"]) {
        return Role::Nature;
    }
    if has(&[
        "责任",
        "牵头",
        "主管部门",
        "实施主体",
        "建设单位",
        "承担单位",
        "负责部门",
        "负责单位",
        "配合部门",
        "主体单位",
    ]) {
        return Role::Body;
    }
    if has(&["单位"]) && label.chars().count() <= 5 {
        return Role::Unit;
    }
    if has(&["总投资", "投资额", "估算投资", "投资估算", "计划投资"]) {
        return Role::Investment;
    }
    if has(&[
        "备注",
        "说明",
        "来源",
        "完成率",
        "依据",
        "排名",
        "建设内容",
        "建设规模",
        "建设地点",
        "建设年限",
        "建设性质",
        "起止",
        "工期",
    ]) {
        return Role::Other;
    }
    let span = years(&label);
    let compared = label.contains('比') && has(&["增长", "增减", "变化", "下降", "提高", "±"]);
    let growth = has(&["增长", "增速", "增幅", "增减", "变化率", "变化幅度", "年均", "递增", "累计变化"]);
    if growth && (span.is_none() || compared) {
        return Role::Rate { annual: label.contains("年均") && !label.contains("累计") };
    }
    let results = has(&[
        "基数",
        "基期",
        "基准",
        "现状",
        "现值",
        "实际",
        "完成",
        "实绩",
        "达到值",
        "预计",
        "实现值",
        "初期",
    ]);
    let aims = has(&["目标", "规划", "计划", "任务", "预期", "指标值", "期末", "要求"]);
    let part = label.contains("其中");
    match span {
        Some((_, last)) => {
            let past = frame.is_past(last).unwrap_or(results && !aims);
            // What an earlier plan had aimed at is neither a result nor a commitment of this one.
            if past && aims && !results {
                return Role::Other;
            }
            Role::Value(ValueColumn { year: Some(last), past, part, unit })
        }
        None if results && !named(&label) => {
            Role::Value(ValueColumn { year: frame.base(), past: true, part, unit })
        }
        None if aims && !named(&label) => {
            Role::Value(ValueColumn { year: frame.end(), past: false, part, unit })
        }
        None if is(&[
            "类别",
            "分类",
            "领域",
            "类型",
            "大类",
            "方面",
            "维度",
            "板块",
            "目标层",
            "一级指标",
        ]) =>
        {
            Role::Group
        }
        None if named(&label) => Role::Name,
        None => Role::Other,
    }
}

/// Whether a head announces names.
fn named(label: &str) -> bool {
    ["指标名称", "主要指标", "具体指标", "指标", "项目", "名称", "内容", "任务名称", "工程", "类别"]
        .contains(&label)
        || [
            "指标名称",
            "项目名称",
            "工程名称",
            "项目类别",
            "指标类别",
            "主要指标",
            "二级指标",
            "三级指标",
            "重点项目",
            "具体指标",
        ]
        .iter()
        .any(|word| label.ends_with(word))
}

/// First and last year that a head names.
fn years(label: &str) -> Option<(i32, i32)> {
    let mentions = phrase::scan(label);
    if let Some(years) =
        mentions.iter().filter(|m| matches!(m.kind, Kind::Year | Kind::Period)).find_map(|m| m.years)
    {
        return Some((years.first, years.last));
    }
    // A bare 2016 over a column of yearly values.
    let bare: i32 = label.get(..4).filter(|_| label.len() == 4)?.parse().ok()?;
    (1949..2100).contains(&bare).then_some((bare, bare))
}
