//! Labels of groups in an aligned text: merged cells whose words stand somewhere beside their rows.

use super::head::Column;
use super::row::Row;
use super::token::{Line, Token};

/// Words of one label are no further apart than this, in lines.
const NEAR: usize = 2;

/// A label: its words and the lines they stand on.
#[derive(Debug)]
struct Label {
    words: Vec<(usize, Token)>,
    first: usize,
    last: usize,
}

/// A label of a group has at least so many letters, where others do not tell.
const LEAST_LETTERS: usize = 4;

/// Words near each other as labels; `goes_on` tells whether a label goes on in a line.
fn labels_of(
    words: Vec<(usize, Token)>,
    page_of: &impl Fn(usize) -> usize,
    goes_on: impl Fn(&Label, usize) -> bool,
) -> Vec<Label> {
    let mut labels: Vec<Label> = Vec::new();
    for (line, token) in words {
        match labels.last_mut() {
            Some(last)
                if line - last.last <= NEAR && page_of(line) == page_of(last.last) && goes_on(last, line) =>
            {
                last.words.push((line, token));
                last.last = line;
            }
            _ => labels.push(Label { words: vec![(line, token)], first: line, last: line }),
        }
    }
    labels
}

/// Gives each row the label that stands beside it: labels begin with their first row, or stand in the
/// middle of their rows.
pub(crate) fn by_place(text: &str, columns: &[Column], pages: &[(usize, Vec<Line>)], rows: &mut [Row]) {
    let Some(group) = columns.iter().position(|column| *column == Column::Group) else { return };
    let page_of = |line: usize| pages.iter().filter(|(at, _)| *at <= line).count();
    let words: Vec<(usize, Token)> =
        rows.iter_mut().flat_map(|row| std::mem::take(&mut row.cells[group])).collect();
    let mut labels = labels_of(words, &page_of, |_, _| true);
    // Labels of groups of one row follow each other without a gap: each has the length of those that stand apart.
    let letters = |label: &Label| -> usize {
        label
            .words
            .iter()
            .flat_map(|(_, token)| token.span.of(text).chars())
            .filter(|c| !c.is_whitespace())
            .count()
    };
    let shortest = labels.iter().map(letters).min().unwrap_or(0).max(LEAST_LETTERS);
    if labels.iter().any(|label| letters(label) >= shortest * 2) {
        let words = labels.into_iter().flat_map(|label| label.words).collect();
        let starts: Vec<usize> = rows.iter().map(|row| row.lines.start).collect();
        labels =
            labels_of(words, &page_of, |label, line| !(starts.contains(&line) && letters(label) >= shortest));
    }
    if labels.is_empty() {
        return;
    }
    let within = |label: &Label| rows.iter().position(|row| row.lines.contains(&label.first));
    let on_top = labels.iter().filter(|label| rows.iter().any(|row| row.lines.start == label.first)).count();
    let first_row = rows.first().is_some_and(|row| row.lines.contains(&labels[0].first));
    let top =
        rows.first().is_some_and(|row| labels[0].first == row.lines.start) && on_top * 4 >= labels.len() * 3;
    let middle = centred(&labels, rows, &page_of);
    let starts = if top || first_row && !are_in_the_middle(&labels, &middle, rows) {
        labels.iter().map(|label| within(label).unwrap_or(usize::MAX)).collect()
    } else {
        middle
    };
    for (label, start) in labels.into_iter().zip(starts) {
        if let Some(row) = rows.get_mut(start) {
            row.cells[group].extend(label.words);
        }
    }
}

/// Whether most labels stand in the middle of the rows from their first to that of the next.
fn are_in_the_middle(labels: &[Label], starts: &[usize], rows: &[Row]) -> bool {
    /// So far from the middle, in half lines.
    const NEAR_MIDDLE: usize = 5;
    let line = |start: usize| rows.get(start).or(rows.last()).map_or(0, |row| row.lines.start);
    let end = rows.last().map_or(0, |row| row.lines.end);
    let fits = |(nth, label): &(usize, &Label)| {
        let next = starts.get(nth + 1).map_or(end, |start| line(*start));
        let middle = line(starts[*nth]) + next.max(1) - 1;
        starts.get(nth + 1).is_none_or(|next| *next > starts[*nth])
            && middle.abs_diff(label.first + label.last) <= NEAR_MIDDLE
    };
    labels.iter().enumerate().filter(fits).count() * 4 >= labels.len() * 3
}

/// The first rows of labels that stand in the middle of their rows: on the first page from the top down,
/// on the others from the end up, where a group of the page before may go on at the top.
fn centred(labels: &[Label], rows: &[Row], page_of: &impl Fn(usize) -> usize) -> Vec<usize> {
    let mut starts = vec![0; labels.len()];
    let pages = labels.iter().map(|label| page_of(label.first)).max().unwrap_or(0);
    let tops = tops(rows);
    let nearest = |place: f32| {
        let far = |at: &usize| (tops[*at] - place).abs();
        (0..tops.len()).min_by(|a, b| far(a).total_cmp(&far(b))).unwrap_or(0)
    };
    let middle =
        |label: &Label| f32::midpoint(place(rows, &tops, label.first), place(rows, &tops, label.last));
    for page in 0..=pages {
        let own: Vec<usize> = (0..labels.len()).filter(|at| page_of(labels[*at].first) == page).collect();
        let on_page = |row: &&Row| page_of(row.lines.start) == page;
        let first = rows.iter().position(|row| on_page(&row));
        let end = rows.iter().rposition(|row| on_page(&row)).map(|last| last + 1);
        let (Some(first), Some(end)) = (first, end) else { continue };
        if page == 0 {
            let mut from = tops[first];
            for at in own {
                starts[at] = nearest(from).min(rows.len() - 1);
                from = 2.0 * middle(&labels[at]) - tops[starts[at]];
            }
        } else {
            let mut to = tops[end];
            for at in own.into_iter().rev() {
                starts[at] = nearest(2.0 * middle(&labels[at]) - to).min(rows.len() - 1);
                to = tops[starts[at]];
            }
        }
    }
    starts
}

/// Where each row begins, and where the last one ends, in lines: a row is as high as its highest cell, and rows stand a
/// little apart.
fn tops(rows: &[Row]) -> Vec<f32> {
    const APART: f32 = 0.3;
    let mut tops = Vec::with_capacity(rows.len() + 1);
    let mut top = 0.0;
    for row in rows {
        tops.push(top);
        let lines = |cell: &Vec<(usize, Token)>| {
            let mut lines: Vec<usize> = cell.iter().map(|(line, _)| *line).collect();
            lines.dedup();
            lines.len()
        };
        top += row.cells.iter().map(lines).max().unwrap_or(1).max(1) as f32 + APART;
    }
    tops.push(top);
    tops
}

/// The place of the middle of a line.
fn place(rows: &[Row], tops: &[f32], line: usize) -> f32 {
    let at = rows.iter().position(|row| line < row.lines.end).unwrap_or(rows.len().saturating_sub(1));
    let Some(row) = rows.get(at) else { return 0.0 };
    let part = (line.saturating_sub(row.lines.start) as f32 + 0.5) / row.lines.len().max(1) as f32;
    tops[at] + (tops[at + 1] - tops[at]) * part.min(1.0)
}
