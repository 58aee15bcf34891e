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

const LAKE: &str = "湖";
static WATERS: [&str; 2] = ["水库", LAKE];

/// What directly behind 湖 makes it the beginning of another name: 湖南, 湖滨路, 锦湖水库.
const BEHIND_LAKE: [&str; 24] = [
    "南", "北", "州", "口", "滨", "镇", "乡", "村", "街", "路", "大道", "县", "市", "社区", "小区", "广场",
    "大桥", "新区", "新城", "学校", "医院", "车站", "羊", "水库",
];

/// Before 湖, what names no lake but lakes in general.
const ANY_LAKE: [&str; 12] =
    ["江河", "河", "江", "人工", "重点", "城市", "内", "退田还", "退圩还", "还", "大型", "环"];

#[derive(Default)]
struct Uses {
    supply: Option<Span>,
    recreation: Vec<Span>,
}

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let mut waters: BTreeMap<&str, Uses> = BTreeMap::new();
    for piece in context.prose() {
        let text = piece.text();
        for (at, kind) in WATERS.iter().flat_map(|kind| text.match_indices(*kind)) {
            let end = at + kind.len();
            let named = if kind == LAKE { lake_before(text, at, end) } else { name_before(text, at, end) };
            let Some(name) = named else { continue };
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

/// What stands before the name of a water.
const VERBS: [&str; 20] = [
    "建设", "完成", "启动", "推进", "整合", "依托", "加快", "利用", "实施", "围绕", "加强", "做好", "开发",
    "保护", "新建", "扩建", "打造", "发展", "以", "在",
];

/// 锦湖水库: at most four characters before 水库, back to a mark or a verb.
fn name_before(text: &str, at: usize, end: usize) -> Option<&str> {
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

/// 镜泊湖: one to three characters before 湖, all there are back to a mark, a verb or 的.
fn lake_before(text: &str, at: usize, end: usize) -> Option<&str> {
    let behind = &text[end..];
    if BEHIND_LAKE.iter().any(|word| behind.starts_with(word)) {
        return None;
    }
    let before = &text[..at];
    let run = before.char_indices().rev().take_while(|(_, c)| is_han(*c) && *c != '的').last()?.0;
    let start = VERBS
        .iter()
        .filter_map(|verb| before[run..].rfind(verb).map(|i| run + i + verb.len()))
        .max()
        .unwrap_or(run);
    let own = &text[start..at];
    let is_name = (1..=3).contains(&own.chars().count()) && !ANY_LAKE.contains(&own);
    is_name.then_some(&text[start..end])
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lakes_have_names() {
        let lake = |text: &str| {
            let at = text.find(LAKE).expect("a lake");
            lake_before(text, at, at + LAKE.len()).map(str::to_owned)
        };
        assert_eq!(lake("保护碧螺湖饮用水水源地").as_deref(), Some("碧螺湖"));
        assert_eq!(lake("碧螺湖水上运动基地").as_deref(), Some("碧螺湖"));
        for none in
            ["加强河湖治理", "湖南省", "建设东湖路", "保护锦湖水库", "推进退田还湖", "发展休闲观光的湖区"]
        {
            assert_eq!(lake(none), None, "{none}");
        }
    }
}
