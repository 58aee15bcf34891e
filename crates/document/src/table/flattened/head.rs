//! The head of a table on one line: labels of columns one after the other, nothing between them.

use crate::numeral;
use crate::table::typed::head::{Column, meaning, words_of};
use source::Span;

/// A column with the pieces of its head, in bytes of the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) column: Column,
    pub(super) spans: Vec<Span>,
}

/// The columns, and where the rows begin.
#[derive(Clone, Debug)]
pub(super) struct Heads {
    pub(super) columns: Vec<Head>,
    pub(super) end: usize,
    /// Number of the next mark of a note: 2 behind 〔累计〕1.
    pub(super) mark: u32,
    /// Whether spaces stand between the labels.
    pub(super) spaced: bool,
}

/// The head begins within so many bytes of the start of its line.
const LONGEST_CAPTION: usize = 240;

/// What may stand behind a year in a head.
const BEHIND_YEAR: [&str; 20] = [
    "规划目标值",
    "规划目标",
    "预期目标",
    "目标值",
    "目标",
    "实际完成",
    "实际值",
    "实际",
    "完成值",
    "完成",
    "现状值",
    "现状",
    "基数",
    "规划值",
    "规划",
    "预计数",
    "预计",
    "计划数",
    "计划",
    "实绩",
];

/// What may stand behind two years: 2015年比2010年增长, 2026—2030年年均增长.
const BEHIND_YEARS: [&str; 8] =
    ["年均增长率", "年均增长", "年均增速", "年均", "增长", "增速", "累计", "变化"];

/// Finds the head in the first part of a line: the earliest place from which labels follow each other,
/// which is the start of the line where no caption begins it.
pub(super) fn find(body: &str, captioned: bool) -> Option<(usize, Heads)> {
    if !captioned {
        return Some((0, read(body, 0)?));
    }
    let places = body.char_indices().map(|(at, _)| at).take_while(|at| *at < LONGEST_CAPTION);
    places.into_iter().find_map(|at| Some((at, read(body, at)?)))
}

fn read(body: &str, start: usize) -> Option<Heads> {
    let mut columns: Vec<Head> = Vec::new();
    let (mut at, mut mark, mut gaps) = (start, 1, 0);
    loop {
        let from = skip_space(body, at);
        let Some((column, length)) = label(&body[from..]) else { break };
        let single =
            matches!(column, Column::Ordinal | Column::Name | Column::Unit | Column::Nature | Column::Group);
        if single && columns.iter().any(|head| head.column == column) {
            return None;
        }
        gaps += usize::from(from > at && !columns.is_empty());
        columns.push(Head { column, spans: vec![Span::new(from, from + length)] });
        at = from + length;
        // 年均增长（%）: a bracket goes on with its label; 〔累计〕 behind a year is a column of its own.
        if let Some(close) = bracket(&body[at..]) {
            let rate = label(&body[at..]).is_some_and(|(own, _)| own == Column::Rate);
            if !(rate && column != Column::Rate)
                && let Some(head) = columns.last_mut()
            {
                head.spans.push(Span::new(at, at + close));
                at += close;
            }
        }
        // 〔累计〕1属性: the mark of a note, as another label follows it.
        if body[at..].starts_with('1') && mark == 1 && label(&body[skip_space(body, at + 1)..]).is_some() {
            mark = 2;
            at += 1;
        }
    }
    let count = |column: Column| columns.iter().filter(|head| head.column == column).count();
    let values = count(Column::Value) + count(Column::Rate);
    let years = columns
        .iter()
        .filter(|head| head.spans.first().is_some_and(|span| year_length(&body[span.start..]) > 0));
    let plausible = count(Column::Name) == 1
        && values > 0
        && count(Column::Text) + count(Column::Years) == 0
        && (3..=10).contains(&columns.len())
        && (years.count() > 0 || count(Column::Nature) > 0);
    let spaced = gaps * 2 >= columns.len();
    plausible.then_some(Heads { columns, end: at, mark, spaced })
}

pub(super) fn skip_space(body: &str, at: usize) -> usize {
    at + (body[at..].len() - body[at..].trim_start().len())
}

