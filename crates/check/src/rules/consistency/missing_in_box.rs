use crate::context::Context;
use crate::language::{clauses, enumeration};
use crate::naming::{common_run, is_proper, without_region};
use crate::rule::{Example, Grade, Page, Rule, Search};
use source::{Diagnostic, Family, Severity};
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

pub(crate) static RULE: Rule = Rule {
    code: "C015",
    name: "missing-in-box",
    family: Family::Consistency,
    severity: Severity::Note,
    grade: Grade::Stable,
    page: Page {
        title: ("正文的重点项目没有列入专栏", "A key project of the text missing from the box"),
        what: (
            "正文“重点建设甲、乙、丙”中，有的已列入项目专栏，有的没有。整句都没有列入的不报：专栏可能另有范围。",
            "Of the projects behind 重点建设 some stand in a box of projects and others do not. Sentences of which none is in a box are left alone: the box may have another scope.",
        ),
        why: (
            "专栏是考核和申报的依据，漏列的项目得不到资金和用地。",
            "Boxes are what is assessed and applied for; what is left out gets neither money nor land.",
        ),
        fix: ("补列，或在正文删去“重点”。", "Add it to the box, or do not call it key in the text."),
        example: Example {
            faulty: "第一章 物流\n\n重点建设云岭航空物流园、杏山国际物流园、双羊综合物流园。\n\n专栏1：重点项目\n\n1、物流节点：滨海新区杏山国际物流园、凌海市双羊综合物流园、汤河子物流中心。\n",
            sound: "第一章 物流\n\n重点建设杏山国际物流园、双羊综合物流园。\n\n专栏1：重点项目\n\n1、物流节点：滨海新区杏山国际物流园、凌海市双羊综合物流园、汤河子物流中心。\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

const LEADS: [&str; 5] = ["重点建设", "重点发展", "重点推进", "重点打造", "重点实施"];
/// Names of things to be built end so; an industry or a product is no project.
const ENDS: [&str; 16] = [
    "园",
    "园区",
    "中心",
    "基地",
    "项目",
    "工程",
    "广场",
    "枢纽",
    "电站",
    "市场",
    "大桥",
    "水库",
    "机场",
    "开发区",
    "集聚区",
    "产业园",
];

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let regions = context.regions();
    let boxed: BTreeSet<&str> = context
        .prose()
        .filter(|piece| {
            piece.frame.is_some_and(|frame| {
                let title = frame.title.text();
                title.contains("项目") || title.contains("工程")
            })
        })
        .flat_map(|piece| {
            let text = piece.text();
            let list = text.find('：').map_or(0, |at| at + '：'.len_utf8());
            enumeration(&text[list..]).into_iter().map(move |item| &text[list..][item])
        })
        .collect();
    let boxed = Boxed::of(boxed);
    for piece in context.prose().filter(|piece| piece.frame.is_none() && !context.is_review(piece)) {
        let text = piece.text();
        for clause in clauses(text) {
            let words = &text[clause.clone()];
            let Some(lead) = LEADS.iter().find_map(|lead| words.strip_prefix(lead).map(|_| lead.len()))
            else {
                continue;
            };
            let list = clause.start + lead..clause.end;
            let items = match pointed(&text[list.clone()]) {
                Some(end) => named(text, list.start..list.start + end),
                None => items(text, list),
            };
            if items.len() < 2 {
                continue;
            }
            let is_boxed = |range: &Range<usize>| boxed.holds(without_region(&text[range.clone()], regions));
            let (listed, missing): (Vec<_>, Vec<_>) = items.into_iter().partition(is_boxed);
            if listed.is_empty() || missing.is_empty() {
                continue;
            }
            let names = missing
                .iter()
                .map(|range| format!("“{}”", &text[range.clone()]))
                .collect::<Vec<_>>()
                .join("、");
            let mut finding = RULE
                .finding()
                .message(
                    format!("{names}是正文的重点项目，没有列入项目专栏"),
                    format!("{names}: key in the text, missing from the boxes of projects"),
                )
                .help("补列，或不称为重点", "add it to the box, or do not call it key");
            for range in missing.into_iter().take(4) {
                finding = finding.label(piece.span(range), "专栏没有", "not in a box");
            }
            for range in listed.into_iter().take(1) {
                finding = finding.label(piece.span(range), "专栏有", "in a box");
            }
            found.push(finding);
        }
    }
}

/// The items of the boxes of projects, each once, by their runs of four characters.
struct Boxed<'a> {
    by_run: HashMap<[char; RUN], Vec<&'a str>>,
}

/// Names that are one thing have a run of so many characters in common.
const RUN: usize = 4;
/// A run that more items share (产业园区) is looked at in the first ones only.
const COMMON: usize = 64;

impl<'a> Boxed<'a> {
    fn of(items: BTreeSet<&'a str>) -> Self {
        let mut by_run: HashMap<_, Vec<&'a str>> = HashMap::new();
        for item in items {
            for run in runs(item) {
                let list = by_run.entry(run).or_default();
                if list.len() < COMMON && list.last() != Some(&item) {
                    list.push(item);
                }
            }
        }
        Self { by_run }
    }

    /// Whether an item and `name` have a proper name in common.
    fn holds(&self, name: &str) -> bool {
        let like: BTreeSet<&str> =
            runs(name).filter_map(|run| self.by_run.get(&run)).flatten().copied().collect();
        like.into_iter().any(|other| is_proper(common_run(name, other)))
    }
}

fn runs(text: &str) -> impl Iterator<Item = [char; RUN]> + '_ {
    let mut last = ['\0'; RUN];
    text.chars().enumerate().filter_map(move |(at, c)| {
        last.rotate_left(1);
        last[RUN - 1] = c;
        (at + 1 >= RUN).then_some(last)
    })
}

