//! Small readings of titles, units and names.

#[allow(clippy::wildcard_imports)] // one reading in several files
use super::*;

/// Which of several units of a unit line a column has: shares are per cent, what is per head is money.
pub(super) fn of_several(units: &[String], name: &str) -> String {
    let share = name.ends_with(['率', '重', '比', '度']) && !name.ends_with("速度")
        || name.contains("增长")
        || name.contains("占比");
    let find = |wanted: &dyn Fn(&str) -> bool| units.iter().find(|unit| wanted(unit)).cloned();
    if share && let Some(unit) = find(&is_percent) {
        return unit;
    }
    if let Some(entry) = plan::catalogue::lookup(name, "").map(|found| found.entry) {
        let dimensions: Vec<_> = entry
            .units
            .iter()
            .filter_map(|unit| phrase::parse_unit(unit.printed))
            .map(|unit| unit.dimension.of)
            .collect();
        let fitting: Vec<&String> = units
            .iter()
            .filter(|unit| {
                phrase::parse_unit(unit).is_some_and(|unit| dimensions.contains(&unit.dimension.of))
            })
            .collect();
        if name.contains("人均") && fitting.iter().any(|unit| unit.as_str() == "元") {
            return "元".to_owned();
        }
        if let Some(unit) = fitting.first() {
            return (*unit).clone();
        }
    }
    if name.contains("人均")
        && let Some(unit) = find(&|unit| unit == "元")
    {
        return unit;
    }
    if (name.contains("人口") || name.contains("人数") || name.contains("人员"))
        && let Some(unit) = find(&|unit| unit.ends_with('人'))
    {
        return unit;
    }
    find(&|unit| !is_percent(unit)).unwrap_or_default()
}

pub(super) fn is_percent(unit: &str) -> bool {
    matches!(unit, "%" | "％" | "‰")
}

pub(super) fn same_dimension(a: &str, b: &str) -> bool {
    match (phrase::parse_unit(a), phrase::parse_unit(b)) {
        (Some(a), Some(b)) => a.dimension == b.dimension,
        _ => false,
    }
}

pub(super) fn differs(a: rust_decimal::Decimal, b: rust_decimal::Decimal) -> bool {
    let scale = a.abs().max(b.abs());
    (a - b).abs() > scale * rust_decimal::Decimal::new(1, 9)
}

/// How much electricity of a kind is produced: the names of yearbooks for the short ones of bulletins.
const ELECTRICITY: [(&str, &str); 4] =
    [("火电", "火力发电量"), ("水电", "水力发电量"), ("风电", "风力发电量"), ("核电", "核能发电量")];

/// 产品 and 产量 are 产品产量; 发电量 and 产量 are 发电量, and so are 太阳能发电 and 火电.
pub(super) fn joined(stem: &str, noun: &str) -> String {
    if noun == "产量" && stem.ends_with('电') {
        let known = ELECTRICITY.iter().find(|(short, _)| *short == stem);
        if let Some(full) = known.map(|(_, full)| (*full).to_owned()) {
            return full;
        }
        if stem.ends_with("发电") {
            return format!("{stem}量");
        }
    }
    let repeats = stem.ends_with(noun)
        || noun.ends_with('量') && stem.ends_with('量')
        || noun.ends_with('额') && stem.ends_with('额');
    if repeats { stem.to_owned() } else { format!("{stem}{noun}") }
}

pub(super) fn kind(part: Part, own: Option<Kind>, title: Option<Kind>) -> Kind {
    match part {
        Part::Year => Kind::Current,
        Part::Through(_) => Kind::Cumulated,
        Part::Half(1) => own.or(title).filter(|kind| *kind == Kind::Current).unwrap_or(Kind::Cumulated),
        Part::Half(_) | Part::Quarter(_) | Part::Month(_) => own.or(title).unwrap_or(Kind::Current),
    }
}

pub(super) fn kind_of(text: &str) -> Option<Kind> {
    if text.contains("累计") {
        Some(Kind::Cumulated)
    } else if ["当季", "当月", "当期", "单季", "单月"].iter().any(|word| text.contains(word)) {
        Some(Kind::Current)
    } else {
        None
    }
}

/// A whole date as a period: the end of a year is the year, the end or first of a month the month.
pub(super) fn date(text: &str) -> Option<When> {
    let day: jiff::civil::Date = text.trim().get(..10)?.parse().ok()?;
    let part = if (day.month(), day.day()) == (12, 31) || (day.month(), day.day()) == (1, 1) {
        Part::Year
    } else {
        Part::Month(day.month() as u8)
    };
    Some(When { year: Some(i32::from(day.year())), part: Some(part), ..When::default() })
}

pub(super) fn several_years(text: &str) -> bool {
    let folded = clean(text);
    let years: Vec<&str> = folded
        .split(|c: char| !c.is_ascii_digit())
        .filter(|digits| {
            digits.len() == 4 && digits.parse::<i32>().is_ok_and(|year| (1949..=2100).contains(&year))
        })
        .collect();
    years.windows(2).any(|pair| pair.first() != pair.last())
}

/// The only year that stands within a text, with the part of the year behind it, and the text without them.
pub(super) fn year_within(text: &str) -> Option<(When, String)> {
    if several_years(text) {
        return None;
    }
    let mut before = None;
    for (at, c) in text.char_indices() {
        let begins = c.is_ascii_digit() && !before.is_some_and(|c: char| c.is_ascii_digit());
        before = Some(c);
        let Some(tail) = text.get(at..).filter(|_| begins) else { continue };
        let (when, behind) = crate::period::take(tail);
        if when.year.is_some() && tail.get(4..).is_some_and(|rest| rest.starts_with('年')) {
            return Some((when, format!("{}{behind}", text.get(..at)?)));
        }
    }
    None
}

