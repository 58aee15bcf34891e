use super::counterpart::{Counterpart, counterparts, is_binding, main_target};
use crate::context::Pair;
use crate::printed::plain;
use crate::rule::{Example, Grade, Page, Rule, Search};
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "L001",
    name: "binding-missing",
    family: Family::Alignment,
    severity: Severity::Warning,
    grade: Grade::Stable,
    page: Page {
        title: ("缺少上级规划的约束性指标", "A binding indicator of the upper plan is missing"),
        what: (
            "上级规划的约束性指标在本级规划中没有对应的指标。按指标目录或名称对应。",
            "A binding indicator of the upper plan has no counterpart; matched by catalogue entry or name.",
        ),
        why: (
            "约束性指标层层分解，本级没有列入就没有人落实。",
            "Binding indicators are passed down level by level; left out, nobody carries them.",
        ),
        fix: ("补列该指标，或说明不适用本级的理由。", "Add the indicator, or say why it does not apply."),
        example: Example {
            faulty: "某市国民经济和社会发展第十三个五年规划纲要\n\n表1：主要指标\n\n指标\t2015年基数\t2020年目标\t指标属性\n森林覆盖率（%）\t40\t43\t约束性\n城镇化率（%）\t54\t61\t预期性\n",
            sound: "某市国民经济和社会发展第十三个五年规划纲要\n\n表1：主要指标\n\n指标\t2015年基数\t2020年目标\t指标属性\n森林覆盖率（%）\t40\t43\t约束性\n非化石能源占一次能源消费比重（%）\t10\t16\t约束性\n城镇化率（%）\t54\t61\t预期性\n",
            upper: "某省国民经济和社会发展第十三个五年规划纲要\n\n表1：主要指标\n\n指标\t2015年基数\t2020年目标\t指标属性\n森林覆盖率（%）\t40\t42\t约束性\n非化石能源占一次能源消费比重（%）\t10\t15\t约束性\n城镇化率（%）\t54\t60\t预期性\n",
        },
    },
    search: Search::Pair(search),
};

fn search(pair: &Pair<'_>, found: &mut Vec<Diagnostic>) {
    for Counterpart { above, own } in counterparts(pair) {
        if own.is_some_and(|own| !own.targets.is_empty()) || !is_binding(above) {
            continue;
        }
        let name = &above.indicator.name;
        let target = main_target(above).and_then(|target| target.value).map(plain);
        let shown = target.map_or(String::new(), |value| format!("（{value}{}）", above.indicator.unit));
        found.push(
            RULE.finding()
                .message(
                    format!("上级规划的约束性指标“{name}”{shown}没有列入本规划"),
                    format!("the binding indicator “{name}”{shown} of the upper plan is missing"),
                )
                .help("补列该指标，或说明不适用的理由", "add the indicator, or say why it does not apply"),
        );
    }
}
