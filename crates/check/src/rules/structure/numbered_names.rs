//! Quoted names made of numbers and nouns (“四个驱动”, “六横五纵一环”), and whether the text says what
//! they stand for.

use crate::context::{Context, Kind, Piece};
use crate::language::{clauses, enumeration, is_han, is_numeral, quoted, small_number};
use crate::words::Words;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

/// One quoted name that nothing in the text explains, at its first place.
#[derive(Debug)]
pub(crate) struct NumberedName<'a> {
    pub(crate) name: &'a str,
    pub(crate) piece: usize,
    pub(crate) range: Range<usize>,
    pub(crate) parts: Vec<Part<'a>>,
}

/// A number with the noun it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Part<'a> {
    pub(crate) number: u32,
    /// Whether a measure word (个, 大, 项) stands between number and noun.
    pub(crate) counted: bool,
    pub(crate) noun: &'a str,
    /// Number and noun as written.
    pub(crate) text: &'a str,
}

/// Names that national policy has made common knowledge; local plans need not spell them out.
static NATIONAL: LazyLock<Words> =
    LazyLock::new(|| Words::of(include_str!("../../../data/national_names.tsv")));

/// All quoted numbered names that the text leaves unexplained, each once, in order.
pub(crate) fn unexplained<'a>(context: &Context<'a>) -> Vec<NumberedName<'a>> {
    let endings = heading_endings(context);
    let mut first: BTreeMap<&str, NumberedName<'a>> = BTreeMap::new();
    let mut explained: BTreeSet<&str> = BTreeSet::new();
    let mut alone: BTreeSet<&str> = BTreeSet::new();
    for (index, piece) in context.pieces.iter().enumerate() {
        let text = piece.text();
        for range in quoted(text) {
            let name = &text[range.clone()];
            alone.insert(name);
            let Some(parts) = parts(name) else { continue };
            if !explained.contains(name) && explained_here(context, &endings, index, &range, &parts) {
                explained.insert(name);
            }
            first.entry(name).or_insert(NumberedName { name, piece: index, range, parts });
        }
    }
    let mut out: Vec<_> = first
        .into_values()
        .filter(|item| {
            let spelled_out = |part: &str| part != item.name && alone.contains(part);
            !explained.contains(item.name)
                && !is_national(item.name)
                && !is_plan_name(item.name)
                // “一带”即… explains the first part of “一带、双核、四城、多点”, and so the rest is found there too.
                && !enumeration(item.name).into_iter().any(|part| spelled_out(&item.name[part]))
                && !item.parts.iter().any(|part| spelled_out(part.text))
                // What is counted once is its own explanation: “一县一业”.
                && item.parts.iter().any(|part| part.number > 1)
                // “双语教学”: 双 opens a word more often than it counts.
                && !(item.name.starts_with('双') && item.name.chars().filter(|c| is_numeral(*c)).count() == 1)
                // “七山一水两分田” describes the land: shares of a whole, not a list.
                && !item.parts.iter().any(|part| part.noun.starts_with('分'))
        })
        .collect();
    let parts = out.iter().flat_map(|item| &item.parts).map(|part| part.text).collect();
    let glossed = glossed(context, &parts);
    out.retain(|item| !item.parts.iter().any(|part| glossed.contains(part.text)));
    out.sort_by_key(|item| (item.piece, item.range.start));
    out
}

/// The parts of names with their meaning behind them: 一环，即中心城区绕城高速.
fn glossed<'a>(context: &Context<'_>, parts: &BTreeSet<&'a str>) -> BTreeSet<&'a str> {
    static GLOSSES: Words = Words::new(&["，即", "即", "：", "是指", "，是", "，指", "，包括"]);
    let longest = parts.iter().map(|part| part.chars().count()).max().unwrap_or(0);
    let mut out = BTreeSet::new();
    for text in context.pieces.iter().map(Piece::text).filter(|_| longest > 0) {
        for (end, _) in GLOSSES.all(text) {
            let starts = text[..end].char_indices().rev().take(longest);
            out.extend(starts.filter_map(|(start, _)| parts.get(&text[start..end])));
        }
    }
    out
}

/// Takes a name apart into numbers and nouns; `None` when it is not made of them.
fn parts(name: &str) -> Option<Vec<Part<'_>>> {
    if name.chars().count() > 16 || !name.chars().all(|c| is_han(c) || c == '、' || c.is_ascii_digit()) {
        return None;
    }
    let mut out = Vec::new();
    for range in enumeration(name) {
        let mut rest = &name[range];
        while !rest.is_empty() {
            let whole = rest;
            let digits = rest.find(|c: char| !is_numeral(c)).unwrap_or(rest.len());
            let number = small_number(&rest[..digits]).filter(|number| *number < 100)?;
            rest = &rest[digits..];
            if rest.is_empty() && !out.is_empty() {
                // 双高普九: the last number counts what the name leaves out.
                break;
            }
            let bare = rest.trim_start_matches(['个', '大', '项', '条', '种', '类']);
            let counted = bare.len() < rest.len();
            let end =
                bare.char_indices().skip(1).find(|(_, c)| is_numeral(*c)).map_or(bare.len(), |(i, _)| i);
            let noun = &bare[..end];
            if noun.is_empty() || noun.chars().count() > 8 {
                return None;
            }
            rest = &bare[end..];
            out.push(Part { number, counted, noun, text: &whole[..whole.len() - rest.len()] });
        }
    }
    (!out.is_empty()).then_some(out)
}

/// Whether national policy has made the name common knowledge, with or without 建设, 工程, 要求 behind it.
pub(crate) fn is_national(name: &str) -> bool {
    const TAILS: [&str; 4] = ["建设", "工程", "要求", "精神"];
    let known = |name: &str| NATIONAL.opening(name).is_some_and(|word| word.len() == name.len());
    known(name) || TAILS.iter().any(|tail| name.strip_suffix(tail).is_some_and(known))
}

