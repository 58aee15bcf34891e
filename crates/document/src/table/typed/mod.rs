//! Tables without rules: a head of known meanings and rows of cells whose kinds follow from it.
//!
//! One mechanism for all texts in which nothing but spaces and line ends is left of a table: taken from a
//! PDF in any order, copied from a viewer, one cell a line, from character recognition. Numbers with their
//! signs, 约束性 and 预期性, units and the count of rows anchor the rows; the cheapest reading of the whole
//! block wins (`row`), and what another reading could give as well is marked as doubtful.

mod groups;
pub(in crate::table) mod head;
mod row;
mod streams;
pub(in crate::table) mod token;

use crate::caption;
use crate::marker::{self, Style};
use crate::model::{Doubt, DoubtKind};
use crate::notice;
use crate::piece::{Content, Flow, Grid, GridCell, Piece};
use head::{Column, Heads};
pub(crate) use row::is_sum;
use row::{Block, Row};
use source::{Diagnostic, Span};
use token::{Kind, Line, Metric};

/// More lines below a head are not looked at.
const MOST_LINES: usize = 1_500;

/// A table of fewer rows proves nothing.
const LEAST_ROWS: usize = 3;

/// Rows that cost more than this on average are no reading of a table.
const MOST_DOUBT: u32 = 110;

/// Replaces every block of lines that reads as a table by one piece; tells of heads whose rows could not be read.
pub(crate) fn recognise(flow: &mut Flow) -> Vec<Diagnostic> {
    let mut found: Vec<(usize, usize, Grid)> = Vec::new();
    let mut notices = Vec::new();
    let mut at = 0;
    while at < flow.pieces.len() {
        let Some(line) = may_be_head(flow, at).or_else(|| may_top_head(flow, at)) else {
            at += 1;
            continue;
        };
        match table(flow, at, &line) {
            Reading::Table(end, grid) => {
                found.push((at, end, *grid));
                at = end;
            }
            Reading::Unread(end, span) => {
                notices.push(notice::table_not_read(span));
                at = end;
            }
            Reading::None => match streams::table(flow, at) {
                Some((end, grid)) => {
                    found.push((at, end, grid));
                    at = end;
                }
                None => at += 1,
            },
        }
    }
    if found.is_empty() {
        return notices;
    }
    let mut old: Vec<Option<Piece>> = std::mem::take(&mut flow.pieces).into_iter().map(Some).collect();
    let mut next = 0;
    for (start, end, grid) in found {
        flow.pieces.extend(old[next..start].iter_mut().filter_map(Option::take));
        next = end;
        let span = old[start..end].iter().flatten().map(|piece| piece.span).reduce(Span::cover);
        if let (Some(first), Some(span)) = (old[start].take(), span) {
            flow.pieces.push(Piece { span, content: Content::Grid(Box::new(grid)), ..first });
        }
    }
    flow.pieces.extend(old[next..].iter_mut().filter_map(Option::take));
    notices
}

/// The way of counting under which the last cells of lines stand below each other.
fn metric(flow: &Flow, first: &Line) -> Metric {
    let spread = |metric: Metric| {
        let mut ends: Vec<usize> = Vec::new();
        let mut next = first.last + 1;
        for _ in 0..40 {
            let Some(line) = token::line(flow, next, metric) else { break };
            next = line.last + 1;
            let last = line.tokens.last().filter(|token| line.tokens.len() >= 3 && token.gap >= 2);
            ends.extend(last.map(|token| token.from.midpoint(token.to)));
        }
        ends.sort_unstable();
        let middle = ends.get(ends.len() / 2).copied().unwrap_or(0);
        ends.iter().map(|end| end.abs_diff(middle)).sum::<usize>()
    };
    if spread(Metric::Characters) < spread(Metric::Widths) { Metric::Characters } else { Metric::Widths }
}

enum Reading {
    /// The table ends before this piece.
    Table(usize, Box<Grid>),
    /// A head with rows that could not be read.
    Unread(usize, Span),
    None,
}

