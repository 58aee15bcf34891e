//! Tables that lost all their cell borders: caption, head and rows in one line of text.
//!
//! `表1：主要指标序号指标2010年2015年1用水量（万吨）25.323.6-8%2…` still tells its cells apart: the head says what
//! follows what, numbers count the rows, a name ends with its unit, a row with 约束性 or 预期性, and figures that stick
//! together are cut so that they agree with each other and with their sum or growth. The cheapest reading of the whole
//! line wins (`reading`); rows that another reading comes close to are doubtful.

mod cell;
mod head;
mod reading;

use crate::model::{Doubt, DoubtKind};
use crate::piece::{Grid, GridCell};
use crate::table::typed::head::Column;
use head::Heads;
use reading::{Line, Row};
use source::Span;

/// A table found in a line.
#[derive(Debug)]
pub(crate) struct Flattened {
    /// What stands before the head; empty when the head begins the line.
    pub(crate) caption: Span,
    pub(crate) grid: Grid,
    /// Where the text behind the table begins.
    pub(crate) end: usize,
}

/// Fewer rows prove nothing.
const LEAST_ROWS: usize = 3;

/// Rows that cost more than this on average are no reading of a table.
const MOST_COST: u32 = 75;

/// Shorter lines hold no table, in bytes.
const SHORTEST: usize = 60;

/// No more of a line is looked at, in bytes: whole plans stand on one line.
const LONGEST: usize = 40_000;

/// Finds a flattened table at the start of `line`.
pub(crate) fn find(text: &str, line: Span) -> Option<Flattened> {
    let mut body = line.of(text);
    if body.len() < SHORTEST {
        return None;
    }
    if body.len() > LONGEST {
        let end = (0..=LONGEST).rev().find(|at| body.is_char_boundary(*at))?;
        body = &body[..end];
    }
    let (start, heads) = head::find(body, is_caption(body))?;
    let caption = Span::new(0, body[..start].trim_end().len());
    let last_mark = notes(&text[line.start..], heads.end);
    let reading = Line { body, heads: &heads, last_mark }.read()?;
    let natured = heads.columns.iter().any(|head| head.column == Column::Nature);
    // Without a caption or a column of natures figures in a sentence could pass for a table.
    if reading.rows.len() < LEAST_ROWS || reading.cost > MOST_COST || (start == 0 && !natured) {
        return None;
    }
    let grid = grid(text, line, &heads, &reading.rows);
    let shift = |span: Span| Span::new(line.start + span.start, line.start + span.end);
    Some(Flattened { caption: shift(caption), grid, end: line.start + reading.end })
}

/// 表1：主要指标, 专栏 2 主要指标, 附表 主要指标.
fn is_caption(text: &str) -> bool {
    text.starts_with(['表', '专', '附', '续'])
}

/// The number of the last of the notes 注：1.… 2.… below a table, 0 when there are none.
fn notes(text: &str, from: usize) -> u32 {
    const LONGEST_NOTES: usize = 6_000;
    let Some(rest) = text.get(from..) else { return 0 };
    let begins = ["注：", "注:"].iter().filter_map(|word| rest.find(word)).min();
    let Some(begins) = begins.filter(|at| *at < LONGEST) else { return 0 };
    let mut end = (begins + LONGEST_NOTES).min(rest.len());
    while !rest.is_char_boundary(end) {
        end -= 1;
    }
    let mut rest = &rest[begins..end];
    let mut last = 0;
    for number in 1..100_u32 {
        let found = ['.', '．', '、'].iter().filter_map(|stop| {
            let mark = format!("{number}{stop}");
            let at = rest.find(&mark)?;
            let before = rest[..at].chars().next_back();
            // 0.5 is no second note.
            let begins = before.is_none_or(|c| c.is_whitespace() || matches!(c, '：' | ':' | '。' | '；'));
            begins.then_some(at + mark.len())
        });
        let Some(at) = found.min() else { break };
        rest = &rest[at..];
        last = number;
    }
    last
}

/// A label above several rows, and how many.
struct Over {
    span: Span,
    rows: usize,
}

