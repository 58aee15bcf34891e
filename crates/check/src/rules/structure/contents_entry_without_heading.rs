use super::outline::{cite, place};
use crate::context::Context;
use crate::rule::{Example, Grade, Page, Rule, Search};
use document::{ContentsEntry, Heading};
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "S002",
    name: "contents-entry-without-heading",
    family: Family::Structure,
    severity: Severity::Warning,
    grade: Grade::Stable,
    page: Page {
        title: ("目录有、正文没有的标题", "An entry of the contents without a heading"),
        what: (
            "找出目录列出、正文里既没有同名也没有同号标题的条目。",
            "Finds entries of the contents for which the body has no heading of that title or number.",
        ),
        why: (
            "一节被删、被并，或标题在转换中丢失，引用它的地方都会落空。",
            "A section was cut or merged, or its heading was lost; whatever refers to it points nowhere.",
        ),
        fix: ("恢复正文标题，或从目录中删去。", "Restore the heading, or remove the entry."),
        example: Example {
            faulty: "目 录\n\n第一章 发展基础\t1\n第二章 重点任务\t3\n第三章 保障措施\t5\n第四章 实施\t6\n\n某市发展规划\n\n第一章 发展基础\n\n基础良好。\n\n第二章 重点任务\n\n推进融合。\n\n第三章 保障措施\n\n加强领导。\n",
            sound: "目 录\n\n第一章 发展基础\t1\n第二章 重点任务\t3\n第三章 保障措施\t5\n\n某市发展规划\n\n第一章 发展基础\n\n基础良好。\n\n第二章 重点任务\n\n推进融合。\n\n第三章 保障措施\n\n加强领导。\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let Some(matching) = context.matching() else { return };
    if !context.trust().holds() {
        return;
    }
    let body = context.body();
    for entry in &matching.entries_left {
        let listed = cite(&entry.number, entry.title.text());
        // Under another number it is a fault of the plan; a title that stands in the body otherwise was not recognised there.
        if let Some(heading) =
            matching.headings_left.iter().find(|one| one.title.text() == entry.title.text())
        {
            found.push(renumbered(entry, &listed, heading));
            continue;
        }
        if body.holds(entry) {
            continue;
        }
        found.push(
            RULE.finding()
                .message(
                    format!("目录中的“{listed}”在正文里没有标题"),
                    format!("“{listed}” of the contents has no heading in the body"),
                )
                .label(place(entry), "正文没有", "not in the body")
                .help("恢复正文标题，或从目录中删去", "restore the heading, or remove the entry"),
        );
    }
}

/// The same title under another number.
fn renumbered(entry: &ContentsEntry, listed: &str, heading: &Heading) -> Diagnostic {
    let printed = cite(&heading.number, heading.title.text());
    RULE.finding()
        .message(
            format!("目录中的“{listed}”在正文里是“{printed}”"),
            format!("“{listed}” of the contents is “{printed}” in the body"),
        )
        .label(place(entry), "目录", "contents")
        .label(heading.title.full_span(), "正文编号不同", "another number in the body")
        .help("统一编号", "give both the same number")
}
