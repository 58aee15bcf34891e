use crate::context::Context;
use crate::rule::{Example, Grade, Page, Rule, Search};
use document::Block;
use source::{Diagnostic, Family, Severity};
use std::collections::BTreeSet;

pub(crate) static RULE: Rule = Rule {
    code: "S008",
    name: "dangling-reference",
    family: Family::Structure,
    severity: Severity::Warning,
    grade: Grade::Stable,
    page: Page {
        title: (
            "引用了不存在的表、图、专栏、附件",
            "A reference to a table, figure or box that is not there",
        ),
        what: (
            "找出“见表3”“详见专栏7”“如图2所示”而文中没有这一编号的引用。没有任何编号的表、图、专栏时不作判断。",
            "Finds 见表3, 详见专栏7, 如图2所示 when nothing carries that number. Silent when the text numbers none of that kind.",
        ),
        why: (
            "读者找不到承诺的内容，多半是附件没有并入或重新编号后没有更新。",
            "Readers do not find what is promised: an annex was left out, or numbers changed.",
        ),
        fix: ("更正编号，或补上缺少的表、图、专栏。", "Correct the number, or add what is missing."),
        example: Example {
            faulty: "主要指标见表3。\n\n表1：主要指标\n\n指标\t2015年基数\t2020年目标\n森林覆盖率（%）\t19\t21\n城镇化率（%）\t54\t60\n",
            sound: "主要指标见表1。\n\n表1：主要指标\n\n指标\t2015年基数\t2020年目标\n森林覆盖率（%）\t19\t21\n城镇化率（%）\t54\t60\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let mut numbers: [(&str, BTreeSet<&str>); 3] =
        [("专栏", BTreeSet::new()), ("表", BTreeSet::new()), ("图", BTreeSet::new())];
    for block in &context.document.blocks {
        match block {
            Block::Box(boxed) => numbers[0].1.insert(boxed.number.as_str()),
            Block::Table(table) => numbers[1].1.insert(table.number.as_str()),
            Block::Figure(figure) => numbers[2].1.insert(figure.number.as_str()),
            _ => false,
        };
    }
    for (kind, known) in &mut numbers {
        known.remove("");
        if known.is_empty() {
            continue;
        }
        for piece in context.prose() {
            let text = piece.text();
            for (at, _) in text.match_indices(*kind) {
                let rest = &text[at + kind.len()..];
                let trimmed = rest.trim_start_matches(' ');
                let digits = trimmed.len() - trimmed.trim_start_matches(|c: char| c.is_ascii_digit()).len();
                let end = at + kind.len() + (rest.len() - trimmed.len()) + digits;
                let number = &trimmed[..digits];
                let refers = text[..at].ends_with(['见', '如', '（', '(']) || text[..at].ends_with("按照");
                // 附表3 and 表3-2 belong to another series.
                let other_series = trimmed[digits..].starts_with(['-', '－', '.', '—']);
                if digits == 0 || !refers || other_series || known.contains(number) {
                    continue;
                }
                let zh = format!("引用了{kind}{number}，文中没有这一编号");
                let en = format!("{kind}{number} is referred to, but nothing carries that number");
                found.push(
                    RULE.finding()
                        .message(zh, en)
                        .label(piece.span(at..end), "没有这一编号", "no such number")
                        .help("更正编号，或补上缺少的内容", "correct the number, or add what is missing"),
                );
            }
        }
    }
}
