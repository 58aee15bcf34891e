//! Tables of plain text whose cells are set apart by one space, as copying from a viewer leaves them.
//!
//! One space proves little, so the lines must agree: as many cells in each as in the head, but for a
//! merged cell in front, and a column that holds figures all the way down and none in the head.

use super::merge::is_figure;
use crate::piece::{Content, Flow, Piece};
use source::Span;

/// Rows below the head; fewer prove nothing.
const LEAST_ROWS: usize = 3;
const LEAST_COLUMNS: usize = 3;
const MOST_COLUMNS: usize = 20;

/// Replaces every run of lines with as many cells each by one piece of rows.
pub(crate) fn recognise(flow: &mut Flow) {
    let lines: Vec<Vec<Span>> = flow.pieces.iter().map(|piece| cells(flow, piece)).collect();
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let end = end_of(flow, &lines, at);
        if end > at {
            found.push((at, end));
        }
        at = end.max(at + 1);
    }
    if found.is_empty() {
        return;
    }
    let mut old = std::mem::take(&mut flow.pieces).into_iter();
    let mut next = 0;
    for (start, end) in found {
        flow.pieces.extend(old.by_ref().take(start - next));
        next = end;
        let columns = lines[start].len();
        let rows = lines[start..end].iter().map(|cells| {
            let free = columns - cells.len();
            (0..columns).map(|at| at.checked_sub(free).map(|at| cells[at]).into_iter().collect()).collect()
        });
        let content = Content::Rows { rows: rows.collect(), breaks: Vec::new() };
        if let Some(first) = old.next() {
            let span =
                old.by_ref().take(end - start - 1).fold(first.span, |span, piece| span.cover(piece.span));
            flow.pieces.push(Piece { span, content, ..first });
        }
    }
    flow.pieces.extend(old);
}

/// The parts of a line between spaces; none for what is no line of cells.
fn cells(flow: &Flow, piece: &Piece) -> Vec<Span> {
    const LONGEST_LINE: usize = 400;
    let body = piece.span.of(&flow.text);
    let line = piece.is_text() && !piece.glued && body.len() <= LONGEST_LINE;
    if !line || !body.contains(' ') || body.ends_with(['。', '；', '，']) {
        return Vec::new();
    }
    let mut out = Vec::new();
    let mut start = 0;
    for (at, c) in body.char_indices().chain([(body.len(), ' ')]) {
        if c.is_whitespace() {
            if at > start {
                out.push(Span::new(piece.span.start + start, piece.span.start + at));
            }
            start = at + c.len_utf8();
        }
    }
    out
}

/// The end of the table whose head stands at `at`; `at` when there is none.
fn end_of(flow: &Flow, lines: &[Vec<Span>], at: usize) -> usize {
    let head = &lines[at];
    let figure = |span: &Span| is_figure(span.of(&flow.text));
    if !(LEAST_COLUMNS..=MOST_COLUMNS).contains(&head.len()) || head.iter().any(figure) {
        return at;
    }
    // Columns from the right: a merged cell in front leaves a row one cell shorter.
    let mut figures: Vec<bool> = vec![true; head.len() - 1];
    let mut end = at + 1;
    while let Some(row) = lines.get(end).filter(|_| flow.pieces[end].blanks <= 1) {
        let narrower: Vec<bool> =
            figures.iter().zip(row.iter().rev()).map(|(known, cell)| *known && figure(cell)).collect();
        let fits = row.len() == head.len() || (row.len() + 1 == head.len() && row.len() > 1);
        if !fits || !narrower.contains(&true) {
            break;
        }
        figures = narrower;
        figures.resize(head.len() - 1, false);
        end += 1;
    }
    let full = lines[at + 1..end].iter().filter(|row| row.len() == head.len()).count();
    if end - at > LEAST_ROWS && full > 0 { end } else { at }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text;

    fn rows(source: &str) -> Vec<Vec<String>> {
        let mut flow = text::flow(source.to_owned());
        recognise(&mut flow);
        let rows = flow.pieces.iter().find_map(|piece| match &piece.content {
            Content::Rows { rows, .. } => Some(rows.clone()),
            _ => None,
        });
        let cell = |cell: Vec<Span>| cell.iter().map(|span| span.of(source)).collect::<String>();
        rows.into_iter().flatten().map(|row| row.into_iter().map(cell).collect()).collect()
    }

    #[test]
    fn cells_set_apart_by_one_space() {
        let source = "专栏1 主要指标\n类别 指标 2020年 2025年 属性\n用水 1.用水总量（亿吨） 1.8 1.7 约束性\n\
                      2.灌溉水有效利用系数 0.52 0.56 预期性\n普及 3.普及率（%） — ≥95 预期性\n\
                      全县要坚持节水优先。\n";
        let rows = rows(source);
        assert_eq!(rows.len(), 4);
        assert_eq!(rows[1], ["用水", "1.用水总量（亿吨）", "1.8", "1.7", "约束性"]);
        assert_eq!(rows[2], ["", "2.灌溉水有效利用系数", "0.52", "0.56", "预期性"]);
    }

    #[test]
    fn text_with_stray_spaces_is_no_table() {
        let text = "到 2020 年 全市 建成 5 个\n到 2020 年 全县 建成 6 个\n到 2020 年 全区 建成 7 个\n\
                    到 2020 年 全镇 建成 8 个\n";
        assert!(rows(text).is_empty());
        assert!(rows("第一章 总则 目标\n第二章 任务 分工\n第三章 措施 保障\n第四章 附则 解释\n").is_empty());
    }
}
