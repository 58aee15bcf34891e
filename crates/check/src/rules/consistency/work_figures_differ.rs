use crate::context::Context;
use crate::rule::{Example, Grade, Page, Rule, Search};
use crate::works::box_and_table;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "C017",
    name: "work-figures-differ",
    family: Family::Consistency,
    severity: Severity::Error,
    grade: Grade::Preview,
    page: Page {
        title: ("同一项目的投资两处不同", "One work with two investments"),
        what: (
            "同名项目在专栏和项目表中的总投资不同，先换算单位；数字相同、单位差了量级的单独说明。期内投资与总投资不比。",
            "A work of one name with different total investments in a box and in a table, units converted; like numbers with units of another magnitude are told as such. Investment within the plan years is not held against the total.",
        ),
        why: ("立项和筹资以哪个数为准说不清。", "Nobody can tell which figure approval and funding follow."),
        fix: ("核对可研批复，统一数值和单位。", "Check the approval; use one figure and unit."),
        example: Example {
            faulty: "某市发展规划\n\n第一章 水利\n\n专栏1：重点项目\n\n1．石溪河治理工程。治理河长74公里，建设年限2026—2028年，总投资12.6万元。\n\n表1：重点项目表\n\n序号\t项目名称\t建设年限\t总投资（亿元）\n1\t石溪河治理工程\t2026—2028\t12.6\n2\t东渡大桥工程\t2026—2029\t8.2\n",
            sound: "某市发展规划\n\n第一章 水利\n\n专栏1：重点项目\n\n1．石溪河治理工程。治理河长74公里，建设年限2026—2028年，总投资12.6亿元。\n\n表1：重点项目表\n\n序号\t项目名称\t建设年限\t总投资（亿元）\n1\t石溪河治理工程\t2026—2028\t12.6\n2\t东渡大桥工程\t2026—2029\t8.2\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for (name, places) in context.works() {
        let Some((first, second)) = box_and_table(places) else { continue };
        let (Some(a), Some(b)) = (&first.total, &second.total) else { continue };
        let (x, y) = (a.yuan(), b.yuan());
        // A converted figure is rounded in another place.
        let close = (x - y).abs() * Decimal::from(200) <= x.abs().max(y.abs());
        if close || x.is_zero() || y.is_zero() {
            continue;
        }
        let ratio = (x / y).max(y / x);
        let magnitude = ratio.to_f64().map_or(0.0, libm::log10);
        let slip = magnitude > 2.9 && (magnitude - magnitude.round()).abs() < 0.01;
        let (zh, en) = if slip {
            ("单位差了量级", "the units differ in magnitude")
        } else {
            ("不一致", "they differ")
        };
        let mut finding = RULE
            .finding()
            .message(
                format!("“{name}”总投资一处为{}，一处为{}，{zh}", a.shown(), b.shown()),
                format!(
                    "the investment of {name} is {} in one place and {} in another: {en}",
                    a.shown(),
                    b.shown()
                ),
            )
            .label(a.span, a.shown(), a.shown())
            .label(b.span, b.shown(), b.shown())
            .label(first.span, "", "")
            .label(second.span, "", "")
            .help("核对后统一数值和单位", "check, and use one figure and unit");
        if !slip {
            finding.severity = Severity::Warning;
        }
        found.push(finding);
    }
}
