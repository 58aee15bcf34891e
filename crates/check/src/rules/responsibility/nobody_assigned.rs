use crate::context::Context;
use crate::rule::{Example, Grade, Page, Rule, Search};
use plan::{Item, Nature};
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "R002",
    name: "nobody-assigned",
    family: Family::Responsibility,
    severity: Severity::Note,
    grade: Grade::Stable,
    page: Page {
        title: ("约束性指标没有责任单位", "Binding indicators without a responsible body"),
        what: (
            "规划设有约束性指标，却没有为其中任何一项写明责任单位，全文合并成一条。",
            "The plan has binding indicators and names no responsible body for any of them; one finding for the plan.",
        ),
        why: (
            "约束性指标要考核到人。规划不写，就要靠另一份分工方案，两份文件容易脱节。",
            "Binding indicators are assessed; when the plan is silent, a second paper has to assign them and the two drift apart.",
        ),
        fix: (
            "在指标表中加一列“责任单位”，或在保障措施中注明分工方案的名称。",
            "Add a column 责任单位 to the indicator table, or name the paper that assigns them.",
        ),
        example: Example {
            faulty: "表1：主要指标\n\n指标\t2015年基数\t2020年目标\t属性\n森林覆盖率（%）\t19\t21\t约束性\n非化石能源占一次能源消费比重（%）\t10\t15\t约束性\n城镇化率（%）\t54\t60\t预期性\n",
            sound: "表1：主要指标\n\n指标\t2015年基数\t2020年目标\t属性\n城镇化率（%）\t54\t60\t预期性\n互联网普及率（%）\t60\t72\t预期性\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let binding: Vec<_> = context
        .statements
        .iter()
        .filter(|s| {
            s.indicator.nature == Some(Nature::Binding)
                || s.targets.iter().any(|target| target.nature == Some(Nature::Binding))
        })
        .collect();
    let assigned = context.plan.assignments.iter().any(|assignment| {
        // Proposals drawn from the catalogue are not the plan's own words.
        !assignment.provenance.quote.is_empty()
            && matches!(assignment.item, Item::Indicator(_) | Item::Target(_))
    });
    if binding.is_empty() || assigned {
        return;
    }
    let count = binding.len();
    let mut finding = RULE
        .finding()
        .message(
            format!("{count}项约束性指标都没有写明责任单位"),
            format!(
                "no responsible body is named for {}",
                if count == 1 {
                    "the binding indicator".to_owned()
                } else {
                    format!("any of {count} binding indicators")
                }
            ),
        )
        .help("在指标表中加“责任单位”一列", "add a column with the responsible body to the indicator table");
    for target in binding.iter().filter_map(|s| s.targets.first()).take(3) {
        finding = finding.label(target.provenance.span, "谁负责？", "who answers for it?");
    }
    found.push(finding);
}
