use super::growth_rows::{GrowthRow, growth_rows};
use crate::context::Context;
use crate::printed::{Reading, growth_at, plain, show};
use crate::rule::{Example, Grade, Page, Rule, Search};
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "A001",
    name: "growth-rate-mismatch",
    family: Family::Arithmetic,
    severity: Severity::Error,
    grade: Grade::Stable,
    page: Page {
        title: ("增速与首尾两年的数值对不上", "A growth rate that does not fit its levels"),
        what: (
            "由首尾两年的数值重算年均增速，与文中增速比较。按年均复合增长、年均百分点、累计增长三种口径都对不上才报；\
             印出的数字按四舍五入的范围计算。生产总值、增加值等可能按可比价计算的指标，文中增速低于重算值时降为提示。",
            "Recomputes growth from the levels of the first and the last year and compares. Reports only when none of compound growth, points a year and total growth fits, rounding of every printed number allowed for. For indicators that may be in comparable prices a rate below the recomputed one is a note.",
        ),
        why: (
            "增速和数值至少有一个错了；由它推出的年度计划、考核都会错。",
            "The rate or one of the levels is wrong, and so is every yearly schedule drawn from it.",
        ),
        fix: (
            "核对原始统计数据；若统计口径有变（如城乡住户调查改革），在表下注明。",
            "Check the statistics; when the definition changed in between, say so under the table.",
        ),
        example: Example {
            faulty: "表1：“十二五”完成情况\n\n指标\t单位\t2010年\t2015年\t年均增长(%)\n城镇居民人均可支配收入\t元\t17375\t27040\t11.4\n一般公共预算收入\t亿元\t65.8\t75.5\t2.8\n",
            sound: "表1：“十二五”完成情况\n\n指标\t单位\t2010年\t2015年\t年均增长(%)\n城镇居民人均可支配收入\t元\t17375\t27040\t9.2\n一般公共预算收入\t亿元\t65.8\t75.5\t2.8\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

/// Up to this many percentage points a misfit is taken for rounding.
pub(crate) const ROUNDING: f64 = 0.1;

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for row in growth_rows(context).iter().filter(|row| row.unfit() && !is_rounding(row)) {
        found.push(finding(row));
    }
}

/// A misfit of at most [`ROUNDING`] under the compound reading.
pub(crate) fn is_rounding(row: &GrowthRow<'_>) -> bool {
    row.distance(Reading::Compound).is_some_and(|distance| distance <= ROUNDING)
}

fn finding(row: &GrowthRow<'_>) -> Diagnostic {
    let GrowthRow { name, unit, base, base_year, value, year, rate, .. } = row;
    let years = row.years();
    let at = |reading| growth_at(*base, *value, years, reading).map(|growth| show(growth, 2));
    let compound = at(Reading::Compound).unwrap_or_else(|| "—".to_owned());
    // A ratio may grow by points; show that reading too.
    let points = at(Reading::Points).filter(|_| unit.contains('%'));
    let points_zh = points.as_ref().map_or(String::new(), |n| format!("；按百分点计每年{n}个"));
    let points_en = points.as_ref().map_or(String::new(), |n| format!("; in points it is {n} a year"));
    let (base_text, value_text, rate_text) = (plain(*base), plain(*value), plain(*rate));
    let zh = format!(
        "{name}由{base_text}到{value_text}，{years}年年均增长{compound}%，文中是{rate_text}%{points_zh}"
    );
    let en = format!(
        "{name}: {base_text} to {value_text} is {compound}% a year over {years} years, the plan says {rate_text}%{points_en}"
    );
    let mut finding = RULE
        .finding()
        .message(zh, en)
        .label(
            row.span,
            format!("{year}年为{}，增速{}", plain(*value), plain(*rate)),
            format!("{year}: {}", plain(*value)),
        )
        .help("核对统计数据；口径有变时在表下注明", "check the statistics; note a change of definition");
    if row.base_span != row.span {
        finding = finding.label(
            row.base_span,
            format!("{base_year}年为{}", plain(*base)),
            format!("{base_year}: {}", plain(*base)),
        );
    }
    for echo in &row.echoes {
        finding = finding.label(*echo, "同一增速", "the same rate");
    }
    let below = growth_at(*base, *value, years, Reading::Compound)
        .is_some_and(|growth| growth > rate.to_string().parse().unwrap_or(f64::NAN));
    if below && is_deflated(name) {
        finding.severity = Severity::Note;
        finding = finding.help(
            "若增速按可比价、数值按当年价，请注明口径",
            "if the rate is in comparable and the levels in current prices, say so",
        );
    }
    finding
}

/// Indicators whose growth is usually given in comparable prices.
fn is_deflated(name: &str) -> bool {
    ["生产总值", "增加值", "GDP", "产值", "收入", "生产率", "零售总额"].iter().any(|word| name.contains(word))
}
