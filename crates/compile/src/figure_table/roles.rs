//! What the columns of a table mean, found from their heads.

use std::sync::LazyLock;

use document::Table;
use phrase::Kind;
use plan::{Period, Status};

use super::grid::Grid;
use super::regions;
use crate::frame::{Frame, period_in};
use crate::words::{Words, class};

/// The meaning of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// 序号.
    Ordinal,
    /// 类别: the group of the row.
    Group,
    /// 指标, 项目: the name; two neighbouring columns of this role are label and part.
    Name,
    /// 县（区）: the region of the row.
    Region,
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
    /// 责任单位, 牵头部门, 配合单位.
    Body {
        /// Whether the bodies lead.
        lead: bool,
    },
    /// 总投资 of a list of projects.
    Investment,
    /// 数量 of a list of projects.
    Amount,
    /// 建设年限 of a list of projects.
    Years,
    /// 建设地点 of a list of projects.
    Place,
    /// 建设内容及规模 of a list of projects.
    Content,
    /// 建设性质: new works or works that go on.
    Works,
    /// 备注 and all that is not understood.
    Other,
}

/// A column of values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ValueColumn {
    /// The year of its values, when the head names one.
    pub(crate) year: Option<i32>,
    /// Whether they are of the past: results, or what an earlier plan had aimed at.
    pub(crate) past: bool,
    /// Whether they are what an earlier plan had aimed at.
    pub(crate) planned: bool,
    /// How firm results are, where the head says so.
    pub(crate) status: Option<Status>,
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
    /// Rows are regions, and the caption names the indicator.
    Regions,
    /// Rows are projects.
    Projects,
    /// Rows are indicators with who answers for them, without values.
    Duties,
}

/// The meaning of every column.
#[derive(Clone, Debug)]
pub(crate) struct Roles {
    pub(crate) sort: Sort,
    pub(crate) columns: Vec<Role>,
    /// Whether it says what became of an earlier plan: all its values are of the past, some planned.
    pub(crate) completion: bool,
    /// First row of the body.
    pub(crate) body: usize,
}

/// Finds the roles; `None` when the head is not that of indicators or projects.
pub(crate) fn find(table: &Table, grid: &Grid<'_>, frame: &Frame) -> Option<Roles> {
    let marked = table.head.clamp(1, 4).min(table.rows);
    // 一、水源工程（4项）over the whole width heads the rows below it, not the columns.
    let across = |row: &usize| {
        let first = grid.index(*row, 0);
        let own = first.is_some() && first != grid.index(row - 1, 0) && !grid.text(*row, 0).trim().is_empty();
        let silent = |column| grid.index(*row, column) == first || grid.text(*row, column).trim().is_empty();
        table.columns > 2 && own && grid.index(*row, 1) == first && (1..table.columns).all(silent)
    };
    let deepest = (1..marked).find(across).unwrap_or(marked);
    // The head the reader marked first; a table without a marked head may still have one.
    (0..=3usize).map(|extra| deepest + extra).take_while(|head| *head < table.rows).find_map(|head| {
        let columns = columns(table, grid, head, frame);
        let names = columns.iter().filter(|role| **role == Role::Name).count();
        let values = columns.iter().filter(|role| matches!(role, Role::Value(_))).count();
        let projects = columns.iter().any(|role| matches!(role, Role::Body { .. } | Role::Investment));
        let measured = columns.iter().enumerate().any(|(column, role)| {
            *role == Role::Name && (0..head).any(|row| grid.text(row, column).contains("指标"))
        });
        // A division of duties lists what is to be done beside who does it; its projects have money or years.
        let works = columns.iter().any(|role| matches!(role, Role::Investment | Role::Years | Role::Place));
        let divided = frame.kind == plan::DocumentKind::Division
            && names > 0
            && !works
            && columns.iter().any(|role| matches!(role, Role::Body { .. }));
        let sort = if measured && values == 0 && projects || divided {
            Sort::Duties
        } else if names > 0 && values > 0 {
            Sort::Indicators
        } else if values > 0 && regions::by_region(table, grid, &columns, head, frame.region.as_deref()) {
            Sort::Regions
        } else if names > 0 && projects && values == 0 {
            Sort::Projects
        } else {
            return None;
        };
        let values = || {
            columns.iter().filter_map(|role| if let Role::Value(value) = role { Some(value) } else { None })
        };
        let completion = values().all(|value| value.past) && values().any(|value| value.planned);
        Some(Roles { sort, columns, completion, body: head })
    })
}

