//! The tables of the package and their columns. Names here are stable: data of others relies on them.

use super::schema::{Column, Table};
use crate::{
    AssignmentRole, Averaging, BodyKind, Comparator, Direction, IndicatorKind, Measure, Nature, Origin,
    PlaceKind, RateBasis, RelationKind, SectionKind, Status,
};

const ID: Column = Column::text("id", "编号", "id, unique in the table").required();

const ORIGIN: &[Column] = &[Column::choice(
    "origin",
    Origin::NAMES,
    "来源位置",
    "where the statement stands: a table row, running text, a box, or outside the document",
)
.required()];

const PLACE: &[Column] = &[
    Column::reference("section", "sections", "所在章节", "the section it stands in"),
    Column::integer("line", 0, "行号", "1-based line in the source text, 0 when it comes from no document")
        .required(),
    Column::integer("start", 0, "起始字节", "first byte in the source text").required(),
    Column::integer("end", 0, "终止字节", "one past the last byte").required(),
];

const DOUBT: &[Column] = &[
    Column::number("confidence", "把握", "how sure the reader is, from 0 to 1; empty when it is certain"),
    Column::text("reason", "原因", "why the reader is not certain"),
];
const QUOTE: &[Column] = &[Column::text("quote", "原文", "the source text from start to end")];

/// What a value says and how it binds, the same for targets and observations.
const VALUE: &[Column] = &[
    Column::choice("measure", Measure::NAMES, "度量", "what the value says of the indicator").required(),
    Column::choice("comparator", Comparator::NAMES, "比较", "how the value binds the outcome").required(),
    Column::number("value", "数值", "the number as printed, the lower end of a range"),
    Column::number("value_high", "数值上限", "the upper end of a range"),
    Column::text("value_text", "文字值", "the words of a value that is no single number"),
    Column::text("unit", "单位", "unit as printed"),
];

pub(super) static SECTIONS: Table = Table {
    name: "sections",
    zh: "目录结构",
    en: "The outline: chapters, sections, tables, boxes and figures in document order",
    key: &["id"],
    columns: &[&[
        ID,
        Column::reference("parent", "sections", "上级", "the section it stands in"),
        Column::integer("level", 0, "层级", "1 for chapters, 2 and more below").required(),
        Column::choice("kind", SectionKind::NAMES, "类型", "what the row is").required(),
        Column::text("number", "序号", "number as printed"),
        Column::text("title", "标题", "title without number"),
        Column::integer("line", 0, "行号", "first line in the source text").required(),
        Column::integer("line_end", 0, "末行", "last line with all it holds").required(),
        Column::integer("start", 0, "起始字节", "first byte of the heading or caption").required(),
        Column::integer("end", 0, "终止字节", "one past the last byte of the heading or caption").required(),
    ]],
};

pub(super) static INDICATORS: Table = Table {
    name: "indicators",
    zh: "指标",
    en: "What is measured; every target and observation points here",
    key: &["id"],
    columns: &[&[
        ID,
        Column::text("name", "名称", "name as the plan writes it first"),
        Column::text("unit", "单位", "unit as printed"),
        Column::text("group", "分组", "group heading of its table"),
        Column::text("parent", "上级指标", "name of the merged label it stands under"),
        Column::choice("direction", Direction::NAMES, "方向", "which way the number should move"),
        Column::choice("kind", IndicatorKind::NAMES, "类型", "what sort of quantity it is"),
        Column::choice("nature", Nature::NAMES, "属性", "whether its targets bind"),
        Column::text("catalogue", "标准指标", "key of the entry of the catalogue of standard indicators"),
        Column::list("aliases", "别名", "other names the plan uses"),
    ]],
};

macro_rules! column {
    (link(IndicatorId), $name:tt, $zh:tt, $en:tt) => {
        Column::reference($name, "indicators", $zh, $en).required()
    };
    (text, $name:tt, $zh:tt, $en:tt) => {
        Column::text($name, $zh, $en)
    };
    (words, $name:tt, $zh:tt, $en:tt) => {
        Column::text($name, $zh, $en)
    };
    (choice($word:ident), $name:tt, $zh:tt, $en:tt) => {
        Column::choice($name, $word::NAMES, $zh, $en).required()
    };
    (maybe_choice($word:ident), $name:tt, $zh:tt, $en:tt) => {
        Column::choice($name, $word::NAMES, $zh, $en)
    };
    (decimal, $name:tt, $zh:tt, $en:tt) => {
        Column::number($name, $zh, $en)
    };
    (year, $name:tt, $zh:tt, $en:tt) => {
        Column::year($name, $zh, $en)
    };
}

