use super::outline::cite;
use crate::context::Context;
use crate::rule::{Example, Grade, Page, Rule, Search};
use document::{Block, Heading};
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "S005",
    name: "empty-section",
    family: Family::Structure,
    severity: Severity::Warning,
    grade: Grade::Stable,
    page: Page {
        title: ("有标题没有内容", "A heading without content"),
        what: (
            "找出紧接着同级或上级标题（或文件结尾）的标题：它下面没有一句话。",
            "Finds headings that are followed at once by one of the same or a higher level, or by the end.",
        ),
        why: (
            "内容在删改或转换中丢失，读者无从知道原来写了什么。",
            "The content was lost in editing or conversion.",
        ),
        fix: ("补上内容，或删去标题。", "Restore the content, or delete the heading."),
        example: Example {
            faulty: "某市发展规划\n\n第一章 发展基础\n\n基础良好。\n\n第二章 重点任务\n\n第三章 保障措施\n\n加强领导。\n",
            sound: "某市发展规划\n\n第一章 发展基础\n\n基础良好。\n\n第二章 重点任务\n\n推进融合。\n\n第三章 保障措施\n\n加强领导。\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    if !context.trust().holds() {
        return;
    }
    for heading in candidates(context) {
        let title = cite(&heading.number, heading.title.text());
        found.push(
            RULE.finding()
                .message(format!("“{title}”下面没有内容"), format!("nothing stands under “{title}”"))
                .label(heading.span, "没有内容", "no content")
                .help("补上内容，或删去标题", "restore the content, or delete the heading"),
        );
    }
}

/// Headings with nothing under them.
pub(crate) fn candidates<'a>(context: &Context<'a>) -> Vec<&'a Heading> {
    let blocks = &context.document.blocks;
    // A note of one sentence in the form of a heading (② 数据来源于海关。) has said what it has to say.
    let complete = |heading: &Heading| {
        let printed = context.document.text.get(heading.span.start..heading.span.end).unwrap_or_default();
        printed.trim_end().ends_with(['。', '；', ';'])
    };
    let empty = |at: usize, heading: &Heading| match blocks.get(at + 1) {
        None => true,
        Some(Block::Heading(next)) => next.level <= heading.level,
        Some(_) => false,
    };
    blocks
        .iter()
        .enumerate()
        .filter_map(|(at, block)| match block {
            Block::Heading(heading) if empty(at, heading) && !complete(heading) => Some(heading),
            _ => None,
        })
        .collect()
}
