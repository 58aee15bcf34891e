use crate::context::Context;
use crate::rule::{Example, Grade, Page, Rule, Search};
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "X009",
    name: "document-number-form",
    family: Family::Text,
    severity: Severity::Note,
    grade: Grade::Preview,
    page: Page {
        title: ("发文字号写法不合规范", "A document number not in the standard form"),
        what: (
            "找出不按规范书写的发文字号：年份不用六角括号〔〕、序号前加“第”或编虚位、中间有空格。",
            "Finds numbers of documents that are not written as the standard has it: no 〔〕 around the year, 第 or a leading zero before the number, spaces inside.",
        ),
        why: (
            "《党政机关公文格式》（GB/T 9704—2012）第7.2.5条规定了写法，照此才能按字号检索到所引文件。",
            "GB/T 9704-2012, 7.2.5, gives the form; a cited paper is found by it.",
        ),
        fix: ("写成“发文机关代字〔年份〕序号号”。", "Write issuer〔year〕number号."),
        example: Example {
            faulty: "落实国发[2021]4号文件，加快园区建设。",
            sound: "落实国发〔2021〕4号文件，加快园区建设。",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for piece in context.pieces.iter().filter(|piece| piece.is_prose()) {
        for cited in phrase::document_numbers(piece.text()).into_iter().filter(|cited| !cited.standard) {
            let written = piece.text().get(cited.range.clone()).unwrap_or_default();
            found.push(
                RULE.finding()
                    .message(
                        format!("发文字号“{written}”应写成“{}”", cited.number),
                        format!("the document number “{written}” should be “{}”", cited.number),
                    )
                    .label(piece.span(cited.range), "不合规范的字号", "not in the standard form")
                    .help(
                        "年份用六角括号〔〕，序号不加“第”、不编虚位",
                        "put the year in 〔〕, and no 第 or zero before the number",
                    ),
            );
        }
    }
}
