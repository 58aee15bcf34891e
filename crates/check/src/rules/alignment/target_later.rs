use super::counterpart::{Counterpart, counterparts, main_target};
use crate::context::Pair;
use crate::printed::plain;
use crate::rule::{Example, Grade, Page, Rule, Search};
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "L003",
    name: "target-later",
    family: Family::Alignment,
    severity: Severity::Warning,
    grade: Grade::Stable,
    page: Page {
        title: ("目标年份晚于上级规划", "A target later than that of the upper plan"),
        what: (
            "同一指标的目标年份比上级规划晚。",
            "The target year of an indicator is later than in the upper plan.",
        ),
        why: ("上级到期考核时，本级还没有到期。", "When the upper plan is assessed this one is not yet due."),
        fix: ("增设与上级同年的目标。", "Add a target for the upper plan's year."),
        example: Example {
            faulty: "某市国民经济和社会发展第十三个五年规划纲要\n\n表1：主要指标\n\n指标\t2015年基数\t2020年目标\t指标属性\n城镇化率（%）\t54\t61\t预期性\n\n第一章 生态\n\n到2025年，森林覆盖率达到43%。\n",
            sound: "某市国民经济和社会发展第十三个五年规划纲要\n\n表1：主要指标\n\n指标\t2015年基数\t2020年目标\t指标属性\n森林覆盖率（%）\t40\t43\t约束性\n非化石能源占一次能源消费比重（%）\t10\t16\t约束性\n城镇化率（%）\t54\t61\t预期性\n",
            upper: "某省国民经济和社会发展第十三个五年规划纲要\n\n表1：主要指标\n\n指标\t2015年基数\t2020年目标\t指标属性\n森林覆盖率（%）\t40\t42\t约束性\n非化石能源占一次能源消费比重（%）\t10\t15\t约束性\n城镇化率（%）\t54\t60\t预期性\n",
        },
    },
    search: Search::Pair(search),
};

fn search(pair: &Pair<'_>, found: &mut Vec<Diagnostic>) {
    for Counterpart { above, own } in counterparts(pair) {
        let (Some(upper), Some(own)) = (main_target(above), own) else { continue };
        let Some(due) = upper.year.or(upper.implied_year) else { continue };
        let years =
            || own.targets.iter().filter_map(|target| Some((target.year.or(target.implied_year)?, *target)));
        // A target for the same year beside the later one is enough.
        let Some((year, target)) = years().min_by_key(|(year, _)| *year).filter(|(year, _)| *year > due)
        else {
            continue;
        };
        let value = target.value.map(plain).unwrap_or_default();
        let (name, unit) = (&above.indicator.name, &target.unit);
        found.push(
            RULE.finding()
                .message(
                    format!("{name}到{year}年才达到{value}{unit}，上级规划要求{due}年"),
                    format!("{name} is to reach {value}{unit} by {year}, the upper plan says {due}"),
                )
                .label(target.provenance.span, format!("上级为{due}年"), format!("{due} above"))
                .help("增设与上级同年的目标", "add a target for the upper plan's year"),
        );
    }
}
