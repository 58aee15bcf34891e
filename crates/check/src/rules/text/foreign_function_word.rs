use crate::context::Context;
use crate::language::is_han;
use crate::rule::{Example, Grade, Page, Rule, Search};
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "X002",
    name: "foreign-function-word",
    family: Family::Text,
    severity: Severity::Warning,
    grade: Grade::Stable,
    page: Page {
        title: ("中文里夹着英文虚词", "An English function word inside Chinese"),
        what: (
            "找出夹在汉字之间的 and、or、of 等英文虚词。",
            "Finds English words such as and, or, of between Chinese characters.",
        ),
        why: (
            "这类词是转换或机器改写留下的，说明周围的文字也可能被改动过。",
            "Such words come from a conversion or a machine rewrite; the text around them may be changed as well.",
        ),
        fix: ("对照原件，改回“和”“或”等。", "Compare with the original and restore the Chinese word."),
        example: Example {
            faulty: "探索为产业结构调整 and 升级培养人才的学徒制。",
            sound: "探索为产业结构调整和升级培养人才的学徒制。",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

const WORDS: [&str; 10] = ["and", "or", "of", "the", "in", "for", "with", "to", "by", "on"];

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for piece in &context.pieces {
        let text = piece.text();
        let mut at = 0;
        while let Some(start) = text[at..].find(|c: char| c.is_ascii_alphabetic()).map(|i| at + i) {
            let end =
                text[start..].find(|c: char| !c.is_ascii_alphabetic()).map_or(text.len(), |i| start + i);
            at = end;
            let word = &text[start..end];
            let before = text[..start].trim_end().chars().next_back().is_some_and(is_han);
            let after = text[end..].trim_start().chars().next().is_some_and(is_han);
            if WORDS.contains(&word) && before && after {
                found.push(
                    RULE.finding()
                        .message(
                            format!("汉字之间夹着英文词“{word}”"),
                            format!("the English word “{word}” stands between Chinese characters"),
                        )
                        .label(piece.span(start..end), "应为中文", "should be Chinese")
                        .help("对照原件改回中文", "compare with the original and restore the Chinese word")
                        .artefact(),
                );
            }
        }
    }
}
