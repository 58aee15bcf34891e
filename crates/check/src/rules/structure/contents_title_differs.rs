use super::outline::{cite, place};
use crate::context::Context;
use crate::rule::{Example, Grade, Page, Rule, Search};
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "S001",
    name: "contents-title-differs",
    family: Family::Structure,
    severity: Severity::Warning,
    grade: Grade::Stable,
    page: Page {
        title: ("目录与正文标题不一致", "Contents and heading differ"),
        what: (
            "把目录的每一条与正文同号的标题逐字比较，忽略空格和标点。",
            "Compares each entry of the contents with the heading of the same number, ignoring spaces and marks.",
        ),
        why: (
            "标题往往在审议中改过，目录没有更新，说明正文可能也有没改到的地方。",
            "Titles change in debate; a contents list left behind suggests other places were left behind too.",
        ),
        fix: (
            "以正文为准更新目录，或核对哪一个是定稿。",
            "Update the contents, or find out which of the two is final.",
        ),
        example: Example {
            faulty: "目 录\n\n第一章 发展基础\t1\n第二章 推进两化融合\t3\n第三章 保障措施\t5\n第四章 实施\t6\n\n某市发展规划\n\n第一章 发展基础\n\n基础良好。\n\n第二章 深入推进两化融合\n\n推进融合。\n\n第三章 保障措施\n\n加强领导。\n\n第四章 实施\n\n抓好落实。\n",
            sound: "目 录\n\n第一章 发展基础\t1\n第二章 推进两化融合\t3\n第三章 保障措施\t5\n第四章 实施\t6\n\n某市发展规划\n\n第一章 发展基础\n\n基础良好。\n\n第二章 推进两化融合\n\n推进融合。\n\n第三章 保障措施\n\n加强领导。\n\n第四章 实施\n\n抓好落实。\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let Some(matching) = context.matching().filter(|_| context.trust().holds()) else { return };
    for (entry, heading) in &matching.renamed {
        let (listed, printed) =
            (cite(&entry.number, entry.title.text()), cite(&heading.number, heading.title.text()));
        found.push(
            RULE.finding()
                .message(
                    format!("目录写“{listed}”，正文标题是“{printed}”"),
                    format!("the contents say “{listed}”, the heading says “{printed}”"),
                )
                .label(heading.title.full_span(), "正文标题", "heading")
                .label(place(entry), "目录", "contents")
                .help("以正文为准更新目录，或核对定稿", "update the contents, or check which is final"),
        );
    }
}
