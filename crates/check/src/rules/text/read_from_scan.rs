use crate::rule::{Example, Grade, Page, Rule, Search};
use source::{Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "X904",
    name: "read-from-scan",
    family: Family::Text,
    severity: Severity::Warning,
    grade: Grade::Stable,
    page: Page {
        title: ("文字来自扫描识别", "Text recognised from a scan"),
        what: (
            "文件是扫描件，文字由识别程序（OCR）读出，每个数字都可能认错。",
            "The file is a scan: its text comes from text recognition (OCR), and any figure may be misread.",
        ),
        why: (
            "小数点、相近的数字（3和8、1和7）最容易认错，一个错认的数字会被当成规划的目标。",
            "Decimal points and similar digits (3 and 8, 1 and 7) are misread most easily, and a misread figure would pass for a target of the plan.",
        ),
        fix: (
            "对照原件逐个核对数字；有电子原文时，请改用原文。",
            "Check every figure against the original; use the electronic original where there is one.",
        ),
        example: Example { faulty: "", sound: "", upper: "" },
    },
    search: Search::Notice,
};
