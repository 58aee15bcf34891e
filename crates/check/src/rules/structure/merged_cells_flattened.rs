use crate::context::Context;
use crate::rule::{Example, Grade, Page, Rule, Search};
use document::Cell;
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "S021",
    name: "merged-cells-flattened",
    family: Family::Structure,
    severity: Severity::Note,
    grade: Grade::Stable,
    page: Page {
        title: ("合并单元格的范围是推断的", "Merged cells were inferred"),
        what: (
            "纯文本只在合并单元格的第一格留下文字。指出按空格推断了合并范围的表格，全文合并成一条。",
            "Plain text keeps the words of a merged cell in its first place only. Points out tables whose merged cells were inferred from empty ones; one finding for the text.",
        ),
        why: (
            "范围推断错了，分组或“约束性”就会落到别的行上。",
            "Inferred wrongly, a group or the word 约束性 falls on other rows.",
        ),
        fix: (
            "核对被推断的行；最好从原始文件（docx）读入。",
            "Check these rows; better still, read the original (docx).",
        ),
        example: Example {
            faulty: "表1：主要指标\n\n类别\t指标\t2015年基数\t2020年目标\n生态\t森林覆盖率（%）\t19\t21\n\t森林蓄积量（万立方米）\t760\t800\n民生\t人均预期寿命（岁）\t78.2\t79.2\n\t互联网普及率（%）\t60\t72\n",
            sound: "表1：主要指标\n\n类别\t指标\t2015年基数\t2020年目标\n生态\t森林覆盖率（%）\t19\t21\n民生\t人均预期寿命（岁）\t78.2\t79.2\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let is_merged = |cell: &&Cell| cell.inferred && !cell.text.is_empty() && cell.row_span > 1;
    let tables: Vec<Vec<&Cell>> = context
        .tables
        .iter()
        .map(|table| table.cells.iter().filter(is_merged).collect::<Vec<_>>())
        .filter(|merged| !merged.is_empty())
        .collect();
    let count: usize = tables.iter().map(Vec::len).sum();
    if count == 0 {
        return;
    }
    let mut finding = RULE
        .finding()
        .message(
            format!("{}张表格中有{count}个合并单元格的范围是按空格推断的", tables.len()),
            format!("the extent of {count} merged cells in {} tables was inferred", tables.len()),
        )
        .help("核对被推断的行", "check these rows")
        .artefact();
    // A few of every table rather than all of the first.
    for cell in tables.iter().flat_map(|merged| merged.iter().take(3)).take(9) {
        finding = finding.label(
            cell.text.full_span(),
            format!("推断为{}行", cell.row_span),
            format!("taken for {} rows", cell.row_span),
        );
    }
    found.push(finding);
}
