use super::routes::{Mention, railways};
use crate::context::Context;
use crate::rule::{Example, Grade, Page, Rule, Search};
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "C013",
    name: "built-or-upgraded",
    family: Family::Consistency,
    severity: Severity::Warning,
    grade: Grade::Stable,
    page: Page {
        title: (
            "同一条铁路一处“建设”、一处“扩能改造”",
            "A railway to be built in one place and upgraded in another",
        ),
        what: (
            "同一条铁路（按两端归并）在一处是推动建设，在另一处是扩能、改造、增建复线。",
            "One railway (by its two ends) is to be built in one place and to be upgraded or doubled in another.",
        ),
        why: (
            "新建和改造的审批、投资、期限都不同，读者不知道这条线现在有没有。",
            "Building and upgrading differ in approval, money and time; nobody can tell whether the line exists.",
        ),
        fix: ("写明线路现状和本期的工程内容。", "Say what exists and what is to be done."),
        example: Example {
            faulty: "推动锦州至白音华铁路建设。\n\n交通项目：锦赤铁路和锦白铁路扩能（锦州段）、龙湾疏港铁路工程。\n",
            sound: "推动锦州至白音华铁路扩能。\n\n交通项目：锦赤铁路和锦白铁路扩能（锦州段）、龙湾疏港铁路工程。\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

const UPGRADE: [&str; 7] = ["扩能", "改造", "复线", "增建", "提速", "电气化", "既有线"];
const BUILD: [&str; 5] = ["建设", "新建", "开工", "修建", "打通"];

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for (_, mentions) in railways(context) {
        let has =
            |mention: &Mention<'_>, words: &[&str]| words.iter().any(|word| mention.around.contains(word));
        let upgraded = mentions.iter().find(|m| has(m, &UPGRADE));
        let built = mentions.iter().find(|m| has(m, &BUILD) && !has(m, &UPGRADE));
        let (Some(upgraded), Some(built)) = (upgraded, built) else { continue };
        found.push(
            RULE.finding()
                .message(
                    format!("“{}”一处要建设，“{}”一处是扩能改造", built.name, upgraded.name),
                    format!("“{}” is to be built, “{}” to be upgraded", built.name, upgraded.name),
                )
                .label(built.span, "建设", "built")
                .label(upgraded.span, "扩能改造", "upgraded")
                .help("写明线路现状和本期的工程内容", "say what exists and what is to be done"),
        );
    }
}
