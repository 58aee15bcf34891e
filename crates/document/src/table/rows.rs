//! Rows with tabs that line ends inside cells broke in two or more.

use crate::piece::{Content, Flow, Piece};
use source::Span;
use std::collections::BTreeMap;

/// A line without tabs inside a table is no longer than this, in characters.
const LONGEST_TAIL: usize = 20;

/// Joins broken rows: a row short of columns goes on in the next line when both together have the
/// columns that most rows of the table have.
pub(crate) fn mend(flow: &mut Flow) {
    let text = &flow.text;
    let mut old = std::mem::take(&mut flow.pieces).into_iter().peekable();
    while let Some(piece) = old.next() {
        if !matches!(piece.content, Content::Row(_)) {
            flow.pieces.push(piece);
            continue;
        }
        let mut table = vec![piece];
        while let Some(piece) = old.next_if(|piece| belongs(text, piece)) {
            table.push(piece);
        }
        // What has no tabs belongs to the table only before another row.
        let rest =
            table.split_off(table.iter().rposition(|piece| !piece.is_text()).map_or(0, |last| last + 1));
        flow.pieces.extend(mended(table));
        flow.pieces.extend(rest);
    }
}

/// Whether a piece may be part of a table with tabs: a row, or the end of a cell on a line of its own.
fn belongs(text: &str, piece: &Piece) -> bool {
    let tail = || {
        piece.is_text()
            && piece.blanks == 0
            && !piece.glued
            && piece.span.of(text).chars().nth(LONGEST_TAIL).is_none()
    };
    matches!(piece.content, Content::Row(_)) || tail()
}

fn cells(piece: &Piece) -> Vec<Vec<Span>> {
    match &piece.content {
        Content::Row(cells) => cells.iter().map(|cell| vec![*cell]).collect(),
        _ => vec![vec![piece.span]],
    }
}

fn mended(mut table: Vec<Piece>) -> Vec<Piece> {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for piece in &table {
        *counts.entry(cells(piece).len()).or_default() += 1;
    }
    // Of equally common counts the larger: broken rows have fewer cells.
    let columns =
        counts.iter().max_by_key(|(cells, count)| (**count, **cells)).map_or(0, |(cells, _)| *cells);
    if columns < 3 || !counts.keys().any(|cells| *cells < columns) {
        return table;
    }
    let mut rows = Vec::new();
    let mut breaks = Vec::new();
    let mut at = 0;
    let mut any = false;
    while at < table.len() {
        let mut row = cells(&table[at]);
        let (mut next, mut sum) = (at + 1, row.len());
        while sum < columns && table.get(next).is_some_and(|piece| piece.blanks == 0) {
            sum += cells(&table[next]).len() - 1;
            next += 1;
        }
        if sum == columns && next > at + 1 {
            for piece in &table[at + 1..next] {
                let mut more = cells(piece).into_iter();
                if let (Some(last), Some(first)) = (row.last_mut(), more.next()) {
                    last.extend(first);
                }
                row.extend(more);
            }
            any = true;
        } else {
            next = at + 1;
        }
        if at > 0 && (table[at].blanks > 0 || table[at].page_break) {
            breaks.push(rows.len());
        }
        rows.push(row);
        at = next;
    }
    if !any {
        return table;
    }
    let span = table.iter().map(|piece| piece.span).reduce(Span::cover).unwrap_or_default();
    let first = table.swap_remove(0);
    vec![Piece { span, content: Content::Rows { rows, breaks }, ..first }]
}