fn may_be_head(flow: &Flow, at: usize) -> Option<Line> {
    const LONGEST: usize = 400;
    let piece = &flow.pieces[at];
    let text = piece.span.of(&flow.text);
    if !piece.is_text() || piece.glued || text.len() > LONGEST || text.contains(['。', '；']) {
        return None;
    }
    let line = token::line(flow, at, Metric::Widths)?;
    head::may_begin(&flow.text, &line).then_some(line)
}

/// A line with the first words of a few heads, above the line with most of them.
fn may_top_head(flow: &Flow, at: usize) -> Option<Line> {
    const LONGEST: usize = 60;
    const MOST: usize = 4;
    let piece = &flow.pieces[at];
    let text = piece.span.of(&flow.text);
    let heads = |piece: &Piece| {
        let text = piece.span.of(&flow.text);
        piece.is_text() && ["指标", "项目", "序号"].iter().any(|word| text.contains(word))
    };
    let near = flow.pieces.get(at + 1..flow.pieces.len().min(at + 1 + 3 * MOST)).unwrap_or(&[]);
    if !piece.is_text()
        || piece.glued
        || text.len() > LONGEST
        || text.contains(['。', '；', '，', '：', ':'])
        || !near.iter().any(heads)
        || caption::parse(text).is_some()
        || marker::parse(text).is_some()
    {
        return None;
    }
    let line = token::line(flow, at, Metric::Widths).filter(|line| line.tokens.len() <= MOST)?;
    let mut next = line.last + 1;
    for _ in 0..2 {
        let below = token::line(flow, next, Metric::Widths)?;
        if head::heads(&flow.text, &below) >= 3 {
            return Some(line);
        }
        next = below.last + 1;
    }
    None
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a count or place in a text or table held in memory, whose size is limited on the way in"
)]
fn table(flow: &Flow, at: usize, first: &Line) -> Reading {
    let metric = metric(flow, first);
    let mut top: Vec<Line> = token::line(flow, at, metric).into_iter().collect();
    while top.len() < 30
        && let Some(line) = top.last().and_then(|line| token::line(flow, line.last + 1, metric))
    {
        if line.tokens.len() > 40 {
            break;
        }
        top.push(line);
    }
    let gaps = top.iter().take(14).flat_map(|line| line.tokens.iter().skip(1)).filter(|token| token.gap >= 2);
    let aligned = gaps.count() >= 6;
    let stacked = || if aligned { head::stacked(&flow.text, &top) } else { None };
    let Some(heads) = head::read(&flow.text, &top, aligned).or_else(stacked) else { return Reading::None };
    let Some(last) = top.get(heads.lines.saturating_sub(1)) else { return Reading::None };
    let columns: Vec<Column> = heads.columns.iter().map(|head| head.column).collect();
    let (lines, pages) = body(flow, last.last + 1, &top[..heads.lines], metric);
    let zones = if aligned { zones(flow, &heads, &lines, &pages) } else { Vec::new() };
    let summed = heads.columns.iter().any(|head| {
        head.column == Column::Rate
            && head.spans.first().is_some_and(|span| span.of(&flow.text).starts_with(['〔', '[', '（', '(']))
    });
    let block = Block::new(&flow.text, &columns, summed, &lines, zones);
    let (mut rows, used) = block.rows();
    let valued = |row: &Row| !row.is_group;
    let count = rows.iter().filter(|row| valued(row)).count();
    let cost: u32 = rows.iter().map(|row| row.cost).sum();
    let strong = lines.iter().filter(|line| line.is_strong()).count();
    let read = count >= LEAST_ROWS && cost <= MOST_DOUBT * rows.len() as u32;
    if !read {
        let certain = columns.len() >= 4 && strong >= LEAST_ROWS && columns.contains(&Column::Name);
        return match lines.iter().rposition(Line::is_strong).and_then(|at| lines.get(at)) {
            Some(end) if certain => {
                let span = flow.pieces[at].span.cover(flow.pieces[end.last].span);
                Reading::Unread(last.last + 1, span)
            }
            _ => Reading::None,
        };
    }
    if aligned {
        groups::by_place(&flow.text, &columns, &pages, &mut rows);
    }
    let end = lines.get(used.saturating_sub(1)).map_or(last.last, |line| line.last) + 1;
    Reading::Table(end, Box::new(grid(&flow.text, &heads, &rows, &pages, &lines)))
}

