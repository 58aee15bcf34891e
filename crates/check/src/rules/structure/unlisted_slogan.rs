use crate::context::Context;
use crate::rule::{Example, Grade, Page, Rule, Search};
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "S011",
    name: "unlisted-slogan",
    family: Family::Structure,
    severity: Severity::Warning,
    grade: Grade::Preview,
    page: Page {
        title: ("说了“几个”，没有列出是哪几个", "A slogan that counts and never lists"),
        what: (
            "找出“四个驱动”“六大体系”这类点明了个数、全文却没有逐项列出的提法。全国通用的提法不报。",
            "Finds slogans that state a number (“四个驱动”) while the text never lists the items. Nationwide phrases are left out.",
        ),
        why: (
            "任务和指标本应从这几项展开；没有列出，就无从对照是否落实。",
            "Duties and indicators should follow from the items; unlisted, nothing can be held against them.",
        ),
        fix: ("逐项列出，或删去个数。", "List the items, or drop the number."),
        example: Example {
            faulty: "坚持“四个驱动”共同发力，优化经济发展空间格局。",
            sound: "坚持改革驱动、创新驱动、开放驱动、项目驱动“四个驱动”共同发力，优化经济发展空间格局。",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for item in context.unexplained_names() {
        let [part] = item.parts.as_slice() else { continue };
        if !part.counted {
            continue;
        }
        let name = item.name;
        found.push(
            RULE.finding()
                .message(
                    format!("“{name}”全文没有列出是哪{}个", part.number),
                    format!("the text never lists the {} items of “{name}”", part.number),
                )
                .label(context.pieces[item.piece].span(item.range.clone()), "是哪几个？", "which ones?")
                .help("逐项列出，或删去个数", "list the items, or drop the number"),
        );
    }
}
