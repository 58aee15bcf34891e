//! Captions of tables, boxes and figures: 表 1：…, 专栏2 …, 附表3 …, 图 4-1 …

use crate::numeral;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Table,
    Box,
    Figure,
}

/// A caption; offsets are bytes of its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Caption {
    pub(crate) kind: Kind,
    /// Start of the number; with `number_end` an empty range when there is none.
    pub(crate) number: usize,
    pub(crate) number_end: usize,
    /// Where the title begins.
    pub(crate) title: usize,
    /// 续表: it goes on with the table before.
    pub(crate) continued: bool,
}

/// Longest caption, in characters: more is a sentence about a table.
const LONGEST: usize = 60;

/// Finds a caption that is the whole of `text`, which is trimmed.
pub(crate) fn parse(text: &str) -> Option<Caption> {
    let (kind, word, continued) = [
        (Kind::Box, "专栏", false),
        (Kind::Table, "附表", false),
        (Kind::Table, "续表", true),
        (Kind::Table, "表格", false),
        (Kind::Table, "表", false),
        (Kind::Figure, "附图", false),
        (Kind::Figure, "图", false),
        (Kind::Box, "Box", false),
        (Kind::Table, "Table", false),
        (Kind::Figure, "Figure", false),
    ]
    .into_iter()
    .find(|(_, word, _)| text.starts_with(word))?;
    if text.chars().nth(LONGEST).is_some() || text.ends_with(['。', '；', '，', ';', ',']) {
        return None;
    }
    let skip = |from: usize| from + (text[from..].len() - text[from..].trim_start().len());
    let number = skip(word.len());
    let number_end = number + number_length(&text[number..]);
    let rest = &text[number_end..];
    let stop = rest.find(|c| !matches!(c, '：' | ':' | '.' | '．' | '、' | '—')).unwrap_or(rest.len());
    let separated = stop > 0 || rest.is_empty() || rest.starts_with(char::is_whitespace);
    let digits = text[number..].starts_with(|c| numeral::digit(c).is_some());
    let numbered = number_end > number;
    // "表一致" is no caption of 表一, "图2020年" none of 图 2020, and a bare 图 or 表 is a word.
    let plausible = match (kind, numbered) {
        (_, true) if digits => {
            !rest.starts_with(['年', '月', '个', '中', '所', '显', '，', '。', '；', '）', '和', '及'])
        }
        (Kind::Box, _) | (_, true) => separated,
        _ => continued && separated,
    };
    plausible.then(|| Caption {
        kind,
        number,
        number_end: if numbered { number_end } else { number },
        title: skip(number_end + stop),
        continued: continued || text.ends_with("（续）") || text.ends_with("(续)"),
    })
}

/// Whether a caption of a box begins `text` although a sentence stands before it on the same line.
pub(crate) fn glued(text: &str) -> bool {
    text.strip_prefix("专栏").is_some_and(|rest| {
        let number = number_length(rest.trim_start());
        number > 0 && rest.trim_start()[number..].starts_with(['：', ':', ' ', '\u{3000}'])
    })
}

/// 1, 1-2, 3.1, 一, A1.
fn number_length(text: &str) -> usize {
    let han = text.find(|c| !numeral::is_chinese(c)).unwrap_or(text.len());
    if han > 0 {
        return han;
    }
    let latin = text.find(|c: char| !c.is_ascii_uppercase()).unwrap_or(text.len()).min(1);
    let mut end = latin;
    let mut after_digit = false;
    for (at, c) in text[latin..].char_indices() {
        let joins = matches!(c, '-' | '－' | '.' | '．' | '–') && after_digit;
        after_digit = numeral::digit(c).is_some();
        if !joins && !after_digit {
            break;
        }
        if after_digit {
            end = latin + at + c.len_utf8();
        }
    }
    if end == latin { 0 } else { end }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Option<(Kind, &str, &str)> {
        let found = parse(text)?;
        Some((found.kind, &text[found.number..found.number_end], &text[found.title..]))
    }

    #[test]
    fn captions() {
        assert_eq!(parts("表 1：主要指标"), Some((Kind::Table, "1", "主要指标")));
        assert_eq!(parts("表2-1 主要指标"), Some((Kind::Table, "2-1", "主要指标")));
        assert_eq!(parts("表1“十三五”指标"), Some((Kind::Table, "1", "“十三五”指标")));
        assert_eq!(parts("专栏12  水利工程"), Some((Kind::Box, "12", "水利工程")));
        assert_eq!(parts("专栏：水利工程"), Some((Kind::Box, "", "水利工程")));
        assert_eq!(parts("专栏一 水利工程"), Some((Kind::Box, "一", "水利工程")));
        assert_eq!(parts("附表3 项目表"), Some((Kind::Table, "3", "项目表")));
        assert_eq!(parts("图 3：规划图"), Some((Kind::Figure, "3", "规划图")));
        assert!(parse("表2 指标（续）").is_some_and(|c| c.continued));
        assert!(parse("续表").is_some_and(|c| c.continued));
    }

    #[test]
    fn sentences_are_no_captions() {
        for text in [
            "表一致同意",
            "图书馆建设",
            "表1显示，收入增长。",
            "附表2，分类汇总见附表3",
            "图1中的区域",
            "专栏作家",
            "表彰大会",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
