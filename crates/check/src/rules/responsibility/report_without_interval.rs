use crate::context::Context;
use crate::language::clause_at;
use crate::rule::{Example, Grade, Page, Rule, Search};
use crate::words::Words;
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "R003",
    name: "report-without-interval",
    family: Family::Responsibility,
    severity: Severity::Note,
    grade: Grade::Stable,
    page: Page {
        title: ("报告、评估没有周期", "Reporting without an interval"),
        what: (
            "找出“定期报告”“及时报送”“适时评估”：要求报告规划实施情况，却没有说多久一次。",
            "Finds 定期报告, 及时报送, 适时评估: reports on the plan are asked for without saying how often.",
        ),
        why: (
            "没有周期就无法催报，也无法判断谁迟报。",
            "Without an interval nobody can be reminded, and nobody is late.",
        ),
        fix: (
            "写明“每半年”“每年3月底前”“中期与期末各一次”。",
            "State the interval: 每半年, 每年3月底前, 中期与期末各一次.",
        ),
        example: Example {
            faulty: "市发展改革委要及时向市政府报送规划实施情况。",
            sound: "市发展改革委每年3月底前向市政府报送规划实施情况。",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

static TIMING: Words = Words::new(&["定期", "及时", "适时", "不定期", "经常"]);
static REPORTS: Words = Words::new(&["报送", "报告", "汇报", "通报", "上报", "评估", "考核", "公布"]);
static MATTERS: Words = Words::new(&["规划", "纲要", "实施情况", "进展", "执行情况", "目标"]);
static INTERVALS: Words = Words::new(&[
    "每年",
    "年度",
    "半年",
    "季度",
    "每季",
    "月",
    "中期",
    "期末",
    "周",
    "一年一",
    "每两年",
    "年末",
    "年底",
    "次",
]);

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for sentence in &context.sentences {
        let text = context.text(sentence);
        for (at, word) in TIMING.all(text) {
            let clause = clause_at(text, at);
            let rest = &text[at..clause.end];
            let reports = REPORTS.is_in(rest);
            let of_plan = MATTERS.is_in(rest);
            if !reports || !of_plan || INTERVALS.is_in(text) {
                continue;
            }
            found.push(
                RULE.finding()
                    .message(format!("“{rest}”没有写明多久一次"), format!("“{rest}” does not say how often"))
                    .label(context.span(sentence, at..clause.end), format!("“{word}”是多久？"), "how often?")
                    .help("写明周期或日期", "state the interval or the date"),
            );
        }
    }
}
