use crate::context::Context;
use crate::language::{clauses, enumeration, is_han};
use crate::rule::{Example, Grade, Page, Rule, Search};
use crate::words::Words;
use source::{Diagnostic, Family, Severity, Span};
use std::collections::{BTreeMap, BTreeSet};

pub(crate) static RULE: Rule = Rule {
    code: "C006",
    name: "finished-yet-planned",
    family: Family::Consistency,
    severity: Severity::Note,
    grade: Grade::Stable,
    page: Page {
        title: ("回顾里已经建成，任务里又要建设", "Finished in the review, to be built in the tasks"),
        what: (
            "回顾过去的章节说某个有名称的设施已经建成、竣工或入驻，后面的任务又把它列入建设名单。标明二期、扩建、改造的不报。",
            "A named facility is reported as finished in the chapters that look back and listed again among what is to be built. Second phases, extensions and renovations are left alone.",
        ),
        why: (
            "要么成绩说早了，要么任务重复，投资会重复计算。",
            "Either the success was claimed early or the duty is double; money is counted twice.",
        ),
        fix: ("核实进度，写明后续建设的内容。", "Check the progress and say what is still to be built."),
        example: Example {
            faulty: "某市发展规划\n\n第一章 发展基础\n\n名购广场、太阳广场、茂业中心建成开业。\n\n第二章 重点任务\n\n抓好茂业中心、银河广场等大型商场建设。\n",
            sound: "某市发展规划\n\n第一章 发展基础\n\n名购广场、太阳广场、茂业中心建成开业。\n\n第二章 重点任务\n\n抓好万达广场、银河广场等大型商场建设。\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

const FINISHED: [&str; 16] = [
    "建成",
    "竣工",
    "完工",
    "投入使用",
    "投入运营",
    "投产",
    "通车",
    "通航",
    "开业",
    "落成",
    "入驻",
    "建成投用",
    "建成开业",
    "竣工通车",
    "下闸蓄水",
    "主体完成",
];
static PLANNED: Words = Words::new(&["建设", "新建", "开工", "加快", "抓好", "推进"]);
/// What makes further work on a finished thing plausible.
static FURTHER: Words =
    Words::new(&["扩建", "改造", "改扩建", "续建", "升级", "配套", "提升", "运营", "管理", "周边"]);
const PHASES: [&str; 5] = ["一期", "二期", "三期", "四期", "（二期）"];
/// All that may follow the name of a facility that is to be built.
const WORKS: [&str; 9] = ["", "建设", "的建设", "工程建设", "项目建设", "项目", "工程", "新建", "新建工程"];
/// Names of facilities end so.
static FACILITIES: Words = Words::new(&[
    "水厂",
    "广场",
    "中心",
    "大厦",
    "大桥",
    "立交桥",
    "大道",
    "水库",
    "电厂",
    "电站",
    "机场",
    "公园",
    "医院",
    "学校",
    "博物馆",
    "图书馆",
    "体育馆",
    "体育场",
    "处理厂",
    "车站",
    "码头",
    "港区",
    "隧道",
]);

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let mut finished: BTreeMap<&str, Span> = BTreeMap::new();
    for piece in context.prose().filter(|piece| context.is_review(piece)) {
        let text = piece.text();
        for clause in clauses(text) {
            let words = &text[clause.clone()];
            if FINISHED.iter().any(|word| words.ends_with(word)) {
                for (name, start, end) in facilities(words, false) {
                    finished
                        .entry(name)
                        .or_insert_with(|| piece.span(clause.start + start..clause.start + end));
                }
            }
        }
    }
    if finished.is_empty() {
        return;
    }
    let mut seen = BTreeSet::new();
    for piece in context.prose().filter(|piece| !context.is_review(piece)) {
        let text = piece.text();
        for clause in clauses(text) {
            let words = &text[clause.clone()];
            if !FACILITIES.is_in(words) {
                continue;
            }
            // In a box whatever is listed is planned.
            let planned = piece.frame.is_some() || PLANNED.is_in(words);
            if !planned || FURTHER.is_in(words) {
                continue;
            }
            for (name, start, end) in facilities(words, true) {
                let Some(before) = finished.get(name).filter(|_| seen.insert(name)) else { continue };
                found.push(
                    RULE.finding()
                        .message(
                            format!("“{name}”在回顾中已经建成，这里又列入建设任务"),
                            format!("“{name}” is reported as finished and listed here as to be built"),
                        )
                        .label(
                            piece.span(clause.start + start..clause.start + end),
                            "还要建设",
                            "to be built",
                        )
                        .label(*before, "已经建成", "finished")
                        .help(
                            "核实进度，写明后续建设的内容",
                            "check the progress and say what is left to build",
                        ),
                );
            }
        }
    }
}

/// The items of the clause that are names of facilities, with their places; `whole` when nothing but
/// 建设 may follow, so that 锦凌水库生态旅游区 is not taken for 锦凌水库.
fn facilities(clause: &str, whole: bool) -> Vec<(&str, usize, usize)> {
    let list_end = clause.rfind('等').unwrap_or(clause.len());
    enumeration(&clause[..list_end])
        .into_iter()
        .filter_map(|item| {
            let words = &clause[item.clone()];
            // The verb may stand before the first item or behind the last.
            let end = FACILITIES.last_end(words)?;
            // A phase is part of the name: the first may be finished and the second planned.
            let end = end
                + PHASES
                    .iter()
                    .find(|phase| words[end..].starts_with(**phase))
                    .map_or(0, |phase| phase.len());
            let rest = words[end..].trim_end_matches('。');
            if whole && !WORKS.contains(&rest) {
                return None;
            }
            let mut start = 0;
            for verb in ["抓好", "建设", "加快", "推进", "新建", "重点"] {
                if words[start..end].starts_with(verb) {
                    start += verb.len();
                }
            }
            let name = &words[start..end];
            let length = name.chars().count();
            ((3..=12).contains(&length) && name.chars().all(is_han)).then_some((
                name,
                item.start + start,
                item.start + end,
            ))
        })
        .collect()
}