/// The units of a unit line: 单位：亿元、元、%.
pub(super) fn units_of(text: &str) -> Option<Vec<String>> {
    let (_, after) = text.split_once("单位")?;
    let after = after.trim_start_matches([':', '：', ' ']);
    let after = after.trim_end_matches([')', '）', ']']);
    let units: Vec<String> = after
        .split(['、', '，', ',', '；', ';', ' ', '/', '|'])
        .map(|unit| unit.split(['(', '（']).next().unwrap_or(unit).trim().replace('％', "%"))
        .filter(|unit| phrase::parse_unit(unit).is_some() || label::is_index(unit))
        .collect();
    if units.is_empty() {
        // 吨/公顷 is one unit.
        return phrase::parse_unit(after).map(|_| vec![after.to_owned()]);
    }
    if phrase::parse_unit(after).is_some() {
        return Some(vec![after.to_owned()]);
    }
    Some(units)
}

/// Words of titles that stand in front of the name of an indicator.
const LEADS: [&str; 29] = [
    "各县（区）",
    "各县(区)",
    "各县（市、区）",
    "各县(市、区)",
    "各县区",
    "各市县",
    "分县（区）",
    "分县(区)",
    "分县区",
    "各市州",
    "各地区",
    "分地区",
    "分省",
    "各省",
    "分行业",
    "按行业分",
    "全市",
    "全省",
    "全县",
    "全区",
    "全国",
    "分季度",
    "分月",
    "历年",
    "各市",
    "各区",
    "各县",
    "主要城市",
    "主要年份",
];

/// A title without its number, region, year and the words for a table.
pub(super) fn title_label(text: &str, gazetteer: &Gazetteer) -> Label {
    let text = clean(text);
    let mut rest = text.as_str();
    for lead in ["续表", "附表", "表"] {
        rest = rest.strip_prefix(lead).unwrap_or(rest);
    }
    rest = without_number(rest);
    let region = region::of_title(rest, gazetteer);
    let without = match &region {
        Some(titled) => rest.replacen(titled.words.as_str(), "", 1),
        None => rest.to_owned(),
    };
    let mut label = label::read(&without);
    let (when, behind) = crate::period::take(&label.name);
    if !when.is_empty() {
        label.when = label.when.or(when);
        label.name = String::from(behind);
    }
    // 云岭市2025年1-9月: the region may stand between year and name.
    let inner = region::of_title(&label.name, gazetteer).filter(|_| region.is_none());
    if let Some(titled) = inner {
        label.name = label.name.replacen(&titled.words, "", 1);
    }
    // 历年各县（区）: one after the other, in any order.
    while let Some(behind) = LEADS.iter().find_map(|lead| label.name.strip_prefix(lead)) {
        label.name = String::from(behind);
    }
    for ending in [
        "统计表",
        "情况表",
        "一览表",
        "汇总表",
        "基本情况",
        "情况",
        "汇总",
        "统计",
        "表",
        "数据",
        "及构成",
        "年度数据",
        "增长情况",
    ] {
        if let Some(stem) = label.name.strip_suffix(ending) {
            label.name = String::from(stem);
        }
    }
    label
}

/// A title without the number of its table: 2-1 云岭市, 1 云岭市; 2025年 is no number.
pub(super) fn without_number(text: &str) -> &str {
    let text = text.trim_start();
    if crate::period::take(text).0.year.is_some() {
        return text;
    }
    let end = text
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, '-' | '.' | '—' | '_' | '、')))
        .unwrap_or(text.len());
    let (number, rest) = text.split_at(end);
    // 07-云岭市 and 2-1云岭市 are numbered; 2021-2025年 is a span of years.
    let digits = number.chars().filter(char::is_ascii_digit).count();
    if number.is_empty() || digits > 4 || rest.starts_with(['年', '季', '月']) {
        text
    } else {
        rest.trim_start()
    }
}

/// Whether what is left of a title can name an indicator: not 主要指标 or Sheet1.
pub(super) fn is_name(name: &str) -> bool {
    const GENERAL: [&str; 22] = [
        "主要",
        "指标",
        "公报",
        "年鉴",
        "收支",
        "快报",
        "月报",
        "国民经济",
        "综合",
        "对标",
        "说明",
        "构成",
        "上报",
        "社会发展",
        "Sheet",
        "sheet",
        "数据库",
        "数据",
        "目录",
        "汇总",
        "长表",
        "待核",
    ];
    let count = name.chars().count();
    (2..=30).contains(&count)
        && name.chars().any(|c| ('\u{3400}'..='\u{9fff}').contains(&c))
        && !GENERAL.iter().any(|word| name.contains(word))
        // 市统计局 alone on a line is who issued it.
        && !["局", "委员会", "调查队", "办公室", "统计信息中心"].iter().any(|word| name.ends_with(word))
        && !word::is("cumulated", name)
        && !word::is("current", name)
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn products_get_the_name_of_their_output() {
        for (stem, name) in [
            ("原煤", "原煤产量"),
            ("发电量", "发电量"),
            ("太阳能发电", "太阳能发电量"),
            ("火电", "火力发电量"),
            ("家电", "家电产量"),
        ] {
            assert_eq!(joined(stem, "产量"), name);
        }
    }
}
