use crate::context::Context;
use crate::rule::{Example, Grade, Page, Rule, Search};
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "S020",
    name: "table-cut-by-page",
    family: Family::Structure,
    severity: Severity::Note,
    grade: Grade::Stable,
    page: Page {
        title: ("表格被分页截断", "A table cut by a page break"),
        what: (
            "指出被分页截成两段、读取时重新接上的表格。表头在后一段没有重复。全文合并成一条。",
            "Points out tables that a page break cut in two and the reader joined again. The head is not repeated on the second part. One finding for the text.",
        ),
        why: (
            "接得对不对需要人看一眼：接错会把数字归到别的栏。",
            "A person should glance at it: joined wrongly, figures fall into other columns.",
        ),
        fix: (
            "核对接缝两边的行；最好从原始文件（docx）读入。",
            "Look at the rows on both sides; better still, read the original (docx).",
        ),
        example: Example {
            faulty: "表1：主要指标\n\n指标\t2015年基数\t2020年目标\n森林覆盖率（%）\t19\t21\n城镇化率（%）\t54\t60\n\n互联网普及率（%）\t60\t72\n人均预期寿命（岁）\t78.2\t79.2\n",
            sound: "表1：主要指标\n\n指标\t2015年基数\t2020年目标\n森林覆盖率（%）\t19\t21\n城镇化率（%）\t54\t60\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let cut: Vec<_> = context.tables.iter().filter(|table| !table.joins.is_empty()).collect();
    if cut.is_empty() {
        return;
    }
    let count = cut.len();
    let mut finding = RULE
        .finding()
        .message(
            format!("{count}张表格被分页截断，后一段没有表头"),
            format!(
                "{count} table{} cut by a page break; the second part has no head",
                if count == 1 { " is" } else { "s are" }
            ),
        )
        .help("核对接缝两边的行", "look at the rows on both sides")
        .artefact();
    for table in cut {
        for &row in table.joins.iter().take(2) {
            let cell = |row: usize| table.row(row).find(|cell| cell.text.text().chars().count() > 1);
            if let Some(below) = cell(row) {
                finding = finding.label(below.text.full_span(), "分页之后", "after the break");
            }
            if let Some(above) = row.checked_sub(1).and_then(cell) {
                finding = finding.label(above.text.full_span(), "分页之前", "before the break");
            }
        }
    }
    finding.labels.truncate(8);
    found.push(finding);
}
