use crate::context::Context;
use crate::printed::plain;
use crate::rule::{Example, Grade, Page, Rule, Search};
use plan::{Measure, Target};
use rust_decimal::Decimal;
use source::{Diagnostic, Family, Severity};
use std::collections::BTreeMap;

pub(crate) static RULE: Rule = Rule {
    code: "C014",
    name: "per-unit-total",
    family: Family::Consistency,
    severity: Severity::Warning,
    grade: Grade::Stable,
    page: Page {
        title: ("“每县几个”与全市个数对不上", "So many for each county, another number in all"),
        what: (
            "“每个县（市）建3-5个园区”乘以文中写明的县（市）个数，与别处给出的同名事物的总数比较。总数少于最低值才报。",
            "A count for each county times the number of counties that the text states, held against the total given elsewhere for the same thing; reported when the total falls short.",
        ),
        why: (
            "按县分解的任务没有项目支撑，到期必有县完不成。",
            "The duty of some county has no project behind it.",
        ),
        fix: ("补齐名单，或调整每县的个数。", "Complete the list, or adjust the number for each county."),
        example: Example {
            faulty: "某市国民经济和社会发展第十三个五年规划纲要\n\n第一章 农业\n\n到2020年，每个县（市）建起3-5个农产品加工园区。推进四县（市）高标准农田建设。\n\n专栏1：农业工程\n\n1、4大农产品加工园：庞河产业园、广宁产业园、沟帮子产业园、张家堡加工园。\n",
            sound: "某市国民经济和社会发展第十三个五年规划纲要\n\n第一章 农业\n\n到2020年，每个县（市）建起1-2个农产品加工园区。推进四县（市）高标准农田建设。\n\n专栏1：农业工程\n\n1、4大农产品加工园：庞河产业园、广宁产业园、沟帮子产业园、张家堡加工园。\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let counts = || context.plan.targets.iter().filter(|t| t.measure == Measure::Count && t.value.is_some());
    let mut totals: BTreeMap<&str, Vec<&Target>> = BTreeMap::new();
    for total in
        counts().filter(|t| matches!(t.scope.as_str(), "" | "全市" | "全省" | "全县" | "全区" | "全州"))
    {
        totals.entry(noun(total)).or_default().push(total);
    }
    for each in counts().filter(|t| t.scope.starts_with('每')) {
        let unit = each.scope.trim_start_matches(['每', '个', '一']);
        let Some(units) = context.stated_number_of(unit) else { continue };
        let Some(least) = each.value.and_then(|v| v.checked_mul(Decimal::from(units))) else { continue };
        let most = each.value_high.and_then(|v| v.checked_mul(Decimal::from(units)));
        let total = totals.get(noun(each)).and_then(|totals| {
            totals.iter().find(|t| {
                t.value.is_some_and(|value| value < least) && t.provenance.span != each.provenance.span
            })
        });
        let Some((total, value)) = total.and_then(|t| Some((t, plain(t.value?)))) else { continue };
        let per = plain(each.value.unwrap_or_default());
        let range = most.map_or(plain(least), |most| format!("{}—{}", plain(least), plain(most)));
        let high = each.value_high.map_or(String::new(), |high| format!("-{}", plain(high)));
        found.push(
            RULE.finding()
                .message(
                    format!("{}{per}{high}个，{units}个共{range}个，别处只有{value}个", each.scope),
                    format!(
                        "{per}{high} for {} make {range} in {units}, elsewhere there are {value}",
                        each.scope
                    ),
                )
                .label(total.provenance.span, format!("只有{value}个"), format!("{value} in all"))
                .label(each.provenance.span, format!("共{range}个"), format!("{range} in all"))
                .help("补齐名单，或调整每县的个数", "complete the list, or adjust the number for each"),
        );
    }
}

/// What is counted, with 园区 and 园 taken for one.
fn noun(target: &Target) -> &str {
    let name = target.subject.as_str();
    name.strip_suffix('区').filter(|rest| rest.ends_with('园')).unwrap_or(name)
}
