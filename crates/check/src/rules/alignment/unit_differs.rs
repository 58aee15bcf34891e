use super::counterpart::{Counterpart, counterparts, main_target};
use crate::context::Pair;
use crate::printed::plain;
use crate::rule::{Example, Grade, Page, Rule, Search};
use plan::Measure;
use plan::catalogue::Unit;
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "L006",
    name: "unit-differs",
    family: Family::Alignment,
    severity: Severity::Note,
    grade: Grade::Stable,
    page: Page {
        title: ("计量单位与上级规划不同", "Another unit than the upper plan"),
        what: (
            "同一指标的单位与上级规划不能换算，如一个用百分比、一个用绝对数。能换算的（万元与亿元）不报。",
            "The unit cannot be converted into that of the upper plan, such as a percentage and an amount. Convertible units (万元, 亿元) are left alone.",
        ),
        why: (
            "不能汇总，也无法判断是否达到上级要求。",
            "Figures neither add up nor show whether the upper target is met.",
        ),
        fix: ("改用上级规划的单位，或同时列出。", "Use the upper plan's unit, or give both."),
        example: Example {
            faulty: "某市国民经济和社会发展第十三个五年规划纲要\n\n表1：主要指标\n\n指标\t2015年基数\t2020年目标\t指标属性\n森林覆盖率（万亩）\t400\t430\t约束性\n非化石能源占一次能源消费比重（%）\t10\t16\t约束性\n城镇化率（%）\t54\t61\t预期性\n",
            sound: "某市国民经济和社会发展第十三个五年规划纲要\n\n表1：主要指标\n\n指标\t2015年基数\t2020年目标\t指标属性\n森林覆盖率（%）\t40\t43\t约束性\n非化石能源占一次能源消费比重（%）\t10\t16\t约束性\n城镇化率（%）\t54\t61\t预期性\n",
            upper: "某省国民经济和社会发展第十三个五年规划纲要\n\n表1：主要指标\n\n指标\t2015年基数\t2020年目标\t指标属性\n森林覆盖率（%）\t40\t42\t约束性\n非化石能源占一次能源消费比重（%）\t10\t15\t约束性\n城镇化率（%）\t54\t60\t预期性\n",
        },
    },
    search: Search::Pair(search),
};

fn search(pair: &Pair<'_>, found: &mut Vec<Diagnostic>) {
    for Counterpart { above, own } in counterparts(pair) {
        let (Some(upper), Some(target)) = (main_target(above), own.and_then(main_target)) else { continue };
        let units = (Unit::parse(&upper.unit), Unit::parse(&target.unit));
        let (Some(theirs), Some(ours)) = units else { continue };
        if theirs.agrees_with(&ours)
            || upper.measure == Measure::GrowthRate
            || target.measure == Measure::GrowthRate
        {
            continue;
        }
        let name = &above.indicator.name;
        let value = target.value.map(plain).unwrap_or_default();
        found.push(
            RULE.finding()
                .message(
                    format!("{name}的单位是{}，上级规划是{}", shown(&target.unit), shown(&upper.unit)),
                    format!(
                        "{name} is given in {}, in the upper plan in {}",
                        shown(&target.unit),
                        shown(&upper.unit)
                    ),
                )
                .label(
                    target.provenance.span,
                    format!("{value}{}", target.unit),
                    format!("{value}{}", target.unit),
                )
                .help("改用上级规划的单位，或同时列出", "use the upper plan's unit, or give both"),
        );
    }
}

fn shown(unit: &str) -> &str {
    if unit.is_empty() { "—" } else { unit }
}
