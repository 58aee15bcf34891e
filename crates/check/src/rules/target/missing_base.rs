use super::base_of_previous_period::is_reduction;
use super::target_not_better::base_of;
use crate::context::{Context, Statements};
use crate::printed::{plain, show};
use crate::rule::{Example, Grade, Page, Rule, Search};
use plan::{Averaging, Comparator, Measure, Nature, Origin, Target};
use rust_decimal::prelude::ToPrimitive;
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "T007",
    name: "missing-base",
    family: Family::Target,
    severity: Severity::Note,
    grade: Grade::Stable,
    page: Page {
        title: ("目标没有基数", "A target without a base"),
        what: (
            "找出给了期末值和年均增速、全文却没有基期值的指标（并算出隐含的基数），以及表中基数为“—”的比率和降幅；能耗、碳排放和主要污染物的降幅由上级按比例下达，不报。",
            "Finds indicators with a final value and a yearly growth but no base anywhere (the implied base is shown), and shares or reductions whose base cell is “—”; cuts of energy, carbon and the main pollutants are assigned as rates and left alone.",
        ),
        why: (
            "没有基数就无法计算进度，增速也无法核对。",
            "Without a base progress cannot be computed and the growth cannot be checked.",
        ),
        fix: ("补上基期值和来源。", "Add the base value and its source."),
        example: Example {
            faulty: "某市国民经济和社会发展第十三个五年规划纲要\n\n第一章 目标\n\n到2020年，渔业经济总产值达到80亿元，年均增长2.4%。\n",
            sound: "某市国民经济和社会发展第十三个五年规划纲要\n\n第一章 发展基础\n\n2015年，渔业经济总产值达到71亿元。\n\n第二章 目标\n\n到2020年，渔业经济总产值达到80亿元，年均增长2.4%。\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for statements in &context.statements {
        if let Some(finding) = growth_without_base(context, statements) {
            found.push(finding);
        } else if let Some(finding) = empty_base_cell(statements) {
            found.push(finding);
        }
    }
}

/// 达到80亿元，年均增长2.4%, and no earlier figure.
fn growth_without_base(context: &Context<'_>, statements: &Statements<'_>) -> Option<Diagnostic> {
    let level = statements.targets.iter().find(|t| {
        matches!(t.measure, Measure::Level | Measure::Count)
            && t.value.is_some()
            && t.value_high.is_none()
            && t.averaging.is_none()
    })?;
    let year = level.year.or(level.implied_year)?;
    let growth = statements.targets.iter().find(|t| {
        t.measure == Measure::GrowthRate
            && t.averaging == Some(Averaging::AnnualAvg)
            && t.year.or(t.implied_year) == Some(year)
            && t.comparator != Comparator::Range
    })?;
    let earlier = statements.observations.iter().any(|o| o.value.is_some() && o.unit == level.unit);
    let start = context.plan.period?.base();
    if earlier || year <= start {
        return None;
    }
    let (value, rate) = (level.value?.to_f64()?, growth.value?.to_f64()?);
    let implied = value / libm::pow(1.0 + rate / 100.0, f64::from(year - start));
    // The base may stand under a slightly different name: 销售产值 for 营业收入.
    let elsewhere = context.plan.observations.iter().any(|o| {
        let close = o.value.and_then(|v| v.to_f64()).is_some_and(|v| (v - implied).abs() <= 0.01 * implied);
        close && o.unit == level.unit && shares_words(&o.subject, &statements.indicator.name)
    });
    if elsewhere {
        return None;
    }
    let name = &statements.indicator.name;
    let (value, rate, implied) = (plain(level.value?), plain(growth.value?), show(implied, 2));
    let unit = &level.unit;
    let finding = RULE
        .finding()
        .message(
            format!("{name}到{year}年{value}{unit}、年均增长{rate}%，没有基数；隐含的{start}年值为{implied}{unit}"),
            format!("{name}: {value}{unit} by {year} at {rate}% a year has no base; it implies {implied}{unit} in {start}"),
        )
        .label(level.provenance.span, format!("{start}年是多少？"), format!("how much in {start}?"));
    let finding = if growth.provenance.span == level.provenance.span {
        finding
    } else {
        finding.label(growth.provenance.span, format!("年均增长{rate}%"), format!("{rate}% a year"))
    };
    Some(finding.help("补上基期值和来源", "add the base value and its source"))
}

/// Whether two names have three characters in a row in common.
fn shares_words(a: &str, b: &str) -> bool {
    let chars: Vec<char> = a.chars().collect();
    chars.windows(3).any(|part| b.contains(&part.iter().collect::<String>()))
}

/// A table row with a share or a reduction as target and “—” as base.
fn empty_base_cell(statements: &Statements<'_>) -> Option<Diagnostic> {
    let indicator = statements.indicator;
    let target: &Target = statements
        .targets
        .iter()
        .find(|t| t.provenance.origin == Origin::Table && t.value.is_some() && t.value_high.is_none())?;
    let dash = statements.observations.iter().find(|o| {
        o.provenance.origin == Origin::Table
            && o.value.is_none()
            && matches!(o.value_text.trim(), "—" | "-" | "－" | "/" | "——" | "–")
    })?;
    let relative =
        target.measure == Measure::Share || is_reduction(&indicator.name, &indicator.parent, target.measure);
    let known =
        base_of(statements, target).is_some() || statements.observations.iter().any(|o| o.value.is_some());
    // Cuts of energy, carbon and the main pollutants are assigned from above as rates, with no level published.
    let assigned = [
        "能源消耗",
        "能耗",
        "二氧化碳",
        "碳排放",
        "化学需氧量",
        "氨氮",
        "二氧化硫",
        "氮氧化物",
        "挥发性有机物",
    ];
    if !relative || known || assigned.iter().any(|word| indicator.name.contains(word)) {
        return None;
    }
    let (name, value, unit) = (&indicator.name, plain(target.value?), &target.unit);
    let mut finding = RULE
        .finding()
        .message(
            format!("{name}目标{value}{unit}，没有基数"),
            format!("{name} has the target {value}{unit} and no base"),
        )
        .label(target.provenance.span, format!("基数为“{}”", dash.value_text.trim()), "no base")
        .help("补上基期值和来源", "add the base value and its source");
    // What binds is assessed, and without a base nobody can say how far it has come; a reduction is assessed by itself.
    let reduction = is_reduction(&indicator.name, &indicator.parent, target.measure);
    if target.nature.or(indicator.nature) == Some(Nature::Binding) && !reduction {
        finding.severity = Severity::Warning;
    }
    Some(finding)
}
