use crate::context::Context;
use crate::language::{clause_at, is_han};
use crate::rule::{Example, Grade, Page, Rule, Search};
use crate::words::Words;
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "R001",
    name: "unnamed-body",
    family: Family::Responsibility,
    severity: Severity::Note,
    grade: Grade::Stable,
    page: Page {
        title: ("责任单位没有点名", "The responsible body is not named"),
        what: (
            "找出由“有关部门”“相关单位”等承担的职责：这些词是要做事的主语，却没有说是谁。",
            "Finds duties laid on 有关部门, 相关单位 and the like: the subject that has to act is not named.",
        ),
        why: (
            "人人有责往往等于无人负责；没有点名就无法分解、催办和考核。",
            "What is everybody's duty is nobody's; without a name nothing can be assigned, chased or assessed.",
        ),
        fix: (
            "写出部门名称，或注明由哪份分工方案确定。",
            "Name the body, or the paper that assigns the duty.",
        ),
        example: Example {
            faulty: "各有关部门要按照职责分工，开展督查调研。",
            sound: "市发展改革委要会同市统计局，开展督查调研。",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

static BODIES: Words = Words::new(&[
    "有关部门",
    "相关部门",
    "各有关部门",
    "各相关部门",
    "各部门",
    "有关单位",
    "相关单位",
    "各有关单位",
    "各相关单位",
    "各单位",
    "有关方面",
    "各有关方面",
    "相关方面",
    "各方面",
    "有关机构",
    "相关机构",
    "主管部门",
    "行业主管部门",
    "有关地区",
    "相关企业",
]);

/// What follows a subject that has to act.
static ACTS: Words = Words::new(&[
    "要", "应", "须", "需", "负责", "必须", "应当", "按照", "按", "根据", "抓紧", "研究", "制定", "编制",
    "组织", "会同", "切实", "积极", "认真", "加强", "密切", "落实", "做好", "将", "共同", "分工",
]);

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for piece in context.prose().filter(|piece| !context.is_review(piece)) {
        let text = piece.text();
        for (at, body) in BODIES.all(text) {
            let end = at + body.len();
            // Only the subject of a clause acts: 向有关部门报告 names a receiver, 省有关部门 somebody above.
            if !starts_clause(text, at) || named_together(text, at) {
                continue;
            }
            if ACTS.opening(&text[end..]).is_none() {
                continue;
            }
            let clause = clause_at(text, at);
            let duty = text[at..clause.end].trim();
            found.push(
                RULE.finding()
                    .message(format!("“{body}”没有点名：{duty}"), format!("“{body}” is not named: {duty}"))
                    .label(piece.span(at..clause.end), "是哪个部门？", "which one?")
                    .help(
                        "写出部门名称，或注明分工方案",
                        "name the body, or the paper that assigns the duty",
                    ),
            );
        }
    }
}

fn starts_clause(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end_matches(['各', '市', '县', '区', ' ']);
    !before.chars().next_back().is_some_and(|c| is_han(c) || c.is_ascii_alphanumeric())
        || before.ends_with("由")
}

/// 市发展改革委等有关部门: at least one body is named in the same breath.
fn named_together(text: &str, at: usize) -> bool {
    let before = &text[..at];
    before.ends_with('等') || before.ends_with('、') || before.ends_with('和') || before.ends_with('及')
}
