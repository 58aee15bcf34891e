use crate::context::Context;
use crate::language::is_han;
use crate::rule::{Example, Grade, Page, Rule, Search};
use source::{Diagnostic, Family, Severity, Span};

pub(crate) static RULE: Rule = Rule {
    code: "X007",
    name: "half-width-punctuation",
    family: Family::Text,
    severity: Severity::Note,
    grade: Grade::Stable,
    page: Page {
        title: ("中文里混用半角标点", "Half-width punctuation inside Chinese"),
        what: (
            "在以全角标点为主的文件里，找出汉字之间的半角逗号、分号、冒号和括号，全文合并成一条。",
            "In a text that mostly uses full-width marks, finds half-width commas, semicolons, colons and brackets between Chinese characters; one finding for the whole text.",
        ),
        why: (
            "这通常是转换或拼稿的痕迹，会使断句和检索不一致。",
            "Usually a trace of conversion or of merged drafts; sentences are split and found inconsistently.",
        ),
        fix: ("统一改为全角标点。", "Use full-width marks throughout."),
        example: Example {
            faulty: "加强软件技术的研发,带动制造业升级，推动产业融合，提高效益。",
            sound: "加强软件技术的研发，带动制造业升级，推动产业融合，提高效益。",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let mut full = 0_usize;
    let mut half: Vec<Span> = Vec::new();
    for piece in context.prose() {
        let text = piece.text();
        let mut before = ' ';
        let mut marks = text.char_indices().peekable();
        while let Some((at, c)) = marks.next() {
            let after = marks.peek().map_or(' ', |(_, c)| *c);
            if matches!(c, '，' | '；' | '：' | '（' | '）') {
                full += 1;
            } else if matches!(c, ',' | ';' | ':' | '(' | ')') && is_han(before) && is_han(after) {
                half.push(piece.span(at..at + 1));
            }
            before = c;
        }
    }
    // A text that is written with half-width marks throughout is at least consistent.
    if half.is_empty() || half.len() > full {
        return;
    }
    let count = half.len();
    let mut finding = RULE
        .finding()
        .message(
            format!("汉字之间有{count}处半角标点"),
            format!(
                "{count} half-width mark{} between Chinese characters",
                if count == 1 { "" } else { "s" }
            ),
        )
        .help("统一改为全角标点", "use full-width marks throughout")
        .artefact();
    for span in half.into_iter().take(5) {
        finding = finding.label(span, "半角", "half-width");
    }
    found.push(finding);
}