/// The lines below a head up to what cannot belong to the table, without the heads that pages repeat; and
/// the lines behind which a new page with its own head begins, with that head.
fn body(flow: &Flow, from: usize, head: &[Line], metric: Metric) -> (Vec<Line>, Vec<(usize, Vec<Line>)>) {
    let plain = |line: &Line| -> String {
        line.tokens
            .iter()
            .flat_map(|token| token.span.of(&flow.text).chars())
            .filter(|c| !c.is_whitespace())
            .collect()
    };
    let repeated: Vec<String> = head.iter().map(plain).collect();
    let (mut lines, mut pages) = (Vec::new(), Vec::new());
    let mut at = from;
    while lines.len() < MOST_LINES
        && let Some(line) = token::line(flow, at, metric)
    {
        // A page number may stick to the head that a page repeats: 9序号.
        let own = plain(&line);
        let behind = own.trim_start_matches(|c: char| c.is_ascii_digit());
        if repeated.first().is_some_and(|first| *first == own || first == behind) {
            let mut again = vec![line.clone()];
            while again.len() < repeated.len()
                && let Some(next) = again.last().and_then(|line| token::line(flow, line.last + 1, metric))
                && repeated.get(again.len()) == Some(&plain(&next))
            {
                again.push(next);
            }
            if again.len() == repeated.len() {
                at = again.last().map_or(at, |line| line.last) + 1;
                pages.push((lines.len(), again));
                continue;
            }
        }
        let span = flow.pieces[line.first].span.cover(flow.pieces[line.last].span);
        let again = |line: &Line| repeated.first() == Some(&plain(line));
        if ends(span.of(&flow.text), &line) && !heads_rows(flow, &line, metric, again) {
            break;
        }
        at = line.last + 1;
        lines.push(line);
    }
    (lines, pages)
}

/// 一、水利（3项）, short and right above a row: the head of a group of rows and not of a chapter. The sums of the group may
/// stand behind it; `again` tells whether a line begins the head that a page repeats.
fn heads_rows(flow: &Flow, line: &Line, metric: Metric, again: impl Fn(&Line) -> bool) -> bool {
    const LONGEST: usize = 16;
    let Some((title, sums)) = line.tokens.split_first() else { return false };
    let text = title.span.of(&flow.text);
    let sum = |token: &token::Token| matches!(token.kind, Kind::Number | Kind::Integer(_) | Kind::Dash);
    let group = sums.iter().all(sum)
        && text.chars().nth(LONGEST).is_none()
        && !text.contains(['，', '。', '；'])
        && marker::parse(text).is_some_and(|mark| matches!(mark.style, Style::Han | Style::HanParen));
    // The row's own cells may begin above the line with its number.
    let next = |last: usize| token::line(flow, last + 1, metric);
    let numbered =
        |line: &Line| line.tokens.first().is_some_and(|token| matches!(token.kind, Kind::Integer(_)));
    group
        && next(line.last).is_some_and(|first| {
            let broken = first.tokens.len() <= 2 && !ends(text_of(flow, &first), &first);
            numbered(&first)
                || again(&first)
                || broken
                    && next(first.last).is_some_and(|second| numbered(&second) && second.tokens.len() >= 3)
        })
}

fn text_of<'a>(flow: &'a Flow, line: &Line) -> &'a str {
    flow.pieces[line.first].span.cover(flow.pieces[line.last].span).of(&flow.text)
}

