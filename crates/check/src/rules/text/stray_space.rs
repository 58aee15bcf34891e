use crate::context::Context;
use crate::language::is_han;
use crate::rule::{Example, Grade, Page, Rule, Search};
use source::{Diagnostic, Family, Severity, Span};

pub(crate) static RULE: Rule = Rule {
    code: "X008",
    name: "stray-space",
    family: Family::Text,
    severity: Severity::Note,
    grade: Grade::Stable,
    page: Page {
        title: ("数字两边的空格时有时无", "Digits with and without spaces"),
        what: (
            "在同一文件里，数字与汉字之间有时有空格、有时没有，全文合并成一条。",
            "The same text sets digits off with spaces in some places and not in others; one finding for the whole text.",
        ),
        why: (
            "这是分段转换或拼稿的痕迹，按字面检索“到2020年”会漏掉一半。",
            "A trace of a conversion in parts or of merged drafts; a literal search for 到2020年 misses half of the places.",
        ),
        fix: ("统一写法，一般不加空格。", "Settle on one form, usually without spaces."),
        example: Example {
            faulty: "到 2020 年，建成 5 个园区。到2020年，新增20个企业。",
            sound: "到2020年，建成5个园区。到2020年，新增20个企业。",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

/// Fewer than this many of either form say nothing.
const ENOUGH: usize = 2;

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let text = &context.document.text;
    let (mut spaced, mut tight) = (Vec::new(), Vec::new());
    for (at, _) in text.match_indices('年') {
        // 到 2020 年 and 到2020年: years are written in every plan and always the same way.
        let before = &text[..at];
        let trimmed = before.trim_end_matches(' ');
        let digits = trimmed.len() - trimmed.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        if digits != 4 {
            continue;
        }
        let head = &trimmed[..trimmed.len() - 4];
        let lead = head.trim_end_matches(' ');
        let Some(first) = lead.chars().next_back().filter(|c| is_han(*c)) else { continue };
        let span = Span::new(lead.len() - first.len_utf8(), at + '年'.len_utf8());
        let gaps = (head.len() > lead.len(), before.len() > trimmed.len());
        match gaps {
            (true, true) => spaced.push(span),
            (false, false) => tight.push(span),
            _ => {}
        }
    }
    if spaced.len().min(tight.len()) < ENOUGH.min(spaced.len().max(tight.len()))
        || spaced.is_empty()
        || tight.is_empty()
    {
        return;
    }
    found.push(
        RULE.finding()
            .message(
                format!("年份两边有时有空格（{}处），有时没有（{}处）", spaced.len(), tight.len()),
                format!(
                    "years are written with spaces in {} places and without in {}",
                    spaced.len(),
                    tight.len()
                ),
            )
            .label(spaced[0], "有空格", "with spaces")
            .label(tight[0], "没有空格", "without")
            .help("统一写法", "settle on one form")
            .artefact(),
    );
}
