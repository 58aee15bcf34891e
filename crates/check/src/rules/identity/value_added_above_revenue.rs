use crate::context::Context;
use crate::printed::{Interval, plain, show};
use crate::rule::{Example, Grade, Page, Rule, Search};
use plan::catalogue::Unit;
use plan::{Measure, Target};
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "I005",
    name: "value-added-above-revenue",
    family: Family::Identity,
    severity: Severity::Warning,
    grade: Grade::Stable,
    page: Page {
        title: ("增加值大于营业收入", "Value added above revenue"),
        what: (
            "某产业增加值占地区生产总值的比重乘以地区生产总值，大于同年同一产业企业的营业收入或产值。",
            "An industry's share of GDP times GDP exceeds the revenue or output of its firms in the same year.",
        ),
        why: (
            "增加值是收入的一部分，不会大于收入；两个指标的范围必有不同，却没有定义。",
            "Value added is part of revenue; the two must differ in scope, and neither scope is given.",
        ),
        fix: ("注明两个指标各自的统计范围，或更正其中一个。", "State the scope of both, or correct one."),
        example: Example {
            faulty: "某市国民经济和社会发展第十三个五年规划纲要\n\n第一章 目标\n\n到2020年，地区生产总值达到1900亿元。到2020年，高新技术企业实现营业收入200亿元。到2020年，高新技术产业增加值占全市地区生产总值的比重达到20%。\n",
            sound: "某市国民经济和社会发展第十三个五年规划纲要\n\n第一章 目标\n\n到2020年，地区生产总值达到1900亿元。到2020年，高新技术企业实现营业收入1200亿元。到2020年，高新技术产业增加值占全市地区生产总值的比重达到20%。\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

const REVENUES: [&str; 6] = ["营业收入", "主营业务收入", "销售收入", "总产值", "销售产值", "业务收入"];

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let facts = context.facts();
    let mut seen = Vec::new();
    for share in context.plan.targets.iter().filter(|t| t.measure == Measure::Share) {
        let Some(core) = industry_of(&share.subject) else { continue };
        let Some(year) = share.year.or(share.implied_year) else { continue };
        let Some(gdp) = facts.get("gdp", year).filter(|_| !seen.contains(&(core, year))) else { continue };
        seen.push((core, year));
        let revenue = context.plan.targets.iter().find(|t| {
            t.subject.starts_with(core)
                && REVENUES.iter().any(|word| t.subject.ends_with(word))
                && t.measure == Measure::Level
                && t.year.or(t.implied_year) == Some(year)
                && t.scope.len() <= "全市".len()
        });
        let Some(finding) = revenue.and_then(|revenue| judge(share, revenue, gdp.value, core, &gdp.working))
        else {
            continue;
        };
        found.push(finding.label(gdp.places[0], "地区生产总值", "GDP"));
    }
}

fn judge(share: &Target, revenue: &Target, gdp: Interval, core: &str, gdp_words: &str) -> Option<Diagnostic> {
    let factor = Unit::parse(&revenue.unit)?.factor;
    let amount = Interval::of(revenue.value?).scaled(factor);
    let added = Interval::of(share.value?).scaled(0.01).product(gdp);
    if added.low <= amount.high {
        return None;
    }
    let implied = show(f64::midpoint(added.low, added.high) / factor, 1);
    let (percent, income, unit) = (plain(share.value?), plain(revenue.value?), &revenue.unit);
    let whose = &revenue.subject;
    Some(
        RULE.finding()
            .message(
                format!("{core}增加值{gdp_words}×{percent}%={implied}{unit}，大于同年“{whose}”{income}{unit}；两者范围不同的话，文中没有说明"),
                format!("{core}: value added {gdp_words} x {percent}% = {implied}{unit} exceeds {whose} of {income}{unit}; if their scopes differ, the text does not say so"),
            )
            .label(share.provenance.span, format!("占{percent}%"), format!("{percent}% of GDP"))
            .label(revenue.provenance.span, format!("收入{income}{unit}"), format!("revenue {income}{unit}"))
            .help("注明各自的统计范围，或更正其中一个", "state the scope of both, or correct one"),
    )
}

/// 高新技术 of 高新技术产业增加值占全市地区生产总值的比重.
fn industry_of(subject: &str) -> Option<&str> {
    let (industry, rest) = subject.split_once("增加值占")?;
    let of_gdp = rest.contains("生产总值") || rest.contains("GDP");
    let core = industry.trim_end_matches("产业").trim_end_matches('业');
    (of_gdp && core.chars().count() >= 2).then_some(core)
}
