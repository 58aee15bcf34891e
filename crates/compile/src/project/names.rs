//! Lists of names: where one name ends and the next begins, and what an elliptical list leaves out.

use std::ops::Range;

use super::words::NAMES;
use crate::prose::{CONJUNCTIONS, conjunction, joins};
use crate::sentence;
use crate::words::LEXICON;

/// A name in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    /// Where the name stands.
    pub(crate) range: Range<usize>,
    /// The name with the head noun of an elliptical list restored; empty when the same.
    pub(crate) full: String,
}

/// The head noun that `name` ends with, with its place; a bracketed addition behind it does not count.
pub(crate) fn head(name: &str) -> Option<(Range<usize>, &'static str)> {
    let bare = without_brackets(name);
    let Some((word, kind)) = LEXICON.heads.suffix(bare) else {
        return renewal(bare).map(|range| (range, "project"));
    };
    // 思路 is no 路; in “一带一路” the sign stands inside the marks.
    let quoted = name.len() > bare.len() && bare.contains('“') && word.chars().count() == 1;
    if quoted || NAMES.never.suffix(bare).is_some_and(|(other, ())| other.len() > word.len()) {
        return None;
    }
    Some((bare.len() - word.len()..bare.len(), kind))
}

/// Whether a name ends with what is done to a thing, not with a head noun.
fn renewed(name: &str) -> bool {
    LEXICON.heads.suffix(name).is_none() && renewal(name).is_some()
}

/// Where in a name of a renewal the thing begins that is renewed: 东山至西岭|铁路扩能改造, 东城区|城中村改造.
fn renewal(name: &str) -> Option<Range<usize>> {
    // 泵站改造和河道整治: two works in one phrase, of which neither is named.
    let joined = name.match_indices(['和', '与', '及']).any(|(at, _)| {
        let left = &name[..at];
        LEXICON.heads.suffix(left).is_some()
            || [&NAMES.renewed, &NAMES.renews, &NAMES.done].iter().any(|words| words.suffix(left).is_some())
    });
    if joined {
        return None;
    }
    let mut thing = NAMES.renews.strip_suffix(name)?;
    while let Some(rest) = NAMES.how.strip_suffix(thing).filter(|rest| !rest.is_empty()) {
        thing = rest;
    }
    let listed = NAMES.renewed.suffix(thing).map(|(word, ())| word.len());
    let headed = LEXICON
        .heads
        .suffix(thing)
        .filter(|(word, kind)| {
            matches!(*kind, "project" | "park")
                && NAMES.never.suffix(thing).is_none_or(|(other, ())| other.len() <= word.len())
        })
        .map(|(word, _)| word.len());
    // “两河”治理: marks hold the name of a thing.
    let marked = thing.strip_suffix('”').and_then(|inner| inner.rfind('“')).map(|at| thing.len() - at);
    let length = listed.or(headed).or(marked)?;
    Some(thing.len() - length..name.len())
}

/// Without brackets and closing quotation marks at the end: 产业区（园）.
fn without_brackets(name: &str) -> &str {
    let name = name.trim_end_matches(['”', '》']);
    match name.strip_suffix('）').or_else(|| name.strip_suffix(')')) {
        Some(inner) => inner.rfind(['（', '(']).map_or(name, |at| &inner[..at]),
        None => name,
    }
}

/// Whether `text` is a whole name: it ends with a head noun and holds more than that.
pub(crate) fn whole(text: &str) -> bool {
    head(text).is_some_and(|(range, _)| range.start >= 6)
}

/// What joins the last two members of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Joint {
    /// A conjunction between two whole names, in the last member.
    Names,
    /// The same in any member: running text puts pairs into its lists.
    Pairs,
    /// Any conjunction: lists of areas, whose members need no head noun.
    Areas,
}