/// The label that begins `text`: its column and its length in bytes.
fn label(text: &str) -> Option<(Column, usize)> {
    if year_length(text) > 0 {
        let length = year_label(text);
        return meaning(&compact(&text[..length])).map(|column| (column, length));
    }
    if text.starts_with(['“', '"']) {
        let close = text.char_indices().skip(1).find(|(_, c)| matches!(c, '”' | '"'))?;
        let mut length = close.0 + close.1.len_utf8();
        if length > 30 {
            return None;
        }
        length += tail(&text[length..], &BEHIND_YEAR).max(tail(&text[length..], &BEHIND_YEARS));
        let rate = ["年均", "增", "累计"].iter().any(|word| text[..length].contains(word));
        return Some((if rate { Column::Rate } else { Column::Value }, length));
    }
    if let Some(length) = bracket(text) {
        return meaning(&compact(&text[..length]))
            .filter(|column| *column == Column::Rate)
            .map(|column| (column, length));
    }
    let (column, length) = words_of()
        .filter_map(|(column, word)| Some((column, spelled(text, word)?)))
        .max_by_key(|(_, length)| *length)?;
    Some((column, length))
}

/// How many bytes of `text` spell `word`, its letters perhaps set apart.
fn spelled(text: &str, word: &str) -> Option<usize> {
    let mut rest = text.char_indices();
    let mut end = 0;
    for letter in word.chars() {
        let (at, c) = rest.by_ref().find(|(_, c)| end == 0 || !c.is_whitespace())?;
        if c != letter {
            return None;
        }
        end = at + c.len_utf8();
    }
    Some(end)
}

/// A year, perhaps compared with another one, and one word behind it: 2025年目标, 2015年比2010年增长.
fn year_label(text: &str) -> usize {
    let mut length = year_length(text);
    let mut compared = false;
    while let Some(c) =
        text[length..].chars().next().filter(|c| matches!(c, '比' | '较' | '至' | '到' | '—' | '-'))
    {
        match year_length(&text[length + c.len_utf8()..]) {
            0 => break,
            year => length += c.len_utf8() + year,
        }
        compared = true;
    }
    let words = if compared { BEHIND_YEARS.as_slice() } else { BEHIND_YEAR.as_slice() };
    length + tail(&text[length..], words)
}

fn tail(text: &str, words: &[&str]) -> usize {
    words.iter().filter(|word| text.starts_with(**word)).map(|word| word.len()).max().unwrap_or(0)
}

/// The length of a bracket at the start of `text` that is short enough for a head.
fn bracket(text: &str) -> Option<usize> {
    const LONGEST: usize = 36;
    if !text.starts_with(['（', '(', '〔', '[']) {
        return None;
    }
    let (at, c) = text.char_indices().find(|(_, c)| matches!(c, '）' | ')' | '〕' | ']'))?;
    (at <= LONGEST).then(|| at + c.len_utf8())
}

/// The length of a year with its 年, 0 when none begins `text`.
pub(super) fn year_length(text: &str) -> usize {
    let digits: usize = text.chars().take_while(|c| numeral::digit(*c).is_some()).map(char::len_utf8).sum();
    let count = text[..digits].chars().count();
    let century = text.starts_with(['1', '2', '１', '２']);
    let spaces = text[digits..].len() - text[digits..].trim_start_matches(' ').len();
    if count == 4 && century && text[digits + spaces..].starts_with('年') {
        digits + spaces + '年'.len_utf8()
    } else {
        0
    }
}

fn compact(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(body: &str) -> Vec<(Column, String)> {
        let Some((_, heads)) = find(body, true) else { return Vec::new() };
        let text = |head: &Head| head.spans.iter().map(|span| span.of(body)).collect::<String>();
        heads.columns.iter().map(|head| (head.column, text(head))).collect()
    }

    #[test]
    fn labels_without_anything_between_them() {
        let read = labels("表1 主要指标序号指　标单位2020年2025年年均增长（%）〔累计〕属性1供水能力");
        let columns: Vec<Column> = read.iter().map(|(column, _)| *column).collect();
        assert_eq!(
            columns,
            [
                Column::Ordinal,
                Column::Name,
                Column::Unit,
                Column::Value,
                Column::Value,
                Column::Rate,
                Column::Rate,
                Column::Nature
            ]
        );
        assert_eq!(read[5].1, "年均增长（%）");
    }

    #[test]
    fn sentences_have_no_head() {
        assert!(labels("表1列出主要指标，2010年2015年均有增长（见附件）。").is_empty());
        assert!(labels("专栏2 主要指标完成情况：2020年地区生产总值增长6%。").is_empty());
    }
}
