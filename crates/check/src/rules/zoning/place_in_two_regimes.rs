use crate::context::Context;
use crate::rule::{Example, Grade, Page, Rule, Search};
use source::{Diagnostic, Family, Severity};
use std::collections::BTreeMap;

pub(crate) static RULE: Rule = Rule {
    code: "Z004",
    name: "place-in-two-regimes",
    family: Family::Zoning,
    severity: Severity::Warning,
    grade: Grade::Stable,
    page: Page {
        title: ("同一地方列入两类功能区", "One place under two regimes"),
        what: (
            "同一个地名同时列在重点开发、优化开发、限制开发、禁止开发中的两类里。写明“部分”“南部”等范围的不报。",
            "One name is listed under two of the regimes (key, optimised, restricted, prohibited). Parts such as 南部 or 大部分 are left alone.",
        ),
        why: (
            "两类区域的准入政策相反，当地不知道执行哪一个。",
            "The two regimes contradict each other, and nobody knows which applies.",
        ),
        fix: ("写明各自的范围，或只归入一类。", "State the extent of each, or choose one."),
        example: Example {
            faulty: "重点开发区域：包括古塔区、太和区、凌海市。\n\n限制开发区域：包括黑山县、义县、凌海市。\n",
            sound: "重点开发区域：包括古塔区、太和区、凌海市南部区域。\n\n限制开发区域：包括黑山县、义县、凌海市大部分。\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let mut first = BTreeMap::new();
    for zone in context.zoned() {
        let before = first.entry(zone.name).or_insert(zone);
        if before.regime == zone.regime {
            continue;
        }
        let name = zone.name;
        found.push(
            RULE.finding()
                .message(
                    format!("“{name}”既列入{}区域，又列入{}区域", before.regime.zh(), zone.regime.zh()),
                    format!("“{name}” is listed under “{}” and “{}”", before.regime.en(), zone.regime.en()),
                )
                .label(zone.span, zone.regime.zh(), zone.regime.en())
                .label(before.span, before.regime.zh(), before.regime.en())
                .help("写明各自的范围，或只归入一类", "state the extent of each, or choose one"),
        );
    }
}
