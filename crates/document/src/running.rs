//! Page numbers and running heads: lines that pages repeat and that are not part of the text.

mod glued;

use crate::numeral;
use crate::piece::{Content, Flow};
use source::Span;
use std::collections::BTreeMap;

/// A running head stands on at least so many pages.
const LEAST_REPEATS: usize = 3;

/// Less text than this between two bare numbers, in bytes, makes them cells of a table.
const LEAST_TEXT: usize = 750;

/// A running head is no longer than this, in characters.
const LONGEST_HEAD: usize = 40;

/// Parts page numbers from the lines of plain text that they stick to; gives the numbers that may be wrong for it.
pub(crate) fn part(flow: &mut Flow) -> Vec<Span> {
    glued::part(flow)
}

/// Takes page numbers and running heads out of the flow; the piece behind one follows a page break.
pub(crate) fn remove(flow: &mut Flow) {
    let count = flow.pieces.len();
    let mut marks: Vec<bool> =
        (0..count).map(|at| is_text(flow, at) && is_page_mark(text(flow, at))).collect();
    mark_bare_numbers(flow, &mut marks);
    if !flow.pieces.iter().any(|piece| piece.page_break) && !marks.contains(&true) {
        return;
    }
    mark_running_heads(flow, &mut marks);
    let mut after_mark = false;
    let mut blanks = 0;
    let mut at = 0;
    let mut kept = false;
    flow.pieces.retain_mut(|piece| {
        let drop = marks[at];
        at += 1;
        if drop {
            blanks = piece.blanks.saturating_add(blanks);
            after_mark = true;
        } else if after_mark {
            piece.page_break |= kept;
            piece.blanks = piece.blanks.saturating_add(blanks);
            (after_mark, blanks) = (false, 0);
        }
        kept |= !drop;
        !drop
    });
}

fn is_text(flow: &Flow, at: usize) -> bool {
    matches!(flow.pieces[at].content, Content::Text)
}

fn text(flow: &Flow, at: usize) -> &str {
    flow.pieces[at].span.of(&flow.text)
}

/// — 31 —, - 3 -, ·3·, 第 3 页, 第3页 共10页, Page 3 of 10.
fn is_page_mark(text: &str) -> bool {
    if text.len() > 40 {
        return false;
    }
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let is_dash = |c: char| matches!(c, '-' | '—' | '–' | '―' | '－' | '·' | '~' | '─');
    let number = plain.trim_matches(is_dash);
    let dashed = plain.starts_with(is_dash) && plain.ends_with(is_dash) && is_number(number);
    let page =
        plain.strip_prefix('第').and_then(|rest| rest.split_once('页')).is_some_and(|(number, rest)| {
            let total = rest.trim_start_matches(['，', ',', '/', '（', '(']).trim_end_matches(['）', ')']);
            is_number(number)
                && (total.is_empty()
                    || total.strip_prefix('共').and_then(|t| t.strip_suffix('页')).is_some_and(is_number))
        });
    let lower = plain.to_ascii_lowercase();
    let english = lower.strip_prefix("page").is_some_and(|rest| {
        let (number, total) = rest.split_once("of").unwrap_or((rest, "1"));
        is_number(number) && is_number(total)
    });
    dashed || page || english
}

fn is_number(text: &str) -> bool {
    (1..=4).contains(&text.chars().count()) && text.chars().all(|c| numeral::digit(c).is_some())
}

/// Bare numbers are page numbers when they stand at page breaks, or when they count the pages: each one
/// more than the one before, with text between them that runs on over some of them.
fn mark_bare_numbers(flow: &Flow, marks: &mut [bool]) {
    let numbers: Vec<(usize, u32)> = (0..flow.pieces.len())
        .filter(|at| is_text(flow, *at) && is_number(text(flow, *at)))
        .filter_map(|at| Some((at, numeral::value(text(flow, at))?)))
        .collect();
    let mut last_marked = None;
    for (at, number) in &numbers {
        let next = flow.pieces.get(at + 1);
        let closes = next.is_none() && last_marked == number.checked_sub(1);
        if closes || next.is_some_and(|next| next.page_break) {
            marks[*at] = true;
            last_marked = Some(*number);
        }
    }
    let long = |at: usize| is_text(flow, at) && text(flow, at).chars().nth(14).is_some();
    let mut run: Vec<usize> = Vec::new();
    let mut expected = 0;
    let settle = |run: &[usize], marks: &mut [bool]| {
        let beside = |at: &&usize| {
            (**at > 0 && long(**at - 1)) || flow.pieces.get(**at + 1).is_some() && long(**at + 1)
        };
        if run.len() >= LEAST_REPEATS && run.iter().filter(beside).count() * 2 > run.len() {
            for at in run {
                marks[*at] = true;
            }
        }
    };
    for (at, number) in numbers {
        let far = run.last().is_none_or(|last: &usize| {
            flow.pieces[at].span.start >= flow.pieces[*last].span.end + LEAST_TEXT
        });
        if number == expected && far {
            run.push(at);
        } else if run.is_empty() || number == 1 || run.len() < 2 {
            settle(&run, marks);
            run = vec![at];
        } else {
            continue;
        }
        expected = number + 1;
    }
    settle(&run, marks);
}

/// Short lines that stand beside page breaks again and again.
fn mark_running_heads(flow: &Flow, marks: &mut [bool]) {
    let count = flow.pieces.len();
    let at_break = |at: usize| {
        at == 0
            || flow.pieces[at].page_break
            || (at > 0 && marks[at - 1])
            || marks.get(at + 1).copied().unwrap_or(false)
            || flow.pieces.get(at + 1).is_some_and(|next| next.page_break)
    };
    let candidates: Vec<usize> = (0..count)
        .filter(|at| is_text(flow, *at) && !marks[*at] && at_break(*at))
        .filter(|at| text(flow, *at).chars().nth(LONGEST_HEAD).is_none())
        .collect();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for at in &candidates {
        *seen.entry(text(flow, *at)).or_default() += 1;
    }
    for at in &candidates {
        if seen.get(text(flow, *at)).is_some_and(|count| *count >= LEAST_REPEATS) {
            marks[*at] = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text as txt;

    fn left(source: &str) -> Vec<(String, bool)> {
        let mut flow = txt::flow(source.to_owned());
        remove(&mut flow);
        flow.pieces.iter().map(|piece| (piece.span.of(&flow.text).to_owned(), piece.page_break)).collect()
    }

    #[test]
    fn page_marks() {
        for mark in ["— 31 —", "-3-", "第 3 页", "第3页 共10页", "第3页，共10页", "Page 3 of 10"]
        {
            assert!(is_page_mark(mark), "{mark}");
        }
        for text in ["31", "——", "-", "第3页的内容", "- 建设", "2016-2020"] {
            assert!(!is_page_mark(text), "{text}");
        }
    }

    #[test]
    fn heads_and_numbers_of_pages_go() {
        let page = |n: usize| format!("某市水利发展规划\n这一页说的是水的事情第{n}部分，还没\n{n}\n\u{c}");
        let source: String = (1..5).map(page).collect();
        let left = left(&source);
        assert_eq!(left.len(), 4);
        assert!(left.iter().all(|(text, _)| text.starts_with("这一页")));
        assert_eq!(left.iter().filter(|(_, page_break)| *page_break).count(), 3);
    }

    #[test]
    fn running_numbers_of_tables_stay() {
        let source = "序号\n项目\n1\n水库\n2\n水渠\n3\n水塔\n4\n水井\n";
        assert_eq!(left(source).len(), 10);
    }
}
