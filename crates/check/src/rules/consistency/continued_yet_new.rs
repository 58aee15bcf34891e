use crate::context::Context;
use crate::language::ends_clause;
use crate::rule::{Example, Grade, Page, Rule, Search};
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "C005",
    name: "continued-yet-new",
    family: Family::Consistency,
    severity: Severity::Note,
    grade: Grade::Stable,
    page: Page {
        title: ("一个项目既“续建”又“新建”", "A project both continued and new"),
        what: (
            "同一个项目名称里同时出现“续建”和“新建”。“续建和新建项目”这样并列两类的不报。",
            "One project's name holds 续建 and 新建. Where the two are coordinated (续建和新建项目) nothing is reported.",
        ),
        why: (
            "项目性质决定审批、资金和统计口径。",
            "The kind of project decides on approval, funding and statistics.",
        ),
        fix: ("只保留一种性质，或分成两个项目。", "Keep one kind, or make two projects of it."),
        example: Example {
            faulty: "城市基础设施项目：中环路三期续建（中环西路贯通）新建工程、滨河路三期新建工程。",
            sound: "城市基础设施项目：中环路三期续建（中环西路贯通）工程、滨河路三期新建工程。",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for piece in context.prose() {
        let text = piece.text();
        for (at, _) in text.match_indices("续建") {
            let bound = |c: char| c == '、' || ends_clause(c);
            let start =
                text[..at].char_indices().rev().find(|(_, c)| bound(*c)).map_or(0, |(i, c)| i + c.len_utf8());
            let end = text[at..].find(bound).map_or(text.len(), |i| at + i);
            let name = &text[start..end];
            let after = &text[at + "续建".len()..end];
            let coordinated =
                ["和", "与", "及", "或", "/", "项目和", "并"].iter().any(|joint| after.starts_with(joint));
            if coordinated || !after.contains("新建") || name.chars().count() > 40 {
                continue;
            }
            found.push(
                RULE.finding()
                    .message(
                        format!("“{name}”既是续建又是新建"),
                        format!("“{name}” is continued and new at once"),
                    )
                    .label(piece.span(start..end), "续建还是新建？", "continued or new?")
                    .help("只保留一种性质，或分成两个项目", "keep one kind, or make two projects of it"),
            );
        }
    }
}
