use crate::context::Context;
use crate::printed::plain;
use crate::rule::{Example, Grade, Page, Rule, Search};
use crate::words::Words;
use plan::Measure;
use rust_decimal::Decimal;
use source::{Diagnostic, Family, Severity, Span};

pub(crate) static RULE: Rule = Rule {
    code: "A008",
    name: "share-above-hundred",
    family: Family::Arithmetic,
    severity: Severity::Warning,
    grade: Grade::Stable,
    page: Page {
        title: ("比重、覆盖率超过100%", "A share above 100%"),
        what: (
            "找出超过100%的覆盖率、普及率、合格率和占比。毛入学率、自给率、负荷率等可以超过100%的不报。",
            "Finds coverage, pass rates and shares above 100%. Gross enrolment, self-sufficiency and the like may exceed it.",
        ),
        why: (
            "部分不会大于整体，多半是小数点或单位写错。",
            "A part is never larger than its whole: a slip of the point or the unit.",
        ),
        fix: ("核对数值和口径。", "Check the figure and its definition."),
        example: Example {
            faulty: "到2020年，农村自来水普及率达到180%。",
            sound: "到2020年，农村自来水普及率达到80%。",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

/// Rates that by definition stay within 100.
const PARTS: [&str; 20] = [
    "普及率",
    "覆盖率",
    "覆盖面",
    "合格率",
    "达标率",
    "占比",
    "比重",
    "参保率",
    "入学率",
    "巩固率",
    "处理率",
    "利用率",
    "收集率",
    "绿化率",
    "城镇化率",
    "失业率",
    "就业率",
    "满意率",
    "完好率",
    "发生率",
];
static MAY_EXCEED: Words =
    Words::new(&["毛入学率", "自给率", "增长", "提高", "负荷率", "产能利用率", "完成率", "增幅"]);

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let targets =
        context.plan.targets.iter().map(|t| (&t.subject, t.measure, t.value, &t.unit, t.provenance.span));
    let results = context
        .plan
        .observations
        .iter()
        .map(|o| (&o.subject, o.measure, o.value, &o.unit, o.provenance.span));
    let mut seen: Vec<Span> = Vec::new();
    for (subject, measure, value, unit, span) in targets.chain(results) {
        let Some(value) = value.filter(|value| *value > Decimal::ONE_HUNDRED) else { continue };
        let bounded =
            PARTS.iter().any(|word| subject.ends_with(word) || subject.contains(&format!("{word}（")));
        let free = MAY_EXCEED.is_in(subject);
        if measure != Measure::Share || unit != "%" || !bounded || free || seen.contains(&span) {
            continue;
        }
        seen.push(span);
        let value = plain(value);
        found.push(
            RULE.finding()
                .message(
                    format!("{subject}为{value}%，超过100%"),
                    format!("{subject} is {value}%, above 100%"),
                )
                .label(span, "超过100%", "above 100%")
                .help("核对数值和口径", "check the figure and its definition"),
        );
    }
}
