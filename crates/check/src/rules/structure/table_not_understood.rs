use crate::rule::{Example, Grade, Page, Rule, Search};
use source::{Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "S901",
    name: "table-not-understood",
    family: Family::Structure,
    severity: Severity::Note,
    grade: Grade::Stable,
    page: Page {
        title: ("表头没有看懂", "A table whose head was not understood"),
        what: (
            "表格里有一批数字，表头却看不出哪一列是指标或项目名称、哪一列是数值，所以没有读入指标。",
            "A table holds figures, but its head does not tell which column names indicators or projects and which holds values; nothing was read from it.",
        ),
        why: (
            "没有读入的表格不参加检查和监测。",
            "A table that was not read is neither checked nor monitored.",
        ),
        fix: (
            "如果是指标表，在表头写明“指标”“单位”“2020年”“目标”“属性”等。",
            "If it is a table of indicators, name its columns: indicator, unit, year, target, nature.",
        ),
        example: Example {
            faulty: "第一章 目标\n\n表1：情况\n\n甲\t乙\t丙\n1\t2\t3\n4\t5\t6\n",
            sound: "第一章 目标\n\n表1：主要指标\n\n指标\t2015年\t2020年\n粮食产量（万吨）\t20\t30\n森林覆盖率（%）\t40\t45\n",
            upper: "",
        },
    },
    search: Search::Notice,
};
