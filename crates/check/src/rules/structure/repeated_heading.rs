use super::outline::{cite, headings};
use crate::context::Context;
use crate::rule::{Example, Grade, Page, Rule, Search};
use source::{Diagnostic, Family, Severity};
use std::collections::BTreeMap;

pub(crate) static RULE: Rule = Rule {
    code: "S007",
    name: "repeated-heading",
    family: Family::Structure,
    severity: Severity::Note,
    grade: Grade::Stable,
    page: Page {
        title: ("标题重复", "A heading used twice"),
        what: (
            "找出同一层级上两个完全相同的标题。",
            "Finds two headings of the same level with the same title.",
        ),
        why: (
            "两节同名，任务容易写重，引用也分不清是哪一节。",
            "Two sections of one name tend to repeat duties, and references cannot tell them apart.",
        ),
        fix: ("合并两节，或改写其中一个标题。", "Merge the two, or rename one."),
        example: Example {
            faulty: "某市发展规划\n\n第一章 产业\n\n一、加强人才队伍建设\n\n引进人才。\n\n二、壮大园区\n\n建设园区。\n\n第二章 民生\n\n一、加强人才队伍建设\n\n培养教师。\n",
            sound: "某市发展规划\n\n第一章 产业\n\n一、引进产业人才\n\n引进人才。\n\n二、壮大园区\n\n建设园区。\n\n第二章 民生\n\n一、培养教师队伍\n\n培养教师。\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

/// Titles that every part of a plan may carry: the parts of a zone's or a project's description.
const COMMON_LENGTH: usize = 6;

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let mut seen = BTreeMap::new();
    for heading in headings(context.document) {
        let title = heading.title.text();
        if title.chars().count() < COMMON_LENGTH {
            continue;
        }
        let Some(first) = seen.insert((heading.level, title), heading) else { continue };
        found.push(
            RULE.finding()
                .message(format!("标题“{title}”用了两次"), format!("the heading “{title}” is used twice"))
                .label(heading.span, "重复的标题", "again")
                .label(first.span, cite(&first.number, title), "first")
                .help("合并两节，或改写其中一个标题", "merge the two, or rename one"),
        );
    }
}
