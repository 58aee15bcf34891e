use super::variants::{Named, Variant, names, variant_of};
use crate::context::Context;
use crate::language::is_han;
use crate::naming::is_proper;
use crate::rule::{Example, Grade, Page, Rule, Search};
use crate::words::Words;
use source::{Diagnostic, Family, Severity, Span};
use std::collections::{BTreeMap, BTreeSet};

pub(crate) static RULE: Rule = Rule {
    code: "C011",
    name: "name-variant",
    family: Family::Consistency,
    severity: Severity::Warning,
    grade: Grade::Stable,
    page: Page {
        title: ("同一事物有两种写法", "One thing under two names"),
        what: (
            "在园区、基地、工程、项目等专名中，找出字序颠倒、多一两个字、少一两个字、园与园区混用、经济开发区与经济技术开发区混用的写法。\
             同一名单里并列的、只差数字、方位、期次或地名的，是两个事物，不报。",
            "Among proper names of parks, bases and works finds another order of words, one or two characters more or less, 园 for 园区, 经济开发区 for 经济技术开发区. Names that stand in one list, or differ by number, direction, phase or place, are two things.",
        ),
        why: (
            "项目台账按名称归集，两种写法会变成两个项目；法定名称写错，批文对不上。",
            "Projects are kept by name: two spellings become two projects, and an official name written wrongly matches no permit.",
        ),
        fix: ("统一为批复文件中的名称。", "Use the name of the approval throughout."),
        example: Example {
            faulty: "第一章 文化\n\n加快建设汤河子印刷包装文化产业园、南庄里文化创意城。\n\n专栏1：重点项目\n\n1、文化产业项目：汤河子包装印刷文化产业园、关外古玩城。\n",
            sound: "第一章 文化\n\n加快建设汤河子印刷包装文化产业园、南庄里文化创意城。\n\n专栏1：重点项目\n\n1、文化产业项目：汤河子印刷包装文化产业园、关外古玩城。\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let names = names(context);
    let mut buckets: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, name) in names.iter().enumerate() {
        for key in name.keys() {
            buckets.entry(key).or_default().push(at);
        }
    }
    let mut seen: BTreeSet<(usize, usize)> = BTreeSet::new();
    let mut pairs: Vec<(usize, usize, Variant)> = Vec::new();
    for bucket in buckets.values() {
        // A key that so many share says nothing.
        for (i, &a) in bucket.iter().enumerate().take(60) {
            for &b in bucket.iter().take(60).skip(i + 1) {
                if a != b
                    && seen.insert((a.min(b), a.max(b)))
                    && let Some(variant) = variant_of(&names[a.min(b)], &names[a.max(b)])
                {
                    pairs.push((a.min(b), a.max(b), variant));
                }
            }
        }
    }
    pairs.sort_by_key(|(a, b, _)| (*a, *b));
    let mut variants: BTreeMap<usize, Vec<(usize, Variant)>> = BTreeMap::new();
    for &(a, b, variant) in &pairs {
        variants.entry(a).or_default().push((b, variant));
        variants.entry(b).or_default().push((a, variant));
    }
    // One finding for all spellings of one thing.
    let mut done: BTreeSet<usize> = BTreeSet::new();
    for &(first, _, variant) in &pairs {
        if done.contains(&first) {
            continue;
        }
        let mut group = vec![first];
        let mut kind = variant;
        // The list grows while it is read: spellings of spellings belong to it too.
        let mut next = 0;
        while next < group.len() {
            for &(other, variant) in &variants[&group[next]] {
                if !group.contains(&other) {
                    group.push(other);
                    kind = kind.min(variant);
                }
            }
            next += 1;
        }
        done.extend(&group);
        found.push(finding(&names, &group, kind));
    }
    for (first, second) in transposed_firms(context) {
        let listed = format!("“{}”、“{}”", first.name, second.name);
        found.push(
            RULE.finding()
                .message(
                    format!("{listed}可能是同一企业，字序不同"),
                    format!("{listed} may be one firm, in another order"),
                )
                .label(first.span, "", "")
                .label(second.span, "", "")
                .help("核对企业全称后统一", "check the full name and use it throughout"),
        );
    }
}

/// A firm as the text names it.
struct Firm<'a> {
    name: &'a str,
    /// Without 公司 and the form of the firm.
    core: Vec<char>,
    span: Span,
}

/// Pairs of firms whose names hold the same characters in another order, each spelling once.
fn transposed_firms<'a>(context: &Context<'a>) -> Vec<(Firm<'a>, Firm<'a>)> {
    const FORMS: [&str; 6] = ["有限责任公司", "股份有限公司", "集团有限公司", "有限公司", "集团公司", "公司"];
    /// What may stand in front of a name without being part of it.
    static FRONT: Words = Words::new(&[
        "支持", "推进", "推动", "引进", "依托", "重点", "培育", "鼓励", "加快", "以", "由", "与", "和", "及",
        "等", "的", "在", "对", "抓好", "做强", "做大", "包括", "实施", "建设", "发展", "壮大", "扶持",
        "发挥",
    ]);
    let mut firms: BTreeMap<Vec<char>, Vec<Firm<'a>>> = BTreeMap::new();
    for piece in context.prose() {
        let text = piece.text();
        for (at, _) in text.match_indices("公司") {
            let end = at + "公司".len();
            let start = text[..at]
                .rfind(|c: char| !is_han(c))
                .map_or(0, |edge| edge + text[edge..].chars().next().map_or(0, char::len_utf8));
            let start = start + FRONT.last_end(&text[start..at]).unwrap_or(0);
            let name = &text[start..end];
            let core = FORMS.iter().find_map(|form| name.strip_suffix(form)).unwrap_or("");
            let length = core.chars().count();
            if !(4..=12).contains(&length) || !is_proper(core) {
                continue;
            }
            let core: Vec<char> = core.chars().collect();
            let mut key = core.clone();
            key.sort_unstable();
            let alike = firms.entry(key).or_default();
            if !alike.iter().any(|firm| firm.core == core) {
                alike.push(Firm { name, core, span: piece.span(start..end) });
            }
        }
    }
    let pairs = firms.into_values().filter_map(|alike| {
        let mut alike = alike.into_iter();
        Some((alike.next()?, alike.next()?))
    });
    let mut pairs: Vec<_> = pairs.collect();
    pairs.sort_by_key(|(first, _)| first.span.start);
    pairs
}

fn finding(names: &[Named<'_>], group: &[usize], kind: Variant) -> Diagnostic {
    // Spellings that differ only by a region in front are one.
    let mut group = group.to_vec();
    group.sort_unstable();
    let mut spellings: Vec<usize> = Vec::new();
    for at in group {
        if !spellings.iter().any(|other| names[*other].same_core(&names[at])) {
            spellings.push(at);
        }
    }
    let listed = spellings.iter().map(|at| format!("“{}”", names[*at].name)).collect::<Vec<_>>().join("、");
    let (zh, en) = match kind {
        Variant::Order => ("字序不同", "in another order"),
        Variant::Ending => ("称谓不同", "with another ending"),
        Variant::Wording => ("用字不同", "with other words"),
    };
    let mut finding = RULE
        .finding()
        .message(format!("{listed}可能是同一事物，{zh}"), format!("{listed} may be one thing, {en}"))
        .help(
            "是同一事物就统一名称；不是，请写明区别",
            "if they are one, use one name; if not, say how they differ",
        );
    for at in spellings.iter().take(5) {
        finding = finding.label(names[*at].span, "", "");
    }
    finding
}
