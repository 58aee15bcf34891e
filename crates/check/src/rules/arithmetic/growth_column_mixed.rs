use super::growth_rows::{GrowthRow, growth_rows};
use crate::context::Context;
use crate::printed::Reading;
use crate::rule::{Example, Grade, Page, Rule, Search};
use plan::SectionKind;
use source::{Diagnostic, Family, Severity, Span};

pub(crate) static RULE: Rule = Rule {
    code: "A003",
    name: "growth-column-mixed",
    family: Family::Arithmetic,
    severity: Severity::Warning,
    grade: Grade::Stable,
    page: Page {
        title: ("同一增速栏混用口径", "A growth column with mixed readings"),
        what: (
            "同一张表的增速栏里，单位同为“%”的指标，有的只能按年均复合增长读，有的只能按每年百分点读。",
            "Among indicators in percent of one table, some rates fit only as compound growth, others only as points a year.",
        ),
        why: (
            "5.5%的复合增长和5.5个百分点差得很远；不加标注，读者无法知道每一行怎么算。",
            "5.5% compound and 5.5 points a year are far apart; unmarked, nobody knows how a row is meant.",
        ),
        fix: (
            "比率类指标统一写“[百分点]”，其他写“%”，并在表下注明。",
            "Give ratios in [points], the rest in %, and say so under the table.",
        ),
        example: Example {
            faulty: "表1：主要指标\n\n指标\t2015年基数\t2020年目标\t年均增长(%)\n研发经费投入强度（%）\t1.2\t2\t10.8\n科技进步贡献率（%）\t46\t60\t5.5\n森林覆盖率（%）\t19\t21\t0.4\n非化石能源占一次能源消费比重（%）\t15.6\t23.1\t1.5\n",
            sound: "表1：主要指标\n\n指标\t2015年基数\t2020年目标\t年均增长(%)\n研发经费投入强度（%）\t1.2\t2\t0.16\n科技进步贡献率（%）\t46\t60\t2.8\n森林覆盖率（%）\t19\t21\t0.4\n非化石能源占一次能源消费比重（%）\t15.6\t23.1\t1.5\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let rows = growth_rows(context);
    for (span, number) in tables(context) {
        let here: Vec<_> = rows
            .iter()
            .filter(|row| row.tabular && span.contains(row.span) && row.unit.trim() == "%")
            .collect();
        let only = |wanted: Reading, other: Reading| -> Vec<&GrowthRow<'_>> {
            here.iter().filter(|row| row.fits(wanted) && !row.fits(other)).copied().collect()
        };
        let compound = only(Reading::Compound, Reading::Points);
        let points = only(Reading::Points, Reading::Compound);
        if compound.is_empty() || points.is_empty() {
            continue;
        }
        let names = |rows: &[&GrowthRow<'_>]| rows.iter().map(|row| row.name).collect::<Vec<_>>().join("、");
        let mut finding = RULE
            .finding()
            .message(
                format!(
                    "表{number}的增速栏混用口径：{}是年均复合增长，{}是每年百分点",
                    names(&compound),
                    names(&points)
                ),
                format!(
                    "the growth column of table {number} mixes readings: compound for {}, points a year for {}",
                    names(&compound),
                    names(&points)
                ),
            )
            .help("比率类指标统一用百分点，并在表下注明", "give ratios in points and say so under the table");
        for row in points.iter().take(3) {
            finding = finding.label(row.span, "每年百分点", "points a year");
        }
        for row in compound.iter().take(3) {
            finding = finding.label(row.span, "年均复合增长", "compound growth");
        }
        found.push(finding);
    }
}

/// Caption to last row of each table, with its number.
fn tables(context: &Context<'_>) -> Vec<(Span, String)> {
    debug_assert!(context.plan.sections.iter().all(|s| s.kind != SectionKind::Table || s.line <= s.line_end));
    context.tables.iter().map(|table| (table.span, table.number.clone())).collect()
}