/// The members of a list in `range`: cut at 、, and the last one at a conjunction.
pub(crate) fn members(text: &str, range: Range<usize>, joint: Joint) -> Vec<Range<usize>> {
    let mut items: Vec<Range<usize>> =
        sentence::items(text, range).into_iter().map(|item| item.range).collect();
    let listed = items.len() > 1;
    let Some(last) = items.pop() else { return items };
    match joint {
        Joint::Names => items.extend(split_joined(text, last, listed)),
        Joint::Pairs => {
            let pairs = items.into_iter().flat_map(|item| split_joined(text, item, false));
            return pairs.chain(split_joined(text, last, listed)).collect();
        }
        Joint::Areas => match conjunction(&text[last.clone()], false).filter(|_| listed) {
            Some((at, word)) => {
                items.extend([last.start..last.start + at, last.start + at + word.len()..last.end]);
            }
            None => items.push(last),
        },
    }
    items
}

/// Longest member that is looked through for conjunctions, in bytes.
const LONGEST: usize = 600;

fn split_joined(text: &str, item: Range<usize>, listed: bool) -> Vec<Range<usize>> {
    split_behind(text, item, listed, false)
}

/// The same; `behind` says that a conjunction stands in front of the item.
fn split_behind(text: &str, item: Range<usize>, listed: bool, behind: bool) -> Vec<Range<usize>> {
    if item.len() > LONGEST {
        return std::iter::once(item).collect();
    }
    let part = &text[item.clone()];
    let marks = sentence::cuts(part, |c| matches!(c, '和' | '及' | '与' | '以'));
    for (at, _) in marks {
        let Some(word) = CONJUNCTIONS.into_iter().find(|word| part[at..].starts_with(word)) else { continue };
        let (left, right) = (&part[..at], &part[at + word.len()..]);
        // 及 joins the parts of one name unless it closes a longer list; 及其 always does.
        // 甲园和乙区及丙园: behind another conjunction it closes a list as well.
        let within = word == "及" && (!(listed || behind) || right.starts_with('其') || left.ends_with('以'));
        // 东线和西线铁路扩能: what is done to the last one is done to both.
        let shared = renewed(right) && !renewed(left);
        // 甲、乙两个基地和丙、丁两处站: a number closes the first group.
        let group = shared_head(left).is_some_and(|(numeral, _)| numeral.start > 0);
        let whole_right = group || whole(cut_after(cut_rest(right)));
        if !within && !shared && joins(part, at, word) && whole(left) && whole_right {
            let middle = item.start + at;
            let left = item.start..middle;
            let right = split_behind(text, middle + word.len()..item.end, listed, true);
            return std::iter::once(left).chain(right).collect();
        }
    }
    std::iter::once(item).collect()
}

/// What closes a list behind its last name: 等, 等项目, 等重点工程建设.
pub(crate) fn cut_rest(item: &str) -> &str {
    let mut end = item.len();
    for (at, _) in item.match_indices('等') {
        let (before, rest) = (&item[..at], &item[at + '等'.len_utf8()..]);
        let other = ["级", "教育", "院校", "待遇", "距", "构成的", "组成的"]
            .iter()
            .any(|word| rest.starts_with(word));
        if at > 0 && !other && (rest.is_empty() || generic(rest) || whole(before)) {
            end = at;
            break;
        }
    }
    item[..end].trim()
}

/// Whether words name no thing of their own: 重点项目, 6个重大工程, 建设.
pub(super) fn generic(mut words: &str) -> bool {
    loop {
        words = words.trim_start_matches(|c: char| c.is_ascii_digit() || c.is_whitespace());
        match NAMES.generic.strip_prefix(words) {
            Some(rest) => words = rest,
            None => return words.is_empty(),
        }
    }
}

/// Whether words are nothing but head nouns of more than one sign: 风电场项目.
pub(crate) fn only_heads(words: &str) -> bool {
    let mut rest = words;
    while let Some((word, _)) = LEXICON.heads.suffix(rest).filter(|(word, _)| word.chars().count() > 1) {
        rest = &rest[..rest.len() - word.len()];
    }
    rest.is_empty() && !words.is_empty()
}

