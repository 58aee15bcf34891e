use crate::context::Context;
use crate::rule::{Example, Grade, Page, Rule, Search};
use crate::words::Words;
use document::Format;
use source::{Diagnostic, Family, Severity, Span};

pub(crate) static RULE: Rule = Rule {
    code: "X003",
    name: "leftover-markup",
    family: Family::Text,
    severity: Severity::Note,
    grade: Grade::Stable,
    page: Page {
        title: ("残留的排版标记", "Leftover markup"),
        what: (
            "找出纯文本里残留的 `**`、`<br>`、`&nbsp;` 等标记。",
            "Finds `**`, `<br>`, `&nbsp;` and the like left in plain text.",
        ),
        why: (
            "标记会混进名称和数字，使后续的识别和检索出错。",
            "Markup mixes with names and figures and misleads everything that reads them.",
        ),
        fix: (
            "删去标记，或把文件另存为它本来的格式再读入。",
            "Delete the marks, or read the file in its own format.",
        ),
        example: Example {
            faulty: "——**生物医药产业**。依托园区，发展生物医药。",
            sound: "——生物医药产业。依托园区，发展生物医药。",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

static MARKS: Words = Words::new(&["**", "__", "<br>", "<br/>", "<b>", "</b>", "&nbsp;", "&lt;", "&amp;"]);

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let document = context.document;
    if matches!(document.format, Format::Markdown | Format::Html) {
        return;
    }
    let marks: Vec<_> = MARKS.all(&document.text).collect();
    let mut rest = marks.as_slice();
    while let Some(&(start, mark)) = rest.first() {
        // An opening and a closing mark on one line make one finding.
        let line = document.lines.line(start);
        let closing = rest.get(1).filter(|(at, other)| *other == mark && document.lines.line(*at) == line);
        let end = closing.map_or(start, |(at, _)| *at) + mark.len();
        rest = &rest[if closing.is_some() { 2 } else { 1 }..];
        found.push(
            RULE.finding()
                .message(format!("残留标记“{mark}”"), format!("leftover markup “{mark}”"))
                .label(Span::new(start, end), "标记", "markup")
                .help("删去标记", "delete the marks")
                .artefact(),
        );
    }
}
