use crate::context::Context;
use crate::language::{DigitRange, clause_at, digit_ranges};
use crate::rule::{Example, Grade, Page, Rule, Search};
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "T006",
    name: "range-target",
    family: Family::Target,
    severity: Severity::Note,
    grade: Grade::Stable,
    page: Page {
        title: ("个数目标写成区间", "A count given as a range"),
        what: (
            "找出“建设3-5个园区”这类按个数计的目标。比率、温度、费用的控制区间不算。",
            "Finds counts to be reached that are given as a range (建设3-5个园区). Bands for rates and amounts are left alone.",
        ),
        why: (
            "完成3个算完成还是未完成？区间目标没有判定线。",
            "Is three enough or not? A range has no line to decide by.",
        ),
        fix: ("写下限（“不少于3个”），或写确定的个数。", "State the lower bound (不少于3个) or one number."),
        example: Example {
            faulty: "到2020年，培育3-5个建筑劳务基地。",
            sound: "到2020年，培育不少于3个建筑劳务基地。",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

const COUNTERS: [char; 16] =
    ['个', '家', '户', '项', '处', '座', '所', '条', '名', '套', '批', '支', '种', '场', '台', '件'];

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for piece in context.prose().filter(|piece| !context.is_review(piece)) {
        let text = piece.text();
        for DigitRange { low, high, range, unit } in digit_ranges(text) {
            let Some(counter) = unit.filter(|c| COUNTERS.contains(c) && low < high) else { continue };
            let end = range.end + text[range.end..].find(counter).unwrap_or(0) + counter.len_utf8();
            let clause = clause_at(text, range.start);
            let words = &text[clause];
            found.push(
                RULE.finding()
                    .message(
                        format!("“{}”是区间，没有判定线", words.trim()),
                        format!("“{}” is a range without a line to decide by", words.trim()),
                    )
                    .label(
                        piece.span(range.start..end),
                        format!("{low}算完成吗？"),
                        format!("is {low} enough?"),
                    )
                    .help(
                        format!("写成“不少于{low}{counter}”，或写确定的个数"),
                        format!("write “不少于{low}{counter}” or one number"),
                    ),
            );
        }
    }
}
