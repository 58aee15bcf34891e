use crate::context::{Context, Piece};
use crate::rule::{Example, Grade, Page, Rule, Search};
use source::{Diagnostic, Family, Severity, Span};

pub(crate) static RULE: Rule = Rule {
    code: "X006",
    name: "unbalanced-brackets",
    family: Family::Text,
    severity: Severity::Warning,
    grade: Grade::Stable,
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
    let mut before: Vec<Mark> = Vec::new();
    for piece in context.prose() {
        let (mut opened, closed) = unmatched(piece);
        // A paragraph that a page cut in two has its halves in both parts.
        let mut rest = before;
        for (span, mark) in closed {
            let left = PAIRS.iter().find(|(_, right)| *right == mark).map(|(left, _)| *left);
            match rest.iter().rposition(|(_, open)| Some(*open) == left) {
                Some(at) => _ = rest.remove(at),
                None => found.push(unpaired(span, mark)),
            }
        }
        found.extend(rest.into_iter().map(|(span, mark)| unpaired(span, mark)));
        opened.retain(|(_, mark)| !mixes_widths(piece.text(), *mark));
        before = opened;
    }
    found.extend(before.into_iter().map(|(span, mark)| unpaired(span, mark)));
}

/// A mark and its place.
type Mark = (Span, char);

/// The opening and the closing marks of a piece that find no counterpart in it.
fn unmatched(piece: &Piece<'_>) -> (Vec<Mark>, Vec<Mark>) {
    let text = piece.text();
    let mut open: Vec<Mark> = Vec::new();
    let mut closed = Vec::new();
    for (at, c) in text.char_indices() {
        let span = || piece.span(at..at + c.len_utf8());
        if PAIRS.iter().any(|(left, _)| *left == c) {
            open.push((span(), c));
        } else if let Some((left, _)) = PAIRS.iter().find(|(_, right)| *right == c) {
            if open.last().is_some_and(|(_, top)| top == left) {
                open.pop();
            } else if !mixes_widths(text, *left) {
                closed.push((span(), c));
            }
        }
    }
    (open, closed)
}

/// A full-width bracket may be closed by a half-width one; that is another rule's business.
fn mixes_widths(text: &str, left: char) -> bool {
    match left {
        '（' => text.contains(['(', ')']),
        '“' => text.contains('"'),
        _ => text.contains(['<', '>']),
    }
}

fn unpaired(span: Span, mark: char) -> Diagnostic {
    RULE.finding()
        .message(format!("“{mark}”不成对"), format!("“{mark}” has no counterpart in its paragraph"))
        .label(span, "不成对", "unpaired")
        .help("补上缺少的一半，或删去多余的一半", "add the missing half, or delete the extra one")
}
