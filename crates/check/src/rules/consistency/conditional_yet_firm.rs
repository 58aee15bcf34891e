use crate::context::Context;
use crate::language::{clause_at, enumeration, is_han};
use crate::naming::is_proper;
use crate::rule::{Example, Grade, Page, Rule, Search};
use crate::words::{Names, Words};
use source::{Diagnostic, Family, Severity, Span};
use std::collections::BTreeMap;

pub(crate) static RULE: Rule = Rule {
    code: "C007",
    name: "conditional-yet-firm",
    family: Family::Consistency,
    severity: Severity::Warning,
    grade: Grade::Stable,
    page: Page {
        title: ("一处“适时”，一处已列入项目", "Conditional in one place, firm in another"),
        what: (
            "正文说“适时启动某区建设”，专栏却把同类的某区直接列为项目，或者另一处写明了同名项目建成、开工的年份。同类只比较名称以三字以上专门名词（保税区、自贸区、高新区等）结尾的。",
            "The text would start something when the time has come, while a box lists its like as a project, or another place says in what year the thing of that name is built. As its like counts only what ends in a term of three or more characters (保税区).",
        ),
        why: (
            "到底建不建、是不是同一个，读者无法判断。",
            "Whether it is to be built, and whether the two are one, nobody can tell.",
        ),
        fix: ("统一名称和状态。", "Settle on one name and one status."),
        example: Example {
            faulty: "第一章 开放\n\n建设监管区，适时启动综合保税区建设。\n\n专栏1：重点项目\n\n1、物流节点：渤海物流园、辽西保税区、汤河子物流中心。\n",
            sound: "第一章 开放\n\n建设监管区，适时启动综合保税区建设。\n\n专栏1：重点项目\n\n1、物流节点：渤海物流园、汤河子物流中心。\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

static CONDITIONS: Words =
    Words::new(&["适时", "择机", "条件成熟时", "时机成熟时", "条件成熟后", "时机成熟后"]);
/// What a conditional thing is told from its like by: no name of a place.
const KINDS: [&str; 12] =
    ["综合", "国家级", "省级", "国际", "现代", "区域性", "专业", "大型", "新型", "城市", "一批", "市级"];
/// Ends of names that many unrelated things share.
const COMMON: [&str; 14] = [
    "开发区",
    "产业园",
    "示范区",
    "集聚区",
    "服务区",
    "工业园",
    "物流园",
    "科技园",
    "中心城",
    "产业区",
    "工业区",
    "度假区",
    "试验区",
    "交易所",
];
const VERBS: [&str; 10] = ["启动", "开展", "建立", "建设", "申报", "设立", "组建", "推进", "申请", "规划"];

/// Verbs that leave no doubt when a year stands beside them.
static FIRM: Words = Words::new(&[
    "建成",
    "竣工",
    "完工",
    "通车",
    "投入使用",
    "投用",
    "投产",
    "开工建设",
    "开工",
    "投运",
    "开园",
]);

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    dated_elsewhere(context, found);
    let mut conditional: BTreeMap<&str, Span> = BTreeMap::new();
    for piece in context.prose().filter(|piece| piece.frame.is_none()) {
        let text = piece.text();
        for (at, word) in CONDITIONS.all(text) {
            let clause = clause_at(text, at);
            let mut object =
                text[at + word.len()..clause.end].trim_end_matches("建设").trim_end_matches("工作");
            while let Some(rest) = VERBS.iter().find_map(|verb| object.strip_prefix(verb)) {
                object = rest;
            }
            // Only a kind of thing, such as 综合保税区; what bears a place's name is itself and nothing else.
            let Some(core) = KINDS.iter().find_map(|kind| object.strip_prefix(kind)) else { continue };
            let length = core.chars().count();
            if (3..=6).contains(&length) && core.chars().all(is_han) && !COMMON.contains(&core) {
                conditional.entry(core).or_insert_with(|| piece.span(at..clause.end));
            }
        }
    }
    if conditional.is_empty() {
        return;
    }
    for piece in context.prose().filter(|piece| piece.frame.is_some()) {
        let text = piece.text();
        for item in enumeration(text) {
            let name = text[item.clone()].trim_end_matches('。');
            let name = name.rsplit('：').next().unwrap_or(name);
            let ends = name.char_indices().rev().take(6).map(|(start, _)| &name[start..]);
            for (core, place) in ends.filter_map(|end| conditional.get_key_value(end)) {
                if name.chars().count() > core.chars().count() + 6 {
                    continue;
                }
                let start = item.start + text[item.clone()].find(name).unwrap_or(0);
                found.push(
                    RULE.finding()
                        .message(
                            format!("“{name}”已列为项目，正文却只说适时建设{core}"),
                            format!("“{name}” is a listed project, while the text makes it conditional"),
                        )
                        .label(piece.span(start..start + name.len()), "列为项目", "a project")
                        .label(*place, "有条件", "conditional")
                        .help("统一名称和状态", "settle on one name and one status"),
                );
            }
        }
    }
}

/// 适时启动云岭会展中心建设, and 2028年建成云岭会展中心 in another place.
fn dated_elsewhere(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let mut conditional: BTreeMap<&str, Span> = BTreeMap::new();
    for piece in context.prose() {
        let text = piece.text();
        for (at, word) in CONDITIONS.all(text) {
            let clause = clause_at(text, at);
            let object = text.get(at + word.len()..clause.end).unwrap_or("");
            let mut object =
                object.trim_end_matches("建设").trim_end_matches("工作").trim_end_matches("工程");
            while let Some(rest) = VERBS.iter().find_map(|verb| object.strip_prefix(verb)) {
                object = rest;
            }
            let length = object.chars().count();
            if (5..=16).contains(&length) && object.chars().all(is_han) && is_proper(object) {
                conditional.entry(object).or_insert_with(|| piece.span(at..clause.end));
            }
        }
    }
    if conditional.is_empty() {
        return;
    }
    let names = Names::new(conditional.keys().copied());
    for sentence in &context.sentences {
        let piece = &context.pieces[sentence.piece];
        let text = context.text(sentence);
        if names.all(text).next().is_none() || CONDITIONS.is_in(text) {
            continue;
        }
        for (name, place) in &conditional {
            let Some(at) = text.find(name) else { continue };
            let clause = clause_at(text, at);
            let words = &text[clause.clone()];
            // 二期 of a thing that stands is another work.
            let phase = text[at + name.len()..].starts_with(['一', '二', '三', '四']);
            let within = |start: usize| clause.contains(&(start.saturating_sub(sentence.range.start)));
            let dated = piece
                .mentions
                .iter()
                .any(|mention| mention.kind == phrase::Kind::Year && within(mention.span.start));
            if phase || !dated || !FIRM.is_in(words) {
                continue;
            }
            let span = context.span(sentence, clause);
            found.push(
                RULE.finding()
                    .message(
                        format!("“{name}”一处写明了建设年份，另一处只说适时建设"),
                        format!("“{name}” has a year in one place and is conditional in another"),
                    )
                    .label(span, "有年份", "with a year")
                    .label(*place, "有条件", "conditional")
                    .help("统一状态和时间", "settle on one status and one time"),
            );
            break;
        }
    }
}
