use crate::context::Context;
use crate::language::{clauses, is_han};
use crate::rule::{Example, Grade, Page, Rule, Search};
use source::{Diagnostic, Family, Severity, Span};
use std::collections::BTreeMap;

pub(crate) static RULE: Rule = Rule {
    code: "S013",
    name: "worn-phrase",
    family: Family::Structure,
    severity: Severity::Note,
    grade: Grade::Stable,
    page: Page {
        title: ("同一句提法反复出现", "A phrase used over and over"),
        what: (
            "找出作为短句结尾、带顿号的固定提法（如“大众创业、万众创新”）在五个以上段落重复出现。",
            "Finds set phrases with an enumeration mark that end a clause (大众创业、万众创新) in five paragraphs or more.",
        ),
        why: (
            "重复的提法不带来新的任务，读者找不到落实它的措施在哪一处。",
            "Repetition adds no duty, and readers cannot find where the phrase is acted on.",
        ),
        fix: ("在一处展开措施，其他地方删去。", "Spell out the measures in one place and drop it elsewhere."),
        example: Example {
            faulty: "优化政策环境，推动大众创业、万众创新。\n\n发展众创空间，促进大众创业、万众创新。\n\n构建创新体系，促进大众创业、万众创新。\n\n激发民间活力，推动大众创业、万众创新。\n\n落实就业政策，推动大众创业、万众创新。\n",
            sound: "优化政策环境，推动大众创业、万众创新。\n\n发展众创空间。\n\n构建创新体系。\n\n激发民间活力。\n\n落实就业政策。\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

const OFTEN: usize = 5;
/// A phrase has two halves of this many characters at least.
const HALF: usize = 3;

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let mut phrases: BTreeMap<String, Vec<(usize, Span)>> = BTreeMap::new();
    for (index, piece) in context.pieces.iter().enumerate().filter(|(_, p)| p.is_prose() && p.frame.is_none())
    {
        let text = piece.text();
        for clause in clauses(text) {
            let words = text[clause.clone()].trim_end_matches(['”', '。']);
            let Some(start) = phrase_start(words) else { continue };
            let span = piece.span(clause.start + start..clause.start + words.len());
            phrases.entry(words[start..].to_owned()).or_default().push((index, span));
        }
    }
    let mut worn: Vec<_> = phrases
        .into_iter()
        .filter_map(|(phrase, mut places)| {
            places.dedup_by_key(|(piece, _)| *piece);
            (places.len() >= OFTEN).then_some((phrase, places))
        })
        .collect();
    worn.sort_by_key(|(_, places)| places[0].1);
    for (phrase, places) in worn {
        let count = places.len();
        let mut finding = RULE
            .finding()
            .message(
                format!("“{phrase}”在{count}个段落的句尾重复出现"),
                format!("“{phrase}” ends a clause in {count} paragraphs"),
            )
            .help("在一处展开措施，其他地方删去", "spell out the measures once and drop it elsewhere");
        for (_, span) in places.into_iter().take(6) {
            finding = finding.label(span, "", "");
        }
        found.push(finding);
    }
}

/// Where a phrase of two equal halves with 、 between them begins at the end of a clause: 大众创业、万众创新.
fn phrase_start(clause: &str) -> Option<usize> {
    let joint = clause.rfind('、')?;
    let tail = &clause[joint + '、'.len_utf8()..];
    let length = tail.chars().count();
    if !(HALF..=8).contains(&length) || !tail.chars().all(is_han) {
        return None;
    }
    let head = &clause[..joint];
    let start = head.char_indices().rev().nth(length - 1)?.0;
    // Halves of equal length that share no verb: a slogan, not a list of two tasks.
    head[start..].chars().all(is_han).then_some(start)
}
