use super::routes::railways;
use crate::context::Context;
use crate::rule::{Example, Grade, Page, Rule, Search};
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "C012",
    name: "route-variant",
    family: Family::Consistency,
    severity: Severity::Note,
    grade: Grade::Stable,
    page: Page {
        title: ("同一条铁路有几种叫法", "One railway under several names"),
        what: (
            "把“北京至沈阳铁路客运专线”“京沈高铁”“京沈客专”按两端简称归并，找出叫法不一的铁路。",
            "Groups 北京至沈阳铁路客运专线, 京沈高铁 and 京沈客专 by the short names of both ends and finds railways with several names.",
        ),
        why: ("项目台账会把一条线记成几个项目。", "The list of projects will count one line several times."),
        fix: (
            "统一为批复中的名称，第一次出现时注明简称。",
            "Use the approved name and give the short one where it first occurs.",
        ),
        example: Example {
            faulty: "做好京沈客专的协调工作。\n\n建设北京至沈阳铁路客运专线供电项目。\n",
            sound: "做好京沈客专的协调工作。\n\n建设京沈客专供电项目。\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for (_, mentions) in railways(context) {
        let mut names = Vec::new();
        for mention in &mentions {
            if !names.iter().any(|(name, _)| *name == mention.name) {
                names.push((mention.name, mention.span));
            }
        }
        if names.len() < 2 {
            continue;
        }
        let listed = names.iter().map(|(name, _)| format!("“{name}”")).collect::<Vec<_>>().join("、");
        let mut finding = RULE
            .finding()
            .message(format!("{listed}是同一条铁路的不同叫法"), format!("{listed} name one railway"))
            .help("统一为批复中的名称", "use the approved name throughout");
        for (_, span) in names.into_iter().take(5) {
            finding = finding.label(span, "", "");
        }
        found.push(finding);
    }
}
