use crate::context::{Context, Piece};
use crate::rule::{Example, Grade, Page, Rule, Search};
use source::{Diagnostic, Family, Severity, Span};

pub(crate) static RULE: Rule = Rule {
    code: "T015",
    name: "open-ended-list",
    family: Family::Target,
    severity: Severity::Note,
    grade: Grade::Stable,
    page: Page {
        title: ("项目名单以“等”结尾", "A list of projects that ends in 等"),
        what: (
            "项目专栏中以“等”结尾的名单：名单没有封口。每个专栏一条。",
            "Lists in boxes of projects that end in 等 (and so on): the list is not closed. One finding for each box.",
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
    for (boxed, pieces) in &context.boxes {
        let title = boxed.title.text();
        if !(title.contains("项目") || title.contains("工程")) {
            continue;
        }
        let pieces = context.pieces[pieces.clone()]
            .iter()
            .filter(|p| p.is_prose() && p.frame.is_some_and(|f| std::ptr::eq(f, *boxed)));
        let ends: Vec<(Span, &str)> = pieces.filter_map(open_end).collect();
        let Some((_, last)) = ends.first() else { continue };
        let count = ends.len();
        let mut finding = RULE
            .finding()
            .message(
                format!("专栏{}有{count}个名单以“等”结尾，没有列全，如“{last}”", boxed.number),
                format!("box {}: {count} lists end in 等 and are not closed, such as “{last}”", boxed.number),
            )
            .help("列全，或写明项数", "list them all, or state their number");
        for (span, _) in ends.into_iter().take(6) {
            finding = finding.label(span, "还有哪些？", "what else?");
        }
        found.push(finding);
    }
}

/// The last item of a list of names that ends in 等.
fn open_end<'a>(piece: &Piece<'a>) -> Option<(Span, &'a str)> {
    let bare = piece.text().trim_end_matches(['。', '；', ' ']);
    let open = bare.ends_with('等') || bare.ends_with("等项目") || bare.ends_with("等工程");
    // In a sentence 等 is a way of speaking.
    let list = bare.rsplit('：').next().unwrap_or(bare);
    let of_names = list.contains('、') && !list.contains(['，', '；']);
    let last = bare.rfind('、')? + '、'.len_utf8();
    (open && of_names).then(|| (piece.span(last..bare.len()), &bare[last..]))
}
