use super::counterpart::{Counterpart, counterparts, is_binding};
use crate::context::Pair;
use crate::printed::plain;
use crate::rule::{Example, Grade, Page, Rule, Search};
use plan::Nature;
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "L005",
    name: "nature-weakened",
    family: Family::Alignment,
    severity: Severity::Warning,
    grade: Grade::Stable,
    page: Page {
        title: ("约束性指标降为预期性", "A binding indicator made anticipated"),
        what: (
            "上级规划的约束性指标，本级写成预期性。",
            "An indicator that binds in the upper plan is only anticipated here.",
        ),
        why: (
            "约束性指标由政府负责完成，改成预期性等于取消考核。",
            "Binding targets are the government's duty; made anticipated they are no longer assessed.",
        ),
        fix: ("恢复为约束性。", "Make it binding again."),
        example: Example {
            faulty: "某市国民经济和社会发展第十三个五年规划纲要\n\n表1：主要指标\n\n指标\t2015年基数\t2020年目标\t指标属性\n森林覆盖率（%）\t40\t43\t预期性\n非化石能源占一次能源消费比重（%）\t10\t16\t约束性\n城镇化率（%）\t54\t61\t预期性\n",
            sound: "某市国民经济和社会发展第十三个五年规划纲要\n\n表1：主要指标\n\n指标\t2015年基数\t2020年目标\t指标属性\n森林覆盖率（%）\t40\t43\t约束性\n非化石能源占一次能源消费比重（%）\t10\t16\t约束性\n城镇化率（%）\t54\t61\t预期性\n",
            upper: "某省国民经济和社会发展第十三个五年规划纲要\n\n表1：主要指标\n\n指标\t2015年基数\t2020年目标\t指标属性\n森林覆盖率（%）\t40\t42\t约束性\n非化石能源占一次能源消费比重（%）\t10\t15\t约束性\n城镇化率（%）\t54\t60\t预期性\n",
        },
    },
    search: Search::Pair(search),
};

fn search(pair: &Pair<'_>, found: &mut Vec<Diagnostic>) {
    for Counterpart { above, own } in counterparts(pair) {
        let Some(own) = own.filter(|own| is_binding(above) && !is_binding(own)) else { continue };
        let anticipated = own.targets.iter().find(|t| t.nature == Some(Nature::Anticipated));
        let Some(target) = anticipated else { continue };
        let name = &above.indicator.name;
        let value = target.value.map(plain).unwrap_or_default();
        found.push(
            RULE.finding()
                .message(
                    format!("{name}（{value}{}）在上级规划是约束性，这里是预期性", target.unit),
                    format!(
                        "{name} ({value}{}) binds in the upper plan and is only anticipated here",
                        target.unit
                    ),
                )
                .label(target.provenance.span, "上级为约束性", "binding above")
                .help("恢复为约束性", "make it binding again"),
        );
    }
}
