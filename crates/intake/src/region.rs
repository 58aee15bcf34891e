//! Which texts name regions, and what other rows of a region column are.

use crate::label::clean;
use crate::word;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// What a text in the place of a region is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// A region by its full name.
    Region(String),
    /// The region of the table itself (全市, 合计).
    Own,
    /// A subtotal or an average of several regions.
    Several,
    /// A development zone or the like, whose figures are part of a region's.
    Zone,
    /// Nothing of the kind.
    Other,
}

static REGISTRY: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let mut known = BTreeMap::new();
    let mut add = |full: &str| {
        known.insert(full.to_owned(), full.to_owned());
        for ending in ["特别行政区", "自治区", "自治州", "地区", "省", "市", "盟"] {
            let Some(stem) = full.strip_suffix(ending) else { continue };
            let short = without_people(stem);
            if short.chars().count() >= 2 {
                known.entry(short.clone()).or_insert_with(|| full.to_owned());
                if ending == "自治州" {
                    known.entry(format!("{short}州")).or_insert_with(|| full.to_owned());
                }
            }
            break;
        }
    };
    let lines = include_str!("../data/regions.tsv").lines().filter(|line| !line.starts_with('#'));
    let mut cities = Vec::new();
    for line in lines {
        let (province, below) = line.split_once('\t').unwrap_or((line, ""));
        add(province.trim());
        cities.extend(below.split_whitespace());
    }
    for city in cities {
        let full = if city.ends_with(['州', '盟', '区']) && city.chars().count() > 3 || city.ends_with('盟')
        {
            city.to_owned()
        } else {
            format!("{city}市")
        };
        add(&full);
    }
    known.insert("全国".to_owned(), "全国".to_owned());
    known
});

/// 恩施土家族苗族 is 恩施.
fn without_people(stem: &str) -> String {
    const PEOPLES: [&str; 26] = [
        "土家族",
        "苗族",
        "彝族",
        "藏族",
        "羌族",
        "布依族",
        "侗族",
        "哈尼族",
        "壮族",
        "傣族",
        "白族",
        "景颇族",
        "傈僳族",
        "回族",
        "蒙古族",
        "朝鲜族",
        "维吾尔",
        "哈萨克",
        "柯尔克孜",
        "蒙古",
        "瑶族",
        "满族",
        "土族",
        "撒拉族",
        "黎族",
        "仡佬族",
    ];
    let mut short = stem.to_owned();
    while let Some(cut) =
        PEOPLES.iter().find_map(|people| short.strip_suffix(people)).filter(|cut| cut.chars().count() >= 2)
    {
        short = cut.to_owned();
    }
    short
}

/// Full names that the file or the plan use, for short forms of them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Gazetteer {
    full: BTreeSet<String>,
    short: BTreeMap<String, String>,
}

impl Gazetteer {
    pub(crate) fn add(&mut self, full: &str) {
        if full.is_empty() {
            return;
        }
        self.full.insert(full.to_owned());
        if let Some(short) = stem(full) {
            self.short.insert(short.to_owned(), full.to_owned());
        }
    }

    /// The full name of a region.
    pub(crate) fn full(&self, name: &str) -> Option<String> {
        if self.full.contains(name) {
            return Some(name.to_owned());
        }
        self.short.get(name).or_else(|| REGISTRY.get(name)).cloned()
    }

    /// What a text in a column of regions is.
    pub(crate) fn place(&self, text: &str) -> Place {
        let text = clean(text);
        let name = text.trim();
        if name.is_empty() {
            return Place::Other;
        }
        if let Some(full) = self.full(name) {
            return Place::Region(full);
        }
        if word::is("own", name) || word::is("total", name) {
            return Place::Own;
        }
        let zone = word::of("zone").iter().any(|zone| name.ends_with(zone));
        if zone {
            return Place::Zone;
        }
        let short = name.chars().count() <= 12;
        if short
            && (["小计", "平均", "均值", "合计", "总计"].iter().any(|word| name.ends_with(word))
                || word::is("subtotal", name))
        {
            return Place::Several;
        }
        if is_full(name) { Place::Region(name.to_owned()) } else { Place::Other }
    }
}

