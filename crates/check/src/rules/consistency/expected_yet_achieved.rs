use crate::context::Context;
use crate::rule::{Example, Grade, Page, Rule, Search};
use crate::words::Words;
use plan::Origin;
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "C008",
    name: "expected-yet-achieved",
    family: Family::Consistency,
    severity: Severity::Note,
    grade: Grade::Stable,
    page: Page {
        title: ("表里是“预计”，正文写成已实现", "Expected in the table, achieved in the text"),
        what: (
            "表题写“预计完成”，正文把同一指标同一年的数当作已经实现的结果。每张表一条。",
            "A table's title says 预计, while the text states the same indicator and year as achieved; one finding for each table.",
        ),
        why: (
            "基数是预计数还是决算数，决定目标该不该调整；不注明，统计公布后无法追溯。",
            "Whether the base is an estimate or final decides on later revision; unmarked, it cannot be traced.",
        ),
        fix: (
            "正文也写“预计”，或表格改用最终数。",
            "Say 预计 in the text as well, or put final figures in the table.",
        ),
        example: Example {
            faulty: "某市国民经济和社会发展第十三个五年规划纲要\n\n第一章 发展基础\n\n到2015年末，全市实现一般公共预算收入75.5亿元。\n\n表1：“十二五”主要指标预计完成情况\n\n指标\t单位\t2010年\t2015年\n一般公共预算收入\t亿元\t65.8\t75.5\n固定资产投资\t亿元\t498.4\t782.1\n",
            sound: "某市国民经济和社会发展第十三个五年规划纲要\n\n第一章 发展基础\n\n到2015年末，全市实现一般公共预算收入75.5亿元。\n\n表1：“十二五”主要指标完成情况\n\n指标\t单位\t2010年\t2015年\n一般公共预算收入\t亿元\t65.8\t75.5\n固定资产投资\t亿元\t498.4\t782.1\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

static EXPECTED: Words = Words::new(&["预计", "预期完成", "预测完成", "快报"]);

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for table in &context.tables {
        let title = table.title.text();
        if !EXPECTED.is_in(title) {
            continue;
        }
        let stated = context.statements.iter().find_map(|s| {
            let tabled = s.observations.iter().find(|o| table.span.contains(o.provenance.span))?;
            let told = s.observations.iter().find(|o| {
                o.provenance.origin == Origin::Prose
                    && o.value.is_some()
                    && o.measure == tabled.measure
                    && !EXPECTED.is_in(&o.provenance.quote)
            })?;
            Some((s.indicator.name.as_str(), told.provenance.span))
        });
        let Some((name, span)) = stated else { continue };
        found.push(
            RULE.finding()
                .message(
                    format!("表{}是预计数，正文把{name}等写成已经实现", table.number),
                    format!(
                        "table {} gives estimates, the text states {name} and others as achieved",
                        table.number
                    ),
                )
                .label(table.title.full_span(), "预计", "expected")
                .label(span, "写成已经实现", "stated as achieved")
                .help("正文也写“预计”，或表格改用最终数", "say 预计 in the text too, or use final figures"),
        );
    }
}
