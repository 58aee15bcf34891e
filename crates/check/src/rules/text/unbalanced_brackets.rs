use crate::context::Context;
use crate::rule::{Example, Page, Rule, Search};
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "X006",
    name: "unbalanced-brackets",
    family: Family::Text,
    severity: Severity::Warning,
    page: Page {
        title: ("括号或引号不成对", "Unpaired brackets or quotation marks"),
        what: (
            "在每个段落内核对（）、“”、《》是否成对。",
            "Checks within each paragraph that （）, “” and 《》 come in pairs.",
        ),
        why: (
            "缺了一半的括号会改变限定的范围，例如名单到哪里为止。",
            "A missing half changes what is qualified, for instance where a list ends.",
        ),
        fix: ("补上缺少的一半，或删去多余的一半。", "Add the missing half, or delete the extra one."),
        example: Example {
            faulty: "加快“智慧城市建设，推进政务公开。",
            sound: "加快“智慧城市”建设，推进政务公开。",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

const PAIRS: [(char, char); 3] = [('（', '）'), ('“', '”'), ('《', '》')];

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for piece in context.pieces.iter().filter(|piece| piece.is_prose()) {
        let text = piece.text();
        let mut open: Vec<(usize, char)> = Vec::new();
        for (at, c) in text.char_indices() {
            if PAIRS.iter().any(|(left, _)| *left == c) {
                open.push((at, c));
            } else if let Some((left, _)) = PAIRS.iter().find(|(_, right)| *right == c) {
                if open.last().is_some_and(|(_, top)| top == left) {
                    open.pop();
                } else if !mixes_widths(text, *left) {
                    found.push(unpaired(piece.span(at..at + c.len_utf8()), c));
                }
            }
        }
        // A quotation may run over several paragraphs, each opened anew and only the last one closed.
        for (at, c) in open.into_iter().filter(|(_, c)| !mixes_widths(text, *c)) {
            found.push(unpaired(piece.span(at..at + c.len_utf8()), c));
        }
    }
}

/// A full-width bracket may be closed by a half-width one; that is another rule's business.
fn mixes_widths(text: &str, left: char) -> bool {
    match left {
        '（' => text.contains(['(', ')']),
        '“' => text.contains('"'),
        _ => text.contains(['<', '>']),
    }
}

fn unpaired(span: source::Span, mark: char) -> Diagnostic {
    RULE.finding()
        .message(format!("“{mark}”不成对"), format!("“{mark}” has no counterpart in its paragraph"))
        .label(span, "不成对", "unpaired")
        .help("补上缺少的一半，或删去多余的一半", "add the missing half, or delete the extra one")
}
