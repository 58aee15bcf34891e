use super::facts::in_words;
use crate::context::Context;
use crate::rule::{Example, Grade, Page, Rule, Search};
use plan::RelationKind;
use plan::catalogue::identities;
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "I001",
    name: "part-exceeds-whole",
    family: Family::Identity,
    severity: Severity::Warning,
    grade: Grade::Stable,
    page: Page {
        title: ("部分大于整体", "A part that exceeds its whole"),
        what: (
            "按统计定义属于另一指标一部分的指标，同一年的数值大于整体（如规模以上工业增加值大于第二产业增加值）。整体没有直接给出时，由总量和比重推算；按四舍五入的范围比较。",
            "An indicator that is by definition part of another exceeds it in the same year (industry above designated size, secondary sector). A whole that is not stated is computed from totals and shares; rounding is allowed for.",
        ),
        why: (
            "至少有一个数错了，或者两个数出自没有衔接的统计制度；目标建立在不可靠的基数上。",
            "One of the two is wrong, or they come from statistics that were never reconciled.",
        ),
        fix: (
            "核对两个数的口径；确属制度差异的，在表下注明。",
            "Check both definitions; note a difference of systems under the table.",
        ),
        example: Example {
            faulty: "某市国民经济和社会发展第十三个五年规划纲要\n\n第一章 发展基础\n\n表1：“十二五”完成情况\n\n指标\t单位\t2010年\t2015年\n地区生产总值\t亿元\t912.6\t1357.5\n规模以上工业增加值\t亿元\t436.9\t500\n三次产业结构\t\t16.6:47.6:35.8\t15.6:43.4:41\n",
            sound: "某市国民经济和社会发展第十三个五年规划纲要\n\n第一章 发展基础\n\n表1：“十二五”完成情况\n\n指标\t单位\t2010年\t2015年\n地区生产总值\t亿元\t912.6\t1357.5\n规模以上工业增加值\t亿元\t336.9\t500\n三次产业结构\t\t16.6:47.6:35.8\t15.6:43.4:41\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let facts = context.facts();
    for identity in identities().iter().filter(|identity| identity.kind == RelationKind::PartOf) {
        let [part] = identity.parts.as_slice() else { continue };
        for year in facts.years(part.key) {
            let (Some(small), Some(large)) =
                (facts.get(part.key, year), facts.get(identity.result.key, year))
            else {
                continue;
            };
            if small.value.low <= large.value.high || small.depth > 0 {
                continue;
            }
            let (part_name, whole_name) = (part.name, identity.result.name);
            let derived = if large.depth > 0 { format!("（{}）", large.working) } else { String::new() };
            let mut finding = RULE
                .finding()
                .message(
                    format!(
                        "{year}年{part_name}{}大于{whole_name}{}{derived}",
                        in_words(small),
                        in_words(large)
                    ),
                    format!(
                        "{} {} in {year} exceeds {} {}{derived}",
                        part.english,
                        in_words(small),
                        identity.result.english,
                        in_words(large)
                    ),
                )
                .help(
                    "核对口径；确属制度差异的，在表下注明",
                    "check the definitions; note a difference of systems",
                );
            for place in &small.places {
                finding = finding.label(*place, "部分", "part");
            }
            for place in large.places.iter().filter(|place| !small.places.contains(place)) {
                finding = finding.label(*place, "整体", "whole");
            }
            found.push(finding);
        }
    }
}
