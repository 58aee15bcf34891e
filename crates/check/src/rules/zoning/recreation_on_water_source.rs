use crate::context::{Context, Piece};
use crate::language::{clause_at, is_han};
use crate::rule::{Example, Grade, Page, Rule, Search};
use crate::words::Words;
use source::{Diagnostic, Family, Severity, Span};
use std::collections::BTreeMap;

pub(crate) static RULE: Rule = Rule {
    code: "Z003",
    name: "recreation-on-water-source",
    family: Family::Zoning,
    severity: Severity::Note,
    grade: Grade::Stable,
    page: Page {
        title: ("供水水库上安排旅游和水上活动", "Recreation on a water-supply reservoir"),
        what: (
            "同一座水库（湖）在一处承担供水或饮用水水源，在另一处安排旅游、度假或水上运动。每座水库一条。",
            "One reservoir or lake supplies drinking water in one place and carries tourism or water sports in another; one finding for each.",
        ),
        why: (
            "《水污染防治法》禁止在饮用水水源保护区从事旅游、游泳等可能污染水体的活动。",
            "The Law on the Prevention of Water Pollution forbids tourism, swimming and the like in protected drinking-water areas.",
        ),
        fix: (
            "写明活动位于保护区之外，或调整项目。",
            "Say that the activity lies outside the protected area, or move it.",
        ),
        example: Example {
            faulty: "第一章 供水\n\n完成锦湖水库供水工程。\n\n第二章 体育\n\n建设锦湖水库皮划艇水上训练基地。\n",
            sound: "第一章 供水\n\n完成锦湖水库供水工程。\n\n第二章 体育\n\n建设凌河皮划艇水上训练基地。\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

static SUPPLY: Words = Words::new(&["供水", "饮用水", "水源地", "水源保护", "净水厂", "引水"]);
static RECREATION: Words = Words::new(&[
    "旅游",
    "度假",
    "水上训练",
    "水上运动",
    "皮划艇",
    "赛艇",
    "游泳",
    "景区",
    "游船",
    "垂钓",
    "休闲",
]);

#[derive(Default)]
struct Uses {
    supply: Option<Span>,
    recreation: Vec<Span>,
}

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let mut waters: BTreeMap<&str, Uses> = BTreeMap::new();
    for piece in context.prose() {
        let text = piece.text();
        for (at, _) in text.match_indices("水库") {
            let end = at + "水库".len();
            let Some(name) = name_before(text, at, end) else { continue };
            let item = item_around(text, at);
            let uses = waters.entry(name).or_default();
            let words = &text[item.clone()];
            let span = place(piece, text, name, end, item.end);
            if RECREATION.is_in(words) {
                uses.recreation.push(span);
            } else if SUPPLY.is_in(words) {
                uses.supply.get_or_insert(span);
            }
        }
    }
    for (name, uses) in waters {
        let (Some(supply), Some(first)) = (uses.supply, uses.recreation.first()) else { continue };
        let mut finding = RULE
            .finding()
            .message(
                format!("{name}既供水，又安排旅游或水上活动"),
                format!("{name} supplies water and carries recreation as well"),
            )
            .label(*first, "旅游、水上活动", "recreation")
            .help(
                "写明活动在保护区之外，或调整项目",
                "say that it lies outside the protected area, or move it",
            );
        for span in uses.recreation.iter().skip(1).take(2) {
            finding = finding.label(*span, "旅游、水上活动", "recreation");
        }
        found.push(finding.label(supply, "供水", "water supply"));
    }
}

/// 锦湖水库: at most four characters before 水库, back to a mark or a verb.
fn name_before(text: &str, at: usize, end: usize) -> Option<&str> {
    const VERBS: [&str; 16] = [
        "建设", "完成", "启动", "推进", "整合", "依托", "加快", "利用", "实施", "围绕", "加强", "做好",
        "开发", "保护", "新建", "扩建",
    ];
    let before = &text[..at];
    let start = before.char_indices().rev().take_while(|(_, c)| is_han(*c)).take(4).last()?.0;
    let start = VERBS
        .iter()
        .filter_map(|verb| before[start..].rfind(verb).map(|i| start + i + verb.len()))
        .max()
        .unwrap_or(start);
    let name = &text[start..end];
    (2..=4).contains(&text[start..at].chars().count()).then_some(name)
}

/// The item of a list, or the clause when it is a running sentence.
fn item_around(text: &str, at: usize) -> std::ops::Range<usize> {
    let clause = clause_at(text, at);
    let words = &text[clause.clone()];
    // In a box every item stands for itself; 整合甲、水库、乙等旅游资源 speaks of all.
    if words.contains('等') {
        return clause;
    }
    let start =
        text[clause.start..at].rfind('、').map_or(clause.start, |i| clause.start + i + '、'.len_utf8());
    let end = text[at..clause.end].find('、').map_or(clause.end, |i| at + i);
    start..end
}

fn place(piece: &Piece<'_>, text: &str, name: &str, end: usize, limit: usize) -> Span {
    let start = end - name.len();
    let stop = text[end..limit].find('、').map_or(limit, |i| end + i);
    piece.span(start..stop)
}