/// A name without the kind of its region.
pub(crate) fn stem(name: &str) -> Option<&str> {
    ["自治县", "自治州", "自治区", "特别行政区", "地区", "新区", "市", "县", "区", "省", "旗", "州", "盟"]
        .iter()
        .find_map(|ending| name.strip_suffix(ending))
        .filter(|stem| stem.chars().count() >= 2)
}

/// Whether a text has the form of a region's full name.
pub(crate) fn is_full(name: &str) -> bool {
    const WORDS: [&str; 24] = [
        "城市", "县市", "各县", "各市", "各区", "市县", "市区", "城区", "郊区", "山区", "地区", "社区",
        "园区", "灾区", "景区", "林区", "牧区", "矿区", "县区", "分县", "超市", "上市", "门市", "街区",
    ];
    let count = name.chars().count();
    if !(2..=15).contains(&count) || !name.chars().all(|c| ('\u{3400}'..='\u{9fff}').contains(&c)) {
        return false;
    }
    if WORDS.iter().any(|word| name.ends_with(word))
        || ["各", "全", "本", "分", "其"].iter().any(|lead| name.starts_with(lead))
    {
        return false;
    }
    name.ends_with(['市', '县', '区', '省', '旗', '盟'])
        || name.ends_with("自治州")
        || name.ends_with('镇')
        || name.ends_with('乡')
        || name.ends_with("街道")
}

/// The region that a title begins with: 澄江市地区生产总值及构成.
pub(crate) fn of_title(text: &str, gazetteer: &Gazetteer) -> Option<String> {
    let text = clean(text);
    let said = text.strip_prefix("地区").and_then(|rest| rest.strip_prefix([':', '：']));
    let mut rest = said.unwrap_or(&text).trim_start_matches(|c: char| {
        c.is_ascii_digit()
            || matches!(
                c,
                '-' | '.'
                    | '_'
                    | ' '
                    | '—'
                    | '、'
                    | '《'
                    | '附'
                    | '表'
                    | ':'
                    | '：'
                    | '('
                    | ')'
                    | '（'
                    | '）'
            )
    });
    let (_, behind) = crate::period::take(rest);
    rest = behind
        .trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '—' | '年' | ' ' | '度' | '_'));
    let ends: Vec<(usize, char)> = rest.char_indices().take(14).collect();
    // The longest known name, then the shortest that looks like one.
    for (at, c) in ends.iter().rev() {
        let name = rest.get(..at + c.len_utf8())?;
        if name.chars().count() >= 3 && REGISTRY.get(name).is_some_and(|full| full == name)
            || gazetteer.full.contains(name)
        {
            return Some(name.to_owned());
        }
    }
    for (at, c) in ends.iter().skip(1).take(7) {
        if !matches!(c, '市' | '县' | '区' | '州' | '旗' | '盟' | '省') {
            continue;
        }
        let name = rest.get(..at + c.len_utf8())?;
        if is_full(name) && !matches!(gazetteer.place(name), Place::Zone) {
            return Some(name.to_owned());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places() {
        let mut gazetteer = Gazetteer::default();
        gazetteer.add("云岭市");
        let region = |name: &str| Place::Region(name.to_owned());
        for (text, expected) in [
            ("昆明", region("昆明市")),
            ("内蒙古", region("内蒙古自治区")),
            ("红河州", region("红河哈尼族彝族自治州")),
            ("云岭", region("云岭市")),
            ("青 溪 县", region("青溪县")),
            ("全  市", Place::Own),
            ("合计", Place::Own),
            ("四县小计", Place::Several),
            ("六城平均", Place::Several),
            ("高新区", Place::Zone),
            ("地区生产总值", Place::Other),
            ("主要城市", Place::Other),
            ("第一产业", Place::Other),
        ] {
            assert_eq!(gazetteer.place(text), expected, "{text}");
        }
    }

    #[test]
    fn regions_of_titles() {
        let gazetteer = Gazetteer::default();
        for (title, expected) in [
            ("2-1  云岭市地区生产总值及构成", Some("云岭市")),
            ("2025年云岭市分县（区）主要指标", Some("云岭市")),
            ("07-云岭市财政收支2021-2025.xlsx", Some("云岭市")),
            ("主要城市年度数据", None),
            ("各县（区）一般公共预算收支", None),
            ("城市居民收入", None),
        ] {
            assert_eq!(of_title(title, &gazetteer).as_deref(), expected, "{title}");
        }
    }
}