/// The nationwide name that the text begins with.
pub(crate) fn national_opening(text: &str) -> Option<&'static str> {
    NATIONAL.opening(text)
}

/// “十三五”, “七五”: a plan period or a programme numbered like one.
fn is_plan_name(name: &str) -> bool {
    name.strip_suffix('五')
        .is_some_and(|head| !head.is_empty() && head.chars().all(|c| "一二三四五六七八九十".contains(c)))
}

/// Whether this occurrence explains the name: a gloss follows, a list of as many items precedes or
/// follows, or the noun comes back as often as the number says.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a count or place in a text or table held in memory, whose size is limited on the way in"
)]
fn explained_here(
    context: &Context<'_>,
    endings: &BTreeMap<&str, usize>,
    index: usize,
    range: &Range<usize>,
    parts: &[Part<'_>],
) -> bool {
    let text = context.pieces[index].text();
    let mark = '”'.len_utf8();
    let after = text.get(range.end + mark..).unwrap_or("");
    let before = text.get(..range.start - mark).unwrap_or("");
    if ["即", "，即", "。即", "。包括", "。指", "（", "(", "：", "是指", "——"]
        .iter()
        .any(|gloss| after.starts_with(gloss))
    {
        return true;
    }
    if ["简称", "称为", "概括为", "归纳为", "即"].iter().any(|word| before.ends_with(word)) {
        return true;
    }
    let total: u32 = parts.iter().map(|part| part.number).sum();
    let tail_start = before.rfind(['，', '。', '；', '：']).map_or(0, |i| i + '，'.len_utf8());
    let listed = enumeration(before[tail_start..].trim_end_matches('等')).len() as u32;
    if total > 1 && (listed == total || listed == parts[0].number && listed > 1) {
        return true;
    }
    // A list of as many items earlier in the sentence: 以甲、乙、丙和丁为主体的“四区…”.
    let sentence = &before[before.rfind('。').map_or(0, |i| i + '。'.len_utf8())..];
    let lists = clauses(sentence).filter(|clause| composes(&sentence[clause.clone()])).map(|clause| {
        let items = enumeration(&sentence[clause.clone()]).len() as u32;
        let joints = sentence[clause].chars().filter(|c| matches!(c, '和' | '及' | '与')).count() as u32;
        (items, items + joints)
    });
    let fits = |(least, most): (u32, u32)| {
        least > 1 && parts.iter().any(|p| p.number > 1 && (least..=most).contains(&p.number))
    };
    if lists.into_iter().any(fits) {
        return true;
    }
    // The noun comes back: ——坚持把着力… four times, 笔架山港区和龙栖湾港区 for two 区.
    parts
        .iter()
        .filter(|part| part.number > 1)
        .any(|part| comes_back(context, endings, index, range.end, part))
}

/// Whether a clause says what something is made of.
fn composes(clause: &str) -> bool {
    ["为主体", "为核心", "为重点", "为骨架", "为基础", "为支撑", "构成", "组成"]
        .iter()
        .any(|word| clause.contains(word))
}

/// The items of a list begin within so many characters of its name.
const NEAR: usize = 2000;

/// How many headings end in each one and each two characters.
fn heading_endings<'a>(context: &Context<'a>) -> BTreeMap<&'a str, usize> {
    let mut out = BTreeMap::new();
    for piece in context.pieces.iter().filter(|piece| matches!(piece.kind, Kind::Heading { .. })) {
        let text = piece.text();
        for (start, _) in text.char_indices().rev().take(2) {
            *out.entry(&text[start..]).or_default() += 1;
        }
    }
    out
}

fn comes_back(
    context: &Context<'_>,
    endings: &BTreeMap<&str, usize>,
    index: usize,
    from: usize,
    part: &Part<'_>,
) -> bool {
    // One character is too little to recognise a noun, unless a longer word ends with it.
    let core_start = part.noun.char_indices().rev().nth(1).map_or(0, |(i, _)| i);
    let core = &part.noun[core_start..];
    if core.chars().count() < 2 && part.noun.chars().count() < 2 && part.number > 3 {
        return false;
    }
    let own = &context.pieces[index].text()[from..];
    let own = &own[..own.char_indices().nth(NEAR).map_or(own.len(), |(i, _)| i)];
    let mut count = own.matches(core).count();
    let reach = part.number as usize + 4;
    count += context
        .pieces
        .iter()
        .skip(index + 1)
        .take(reach)
        .map(|piece| {
            // In the paragraphs that follow only the opening words count: they name what is treated there.
            let opening = piece.text().char_indices().nth(20).map_or(piece.text().len(), |(i, _)| i);
            usize::from(piece.text()[..opening].contains(core))
        })
        .sum::<usize>();
    let named = endings.get(core).copied().unwrap_or(0);
    count.max(named) >= part.number as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fall_into_numbers_and_nouns() {
        let of = |name| parts(name).map(|parts| parts.iter().map(|p| (p.number, p.noun)).collect::<Vec<_>>());
        assert_eq!(of("六横五纵一环"), Some(vec![(6, "横"), (5, "纵"), (1, "环")]));
        assert_eq!(of("四个驱动"), Some(vec![(4, "驱动")]));
        assert_eq!(of("三带九区五镇四十八景").map(|p| p.len()), Some(4));
        assert_eq!(of("一带、双核、四城"), Some(vec![(1, "带"), (2, "核"), (4, "城")]));
        assert_eq!(of("智慧城市"), None);
        assert_eq!(of("互联网+"), None);
        assert!(is_plan_name("十三五") && !is_plan_name("五"));
    }
}
