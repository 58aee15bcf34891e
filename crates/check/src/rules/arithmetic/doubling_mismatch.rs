use crate::context::{Context, Statements};
use crate::printed::{Interval, plain, show};
use crate::rule::{Example, Grade, Page, Rule, Search};
use plan::{Measure, Target};
use rust_decimal::prelude::ToPrimitive;
use source::{Diagnostic, Family, Severity};
use std::cell::OnceCell;

pub(crate) static RULE: Rule = Rule {
    code: "A012",
    name: "doubling-mismatch",
    family: Family::Arithmetic,
    severity: Severity::Error,
    grade: Grade::Stable,
    page: Page {
        title: ("“翻一番”与首尾数值不符", "A doubling that the levels do not show"),
        what: (
            "写了“比某年翻一番”又写了目标值，而目标值不到该年数值的两倍（翻两番为四倍）。允许四舍五入误差；增长超过一番的不报。",
            "A target says 翻一番 (doubled) against a year and gives a level that is less than twice the level of that year. Rounding is allowed for, and more than double is left alone.",
        ),
        why: ("两个承诺只能有一个作数。", "Only one of the two promises can hold."),
        fix: ("更正目标值，或改写倍数。", "Correct the level, or do not speak of doubling."),
        example: Example {
            faulty: "某市国民经济和社会发展第十三个五年规划纲要\n\n第一章 发展基础\n\n2015年，旅游总收入达到300亿元。\n\n第二章 目标\n\n到2020年，旅游总收入达到500亿元，比2015年翻一番。\n",
            sound: "某市国民经济和社会发展第十三个五年规划纲要\n\n第一章 发展基础\n\n2015年，旅游总收入达到300亿元。\n\n第二章 目标\n\n到2020年，旅游总收入达到600亿元，比2015年翻一番。\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let levels = OnceCell::new();
    for piece in context.prose() {
        let text = piece.text();
        for (word, factor) in [("翻一番", 2.0), ("翻番", 2.0), ("翻两番", 4.0)] {
            for (at, _) in text.match_indices(word) {
                let span = piece.span(at..at + word.len());
                let start = text[..at].rfind('。').map_or(0, |i| i + '。'.len_utf8());
                // The year it is measured against stands right before.
                let Some(base_year) = year_before(&text[start..at]) else { continue };
                // The level stands in the clause before: the last one of the sentence.
                let sentence = piece.span(start..at);
                let levels = levels.get_or_init(|| self::levels(context));
                let next = levels.partition_point(|(_, t)| t.provenance.span.start < sentence.end);
                let last = next.checked_sub(1).map(|last| levels[last]);
                let Some((statements, target)) = last.filter(|(_, t)| sentence.contains(t.provenance.span))
                else {
                    continue;
                };
                // 2030年比2020年翻一番 says nothing of a level for 2025.
                let other = year_in_clause(&text[start..at], base_year);
                if other.is_some_and(|year| target.year.or(target.implied_year) != Some(year)) {
                    continue;
                }
                let Some(finding) = judge(statements, target, base_year, factor) else { continue };
                found.push(finding.label(target.provenance.span, "目标值", "target").label(
                    span,
                    format!("应为{}倍", show(factor, 0)),
                    format!("{} times", show(factor, 0)),
                ));
            }
        }
    }
}

/// 2015 of …，比2015年.
fn year_before(text: &str) -> Option<i32> {
    let clause = text.rsplit('，').next()?;
    let year = clause.strip_suffix('年').or_else(|| clause.strip_suffix("年实现"))?;
    let digits = year.get(year.len().checked_sub(4)?..)?;
    let compared = year[..year.len() - 4].ends_with(['比', '较']) || year[..year.len() - 4].ends_with("在");
    digits.parse().ok().filter(|_| compared)
}

/// The first year other than the base that the last clause of `text` states.
fn year_in_clause(text: &str, base: i32) -> Option<i32> {
    let clause = text.rsplit('，').next()?;
    let years =
        clause.match_indices('年').filter_map(|(at, _)| clause.get(at.checked_sub(4)?..at)?.parse().ok());
    years.into_iter().find(|year| *year != base)
}

/// All levels that the plan sets, by place.
fn levels<'c, 'a>(context: &'c Context<'a>) -> Vec<(&'c Statements<'a>, &'a Target)> {
    let targets = context.statements.iter().flat_map(|s| s.targets.iter().map(move |t| (s, *t)));
    let mut levels: Vec<_> =
        targets.filter(|(_, t)| t.measure == Measure::Level && t.value.is_some()).collect();
    levels.sort_by_key(|(_, t)| t.provenance.span.start);
    levels
}

/// The finding when the target falls short of the doubling.
fn judge(statements: &Statements<'_>, target: &Target, base_year: i32, factor: f64) -> Option<Diagnostic> {
    let base = statements.observations.iter().find(|o| {
        o.unit == target.unit
            && o.measure == Measure::Level
            && o.value.is_some()
            && o.period.is_some_and(|p| p.start == base_year && p.end == base_year)
    })?;
    let (from, to) = (base.value?, target.value?);
    if Interval::of(to).high >= factor * Interval::of(from).low {
        return None;
    }
    let ratio = show((to / from).to_f64()?, 2);
    let (name, unit) = (&statements.indicator.name, &target.unit);
    let (from, to) = (plain(from), plain(to));
    let finding = RULE
        .finding()
        .message(
            format!("{name}由{base_year}年{from}{unit}到{to}{unit}是{ratio}倍，不到{}倍", show(factor, 0)),
            format!(
                "{name}: {from}{unit} in {base_year} to {to}{unit} is {ratio} times, not {}",
                show(factor, 0)
            ),
        )
        .help("更正目标值，或改写倍数", "correct the level, or do not speak of doubling");
    Some(finding)
}
