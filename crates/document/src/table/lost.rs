//! Tables that no recogniser could read: their words are no sentences, and the reader says where they stand.

use crate::caption;
use crate::marker::{self, Style};
use crate::notice;
use crate::piece::Flow;
use source::{Diagnostic, Span};

/// What stands in the column of natures of indicators, and nowhere else again and again.
const NATURES: [&str; 2] = ["约束性", "预期性"];

/// So many of them are a table.
const LEAST: usize = 3;

/// Lines of a table are no longer than this, in characters.
const LONGEST: usize = 18;

/// So many lines may stand between two natures.
const FURTHEST: usize = 80;

/// The parts of the text that were tables, with a notice for each.
pub(crate) fn find(flow: &Flow) -> (Vec<Span>, Vec<Diagnostic>) {
    let mut lost: Vec<Span> = Vec::new();
    let mut at = 0;
    while at < flow.pieces.len() {
        let piece = &flow.pieces[at];
        let next = block(flow, at);
        if piece.is_text() && rows_in(piece.span.of(&flow.text)) >= LEAST {
            lost.push(piece.span);
        } else if let Some((first, last)) = next {
            lost.push(flow.pieces[first].span.cover(flow.pieces[last].span));
            at = last;
        }
        at += 1;
    }
    let notices = lost.iter().map(|span| notice::table_not_read(*span)).collect();
    (lost, notices)
}

/// How many natures of a text stand behind a value: -约束性, 〔18〕约束性, 15左右-预期性.
fn rows_in(text: &str) -> usize {
    let value = |before: &str| {
        let before = before.trim_end();
        before.ends_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '—' | '－' | '〕' | ']'))
            || ["左右", "以上", "以下", "以内"].iter().any(|word| before.ends_with(word))
    };
    NATURES.iter().flat_map(|nature| text.match_indices(nature)).filter(|(at, _)| value(&text[..*at])).count()
}

/// The lines of a table, one cell or a part of one on each, when `at` is its first nature.
fn block(flow: &Flow, at: usize) -> Option<(usize, usize)> {
    let text = |at: usize| flow.pieces[at].span.of(&flow.text).trim();
    let is_cell = |at: &usize| {
        let text = text(*at);
        flow.pieces[*at].is_text()
            && text.chars().nth(LONGEST).is_none()
            && !text.contains(['。', '；'])
            && caption::parse(text).is_none()
            && marker::parse(text).is_none_or(|mark| {
                !mark.style.is_division() && !matches!(mark.style, Style::Han | Style::HanParen)
            })
    };
    let is_nature = |at: &usize| flow.pieces[*at].is_text() && NATURES.contains(&text(*at));
    if !is_nature(&at) {
        return None;
    }
    let first = (0..at).rev().take(FURTHEST * 2).take_while(is_cell).last().unwrap_or(at);
    let (mut last, mut count) = (at, 1);
    for next in at + 1..flow.pieces.len() {
        if !is_cell(&next) || next - last > FURTHEST {
            break;
        }
        if is_nature(&next) {
            (last, count) = (next, count + 1);
        }
    }
    let end = (last + 1..flow.pieces.len()).take(FURTHEST).take_while(is_cell).last().unwrap_or(last);
    (count >= LEAST).then_some((first, end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text;

    fn lost(source: &str) -> Vec<String> {
        let flow = text::flow(source.to_owned());
        let (spans, notices) = find(&flow);
        assert_eq!(spans.len(), notices.len());
        spans.iter().map(|span| span.of(&flow.text).to_owned()).collect()
    }

    #[test]
    fn columns_one_after_the_other() {
        let table = "指标\n供水能力\n漏损率\n普及率\n2025年\n48\n9.5\n90\n属性\n预期性\n约束性\n预期性";
        assert_eq!(lost(&format!("表1 主要指标\n{table}\n第二章 任务\n加快建设。\n")), [table]);
    }

    #[test]
    fn rows_on_one_line() {
        let line = "专栏1 主要指标要素起点终点属性供水能力（万吨）4852预期性漏损率（%）9.5＜8约束性普及率（%）90≥95预期性";
        assert_eq!(lost(&format!("{line}\n加快建设。\n")), [line]);
    }

    #[test]
    fn sentences_about_natures_are_sentences() {
        assert!(lost("规划设置预期性指标12项、约束性指标8项。\n约束性指标分解到部门。\n预期性\n").is_empty());
    }
}
