//! What stands before a heading or a list item: 第一章, 一、, （一）, 1., 1.2, （1）, ①, ——.

use crate::clean;
use crate::numeral;

/// A way of numbering. The order is the customary one from the outside to the inside; what a document
/// really does is found in `outline`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Style {
    /// 第一编, 第一篇, 第一部分, Part 1.
    Part,
    /// 附件1, 附录A, Annex 1: ranks with the outermost headings.
    Annex,
    /// 前言, 附则: an unnumbered heading known by its word, outermost too.
    Front,
    /// 第一章, Chapter 1.
    Chapter,
    /// 第一节, Section 1.
    Section,
    /// 第一条.
    Article,
    /// 一、
    Han,
    /// （一）
    HanParen,
    /// 1 总则, only beside 1.1.
    ArabicBare,
    /// 1、
    Arabic,
    /// 1. and 1．
    ArabicDot,
    /// 1.1 has depth 2, 1.1.1 has depth 3.
    Decimal(u8),
    /// （1）
    ArabicParen,
    /// 1)
    ArabicHalf,
    /// ①
    Circled,
    /// A heading that only its looks make a heading (Markdown, HTML, docx), by its level there.
    Looks(u8),
}

impl Style {
    /// Words, not only signs, make it a heading (第…章): such a line is never an item of a list.
    pub(crate) fn is_division(self) -> bool {
        matches!(self, Self::Part | Self::Annex | Self::Front | Self::Chapter | Self::Section)
    }
}

/// A numbering found at the start of a line; offsets are bytes of that line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Marker {
    pub(crate) style: Style,
    /// The number; for 1.2.3 the last part.
    pub(crate) ordinal: u32,
    /// End of the number as printed, without its stop.
    pub(crate) number_end: usize,
    /// End of the number with its stop.
    pub(crate) stop_end: usize,
    /// Where the title begins.
    pub(crate) title: usize,
}

/// Finds the numbering at the start of `text`, which is trimmed.
pub(crate) fn parse(text: &str) -> Option<Marker> {
    let first = text.chars().next()?;
    match first {
        '第' => division(text),
        '附' => annex(text),
        '（' | '(' => parenthesised(text, first.len_utf8()),
        '①'..='⑳' => {
            let ordinal = first as u32 - '①' as u32 + 1;
            Some(marker(text, Style::Circled, ordinal, first.len_utf8(), first.len_utf8()))
        }
        _ if numeral::digit(first).is_some() => arabic(text),
        _ if numeral::is_chinese(first) => han(text),
        'C' | 'P' | 'S' | 'A' => english(text),
        _ => None,
    }
}

fn marker(text: &str, style: Style, ordinal: u32, number_end: usize, stop_end: usize) -> Marker {
    let rest = &text[stop_end..];
    let title = stop_end + (rest.len() - rest.trim_start().len());
    Marker { style, ordinal, number_end, stop_end, title }
}

/// The length of the leading part of `text` whose characters all satisfy `accept`.
fn run(text: &str, accept: impl Fn(char) -> bool) -> usize {
    text.find(|c| !accept(c)).unwrap_or(text.len())
}

fn division(text: &str) -> Option<Marker> {
    let start = '第'.len_utf8();
    let digits = run(&text[start..], |c| numeral::is_chinese(c) || numeral::digit(c).is_some() || c == ' ');
    let ordinal = numeral::value(&text[start..start + digits])?;
    let rest = &text[start + digits..];
    let (style, word) = if rest.starts_with("部分") {
        (Style::Part, "部分")
    } else {
        match rest.chars().next()? {
            '编' => (Style::Part, "编"),
            '篇' => (Style::Part, "篇"),
            '章' => (Style::Chapter, "章"),
            '节' => (Style::Section, "节"),
            '条' => (Style::Article, "条"),
            _ => return None,
        }
    };
    let end = start + digits + word.len();
    let stop = run(&text[end..], |c| matches!(c, '、' | '：' | ':' | '.' | '．')).min(3);
    Some(marker(text, style, ordinal, end, end + stop))
}

