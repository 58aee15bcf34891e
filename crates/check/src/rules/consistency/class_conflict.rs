use crate::context::{Context, Piece};
use crate::language::{ends_clause, enumeration};
use crate::rule::{Example, Grade, Page, Rule, Search};
use crate::words::Words;
use source::{Diagnostic, Family, Severity};
use std::collections::BTreeMap;
use std::ops::Range;

pub(crate) static RULE: Rule = Rule {
    code: "C004",
    name: "class-conflict",
    family: Family::Consistency,
    severity: Severity::Warning,
    grade: Grade::Stable,
    page: Page {
        title: ("同一产业既是新兴又是传统", "One industry both emerging and traditional"),
        what: (
            "“甲、乙等新兴产业”与“甲、丙等传统产业”两个名单里出现了同一个产业。",
            "The lists …等新兴产业 and …等传统产业 name the same industry.",
        ),
        why: (
            "新兴产业享受培育政策，传统产业要改造提升；归类不定，政策就无法落地。",
            "Emerging industries are fostered and traditional ones upgraded; unclassified, neither policy applies.",
        ),
        fix: (
            "确定归类，或写明是哪个环节属于传统、哪个属于新兴。",
            "Decide, or say which part of the industry is which.",
        ),
        example: Example {
            faulty: "重点发展电子商务、汽车及零部件等新兴产业。改造提升汽车及零部件、金属冶炼等传统制造业。",
            sound: "重点发展电子商务、新能源汽车等新兴产业。改造提升汽车及零部件、金属冶炼等传统制造业。",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

/// An industry in a list of one class.
struct Member<'a> {
    name: &'a str,
    piece: usize,
    range: Range<usize>,
}

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let mut emerging = Vec::new();
    let mut traditional = Vec::new();
    for (index, piece) in context.pieces.iter().enumerate().filter(|(_, piece)| piece.is_prose()) {
        collect(piece, index, "新兴", &mut emerging);
        collect(piece, index, "传统", &mut traditional);
    }
    // The first item of a list may have its verb in front: match by the end of the name.
    let mut by_tail: BTreeMap<String, &Member<'_>> = BTreeMap::new();
    for member in &emerging {
        by_tail.entry(tail(member.name)).or_insert(member);
    }
    for member in &traditional {
        let Some(other) = by_tail.get(&tail(member.name)) else { continue };
        let short = if member.name.len() < other.name.len() { member.name } else { other.name };
        let same = member.name.ends_with(short) && other.name.ends_with(short) && short.chars().count() >= 3;
        if !same {
            continue;
        }
        found.push(
            RULE.finding()
                .message(
                    format!("“{short}”既列为新兴产业，又列为传统产业"),
                    format!("“{short}” is listed as emerging and as traditional"),
                )
                .label(context.pieces[member.piece].span(member.range.clone()), "传统", "traditional")
                .label(context.pieces[other.piece].span(other.range.clone()), "新兴", "emerging")
                .help("确定归类", "decide which it is"),
        );
    }
}

fn tail(name: &str) -> String {
    let count = name.chars().count();
    name.chars().skip(count.saturating_sub(3)).collect()
}

/// The items of lists such as 甲、乙等一批具有比较优势的传统制造业.
fn collect<'a>(piece: &Piece<'a>, index: usize, class: &str, out: &mut Vec<Member<'a>>) {
    static HEADS: Words = Words::new(&["产业", "制造业", "工业", "行业"]);
    let text = piece.text();
    for (at, _) in text.match_indices(class) {
        let after = &text[at + class.len()..];
        let start = text[..at]
            .char_indices()
            .rev()
            .find(|(_, c)| ends_clause(*c))
            .map_or(0, |(i, c)| i + c.len_utf8());
        let Some(list_end) = text[start..at].rfind('等').map(|i| start + i) else { continue };
        if HEADS.opening(after).is_none() {
            continue;
        }
        let items = enumeration(&text[start..list_end]);
        if items.len() < 2 {
            continue;
        }
        out.extend(items.into_iter().map(|item| {
            let range = start + item.start..start + item.end;
            Member { name: &text[range.clone()], piece: index, range }
        }));
    }
}
