use crate::context::Context;
use crate::language::clause_at;
use crate::rule::{Example, Grade, Page, Rule, Search};
use crate::words::Words;
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "T005",
    name: "relative-target",
    family: Family::Target,
    severity: Severity::Note,
    grade: Grade::Stable,
    page: Page {
        title: ("以别处平均水平为目标，没有数值", "A target relative to an unstated average"),
        what: (
            "找出“不低于全省平均水平”“高于全国平均增速”这类目标：只比较，不给数值。",
            "Finds targets such as 不低于全省平均水平 that compare with an average and give no figure.",
        ),
        why: (
            "参照值由别人决定，年年在变；与同段的绝对数矛盾时，以哪个为准也不清楚。",
            "The reference is set elsewhere and moves every year; beside an absolute figure it is unclear which prevails.",
        ),
        fix: (
            "写出参照值的数值、年份和来源，并说明与绝对数不一致时以哪个为准。",
            "Give the reference's figure, year and source, and say which prevails when the two differ.",
        ),
        example: Example {
            faulty: "经济保持中高速增长，增速不低于全省平均水平。",
            sound: "经济保持中高速增长，增速不低于6.5%。",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

static COMPARISONS: Words = Words::new(&[
    "不低于全",
    "不高于全",
    "高于全",
    "低于全",
    "超过全",
    "快于全",
    "达到全",
    "优于全",
    "略高于全",
    "不超过全",
    "不低于同期",
    "高于同期",
]);

/// Words that make the sentence a report or an analysis, not a target.
static REPORTS: Words = Words::new(&["十二五", "十一五", "已经", "近年来", "仍低于", "仍然", "差距", "偏"]);

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for (piece, sentence) in context.sentences.iter().map(|s| (&context.pieces[s.piece], s)) {
        let text = context.text(sentence);
        for (at, _) in COMPARISONS.all(text) {
            let clause = clause_at(text, at);
            let words = &text[clause.clone()];
            let is_average = words[at - clause.start..].contains("平均");
            let has_figure = words.chars().any(|c| c.is_ascii_digit());
            // The first chapter describes; commitments come after it.
            let describes = context.is_review(piece) || REPORTS.is_in(text);
            if !is_average || has_figure || describes {
                continue;
            }
            found.push(
                RULE.finding()
                    .message(
                        format!("“{words}”没有给出参照值"),
                        format!("“{words}” gives no reference value"),
                    )
                    .label(context.span(sentence, clause), "参照值是多少？", "how much is that?")
                    .help(
                        "写出参照值的数值、年份和来源",
                        "give the figure, year and source of the reference",
                    ),
            );
        }
    }
}