/// What kind of things an elliptical list names: 甲、乙、丙四大基地, 甲、乙、丙3个产业园.
///
/// Returns the place of the numeral with its measure word, and the head noun behind it.
pub(crate) fn shared_head(item: &str) -> Option<(Range<usize>, &str)> {
    const NUMERALS: &str = "一二三四五六七八九十两";
    let (range, _) = head(item)?;
    let before = &item[..range.start];
    for (at, c) in before.char_indices().rev() {
        let measure = matches!(c, '大' | '个' | '座' | '条' | '处' | '家' | '所' | '项');
        if !measure {
            continue;
        }
        let numeral: Vec<char> =
            item[..at].chars().rev().take_while(|c| c.is_ascii_digit() || NUMERALS.contains(*c)).collect();
        if numeral.is_empty() {
            return None;
        }
        let length: usize = numeral.iter().map(|c| c.len_utf8()).sum();
        return Some((at - length..at + c.len_utf8(), item[at + c.len_utf8()..].trim()));
    }
    None
}

/// A name without the words in front of it that rank it: 全省重要的|种业基地.
pub(super) fn behind_scale(name: &str) -> &str {
    match name.rfind('的') {
        Some(at) if NAMES.scale.prefix(name).is_some() => &name[at + '的'.len_utf8()..],
        _ => name,
    }
}

/// Trims white space, closing words and stray marks off a name; `None` when nothing is left.
pub(crate) fn trim(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let range = sentence::trim(text, range);
    let part = cut_rest(&text[range.clone()]);
    let part = part.trim_end_matches(['。', '，', '；', '、', '：', '.']);
    let start = part.len() - part.trim_start_matches(['、', '，', '和', '及']).len();
    (part.len() > start).then(|| range.start + start..range.start + part.len())
}

/// Without the words that say what happens to a name: 大学城建设 → 大学城.
pub(crate) fn cut_after(mut part: &str) -> &str {
    loop {
        part = part.trim_end_matches(['的', '和', ' ']);
        if let Some(rest) = NAMES.closings.strip_suffix(part) {
            part = rest;
            continue;
        }
        let after = [&NAMES.after, &NAMES.completed].into_iter().filter_map(|words| words.strip_suffix(part));
        match after.min_by_key(|rest| rest.len()) {
            Some(rest) if !rest.is_empty() && (head(rest).is_some() || head(part).is_none()) => part = rest,
            _ => return part,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        members(text, 0..text.len(), Joint::Names)
            .into_iter()
            .filter_map(|range| trim(text, range))
            .map(|range| &text[range])
            .collect()
    }

    #[test]
    fn members_of_lists() {
        for (list, names) in [
            ("东山产业园、西山（一期、二期）物流园", vec!["东山产业园", "西山（一期、二期）物流园"]),
            (
                "大桥及接线工程、徐州街及通道工程、东山工程",
                vec!["大桥及接线工程", "徐州街及通道工程", "东山工程"],
            ),
            ("东山产业园、西山物流园和南湖湿地公园等项目", vec!["东山产业园", "西山物流园", "南湖湿地公园"]),
            ("糖和盐加工、红果加工", vec!["糖和盐加工", "红果加工"]),
            ("东线铁路和西线铁路扩能", vec!["东线铁路和西线铁路扩能"]),
            ("古玩城及工艺品市场", vec!["古玩城及工艺品市场"]),
            ("研究院及其服务平台", vec!["研究院及其服务平台"]),
        ] {
            assert_eq!(split(list), names, "{list}");
        }
    }

    #[test]
    fn heads_of_elliptical_lists() {
        assert_eq!(shared_head("产业集聚四大基地"), Some((12..18, "基地")));
        assert_eq!(shared_head("电力电子3个产业基地"), Some((12..16, "产业基地")));
        assert_eq!(shared_head("大型基地"), None);
        assert_eq!(head("东山产业区（园）").map(|(range, _)| range), Some(6..15));
    }
}
