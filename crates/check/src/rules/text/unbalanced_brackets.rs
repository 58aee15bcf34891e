use crate::context::Context;
use crate::language::is_han;
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

/// So many pieces may lie between the halves of what a page, a column or a list has cut.
const REACH: usize = 4;
/// The same where the piece with the first half ends in the middle of a sentence: text set in frames and
/// columns has others in between.
const REACH_OF_CUT: usize = 40;

/// An opening mark that waits for its other half.
struct Open {
    piece: usize,
    span: Span,
    /// So many pieces on the other half is looked for.
    reach: usize,
    /// A half-width mark stands in the same piece and may be the other half: another rule's business.
    mixed: bool,
}

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let mut waiting: [Vec<Open>; PAIRS.len()] = std::array::from_fn(|_| Vec::new());
    for (index, piece) in context.prose().enumerate() {
        let text = piece.text();
        let ends = sentence_ends(text.trim_end());
        let reach = if ends { REACH } else { REACH_OF_CUT };
        let mixed = PAIRS.map(|(left, _)| mixes_widths(text, left));
        for (at, c) in text.char_indices().filter(|(_, c)| !is_han(*c)) {
            let span = || piece.span(at..at + c.len_utf8());
            if let Some(kind) = PAIRS.iter().position(|(left, _)| *left == c) {
                waiting[kind].push(Open { piece: index, span: span(), reach, mixed: mixed[kind] });
            } else if let Some(kind) = PAIRS.iter().position(|(_, right)| *right == c) {
                let near = waiting[kind].last().is_some_and(|open| index - open.piece <= open.reach);
                if near {
                    waiting[kind].pop();
                } else if !mixed[kind] {
                    found.push(unpaired(span(), c));
                }
            }
        }
    }
    for (kind, (left, _)) in PAIRS.into_iter().enumerate() {
        found.extend(waiting[kind].iter().filter(|open| !open.mixed).map(|open| unpaired(open.span, left)));
    }
}

/// Whether a piece ends where a sentence or a member of a list does.
fn sentence_ends(text: &str) -> bool {
    text.ends_with(['。', '；', '！', '？', '：', '”', '）'])
}

/// A full-width bracket may be closed by a half-width one.
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
