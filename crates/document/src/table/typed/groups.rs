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

/// Gives each row the label that stands beside it: labels begin with their first row, or stand in the
/// middle of their rows.
pub(crate) fn by_place(
    text: &str,
    columns: &[Column],
    lines: &[Line],
    pages: &[(usize, Vec<Line>)],
    rows: &mut [Row],
) {
    let Some(group) = columns.iter().position(|column| *column == Column::Group) else { return };
    let mut labels: Vec<Label> = Vec::new();
    let page_of = |line: usize| pages.iter().filter(|(at, _)| *at <= line).count();
    for (line, token) in rows.iter_mut().flat_map(|row| std::mem::take(&mut row.cells[group])) {
        match labels.last_mut() {
            Some(last) if line - last.last <= NEAR && page_of(line) == page_of(last.last) => {
                last.words.push((line, token));
                last.last = line;
            }
            _ => labels.push(Label { words: vec![(line, token)], first: line, last: line }),
        }
    }
    if labels.is_empty() {
        return;
    }
    let _ = (text, lines);
    let begins = |line: usize| rows.iter().position(|row| row.lines.start == line);
    let on_top = labels
        .iter()
        .filter(|label| {
            rows.iter().any(|row| row.lines.contains(&label.first) && label.first == row.lines.start)
        })
        .count();
    let top =
        rows.first().is_some_and(|row| labels[0].first == row.lines.start) && on_top * 4 >= labels.len() * 3;
    let mut starts: Vec<usize> = Vec::new();
    if top {
        starts.extend(labels.iter().map(|label| {
            begins(label.first)
                .or_else(|| rows.iter().position(|row| row.lines.contains(&label.first)))
                .unwrap_or(usize::MAX)
        }));
    } else {
        starts = centred(&labels, rows, &page_of);
    }
    for (label, start) in labels.into_iter().zip(starts) {
        if let Some(row) = rows.get_mut(start) {
            row.cells[group].extend(label.words);
        }
    }
}

/// The first rows of labels that stand in the middle of their rows: on the first page from the top down,
/// on the others from the end up, where a group of the page before may go on at the top.
fn centred(labels: &[Label], rows: &[Row], page_of: &impl Fn(usize) -> usize) -> Vec<usize> {
    let mut starts = vec![0; labels.len()];
    let pages = labels.iter().map(|label| page_of(label.first)).max().unwrap_or(0);
    let nearest = |line: isize, after: usize| -> usize {
        rows.iter()
            .enumerate()
            .skip(after)
            .min_by_key(|(_, row)| (row.lines.start as isize - line).unsigned_abs())
            .map_or(0, |(at, _)| at)
    };
    for page in 0..=pages {
        let own: Vec<usize> = (0..labels.len()).filter(|at| page_of(labels[*at].first) == page).collect();
        let on_page: Vec<&Row> = rows.iter().filter(|row| page_of(row.lines.start) == page).collect();
        let (Some(first), Some(last)) = (on_page.first(), on_page.last()) else { continue };
        if page == 0 {
            let mut from = first.lines.start as isize;
            for at in own {
                starts[at] = nearest(from, 0);
                from = (labels[at].first + labels[at].last) as isize - from + 1;
            }
        } else {
            let mut end = last.lines.end as isize;
            for at in own.into_iter().rev() {
                let start = (labels[at].first + labels[at].last) as isize - end + 1;
                starts[at] = nearest(start, 0);
                end = start;
            }
        }
    }
    starts
}