#[expect(clippy::too_many_lines, reason = "one pass over the rows, each cell put in its place")]
fn grid(text: &str, line: Span, heads: &Heads, rows: &[Row]) -> Grid {
    let body = line.of(text);
    let shift = |span: Span| Span::new(line.start + span.start, line.start + span.end);
    // Names under a heading of their own stand in a second column.
    let parents = parents(text, line, heads, rows);
    let wide = parents.iter().any(Option::is_some);
    let name = heads.columns.iter().position(|head| head.column == Column::Name).unwrap_or(0);
    let place = |column: usize| column + usize::from(wide && column > name);
    let columns = heads.columns.len() + usize::from(wide);
    let cell = |row: usize, column: usize, spans: Vec<Span>| GridCell {
        row,
        column: place(column),
        row_span: 1,
        column_span: if wide && column == name { 2 } else { 1 },
        spans,
    };
    let mut cells: Vec<GridCell> = heads
        .columns
        .iter()
        .enumerate()
        .map(|(column, head)| cell(0, column, head.spans.iter().map(|span| shift(*span)).collect()))
        .collect();
    let mut doubts = Vec::new();
    let mut at = 1;
    let group_column = heads.columns.iter().position(|head| head.column == Column::Group);
    for (nth, row) in rows.iter().enumerate() {
        if let Some(group) = row.group {
            cells.push(GridCell {
                row: at,
                column: 0,
                row_span: 1,
                column_span: columns,
                spans: vec![shift(group)],
            });
            at += 1;
        }
        let mut under = false;
        if let Some(Some(over)) = parents.get(nth) {
            // The rows below it, with the labels of groups between them none.
            cells.push(GridCell {
                row: at,
                column: name,
                row_span: over.rows,
                column_span: 1,
                spans: without(body, over.span, &row.marks).into_iter().map(shift).collect(),
            });
            under = true;
        }
        let covered = under || covered(&parents, nth);
        for (column, span) in row.cells.iter().enumerate() {
            if span.is_empty() {
                continue;
            }
            let mut own = *span;
            if column == name
                && let Some(Some(over)) = parents.get(nth)
            {
                own = Span::new(over.span.end.max(own.start), own.end);
            }
            let spans = without(body, own, &row.marks).into_iter().map(shift).collect();
            let mut made = cell(at, column, spans);
            if column == name && wide && covered {
                (made.column, made.column_span) = (name + 1, 1);
            }
            if Some(column) == group_column {
                made.row_span = 1 + rows[nth + 1..]
                    .iter()
                    .take_while(|row| {
                        row.group.is_none() && row.cells.get(column).is_none_or(|span| span.is_empty())
                    })
                    .count();
            }
            cells.push(made);
        }
        if let Some(kind) = doubt(rows, &parents, nth) {
            doubts.push(Doubt { row: at, kind, confidence: 60 });
        }
        at += 1;
    }
    cells.sort_by_key(|cell| (cell.row, cell.column));
    Grid { rows: at, columns, head: 1, cells, breaks: Vec::new(), doubts }
}

/// Whether a label of a row before reaches down to this one.
fn covered(parents: &[Option<Over>], row: usize) -> bool {
    parents[..row].iter().enumerate().any(|(at, over)| over.as_ref().is_some_and(|over| at + over.rows > row))
}

/// The headings inside names, by the row that they begin in.
fn parents(text: &str, line: Span, heads: &Heads, rows: &[Row]) -> Vec<Option<Over>> {
    let name = heads.columns.iter().position(|head| head.column == Column::Name).unwrap_or(0);
    rows.iter()
        .enumerate()
        .map(|(nth, row)| {
            let under = rows[nth + 1..].iter().take_while(|row| !row.numbered && row.group.is_none()).count();
            let cell = *row.cells.get(name)?;
            if row.parent > 0 {
                return Some(Over { span: Span::new(cell.start, row.parent), rows: under + 1 });
            }
            let several = row.numbered && under > 0;
            let end = several.then(|| parted(text, line, cell)).flatten()?;
            Some(Over { span: Span::new(cell.start, end), rows: under + 1 })
        })
        .collect()
}

