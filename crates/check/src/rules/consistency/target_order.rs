use crate::context::Context;
use crate::figures::settled;
use crate::printed::plain;
use crate::rule::{Example, Grade, Page, Rule, Search};
use plan::figure::{Figure, Role, series_apart};
use plan::{Comparator, Direction, IndicatorKind, Measure};
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "C018",
    name: "later-target-worse",
    family: Family::Consistency,
    severity: Severity::Warning,
    grade: Grade::Preview,
    page: Page {
        title: ("后一年的目标不如前一年", "A later target that is worse than an earlier one"),
        what: (
            "同一指标有两个年份的目标（如2030年和2035年），后一年的反而差。只看有优劣方向的水平值，增速、累计量和上下限不比。",
            "One indicator has targets for two years and the later one is worse. Only levels with a known direction are compared, no rates, totals or bounds.",
        ),
        why: (
            "两个目标不可能都作数，多半有一个写错了年份或数值。",
            "Both cannot be meant; one has a wrong year or value.",
        ),
        fix: ("核对两个年份和数值。", "Check years and values."),
        example: Example {
            faulty: "某市国民经济和社会发展第十五个五年规划纲要\n\n第一章 目标\n\n到2030年，人均预期寿命达到81.5岁。\n\n第二章 愿景\n\n到2035年，人均预期寿命达到81.2岁。\n",
            sound: "某市国民经济和社会发展第十五个五年规划纲要\n\n第一章 目标\n\n到2030年，人均预期寿命达到81.5岁。\n\n第二章 愿景\n\n到2035年，人均预期寿命达到82.2岁。\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for statements in &context.statements {
        // A name that nobody knows may stand for a new thing in every chapter.
        let indicator = statements.indicator;
        if indicator.catalogue.is_none() || indicator.kind == Some(IndicatorKind::Rate) {
            continue;
        }
        let aims: Vec<Figure<'_>> = settled(context, statements).into_iter().filter(is_level).collect();
        let worse = aims.iter().enumerate().find_map(|(at, first)| {
            let later = aims[at + 1..]
                .iter()
                .chain(&aims[..at])
                .find(|later| falls_behind(first, later, indicator.direction))?;
            Some((first, later))
        });
        if let Some((first, later)) = worse {
            found.push(finding(&indicator.name, first, later));
        }
    }
}

fn is_level(figure: &Figure<'_>) -> bool {
    figure.role == Role::Target
        && matches!(figure.measure, Measure::Level | Measure::Share)
        && figure.number().is_some()
        && figure.year().is_some()
}

fn falls_behind(first: &Figure<'_>, later: &Figure<'_>, direction: Option<Direction>) -> bool {
    let bound = |figure: &Figure<'_>| !matches!(figure.comparator, Comparator::Eq | Comparator::Approx);
    let (Some(a), Some(b)) = (first.number(), later.number()) else { return false };
    let worse = match direction {
        Some(Direction::Up) => b < a,
        Some(Direction::Down) => b > a,
        _ => false,
    };
    worse
        && first.year() < later.year()
        && first.unit == later.unit
        && series_apart(first, later).is_none()
        // At least 75 by 2030 and at least 74 later may both be kept.
        && !bound(first)
        && !bound(later)
}

fn finding(name: &str, first: &Figure<'_>, later: &Figure<'_>) -> Diagnostic {
    let (a, b) = (first.number().unwrap_or_default(), later.number().unwrap_or_default());
    let (from, to, unit) = (first.year().unwrap_or(0), later.year().unwrap_or(0), first.unit);
    let (a, b) = (plain(a), plain(b));
    RULE.finding()
        .message(
            format!("{name}{from}年目标{a}{unit}，{to}年目标{b}{unit}，后面的反而差"),
            format!(
                "the target of {name} is {a}{unit} for {from} and {b}{unit} for {to}: the later one is worse"
            ),
        )
        .label(first.provenance.span, format!("{from}年{a}{unit}"), format!("{from}: {a}{unit}"))
        .label(later.provenance.span, format!("{to}年{b}{unit}"), format!("{to}: {b}{unit}"))
        .help("核对两个年份和数值", "check years and values")
}
