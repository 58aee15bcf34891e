use crate::context::Context;
use crate::printed::show;
use crate::rule::{Example, Grade, Page, Rule, Search};
use phrase::Kind;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "A004",
    name: "shares-not-hundred",
    family: Family::Arithmetic,
    severity: Severity::Error,
    grade: Grade::Stable,
    page: Page {
        title: ("构成比之和不等于100", "Shares that do not sum to 100"),
        what: (
            "三个以上部分组成的结构比（如三次产业结构12:44:44）之和应为100，允许四舍五入误差。",
            "A structure of three or more parts (such as 12:44:44) must sum to 100, rounding allowed for.",
        ),
        why: (
            "至少有一个部分写错；据此推算的绝对数也会错。",
            "At least one part is wrong, and so are the amounts drawn from it.",
        ),
        fix: ("核对各部分。", "Check the parts."),
        example: Example {
            faulty: "三次产业比重由2010年的16.6:47.6:35.8调整为2015年的15.6:43.4:42。",
            sound: "三次产业比重由2010年的16.6:47.6:35.8调整为2015年的15.6:43.4:41。",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for piece in &context.pieces {
        for mention in piece.mentions.iter().filter(|m| m.kind == Kind::Ratio && m.parts.len() >= 3) {
            let sum: Decimal = mention.parts.iter().copied().sum();
            let places = mention.parts.iter().map(Decimal::scale).max().unwrap_or(0);
            let slack = 0.5 * mention.parts.len() as f64 * libm::pow(10.0, -f64::from(places));
            let sum = sum.to_f64().unwrap_or(f64::NAN);
            // 1:2:3 is a proportion, not a structure in percent.
            if (sum - 100.0).abs() <= slack || !(80.0..=120.0).contains(&sum) {
                continue;
            }
            let parts = mention.parts.iter().map(ToString::to_string).collect::<Vec<_>>().join("+");
            found.push(
                RULE.finding()
                    .message(
                        format!("构成比{parts}={}，不等于100", show(sum, 2)),
                        format!("the shares {parts} sum to {}, not to 100", show(sum, 2)),
                    )
                    .label(
                        piece.span(mention.span.clone()),
                        format!("合计{}", show(sum, 2)),
                        format!("sum {}", show(sum, 2)),
                    )
                    .help("核对各部分", "check the parts"),
            );
        }
    }
}