fn columns(table: &Table, grid: &Grid<'_>, head: usize, frame: &Frame) -> Vec<Role> {
    // A table of what became of the last plan names its own period: “十四五”主要指标完成情况.
    let own = period_in(table.title.text());
    let mut roles: Vec<Role> = (0..table.columns)
        .map(|column| {
            let heads = grid.heads(column, head);
            // 年均增长 under a head that names a period (“十二五”完成情况) is growth all the same.
            match role(heads.last().map_or("", String::as_str), frame, own) {
                rate @ Role::Rate { .. } => rate,
                _ => role(&heads.concat(), frame, own),
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
    planned_beside_results(&mut roles);
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

/// A plan figure beside a result of the same year is what had been planned for that year.
fn planned_beside_results(roles: &mut [Role]) {
    let results: Vec<i32> = roles
        .iter()
        .filter_map(|role| match role {
            Role::Value(value) if value.past && !value.planned => value.year,
            _ => None,
        })
        .collect();
    for role in roles {
        if let Role::Value(value) = role
            && !value.past
            && value.year.is_some_and(|year| results.contains(&year))
        {
            (value.past, value.planned) = (true, true);
        }
    }
}

/// Words of heads, by what they say of the column: the lists of `data/zh/columns.tsv`.
struct Columns {
    ordinal: Words,
    is_ordinal: Words,
    nature: Words,
    is_nature: Words,
    body: Words,
    support: Words,
    investment: Words,
    end_investment: Words,
    amount: Words,
    is_amount: Words,
    years: Words,
    place: Words,
    content: Words,
    works: Words,
    other: Words,
    growth: Words,
    compared: Words,
    results: Words,
    stated: Words,
    is_growth: Words,
    aims: Words,
    is_group: Words,
    is_name: Words,
    end_name: Words,
}

static COLUMNS: LazyLock<Columns> = LazyLock::new(|| {
    let class = |name| class(include_str!("../../data/zh/columns.tsv"), name);
    Columns {
        ordinal: class("ordinal"),
        is_ordinal: class("is-ordinal"),
        nature: class("nature"),
        is_nature: class("is-nature"),
        body: class("body"),
        support: class("support"),
        investment: class("investment"),
        end_investment: class("end-investment"),
        amount: class("amount"),
        is_amount: class("is-amount"),
        years: class("work-years"),
        place: class("work-place"),
        content: class("work-content"),
        works: class("work-nature"),
        other: class("other"),
        growth: class("growth"),
        compared: class("compared"),
        results: class("results"),
        stated: class("stated"),
        is_growth: class("is-growth"),
        aims: class("aims"),
        is_group: class("is-group"),
        is_name: class("is-name"),
        end_name: class("end-name"),
    }
});

/// The role of a column with this head.
#[expect(clippy::too_many_lines, reason = "the kinds of heads, tried from the most telling to the least")]
fn role(head: &str, frame: &Frame, own: Option<Period>) -> Role {
    let (label, unit) = super::name::split_unit(head);
    let words = &*COLUMNS;
    if regions::is_region(&label) {
        return Role::Region;
    }
    if words.ordinal.within(&label) || words.is_ordinal.get(&label).is_some() {
        return Role::Ordinal;
    }
    if words.works.within(&label) {
        return Role::Works;
    }
    if words.nature.within(&label) || words.is_nature.get(&label).is_some() {
        return Role::Nature;
    }
    if words.support.within(&label) {
        return Role::Body { lead: false };
    }
    if words.body.within(&label) {
        return Role::Body { lead: true };
    }
    if label.contains("单位") && label.chars().count() <= 5 {
        return Role::Unit;
    }
    if words.investment.within(&label) || words.end_investment.suffix(&label).is_some() {
        return Role::Investment;
    }
    if words.amount.within(&label) || words.is_amount.get(&label).is_some() {
        return Role::Amount;
    }
    let of_works =
        [(&words.years, Role::Years), (&words.place, Role::Place), (&words.content, Role::Content)];
    if let Some((_, role)) = of_works.into_iter().find(|(words, _)| words.within(&label)) {
        return role;
    }
    if words.other.within(&label) {
        return Role::Other;
    }
    let span = years(&label);
    let compared = label.contains('比') && words.compared.within(&label);
    // 2016-2020年年均增长: the years only say over what time.
    let bare = label.trim_matches(['[', ']', '〔', '〕', '(', ')', '（', '）', '【', '】']);
    if words.is_growth.get(bare).is_some() {
        return Role::Rate { annual: false };
    }
    if words.growth.within(&label) && (span.is_none() || compared || words.growth.suffix(&label).is_some()) {
        return Role::Rate { annual: label.contains("年均") && !label.contains("累计") };
    }
    let results = words.results.within(&label);
    let aims = words.aims.within(&label);
    let stated = words.stated.within(&label);
    let part = label.contains("其中");
    let named = words.is_name.get(&label).is_some() || words.end_name.suffix(&label).is_some();
    let value = |year: Option<i32>, past: bool, planned: bool| {
        let status = match () {
            () if !past || planned => None,
            () if label.contains("预计") || label.contains("预期") => Some(Status::Estimate),
            () if stated => Some(Status::Preliminary),
            () => None,
        };
        Role::Value(ValueColumn { year, past, planned, status, part, unit: unit.clone() })
    };
    let over = |year: Option<i32>| year.and_then(|year| frame.is_past(year));
    match span {
        Some((_, last)) => {
            // What the head itself calls a result or an estimate is one in any year.
            let past = (stated && !aims) || frame.is_past(last).unwrap_or(results && !aims);
            value(Some(last), past, past && aims && !results)
        }
        None if results && !named && !aims => {
            let end = own.map(|own| own.end).filter(|end| frame.is_past(*end) != Some(false));
            value(end.or(frame.base()), true, false)
        }
        None if aims && !named && !results => {
            let year = own.map(|own| own.end).or(frame.end());
            let past = over(year).unwrap_or(false);
            value(year, past, past)
        }
        None if (aims || results) && !named => value(frame.base(), true, false),
        None if words.is_group.get(&label).is_some() => Role::Group,
        None if named => Role::Name,
        None => Role::Other,
    }
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
