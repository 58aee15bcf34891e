//! Labels of tables: a name, and what stands around it of unit, time, growth, status, dimension and notes.

use crate::period::{Kind, When, take};
use crate::word;
use plan::Status;

/// What a label says.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Label {
    /// What is left when all else is taken away; empty for 2025年（预计） or 总量.
    pub name: String,
    pub unit: String,
    pub when: When,
    /// Growth over the year before.
    pub growth: bool,
    pub status: Option<(Status, &'static str)>,
    pub dimensions: Vec<(String, String)>,
    /// An older version of the same figure (修订前).
    pub version: String,
    /// The mark of a note (*, ①, [1]).
    pub mark: String,
    /// A plan or a budget and no outcome.
    pub plan: bool,
    /// Fitted or forecast, not observed.
    pub fitted: bool,
    /// A sum of what stands beside (合计).
    pub total: bool,
    /// A part of what stands above (其中：).
    pub part: bool,
    /// What stands where 年均 or 五年累计 is printed: no figure of one year.
    pub span: bool,
}

/// Drops line breaks and blanks inside Chinese, and a translation behind it.
pub(crate) fn clean(text: &str) -> String {
    let folded = phrase::fold(text);
    let text = folded.text();
    let is_chinese =
        |c: char| ('\u{2e80}'..='\u{9fff}').contains(&c) || ('\u{f900}'..='\u{faff}').contains(&c);
    let chinese = text.chars().any(is_chinese);
    if !chinese {
        return text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    let mut out = String::new();
    let mut depth = 0i32;
    let mut seen = false;
    for word in text.split(|c: char| c.is_whitespace() || c == '\u{200b}' || c == '\u{feff}') {
        if word.is_empty() {
            continue;
        }
        let foreign = !word.chars().any(is_chinese)
            && word.chars().any(|c| c.is_ascii_alphabetic())
            && word.chars().filter(char::is_ascii_lowercase).count() * 2
                > word.chars().filter(char::is_ascii_alphanumeric).count();
        seen |= word.chars().any(is_chinese);
        // The English name behind the Chinese one; (kg) and GDP are no translation.
        if foreign && seen && phrase::parse_unit(word).is_none() {
            depth += 1;
            continue;
        }
        if depth > 0 && !word.chars().any(is_chinese) && phrase::parse_unit(word).is_none() {
            continue;
        }
        if word.chars().any(is_chinese) {
            depth = 0;
        }
        // P2O5 30% keeps its blank; 地 区 loses it.
        let latin = |c: char| c.is_ascii_alphanumeric();
        if out.chars().next_back().is_some_and(latin) && word.chars().next().is_some_and(latin) {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Takes the marks of notes off the end: 地区生产总值①, 高新区*, 粮食[1], 注2).
pub(crate) fn without_marks(text: &str) -> (&str, String) {
    let mut rest = text.trim();
    let mut mark = String::new();
    loop {
        let before = rest;
        // A lone small letter behind Chinese is the mark of a note (支出（亿元）i).
        if let Some(head) = rest.strip_suffix(|c: char| c.is_ascii_lowercase())
            && head.ends_with(|c: char| !c.is_ascii() || c == ')')
            && head.chars().any(|c| ('\u{3400}'..='\u{9fff}').contains(&c))
            && phrase::parse_unit(rest).is_none()
        {
            mark.insert_str(0, rest.get(head.len()..).unwrap_or(""));
            rest = head.trim_end();
        }
        if let Some(c) = rest.chars().next_back()
            && is_mark(c)
        {
            rest = rest.get(..rest.len() - c.len_utf8()).unwrap_or("").trim_end();
            mark.insert(0, c);
        } else if let Some(inner) = rest.strip_suffix([']', '］'])
            && let Some(open) = inner.rfind(['[', '［'])
        {
            let width = inner.get(open..).and_then(|s| s.chars().next()).map_or(1, char::len_utf8);
            let inside = inner.get(open + width..).unwrap_or("");
            if !inside.is_empty()
                && inside.len() <= 6
                && inside.trim_start_matches('注').chars().all(|c| c.is_ascii_digit())
            {
                mark.insert_str(0, inside);
                rest = inner.get(..open).unwrap_or("").trim_end();
            }
        }
        if rest == before || rest.is_empty() {
            return if rest.is_empty() { (text.trim(), String::new()) } else { (rest, mark) };
        }
    }
}

pub(crate) fn is_mark(c: char) -> bool {
    matches!(c, '*' | '＊' | '※' | '†' | '‡' | '①'..='⑳' | '¹' | '²' | '³' | '⁰' | '⁴'..='⁹' | '★' | '☆' | '▲' | '△' | '❶'..='❿')
}

/// Reads a label.
pub(crate) fn read(text: &str) -> Label {
    let cleaned = clean(text);
    let mut label = Label::default();
    let (body, mark) = without_marks(&cleaned);
    label.mark = mark;
    let mut body = numbering(body, &mut label).to_owned();
    for _ in 0..4 {
        let Some((rest, inside, at_end)) = brackets(&body) else { break };
        if !of_brackets(&inside, &mut label) {
            if !at_end {
                break;
            }
            // 研究与试验发展(R&D)经费 keeps its brackets.
            break;
        }
        body = rest;
    }
    let (bare, mark) = without_marks(&body);
    if !mark.is_empty() {
        label.mark = mark;
    }
    let bare =
        bare.trim_matches(|c: char| matches!(c, ':' | '：' | '、' | ',' | '，' | '-' | '—')).to_owned();
    of_words(&bare, &mut label);
    label
}

/// 一、, (1), 1., #, 其中： in front.
fn numbering<'t>(text: &'t str, label: &mut Label) -> &'t str {
    let mut rest = text.trim();
    for _ in 0..3 {
        let before = rest;
        for lead in ["其中:", "其中：", "#", "＃"] {
            if let Some(behind) = rest.strip_prefix(lead) {
                rest = behind.trim_start();
                label.part = true;
            }
        }
        if let Some(behind) = rest.strip_prefix("其中")
            && behind.chars().count() > 1
        {
            rest = behind;
            label.part = true;
        }
        if let Some(at) = rest.find(['、', '.', '．'])
            && let Some(number) = rest.get(..at)
            && !number.is_empty()
            && number.chars().count() <= 3
            && (number.chars().all(|c| "一二三四五六七八九十".contains(c))
                || number.chars().all(|c| c.is_ascii_digit()))
        {
            let behind = rest
                .get(at..)
                .and_then(|s| s.chars().next().map(|c| s.get(c.len_utf8()..).unwrap_or("")))
                .unwrap_or("");
            // 1.5 is a number.
            if behind.chars().next().is_some_and(|c| !c.is_ascii_digit()) {
                rest = behind.trim_start();
            }
        }
        if let Some(behind) = rest.strip_prefix(['(', '（'])
            && let Some(close) = behind.find([')', '）'])
            && let Some(number) = behind.get(..close)
            && !number.is_empty()
            && (number.chars().all(|c| "一二三四五六七八九十".contains(c))
                || number.chars().all(|c| c.is_ascii_digit()) && number.len() <= 2)
        {
            let behind = behind
                .get(close..)
                .and_then(|s| s.chars().next().map(|c| s.get(c.len_utf8()..).unwrap_or("")))
                .unwrap_or("");
            if !behind.is_empty() {
                rest = behind.trim_start();
            }
        }
        if rest == before {
            break;
        }
    }
    rest.trim_start_matches(['-', '—', '·', '•', ' ']).trim_start()
}

/// The last pair of brackets whose inside can be understood: the text without it, the inside, whether it is at the end.
fn brackets(text: &str) -> Option<(String, String, bool)> {
    let mut open = None;
    let mut pairs = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '(' | '（' | '[' | '〔' | '【' => open = Some((at, c.len_utf8())),
            ')' | '）' | ']' | '〕' | '】' => {
                if let Some((from, width)) = open.take() {
                    pairs.push((from, from + width, at, at + c.len_utf8()));
                }
            }
            _ => {}
        }
    }
    for (from, inner, close, end) in pairs.into_iter().rev() {
        let inside = text.get(inner..close)?.trim().to_owned();
        let mut probe = Label::default();
        if of_brackets(&inside, &mut probe) {
            let rest = format!("{}{}", text.get(..from)?, text.get(end..)?);
            return Some((rest.trim().to_owned(), inside, end == text.len()));
        }
    }
    None
}

