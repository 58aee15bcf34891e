use crate::context::Context;
use crate::printed::plain;
use crate::rule::{Example, Grade, Page, Rule, Search};
use crate::words::Words;
use plan::{Measure, Origin};
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "T009",
    name: "base-of-previous-period",
    family: Family::Target,
    severity: Severity::Note,
    grade: Grade::Stable,
    page: Page {
        title: ("“基数”栏放的是上一时期的降幅", "A base column that holds the last period's reduction"),
        what: (
            "能耗、污染物等时期降幅指标，基数栏填的是上一个五年的降幅，不是可以相比的水平值。每张表一条；不作为目标倒退报告。",
            "For reductions over a period the base column holds the reduction of the last five years, not a level that compares; one finding for each table, and no target is called a step back for it.",
        ),
        why: (
            "按栏名理解会误以为目标倒退，也没有排放量或强度的基期水平可供核算。",
            "Read by the column's name the target looks like a step back, and the level to reduce from is missing.",
        ),
        fix: (
            "栏名改为“上期完成”，并补上基期的排放量或强度。",
            "Rename the column for these rows and add the level of the base year.",
        ),
        example: Example {
            faulty: "某市国民经济和社会发展第十三个五年规划纲要\n\n表1：主要指标\n\n指标\t2015年基数\t2020年目标\t指标属性\n单位地区生产总值能源消耗降低（%）\t17.75\t12\t约束性\n森林覆盖率（%）\t19\t21\t约束性\n",
            sound: "某市国民经济和社会发展第十三个五年规划纲要\n\n表1：主要指标\n\n指标\t2015年基数\t2020年目标\t指标属性\n单位地区生产总值能源消耗（吨标准煤/万元）\t0.8\t0.7\t约束性\n森林覆盖率（%）\t19\t21\t约束性\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for table in &context.tables {
        let mut rows = Vec::new();
        for s in &context.statements {
            let base = s.observations.iter().find(|o| {
                o.provenance.origin == Origin::Table
                    && table.span.contains(o.provenance.span)
                    && o.value.is_some()
            });
            let target =
                s.targets.iter().find(|t| table.span.contains(t.provenance.span) && t.value.is_some());
            if let (Some(base), Some(target)) = (base, target)
                && is_reduction(&s.indicator.name, &s.indicator.parent, target.measure)
                && base.unit == target.unit
                && matches!(target.unit.as_str(), "%" | "％")
            {
                rows.push((s.indicator.name.as_str(), base, target));
            }
        }
        let Some((name, base, target)) = rows.first() else { continue };
        let (Some(before), Some(aim)) = (base.value, target.value) else { continue };
        let (before, aim, count) = (plain(before), plain(aim), rows.len());
        let mut finding = RULE
            .finding()
            .message(
                format!("表{}有{count}项时期降幅，基数栏是上一时期的降幅（如{name}{before}，本期{aim}），没有基期水平", table.number),
                format!("table {}: {count} reductions have the last period's reduction as base (such as {name}: {before}, now {aim}), not a level", table.number),
            )
            .help("栏名改为“上期完成”，并补上基期水平", "rename the column for these rows and add the base level");
        for (_, base, target) in rows.iter().take(6) {
            let words = format!(
                "上期{}，本期{}",
                base.value.map(plain).unwrap_or_default(),
                target.value.map(plain).unwrap_or_default()
            );
            finding = finding.label(target.provenance.span, words, "last period, this period");
        }
        found.push(finding);
    }
}

/// Whether the figure is a cut over the period: its own name or the label above says so.
pub(crate) fn is_reduction(name: &str, parent: &str, measure: Measure) -> bool {
    static CUTS: Words = Words::new(&["降低", "减少", "下降", "削减", "减排"]);
    let says = |text: &str| CUTS.is_in(text);
    measure == Measure::Change || says(name) || says(parent)
}
