use crate::context::Context;
use crate::rule::{Example, Grade, Page, Rule, Search};
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "S014",
    name: "outline-uncertain",
    family: Family::Structure,
    severity: Severity::Note,
    grade: Grade::Stable,
    page: Page {
        title: ("没有读准结构", "The outline was not read with certainty"),
        what: (
            "目录里的标题在正文中有、却没有认成标题，编号在文中有、却没有接上，或把表格的行认成了标题，这样的地方较多时只报这一条，关于目录、编号和空标题的规则不再出声。",
            "Titles of the contents stand in the body without being recognised, numbers stand in the text without being joined, table rows were taken for headings. Where there are several such places this is the only finding, and the rules on contents, numbering and empty headings stay silent.",
        ),
        why: (
            "结构读错时，关于缺号、缺节的提示多半是误报。",
            "When the outline is misread, most of what seems missing is not.",
        ),
        fix: (
            "尽量用 Word 或带文字层的 PDF；文本文件请保留换行和空行。",
            "Use the Word file or a PDF with text where there is one; keep line breaks and blank lines in text files.",
        ),
        example: Example {
            faulty: "目 录\n\n第一章 发展基础\t1\n第二章 重点任务\t3\n第三章 保障措施\t5\n第四章 组织实施\t6\n第五章 评估考核\t7\n第六章 附则\t8\n\n某市发展规划\n\n第一章 发展基础\n\n基础良好，项目充足。本规划第二章 重点任务，推进融合发展，扩大开放合作。\n\n第三章 保障措施\n\n加强领导，落实责任。随后是第四章 组织实施，分工到人，定期通报。\n\n第五章 评估考核\n\n每年评估。\n\n第六章 附则\n\n自印发之日起施行。\n",
            sound: "目 录\n\n第一章 发展基础\t1\n第二章 重点任务\t3\n第三章 保障措施\t5\n\n某市发展规划\n\n第一章 发展基础\n\n基础良好。\n\n第二章 重点任务\n\n推进融合。\n\n第三章 保障措施\n\n加强领导。\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let trust = context.trust();
    if trust.holds() {
        return;
    }
    let count = trust.doubtful.len();
    let mut finding = RULE
        .finding()
        .message(
            format!(
                "文件的结构没有读准（{count}处标题、编号对不上，另有{}处看来缺失），不检查目录、编号和空标题",
                trust.candidates
            ),
            format!(
                "the outline was not read with certainty ({count} titles or numbers out of place, {} that seem missing): contents, numbering and empty headings are not checked",
                trust.candidates
            ),
        )
        .help(
            "尽量用 Word 或带文字层的 PDF",
            "use the Word file or a PDF with text where there is one",
        );
    for place in trust.doubtful.iter().take(3) {
        finding = finding.label(*place, "没有接上", "out of place");
    }
    found.push(finding);
}