fn annex(text: &str) -> Option<Marker> {
    let word = ["附件", "附录"].into_iter().find(|word| text.starts_with(word))?;
    let rest = &text[word.len()..];
    let gap = run(rest, |c| c == ' ');
    let digits = run(&rest[gap..], |c| numeral::digit(c).is_some() || numeral::is_chinese(c));
    let ordinal = if digits == 0 { 1 } else { numeral::value(&rest[gap..gap + digits])? };
    let end = word.len() + if digits == 0 { 0 } else { gap + digits };
    let stop = run(&text[end..], |c| matches!(c, '：' | ':' | '、' | '.' | '．'));
    let separated = stop > 0 || text[end..].is_empty() || text[end..].starts_with(char::is_whitespace);
    separated.then(|| marker(text, Style::Annex, ordinal, end, end + stop))
}

fn parenthesised(text: &str, open: usize) -> Option<Marker> {
    let close = open + text[open..].find(['）', ')'])?;
    let inside = text[open..close].trim();
    if inside.is_empty() || inside.chars().count() > 4 {
        return None;
    }
    let ordinal = numeral::value(inside)?;
    let style = if inside.chars().all(|c| numeral::digit(c).is_some()) {
        Style::ArabicParen
    } else {
        Style::HanParen
    };
    let end = close + text[close..].chars().next()?.len_utf8();
    let stop = run(&text[end..], |c| matches!(c, '、' | '．' | '.'));
    Some(marker(text, style, ordinal, end, end + stop))
}

fn han(text: &str) -> Option<Marker> {
    let digits = run(text, numeral::is_chinese);
    let stop = text[digits..].chars().next().filter(|c| matches!(c, '、' | '．' | '.' | '，' | ','))?;
    let end = digits + stop.len_utf8();
    // 一，二 is an enumeration in a sentence; only the stops that number headings count, and "三.五" is a number.
    if matches!(stop, '，' | ',') || text[end..].chars().next().is_some_and(numeral::is_chinese) {
        return None;
    }
    let ordinal = numeral::value(&text[..digits]).filter(|value| (1..1000).contains(value))?;
    Some(marker(text, Style::Han, ordinal, digits, end))
}

fn arabic(text: &str) -> Option<Marker> {
    let is_digit = |c| numeral::digit(c).is_some();
    let digits = run(text, is_digit);
    let ordinal = numeral::value(&text[..digits]).filter(|value| (1..1000).contains(value))?;
    let stop = text[digits..].chars().next()?;
    let end = digits + stop.len_utf8();
    let next = text[end..].chars().next();
    match stop {
        '、' => Some(marker(text, Style::Arabic, ordinal, digits, end)),
        // 2．5G网络 is the second item, 12.3岁以下 the twelfth.
        '.' | '．' if names_begin(&text[end..]) => {
            Some(marker(text, Style::ArabicDot, ordinal, digits, end))
        }
        '.' | '．' if next.is_some_and(is_digit) => decimal(text, digits),
        '.' | '．' => Some(marker(text, Style::ArabicDot, ordinal, digits, end)),
        // Markdown writers escape the stop so that no list begins.
        '\\' if next == Some('.') => Some(marker(text, Style::ArabicDot, ordinal, digits, end + 1)),
        ')' | '）' => Some(marker(text, Style::ArabicHalf, ordinal, digits, end)),
        _ => None,
    }
}

/// Whether digits begin a name: 5G基站, 4A级景区, 3岁以下.
fn names_begin(text: &str) -> bool {
    let rest = &text[run(text, |c| numeral::digit(c).is_some())..];
    let mut rest = rest.chars();
    let first = rest.next();
    let second = rest.next();
    (first.is_some_and(|c| c.is_ascii_uppercase()) && second.is_some_and(|c| clean::is_wide(c) || c == '+')
        || first == Some('岁'))
        && text.starts_with(|c| numeral::digit(c).is_some())
}

/// A number that only a space parts from its title: 1 总则. Anywhere but in a document with 1.1 it means
/// nothing.
pub(crate) fn bare(text: &str) -> Option<Marker> {
    let digits = run(text, |c| numeral::digit(c).is_some());
    let ordinal = numeral::value(&text[..digits]).filter(|value| (1..100).contains(value))?;
    let rest = &text[digits..];
    let title = rest.trim_start();
    let figures = title.ends_with(|c: char| c.is_ascii_digit()) && title.contains(' ');
    let parted = title.len() < rest.len() && title.starts_with(clean::is_wide) && !figures;
    parted.then(|| marker(text, Style::ArabicBare, ordinal, digits, digits))
}

