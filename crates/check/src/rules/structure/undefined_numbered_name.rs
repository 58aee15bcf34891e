use crate::context::Context;
use crate::rule::{Example, Grade, Page, Rule, Search};
use source::{Diagnostic, Family, Severity};
use std::collections::{BTreeMap, BTreeSet};

pub(crate) static RULE: Rule = Rule {
    code: "S010",
    name: "undefined-numbered-name",
    family: Family::Structure,
    severity: Severity::Note,
    grade: Grade::Stable,
    page: Page {
        title: ("没有解释的数字简称", "A name made of numbers that is never explained"),
        what: (
            "找出“六横五纵一环”“6921工程”这类由数字组成、全文没有说明所指的简称。全国通用的提法不报。",
            "Finds names made of numbers, such as “六横五纵一环” or 6921工程, that the text never spells out. Nationwide phrases are left out.",
        ),
        why: (
            "不知道是哪六横哪五纵，就无法核对建成了几条。",
            "Whoever does not know which six and which five cannot check how many were built.",
        ),
        fix: (
            "第一次出现时逐项列出，或加注释。",
            "List what it stands for where it first occurs, or add a note.",
        ),
        example: Example {
            faulty: "加快构筑“六横五纵一环”公路网，实现村村通油路。",
            sound: "加快构筑“两横一纵”（滨海路、解放路和北外环）公路网，实现村村通油路。",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for item in context.unexplained_names() {
        // “四个驱动” promises a list: another rule.
        if item.parts.len() == 1 && item.parts[0].counted {
            continue;
        }
        found.push(finding(item.name, context.pieces[item.piece].span(item.range.clone())));
    }
    for (name, span) in number_names(context) {
        found.push(finding(name, span));
    }
}

fn finding(name: &str, span: source::Span) -> Diagnostic {
    RULE.finding()
        .message(
            format!("“{name}”全文没有说明指什么"),
            format!("the text never says what “{name}” stands for"),
        )
        .label(span, "指什么？", "standing for what?")
        .help("第一次出现时逐项列出", "list what it stands for where it first occurs")
}

/// 6921工程, 1134计划: a number of three digits or more used as a proper name.
fn number_names<'a>(context: &Context<'a>) -> Vec<(&'a str, source::Span)> {
    const HEADS: [&str; 6] = ["工程", "计划", "行动", "战略", "行动计划", "模式"];
    /// Programmes known to all.
    const KNOWN: [&str; 4] = ["863", "973", "211", "985"];
    let mut first: BTreeMap<&str, (usize, usize, usize)> = BTreeMap::new();
    let mut explained = BTreeSet::new();
    for (index, piece) in context.pieces.iter().enumerate() {
        let text = piece.text();
        if !text.as_bytes().windows(3).any(|run| run.iter().all(u8::is_ascii_digit)) {
            continue;
        }
        for head in HEADS {
            for (at, _) in text.match_indices(head) {
                let before = text[..at].trim_end();
                let before = before.trim_end_matches('”');
                let digits = before.bytes().rev().take_while(u8::is_ascii_digit).count();
                let start = before.len() - digits;
                let number = &before[start..];
                if !(3..=6).contains(&digits)
                    || KNOWN.contains(&number)
                    || before[..start].ends_with(['.', '-', '第'])
                {
                    continue;
                }
                let after = &text[at + head.len()..];
                let after = after.trim_start_matches('”');
                if after.starts_with(['（', '(', '：', '即']) || after.starts_with("，即") {
                    explained.insert(number);
                }
                first.entry(number).or_insert((index, start, at + head.len()));
            }
        }
    }
    first
        .into_iter()
        .filter(|(number, _)| !explained.contains(number))
        .map(|(_, (index, start, end))| {
            let piece = &context.pieces[index];
            (&piece.text()[start..end], piece.span(start..end))
        })
        .collect()
}
