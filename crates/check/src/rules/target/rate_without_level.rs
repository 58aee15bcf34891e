use crate::context::Context;
use crate::printed::plain;
use crate::rule::{Example, Grade, Page, Rule, Search};
use plan::Origin;
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "T011",
    name: "rate-without-level",
    family: Family::Target,
    severity: Severity::Note,
    grade: Grade::Stable,
    page: Page {
        title: ("有增速没有绝对数", "A growth rate without a level"),
        what: (
            "表中一行有基期值和增速，期末值却是“—”或空白。",
            "A table row has a base and a growth figure, but its final value is “—” or empty.",
        ),
        why: (
            "增速无法核对，下一期也没有基数可用。",
            "The growth cannot be checked, and the next period has no base.",
        ),
        fix: ("补上期末的绝对数。", "Add the final level."),
        example: Example {
            faulty: "某市国民经济和社会发展第十三个五年规划纲要\n\n表1：“十二五”完成情况\n\n指标\t单位\t2010年\t2015年\t年均增长(%)\n规模以上工业增加值\t亿元\t436.9\t—\t7.4\n一般公共预算收入\t亿元\t65.8\t75.5\t2.8\n",
            sound: "某市国民经济和社会发展第十三个五年规划纲要\n\n表1：“十二五”完成情况\n\n指标\t单位\t2010年\t2015年\t年均增长(%)\n规模以上工业增加值\t亿元\t436.9\t624.3\t7.4\n一般公共预算收入\t亿元\t65.8\t75.5\t2.8\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for s in &context.statements {
        // Of what is a rate itself the growth column holds the value.
        let name = s.indicator.name.as_str();
        let rate = matches!(s.indicator.unit.as_str(), "%" | "％" | "‰");
        if rate || ["增长", "增速", "增幅", "增长率"].iter().any(|end| name.ends_with(end)) {
            continue;
        }
        let results = s.observations.iter().map(|o| (o.value, o.rate, &o.provenance, o.value_text.as_str()));
        let aims = s.targets.iter().map(|t| (t.value, t.rate, &t.provenance, t.value_text.as_str()));
        for (value, rate, provenance, words) in results.chain(aims) {
            let dash = matches!(words.trim(), "" | "—" | "-" | "－" | "——" | "–" | "/");
            let (None, Some(rate), Origin::Table, true) = (value, rate, provenance.origin, dash) else {
                continue;
            };
            let (name, rate) = (&s.indicator.name, plain(rate));
            found.push(
                RULE.finding()
                    .message(
                        format!("{name}有增速{rate}，没有绝对数"),
                        format!("{name} has a growth of {rate} and no level"),
                    )
                    .label(provenance.span, "绝对数为“—”", "no level")
                    .help("补上期末的绝对数", "add the final level"),
            );
        }
    }
}