/// Whether the inside of brackets is understood; what it says goes to `label`.
#[expect(clippy::too_many_lines, reason = "the kinds of remarks in brackets, each with what it says")]
fn of_brackets(inside: &str, label: &mut Label) -> bool {
    let text = inside.trim().trim_start_matches("单位").trim_start_matches([':', '：']).trim();
    let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if compact.is_empty()
        || compact.is_ascii() && phrase::parse_unit(&compact).is_none() && !is_index(&compact)
    {
        // (yuan), (100 million yuan) translate what stands beside.
        return compact.chars().any(|c| c.is_ascii_lowercase()) && compact.len() > 2;
    }
    if is_index(&compact) {
        label.unit = index_unit(&compact);
        return true;
    }
    if word::is("version", &compact) {
        label.version = compact;
        return true;
    }
    if let Some(found) = status(&compact) {
        label.status = Some(found);
        return true;
    }
    if word::is("plan", &compact) {
        label.plan = true;
        return true;
    }
    if word::is("fitted", &compact) {
        label.fitted = true;
        return true;
    }
    if word::is("real", &compact) {
        return true;
    }
    if phrase::parse_unit(&compact).is_some() {
        if label.unit.is_empty() {
            label.unit = compact;
        }
        return true;
    }
    if compact.starts_with(['±', '+']) && compact.ends_with('%') {
        "%".clone_into(&mut label.unit);
        return true;
    }
    // 当季,亿元 and 2025年,快报.
    let parts: Vec<&str> =
        compact.split(['，', ',', '；', ';', '、']).filter(|part| !part.is_empty()).collect();
    if parts.len() > 1 {
        let mut probe = label.clone();
        if parts.iter().all(|part| of_brackets(part, &mut probe)) {
            *label = probe;
            return true;
        }
        return false;
    }
    if word::is("cumulated", &compact) {
        label.when.kind = Some(Kind::Cumulated);
        return true;
    }
    if word::is("current", &compact) {
        label.when.kind = Some(Kind::Current);
        return true;
    }
    let (when, rest) = take(&compact);
    if !when.is_empty() && (rest.is_empty() || status(rest).is_some()) {
        label.when = label.when.or(when);
        label.status = label.status.or_else(|| status(rest));
        return true;
    }
    if word::is("growth", compact.trim_end_matches('%')) {
        label.growth = true;
        "%".clone_into(&mut label.unit);
        return true;
    }
    false
}