macro_rules! target_columns {
    ($($field:ident: $kind:ident $(($word:ident))?, $name:tt, $zh:tt, $en:tt;)*) => {
        const TARGET: &[Column] = &[$(column!($kind $(($word))?, $name, $zh, $en)),*];
    };
}

crate::target_fields!(target_columns);

/// The fields that targets had at first. Those that came later stand at the end of the table, so that files of before keep
/// the positions of their columns.
const AT_FIRST: usize = 16;

pub(super) static TARGETS: Table = Table {
    name: "targets",
    zh: "目标",
    en: "Commitments, one row for each printed value",
    key: &["id"],
    columns: &[&[ID], TARGET.split_at(AT_FIRST).0, ORIGIN, PLACE, QUOTE, DOUBT, TARGET.split_at(AT_FIRST).1],
};

pub(super) static OBSERVATIONS: Table = Table {
    name: "observations",
    zh: "实绩",
    en: "Values of indicators as one source gave them on one day; revisions are further rows",
    key: &["id"],
    columns: &[
        &[
            ID,
            Column::reference("indicator", "indicators", "指标", "the indicator it is a value of").required(),
            Column::text("subject", "主语", "the subject as the source names it"),
            Column::text("region", "地区", "the region, empty for the plan's own"),
        ],
        VALUE,
        &[
            Column::year("period_start", "起始年", "first year it covers"),
            Column::year("period_end", "终止年", "last year it covers"),
            Column::year("year", "年份", "year stated in the text"),
            Column::choice("status", Status::NAMES, "状态", "how firm the figure is"),
            Column::text("source", "出处", "where it was published"),
            Column::date("vintage", "公布日", "the day it became known"),
        ],
        ORIGIN,
        PLACE,
        QUOTE,
        &[
            Column::choice("period", Averaging::NAMES, "时段", "average per year or total over the period"),
            Column::number("rate", "增长率", "growth figure printed beside it"),
            Column::integer("month_start", 1, "起始月", "first month it covers, empty for whole years"),
            Column::integer("month_end", 1, "终止月", "last month it covers, empty for whole years"),
        ],
        DOUBT,
        &[Column::text(
            "dimensions",
            "维度",
            "what narrows it besides the region, as name=value parted by semicolons; empty for the whole",
        )],
    ],
};

pub(super) static PROJECTS: Table = Table {
    name: "projects",
    zh: "项目",
    en: "Works, parks, programmes and enterprises to build or grow",
    key: &["id"],
    columns: &[
        &[
            ID,
            Column::text("name", "名称", "name as written"),
            Column::text("name_full", "全称", "name with the shared head noun restored"),
            Column::text("box", "专栏", "number of the box it stands in"),
            Column::text("category", "类别", "heading inside the box, or what kind of thing it is"),
            Column::text("place", "地点", "where it is, else the place contained in the name"),
            Column::number("quantity_value", "数量", "its first quantity"),
            Column::text("quantity_unit", "数量单位", "unit of the first quantity, as printed"),
            Column::text("quantity_what", "数量内容", "what the first quantity counts or measures"),
            Column::text(
                "stage",
                "阶段",
                "reserve, conditional, preparation, planned, started, ongoing, completed, operating, existing, \
                 suspended, cancelled; empty when not stated",
            ),
        ],
        PLACE,
        ORIGIN,
        QUOTE,
        &[
            Column::number("investment_value", "总投资", "its total investment"),
            Column::text("investment_unit", "投资单位", "unit of the total investment, as printed"),
            Column::number(
                "period_investment_value",
                "规划期内投资",
                "its investment within the plan period",
            ),
            Column::text("period_investment_unit", "规划期内投资单位", "unit of that investment, as printed"),
            Column::year("start_year", "开工年份", "first year of building"),
            Column::year("end_year", "完工年份", "last year of building"),
            Column::text(
                "work",
                "建设性质",
                "kind of building as written: new, continued, enlarged, altered",
            ),
            Column::text("phase", "期次", "phase as written"),
            Column::text("part_of", "所属项目", "the project that contains it with its money"),
        ],
        DOUBT,
    ],
};

pub(super) static QUANTITIES: Table = Table {
    name: "quantities",
    zh: "项目其他数量",
    en: "Second and further quantities of projects; the first stands in the project's own row",
    key: &["project", "position"],
    columns: &[&[
        Column::reference("project", "projects", "项目", "the project").required(),
        Column::integer("position", 2, "序号", "2 for the second quantity").required(),
        Column::number("value", "数量", "the number as printed").required(),
        Column::text("unit", "单位", "the unit as printed"),
        Column::text("what", "内容", "what is counted or measured"),
    ]],
};

