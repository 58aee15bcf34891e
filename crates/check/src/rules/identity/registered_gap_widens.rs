use super::facts::in_words;
use crate::context::Context;
use crate::printed::show;
use crate::rule::{Example, Grade, Page, Rule, Search};
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "I004",
    name: "registered-gap-widens",
    family: Family::Identity,
    severity: Severity::Note,
    grade: Grade::Stable,
    page: Page {
        title: ("两个城镇化率的差距扩大", "The gap between the two urbanisation rates widens"),
        what: (
            "常住人口城镇化率与户籍人口城镇化率之差，目标年比基年大1个百分点以上。",
            "The difference between the urbanisation rates of residents and of registered people grows by more than one point.",
        ),
        why: (
            "差距就是进城而没有落户的人口；差距扩大与“促进农业转移人口市民化”相反。",
            "The gap is people who live in towns without being registered there; a wider gap runs against the promise to settle them.",
        ),
        fix: (
            "提高户籍人口城镇化率目标，或说明原因。",
            "Raise the target for registered people, or say why not.",
        ),
        example: Example {
            faulty: "某市国民经济和社会发展第十三个五年规划纲要\n\n表1：主要指标\n\n指标\t2015年基数\t2020年目标\t指标属性\n常住人口城镇化率（%）\t54.5\t62.5\t预期性\n户籍人口城镇化率（%）\t40.4\t45\t约束性\n",
            sound: "某市国民经济和社会发展第十三个五年规划纲要\n\n表1：主要指标\n\n指标\t2015年基数\t2020年目标\t指标属性\n常住人口城镇化率（%）\t54.5\t62.5\t预期性\n户籍人口城镇化率（%）\t40.4\t49\t约束性\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let facts = context.facts();
    let gap = |year: i32| {
        let (all, registered) =
            (facts.get("urbanisation", year)?, facts.get("registered_urbanisation", year)?);
        (all.depth == 0 && registered.depth == 0).then_some((all, registered))
    };
    let years: Vec<i32> =
        facts.years("registered_urbanisation").into_iter().filter(|y| gap(*y).is_some()).collect();
    let (Some(&first), Some(&last)) = (years.first(), years.last()) else { return };
    let (Some((a0, r0)), Some((a1, r1))) = (gap(first), gap(last)) else { return };
    let middle = |low: f64, high: f64| 100.0 * f64::midpoint(low, high);
    let before = middle(a0.value.low, a0.value.high) - middle(r0.value.low, r0.value.high);
    let after = middle(a1.value.low, a1.value.high) - middle(r1.value.low, r1.value.high);
    if first == last || r1.past || after - before <= 1.0 {
        return;
    }
    let (before, after) = (show(before, 2), show(after, 2));
    found.push(
        RULE.finding()
            .message(
                format!("常住与户籍人口城镇化率之差由{before}个百分点扩大到{after}个百分点"),
                format!("the gap between the two urbanisation rates widens from {before} to {after} points"),
            )
            .label(r1.places[0], format!("{}→{}", in_words(r0), in_words(r1)), "registered")
            .label(a1.places[0], format!("{}→{}", in_words(a0), in_words(a1)), "resident")
            .help(
                "提高户籍人口城镇化率目标，或说明原因",
                "raise the target for registered people, or say why not",
            ),
    );
}
