use super::counterpart::{Counterpart, counterparts};
use crate::context::{Pair, Statements};
use crate::printed::plain;
use crate::rule::{Example, Grade, Page, Rule, Search};
use plan::{Observation, Origin};
use rust_decimal::Decimal;
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "L004",
    name: "base-differs",
    family: Family::Alignment,
    severity: Severity::Note,
    grade: Grade::Stable,
    page: Page {
        title: ("基期与上级规划不同", "Another base than the upper plan"),
        what: (
            "同一指标的基期年份与上级不同；或两份规划为同一地区，而基数不同。",
            "The base year differs from that of the upper plan, or, for plans of one region, the base value does.",
        ),
        why: (
            "基期不同，增速和降幅不能相比，也不能汇总。",
            "With other bases growth and reductions neither compare nor add up.",
        ),
        fix: ("改用上级规划的基期，或同时列出两个基期的数。", "Use the upper plan's base, or give both."),
        example: Example {
            faulty: "某省国民经济和社会发展第十三个五年规划纲要\n\n表1：主要指标\n\n指标\t2015年基数\t2020年目标\t指标属性\n森林覆盖率（%）\t39\t43\t约束性\n非化石能源占一次能源消费比重（%）\t10\t16\t约束性\n城镇化率（%）\t54\t61\t预期性\n",
            sound: "某省国民经济和社会发展第十三个五年规划纲要\n\n表1：主要指标\n\n指标\t2015年基数\t2020年目标\t指标属性\n森林覆盖率（%）\t40\t43\t约束性\n非化石能源占一次能源消费比重（%）\t10\t16\t约束性\n城镇化率（%）\t54\t61\t预期性\n",
            upper: "某省国民经济和社会发展第十三个五年规划纲要\n\n表1：主要指标\n\n指标\t2015年基数\t2020年目标\t指标属性\n森林覆盖率（%）\t40\t42\t约束性\n非化石能源占一次能源消费比重（%）\t10\t15\t约束性\n城镇化率（%）\t54\t60\t预期性\n",
        },
    },
    search: Search::Pair(search),
};

fn search(pair: &Pair<'_>, found: &mut Vec<Diagnostic>) {
    let same_region = pair.plan.region.is_some() && pair.plan.region == pair.upper.region;
    for Counterpart { above, own } in counterparts(pair) {
        let (Some(theirs), Some(ours)) = (base(above), own.and_then(base)) else { continue };
        let (Some((year, value)), Some((own_year, own_value))) = (at(theirs), at(ours)) else { continue };
        let other_value =
            same_region && theirs.unit == ours.unit && value != own_value && theirs.measure == ours.measure;
        if year == own_year && !other_value {
            continue;
        }
        let name = &above.indicator.name;
        let (value, own_value, unit) = (plain(value), plain(own_value), &ours.unit);
        found.push(
            RULE.finding()
                .message(
                    format!(
                        "{name}的基数是{own_year}年{own_value}{unit}，上级规划是{year}年{value}{}",
                        theirs.unit
                    ),
                    format!(
                        "the base of {name} is {own_value}{unit} in {own_year}, above {value}{} in {year}",
                        theirs.unit
                    ),
                )
                .label(
                    ours.provenance.span,
                    format!("上级为{year}年{value}"),
                    format!("{value} in {year} above"),
                )
                .help("改用上级规划的基期，或同时列出", "use the upper plan's base, or give both"),
        );
    }
}

/// The base in the indicator table: the latest figure of the past.
fn base<'a>(statements: &Statements<'a>) -> Option<&'a Observation> {
    statements
        .observations
        .iter()
        .filter(|o| {
            o.provenance.origin == Origin::Table && o.value.is_some() && !statements.targets.is_empty()
        })
        .max_by_key(|o| o.period)
        .copied()
}

fn at(observation: &Observation) -> Option<(i32, Decimal)> {
    Some((observation.period?.end, observation.value?))
}
