use crate::rule::{Example, Grade, Page, Rule, Search};
use source::{Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "X903",
    name: "part-not-read",
    family: Family::Text,
    severity: Severity::Warning,
    grade: Grade::Stable,
    page: Page {
        title: ("有的内容没有读入", "Parts that were not read"),
        what: (
            "文件里有读不了的内容：损坏的页、嵌入的图表和工作表、嵌套过深或超出限度的部分。其余内容照常读入。",
            "The file holds parts that cannot be read: damaged pages, embedded charts and worksheets, parts nested too deep or beyond a limit. The rest was read.",
        ),
        why: (
            "这些部分里的目标、项目和数字不会出现在结果里，看起来就像规划没有写。",
            "Targets, projects and figures in these parts appear nowhere in the results, as if the plan said nothing.",
        ),
        fix: (
            "用原文件重新导出，把嵌入对象改为普通文字或表格，再读一次；或自行核对这些部分。",
            "Export from the original again, turn embedded objects into plain text or tables and read it again; or check these parts yourself.",
        ),
        example: Example { faulty: "", sound: "", upper: "" },
    },
    search: Search::Notice,
};
