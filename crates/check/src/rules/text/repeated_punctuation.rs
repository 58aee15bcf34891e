use crate::context::Context;
use crate::rule::{Example, Grade, Page, Rule, Search};
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "X005",
    name: "repeated-punctuation",
    family: Family::Text,
    severity: Severity::Warning,
    grade: Grade::Stable,
    page: Page {
        title: ("标点重复或相互矛盾", "Doubled or clashing punctuation"),
        what: (
            "找出连在一起的两个句内标点，如“，，”“、。”“。。”。",
            "Finds two marks in a row that cannot follow each other, such as ，， or 、。.",
        ),
        why: (
            "两个标点之间往往丢了一个词，或者留着没删净的修改。",
            "Often a word is missing between them, or an edit was left unfinished.",
        ),
        fix: ("补上遗漏的词，或只留一个标点。", "Restore the missing word, or keep one mark."),
        example: Example {
            faulty: "加快产业集聚，，推进园区建设。",
            sound: "加快产业集聚，推进园区建设。",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for piece in context.pieces.iter().filter(|piece| piece.is_prose()) {
        let text = piece.text();
        let mut marks = text.char_indices().peekable();
        while let Some((at, first)) = marks.next() {
            let Some(&(next, second)) = marks.peek() else { break };
            if (is_inner(first) || first == '。') && (is_inner(second) || second == '。') {
                marks.next();
                let end = next + second.len_utf8();
                found.push(
                    RULE.finding()
                        .message(
                            format!("标点“{first}{second}”连用"),
                            format!("the marks “{first}{second}” follow each other"),
                        )
                        .label(piece.span(at..end), "多出或矛盾的标点", "one mark too many")
                        .help("补上遗漏的词，或只留一个标点", "restore the missing word, or keep one mark"),
                );
            }
        }
    }
}

fn is_inner(c: char) -> bool {
    matches!(c, '，' | '、' | '；' | '：')
}