/// 上年=100, 1978=100: the unit of an index.
pub(crate) fn is_index(text: &str) -> bool {
    text.replace('＝', "=").ends_with("=100")
}

fn index_unit(text: &str) -> String {
    text.replace('＝', "=")
}

/// How firm a figure is, by a word, with the word that statistics use for it.
pub(crate) fn status(text: &str) -> Option<(Status, &'static str)> {
    let text = text.trim();
    let classes = [
        ("estimate", Status::Estimate, "预计"),
        ("flash", Status::Preliminary, "快报"),
        ("preliminary", Status::Preliminary, "初步"),
        ("revised", Status::Revised, "修订"),
        ("final", Status::Final, "最终"),
    ];
    classes.into_iter().find(|(class, ..)| word::is(class, text)).map(|(_, status, word)| (status, word))
}

#[expect(clippy::too_many_lines, reason = "the kinds of words in a label, each with what it says")]
fn of_words(text: &str, label: &mut Label) {
    let (when, rest) = take(text);
    let mut rest = rest.trim_start_matches(['-', '—', '/', ' ', '_', '的']);
    if !when.is_empty() {
        label.when = when.or(label.when);
    }
    // 2024年比2023年增长: the second year only says over which.
    if let Some(behind) = rest.strip_prefix(['比', '较']) {
        let (other, behind) = take(behind);
        if other.year.is_some() && behind.starts_with('增') {
            rest = behind;
        }
    }
    for _ in 0..3 {
        if let Some(found) = status(rest) {
            label.status = Some(found);
            rest = "";
        } else if word::is("cumulated", rest) {
            label.when.kind = Some(Kind::Cumulated);
            if let Some(crate::period::Part::Month(month)) = label.when.part {
                label.when.part = Some(crate::period::Part::Through(month));
            }
            rest = "";
        } else if word::is("current", rest) {
            label.when.kind = Some(Kind::Current);
            rest = "";
        } else if word::is("plan", rest)
            || !label.when.is_empty() && word::ending("plan", rest).is_some_and(|(stem, _)| stem.is_empty())
        {
            label.plan = true;
            rest = "";
        } else if word::is("fitted", rest) {
            label.fitted = true;
            rest = "";
        } else if word::is("version", rest) {
            rest.clone_into(&mut label.version);
            rest = "";
        } else if word::is("neutral", rest) {
            rest = "";
        } else if word::is("total", rest) {
            label.total = true;
            rest = "";
        } else if !label.when.is_empty() {
            // 2025年预计地区生产总值, 2025年初步核算.
            let classes = ["estimate", "flash", "preliminary", "revised"];
            let found = classes.iter().find_map(|class| word::beginning(class, rest));
            if let Some((word, behind)) = found {
                label.status = status(word).or(label.status);
                rest = behind;
                continue;
            }
        }
        break;
    }
    if let Some((dimension, value)) = dimension(rest) {
        label.dimensions.push((dimension, value));
        return;
    }
    let percent = rest.trim_end_matches(['%', '％', '‰']);
    let (stem, grown) = growth(percent);
    if grown {
        label.growth = true;
        label.unit =
            if label.unit.is_empty() || is_index(&label.unit) { "%".to_owned() } else { label.unit.clone() };
        // 累计同比增长 and 当月同比 say of which months, and no name.
        if word::is("cumulated", &stem) {
            label.when.kind = Some(Kind::Cumulated);
        } else if word::is("current", &stem) {
            label.when.kind = Some(Kind::Current);
        } else {
            label.name = stem;
        }
        return;
    }
    label.span = rest.starts_with("年均")
        || rest.ends_with("年均增长")
        || rest.ends_with("年均增速")
        || rest.contains("期间");
    label.name = if percent.len() < rest.len() && !percent.is_empty() {
        if label.unit.is_empty() {
            rest.get(percent.len()..).unwrap_or("").clone_into(&mut label.unit);
        }
        percent.to_owned()
    } else {
        rest.to_owned()
    };
}

