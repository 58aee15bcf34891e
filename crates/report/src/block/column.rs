//! Columns of tables: what an outline may name, and how a cell is made.

use crate::make::Maker;
use crate::origin::{Measure, Origin, Words, verdict};
use assess::{Alert, Row};
use plan::{Project, Task};
use std::collections::BTreeMap;
use story::{Cell, CellKind, Inline};

/// What a column holds.
type Of<T> = fn(&mut Maker<'_>, usize, &T) -> Vec<Inline<'static>>;

/// A column: key, head, whether it holds figures, and its cells.
pub(crate) struct Column<T> {
    key: &'static str,
    pub(crate) head: &'static str,
    pub(crate) number: bool,
    pub(crate) of: Of<T>,
}

fn some(inline: Option<Inline<'static>>) -> Vec<Inline<'static>> {
    inline.into_iter().collect()
}

fn place<T>(maker: &mut Maker<'_>, at: usize, _: &T) -> Vec<Inline<'static>> {
    some(maker.figure(Origin::Place(at + 1)))
}

fn nothing<T>(_: &mut Maker<'_>, _: usize, _: &T) -> Vec<Inline<'static>> {
    Vec::new()
}

/// A column of judged targets that holds one measure.
macro_rules! measure {
    ($key:literal, $head:literal, $measure:ident) => {
        Column {
            key: $key,
            head: $head,
            number: true,
            of: |maker, _, row| some(maker.figure(Origin::Judged(row.target.clone(), Measure::$measure))),
        }
    };
    ($key:literal, $head:literal, words $measure:ident) => {
        Column {
            key: $key,
            head: $head,
            number: false,
            of: |maker, _, row| some(maker.figure(Origin::Judged(row.target.clone(), Measure::$measure))),
        }
    };
}

/// A column of judged targets that holds what is known or wanted of a year, so many years from the last one.
macro_rules! of_year {
    ($key:literal, $head:literal, $origin:ident, $offset:literal) => {
        Column {
            key: $key,
            head: $head,
            number: true,
            of: |maker, _, row| {
                let year = maker.inputs.assessment.as_of.year + $offset;
                some(maker.figure(Origin::$origin(row.target.clone(), year)))
            },
        }
    };
}

/// A column of words of the plan.
macro_rules! words {
    ($key:literal, $head:literal, $words:ident, $id:ident) => {
        Column {
            key: $key,
            head: $head,
            number: false,
            of: |maker, _, one| some(maker.figure(Origin::Words(Words::$words(one.$id.clone())))),
        }
    };
}

/// Columns of judged targets. `years` stands for one column for each year of the plan with figures.
pub(crate) const TARGETS: &[Column<Row>] = &[
    Column { key: "number", head: "序号", number: false, of: place },
    Column {
        key: "group",
        head: "类别",
        number: false,
        of: |maker, _, row| some(maker.figure(Origin::Words(Words::Group(row.group.clone())))),
    },
    words!("name", "指标", Name, target),
    words!("unit", "单位", Unit, target),
    Column {
        key: "nature",
        head: "属性",
        number: false,
        of: |_, _, row| {
            let word = match row.nature {
                Some(plan::Nature::Binding) => "约束性",
                Some(plan::Nature::Anticipated) => "预期性",
                None => "",
            };
            vec![Inline::text(word)]
        },
    },
    measure!("base", "基期值", Base),
    measure!("base-year", "基期", BaseYear),
    measure!("goal", "目标值", Goal),
    measure!("goal-year", "目标年份", GoalYear),
    measure!("rate", "年均（累计）变化%", Rate),
    Column { key: "years", head: "", number: true, of: nothing },
    measure!("latest", "最新值", Latest),
    measure!("latest-year", "最新年份", LatestYear),
    measure!("expected", "序时进度要求%", Expected),
    measure!("progress", "实际进度%", Progress),
    Column {
        key: "verdict", head: "判断", number: false, of: |_, _, row| vec![Inline::text(verdict(row))]
    },
    measure!("gap", "与目标的差距", Gap),
    measure!("median", "期末预测中值", Median),
    measure!("low", "预测区间下限", Low),
    measure!("high", "预测区间上限", High),
    measure!("attain", "实现概率%", Attain),
    measure!("required", "今后所需速度", Required),
    measure!("achieved", "以往速度", Achieved),
    Column {
        key: "level",
        head: "级别",
        number: false,
        of: |_, _, row| {
            vec![Inline::text(if row.alert == Alert::None { String::new() } else { row.alert.words().zh })]
        },
    },
    measure!("since", "起始年份", Since),
    measure!("reason", "依据", words Reason),
    measure!("cause", "变动来源", words Cause),
    measure!("source", "数据来源及状态", words Source),
    measure!("outturn", "预计完成", Outturn),
    measure!("needed-next", "按规划序时所需", NeededNext),
    of_year!("previous", "上年实绩", Actual, -1),
    of_year!("actual", "当年实绩", Actual, 0),
    of_year!("due", "当年目标", Due, 0),
    of_year!("due-next", "下年目标", Due, 1),
    measure!("months", "月份", words SoFarMonths),
    measure!("so-far", "累计或期末值", SoFarValue),
    measure!("so-far-due", "全年应有", SoFarDue),
    measure!("so-far-progress", "时序进度%", SoFarProgress),
    measure!("so-far-usual", "往年同期%", SoFarUsual),
    measure!("so-far-estimate", "全年预计中值", SoFarEstimate),
    measure!("so-far-attain", "完成概率%", SoFarAttain),
    words!("body", "责任单位", Bodies, target),
    words!("printed", "规划原值", Printed, target),
    Column { key: "reply", head: "说明和措施", number: false, of: replies },
    Column { key: "blank", head: "", number: false, of: nothing },
];

fn replies(maker: &mut Maker<'_>, _: usize, row: &Row) -> Vec<Inline<'static>> {
    let places: Vec<usize> = maker
        .inputs
        .replies
        .iter()
        .enumerate()
        .filter(|(_, one)| one.target == row.target)
        .map(|(at, _)| at)
        .collect();
    places.into_iter().filter_map(|at| maker.figure(Origin::Reply(at))).collect()
}

/// Columns of projects.
pub(crate) const PROJECTS: &[Column<Project>] = &[
    Column { key: "number", head: "序号", number: false, of: place },
    words!("category", "类别", ProjectCategory, id),
    words!("name", "项目", Project, id),
    words!("scale", "建设内容及规模", ProjectScale, id),
    Column {
        key: "years",
        head: "起止年限",
        number: false,
        of: |maker, _, one| some(maker.figure(Origin::ProjectYears(one.id.clone()))),
    },
    Column {
        key: "investment",
        head: "总投资",
        number: true,
        of: |maker, _, one| some(maker.figure(Origin::ProjectInvestment(one.id.clone()))),
    },
    words!("stage", "阶段", ProjectStage, id),
    words!("body", "责任单位", ProjectBodies, id),
    Column { key: "blank", head: "", number: false, of: nothing },
];

/// Columns of tasks.
pub(crate) const TASKS: &[Column<Task>] = &[
    Column { key: "number", head: "序号", number: false, of: place },
    words!("chapter", "章节", TaskChapter, id),
    words!("task", "任务原文", Task, id),
    Column {
        key: "lead",
        head: "牵头单位",
        number: false,
        of: |maker, _, one| some(maker.figure(Origin::Words(Words::TaskBodies(one.id.clone(), true)))),
    },
    Column {
        key: "support",
        head: "配合单位",
        number: false,
        of: |maker, _, one| some(maker.figure(Origin::Words(Words::TaskBodies(one.id.clone(), false)))),
    },
    Column {
        key: "deadline",
        head: "时限",
        number: true,
        of: |maker, _, one| some(maker.figure(Origin::TaskDeadline(one.id.clone()))),
    },
    Column { key: "blank", head: "", number: false, of: nothing },
];

/// Columns of warnings about figures, by their place.
pub(crate) const DATA: &[Column<usize>] = &[
    Column { key: "number", head: "序号", number: false, of: place },
    Column {
        key: "finding",
        head: "问题",
        number: false,
        of: |maker, _, at| some(maker.figure(Origin::DataWarning(*at))),
    },
    Column {
        key: "kind",
        head: "类型",
        number: false,
        of: |maker, _, at| {
            let kind = maker.inputs.assessment.data.get(*at).map(|one| one.kind.words().zh);
            vec![Inline::text(kind.unwrap_or_default())]
        },
    },
    Column { key: "blank", head: "", number: false, of: nothing },
];

/// The columns of an outline's keys, with their heads.
pub(crate) fn chosen<T>(all: &'static [Column<T>], keys: &[String]) -> Vec<(&'static Column<T>, String)> {
    let one = |text: &String| {
        let (key, head) = text.split_once('=').map_or((text.as_str(), None), |(key, head)| (key, Some(head)));
        let column = all.iter().find(|column| column.key == key)?;
        Some((column, head.unwrap_or(column.head).to_owned()))
    };
    if keys.is_empty() {
        let usual = |column: &&'static Column<T>| column.key != "blank" && column.key != "years";
        return all.iter().filter(usual).map(|column| (column, column.head.to_owned())).collect();
    }
    keys.iter().filter_map(one).collect()
}

impl<T> Column<T> {
    /// Whether it stands for a column for each year.
    pub(crate) fn is_years(&self) -> bool {
        self.key == "years" && self.head.is_empty()
    }

    /// The cell of a row.
    pub(crate) fn cell(&self, maker: &mut Maker<'_>, at: usize, row: &T) -> Cell<'static> {
        let text = (self.of)(maker, at, row);
        let cell = Cell::new(CellKind::Data, text);
        if self.number { cell.right() } else { cell }
    }
}

/// Whether a table has a column with this key.
pub(crate) fn has_column(table: &str, key: &str) -> bool {
    match table {
        "projects" => PROJECTS.iter().any(|column| column.key == key),
        "tasks" => TASKS.iter().any(|column| column.key == key),
        "data" => DATA.iter().any(|column| column.key == key),
        _ => TARGETS.iter().any(|column| column.key == key),
    }
}

/// The keys of all columns.
pub(crate) fn columns() -> Vec<&'static str> {
    let mut keys: Vec<&str> = TARGETS.iter().map(|column| column.key).collect();
    keys.extend(PROJECTS.iter().map(|column| column.key));
    keys.extend(TASKS.iter().map(|column| column.key));
    keys.extend(DATA.iter().map(|column| column.key));
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// What a column holds of a judged target; `None` when there is no such column.
pub(crate) fn cell(maker: &mut Maker<'_>, key: &str, row: &Row) -> Option<Vec<Inline<'static>>> {
    let column = TARGETS.iter().find(|column| column.key == key && !column.is_years())?;
    Some((column.of)(maker, 0, row))
}

/// The texts of a row by the keys of its columns.
pub(crate) fn record<T>(
    maker: &mut Maker<'_>,
    all: &'static [Column<T>],
    at: usize,
    row: &T,
) -> BTreeMap<String, String> {
    let one = |column: &'static Column<T>, maker: &mut Maker<'_>| {
        (column.key.to_owned(), crate::make::plain(&(column.of)(maker, at, row)))
    };
    all.iter().filter(|column| !column.is_years()).map(|column| one(column, maker)).collect()
}
