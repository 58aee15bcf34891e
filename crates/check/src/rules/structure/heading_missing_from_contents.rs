use super::outline::cite;
use crate::context::Context;
use crate::rule::{Example, Grade, Page, Rule, Search};
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "S003",
    name: "heading-missing-from-contents",
    family: Family::Structure,
    severity: Severity::Note,
    grade: Grade::Stable,
    page: Page {
        title: ("正文有、目录没有的标题", "A heading missing from the contents"),
        what: (
            "在目录收录的层级内，找出目录漏掉的正文标题。",
            "Among the levels that the contents cover, finds headings of the body that they leave out.",
        ),
        why: ("读者按目录找不到这一节。", "Readers who go by the contents do not find the section."),
        fix: ("更新目录。", "Update the contents."),
        example: Example { faulty: CONTENTS_SHORT, sound: CONTENTS_FULL, upper: "" },
    },
    search: Search::Plan(search),
};

const CONTENTS_SHORT: &str = "目 录\n\n第一章 基础\t1\n第二章 目标\t2\n第三章 农业\t3\n第四章 工业\t4\n第五章 服务业\t5\n第六章 城镇\t6\n第七章 民生\t7\n第八章 生态\t8\n第九章 开放\t9\n\n某市发展规划\n\n第一章 基础\n\n甲。\n\n第二章 目标\n\n乙。\n\n第三章 农业\n\n丙。\n\n第四章 工业\n\n丁。\n\n第五章 服务业\n\n戊。\n\n第六章 城镇\n\n己。\n\n第七章 民生\n\n庚。\n\n第八章 生态\n\n辛。\n\n第九章 开放\n\n壬。\n\n第十章 保障\n\n癸。\n";
const CONTENTS_FULL: &str = "目 录\n\n第一章 基础\t1\n第二章 目标\t2\n第三章 农业\t3\n第四章 保障\t4\n\n某市发展规划\n\n第一章 基础\n\n甲。\n\n第二章 目标\n\n乙。\n\n第三章 农业\n\n丙。\n\n第四章 保障\n\n丁。\n";

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let Some(matching) = context.matching().filter(|_| context.trust().holds()) else { return };
    for heading in &matching.headings_left {
        let printed = cite(&heading.number, heading.title.text());
        found.push(
            RULE.finding()
                .message(format!("目录没有收录“{printed}”"), format!("the contents leave out “{printed}”"))
                .label(heading.span, "目录没有", "not in the contents")
                .help("更新目录", "update the contents"),
        );
    }
}
