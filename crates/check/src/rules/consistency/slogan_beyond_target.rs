use crate::context::Context;
use crate::language::quoted;
use crate::printed::plain;
use crate::rule::{Example, Grade, Page, Rule, Search};
use plan::{Measure, Target};
use rust_decimal::Decimal;
use source::{Diagnostic, Family, Severity};
use std::collections::BTreeMap;

pub(crate) static RULE: Rule = Rule {
    code: "C010",
    name: "slogan-beyond-target",
    family: Family::Consistency,
    severity: Severity::Warning,
    grade: Grade::Stable,
    page: Page {
        title: ("口号里的数量大于目标值", "A slogan that promises more than the target"),
        what: (
            "引号中的口号含有数量（“双亿吨大港”“千亿产业”），而同类指标的目标值达不到这个数。口号的名词须与指标名称相合。",
            "A quoted slogan holds an amount (“双亿吨大港”) that the target of the matching indicator does not reach.",
        ),
        why: (
            "口号会被当作承诺引用，与指标表对不上。",
            "Slogans are quoted as promises and will not match the table.",
        ),
        fix: ("解释口号的含义，或统一到同一个数。", "Explain the slogan, or settle on one amount."),
        example: Example {
            faulty: "某市国民经济和社会发展第十三个五年规划纲要\n\n第一章 港口\n\n按照“双亿吨大港”的目标，发展港口运输。到2020年港口吞吐量达到1.2亿吨。\n",
            sound: "某市国民经济和社会发展第十三个五年规划纲要\n\n第一章 港口\n\n按照“亿吨大港”的目标，发展港口运输。到2020年港口吞吐量达到1.2亿吨。\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    // A slogan is repeated again and again, and judged once.
    let mut missed: BTreeMap<&str, Option<&Target>> = BTreeMap::new();
    for piece in context.prose() {
        let text = piece.text();
        for range in quoted(text) {
            let name = &text[range.clone()];
            let Some(target) =
                *missed.entry(name).or_insert_with(|| missed_target(name, &context.plan.targets))
            else {
                continue;
            };
            let (name, value) = (name, target.value.map(plain).unwrap_or_default());
            found.push(
                RULE.finding()
                    .message(
                        format!("口号“{name}”大于目标：{}{value}{}", target.subject, target.unit),
                        format!(
                            "the slogan “{name}” promises more than the target {}: {value}{}",
                            target.subject, target.unit
                        ),
                    )
                    .label(piece.span(range), "口号", "slogan")
                    .label(
                        target.provenance.span,
                        format!("目标{value}{}", target.unit),
                        format!("target {value}{}", target.unit),
                    )
                    .help("解释口号的含义，或统一到同一个数", "explain the slogan, or settle on one amount"),
            );
        }
    }
}

/// The target that stays below the slogan, unless another one reaches it.
fn missed_target<'a>(name: &str, targets: &'a [Target]) -> Option<&'a Target> {
    let slogan = read(name)?;
    let mut below = None;
    for target in targets {
        if !(target.unit.ends_with(slogan.unit) && target.subject.contains(slogan.noun)) {
            continue;
        }
        let Some(value) = base_value(target.value, &target.unit) else { continue };
        if value >= slogan.amount {
            return None;
        }
        if matches!(target.measure, Measure::Level | Measure::Cumulative) {
            below = below.or(Some(target));
        }
    }
    below
}

/// An amount with a thing: 双亿吨大港.
struct Slogan<'a> {
    amount: Decimal,
    unit: &'a str,
    noun: &'a str,
}

/// Reads a slogan of the form multiple, magnitude, unit, noun: 双 亿 吨 大港.
fn read(text: &str) -> Option<Slogan<'_>> {
    const MULTIPLES: [(&str, u32); 5] = [("双", 2), ("两", 2), ("三", 3), ("五", 5), ("十", 10)];
    const MAGNITUDES: [(&str, i64); 6] = [
        ("千亿", 100_000_000_000),
        ("百亿", 10_000_000_000),
        ("万亿", 1_000_000_000_000),
        ("亿", 100_000_000),
        ("千万", 10_000_000),
        ("百万", 1_000_000),
    ];
    const UNITS: [&str; 5] = ["吨", "元", "斤", "立方米", "标箱"];
    let (multiple, rest) = MULTIPLES
        .iter()
        .find_map(|(word, value)| Some((*value, text.strip_prefix(word)?)))
        .filter(|(_, rest)| MAGNITUDES.iter().any(|(word, _)| rest.starts_with(word)))
        .unwrap_or((1, text));
    let (size, rest) =
        MAGNITUDES.iter().find_map(|(word, value)| Some((*value, rest.strip_prefix(word)?)))?;
    let (unit, rest) = UNITS.iter().find_map(|unit| Some((*unit, rest.strip_prefix(unit)?)))?;
    // The noun is the last character of the slogan: 港 of 大港, to be found in 港口吞吐量.
    let noun_start = rest.char_indices().next_back()?.0;
    let short = rest.chars().count() <= 4;
    short.then_some(Slogan {
        amount: Decimal::from(multiple) * Decimal::from(size),
        unit,
        noun: &rest[noun_start..],
    })
}

/// The value without the multiplier of its printed unit.
fn base_value(value: Option<Decimal>, unit: &str) -> Option<Decimal> {
    let factor: i64 = match unit {
        _ if unit.starts_with("万亿") => 1_000_000_000_000,
        _ if unit.starts_with('亿') => 100_000_000,
        _ if unit.starts_with('万') => 10_000,
        _ => 1,
    };
    value.and_then(|value| value.checked_mul(Decimal::from(factor)))
}
