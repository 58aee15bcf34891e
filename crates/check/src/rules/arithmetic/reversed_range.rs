use crate::context::Context;
use crate::language::{DigitRange, digit_ranges, is_han};
use crate::rule::{Example, Grade, Page, Rule, Search};
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "A009",
    name: "reversed-range",
    family: Family::Arithmetic,
    severity: Severity::Error,
    grade: Grade::Stable,
    page: Page {
        title: ("区间上下限颠倒", "A range written backwards"),
        what: (
            "找出下限大于上限的区间，包括年份区间。",
            "Finds ranges whose lower end is above the upper one, ranges of years included.",
        ),
        why: (
            "任何数都不会落在这样的区间里，目标无法判定。",
            "No number lies in such a range; the target cannot be decided.",
        ),
        fix: ("调换上下限，或更正其中一个数。", "Swap the ends, or correct one of them."),
        example: Example {
            faulty: "到2020年，培育50-30家骨干企业。",
            sound: "到2020年，培育30-50家骨干企业。",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for piece in context.prose() {
        for range in digit_ranges(piece.text()) {
            let DigitRange { low, high, ref range, unit } = range;
            let counted = unit.is_some_and(|c| c == '%' || c == '年' || is_han(c));
            if low <= high || !counted {
                continue;
            }
            found.push(
                RULE.finding()
                    .message(
                        format!("区间{low}到{high}上下限颠倒"),
                        format!("the range {low} to {high} is written backwards"),
                    )
                    .label(piece.span(range.clone()), "上下限颠倒", "backwards")
                    .help("调换上下限，或更正其中一个数", "swap the ends, or correct one of them"),
            );
        }
    }
}