/// Where a heading ends that stands right before a name: what follows stands elsewhere in the text as well, and
/// the two together do not.
fn parted(text: &str, line: Span, cell: Span) -> Option<usize> {
    const LEAST_NAME: usize = 4;
    const LEAST_HEADING: usize = 2;
    const MOST_LETTERS: usize = 40;
    let body = line.of(text);
    let whole = cell.of(body);
    let letters = whole.find(['（', '(']).map_or(whole, |at| &whole[..at]);
    if letters.chars().count() > MOST_LETTERS {
        return None;
    }
    let plain = |part: &str| -> String { part.chars().filter(|c| !c.is_ascii_digit()).collect() };
    let elsewhere = |part: &str| text[..line.start].contains(part) || text[line.end..].contains(part);
    if elsewhere(&plain(letters)) {
        return None;
    }
    let starts = letters.char_indices().map(|(at, _)| at).skip(LEAST_HEADING);
    let half = letters.chars().count().div_ceil(2);
    let found = starts
        .filter(|at| letters[*at..].chars().count() >= LEAST_NAME.max(half))
        .find(|at| elsewhere(&plain(&letters[*at..])))?;
    Some(cell.start + found)
}

/// Why a row is not certain.
fn doubt(rows: &[Row], parents: &[Option<Over>], nth: usize) -> Option<DoubtKind> {
    let row = rows.get(nth)?;
    let heads_others =
        row.numbered && rows.get(nth + 1).is_some_and(|next| !next.numbered && next.group.is_none());
    let by_unit = row.parent > 0;
    let guessed = row.guessed || parents.get(nth).is_some_and(Option::is_some) && !by_unit;
    if row.noted {
        Some(DoubtKind::Noted)
    } else if row.open || guessed || heads_others && !by_unit {
        Some(DoubtKind::Glued)
    } else {
        None
    }
}