/// Whether a line cannot stand in a table.
fn ends(text: &str, line: &Line) -> bool {
    const LONGEST: usize = 34;
    let behind_page = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let heading = |text: &str| {
        marker::parse(text).is_some_and(|mark| {
            mark.style.is_division() || matches!(mark.style, Style::Han | Style::HanParen)
        })
    };
    let letters = text.chars().filter(|c| !c.is_whitespace()).count();
    let clauses = text.contains(['，', '。']) || !text.contains(['（', '(']);
    let long = letters > LONGEST && line.tokens.len() <= 2 && clauses && !line.is_strong();
    let note = text.starts_with(['注', '①', '②', '*', '＊']) && line.tokens.len() <= 3
        || text.starts_with("资料来源")
        || text.starts_with("说明：");
    let natured = line.tokens.iter().any(|token| token.kind == Kind::Nature);
    caption::parse(text).is_some()
        || heading(text)
        || heading(behind_page)
        || note
        || long
        || (text.contains('。') || text.contains('；') && !of_work(line) || letters > 90) && !natured
}

/// Whether a line is the row of a work: several cells behind its number, or with years or figures behind its words.
fn of_work(line: &Line) -> bool {
    let counted = |token: &token::Token| matches!(token.kind, Kind::Years | Kind::Number | Kind::Integer(_));
    let numbered = line.tokens.first().is_some_and(|first| matches!(first.kind, Kind::Integer(_)));
    line.tokens.len() >= 4 && (numbered || line.tokens.last().is_some_and(counted))
}

/// The places of the columns for every line: from the head of its page, then from what stands below it.
fn zones(
    flow: &Flow,
    heads: &Heads,
    lines: &[Line],
    pages: &[(usize, Vec<Line>)],
) -> Vec<Vec<(usize, usize)>> {
    let columns: Vec<Column> = heads.columns.iter().map(|head| head.column).collect();
    let places = |heads: &Heads| -> Vec<(usize, usize)> {
        heads.columns.iter().map(|head| (head.from, head.to)).collect()
    };
    let mut out: Vec<Vec<(usize, usize)>> = Vec::new();
    let mut starts = vec![(0, places(heads))];
    for (at, again) in pages {
        let own = head::read(&flow.text, again, true).filter(|own| own.columns.len() == columns.len());
        starts.push((*at, own.map_or_else(|| places(heads), |own| places(&own))));
    }
    for (nth, (start, head)) in starts.iter().enumerate() {
        let end = starts.get(nth + 1).map_or(lines.len(), |(at, _)| *at);
        let part = &lines[*start..end];
        let refined = refined(head, &columns, part);
        out.extend(std::iter::repeat_n(refined, part.len()));
    }
    out
}

/// The places of columns from the tokens that overlap a head and no other.
fn refined(head: &[(usize, usize)], columns: &[Column], lines: &[Line]) -> Vec<(usize, usize)> {
    let mut seen: Vec<Vec<(usize, usize)>> = vec![Vec::new(); head.len()];
    for line in lines {
        for token in &line.tokens {
            let fits = |(at, (from, to)): (usize, &(usize, usize))| {
                let wordy = matches!(
                    columns[at],
                    Column::Group | Column::Name | Column::Body | Column::Note | Column::Value | Column::Rate
                );
                let kind = match token.kind {
                    Kind::Word => wordy || columns[at] == Column::Text,
                    Kind::Years => columns[at] == Column::Years,
                    Kind::Unit => matches!(columns[at], Column::Unit),
                    Kind::Integer(_) => matches!(columns[at], Column::Ordinal | Column::Value | Column::Rate),
                    Kind::Number | Kind::Dash => matches!(columns[at], Column::Value | Column::Rate),
                    Kind::Nature => columns[at] == Column::Nature,
                };
                (kind && token.from < *to && *from < token.to).then_some(at)
            };
            let mut over = head.iter().enumerate().filter_map(fits);
            if let (Some(only), None) = (over.next(), over.next()) {
                seen[only].push((token.from, token.to));
            }
        }
    }
    head.iter()
        .zip(seen)
        .map(|(head, mut seen)| {
            if seen.len() < 2 {
                return *head;
            }
            seen.sort_unstable();
            let from = seen[seen.len() / 10].0;
            let mut ends: Vec<usize> = seen.iter().map(|(_, to)| *to).collect();
            ends.sort_unstable();
            (from.min(head.0), ends[ends.len() - 1 - ends.len() / 10].max(head.1))
        })
        .collect()
}

