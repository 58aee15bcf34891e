//! Short names: what stands of a name in tables and in speech.

use std::sync::LazyLock;

static PEOPLES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("../data/peoples.tsv").lines().filter(|line| !line.starts_with('#')).skip(1);
    lines.map(str::trim).filter(|line| !line.is_empty()).collect()
});

/// Endings that say what kind of region it is, the longer ones first, with what may stand for an autonomous one in short.
const ENDINGS: [(&str, &str); 17] = [
    ("特别行政区", ""),
    ("自治区", ""),
    ("自治州", "州"),
    ("自治县", "县"),
    ("自治旗", "旗"),
    ("地区", ""),
    ("林区", ""),
    ("矿区", "-"),
    ("新区", ""),
    ("族区", "区"),
    ("省", ""),
    ("市", ""),
    ("盟", ""),
    ("县", ""),
    ("区", ""),
    ("旗", ""),
    ("州", ""),
];

/// The short name of a region: 辽宁 of 辽宁省, 恩施 of 恩施土家族苗族自治州. `None` where nothing would be left that is a name
/// (祁县, 科尔沁左翼中旗).
pub fn short(name: &str) -> Option<&str> {
    parts(name).map(|(stem, _)| stem)
}

/// Whether two names, each full or short, are those of one region: 锦州市 and 锦州, but not 朝阳市 and 朝阳县.
pub fn same(one: &str, other: &str) -> bool {
    one == other || short(one) == Some(other) || short(other) == Some(one)
}

/// The short name, and the sign that an autonomous region may bear in short: 恩施 and 州.
pub(crate) fn parts(name: &str) -> Option<(&str, &'static str)> {
    // The last character alone rules out most endings.
    let last = name.as_bytes().last_chunk::<3>()?;
    let (ending, sign) = ENDINGS.iter().find(|(ending, _)| {
        ending.as_bytes().last_chunk() == Some(last) && name.len() > ending.len() && name.ends_with(ending)
    })?;
    if *sign == "-" {
        return None;
    }
    let kept = if *ending == "族区" { "族".len() } else { 0 };
    let stem = name.get(..name.len() - ending.len() + kept)?;
    let autonomous = ending.starts_with("自治") || *ending == "族区";
    let stem = if autonomous { without_peoples(stem) } else { stem };
    // 浦东 of 浦东新区; but a district that is called 新区 has no other name.
    let cut = *ending == "旗" && stem.ends_with(['前', '后', '中', '左', '右', '翼']);
    (!cut && stem.chars().count() >= 2).then_some((stem, *sign))
}

/// 恩施 of 恩施土家族苗族; 东乡 of 东乡族, which is named after the people alone.
fn without_peoples(stem: &str) -> &str {
    let mut rest = stem;
    while let Some(cut) = PEOPLES
        .iter()
        .filter_map(|people| rest.strip_suffix(people))
        .filter(|cut| cut.chars().count() >= 2)
        .min_by_key(|cut| cut.len())
    {
        rest = cut;
    }
    if PEOPLES.contains(&rest) { rest.strip_suffix('族').unwrap_or(rest) } else { rest }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_one_region() {
        assert!(same("滨海新区", "滨海") && same("锦州", "锦州市") && same("义县", "义县"));
        assert!(!same("朝阳市", "朝阳县") && !same("", "锦州市"));
    }

    #[test]
    fn short_names() {
        for (name, expected) in [
            ("辽宁省", Some("辽宁")),
            ("内蒙古自治区", Some("内蒙古")),
            ("新疆维吾尔自治区", Some("新疆")),
            ("香港特别行政区", Some("香港")),
            ("恩施土家族苗族自治州", Some("恩施")),
            ("克孜勒苏柯尔克孜自治州", Some("克孜勒苏")),
            ("东乡族自治县", Some("东乡")),
            ("鄂温克族自治旗", Some("鄂温克")),
            ("龙胜各族自治县", Some("龙胜")),
            ("管城回族区", Some("管城")),
            ("大兴安岭地区", Some("大兴安岭")),
            ("锡林郭勒盟", Some("锡林郭勒")),
            ("浦东新区", Some("浦东")),
            ("神农架林区", Some("神农架")),
            ("恩施州", Some("恩施")),
            ("锦州", None),
            ("祁县", None),
            ("科尔沁左翼中旗", None),
            ("井陉矿区", None),
        ] {
            assert_eq!(short(name), expected, "{name}");
        }
    }
}
