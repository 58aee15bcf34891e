use super::counterpart::{Counterpart, counterparts, main_target};
use crate::context::Pair;
use crate::printed::plain;
use crate::rule::{Example, Grade, Page, Rule, Search};
use plan::Comparator;
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "L007",
    name: "bound-weakened",
    family: Family::Alignment,
    severity: Severity::Note,
    grade: Grade::Stable,
    page: Page {
        title: ("上级的硬约束写成了“左右”", "A firm bound made approximate"),
        what: (
            "上级规划写“不低于”“控制在…以内”或确定的数，本级写“左右”。",
            "The upper plan gives a bound or a plain figure, this one says 左右 (about).",
        ),
        why: (
            "“左右”没有判定线，低多少都可以解释。",
            "About has no line to decide by; any shortfall can be explained away.",
        ),
        fix: ("去掉“左右”，写明界限。", "Drop 左右 and state the bound."),
        example: Example {
            faulty: "某市国民经济和社会发展第十三个五年规划纲要\n\n表1：主要指标\n\n指标\t2015年基数\t2020年目标\t指标属性\n非化石能源占一次能源消费比重（%）\t10\t16\t约束性\n城镇化率（%）\t54\t61\t预期性\n\n第一章 生态\n\n到2020年，森林覆盖率达到43%左右。\n",
            sound: "某市国民经济和社会发展第十三个五年规划纲要\n\n表1：主要指标\n\n指标\t2015年基数\t2020年目标\t指标属性\n森林覆盖率（%）\t40\t43\t约束性\n非化石能源占一次能源消费比重（%）\t10\t16\t约束性\n城镇化率（%）\t54\t61\t预期性\n",
            upper: "某省国民经济和社会发展第十三个五年规划纲要\n\n表1：主要指标\n\n指标\t2015年基数\t2020年目标\t指标属性\n森林覆盖率（%）\t40\t42\t约束性\n非化石能源占一次能源消费比重（%）\t10\t15\t约束性\n城镇化率（%）\t54\t60\t预期性\n",
        },
    },
    search: Search::Pair(search),
};

fn search(pair: &Pair<'_>, found: &mut Vec<Diagnostic>) {
    for Counterpart { above, own } in counterparts(pair) {
        let (Some(upper), Some(target)) = (main_target(above), own.and_then(main_target)) else { continue };
        if target.comparator != Comparator::Approx || upper.comparator == Comparator::Approx {
            continue;
        }
        let name = &above.indicator.name;
        let value = target.value.map(plain).unwrap_or_default();
        found.push(
            RULE.finding()
                .message(
                    format!("{name}写成{value}{}左右，上级规划是确定的要求", target.unit),
                    format!("{name} is about {value}{} here, the upper plan is firm", target.unit),
                )
                .label(target.provenance.span, "左右", "about")
                .help("去掉“左右”，写明界限", "drop 左右 and state the bound"),
        );
    }
}
