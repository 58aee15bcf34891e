use crate::context::Context;
use crate::language::clause_at;
use crate::rule::{Example, Page, Rule, Search};
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "T006",
    name: "range-target",
    family: Family::Target,
    severity: Severity::Note,
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
        for (at, dash) in
            text.char_indices().filter(|(_, c)| matches!(c, '-' | '—' | '－' | '～' | '~' | '至'))
        {
            let head = text[..at].trim_end();
            let low = head.len() - head.trim_end_matches(|c: char| c.is_ascii_digit()).len();
            let after = text[at + dash.len_utf8()..].trim_start();
            let high = after.len() - after.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            // A longer run of digits and dashes is a date or a number of a document.
            let inside = head[..head.len() - low].ends_with(['-', '—', '.', '第']);
            if low == 0 || high == 0 || low > 3 || high > 3 || inside {
                continue;
            }
            let Some(counter) = after[high..].trim_start().chars().next().filter(|c| COUNTERS.contains(c))
            else {
                continue;
            };
            let (Ok(a), Ok(b)) = (head[head.len() - low..].parse::<u32>(), after[..high].parse::<u32>())
            else {
                continue;
            };
            if a >= b {
                continue;
            }
            let clause = clause_at(text, at);
            let end = text.len() - after.len() + high;
            let end = end + text[end..].find(counter).unwrap_or(0) + counter.len_utf8();
            let words = &text[clause];
            found.push(
                RULE.finding()
                    .message(
                        format!("“{}”是区间，没有判定线", words.trim()),
                        format!("“{}” is a range without a line to decide by", words.trim()),
                    )
                    .label(
                        piece.span(head.len() - low..end),
                        format!("{a}算完成吗？"),
                        format!("is {a} enough?"),
                    )
                    .help(
                        format!("写成“不少于{a}{counter}”，或写确定的个数"),
                        format!("write “不少于{a}{counter}” or one number"),
                    ),
            );
        }
    }
}
