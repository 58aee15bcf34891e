//! Names of works, parks and places: what in them is proper and what every plan says.

use crate::context::Context;
use crate::words::Words;
use std::sync::LazyLock;

/// Words that names share without meaning the same thing.
static GENERIC: LazyLock<Words> = LazyLock::new(|| Words::of(include_str!("../data/generic_name_words.tsv")));
/// Short words and measure words inside names.
const SMALL: [char; 36] = [
    '的', '和', '及', '与', '等', '大', '小', '新', '老', '区', '市', '县', '省', '镇', '乡', '村', '园',
    '城', '港', '路', '带', '线', '网', '站', '点', '型', '类', '级', '化', '业', '链', '群', '体', '系',
    '品', '人',
];

/// The characters of a name that no generic word covers.
pub(crate) fn residue(name: &str) -> String {
    let mut out = String::new();
    let mut rest = name;
    while let Some(c) = rest.chars().next() {
        if let Some(word) = GENERIC.opening(rest) {
            rest = &rest[word.len()..];
            continue;
        }
        if !SMALL.contains(&c) {
            out.push(c);
        }
        rest = &rest[c.len_utf8()..];
    }
    out
}

/// Whether a name names one thing: two characters or more are its own.
pub(crate) fn is_proper(name: &str) -> bool {
    residue(name).chars().count() >= 2
}

/// The names of regions that the plan itself uses, without 市, 县, 区, the longest first.
pub(crate) fn regions<'a>(context: &Context<'a>) -> Vec<&'a str> {
    let mut out: Vec<&str> = Vec::new();
    let places = context.plan.places.iter().filter(|place| place.kind == plan::PlaceKind::Region);
    let own = context.plan.region.iter().map(String::as_str);
    for name in places.map(|place| place.name.as_str()).chain(own) {
        let bare = region::short(name).unwrap_or(name);
        if bare.chars().count() >= 2 && !out.contains(&bare) {
            out.push(bare);
        }
    }
    out.sort_by_key(|name| std::cmp::Reverse(name.len()));
    out
}

/// A name without the regions in front of it: 北镇市沟帮子开发区 is 沟帮子开发区.
pub(crate) fn without_region<'n>(name: &'n str, regions: &[&str]) -> &'n str {
    let mut rest = name;
    while let Some(tail) = regions.iter().find_map(|region| rest.strip_prefix(region)) {
        let tail =
            tail.strip_prefix("新区").or_else(|| tail.strip_prefix(['省', '市', '县', '区'])).unwrap_or(tail);
        if tail.chars().count() < 3 {
            break;
        }
        rest = tail;
    }
    rest
}

/// A name without quotation marks, brackets and what stands in short brackets: 西海产业区（园） is 西海产业区.
pub(crate) fn bare(name: &str) -> String {
    let mut out = String::new();
    let mut depth = 0;
    for c in name.chars() {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth -= 1,
            '“' | '”' | '《' | '》' | ' ' => {}
            _ if depth > 0 => {}
            _ => out.push(c),
        }
    }
    out
}

/// The length of the longest common subsequence.
pub(crate) fn common_subsequence<T: PartialEq>(a: &[T], b: &[T]) -> usize {
    let mut row = vec![0_usize; b.len() + 1];
    for x in a {
        let mut diagonal = 0;
        for (j, y) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = if x == y { diagonal + 1 } else { above.max(row[j]) };
            diagonal = above;
        }
    }
    row[b.len()]
}

/// The longest run of characters that both have.
pub(crate) fn common_run<'a>(a: &'a str, b: &str) -> &'a str {
    let borders: Vec<usize> = a.char_indices().map(|(i, _)| i).chain(std::iter::once(a.len())).collect();
    let mut best = "";
    let mut start = 0;
    for end in 1..borders.len() {
        while start < end && !b.contains(&a[borders[start]..borders[end]]) {
            start += 1;
        }
        if borders[end] - borders[start] > best.len() {
            best = &a[borders[start]..borders[end]];
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generic_words_leave_the_proper_part() {
        assert_eq!(residue("沟帮子经济技术开发区"), "沟帮子");
        assert_eq!(residue("农产品加工产业园区"), "");
        assert!(is_proper("渤海物流园") && !is_proper("现代物流园区"));
        assert_eq!(bare("西海产业区（园）"), "西海产业区");
        assert_eq!(without_region("北镇市沟帮子开发区", &["北镇", "锦州"]), "沟帮子开发区");
        assert_eq!(without_region("锦州市医院", &["锦州"]), "锦州市医院");
    }

    #[test]
    fn common_parts() {
        let chars = |text: &str| text.chars().collect::<Vec<_>>();
        assert_eq!(common_subsequence(&chars("人均预期寿命"), &chars("人均期望寿命")), 5);
        assert_eq!(common_run("杏山国际物流园", "滨海新区杏山国际物流园区"), "杏山国际物流园");
        assert_eq!(common_run("甲乙", "丙丁"), "");
    }
}