/// 1.2 or 1.2.3, not 1.5亿: the title must not begin like a unit, which a space or a stop ensures; without
/// one the numbering sequence has to decide.
fn decimal(text: &str, first: usize) -> Option<Marker> {
    let (mut end, mut depth, mut ordinal) = (first, 1u8, 0);
    loop {
        let rest = &text[end..];
        let Some(stop) = rest.chars().next().filter(|c| matches!(c, '.' | '．')) else { break };
        let digits = run(&rest[stop.len_utf8()..], |c| numeral::digit(c).is_some());
        if digits == 0 {
            break;
        }
        let from = end + stop.len_utf8();
        ordinal = numeral::value(&text[from..from + digits]).filter(|value| *value < 1000)?;
        end = from + digits;
        depth = depth.saturating_add(1);
    }
    let stop = run(&text[end..], |c| matches!(c, '、' | '.' | '．'));
    // 9.6∶43.1∶47.3: a ratio at the beginning of a line.
    let ratio = text[end..].strip_prefix(['∶', '：', ':']);
    if ratio.is_some_and(|rest| rest.starts_with(|c| numeral::digit(c).is_some())) {
        return None;
    }
    if stop == 0 && is_figure(&text[..end], &text[end..]) {
        return None;
    }
    (2..=6).contains(&depth).then(|| marker(text, Style::Decimal(depth), ordinal, end, end + stop))
}

/// 2.05万亿元, 46.8%, 1.5倍: a line that begins with a figure and not with a number of a heading.
fn is_figure(number: &str, rest: &str) -> bool {
    const UNITS: [&str; 15] = [
        "万", "亿", "%", "％", "‰", "倍", "公里", "千米", "平方", "立方", "吨", "千瓦", "公顷", "微克",
        "毫克",
    ];
    // 3.1人才队伍 is a heading, 3.1人， a figure.
    const SHORT: [char; 9] = ['元', '个', '米', '亩', '人', '岁', '户', '家', '件'];
    let parts: Vec<&str> = number.split(['.', '．']).collect();
    let zero = parts.iter().skip(1).any(|part| part.len() > 1 && part.starts_with(['0', '０']));
    // 3.1 人才 has its space; 3.1万人 and 3.1 万人 have a unit.
    let spaced = rest.starts_with(char::is_whitespace);
    let body = rest.trim_start();
    let ends = |rest: &str| {
        !rest.chars().next().is_some_and(clean::is_wide) || rest.starts_with(['，', '。', '；', '、', '（'])
    };
    let unit = UNITS.iter().any(|unit| body.starts_with(unit)) && !body.starts_with("万众");
    let counted = parts.len() == 2
        && if spaced {
            body.starts_with(['亿', '%', '％', '‰'])
        } else {
            unit || body.strip_prefix(SHORT).is_some_and(ends)
        };
    let only_figures = parts.len() == 2 && !rest.chars().any(clean::is_wide);
    zero || counted || only_figures
}

fn english(text: &str) -> Option<Marker> {
    let (word, style) = [
        ("Chapter", Style::Chapter),
        ("CHAPTER", Style::Chapter),
        ("Part", Style::Part),
        ("PART", Style::Part),
        ("Section", Style::Section),
        ("SECTION", Style::Section),
        ("Annex", Style::Annex),
        ("Appendix", Style::Annex),
    ]
    .into_iter()
    .find(|(word, _)| text.starts_with(word))?;
    let gap = run(&text[word.len()..], |c| c == ' ');
    let from = word.len() + gap;
    let digits = run(&text[from..], |c| c.is_ascii_alphanumeric());
    let ordinal = numeral::value(&text[from..from + digits]).or_else(|| roman(&text[from..from + digits]))?;
    let end = from + digits;
    let stop = run(&text[end..], |c| matches!(c, ':' | '.' | '：'));
    (gap > 0).then(|| marker(text, style, ordinal, end, end + stop))
}

/// A Roman numeral up to 39, as chapters use them.
fn roman(text: &str) -> Option<u32> {
    let value = |c| match c {
        'I' => Some(1u32),
        'V' => Some(5),
        'X' => Some(10),
        _ => None,
    };
    let digits = text.chars().map(value).collect::<Option<Vec<_>>>().filter(|digits| !digits.is_empty())?;
    let signed = digits.iter().enumerate().map(|(i, d)| {
        let less = digits.get(i + 1).is_some_and(|next| next > d);
        if less { -(i64::from(*d)) } else { i64::from(*d) }
    });
    u32::try_from(signed.sum::<i64>()).ok()
}

