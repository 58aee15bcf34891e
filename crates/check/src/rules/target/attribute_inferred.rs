use crate::context::Context;
use crate::rule::{Example, Grade, Page, Rule, Search};
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "T016",
    name: "attribute-inferred",
    family: Family::Target,
    severity: Severity::Note,
    grade: Grade::Stable,
    page: Page {
        title: ("指标属性是从合并单元格推断的", "An attribute inferred from a merged cell"),
        what: (
            "属性栏为空的行，按上方合并单元格推断为约束性或预期性。每张表一条。",
            "Rows with an empty attribute were given that of the merged cell above; one finding for each table.",
        ),
        why: (
            "约束性与预期性的考核方式不同，推断需要人确认。",
            "Binding and anticipated are assessed differently; a person should confirm.",
        ),
        fix: (
            "核对原表；最好从原始文件（docx）读入。",
            "Check the original table; better still, read the original (docx).",
        ),
        example: Example {
            faulty: "某市国民经济和社会发展第十三个五年规划纲要\n\n表1：主要指标\n\n类别\t指标\t2015年基数\t2020年目标\t指标属性\n森林\t森林覆盖率（%）\t19\t21\t约束性\n\t森林蓄积量（万立方米）\t760\t800\t\n民生\t人均预期寿命（岁）\t78.2\t79.2\t预期性\n",
            sound: "某市国民经济和社会发展第十三个五年规划纲要\n\n表1：主要指标\n\n类别\t指标\t2015年基数\t2020年目标\t指标属性\n森林\t森林覆盖率（%）\t19\t21\t约束性\n\t森林蓄积量（万立方米）\t760\t800\t约束性\n民生\t人均预期寿命（岁）\t78.2\t79.2\t预期性\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for table in &context.tables {
        let mut rows = Vec::new();
        for cell in table.cells.iter().filter(|cell| cell.inferred && cell.row_span > 1) {
            let word = cell.text.text();
            if !word.contains("约束") && !word.contains("预期") {
                continue;
            }
            for row in cell.row + 1..cell.row + cell.row_span {
                let name =
                    table.row(row).find(|c| c.text.text().chars().count() > 1 && c.column < cell.column);
                if let Some(name) = name {
                    rows.push((name.text.full_span(), word));
                }
            }
        }
        if rows.is_empty() {
            continue;
        }
        let count = rows.len();
        let mut finding = RULE
            .finding()
            .message(
                format!("表{}有{count}行的属性栏为空，按上方合并单元格推断", table.number),
                format!("{count} rows of table {} have no attribute of their own", table.number),
            )
            .help("核对原表", "check the original table")
            .artefact();
        for (span, word) in rows.into_iter().take(6) {
            finding = finding.label(span, format!("推断为{word}"), format!("taken for {word}"));
        }
        found.push(finding);
    }
}
