use crate::context::Context;
use crate::language::{clauses, is_han};
use crate::printed::plain;
use crate::rule::{Example, Grade, Page, Rule, Search};
use crate::words::Words;
use phrase::Kind;
use rust_decimal::Decimal;
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "C002",
    name: "coverage-contradiction",
    family: Family::Consistency,
    severity: Severity::Warning,
    grade: Grade::Stable,
    page: Page {
        title: ("“全覆盖”与不足100%的比例并列", "Full coverage beside a share below 100%"),
        what: (
            "同一句里先说某事“全覆盖”，紧接着又给同一事物不足100%的比例。两处主语须相同，地域范围不同的不报。",
            "One sentence promises full coverage and then gives the same thing a share below 100%. Different areas are left alone.",
        ),
        why: (
            "完成90%是达标还是没有达标？两种说法各有依据。",
            "Is 90% a success or a failure? Either can be argued from the text.",
        ),
        fix: ("只保留一个目标，或写明两个比例各自的范围。", "Keep one target, or say what each share is of."),
        example: Example {
            faulty: "力争实现农业保险全覆盖，保险面积占农田总面积的90%以上。",
            sound: "力争实现主要粮食作物保险全覆盖，果园参保面积占果园总面积的90%以上。",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

static FULL: Words = Words::new(&["全覆盖", "全部覆盖", "100%覆盖", "全域覆盖", "全面覆盖"]);

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for sentence in &context.sentences {
        let text = context.text(sentence);
        let piece = &context.pieces[sentence.piece];
        for (at, word) in FULL.all(text) {
            let Some(noun) = noun_before(&text[..at]) else { continue };
            let end = at + word.len();
            let Some(next) = clauses(text).find(|clause| clause.start > end) else { continue };
            // The same noun opens the next clause: it speaks of the same thing.
            let opening: String = text[next.clone()].chars().take(6).collect();
            if !opening.contains(noun) {
                continue;
            }
            let span = sentence.range.start + next.start..sentence.range.start + next.end;
            let share = piece.mentions.iter().find(|m| {
                span.contains(&m.span.start)
                    && m.kind == Kind::Percent
                    && m.value.is_some_and(|v| v < Decimal::ONE_HUNDRED)
            });
            let Some((share, value)) = share.and_then(|m| Some((m, m.value?))) else { continue };
            let value = plain(value);
            found.push(
                RULE.finding()
                    .message(
                        format!("“{noun}”既说{word}，又说{value}%"),
                        format!("“{noun}” is to be fully covered and at the same time {value}%"),
                    )
                    .label(context.span(sentence, at - noun.len()..end), "全部", "all of it")
                    .label(piece.span(share.span.clone()), format!("{value}%"), format!("{value}%"))
                    .help("只保留一个目标，或写明各自的范围", "keep one target, or say what each is of"),
            );
        }
    }
}

/// The two characters before: 保险 of 农、林、牧、渔业保险全覆盖.
fn noun_before(text: &str) -> Option<&str> {
    let start = text.char_indices().rev().nth(1)?.0;
    let noun = &text[start..];
    noun.chars().all(is_han).then_some(noun)
}