/// Where a list of works ends that counts them or points at a box: 甲治理、乙修复|三项关键工程（详见专栏7）.
fn pointed(list: &str) -> Option<usize> {
    let bracket = list.find(['（', '(']).unwrap_or(list.len());
    let shown = list[bracket..].contains("专栏");
    let front = &list[..bracket];
    let tail = ["工程", "项目"].iter().find_map(|end| front.strip_suffix(end));
    let tail = tail.map(|rest| {
        ["关键", "重点", "重大", "标志性"].iter().find_map(|word| rest.strip_suffix(word)).unwrap_or(rest)
    });
    let counted = tail.and_then(|rest| ["项", "个", "大"].iter().find_map(|word| rest.strip_suffix(word)));
    let count = counted.map(|rest| {
        rest.trim_end_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
    });
    match count {
        Some(end) if end.len() < counted.map_or(0, str::len) => Some(end.trim_end_matches('等').len()),
        _ => shown.then_some(bracket),
    }
}

/// The proper names of a list that ends where [`pointed`] says.
fn named(text: &str, list: Range<usize>) -> Vec<Range<usize>> {
    let items = enumeration(&text[list.clone()]).into_iter();
    let items = items.map(|item| list.start + item.start..list.start + item.end);
    items
        .filter(|item| is_proper(&text[item.clone()]) && !text[item.clone()].contains(['和', '与', '及']))
        .collect()
}

/// The named projects of a list, also cut at a 和 between two of them.
fn items(text: &str, list: Range<usize>) -> Vec<Range<usize>> {
    let is_project = |words: &str| ENDS.iter().any(|end| words.ends_with(end)) && is_proper(words);
    let mut out = Vec::new();
    for item in enumeration(&text[list.clone()]) {
        let range = list.start + item.start..list.start + item.end;
        let words = text[range.clone()].trim_end_matches('等').trim_end_matches("建设");
        let end = range.start + words.len();
        let cut = ["和", "与", "及"].iter().find_map(|joint| {
            let at = words.find(joint)?;
            (is_project(&words[..at]) && is_project(&words[at + joint.len()..])).then_some((at, joint.len()))
        });
        match cut {
            Some((at, width)) => {
                out.push(range.start..range.start + at);
                out.push(range.start + at + width..end);
            }
            None => out.push(range.start..end),
        }
    }
    // Two projects that could not be told apart are judged by nobody.
    out.retain(|range| is_project(&text[range.clone()]) && !text[range.clone()].contains(['和', '与', '及']));
    out
}
