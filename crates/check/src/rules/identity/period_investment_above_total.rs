use crate::context::Context;
use crate::rule::{Example, Grade, Page, Rule, Search};
use rust_decimal::Decimal;
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "I007",
    name: "period-investment-above-total",
    family: Family::Identity,
    severity: Severity::Error,
    grade: Grade::Preview,
    page: Page {
        title: ("期内投资大于总投资", "Investment within the plan above the total"),
        what: (
            "项目表中规划期内的投资大于该项目的总投资。续建、跨期项目期内投资小于总投资，不报。",
            "In a table of works the investment within the plan years exceeds the total of the work. Less than the total is usual for works begun earlier or finished later.",
        ),
        why: ("部分不能大于全部，两个数至少错一个。", "A part cannot exceed the whole: one figure is wrong."),
        fix: ("核对两栏。", "Check both columns."),
        example: Example {
            faulty: "附表：重点项目表\n\n序号\t项目名称\t建设年限\t总投资（万元）\t“十四五”投资（万元）\n1\t东渡变电工程\t2023—2025\t24600\t26400\n2\t石溪治理工程\t2021—2025\t31000\t31000\n",
            sound: "附表：重点项目表\n\n序号\t项目名称\t建设年限\t总投资（万元）\t“十四五”投资（万元）\n1\t东渡变电工程\t2023—2025\t26400\t24600\n2\t石溪治理工程\t2021—2025\t31000\t31000\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for (name, places) in context.works() {
        for work in places {
            let (Some(total), Some(within)) = (&work.total, &work.within) else { continue };
            // Half a per cent for the rounding of columns in different units.
            let above = within.yuan() * Decimal::from(1000) > total.yuan() * Decimal::from(1005);
            if !above || total.yuan().is_zero() {
                continue;
            }
            found.push(
                RULE.finding()
                    .message(
                        format!("“{name}”期内投资{}大于总投资{}", within.shown(), total.shown()),
                        format!(
                            "{name}: {} within the plan exceeds the total of {}",
                            within.shown(),
                            total.shown()
                        ),
                    )
                    .label(within.span, "期内投资", "within the plan")
                    .label(total.span, "总投资", "total")
                    .label(work.span, "", "")
                    .help("核对两栏", "check both columns"),
            );
        }
    }
}
