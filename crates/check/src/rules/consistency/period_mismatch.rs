use crate::context::Context;
use crate::rule::{Example, Grade, Page, Rule, Search};
use plan::Period;
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "C009",
    name: "period-mismatch",
    family: Family::Consistency,
    severity: Severity::Error,
    grade: Grade::Stable,
    page: Page {
        title: ("五年规划的名称与年份不符", "A plan period with the wrong years"),
        what: (
            "核对“十三五”（2016-2020年）这类写法中的年份：第N个五年规划从1966+5×(N-3)年起，共五年。",
            "Checks the years behind names such as “十三五”: the N-th plan begins in 1966 + 5 x (N - 3) and lasts five years.",
        ),
        why: (
            "年份写错，累计数和年均数的年限都跟着错。",
            "With the wrong years every sum and every average has the wrong length.",
        ),
        fix: ("更正年份或规划名称。", "Correct the years or the name."),
        example: Example {
            faulty: "“十三五”（2016-2021年）期间，新增森林30万亩。",
            sound: "“十三五”（2016-2020年）期间，新增森林30万亩。",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for piece in &context.pieces {
        for pair in piece.mentions.windows(2) {
            let [named, dated] = pair else { continue };
            let (Some(name), Some(years)) = (named.years, dated.years) else { continue };
            let Some(ordinal) = name.plan else { continue };
            let between = &piece.text()[named.span.end.min(dated.span.start)..dated.span.start];
            // Only what stands in the bracket right behind the name: “十三五”时期（2016-2020年）.
            let bracketed = between.ends_with(['（', '(']) && between.chars().count() <= 6;
            let whole = years.last > years.first
                && years.month.is_none()
                && dated.years.is_some_and(|y| y.plan.is_none());
            let Some(period) = Period::of_five_year_plan(u32::from(ordinal)) else { continue };
            if !bracketed || !whole || (years.first, years.last) == (period.start, period.end) {
                continue;
            }
            found.push(
                RULE.finding()
                    .message(
                        format!(
                            "第{ordinal}个五年规划是{}—{}年，文中是{}—{}年",
                            period.start, period.end, years.first, years.last
                        ),
                        format!(
                            "five-year plan {ordinal} covers {}-{}, the text says {}-{}",
                            period.start, period.end, years.first, years.last
                        ),
                    )
                    .label(
                        piece.span(dated.span.clone()),
                        format!("应为{}—{}年", period.start, period.end),
                        format!("{}-{} expected", period.start, period.end),
                    )
                    .help("更正年份或规划名称", "correct the years or the name"),
            );
        }
    }
}
