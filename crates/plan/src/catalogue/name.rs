//! Names of indicators reduced to a signature that different ways of writing share.

use super::unit::Unit;

/// Different words for one thing, with the one that stands for them in signatures.
///
/// Applied from top to bottom, so a longer phrase stands before a shorter one that it contains, and a
/// rule may rely on what the rules above it made.
const SYNONYMS: &[(&str, &str)] = &[
    ("的", ""),
    ("地区生产总值", "gdp"),
    ("国内生产总值", "gdp"),
    ("生产总值", "gdp"),
    ("地区gdp", "gdp"),
    ("研究与试验发展", "rd"),
    ("研究与实验发展", "rd"),
    ("研究和试验发展", "rd"),
    ("科技研发", "rd"),
    ("研发", "rd"),
    ("r&d", "rd"),
    ("rdrd", "rd"),
    ("rd经费投入", "rd经费"),
    ("rd经费支出", "rd经费"),
    ("rd投入", "rd经费"),
    ("rd支出", "rd经费"),
    ("全社会", ""),
    ("比例", "比重"),
    ("占比", "比重"),
    ("比率", "比重"),
    ("所占", "占"),
    ("增加值占gdp比重", "增加值比重"),
    ("第三产业", "服务业"),
    ("三产增", "服务业增"),
    ("服务业服务业", "服务业"),
    ("第一产业", "一产"),
    ("第二产业", "二产"),
    ("每万常住人口", "每万人"),
    ("每万人口", "每万人"),
    ("每千名常住人口", "每千人"),
    ("每千常住人口", "每千人"),
    ("每千人口", "每千人"),
    ("规上", "规模以上"),
    ("能源消耗", "能耗"),
    ("综合能耗", "能耗"),
    ("万元gdp", "单位gdp"),
    ("二氧化碳排放量", "co2"),
    ("二氧化碳排放", "co2"),
    ("碳排放量", "co2"),
    ("碳排放", "co2"),
    ("二氧化碳", "co2"),
    ("细颗粒物pm2.5", "pm2.5"),
    ("细颗粒物", "pm2.5"),
    ("累计降低", "降低"),
    ("下降率", "降低"),
    ("降低率", "降低"),
    ("下降", "降低"),
    ("降幅", "降低"),
    ("减少", "降低"),
    ("削减", "降低"),
    ("年均增长率", "增速"),
    ("年均增长", "增速"),
    ("年均增速", "增速"),
    ("增长速度", "增速"),
    ("增长率", "增速"),
    ("增幅", "增速"),
    ("增长", "增速"),
    ("常住居民", "居民"),
    ("城市化", "城镇化"),
    ("总值", "总额"),
];

/// Words before a name that say whose figure it is, which the indicator does not depend on.
const SCOPES: &[&str] =
    &["全市", "全县", "全区", "全省", "全国", "全州", "我市", "我县", "我区", "我省", "本市", "年末"];

/// Words inside a name that near names may differ in.
const FILLERS: &[&str] =
    &["拥有量", "拥有", "水平", "指标", "主要", "数量", "总量", "总数", "累计", "年均", "数"];

/// Folds widths and case, writes Roman numerals in letters, and drops spaces, quotation marks and commas.
fn plain(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    for c in name.chars().map(phrase::fold_char) {
        match c {
            // Ideographs, by far the most of a name, have no case.
            '\u{3400}'..='\u{9fff}' => text.push(c),
            '〔' | '[' | '【' => text.push('('),
            '〕' | ']' | '】' => text.push(')'),
            '₀'..='₉' => text.extend(char::from_digit(c as u32 - '₀' as u32, 10)),
            'Ⅰ' => text.push('i'),
            'Ⅱ' => text.push_str("ii"),
            'Ⅲ' => text.push_str("iii"),
            'Ⅳ' => text.push_str("iv"),
            'Ⅴ' => text.push('v'),
            '“' | '”' | '‘' | '’' | '"' | '\'' | '《' | '》' | '、' | '，' | ',' | '·' | ';' | '；' =>
                {}
            c if c.is_whitespace() => {}
            c => text.extend(c.to_lowercase()),
        }
    }
    text
}

/// Remarks in brackets on prices, time or source, which do not make another indicator.
const REMARKS: &[&str] = &[
    "可比价",
    "可比价格",
    "按可比价格",
    "按可比价格计算",
    "现价",
    "当年价",
    "累计",
    "五年累计",
    "年均",
    "普查",
];

/// Whether a unit stands in brackets. What is counted is none, although it follows numbers (95万常住人口).
fn is_unit(inside: &str) -> bool {
    !inside.ends_with("人口") && Unit::parse(inside).is_some()
}

/// Whether what stands in brackets repeats, abbreviates or annotates the name and does not narrow it.
///
/// Abbreviations are in Latin letters (R&D, PM2.5); 助理 belongs to the official name of physicians;
/// a unit says nothing of the name.
fn repeats(inside: &str) -> bool {
    inside.is_ascii() || inside == "助理" || REMARKS.contains(&inside) || is_unit(inside)
}

/// The name with its brackets resolved: the whole text, and the text without what only repeats.
fn readings(name: &str) -> [String; 2] {
    let text = plain(name);
    let mut whole = String::new();
    let mut short = String::new();
    let mut rest = text.as_str();
    while let Some((before, inside, after)) = bracket(rest) {
        whole.push_str(before);
        short.push_str(before);
        if !is_unit(inside) {
            whole.push_str(inside);
        }
        if !repeats(inside) {
            short.push_str(inside);
        }
        rest = after;
    }
    whole.push_str(rest);
    short.push_str(rest);
    [whole, short]
}

