use crate::context::Context;
use crate::language::{ends_clause, is_han};
use crate::rule::{Example, Grade, Page, Rule, Search};
use crate::words::Words;
use source::{Diagnostic, Family, Severity};
use std::ops::Range;

pub(crate) static RULE: Rule = Rule {
    code: "T008",
    name: "missing-unit",
    family: Family::Target,
    severity: Severity::Warning,
    grade: Grade::Stable,
    page: Page {
        title: ("数字后面没有单位", "A number without a unit"),
        what: (
            "找出“200万集成电路”“人口达到190万”这样只有万、亿而没有量词或单位的数。万、亿后面是人口、农民等表示人的名词时不报；句末省略的降为提示。",
            "Finds numbers with 万 or 亿 but no measure word or unit (200万集成电路, 人口达到190万). Nouns for persons may follow directly; an omission at the end of a clause is a note.",
        ),
        why: (
            "万块、万片还是万元，每年还是累计，无法核对。",
            "Pieces, wafers or yuan, a year or in all: it cannot be checked.",
        ),
        fix: ("补上单位和时间口径。", "Add the unit and the period."),
        example: Example {
            faulty: "光伏新能源及电子信息项目：古塔电子信息园、瑞光电子200万集成电路。",
            sound: "光伏新能源及电子信息项目：古塔电子信息园、瑞光电子年产200万块集成电路。",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

/// What 万 and 亿 may stand in front of without a measure word.
static COUNTABLE: Words = Words::new(&[
    "人",
    "农",
    "居民",
    "群众",
    "劳动",
    "学生",
    "学子",
    "师生",
    "职工",
    "贫困",
    "移民",
    "户",
    "家",
    "老",
    "党员",
    "干部",
    "市民",
    "村民",
    "游客",
    "旅客",
    "大学",
    "高校",
    "技",
    "残疾",
    "儿童",
    "妇女",
    "青",
    "城镇",
    "城乡",
    "新增就业",
    "流动",
    "外来",
    "常住",
    "户籍",
    "级",
    "以上",
    "以下",
    "左右",
    "众",
    "余",
]);
/// Fixed words that hold 万 or 亿 (万元, 亿吨 never get here: they are units).
static FIXED: Words = Words::new(&[
    "万众", "万家", "万里", "万物", "万人", "万象", "万达", "万博", "万豪", "万科", "万名", "万村",
]);

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for piece in context.prose() {
        let text = piece.text();
        for (at, c) in text.char_indices().filter(|(_, c)| matches!(c, '万' | '亿')) {
            let end = at + c.len_utf8();
            let head = text[..at].trim_end_matches(' ');
            let start =
                head.len() - head.bytes().rev().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
            let has_digits = head[start..].bytes().any(|b| b.is_ascii_digit());
            let rest = text[end..].trim_start_matches(' ');
            if !has_digits || FIXED.opening(&text[at..]).is_some() {
                continue;
            }
            // What the grammar has found a unit for is complete.
            let with_unit = piece.mentions.iter().any(|m| m.span.contains(&at) && m.unit.is_some());
            let next = rest.chars().next();
            let listed = matches!(next, Some('-' | '—' | '～' | '~' | '至' | '、' | '/' | '亿' | '万' | '+'));
            if with_unit || listed || COUNTABLE.opening(rest).is_some() || persons(rest) {
                continue;
            }
            // 50万锭, 20万单位: what fills the rest of the item in a word or two is a measure word of its trade.
            let word = rest.chars().take_while(|c| is_han(*c)).count();
            let closed = rest.chars().nth(word).is_none_or(|c| ends_clause(c) || "、（）()".contains(c));
            if (1..=2).contains(&word) && closed {
                continue;
            }
            let at_end = next.is_none_or(|c| !is_han(c));
            let clause = item_at(text, at);
            let shown = text[start..end].trim();
            let mut finding = RULE
                .finding()
                .message(
                    format!("“{}”中的{shown}没有单位", text[clause.start..clause.end].trim()),
                    format!("{shown} in “{}” has no unit", text[clause.start..clause.end].trim()),
                )
                .label(piece.span(start..end), "什么单位？", "of what?")
                .help("补上单位和时间口径", "add the unit and the period");
            if at_end {
                finding.severity = Severity::Note;
            }
            found.push(finding);
        }
    }
}

/// Whether people are what is counted a few words further on: 12万|建档立卡的搬迁人口.
fn persons(rest: &str) -> bool {
    const NEAR: usize = 14;
    let end = rest.find(|c: char| c == '、' || ends_clause(c)).unwrap_or(rest.len());
    let near = rest[..end].char_indices().nth(NEAR).map_or(end, |(at, _)| at);
    ["人口", "人员", "群众", "居民", "职工", "对象", "农户", "群体", "人群", "人才"]
        .iter()
        .any(|word| rest[..near].contains(word))
}

/// The item or clause around a place.
fn item_at(text: &str, at: usize) -> Range<usize> {
    let bound = |c: char| c == '、' || ends_clause(c);
    let start = text[..at].char_indices().rev().find(|(_, c)| bound(*c)).map_or(0, |(i, c)| i + c.len_utf8());
    start..text[at..].find(bound).map_or(text.len(), |i| at + i)
}
