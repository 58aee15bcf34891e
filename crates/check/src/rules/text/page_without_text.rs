use crate::rule::{Example, Grade, Page, Rule, Search};
use source::{Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "X902",
    name: "page-without-text",
    family: Family::Text,
    severity: Severity::Warning,
    grade: Grade::Stable,
    page: Page {
        title: ("有的页没有文字层", "Pages without a text layer"),
        what: (
            "PDF里有的页只有图片，没有文字层，没有读入。全部是图片的PDF直接报错。",
            "Some pages of a PDF are pictures without a text layer and were not read. A PDF of pictures only is an error.",
        ),
        why: (
            "扫描页上的表格和目标不会出现在指标、项目和检查结果里，看起来就像规划没有写。",
            "Tables and targets on scanned pages appear neither among the indicators nor in the findings, as if the plan said nothing.",
        ),
        fix: (
            "对这些页做文字识别（OCR）并核对数字，或用原文件重新导出。",
            "Run text recognition (OCR) on these pages and check the figures, or export from the original again.",
        ),
        example: Example { faulty: "", sound: "", upper: "" },
    },
    search: Search::Notice,
};