/// Splits at the first pair of brackets: before, inside, after.
fn bracket(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('(')?;
    let (inside, after) = rest.split_once(')')?;
    Some((before, inside, after))
}

fn rewrite(text: &str) -> String {
    let mut text = text;
    while let Some(rest) = SCOPES.iter().find_map(|scope| text.strip_prefix(scope)) {
        text = rest;
    }
    let mut text = text.to_owned();
    let mut present = runs(text.as_bytes());
    for ((from, to), needed) in SYNONYMS.iter().zip(NEEDED) {
        if present & needed == needed && holds(text.as_bytes(), from.as_bytes()) {
            text = text.replace(from, to);
            present = runs(text.as_bytes());
        }
    }
    text
}

/// Whether a word stands in a text. Both are short: a searcher would take longer to make than to use.
fn holds(text: &[u8], word: &[u8]) -> bool {
    let Some((first, rest)) = word.split_first() else { return true };
    text.iter().enumerate().any(|(at, byte)| byte == first && text[at + 1..].starts_with(rest))
}

/// The runs of bytes of each word in [`FILLERS`].
const FILLERS_NEEDED: [u128; FILLERS.len()] = {
    let mut out = [0; FILLERS.len()];
    let mut at = 0;
    while at < out.len() {
        out[at] = runs(FILLERS[at].as_bytes());
        at += 1;
    }
    out
};

/// The runs of bytes of each word in [`SYNONYMS`].
const NEEDED: [u128; SYNONYMS.len()] = {
    let mut out = [0; SYNONYMS.len()];
    let mut at = 0;
    while at < out.len() {
        out[at] = runs(SYNONYMS[at].0.as_bytes());
        at += 1;
    }
    out
};

/// One bit for each run of three bytes, many sharing one: a text without a needed bit lacks the word, and most names
/// lack most words.
const fn runs(bytes: &[u8]) -> u128 {
    let (mut at, mut bits) = (2, 0);
    while at < bytes.len() {
        let [a, b, c] = [bytes[at - 2] as u32, bytes[at - 1] as u32, bytes[at] as u32];
        bits |= 1 << ((a * 59 + b * 31 + c) % 128);
        at += 1;
    }
    bits
}

/// The signatures of a name: equal signatures mean the same indicator.
///
/// Most names have one; a name with an abbreviation in brackets has one with and one without it.
pub(super) fn signatures(name: &str) -> Vec<String> {
    let [whole, short] = readings(name);
    if whole == short {
        return vec![rewrite(&whole)];
    }
    let (whole, short) = (rewrite(&whole), rewrite(&short));
    if whole == short { vec![whole] } else { vec![whole, short] }
}

/// The characters of a signature in sorted order without fillers: equal for names that differ in word
/// order and filling words only. `None` when too little remains to know an indicator by.
pub(super) fn bag(signature: &str) -> Option<String> {
    let mut text = signature.to_owned();
    let present = runs(text.as_bytes());
    for (filler, needed) in FILLERS.iter().zip(FILLERS_NEEDED) {
        // Where one has been taken away, two parts of another may have met.
        let may = text.len() < signature.len() || present & needed == needed;
        if may && holds(text.as_bytes(), filler.as_bytes()) {
            text = text.replace(filler, "");
        }
    }
    let mut characters: Vec<char> = text.chars().collect();
    characters.sort_unstable();
    (characters.len() >= 4).then(|| {
        text.clear();
        text.extend(characters);
        text
    })
}

/// Characters that make another word of a following 市 or 区 (城市, 地区, 景区): no name of a region.
const NOT_BEFORE_REGION: &[char] = &['城', '地', '景', '园', '山', '库', '灾', '辖', '社', '小', '新'];

/// What follows the name of a region at the beginning (锦州市常住人口), for every way to read one.
///
/// Names of regions have two characters or more before 市, 县, 区, 省 or 州. 农村 and 城镇 before it are
/// part of what is measured.
pub(super) fn without_region(signature: &str) -> impl Iterator<Item = &str> {
    let ends = signature.char_indices().take(8).skip(2);
    ends.filter(|(_, c)| matches!(c, '市' | '县' | '区' | '省' | '州')).filter_map(|(at, c)| {
        let (name, rest) = (signature.get(..at)?, signature.get(at + c.len_utf8()..)?);
        let word =
            name.ends_with(NOT_BEFORE_REGION) || ["农村", "乡村", "城镇"].iter().any(|w| name.contains(w));
        (!word && rest.chars().count() >= 3).then_some(rest)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_of_writing_share_a_signature() {
        let same = [
            ("地区生产总值（亿元）", "国内生产总值"),
            ("研究与试验发展（R&D）经费 投入强度（%）", "研发投入强度"),
            ("城市细颗粒物（PM2.5）浓度下降（％）", "城市细颗粒物浓度降低"),
            ("第三产业增加值占地区生产总值的比重", "服务业增加值比重"),
            ("全市劣Ⅴ类水体比例", "劣V类水体比例"),
            ("每千人口执业（助理）医师数", "每千常住人口执业(助理)医师数"),
        ];
        for (a, b) in same {
            let (a, b) = (signatures(a), signatures(b));
            assert!(a.iter().any(|one| b.contains(one)), "{a:?} {b:?}");
        }
    }

    #[test]
    fn brackets_that_narrow_are_kept() {
        assert_ne!(signatures("城镇化率（户籍人口）"), signatures("城镇化率"));
        assert_eq!(signatures("城镇化率（%）"), signatures("城镇化率"));
    }
}
