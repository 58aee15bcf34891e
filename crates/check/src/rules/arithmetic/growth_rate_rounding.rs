use super::growth_rate_mismatch::is_rounding;
use super::growth_rows::growth_rows;
use crate::context::Context;
use crate::printed::{Reading, growth_at, plain, show};
use crate::rule::{Example, Grade, Page, Rule, Search};
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "A002",
    name: "growth-rate-rounding",
    family: Family::Arithmetic,
    severity: Severity::Note,
    grade: Grade::Stable,
    page: Page {
        title: ("增速差在末位", "A growth rate that is off in its last digit"),
        what: (
            "增速与首尾两年重算的结果不一致，但相差不超过0.1个百分点。",
            "The rate differs from the one recomputed from the levels, by no more than 0.1 points.",
        ),
        why: (
            "多半是按未公布的精确数或可比价计算的；注明口径即可，不注明会被当作错误。",
            "Most likely computed from unrounded figures or in comparable prices; unsaid, it looks like a mistake.",
        ),
        fix: ("更正末位，或注明计算口径。", "Correct the last digit, or state the basis."),
        example: Example {
            faulty: "表1：“十二五”完成情况\n\n指标\t单位\t2010年\t2015年\t年均增长(%)\n固定资产投资\t亿元\t498.4\t782.1\t9.5\n一般公共预算收入\t亿元\t65.8\t75.5\t2.8\n",
            sound: "表1：“十二五”完成情况\n\n指标\t单位\t2010年\t2015年\t年均增长(%)\n固定资产投资\t亿元\t498.4\t782.1\t9.4\n一般公共预算收入\t亿元\t65.8\t75.5\t2.8\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for row in growth_rows(context).iter().filter(|row| row.unfit() && is_rounding(row)) {
        let Some(growth) = growth_at(row.base, row.value, row.years(), Reading::Compound) else { continue };
        let (growth, rate) = (show(growth, 2), plain(row.rate));
        let (base, value) = (plain(row.base), plain(row.value));
        found.push(
            RULE.finding()
                .message(
                    format!("{}由{base}到{value}年均增长{growth}%，文中是{rate}%，差在末位", row.name),
                    format!("{}: {base} to {value} is {growth}% a year, the plan says {rate}%", row.name),
                )
                .label(row.span, format!("重算为{growth}%"), format!("recomputed: {growth}%"))
                .help("更正末位，或注明计算口径", "correct the last digit, or state the basis"),
        );
    }
}
