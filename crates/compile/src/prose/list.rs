//! Coordinated lists: splitting them and restoring what their members share.

use std::ops::Range;

use super::words::FRAMES;
use crate::sentence;
use crate::words::LEXICON;

/// Conjunctions that may join the last members of a list.
pub(crate) const CONJUNCTIONS: [&str; 5] = ["以及", "和", "及", "与", "暨"];

/// Splits `text` into exactly `count` members, at 、 first, then at conjunctions from the right.
pub(crate) fn split_into(text: &str, count: usize) -> Option<Vec<&str>> {
    let members: Vec<Range<usize>> =
        sentence::items(text, 0..text.len()).into_iter().map(|item| item.range).collect();
    let mut members = members;
    while members.len() < count {
        let cut = members.iter().enumerate().rev().find_map(|(index, range)| {
            conjunction(&text[range.clone()], false).map(|(at, word)| (index, range.start + at, word))
        });
        let (index, at, word) = cut?;
        let range = members[index].clone();
        members.splice(index..=index, [range.start..at, at + word.len()..range.end]);
    }
    (members.len() == count)
        .then(|| members.into_iter().map(|range| text[range].trim()).collect::<Vec<_>>())
        .filter(|members| members.iter().all(|member| !member.is_empty()))
}

/// The last conjunction of `text` outside brackets and quotation marks, or the first.
pub(crate) fn conjunction(text: &str, first: bool) -> Option<(usize, &'static str)> {
    let marks: Vec<usize> = sentence::cuts(text, |c| matches!(c, '和' | '及' | '与' | '以' | '暨'))
        .into_iter()
        .map(|(at, _)| at)
        .collect();
    let hit = |at: usize| {
        let word = CONJUNCTIONS.into_iter().find(|word| text[at..].starts_with(word))?;
        (at > 0 && at + word.len() < text.len() && joins(text, at, word)).then_some((at, word))
    };
    if first { marks.into_iter().find_map(hit) } else { marks.into_iter().rev().find_map(hit) }
}

/// Whether a conjunction at `at` joins, and is no part of a word: 普及, 和谐, 参与, 碳中和.
pub(crate) fn joins(text: &str, at: usize, word: &str) -> bool {
    let before = text[..at].chars().next_back().unwrap_or(' ');
    let behind = text[at + word.len()..].chars().next().unwrap_or(' ');
    match word {
        "及" => !"普涉以危触波提顾企惠遍".contains(before) && !"率格时其早".contains(behind),
        "和" => {
            !"共总饱缓温祥协调柔太".contains(before)
                && !"谐平睦解美气田".contains(behind)
                && !text[..at].ends_with("碳中")
        }
        "与" => !"参给赋授寄".contains(before) && !"时会".contains(behind),
        _ => true,
    }
}

/// Restores what the members of a list share; the last member is whole.
///
/// 农村和城镇居民收入: members that name a part of the people or the economy stand for one another.
/// 养老保险、医疗保险参保人数: a member that repeats characters of the last goes on like it.
/// 污水、垃圾处理率: else a member takes the attribute that the last ends with.
pub(crate) fn restore(members: &[&str]) -> Vec<String> {
    let Some((last, before)) = members.split_last() else {
        return Vec::new();
    };
    let mut whole: Vec<String> = before.iter().map(|member| restored(member, last)).collect();
    whole.push((*last).to_owned());
    whole
}

fn restored(member: &str, last: &str) -> String {
    // 化学需氧量 ends like an amount and is a substance.
    let emitted = last.contains("排放") && !member.contains("排放");
    if !emitted && (complete(member) || last.len() <= member.len()) {
        return member.to_owned();
    }
    if FRAMES.parts.get(member).is_some()
        && let Some(rest) = FRAMES.parts.strip_prefix(last)
    {
        return format!("{member}{rest}");
    }
    let repeated = member.char_indices().skip(1).find_map(|(at, _)| {
        let end = &member[at..];
        let place = last.find(end).filter(|place| *place > 0 && end.chars().count() >= 2)?;
        Some(&last[place + end.len()..])
    });
    if let Some(rest) = repeated {
        return format!("{member}{rest}");
    }
    let attribute = LEXICON.attributes.suffix(last).filter(|(word, ())| word.len() < last.len());
    format!("{member}{}", attribute.map_or("", |(word, ())| word))
}

