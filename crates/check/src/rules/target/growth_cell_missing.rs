use crate::context::Context;
use crate::rule::{Example, Grade, Page, Rule, Search};
use plan::{Measure, Origin};
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "T010",
    name: "growth-cell-missing",
    family: Family::Target,
    severity: Severity::Note,
    grade: Grade::Stable,
    page: Page {
        title: ("增速栏有的填、有的空", "A growth column filled for some rows only"),
        what: (
            "同一张表的比率类指标，有的填了增速，有的有基数有目标却写“—”。每张表一条。",
            "Among the shares of one table some rows have a growth figure, others have base and target and a “—”; one finding for each table.",
        ),
        why: (
            "读者无法知道空格是不适用还是漏填。",
            "Nobody can tell whether the dash means not applicable or forgotten.",
        ),
        fix: ("补齐，或统一不填并在表下说明。", "Fill them all, or leave all shares out and say so."),
        example: Example {
            faulty: "某市国民经济和社会发展第十三个五年规划纲要\n\n表1：主要指标\n\n指标\t2015年基数\t2020年目标\t年均增长(%)\n互联网普及率（%）\t60.6\t72\t—\n常住人口城镇化率（%）\t54.5\t62.5\t—\n森林覆盖率（%）\t19\t21\t0.4\n",
            sound: "某市国民经济和社会发展第十三个五年规划纲要\n\n表1：主要指标\n\n指标\t2015年基数\t2020年目标\t年均增长(%)\n互联网普及率（%）\t60.6\t72\t2.3\n常住人口城镇化率（%）\t54.5\t62.5\t1.6\n森林覆盖率（%）\t19\t21\t0.4\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for table in &context.tables {
        let mut filled = 0;
        let mut empty = Vec::new();
        for s in &context.statements {
            let target = s.targets.iter().find(|t| {
                t.provenance.origin == Origin::Table
                    && table.span.contains(t.provenance.span)
                    && t.value.is_some()
            });
            let Some(target) = target.filter(|t| t.measure == Measure::Share) else { continue };
            let base = s.observations.iter().any(|o| {
                o.value.is_some() && o.measure == Measure::Share && table.span.contains(o.provenance.span)
            });
            // A cut has no growth of its own.
            if !base || s.indicator.name.contains(['降', '减']) || s.indicator.parent.contains(['降', '减'])
            {
                continue;
            }
            match (target.rate, target.rate_text.trim()) {
                (Some(_), _) => filled += 1,
                (None, "—" | "-" | "－" | "——" | "–") => {
                    empty.push((s.indicator.name.as_str(), target.provenance.span));
                }
                _ => {}
            }
        }
        if filled == 0 || empty.is_empty() {
            continue;
        }
        let names: Vec<&str> = empty.iter().map(|(name, _)| *name).collect();
        let mut finding = RULE
            .finding()
            .message(
                format!(
                    "表{}中{filled}项比率填了增速，{}没有填：{}",
                    table.number,
                    empty.len(),
                    names.join("、")
                ),
                format!(
                    "table {}: {filled} shares have a growth figure, {} have none: {}",
                    table.number,
                    empty.len(),
                    names.join("、")
                ),
            )
            .help("补齐，或统一不填并在表下说明", "fill them all, or none and say so");
        for (_, span) in empty.iter().take(6) {
            finding = finding.label(*span, "增速为“—”", "no growth");
        }
        found.push(finding);
    }
}
