use crate::context::Context;
use crate::language::clause_at;
use crate::rule::{Example, Grade, Page, Rule, Search};
use crate::words::Words;
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "T004",
    name: "hedged-commitment",
    family: Family::Target,
    severity: Severity::Note,
    grade: Grade::Stable,
    page: Page {
        title: ("留有余地的承诺", "A commitment that leaves a way out"),
        what: (
            "找出带“力争”“争取”等字样的数量目标，以及只“争取”立项、纳入的项目。",
            "Finds quantified targets with 力争, 争取 and the like, and projects that are only applied for.",
        ),
        why: (
            "没有达到算不算没有完成，规划没有说清；评估时各执一词。",
            "Whether missing it counts as failure is left open, and evaluation ends in argument.",
        ),
        fix: (
            "数量目标改为“达到”，并在预期性指标中列出；争取类项目写明争取不到时怎么办。",
            "State the figure plainly and list it as anticipated; for projects applied for, say what happens if the application fails.",
        ),
        example: Example {
            faulty: "力争到2020年末，全市人均道路面积达到14.5平方米。",
            sound: "到2020年末，全市人均道路面积达到14.5平方米。",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

static AIMS: Words =
    Words::new(&["力争", "争取", "力求", "力图", "争取到", "尽可能", "尽量", "努力达到", "努力实现"]);

/// What makes an aim a commitment on a work: it is to be listed, approved, started or built.
static LISTING: Words = Words::new(&[
    "纳入",
    "列入",
    "立项",
    "获批",
    "批准",
    "批复",
    "开工",
    "建成",
    "落户",
    "项目建设",
    "工程建设",
    "晋升",
]);

/// 争取 of money or policies is how money is got, not a hedge.
static MEANS: Words = Words::new(&["资金", "政策", "支持", "投资", "基金", "贷款", "补助", "试点", "主动"]);

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for piece in context.prose() {
        let text = piece.text();
        let mut done = 0;
        for (at, word) in AIMS.all(text) {
            if at < done {
                continue;
            }
            let end = reach(text, at + word.len());
            let scope = &text[at + word.len()..end];
            let quantified = has_figure(scope) || scope.contains("全覆盖");
            let listed = word.starts_with("争取") && LISTING.is_in(scope) && !MEANS.is_in(scope);
            if !(quantified || listed) {
                continue;
            }
            done = end;
            let duty = &text[at..end];
            let (zh, en) = if quantified {
                ("没有达到是否算没有完成，不清楚", "whether missing it is a failure is left open")
            } else {
                ("只争取，没有说争取不到怎么办", "only applied for; what if it fails?")
            };
            found.push(
                RULE.finding()
                    .message(
                        format!("“{duty}”用“{word}”留了余地：{zh}"),
                        format!("“{duty}” hedges with {word}: {en}"),
                    )
                    .label(piece.span(at..end), zh, en)
                    .help(
                        "写明确定的目标，或写明达不到时的安排",
                        "state a firm target, or what happens otherwise",
                    ),
            );
        }
    }
}

/// The aim reaches to the end of its clause, and further when that clause names only the year.
fn reach(text: &str, from: usize) -> usize {
    let end = clause_at(text, from).end;
    let first = &text[from..end];
    let next = text[end..].chars().next();
    if next == Some('，') && first.ends_with(['年', '末', '底', '时', '前']) && first.chars().count() <= 9
    {
        let start = end + '，'.len_utf8();
        return clause_at(text, start).end;
    }
    end
}

/// Whether a figure other than a year stands in `text`.
fn has_figure(text: &str) -> bool {
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let tail = &rest[start..];
        let length = tail.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(tail.len());
        let is_year = length == 4 && tail[length..].trim_start().starts_with('年');
        let is_plan_name = tail[length..].starts_with(['A', 'G']);
        if !is_year && !is_plan_name {
            return true;
        }
        rest = &tail[length..];
    }
    false
}
