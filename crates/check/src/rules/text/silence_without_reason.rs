use crate::rule::{Example, Grade, Page, Rule, Search};
use source::{Diagnostic, Family, Severity, Span};

pub(crate) static RULE: Rule = Rule {
    code: "X090",
    name: "silence-without-reason",
    family: Family::Text,
    severity: Severity::Warning,
    grade: Grade::Stable,
    page: Page {
        title: ("静默没有写明理由", "A silence without a reason"),
        what: (
            "找出没有理由的静默。文中写作 `<!-- gangyao: allow 代码 理由 -->`，清单中填写 reason 一栏。",
            "Finds silences without a reason. In the text: `<!-- gangyao: allow CODE reason -->`; in a list: the column reason.",
        ),
        why: (
            "接受一个问题是一项决定，审计时要能看到是谁因为什么接受的。",
            "Accepting a finding is a decision; an auditor must be able to see why it was made.",
        ),
        fix: ("在规则代码之后写明理由。", "Write the reason behind the code."),
        example: Example {
            faulty: "<!-- gangyao: allow T004 -->\n力争到2020年，人均道路面积达到14.5平方米。",
            sound: "<!-- gangyao: allow T004 会议定稿措辞 -->\n力争到2020年，人均道路面积达到14.5平方米。",
            upper: "",
        },
    },
    search: Search::Silences,
};

pub(crate) fn finding(codes: &str, span: Option<Span>) -> Diagnostic {
    let found = RULE
        .finding()
        .message(
            format!("对“{codes}”的静默没有写明理由"),
            format!("the silence of `{codes}` gives no reason"),
        )
        .help("在规则代码之后写明理由", "write the reason behind the code");
    match span {
        Some(span) => found.label(span, "缺少理由", "no reason"),
        None => found,
    }
}
