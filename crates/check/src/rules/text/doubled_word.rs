use crate::context::{Context, Piece};
use crate::language::is_han;
use crate::rule::{Example, Grade, Page, Rule, Search};
use crate::words::Words;
use source::{Diagnostic, Family, Severity};
use std::ops::Range;

pub(crate) static RULE: Rule = Rule {
    code: "X001",
    name: "doubled-word",
    family: Family::Text,
    severity: Severity::Warning,
    grade: Grade::Stable,
    page: Page {
        title: ("词语重复", "A word written twice"),
        what: (
            "找出紧接着重复的两字到四字词，如“发展发展”。",
            "Finds words of two to four characters that are written twice in a row, such as 发展发展.",
        ),
        why: (
            "多半是修改时留下的痕迹，印出去会损害文件的严肃性。",
            "Mostly a trace of editing; it harms the standing of an official paper.",
        ),
        fix: ("删去重复的一个。", "Delete one of the two."),
        example: Example {
            faulty: "在经济和社会平稳健康发展发展的同时，也存在一些矛盾。",
            sound: "在经济和社会平稳健康发展的同时，也存在一些矛盾。",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

/// What may follow the second word so that it belongs to another compound (公共服务服务业).
static COMPOUNDS: Words =
    Words::new(&["业", "用地", "区", "者", "商", "性", "化", "力", "型", "权", "费", "员"]);

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for piece in context.pieces.iter().filter(|piece| piece.text().len() >= 12) {
        let text = piece.text();
        let chars: Vec<(usize, char)> = text.char_indices().collect();
        let mut at = 0;
        while at < chars.len() {
            let Some(length) = doubled_at(&chars[at..]) else {
                at += 1;
                continue;
            };
            let start = chars[at].0;
            let end = chars.get(at + 2 * length).map_or(text.len(), |c| c.0);
            let word = &text[start..start + (end - start) / 2];
            if COMPOUNDS.opening(&text[end..]).is_none() && !is_regular(context, piece, &(start..end), word) {
                found.push(
                    RULE.finding()
                        .message(format!("“{word}”重复"), format!("“{word}” is written twice"))
                        .label(piece.span(start..end), "重复", "twice")
                        .help(format!("删去一个“{word}”"), format!("delete one “{word}”")),
                );
            }
            at += 2 * length;
        }
    }
}

/// Prefixes that make a new word of what follows: 共建|共治|共享 is not 建共 twice.
static PREFIXES: &str = "共互自可能不相再又且边越同各双最更多较既或若即非无有为以与及和";

/// Whether the repetition has its reason: units side by side in a flattened table, two lines of the source,
/// a word that ends in the prefix of the next one.
fn is_regular(context: &Context<'_>, piece: &Piece<'_>, range: &Range<usize>, word: &str) -> bool {
    let unit = phrase::parse_unit(word).is_some()
        || word.get(..word.len() / 2).is_some_and(|half| phrase::parse_unit(half).is_some());
    let span = piece.span(range.clone());
    let source = context.document.text.get(span.start..span.end).unwrap_or_default();
    unit || source.contains(['\n', '\t', ' ', '\u{3000}']) || word.ends_with(|c| PREFIXES.contains(c))
}

/// The length in characters of a word that stands twice at the start of `chars`.
fn doubled_at(chars: &[(usize, char)]) -> Option<usize> {
    (2..=4).rev().find(|&n| {
        chars.len() >= 2 * n
            && (0..n).all(|i| chars[i].1 == chars[n + i].1)
            && chars[..2 * n].iter().all(|(_, c)| is_han(*c))
            // 一一一一, 多多多多 are no words.
            && (1..n).any(|i| chars[i].1 != chars[0].1)
    })
}
