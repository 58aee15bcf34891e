use super::facts::{Facts, in_words, is_exact};
use crate::context::Context;
use crate::printed::{Interval, show};
use crate::rule::{Example, Grade, Page, Rule, Search};
use plan::RelationKind;
use plan::catalogue::{Identity, identities};
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "I002",
    name: "identity-mismatch",
    family: Family::Identity,
    severity: Severity::Warning,
    grade: Grade::Stable,
    page: Page {
        title: ("不符合统计恒等关系", "Figures that break an identity"),
        what: (
            "同一年的几个指标应满足定义上的等式（人均地区生产总值＝地区生产总值÷人口，城镇人口＝人口×城镇化率，三次产业比重之和为100%等）。\
             按四舍五入的范围计算，相差3%以上才报，因为人均数按年平均人口计算。",
            "Indicators of one year must satisfy their definitions (GDP per head, urban population, sector shares, ...). Rounding is allowed for; reported from 3% on, because figures per head use the mean population of the year.",
        ),
        why: (
            "等式两边至少有一个数是错的，或口径不同而没有说明。",
            "One of the figures is wrong, or their definitions differ without saying so.",
        ),
        fix: ("核对各数的口径和年份。", "Check definitions and years."),
        example: Example {
            faulty: "某市国民经济和社会发展第十三个五年规划纲要\n\n第一章 目标\n\n到2020年，常住人口达到304万人。到2020年，城镇人口达到150万人。到2020年，常住人口城镇化率达到62.5%。\n",
            sound: "某市国民经济和社会发展第十三个五年规划纲要\n\n第一章 目标\n\n到2020年，常住人口达到304万人。到2020年，城镇人口达到190万人。到2020年，常住人口城镇化率达到62.5%。\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

/// Figures per head use the mean population of the year, so small differences are no fault.
const TOLERANCE: f64 = 0.03;

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let facts = context.facts();
    let years = facts.all_years();
    for identity in identities() {
        for &year in &years {
            found.extend(judge(facts, identity, year));
        }
    }
}

fn judge(facts: &Facts, identity: &Identity, year: i32) -> Option<Diagnostic> {
    let parts: Vec<_> = identity.parts.iter().map(|part| facts.get(part.key, year)).collect::<Option<_>>()?;
    // What was itself computed by an identity proves nothing.
    if parts.iter().any(|part| part.depth > 0) {
        return None;
    }
    let sum = parts.iter().fold(Interval { low: 0.0, high: 0.0 }, |sum, part| Interval {
        low: sum.low + part.value.low,
        high: sum.high + part.value.high,
    });
    let working = |sign: &str| parts.iter().map(|part| part.working.as_str()).collect::<Vec<_>>().join(sign);
    let result = facts.get(identity.result.key, year).filter(|result| result.depth == 0);
    let (computed, shown) = match identity.kind {
        // Three shares from one structure are judged where it is printed.
        RelationKind::SharesOf if parts.windows(2).all(|pair| pair[0].places == pair[1].places) => {
            return None;
        }
        RelationKind::SharesOf | RelationKind::Sum => (sum, working("+")),
        RelationKind::Product if is_exact(identity) => {
            (parts[0].value.product(parts.get(1)?.value), working("×"))
        }
        RelationKind::Quotient if is_exact(identity) && parts.get(1)?.value.low > 0.0 => {
            (parts[0].value.quotient(parts.get(1)?.value), working("÷"))
        }
        _ => return None,
    };
    let shares = identity.kind == RelationKind::SharesOf;
    let (stated, stated_words) = if shares {
        (Interval { low: 1.0, high: 1.0 }, "100%".to_owned())
    } else {
        (result?.value, in_words(result?))
    };
    let gap = computed.distance(stated);
    let size = stated.low.abs().max(stated.high.abs());
    if gap <= TOLERANCE * size {
        return None;
    }
    let percent = show(100.0 * gap / size, 1);
    let name = if shares { "比重合计" } else { identity.result.name };
    let mut finding = RULE
        .finding()
        .message(
            format!("{year}年{name}应为{shown}，与文中{stated_words}相差{percent}%（{}）", identity.zh),
            format!(
                "{} in {year} should be {shown}; {stated_words} is {percent}% off ({})",
                identity.result.english, identity.en
            ),
        )
        .help("核对各数的口径和年份", "check definitions and years");
    if let Some(result) = result.filter(|_| !shares) {
        finding = finding.label(result.places[0], stated_words, "stated");
    }
    for part in parts {
        finding = finding.label(part.places[0], part.entry.name, part.entry.english);
    }
    Some(finding)
}
