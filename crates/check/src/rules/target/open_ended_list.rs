use crate::context::Context;
use crate::rule::{Example, Page, Rule, Search};
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "T015",
    name: "open-ended-list",
    family: Family::Target,
    severity: Severity::Note,
    page: Page {
        title: ("项目名单以“等”结尾", "A list of projects that ends in 等"),
        what: (
            "项目专栏中以“等”结尾的名单：名单没有封口。",
            "Lists in boxes of projects that end in 等 (and so on): the list is not closed.",
        ),
        why: (
            "有多少项、完成了几项，都无法核对。",
            "How many there are and how many were done cannot be checked.",
        ),
        fix: ("列全，或写明项数。", "List them all, or state their number."),
        example: Example {
            faulty: "第一章 能源\n\n加快建设。\n\n专栏1：重点建设项目\n\n1、能源项目：天然气管道工程、义县光伏发电、黑山风力发电等。\n",
            sound: "第一章 能源\n\n加快建设。\n\n专栏1：重点建设项目\n\n1、能源项目：天然气管道工程、义县光伏发电、黑山风力发电。\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for piece in context.prose() {
        let Some(boxed) = piece.frame else { continue };
        let title = boxed.title.text();
        let text = piece.text();
        let bare = text.trim_end_matches(['。', '；', ' ']);
        let open = bare.ends_with('等') || bare.ends_with("等项目") || bare.ends_with("等工程");
        // Only a list of names; in a sentence 等 is a way of speaking.
        let list = bare.rsplit('：').next().unwrap_or(bare);
        let of_names = list.contains('、') && !list.contains(['，', '；']);
        if !open || !of_names || !(title.contains("项目") || title.contains("工程")) {
            continue;
        }
        let last = bare.rfind('、').map_or(0, |at| at + '、'.len_utf8());
        found.push(
            RULE.finding()
                .message(
                    format!("名单以“{}”结尾，没有列全", &bare[last..]),
                    format!("the list ends in “{}” and is not closed", &bare[last..]),
                )
                .label(piece.span(last..bare.len()), "还有哪些？", "what else?")
                .help("列全，或写明项数", "list them all, or state their number"),
        );
    }
}