/// Length in bytes of the sign that begins an unnumbered list item, 0 when `text` begins with none.
pub(crate) fn bullet(text: &str) -> usize {
    let mut chars = text.chars();
    let Some(first) = chars.next() else { return 0 };
    let next = chars.next();
    match first {
        // —2029年 goes on with 2026 on the line above.
        '—' | '―' | '─' | '－' | '–' if next.is_some_and(|c| numeral::digit(c).is_some()) => 0,
        '—' | '―' | '─' | '－' | '–' => run(text, |c| c == first),
        '•' | '●' | '◆' | '■' | '□' | '▲' | '▪' | '◇' | '★' | '☆' | '▶' | '►' | '➢' | '✓' | '\u{f0b7}'
        | '\u{f06c}' | '\u{f0d8}' | '·' => first.len_utf8(),
        '-' | '*' | '+' | '○' | '〇' if next.is_some_and(char::is_whitespace) => first.len_utf8(),
        '-' if next == Some('-') => run(text, |c| c == '-'),
        '-' if next.is_some_and(|c| !c.is_ascii_digit() && c != '%') => 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Option<(Style, u32, &str, &str)> {
        let found = parse(text)?;
        Some((found.style, found.ordinal, &text[..found.number_end], &text[found.title..]))
    }

    #[test]
    fn numberings_of_plans() {
        assert_eq!(parts("第十二章 水"), Some((Style::Chapter, 12, "第十二章", "水")));
        assert_eq!(parts("第 三 篇　水"), Some((Style::Part, 3, "第 三 篇", "水")));
        assert_eq!(parts("第2部分：水"), Some((Style::Part, 2, "第2部分", "水")));
        assert_eq!(parts("十一、水"), Some((Style::Han, 11, "十一", "水")));
        assert_eq!(parts("（三）水"), Some((Style::HanParen, 3, "（三）", "水")));
        assert_eq!(parts("(12) 水"), Some((Style::ArabicParen, 12, "(12)", "水")));
        assert_eq!(parts("1．水"), Some((Style::ArabicDot, 1, "1", "水")));
        assert_eq!(parts("２、水"), Some((Style::Arabic, 2, "２", "水")));
        assert_eq!(parts("2．5G基站").map(|found| found.2), Some("2"));
        assert_eq!(parts("12.3岁以下婴幼儿入托率").map(|found| found.1), Some(12));
        assert_eq!(parse("9.6∶43.1∶47.3，企业"), None);
        assert_eq!(parts("3.2.1 水"), Some((Style::Decimal(3), 1, "3.2.1", "水")));
        assert_eq!(parts("3) 水"), Some((Style::ArabicHalf, 3, "3", "水")));
        assert_eq!(parts("③水"), Some((Style::Circled, 3, "③", "水")));
        assert_eq!(parts("附件2：水"), Some((Style::Annex, 2, "附件2", "水")));
        assert_eq!(parts("Chapter IV. Water"), Some((Style::Chapter, 4, "Chapter IV", "Water")));
    }

    #[test]
    fn what_numbers_nothing() {
        for text in [
            "2020年",
            "5 大产业",
            "第一产业增加值",
            "三次产业",
            "（一期）工程",
            "十三五",
            "一，二",
            "附件",
            "第三方机构",
            "2.05万亿元上升到2.86万亿元",
            "46.8%，单位能耗降低14.2%",
            "1.5倍，达到45万个",
            "74.6 74.6",
            "",
        ] {
            assert!(!matches!(parse(text), Some(m) if m.style != Style::Annex), "{text}");
        }
    }

    #[test]
    fn bullets() {
        assert_eq!(bullet("——水"), 6);
        assert_eq!(bullet("- 水"), 1);
        assert_eq!(bullet("● 水"), 3);
        assert_eq!(bullet("-3.2"), 0);
        assert_eq!(bullet("—2029年"), 0);
        assert_eq!(bullet("—２０２９年"), 0);
        assert_eq!(bullet("——2029年"), 6);
        assert_eq!(bullet("水"), 0);
    }
}
