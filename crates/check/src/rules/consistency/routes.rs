//! Railways under their many names: 北京至沈阳铁路客运专线, 京沈高铁, 京沈客专.

use crate::context::Context;
use crate::language::{clause_at, is_han};
use crate::words::Words;
use source::Span;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// A mention of a route.
#[derive(Debug)]
pub(crate) struct Mention<'a> {
    /// As written, ends and kind.
    pub(crate) name: &'a str,
    pub(crate) span: Span,
    /// The clause or list item around it.
    pub(crate) around: &'a str,
}

/// Kinds of railway.
static KINDS: Words = Words::new(&[
    "铁路客运专线",
    "城际铁路",
    "高速铁路",
    "客运专线",
    "快速铁路",
    "客运铁路",
    "连接线",
    "联络线",
    "高铁",
    "客专",
    "铁路",
]);
/// Short names in the names of railways that are not the first character of the place: the standard ones of municipalities
/// and provinces (GB/T 2260 and custom), and of four cities whose railways bear them (沪宁, 昌九, 杭甬, 沪通). Every other
/// place goes by its first character: 广州 in 京广, 沈阳 in 京沈.
static SHORT: LazyLock<BTreeMap<&str, char>> = LazyLock::new(|| {
    let lines = include_str!("../../../data/railway_short_names.tsv").lines();
    lines
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(city, c)| Some((city, c.chars().next()?)))
        .collect()
});

/// The mentions of each railway by the short names of its two ends (京沈), in order of first mention.
///
/// 京沈 before a kind counts as a route only when the text also writes it out (北京至沈阳) or gives it
/// several kinds: otherwise two characters before 铁路 may be anything.
pub(crate) fn railways<'a>(context: &Context<'a>) -> Vec<(String, Vec<Mention<'a>>)> {
    let mut routes: BTreeMap<String, Vec<Mention<'a>>> = BTreeMap::new();
    let mut spelled: BTreeSet<String> = BTreeSet::new();
    for piece in context.prose() {
        let text = piece.text();
        for (at, kind) in KINDS.all(text) {
            let end = at + kind.len();
            let Some((start, key, full)) = ends(&text[..at]) else { continue };
            if full {
                spelled.insert(key.clone());
            }
            let around = &text[item_at(text, start)];
            let mention = Mention { name: &text[start..end], span: piece.span(start..end), around };
            routes.entry(key).or_default().push(mention);
        }
    }
    let mut out: Vec<_> = routes
        .into_iter()
        .filter(|(key, mentions)| {
            let kinds: Vec<&str> = mentions.iter().map(|m| kind_of(m.name)).collect();
            spelled.contains(key.as_str()) || kinds.iter().any(|kind| *kind != kinds[0])
        })
        .collect();
    out.sort_by_key(|(_, mentions)| mentions[0].span);
    out
}

fn kind_of(name: &str) -> &str {
    KINDS.find(name).map_or("", |(at, _)| &name[at..])
}

/// The ends of a route before its kind: where they begin, their short names, whether they are spelled out.
fn ends(before: &str) -> Option<(usize, String, bool)> {
    let run = before
        .char_indices()
        .rev()
        .take_while(|(_, c)| is_han(*c) || matches!(c, '—' | '-' | '～'))
        .last()?
        .0;
    let words = &before[run..];
    if let Some(joint) = words.rfind(['至', '—', '-', '～']) {
        let width = words[joint..].chars().next().map_or(1, char::len_utf8);
        let to = &words[joint + width..];
        let from_end = run + joint;
        let from = place_before(&before[..from_end])?;
        if (2..=4).contains(&to.chars().count()) {
            let key: String = [short(&before[from..from_end])?, short(to)?].into_iter().collect();
            return Some((from, key, true));
        }
        return None;
    }
    let start = words.char_indices().rev().nth(1).map(|(i, _)| run + i)?;
    Some((start, before[start..].to_owned(), false))
}

/// Where the name of the place begins that ends here: two or three characters, behind a verb or a mark.
fn place_before(before: &str) -> Option<usize> {
    const VERBS: [&str; 14] = [
        "推动", "推进", "建设", "加快", "规划", "新建", "实施", "完成", "做好", "开工", "争取", "启动",
        "修建", "打通",
    ];
    let run = before.char_indices().rev().take_while(|(_, c)| is_han(*c)).take(6).last()?.0;
    let words = &before[run..];
    let start =
        VERBS.iter().filter_map(|verb| words.rfind(verb).map(|at| at + verb.len())).max().unwrap_or(0);
    let words = &words[start..];
    (2..=4).contains(&words.chars().count()).then_some(run + start)
}

fn short(place: &str) -> Option<char> {
    let listed =
        place.char_indices().map(|(at, c)| at + c.len_utf8()).find_map(|end| SHORT.get(&place[..end]));
    listed.copied().or_else(|| place.chars().next())
}

/// The list item or clause around a place.
fn item_at(text: &str, at: usize) -> std::ops::Range<usize> {
    let clause = clause_at(text, at);
    let start =
        text[clause.start..at].rfind('、').map_or(clause.start, |i| clause.start + i + '、'.len_utf8());
    let end = text[at..clause.end].find('、').map_or(clause.end, |i| at + i);
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ends_of_a_route_are_found() {
        let key = |text: &str| ends(text).map(|(start, key, full)| (text[start..].to_owned(), key, full));
        assert_eq!(key("建设北京至沈阳"), Some(("北京至沈阳".into(), "京沈".into(), true)));
        assert_eq!(key("推动锦州至白音华"), Some(("锦州至白音华".into(), "锦白".into(), true)));
        assert_eq!(key("做好京沈"), Some(("京沈".into(), "京沈".into(), false)));
        assert_eq!(key("至"), None);
    }

    #[test]
    fn only_short_names_that_are_not_the_first_character_are_listed() {
        for (place, short) in SHORT.iter() {
            assert!(!place.starts_with(*short), "{place}");
        }
        assert_eq!(
            ["广州", "福州", "成都", "青岛", "南昌", "湖北", "南通"].map(short),
            ['广', '福', '成', '青', '昌', '鄂', '通'].map(Some)
        );
    }
}
