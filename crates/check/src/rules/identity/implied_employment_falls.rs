use super::facts::in_words;
use crate::context::Context;
use crate::rule::{Example, Grade, Page, Rule, Search};
use rust_decimal::Decimal;
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "I003",
    name: "implied-employment-falls",
    family: Family::Identity,
    severity: Severity::Note,
    grade: Grade::Preview,
    page: Page {
        title: ("推算的就业人数减少", "The implied employment falls"),
        what: (
            "由地区生产总值和全员劳动生产率推算就业人数，期末少于基期，而规划又提出新增就业。",
            "Employment computed from GDP and labour productivity is smaller at the end than at the base, while the plan promises new jobs.",
        ),
        why: ("三个目标不能同时实现。", "The three targets cannot all be reached."),
        fix: (
            "调整其中一个目标，或说明就业减少的原因。",
            "Adjust one of the targets, or say why employment falls.",
        ),
        example: Example {
            faulty: "某市国民经济和社会发展第十三个五年规划纲要\n\n表1：主要指标\n\n指标\t2015年基数\t2020年目标\t指标属性\n地区生产总值（亿元）\t1357.5\t1900\t预期性\n全员劳动生产率（万元）\t7.6\t10.8\t预期性\n城镇新增就业人数（万人）\t1.3\t1.8\t预期性\n",
            sound: "某市国民经济和社会发展第十三个五年规划纲要\n\n表1：主要指标\n\n指标\t2015年基数\t2020年目标\t指标属性\n地区生产总值（亿元）\t1357.5\t1900\t预期性\n全员劳动生产率（万元）\t7.6\t10.2\t预期性\n城镇新增就业人数（万人）\t1.3\t1.8\t预期性\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    // A promise of jobs counts for a year or for all years of the plan together.
    let promised = context
        .statements
        .iter()
        .filter(|statements| statements.indicator.catalogue.as_deref() == Some("new_urban_jobs"))
        .flat_map(|statements| &statements.targets)
        .find(|target| target.value.is_some_and(|jobs| jobs > Decimal::ZERO));
    let Some(jobs) = promised else { return };
    let facts = context.facts();
    let derived: Vec<_> = facts
        .years("employment")
        .into_iter()
        .filter_map(|year| facts.get("employment", year))
        .filter(|fact| fact.depth > 0)
        .collect();
    let (Some(first), Some(last)) = (derived.first(), derived.last()) else { return };
    if first.year == last.year || !first.past || last.past || last.value.high >= first.value.low {
        return;
    }
    let (before, after) = (in_words(first), in_words(last));
    let mut finding = RULE
        .finding()
        .message(
            format!(
                "推算的就业人数由{}年{before}（{}）减少到{}年{after}（{}），规划却提出新增就业",
                first.year, first.working, last.year, last.working
            ),
            format!(
                "implied employment falls from {before} in {} ({}) to {after} in {} ({}), while new jobs are promised",
                first.year, first.working, last.year, last.working
            ),
        )
        .help("调整其中一个目标，或说明原因", "adjust one of the targets, or say why");
    for place in &last.places {
        finding = finding.label(*place, "推算的依据", "computed from this");
    }
    found.push(finding.label(jobs.provenance.span, "新增就业", "new jobs"));
}
