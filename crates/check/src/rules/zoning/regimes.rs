//! The places that a plan puts under a development regime: prohibited, restricted, key or optimised.

use crate::context::{Context, Piece};
use crate::language::{enumeration, is_han};
use crate::words::Words;
use source::Span;
use std::ops::Range;

/// What is allowed in a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Regime {
    Prohibited,
    Restricted,
    Key,
    Optimised,
}

impl Regime {
    pub(crate) fn zh(self) -> &'static str {
        match self {
            Self::Prohibited => "禁止开发",
            Self::Restricted => "限制开发",
            Self::Key => "重点开发",
            Self::Optimised => "优化开发",
        }
    }

    pub(crate) fn en(self) -> &'static str {
        match self {
            Self::Prohibited => "development prohibited",
            Self::Restricted => "development restricted",
            Self::Key => "key development",
            Self::Optimised => "optimised development",
        }
    }
}

/// A place named under a regime.
#[derive(Clone, Debug)]
pub(crate) struct Zoned<'a> {
    pub(crate) regime: Regime,
    /// As written: 北镇新立湖国家级湿地公园.
    pub(crate) name: &'a str,
    /// Index of the piece that says so.
    pub(crate) piece: usize,
    pub(crate) span: Span,
}

/// Opens every head: few texts have any.
static OPENINGS: Words = Words::new(&["禁止", "禁建", "限制", "限建", "重点开发", "优化开发"]);

const HEADS: [(&str, Regime); 8] = [
    ("禁止开发区", Regime::Prohibited),
    ("禁止建设区", Regime::Prohibited),
    ("禁建区", Regime::Prohibited),
    ("限制开发区", Regime::Restricted),
    ("限制建设区", Regime::Restricted),
    ("限建区", Regime::Restricted),
    ("重点开发区", Regime::Key),
    ("优化开发区", Regime::Optimised),
];
const LEADS: [&str; 10] =
    ["重点包括", "主要包括", "包括", "主要为", "主要有", "主要指", "范围为", "涵盖", "为", "指"];

/// All places under a regime, in order: “禁止开发区域：包括甲、乙和丙”.
pub(crate) fn zoned<'a>(context: &Context<'a>) -> Vec<Zoned<'a>> {
    let mut out = Vec::new();
    for (index, piece) in context.pieces.iter().enumerate().filter(|(_, piece)| piece.is_prose()) {
        let text = piece.text();
        for (at, _) in OPENINGS.all(text) {
            if let Some((head, regime)) = HEADS.into_iter().find(|(head, _)| text[at..].starts_with(head)) {
                let Some(list) = list_after(text, at + head.len()) else { continue };
                out.extend(names(piece, list).into_iter().map(|range| Zoned {
                    regime,
                    name: &text[range.clone()],
                    piece: index,
                    span: piece.span(range),
                }));
            }
        }
    }
    out
}

/// The list behind 域：包括, up to the end of its clause.
fn list_after(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = &text[at..];
    let mark = rest.char_indices().find(|(_, c)| !matches!(c, '域' | '类' | '”' | ' ')).map(|(i, _)| i)?;
    let opened = rest[mark..].chars().next().filter(|c| matches!(c, '：' | '。' | '，' | ':'))?;
    let mut start = at + mark + opened.len_utf8();
    let lead = LEADS.iter().find(|lead| text[start..].starts_with(**lead));
    // After a comma only a lead makes it a list.
    if lead.is_none() && !matches!(opened, '：' | ':') {
        return None;
    }
    start += lead.map_or(0, |lead| lead.len());
    let end = text[start..].find(['，', '。', '；', '：']).map_or(text.len(), |i| start + i);
    (end > start).then_some(start..end)
}

/// The names of a list, also cut at a final 和, 及 or 以及.
fn names(piece: &Piece<'_>, list: Range<usize>) -> Vec<Range<usize>> {
    let text = piece.text();
    let mut out = Vec::new();
    let items = enumeration(&text[list.clone()]);
    let last = items.len().saturating_sub(1);
    for (index, item) in items.into_iter().enumerate() {
        let range = list.start + item.start..list.start + item.end;
        let words = &text[range.clone()];
        let joint = ["以及", "及", "和"]
            .iter()
            .filter(|_| index == last)
            .find_map(|j| Some((words.find(j)?, j.len())));
        match joint {
            // A name is not cut into stumps.
            Some((cut, length)) if cut >= 6 && words.len() - cut - length >= 6 => {
                out.push(range.start..range.start + cut);
                out.push(range.start + cut + length..range.end);
            }
            _ => out.push(range),
        }
    }
    out.retain(|range| {
        let words = &text[range.clone()];
        let count = words.chars().count();
        (2..=24).contains(&count) && words.chars().all(|c| is_han(c) || "（）()·".contains(c))
    });
    out
}

/// The proper part of a protected area's name: 新立湖 of 北镇新立湖国家级湿地公园.
///
/// Names of kinds are cut off behind; names of regions in front, so that a text that leaves the region
/// out is still recognised.
pub(crate) fn proper_part<'a>(name: &'a str, regions: &[&str]) -> Option<&'a str> {
    const KINDS: [&str; 24] = [
        "国家级",
        "省级",
        "市级",
        "县级",
        "国家",
        "自然保护",
        "风景名胜",
        "森林公园",
        "湿地公园",
        "湿地",
        "地质公园",
        "海洋公园",
        "水源",
        "饮用水",
        "水产种质",
        "自然保护区",
        "文化自然遗产",
        "世界",
        "重要",
        "海洋特别",
        "风景区",
        "名胜",
        "海洋",
        "沙漠公园",
    ];
    let mut proper = name;
    while let Some(rest) = regions.iter().find_map(|region| proper.strip_prefix(region)) {
        proper = rest.strip_prefix(['市', '县', '区']).unwrap_or(rest);
    }
    let end = KINDS.iter().filter_map(|kind| proper.find(kind)).min().unwrap_or(proper.len());
    let proper = &proper[..end];
    (proper.chars().count() >= 2).then_some(proper)
}
