use crate::rule::{Example, Grade, Page, Rule, Search};
use source::{Diagnostic, Family, Severity, Span};

pub(crate) static RULE: Rule = Rule {
    code: "X091",
    name: "silence-unused",
    family: Family::Text,
    severity: Severity::Warning,
    grade: Grade::Stable,
    page: Page {
        title: ("静默没有对应的问题", "A silence that silences nothing"),
        what: (
            "找出没有压住任何问题的静默：问题已经改正、规则名写错，或静默放错了段落。",
            "Finds silences that hide no finding: the fault is gone, the rule's name is wrong, or the silence stands at another paragraph.",
        ),
        why: (
            "过期的静默会在问题再次出现时把它一并遮住。",
            "A stale silence would also hide the fault when it comes back.",
        ),
        fix: (
            "删除这条静默，或改正其中的规则代码与位置。",
            "Delete the silence, or correct its code and place.",
        ),
        example: Example {
            faulty: "<!-- gangyao: allow T004 会议定稿措辞 -->\n到2020年，人均道路面积达到14.5平方米。",
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
            format!("对“{codes}”的静默没有压住任何问题"),
            format!("the silence of `{codes}` hides no finding"),
        )
        .help("删除它，或改正规则代码与位置", "delete it, or correct its code and place");
    match span {
        Some(span) => found.label(span, "没有用到", "unused"),
        None => found,
    }
}
