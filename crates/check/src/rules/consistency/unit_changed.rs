use crate::context::Context;
use crate::printed::{plain, show};
use crate::rule::{Example, Grade, Page, Rule, Search};
use plan::figure::{Figure, factor};
use plan::{Comparator, Measure};
use rust_decimal::prelude::ToPrimitive;
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "C016",
    name: "unit-changed",
    family: Family::Consistency,
    severity: Severity::Error,
    grade: Grade::Preview,
    page: Page {
        title: ("同一指标的单位前后差了量级", "One indicator in units of another magnitude"),
        what: (
            "同一指标在两处的数字相近、单位却差十倍以上（27毫克与27微克，12.6万元与12.6亿元），必有一处单位写错。",
            "Finds an indicator whose numbers are alike in two places while the units differ tenfold or more (27 mg and 27 µg): one of the units is wrong.",
        ),
        why: ("差一个量级，目标就没有意义。", "Off by a magnitude, the figure means nothing."),
        fix: ("核对并统一单位。", "Check the units and use one."),
        example: Example {
            faulty: "某市国民经济和社会发展第十五个五年规划纲要\n\n第一章 环境\n\n到2030年，细颗粒物（PM2.5）年均浓度降至27毫克/立方米左右。\n\n表1：主要指标\n\n指标\t单位\t2025年\t2030年\t属性\n细颗粒物（PM2.5）年均浓度\t微克/立方米\t31\t27\t约束性\n森林覆盖率\t%\t46\t47\t约束性\n",
            sound: "某市国民经济和社会发展第十五个五年规划纲要\n\n第一章 环境\n\n到2030年，细颗粒物（PM2.5）年均浓度降至27微克/立方米左右。\n\n表1：主要指标\n\n指标\t单位\t2025年\t2030年\t属性\n细颗粒物（PM2.5）年均浓度\t微克/立方米\t31\t27\t约束性\n森林覆盖率\t%\t46\t47\t约束性\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for statements in context.statements.iter().filter(|statements| statements.indicator.catalogue.is_some())
    {
        let indicator = statements.indicator;
        let results = statements.observations.iter().map(|o| Figure::of_observation(o, indicator));
        let aims = statements.targets.iter().map(|t| Figure::of_target(t, indicator, None));
        let levels: Vec<Figure<'_>> = results
            .chain(aims)
            .filter(|f| matches!(f.measure, Measure::Level | Measure::Count) && f.number().is_some())
            .collect();
        // The unit that most places use is the right one.
        let Some(usual) = usual_unit(&levels) else { continue };
        let odd = levels.iter().filter(|f| f.unit != usual).find_map(|odd| {
            let other = levels.iter().find(|f| f.unit == usual && is_slip(odd, f))?;
            Some((odd, other))
        });
        if let Some((odd, other)) = odd {
            found.push(finding(&indicator.name, odd, other));
        }
    }
}

fn usual_unit<'a>(levels: &[Figure<'a>]) -> Option<&'a str> {
    let count = |unit: &str| levels.iter().filter(|f| f.unit == unit).count();
    levels.iter().map(|f| f.unit).max_by_key(|unit| (count(unit), std::cmp::Reverse(unit.len())))
}

/// Numbers within a fifth of each other in units that differ tenfold or more: nothing grows like that, and
/// a converted figure has another number.
fn is_slip(a: &Figure<'_>, b: &Figure<'_>) -> bool {
    let (Some(x), Some(y)) = (a.number().and_then(|n| n.to_f64()), b.number().and_then(|n| n.to_f64()))
    else {
        return false;
    };
    let Some(factor) = factor(a, b).filter(|factor| *factor > 0.0) else { return false };
    let magnitude = libm::log10(factor).abs();
    let decade = magnitude >= 0.99 && (magnitude - magnitude.round()).abs() < 1e-6;
    let alike = y > 0.0 && (x / y - 1.0).abs() <= 0.2;
    let bounded = |f: &Figure<'_>| {
        matches!(f.comparator, Comparator::Eq | Comparator::Approx | Comparator::Le | Comparator::Ge)
    };
    decade && alike && bounded(a) && bounded(b) && a.region == b.region && a.dimensions == b.dimensions
}

fn finding(name: &str, odd: &Figure<'_>, other: &Figure<'_>) -> Diagnostic {
    let (a, b) = (odd.number().unwrap_or_default(), other.number().unwrap_or_default());
    let (unit, usual) = (odd.unit, other.unit);
    let times = show(factor(other, odd).unwrap_or(1.0), 6);
    let (a, b) = (plain(a), plain(b));
    RULE.finding()
        .message(
            format!("{name}一处为{a}{unit}，另一处为{b}{usual}，单位相差{times}倍"),
            format!("{name} is {a}{unit} in one place and {b}{usual} in another: the units differ by a factor of {times}"),
        )
        .label(odd.provenance.span, format!("应为{usual}？"), format!("{usual}?"))
        .label(other.provenance.span, format!("{b}{usual}"), format!("{b}{usual}"))
        .help("核对并统一单位", "check the units and use one")
}
