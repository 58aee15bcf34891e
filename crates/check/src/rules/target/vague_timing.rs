use crate::context::Context;
use crate::language::clause_at;
use crate::rule::{Example, Grade, Page, Rule, Search};
use crate::words::Words;
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "T002",
    name: "vague-timing",
    family: Family::Target,
    severity: Severity::Note,
    grade: Grade::Stable,
    page: Page {
        title: ("没有时间的时间词", "A time word without a time"),
        what: (
            "找出“适时”“择机”“条件成熟时”等：承诺了一件事，却没有日期，也没有启动条件。",
            "Finds 适时, 择机, 条件成熟时 and the like: something is promised with neither a date nor a condition that starts it.",
        ),
        why: (
            "规划期末无法判断这件事是没有到时候，还是没有做。",
            "At the end of the plan nobody can say whether the time had not come or the work was not done.",
        ),
        fix: (
            "写明年份，或写明什么条件具备后多久启动。",
            "State the year, or the condition and how soon after it the work starts.",
        ),
        example: Example {
            faulty: "深化农村改革，适时建立农村产权流转交易市场。",
            sound: "深化农村改革，2018年底前建立农村产权流转交易市场。",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

static WORDS: Words = Words::new(&[
    "适时",
    "择机",
    "适当时候",
    "适当时机",
    "合适时机",
    "条件成熟时",
    "时机成熟时",
    "条件成熟后",
    "时机成熟后",
    "条件具备时",
    "条件具备后",
    "待条件成熟",
    "视情",
]);

/// 适时 in these compounds speaks of reacting in time, not of when something is due.
static COMPOUNDS: Words = Words::new(&[
    "适时适度",
    "适时调整",
    "适时调度",
    "适时监测",
    "适时预警",
    "适时提出",
    "适时出台",
    "适时修订",
    "适时完善",
    "适时公布",
    "适时发布",
    "适时微调",
    "调控",
    "实时",
]);

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for piece in context.prose() {
        let text = piece.text();
        for (at, word) in WORDS.all(text) {
            let clause = clause_at(text, at);
            let around = &text[clause.clone()];
            if COMPOUNDS.is_in(around) || has_year(around) {
                continue;
            }
            let duty = &text[at..clause.end];
            found.push(
                RULE.finding()
                    .message(
                        format!("“{duty}”没有时间，也没有启动条件"),
                        format!("“{duty}” has neither a date nor a condition"),
                    )
                    .label(piece.span(at..clause.end), format!("“{word}”是什么时候？"), "when?")
                    .help("写明年份或启动条件", "state the year, or the condition that starts it"),
            );
        }
    }
}

fn has_year(clause: &str) -> bool {
    clause.match_indices('年').any(|(at, _)| {
        let digits = clause[..at].trim_end().bytes().rev().take_while(u8::is_ascii_digit).count();
        digits == 4
    })
}
