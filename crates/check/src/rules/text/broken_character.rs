use crate::context::Context;
use crate::rule::{Example, Grade, Page, Rule, Search};
use source::{Diagnostic, Family, Severity, Span};

pub(crate) static RULE: Rule = Rule {
    code: "X004",
    name: "broken-character",
    family: Family::Text,
    severity: Severity::Warning,
    grade: Grade::Stable,
    page: Page {
        title: ("无法识别的字符", "Characters that were lost"),
        what: (
            "找出替换符（�）、私用区字符和控制字符，它们代替了转换时丢失的文字。",
            "Finds replacement characters (�), private-use and control characters that stand for lost text.",
        ),
        why: (
            "丢失的可能是单位、数字或地名，读者和程序都无从知道。",
            "What was lost may be a unit, a figure or a name; neither reader nor program can know.",
        ),
        fix: (
            "对照原件补上文字，或换一种方式转换。",
            "Restore the text from the original, or convert it another way.",
        ),
        example: Example {
            faulty: "森林覆盖率达到21\u{fffd}，比2015年提高2个百分点。",
            sound: "森林覆盖率达到21%，比2015年提高2个百分点。",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let text = &context.document.text;
    // Bytes that could not be decoded are the reader's to tell.
    let told =
        context.document.diagnostics.iter().any(|d| d.labels.iter().any(|l| l.span.of(text) == "\u{fffd}"));
    let mut runs: Vec<Span> = Vec::new();
    for (at, _) in text.char_indices().filter(|(_, c)| is_broken(*c) && !(told && *c == '\u{fffd}')) {
        let end = text[at..].chars().next().map_or(at, |c| at + c.len_utf8());
        match runs.last_mut() {
            Some(last) if last.end == at => last.end = end,
            _ => runs.push(Span::new(at, end)),
        }
    }
    if runs.is_empty() {
        return;
    }
    let count = runs.len();
    let mut finding = RULE
        .finding()
        .message(
            format!("有{count}处字符无法识别"),
            format!("characters were lost in {count} place{}", if count == 1 { "" } else { "s" }),
        )
        .help("对照原件补上文字", "restore the text from the original")
        .artefact();
    for span in runs.into_iter().take(5) {
        finding = finding.label(span, "丢失的文字", "lost text");
    }
    found.push(finding);
}

fn is_broken(c: char) -> bool {
    matches!(c, '\u{fffd}' | '\u{e000}'..='\u{f8ff}')
        || (c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}' | '\u{b}'))
}
