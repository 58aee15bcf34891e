use super::outline::{cite, place};
use crate::context::Context;
use crate::rule::{Example, Grade, Page, Rule, Search};
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "S004",
    name: "contents-page-backwards",
    family: Family::Structure,
    severity: Severity::Note,
    grade: Grade::Stable,
    page: Page {
        title: ("目录页码倒退", "Page numbers of the contents run backwards"),
        what: (
            "目录中的页码应当逐条不减；找出比前一条小的页码。",
            "Page numbers in the contents must not fall from one entry to the next.",
        ),
        why: (
            "页码没有随定稿更新，读者会翻错页。",
            "The numbers were not updated; readers open the wrong page.",
        ),
        fix: ("重新生成目录。", "Generate the contents again."),
        example: Example {
            faulty: "目 录\n\n第一章 发展基础\t1\n第二章 重点任务\t13\n第三章 保障措施\t5\n\n某市发展规划\n\n第一章 发展基础\n\n基础良好。\n\n第二章 重点任务\n\n推进融合。\n\n第三章 保障措施\n\n加强领导。\n",
            sound: "目 录\n\n第一章 发展基础\t1\n第二章 重点任务\t3\n第三章 保障措施\t5\n\n某市发展规划\n\n第一章 发展基础\n\n基础良好。\n\n第二章 重点任务\n\n推进融合。\n\n第三章 保障措施\n\n加强领导。\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let Some(contents) = &context.document.contents else { return };
    let paged: Vec<_> = contents.entries.iter().filter_map(|entry| Some((entry, entry.page?))).collect();
    for pair in paged.windows(2) {
        let [(before, page_before), (entry, page)] = pair else { continue };
        if page < page_before {
            found.push(
                RULE.finding()
                    .message(
                        format!(
                            "目录页码从第{page_before}页（{}）退到第{page}页（{}）",
                            cite(&before.number, before.title.text()),
                            cite(&entry.number, entry.title.text())
                        ),
                        format!("page {page_before} in the contents is followed by page {page}"),
                    )
                    .label(place(entry), format!("第{page}页"), format!("page {page}"))
                    .label(place(before), format!("第{page_before}页"), format!("page {page_before}"))
                    .help("重新生成目录", "generate the contents again"),
            );
        }
    }
}
