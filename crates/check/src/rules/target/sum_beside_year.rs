use crate::context::Context;
use crate::rule::{Example, Grade, Page, Rule, Search};
use plan::{Averaging, Origin};
use source::{Diagnostic, Family, Severity, Span};

pub(crate) static RULE: Rule = Rule {
    code: "T013",
    name: "sum-beside-year",
    family: Family::Target,
    severity: Severity::Warning,
    grade: Grade::Stable,
    page: Page {
        title: ("一年的数与五年累计数并列", "A sum of years beside a single year"),
        what: (
            "表中同一行的基期是一年的数，期末却是若干年的累计；或增速（%）栏里填的是倍数、比较语句。每张表一条。",
            "A table row has one year as base and a sum of years as result, or its growth cell holds a multiple or a sentence; one finding for each table.",
        ),
        why: (
            "两个数口径不同，不能相比，增速也无从算起。",
            "The two do not compare, and no growth follows from them.",
        ),
        fix: (
            "期末也给当年数，累计数放到备注。",
            "Give the last year's figure too, and move the sum to a remark.",
        ),
        example: Example {
            faulty: "某市国民经济和社会发展第十三个五年规划纲要\n\n表1：“十二五”完成情况\n\n指标\t单位\t2010年\t2015年\t年均增长(%)\n外贸出口总额\t亿美元\t11.8\t91.3（累计）\t2.7\n一般公共预算收入\t亿元\t65.8\t75.5\t2.8\n",
            sound: "某市国民经济和社会发展第十三个五年规划纲要\n\n表1：“十二五”完成情况\n\n指标\t单位\t2010年\t2015年\t年均增长(%)\n外贸出口总额\t亿美元\t11.8\t13.5\t2.7\n一般公共预算收入\t亿元\t65.8\t75.5\t2.8\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for table in &context.tables {
        let mut rows: Vec<(&str, Span)> = Vec::new();
        for s in &context.statements {
            let here = || {
                s.observations.iter().filter(|o| {
                    o.provenance.origin == Origin::Table
                        && table.span.contains(o.provenance.span)
                        && o.value.is_some()
                })
            };
            let summed = here().find(|o| o.averaging == Some(Averaging::Cumulative));
            let yearly = here().any(|o| o.averaging.is_none() && o.period.is_some_and(|p| p.start == p.end));
            if let (Some(summed), true) = (summed, yearly) {
                rows.push((s.indicator.name.as_str(), summed.provenance.span));
            }
        }
        if rows.is_empty() {
            continue;
        }
        let names = rows.iter().map(|(name, _)| *name).collect::<Vec<_>>().join("、");
        let mut finding = RULE
            .finding()
            .message(
                format!("表{}中{names}的期末是累计数，基期是一年的数，不能相比", table.number),
                format!("table {}: {names} set a sum of years beside a single year", table.number),
            )
            .help(
                "期末也给当年数，累计数放到备注",
                "give the last year's figure too; move the sum to a remark",
            );
        for (_, span) in rows.iter().take(5) {
            finding = finding.label(*span, "一年的数与累计数并列", "a year beside a sum");
        }
        found.push(finding);
    }
}
