use crate::rule::{Example, Grade, Page, Rule, Search};
use source::{Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "X905",
    name: "table-not-read",
    family: Family::Text,
    severity: Severity::Warning,
    grade: Grade::Stable,
    page: Page {
        title: ("有的表没有读入", "A table that was not read"),
        what: (
            "认出了表头，但下面各行无法可靠地分到各列，表中的数值一个也没有采用。",
            "The head of a table was recognised, but its rows could not be told apart for certain; none of its values is used.",
        ),
        why: (
            "没有读入的指标不参加任何检查；勉强读入则可能把数值放错年份或行。",
            "Indicators that were not read are not checked; read at a guess, values might land in a wrong year or row.",
        ),
        fix: (
            "改用 Word 文件或带框线的 PDF，或者用制表符分隔各列后重新检查。",
            "Use the Word file or a PDF with ruled lines, or part the columns by tabs, and check again.",
        ),
        example: Example { faulty: "", sound: "", upper: "" },
    },
    search: Search::Notice,
};
