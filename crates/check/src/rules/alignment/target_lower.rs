use super::counterpart::{Counterpart, comparable, counterparts, is_lower, main_target};
use crate::context::Pair;
use crate::printed::plain;
use crate::rule::{Example, Grade, Page, Rule, Search};
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "L002",
    name: "target-lower",
    family: Family::Alignment,
    severity: Severity::Warning,
    grade: Grade::Stable,
    page: Page {
        title: ("目标低于上级规划", "A target below that of the upper plan"),
        what: (
            "同一指标同一年份，本级目标差于上级目标。只比较比率、人均和强度类指标；绝对数只在同一地区的两份规划之间比较。",
            "One indicator and year with a target worse than above. Only shares, figures per head and intensities are compared; amounts only between plans of one region.",
        ),
        why: (
            "上级目标由各地加权而成，低于平均的地方要有说法。",
            "The upper target is an average of the places below; whoever stays under it should say why.",
        ),
        fix: (
            "提高目标，或注明上级分解下达的数值。",
            "Raise the target, or name the value that was assigned.",
        ),
        example: Example {
            faulty: "某市国民经济和社会发展第十三个五年规划纲要\n\n表1：主要指标\n\n指标\t2015年基数\t2020年目标\t指标属性\n森林覆盖率（%）\t40\t41\t约束性\n非化石能源占一次能源消费比重（%）\t10\t16\t约束性\n城镇化率（%）\t54\t61\t预期性\n",
            sound: "某市国民经济和社会发展第十三个五年规划纲要\n\n表1：主要指标\n\n指标\t2015年基数\t2020年目标\t指标属性\n森林覆盖率（%）\t40\t43\t约束性\n非化石能源占一次能源消费比重（%）\t10\t16\t约束性\n城镇化率（%）\t54\t61\t预期性\n",
            upper: "某省国民经济和社会发展第十三个五年规划纲要\n\n表1：主要指标\n\n指标\t2015年基数\t2020年目标\t指标属性\n森林覆盖率（%）\t40\t42\t约束性\n非化石能源占一次能源消费比重（%）\t10\t15\t约束性\n城镇化率（%）\t54\t60\t预期性\n",
        },
    },
    search: Search::Pair(search),
};

fn search(pair: &Pair<'_>, found: &mut Vec<Diagnostic>) {
    for Counterpart { above, own } in counterparts(pair) {
        let (Some(upper), Some(target)) = (main_target(above), own.and_then(main_target)) else { continue };
        let (Some(wanted), Some(given)) = (upper.value, target.value) else { continue };
        let same = upper.unit == target.unit
            && upper.measure == target.measure
            && upper.year.or(upper.implied_year) == target.year.or(target.implied_year);
        let lower = is_lower(above.indicator.direction, given, wanted);
        if !same || !lower || !comparable(pair, above, &upper.unit) {
            continue;
        }
        let (name, wanted, given, unit) = (&above.indicator.name, plain(wanted), plain(given), &target.unit);
        found.push(
            RULE.finding()
                .message(
                    format!("{name}的目标{given}{unit}低于上级规划的{wanted}{unit}"),
                    format!(
                        "the target of {name}, {given}{unit}, is below the {wanted}{unit} of the upper plan"
                    ),
                )
                .label(
                    target.provenance.span,
                    format!("上级为{wanted}{unit}"),
                    format!("{wanted}{unit} above"),
                )
                .help(
                    "提高目标，或注明上级下达的数值",
                    "raise the target, or name the value that was assigned",
                ),
        );
    }
}
