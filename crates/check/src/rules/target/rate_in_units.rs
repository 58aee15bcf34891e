use crate::context::Context;
use crate::printed::plain;
use crate::rule::{Example, Grade, Page, Rule, Search};
use source::{Diagnostic, Family, Severity, Span};

pub(crate) static RULE: Rule = Rule {
    code: "T012",
    name: "rate-in-units",
    family: Family::Target,
    severity: Severity::Note,
    grade: Grade::Stable,
    page: Page {
        title: ("名为“率”，单位不是比率", "Called a rate, given in units"),
        what: (
            "指标名称以“率”结尾，数值却以件数、台数等表示（“万人拥有率达到14标台”）。生产率、容积率、死亡率等本来就有单位的不报。",
            "The name ends in 率, the value is in pieces or vehicles (万人拥有率达到14标台). Productivity, floor area ratio, mortality and the like have units of their own and are left alone.",
        ),
        why: (
            "名称和单位总有一个写错，换算和比较会出错。",
            "Name or unit is wrong, and conversions go astray.",
        ),
        fix: ("改名为“拥有量”，或改用百分比。", "Call it an amount (拥有量), or give a percentage."),
        example: Example {
            faulty: "某市国民经济和社会发展第十三个五年规划纲要\n\n第一章 交通\n\n到2020年，公交车万人拥有率达到14标台以上。\n",
            sound: "某市国民经济和社会发展第十三个五年规划纲要\n\n第一章 交通\n\n到2020年，公交车万人拥有量达到14标台以上。\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

/// Rates that are not parts of a hundred.
const UNITED: [&str; 22] = [
    "生产率",
    "产出率",
    "容积率",
    "汇率",
    "功率",
    "频率",
    "死亡率",
    "发病率",
    "患病率",
    "产率",
    "效率",
    "收益率",
    "密度率",
    "速率",
    "流率",
    "税率",
    "增长率",
    "倍率",
    "案件率",
    "事故率",
    "出生率",
    "犯罪率",
];

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let targets = context.plan.targets.iter().map(|t| (&t.subject, t.value, &t.unit, t.provenance.span));
    let results = context.plan.observations.iter().map(|o| (&o.subject, o.value, &o.unit, o.provenance.span));
    let mut seen: Vec<Span> = Vec::new();
    for (subject, value, unit, span) in targets.chain(results) {
        let Some(value) = value else { continue };
        let percent = unit.is_empty()
            || unit.contains(['%', '％', '‰', '‱', '/'])
            || unit.contains("百分点")
            || unit.contains("分之");
        let other = UNITED.iter().any(|word| subject.ends_with(word));
        if !subject.ends_with('率')
            || percent
            || other
            || unit == "倍"
            || unit == "次"
            || seen.contains(&span)
        {
            continue;
        }
        seen.push(span);
        let value = plain(value);
        found.push(
            RULE.finding()
                .message(
                    format!("“{subject}”是比率，数值却是{value}{unit}"),
                    format!("“{subject}” is a rate, but its value is {value}{unit}"),
                )
                .label(span, format!("单位是{unit}"), format!("in {unit}"))
                .help("改名为“拥有量”，或改用百分比", "call it an amount, or give a percentage"),
        );
    }
}