/// 甲、乙、丙三大产业产值: the number of the members stands inside the last, in front of what they share.
pub(super) fn summed(members: &[&str]) -> Option<Vec<String>> {
    const NUMERALS: &str = "一二三四五六七八九十两";
    let (last, before) = members.split_last()?;
    let counted = |signs: &[char]| {
        last.match_indices(signs)
            .map(|(at, _)| at)
            .find(|at| last[..*at].ends_with(|c: char| c.is_ascii_digit() || NUMERALS.contains(c)))
    };
    // 甲、乙、丙三市生产总值: what stands behind the sign is said of each of them.
    let of_regions = counted(&['市', '县', '区', '州', '省']).filter(|at| complete(&last[*at..]));
    let (at, attribute) = match of_regions {
        Some(at) => (at, &last[at..]),
        None => (counted(&['大', '个', '项', '类'])?, LEXICON.attributes.suffix(last)?.0),
    };
    let own = last[..at].trim_end_matches(|c: char| c.is_ascii_digit() || NUMERALS.contains(c));
    let own = own.trim_end_matches('等');
    (!own.is_empty())
        .then(|| before.iter().chain([&own]).map(|member| format!("{member}{attribute}")).collect())
}

/// Whether a name of something measurable is whole: it ends like one.
pub(super) fn complete(name: &str) -> bool {
    const ENDS: [&str; 32] = [
        "率", "额", "量", "值", "数", "收入", "面积", "比重", "比例", "规模", "能力", "里程", "投资", "总量",
        "产量", "增速", "水平", "支出", "成本", "人口", "户数", "床位", "资产", "利润", "税收", "密度",
        "强度", "长度", "程度", "指数", "消耗", "浓度",
    ];
    ENDS.iter().any(|end| name.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_into_a_count() {
        assert_eq!(split_into("甲面积、乙面积和丙面积", 3), Some(vec!["甲面积", "乙面积", "丙面积"]));
        assert_eq!(split_into("东区和西区", 2), Some(vec!["东区", "西区"]));
        assert_eq!(split_into("研究和试验投入、专利", 2), Some(vec!["研究和试验投入", "专利"]));
        assert_eq!(split_into("甲、乙以及丙", 3), Some(vec!["甲", "乙", "丙"]));
        assert_eq!(split_into("自来水普及率和厕所普及率", 2), Some(vec!["自来水普及率", "厕所普及率"]));
        assert_eq!(split_into("甲", 2), None);
    }

    #[test]
    fn members_counted_inside_the_last() {
        let names = summed(&["东港", "西岭", "南川三市生产总值"]).expect("names");
        assert_eq!(names, ["东港市生产总值", "西岭市生产总值", "南川市生产总值"]);
        let names = summed(&["纺织", "机械", "食品三大产业产值"]).expect("names");
        assert_eq!(names, ["纺织产值", "机械产值", "食品产值"]);
    }

    #[test]
    fn restores_the_shared_part() {
        assert_eq!(restore(&["农村", "城镇居民人均收入"]), ["农村居民人均收入", "城镇居民人均收入"]);
        assert_eq!(restore(&["就业率", "城镇居民人均收入"]), ["就业率", "城镇居民人均收入"]);
        assert_eq!(restore(&["养老保险", "医疗保险参保人数"]), ["养老保险参保人数", "医疗保险参保人数"]);
        assert_eq!(restore(&["小学", "初中入学率"]), ["小学入学率", "初中入学率"]);
        assert_eq!(restore(&["污水", "垃圾处理率"]), ["污水处理率", "垃圾处理率"]);
        assert_eq!(restore(&["化学需氧量", "氨氮排放总量"]), ["化学需氧量排放总量", "氨氮排放总量"]);
        assert_eq!(restore(&["氨氮", "氮氧化物排放量"]), ["氨氮排放量", "氮氧化物排放量"]);
    }
}