/// A cell without the marks of notes that stand in it.
fn without(body: &str, cell: Span, marks: &[Span]) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut start = cell.start;
    for mark in marks.iter().filter(|mark| mark.start >= cell.start && mark.end <= cell.end) {
        spans.push(Span::new(start, mark.start));
        start = mark.end;
    }
    spans.push(Span::new(start, cell.end));
    spans.retain(|span| !span.of(body).trim().is_empty());
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The texts of all cells by row, and the doubtful rows.
    fn read(text: &str) -> (Vec<Vec<String>>, Vec<usize>) {
        let Some(found) = find(text, Span::new(0, text.lines().next().map_or(0, str::len))) else {
            return (Vec::new(), Vec::new());
        };
        let mut rows = vec![vec![String::new(); found.grid.columns]; found.grid.rows];
        for cell in &found.grid.cells {
            rows[cell.row][cell.column] = cell.spans.iter().map(|span| span.of(text)).collect();
        }
        (rows, found.grid.doubts.iter().map(|doubt| doubt.row).collect())
    }

    #[test]
    fn rows_out_of_one_line() {
        let text = "表1：用水指标序号指  标2010年2015年2015年比2010年增长1用水总量（万吨）2551.72347.6-8%2回用率（%）55>605个百分点泵站达标率（%）72≥808个百分点3管网（公里）10012525%\u{3000}注：略。";
        let (rows, doubts) = read(text);
        assert_eq!(rows[0], ["序号", "指  标", "2010年", "2015年", "2015年比2010年增长"]);
        assert_eq!(rows[1], ["1", "用水总量（万吨）", "2551.7", "2347.6", "-8%"]);
        assert_eq!(rows[2], ["2", "回用率（%）", "55", ">60", "5个百分点"]);
        assert_eq!(rows[3], ["", "泵站达标率（%）", "72", "≥80", "8个百分点"]);
        assert_eq!(rows[4], ["3", "管网（公里）", "100", "125", "25%"]);
        assert!(doubts.is_empty(), "{doubts:?}");
        let found = find(text, Span::new(0, text.len())).expect("a table");
        assert_eq!(found.caption.of(text), "表1：用水指标");
        assert_eq!(text[found.end..].trim(), "注：略。");
    }

    #[test]
    fn sentences_stay_sentences() {
        let text = "表1列出主要指标，2010年2015年均有增长（见附件）。";
        assert!(read(text).0.is_empty());
        let text = "指标2020年为35万吨，2025年达到48万吨，属性为预期性，供水能力（万吨）保持稳定，普及率（%）达到95，漏损率（%）降到8。";
        assert!(read(text).0.is_empty());
    }

    #[test]
    fn groups_numbers_headings_and_marks_of_notes() {
        let text = "专栏1 “十四五”水务主要指标指　标2020年2025年〔累计〕1属性供水保障1.城镇供水供水普及率（%）91.5＞95-约束性管网漏损率下降（%）--〔4.2〕预期性\
                    2.供水能力减少（%）石泉县2--〔10〕约束性南甲区--〔12〕水环境改善3.再生水利用率（%）22.4330左右-预期性4.河道治理长度（公里）151165〔14〕约束性注：1.〔 〕内为五年累计数。\n\
                    2.石泉县不含开发区。3.为2019年数据。\n\n供水普及率稳步提高。\n";
        let (rows, doubts) = read(text);
        assert_eq!(rows[0], ["指　标", "", "2020年", "2025年", "〔累计〕", "属性"]);
        assert_eq!(rows[1][0], "供水保障");
        assert_eq!(rows[2], ["城镇供水", "供水普及率（%）", "91.5", "＞95", "-", "约束性"]);
        assert_eq!(rows[3], ["", "管网漏损率下降（%）", "-", "-", "〔4.2〕", "预期性"]);
        assert_eq!(rows[4], ["供水能力减少（%）", "石泉县", "-", "-", "〔10〕", "约束性"]);
        assert_eq!(rows[5], ["", "南甲区", "-", "-", "〔12〕", ""]);
        assert_eq!(rows[6][0], "水环境改善");
        assert_eq!(rows[7], ["再生水利用率（%）", "", "22.4", "30左右", "-", "预期性"]);
        assert_eq!(rows[8], ["河道治理长度（公里）", "", "151", "165", "〔14〕", "约束性"]);
        // The heading is parted from its first name by other words of the text, and one value has a note.
        assert_eq!(doubts, [2, 7]);
    }

    #[test]
    fn columns_of_groups_units_and_natures_in_any_order() {
        let text = "表2 主要指标类别序号指标单位属性2025年2030年目标经济发展1全员劳动生产率万元/人预期性18.524.62社区食堂个约束性120完成上级下达任务\
                    安全保障3应急物资储备能力万吨预期性3.2≥3.54每千人口拥有3岁以下托位数个预期性2.84.5第二章任务";
        let (rows, doubts) = read(text);
        assert_eq!(rows[1], ["经济发展", "1", "全员劳动生产率", "万元/人", "预期性", "18.5", "24.6"]);
        assert_eq!(rows[2], ["", "2", "社区食堂", "个", "约束性", "120", "完成上级下达任务"]);
        assert_eq!(rows[3], ["安全保障", "3", "应急物资储备能力", "万吨", "预期性", "3.2", "≥3.5"]);
        assert_eq!(rows[4], ["", "4", "每千人口拥有3岁以下托位数", "个", "预期性", "2.8", "4.5"]);
        // 18.5 and 24.6, 2.8 and 4.5 stand in one run of digits.
        assert_eq!(doubts, [1, 4]);
    }

    #[test]
    fn cuts_that_nothing_tells_are_doubtful() {
        let text = "表3 主要指标指标2020年2025年属性供水能力（万吨）12134预期性管网长度（公里）151165约束性普及率（%）90≥95预期性漏损率（%）9＜8约束性第二章 任务";
        let (rows, doubts) = read(text);
        assert_eq!(rows[2], ["管网长度（公里）", "151", "165", "约束性"]);
        assert_eq!(doubts, [1, 2]);
    }
}