pub(super) static TASKS: Table = Table {
    name: "tasks",
    zh: "任务",
    en: "Verb-led duties",
    key: &["id"],
    columns: &[
        &[
            ID,
            Column::text("lead", "段首", "run-in lead it stands under"),
            Column::text("verb", "动词", "the verb"),
            Column::text("object", "宾语", "what the verb governs"),
            Column::boolean("quantified", "有数值", "whether it contains a checkable number"),
            Column::year("deadline", "期限", "year by which it is due, when stated"),
        ],
        PLACE,
        QUOTE,
        ORIGIN,
    ],
};

pub(super) static PLACES: Table = Table {
    name: "places",
    zh: "地点",
    en: "Regions, zones and sites that the plan names",
    key: &["id"],
    columns: &[
        &[
            ID,
            Column::text("name", "名称", "name as written"),
            Column::choice("kind", PlaceKind::NAMES, "类型", "what sort of place").required(),
            Column::reference("parent", "places", "上级", "the place it lies in"),
            Column::text("code", "区划代码", "administrative division code (GB/T 2260)"),
            Column::text("regime", "管制", "what development is allowed there"),
        ],
        ORIGIN,
        PLACE,
        QUOTE,
    ],
};

pub(super) static BODIES: Table = Table {
    name: "bodies",
    zh: "责任单位",
    en: "Departments, governments and enterprises that are named as responsible",
    key: &["id"],
    columns: &[
        &[
            ID,
            Column::text("name", "名称", "name as written"),
            Column::choice("kind", BodyKind::NAMES, "类型", "what sort of body").required(),
            Column::reference("parent", "bodies", "上级", "the body above it"),
        ],
        ORIGIN,
        PLACE,
        QUOTE,
    ],
};

pub(super) static ASSIGNMENTS: Table = Table {
    name: "assignments",
    zh: "责任分工",
    en: "Who leads and who supports what; exactly one of indicator, target, project and task is filled",
    key: &["id"],
    columns: &[
        &[
            ID,
            Column::reference("indicator", "indicators", "指标", "the indicator with all its targets"),
            Column::reference("target", "targets", "目标", "the target"),
            Column::reference("project", "projects", "项目", "the project"),
            Column::reference("task", "tasks", "任务", "the task"),
            Column::reference("body", "bodies", "责任单位", "the body").required(),
            Column::choice("role", AssignmentRole::NAMES, "角色", "lead or support").required(),
            Column::boolean("confirmed", "已确认", "whether a person confirmed it"),
        ],
        ORIGIN,
        PLACE,
        QUOTE,
    ],
};

pub(super) static SCHEDULE: Table = Table {
    name: "schedule",
    zh: "分解",
    en: "Yearly and regional split of targets",
    key: &["id"],
    columns: &[&[
        ID,
        Column::reference("target", "targets", "目标", "the target that is split").required(),
        Column::year("year", "年份", "the year of this part").required(),
        Column::text("region", "地区", "the region of this part, empty for the plan's own"),
        Column::number("value", "数值", "the value due, in the unit of the target").required(),
    ]],
};

pub(super) static RELATIONS: Table = Table {
    name: "relations",
    zh: "指标关系",
    en: "Identities that bind indicators by definition",
    key: &["id"],
    columns: &[&[
        ID,
        Column::choice("kind", RelationKind::NAMES, "形式", "the form of the identity").required(),
        Column::reference("result", "indicators", "结果", "the indicator on the left side"),
        Column::list("parts", "组成", "ids of the indicators on the right side, in order").required(),
        Column::number("factor", "系数", "constant factor between the printed units").required(),
        Column::text("note", "依据", "why it holds, with its source"),
    ]],
};

/// All tables, each after those it refers to where the references allow it.
pub(super) static ALL: [&Table; 12] = [
    &SECTIONS,
    &INDICATORS,
    &TARGETS,
    &OBSERVATIONS,
    &PROJECTS,
    &QUANTITIES,
    &TASKS,
    &PLACES,
    &BODIES,
    &ASSIGNMENTS,
    &SCHEDULE,
    &RELATIONS,
];

/// The title in Chinese of a column of a table, both by their stable names.
pub fn chinese_head(table: &str, column: &str) -> Option<&'static str> {
    let found = ALL.iter().find(|one| one.name == table)?;
    found.columns().find(|one| one.name == column).map(|one| one.zh)
}