fn grid(text: &str, heads: &Heads, rows: &[Row], pages: &[(usize, Vec<Line>)], lines: &[Line]) -> Grid {
    let columns = heads.columns.len();
    let mut cells: Vec<GridCell> = heads
        .columns
        .iter()
        .enumerate()
        .map(|(column, head)| GridCell {
            row: 0,
            column,
            row_span: 1,
            column_span: 1,
            spans: head.spans.clone(),
        })
        .collect();
    let group = heads.columns.iter().position(|head| head.column == Column::Group);
    let mut doubts = Vec::new();
    let mut breaks = Vec::new();
    for (nth, row) in rows.iter().enumerate() {
        let at = nth + 1;
        if pages.iter().any(|(line, _)| row.lines.contains(line))
            || nth > 0 && lines.get(row.lines.start).is_some_and(|line| line.page_break)
        {
            breaks.push(at);
        }
        for (column, cell) in row.cells.iter().enumerate() {
            if cell.is_empty() {
                continue;
            }
            let spans = cell.iter().map(|(_, token)| token.span).collect();
            // A label of a group covers the rows below it that have none.
            let row_span = if Some(column) == group {
                rows[nth + 1..].iter().take_while(|row| row.cells[column].is_empty() && !row.is_group).count()
                    + 1
            } else {
                1
            };
            let column_span = if row.is_group { columns } else { 1 };
            // 合计 stands over the number and the name.
            let counted = column > 0
                && heads.columns.get(column - 1).is_some_and(|head| head.column == Column::Ordinal)
                && row.cells.get(column - 1).is_some_and(Vec::is_empty);
            let sums = cell.len() == 1 && cell.iter().any(|(_, token)| is_sum(token.span.of(text)));
            let (column, column_span) = if counted && sums { (column - 1, 2) } else { (column, column_span) };
            cells.push(GridCell { row: at, column, row_span, column_span, spans });
        }
        if row.open {
            doubts.push(Doubt { row: at, kind: DoubtKind::EmptyCell, confidence: 60 });
        }
        let unclear = row.cells.iter().zip(&heads.columns).any(|(cell, head)| {
            matches!(head.column, Column::Value | Column::Rate)
                && cell.len() == 1
                && cell.iter().any(|(_, token)| {
                    let cell = token.span.of(text);
                    token.kind == Kind::Word && cell.len() <= 8 && cell.contains(|c: char| c.is_ascii_digit())
                })
        });
        if unclear {
            doubts.push(Doubt { row: at, kind: DoubtKind::Characters, confidence: 50 });
        }
    }
    Grid { rows: rows.len() + 1, columns, head: 1, cells, breaks, doubts }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text;

    /// The rows of the first table, cells joined; missing cells are empty.
    fn rows(source: &str) -> (Vec<Vec<String>>, usize) {
        let mut flow = text::flow(source.to_owned());
        recognise(&mut flow);
        let grid = flow.pieces.iter().find_map(|piece| match &piece.content {
            Content::Grid(grid) => Some(grid),
            _ => None,
        });
        let Some(grid) = grid else { return (Vec::new(), 0) };
        let mut out = vec![vec![String::new(); grid.columns]; grid.rows];
        for cell in &grid.cells {
            let text: String = cell.spans.iter().map(|span| span.of(source)).collect();
            for row in out.iter_mut().skip(cell.row).take(cell.row_span) {
                row[cell.column].clone_from(&text);
            }
        }
        (out, grid.doubts.len())
    }

    #[test]
    fn cells_one_after_another() {
        let source = "表1 主要指标\n类别 序号 指标 计量\n单位\n2020年 2025年 属性\n用水\n1 用水总量 亿吨 1.8 1.7 约束性\n\
                      2 灌溉水有效利用\n系数\n— 0.52 0.56 预期性\n供水\n3 供水普及率 % 90 ≥95 预期性\n4 供水投诉率 % 3 ≤2 预期性\n第二章 任务\n";
        let (rows, doubts) = rows(source);
        assert_eq!(rows[0], ["类别", "序号", "指标", "计量单位", "2020年", "2025年", "属性"]);
        assert_eq!(rows[2], ["用水", "2", "灌溉水有效利用系数", "—", "0.52", "0.56", "预期性"]);
        assert_eq!(rows[3], ["供水", "3", "供水普及率", "%", "90", "≥95", "预期性"]);
        assert_eq!((rows.len(), doubts), (5, 0));
    }

    #[test]
    fn names_above_and_below_their_row() {
        let source = "表1 主要指标\n序号 指标 单位 属性 2025年 年均[累计]\n全员劳动\n1 万元/人 预期性 20.5左右 -\n生产率\n\
                      2 供水普及率 % 预期性 95 -\n旧村改造的全部 [成片：约110\n3 万平方米 约束性 -\n建筑面积 零星：约20]\n4 投诉率 % 预期性 ≤2 -\n第二章 任务\n";
        let (rows, doubts) = rows(source);
        assert_eq!(rows[1], ["1", "全员劳动生产率", "万元/人", "预期性", "20.5左右", "-"]);
        assert_eq!(
            rows[3][1..],
            ["旧村改造的全部建筑面积", "万平方米", "约束性", "-", "[成片：约110零星：约20]"]
        );
        assert_eq!((rows.len(), doubts), (5, 0));
    }

    #[test]
    fn what_cannot_be_told_is_doubtful() {
        let source = "表1 主要指标\n指标 2020年 2025年 〔累计〕 属性\n湿地保有量（亿亩） 5 8 〔3〕 预期性\n草原盖度（%） 54 56 预期性\n\
                      森林覆盖率（%） 21.6 23.1 〔1.5〕 约束性\n供水普及率（%） 90 95 〔5〕 约束性\n第二章 任务\n";
        let (rows, doubts) = rows(source);
        assert_eq!(rows[2], ["草原盖度（%）", "54", "56", "", "预期性"]);
        assert_eq!(doubts, 1);
    }

    #[test]
    fn lists_of_works_with_groups_and_sums() {
        let source = "表2 重点工程\n序号 项目名称 建设地点 建设年限\n总投资\n（亿元）\n“十五\n五”投资\n（亿元）\n一、水利（2项）\n\
                      1 石泉水库 东甲县、北甲县 2026-2030 74.6 60\n2 南甲灌区 南甲区 2026-2028 8 8\n小 计 82.6 68\n二、交通（2项）\n\
                      3 甲乙高速公路 全市 2027-2032 142 96\n4 东甲通用机场 东甲县 2026-2029 5 5\n小 计 147 101\n合 计 229.6 169\n注：价格为估算。\n";
        let (rows, doubts) = rows(source);
        assert_eq!(
            rows[0],
            ["序号", "项目名称", "建设地点", "建设年限", "总投资（亿元）", "“十五五”投资（亿元）"]
        );
        assert_eq!(rows[1][0], "一、水利（2项）");
        assert_eq!(rows[2], ["1", "石泉水库", "东甲县、北甲县", "2026-2030", "74.6", "60"]);
        assert_eq!(rows[4][0], "小 计");
        assert_eq!(rows[6], ["3", "甲乙高速公路", "全市", "2027-2032", "142", "96"]);
        assert_eq!((rows.len(), doubts), (10, 0));
    }

    #[test]
    fn narrow_columns_break_heads_units_and_brackets() {
        let source = "表1 主要指标\n\
            指标                计量单   属性     2020年   2025年\n\
            \u{20}                   位\n\
            供水能力（万立方    %        约束性   30       45\n\
            米）\n\
            农村自来水普及率    %        约束性   88       95\n\
            管网漏损事故死亡    人/亿    预期性   2.8      ≤0.35\n\
            率                  元\n\
            再生水综合能力（    万立方   预期性   8.1      12\n\
            含中水）            米/日\n第二章 任务\n";
        let (rows, doubts) = rows(source);
        assert_eq!(rows[0], ["指标", "计量单位", "属性", "2020年", "2025年"]);
        assert_eq!(rows[1], ["供水能力（万立方米）", "%", "约束性", "30", "45"]);
        assert_eq!(rows[3], ["管网漏损事故死亡率", "人/亿元", "预期性", "2.8", "≤0.35"]);
        assert_eq!(rows[4], ["再生水综合能力（含中水）", "万立方米/日", "预期性", "8.1", "12"]);
        assert_eq!((rows.len(), doubts), (5, 0));
    }

    #[test]
    fn labels_of_groups_are_no_wider_than_those_before_numbers() {
        let source = "表1 主要指标\n类别 序号 指标名称 计量单位 2020年 2025年 指标性质\n供水 1 城镇供水普及率 % 90 95 约束性\n保障\n\
                      2 农村居民 % 88 92 约束性\n自来水普及率\n3 管网漏损率 % 9.5 ≤8 约束性\n改善 4 人均生活用水量 立方米 30 完成上级 约束性\n\
                      环境 下达任务\n5\n再生水\n利用率\n%\n20\n30\n预期性\n6 泵站处置能力提升幅 % 12 15 预期性\n度\n7 取水口 个 4 9 预期性\n第二章 任务\n";
        let (rows, doubts) = rows(source);
        assert_eq!(rows[1][..3], ["供水保障", "1", "城镇供水普及率"]);
        assert_eq!(rows[2][..3], ["供水保障", "2", "农村居民自来水普及率"]);
        assert_eq!(
            rows[4],
            ["改善环境", "4", "人均生活用水量", "立方米", "30", "完成上级下达任务", "约束性"]
        );
        assert_eq!(rows[5][1..4], ["5", "再生水利用率", "%"]);
        assert_eq!(rows[6][2], "泵站处置能力提升幅度");
        assert_eq!(rows[7][..4], ["改善环境", "7", "取水口", "个"]);
        assert_eq!((rows.len(), doubts), (8, 0));
    }

    /// A line with its cells at these places, in half-width columns.
    fn set(cells: &[(usize, &str)]) -> String {
        let mut line = String::new();
        for (place, cell) in cells {
            let width: usize = line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
            line.extend(std::iter::repeat_n(' ', place.saturating_sub(width)));
            line.push_str(cell);
        }
        line.push('\n');
        line
    }

    #[test]
    fn a_comma_at_the_end_of_a_line_goes_on_in_the_next_row_of_print() {
        let row = |number: &str, name: &str, work: &str, content: &str, years: &str, money: &str| {
            set(&[(1, number), (8, name), (24, work), (36, content), (62, years), (76, money)])
        };
        let source = format!(
            "表2 重点工程\n{}{}{}{}{}{}{}第二章 任务\n",
            row("序号", "项目名称", "建设性质", "建设内容及规模", "建设年限", "总投资（万元）"),
            row("1", "东甲水库", "新建", "总库容5600万立方米", "2021—2023", "26500"),
            set(&[(36, "新建管网24公里，")]),
            row("2", "南乙供水", "续建", "", "2019—2024", "16800"),
            set(&[(36, "改造泵站6座")]),
            row("3", "西丙排水", "新建", "排水渠12公里", "2022—2024", "9800"),
            row("4", "北丁水厂", "新建", "日供水3万吨", "2021—2025", "7600"),
        );
        let (rows, doubts) = rows(&source);
        assert_eq!(rows[1][3], "总库容5600万立方米");
        assert_eq!(rows[2][3..], ["新建管网24公里，改造泵站6座", "2019—2024", "16800"]);
        assert_eq!((rows.len(), doubts), (5, 0));
    }

    #[test]
    fn text_about_figures_is_no_table() {
        let source = "指标 体系 说明\n到2025年 供水 普及率 达到 95% 以上。\n到2025年 投诉率 降到 2% 以下。\n指标 由部门负责。\n";
        assert!(rows(source).0.is_empty());
    }
}
