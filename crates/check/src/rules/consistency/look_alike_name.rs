use crate::context::Context;
use crate::language::is_han;
use crate::rule::{Example, Grade, Page, Rule, Search};
use crate::words::Words;
use source::{Diagnostic, Family, Severity, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

pub(crate) static RULE: Rule = Rule {
    code: "C019",
    name: "look-alike-name",
    family: Family::Consistency,
    severity: Severity::Warning,
    grade: Grade::Preview,
    page: Page {
        title: ("名称只差一个形近字", "Names that differ in one look-alike character"),
        what: (
            "水库、道路、园区、村镇等名称在两处只差一个形近字（坳与凹、垅与陇）。在同一句里并列的不报。",
            "Names of reservoirs, roads, parks and towns that differ in one character of nearly the same shape. Names that stand side by side in one sentence are two things.",
        ),
        why: (
            "台账按名称归集，错一个字就成了两个项目；地名写错，批文对不上。",
            "Projects are kept by name: one wrong character makes two of one, and a permit that does not match.",
        ),
        fix: ("核对批复文件，统一用字。", "Check the permit and use one spelling."),
        example: Example {
            faulty: "第一章 水利\n\n以石垅水库为节点，建设城乡供水网。\n\n第二章 项目\n\n加快石陇水库扩容，完善灌区配套。\n",
            sound: "第一章 水利\n\n以石垅水库为节点，建设城乡供水网。\n\n第二章 项目\n\n加快石垅水库扩容，完善灌区配套。\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

/// The first character of its group for each character of a group.
static GROUPS: LazyLock<BTreeMap<char, char>> = LazyLock::new(|| {
    let lines =
        include_str!("../../../data/look_alikes.tsv").lines().filter(|line| !line.starts_with('#')).skip(1);
    let mut out = BTreeMap::new();
    for line in lines {
        let mut group = line.chars().filter(|c| is_han(*c));
        if let Some(first) = group.next() {
            // A character of two groups joins them under the first one.
            let root = out.get(&first).copied().unwrap_or(first);
            out.entry(first).or_insert(root);
            for c in group {
                out.entry(c).or_insert(root);
            }
        }
    }
    out
});
static HEADS: LazyLock<Words> = LazyLock::new(|| Words::of(include_str!("../../../data/facility_heads.tsv")));

/// A name at its first place, with the sentences it stands in.
#[derive(Debug)]
struct Spelling {
    name: String,
    span: Span,
    sentences: BTreeSet<usize>,
}

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    // By the head and the stem with look-alikes made equal.
    let mut spellings: BTreeMap<(&'static str, String), Vec<Spelling>> = BTreeMap::new();
    for (number, piece) in context.pieces.iter().enumerate() {
        let text = piece.text();
        for (at, head) in HEADS.all(text) {
            // The shortest stem that can be a name; a longer one only holds more of what stands before it.
            let mut starts = text[..at].char_indices().rev().take(2).take_while(|(_, c)| is_han(*c));
            let (Some((second, b)), Some((start, a))) = (starts.next(), starts.next()) else { continue };
            let canonical: String = [a, b].iter().map(|c| GROUPS.get(c).copied().unwrap_or(*c)).collect();
            if GROUPS.get(&a).is_none() && GROUPS.get(&b).is_none() || second <= start {
                continue;
            }
            let name = &text[start..at + head.len()];
            let sentence = number << 16 | text[..start].matches(['。', '；']).count().min(0xffff);
            let list = spellings.entry((head, canonical)).or_default();
            let room = list.len() < 4;
            match list.iter_mut().find(|spelling| spelling.name == name) {
                Some(spelling) => _ = spelling.sentences.insert(sentence),
                None if room => list.push(Spelling {
                    name: name.to_owned(),
                    span: piece.span(start..at + head.len()),
                    sentences: BTreeSet::from([sentence]),
                }),
                None => {}
            }
        }
    }
    let pairs = spellings.into_values().filter_map(|list| {
        let [first, second, ..] = list.as_slice() else { return None };
        first.sentences.is_disjoint(&second.sentences).then(|| finding(first, second))
    });
    found.extend(pairs);
}

fn finding(first: &Spelling, second: &Spelling) -> Diagnostic {
    let (a, b) = (&first.name, &second.name);
    RULE.finding()
        .message(
            format!("“{a}”和“{b}”只差一个形近字，可能是同一处"),
            format!("“{a}” and “{b}” differ in one look-alike character and may be one thing"),
        )
        .label(first.span, "", "")
        .label(second.span, "另一种写法", "the other spelling")
        .help("核对批复文件，统一用字", "check the permit and use one spelling")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_join_what_looks_alike() {
        let root = |c: char| GROUPS.get(&c).copied();
        assert_eq!(root('坳'), root('凹'));
        assert_eq!(root('拓'), root('柘'));
        assert_ne!(root('坳'), root('拓'));
        assert_eq!(root('的'), None);
    }
}