/// The name without a growth word at its end; 人口自然增长率 is no growth of anything.
fn growth(text: &str) -> (String, bool) {
    let Some((stem, found)) = word::ending("growth", text) else { return (text.to_owned(), false) };
    let stem = stem.trim_end_matches(['的', '比', '较', '_', '-', '(', '（']);
    if stem.ends_with("自然")
        || stem.ends_with("机械")
        || stem.ends_with("年均")
        || found == "±" && !stem.is_empty()
    {
        return (text.to_owned(), false);
    }
    for class in ["priced", "real"] {
        if let Some((bare, word)) = word::ending(class, stem) {
            let bare = bare.trim_end_matches(['(', '（', '按']);
            let name = if class == "priced" && !bare.is_empty() {
                format!("{bare}（{word}）")
            } else {
                bare.to_owned()
            };
            return (name, true);
        }
    }
    (stem.to_owned(), true)
}

/// 城镇 is 城乡=城镇.
pub(crate) fn dimension(text: &str) -> Option<(String, String)> {
    let text = text.trim_end_matches(['性', '孩']);
    word::of("dimension").iter().find_map(|entry| {
        let (dimension, value) = entry.split_once(':')?;
        (value == text).then(|| (dimension.to_owned(), value.to_owned()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_as_tables_print_them() {
        let name = |text: &str| {
            let label = read(text);
            format!("{}|{}|{}", label.name, label.unit, if label.growth { "g" } else { "" })
        };
        for (text, expected) in [
            ("地区生产\n总    值\nGross\nRegional\nProduct", "地区生产总值||"),
            ("人均地区\n生产总值（元）\nPer Capita\nGRP (yuan)", "人均地区生产总值|元|"),
            ("地区生产总值指数\n（上年=100）\nIndex (preceding\nyear=100)", "地区生产总值指数|上年=100|"),
            ("城镇（元）", "|元|"),
            ("比上年增长（%）", "|%|g"),
            ("同比增长%", "|%|g"),
            ("地区生产总值增速", "地区生产总值|%|g"),
            ("累计同比增长（%）", "|%|g"),
            ("当月同比（%）", "|%|g"),
            ("地区生产总值现价增长", "地区生产总值（现价）|%|g"),
            ("人口自然增长率(‰)", "人口自然增长率|‰|"),
            ("固定资产投资(不含农户)实际到位资金_比上年增长(%)", "固定资产投资(不含农户)实际到位资金|%|g"),
            ("一、综合", "综合||"),
            ("其中：规模以上工业增加值", "规模以上工业增加值||"),
            ("地区生产总值②", "地区生产总值||"),
            ("总量（亿元）", "|亿元|"),
            ("研究与试验发展（R&D）经费投入强度", "研究与试验发展(R&D)经费投入强度||"),
            ("磷矿石（折含P2O5\n30%）", "磷矿石(折含P2O5 30%)||"),
            ("第一产业", "第一产业||"),
            ("常住人口城镇化率（%）", "常住人口城镇化率|%|"),
        ] {
            assert_eq!(name(text), expected, "{text}");
        }
    }

    #[test]
    fn time_and_status() {
        let label = read("2026年\n（快报）");
        assert_eq!(
            (label.when.year, label.status.map(|(_, word)| word), label.name.as_str()),
            (Some(2026), Some("快报"), "")
        );
        let label = read("2025*");
        assert_eq!((label.when.year, label.mark.as_str()), (Some(2025), "*"));
        let label = read("澄江（修订前）");
        assert_eq!((label.version.as_str(), label.name.as_str()), ("修订前", "澄江"));
        let label = read("城镇");
        assert_eq!(label.dimensions, [("城乡".to_owned(), "城镇".to_owned())]);
        assert!(read("2025年计划").plan);
        assert_eq!(read("当季，亿元").unit, "");
    }
}
