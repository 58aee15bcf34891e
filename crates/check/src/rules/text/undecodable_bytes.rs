use crate::rule::{Example, Grade, Page, Rule, Search};
use source::{Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "X901",
    name: "undecodable-bytes",
    family: Family::Text,
    severity: Severity::Warning,
    grade: Grade::Stable,
    page: Page {
        title: ("有不能解码的字节", "Bytes that cannot be decoded"),
        what: (
            "读入文本文件时，文件里有不属于其编码（UTF-8、GB18030等）的字节，显示为替换符。每份文件一条，标出第一处。",
            "A text file holds bytes that do not belong to its encoding (UTF-8, GB18030) and read as replacement characters. One finding for a file, at the first place.",
        ),
        why: (
            "丢掉的可能是指标名，也可能是数字；看起来完整的句子未必完整。",
            "What was lost may be a name or a figure; a sentence that looks complete may not be.",
        ),
        fix: (
            "从原文件重新导出为UTF-8文本，核对这些位置的文字和数字。",
            "Export the file again as UTF-8 from the original, and check words and figures there.",
        ),
        example: Example { faulty: "", sound: "", upper: "" },
    },
    search: Search::Notice,
};
