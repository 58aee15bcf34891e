//! Names of groups beside the rows of a table without ruled cells: they stand in the middle of their rows, or on top.

use super::columns::Fragment;
use std::ops::Range;

/// Words this near to each other, in ems, are lines of one name.
const ONE_NAME: f32 = 1.7;

/// Short words may stand further apart, as far as rows do.
const SPACED_NAME: f32 = 2.8;

/// Words of a name that is spaced over rows have no more letters.
const SHORT: usize = 3;

/// A name has no more words that stand apart.
const MOST_WORDS: usize = 3;

/// Names stand no further from the middle of their rows on average, and no single one further, in ems.
const USUAL_DISTANCE: f32 = 0.5;
const FURTHEST: f32 = 1.1;

/// The rows of the table on a page.
#[derive(Debug)]
pub(super) struct Rows {
    /// The heights between them, from above the first to below the last.
    pub(super) borders: Vec<f32>,
    /// The base lines of their first lines.
    pub(super) tops: Vec<f32>,
    /// Whether the first may belong to a group of the page before.
    pub(super) goes_on: bool,
}

/// A name and the rows that it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Label {
    pub(super) words: Range<usize>,
    pub(super) rows: Range<usize>,
}

/// Words that are one name for certain.
struct Atom {
    words: Range<usize>,
    top: f32,
    bottom: f32,
    size: f32,
    letters: usize,
}

/// The names among the words of the first column, from top to bottom, with their rows; none where places do not tell.
pub(super) fn extents(words: &[Fragment<'_>], rows: &Rows) -> Option<Vec<Label>> {
    let mut atoms: Vec<Atom> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let letters = word.text().chars().count();
        match atoms.last_mut() {
            Some(last) if last.bottom - word.y < last.size * ONE_NAME => {
                last.words.end = at + 1;
                last.bottom = word.y;
                last.letters += letters;
            }
            _ => {
                let (top, size) = (word.y, word.size);
                atoms.push(Atom { words: at..at + 1, top, bottom: top, size, letters });
            }
        }
    }
    let count = rows.tops.len();
    if atoms.is_empty() || count < 3 || rows.borders.len() != count + 1 {
        return None;
    }
    in_the_middle(&atoms, rows).or_else(|| on_top(&atoms, rows))
}

/// Whether a range of atoms may be one name.
fn is_name(atoms: &[Atom]) -> bool {
    atoms.windows(2).all(|pair| {
        pair.iter().all(|atom| atom.letters <= SHORT)
            && pair[0].bottom - pair[1].top < pair[0].size * SPACED_NAME
    })
}

/// The names as near as can be to the middles of their rows, which are all rows of the page.
#[expect(
    clippy::float_cmp,
    reason = "the same figure, not one computed anew: exactly equal is what is meant"
)]
fn in_the_middle(atoms: &[Atom], rows: &Rows) -> Option<Vec<Label>> {
    let count = rows.tops.len();
    let far = |name: &[Atom], from: usize, to: usize| -> f32 {
        let (Some(first), Some(last)) = (name.first(), name.last()) else { return f32::MAX };
        let middle =
            f32::midpoint(rows.borders[from], rows.borders[to]) - f32::midpoint(first.top, last.bottom);
        // A group that goes on on the next page has its name on top.
        let ends = to == count && name.as_ptr_range().end == atoms.as_ptr_range().end;
        let top = (rows.tops[from] - first.top).abs();
        if ends && top < first.size * USUAL_DISTANCE { middle.abs().min(top) } else { middle.abs() }
    };
    // The least cost of the first atoms and the first rows, and where the last name and its rows begin.
    let mut best = vec![vec![(f32::MAX, 0usize, 0usize); count + 1]; atoms.len() + 1];
    best[0][0].0 = 0.0;
    if rows.goes_on {
        best[0].iter_mut().skip(1).for_each(|first| first.0 = atoms[0].size * USUAL_DISTANCE);
    }
    for first in 0..atoms.len() {
        for from in 0..count {
            let so_far = best[first][from].0;
            if so_far == f32::MAX {
                continue;
            }
            for last in first..atoms.len().min(first + MOST_WORDS) {
                let name = &atoms[first..=last];
                if !is_name(name) {
                    break;
                }
                for (to, known) in best[last + 1].iter_mut().enumerate().skip(from + 1) {
                    let apart = far(name, from, to);
                    // Of readings that fit alike the one with fewer names.
                    let total = so_far + apart + name[0].size * 0.2;
                    if apart <= name[0].size * FURTHEST && total < known.0 {
                        *known = (total, first, from);
                    }
                }
            }
        }
    }
    let (mut end, mut to) = (atoms.len(), count);
    let mut found = Vec::new();
    let mut distance = 0.0;
    while end > 0 {
        let (total, first, from) = best[end][to];
        if total == f32::MAX {
            return None;
        }
        distance += far(&atoms[first..end], from, to);
        let words = atoms[first].words.start..atoms[end - 1].words.end;
        found.push(Label { words, rows: from..to });
        (end, to) = (first, from);
    }
    found.reverse();
    (distance <= atoms[0].size * USUAL_DISTANCE * found.len() as f32).then_some(found)
}

/// Names that begin beside the first line of their first row.
fn on_top(atoms: &[Atom], rows: &Rows) -> Option<Vec<Label>> {
    let beside =
        |atom: &Atom| rows.tops.iter().position(|top| (top - atom.top).abs() < atom.size * USUAL_DISTANCE);
    let starts: Vec<usize> = atoms.iter().map(beside).collect::<Option<Vec<usize>>>()?;
    let first = *starts.first()?;
    if (first > 0 && !rows.goes_on) || starts.windows(2).any(|pair| pair[0] >= pair[1]) {
        return None;
    }
    let ends = starts.iter().skip(1).copied().chain([rows.tops.len()]);
    let labels = atoms.iter().zip(starts.iter().zip(ends));
    Some(labels.map(|(atom, (from, to))| Label { words: atom.words.clone(), rows: *from..to }).collect())
}

#[cfg(test)]
mod tests {
    use super::super::backend::Run;
    use super::*;

    /// Rows 20 points high below 200, the base line of each 6 points above its lower border.
    fn rows(count: usize, goes_on: bool) -> Rows {
        let borders: Vec<f32> = (0..=count).map(|at| 200.0 - 20.0 * at as f32 + 4.0).collect();
        Rows { tops: (0..count).map(|at| 200.0 - 10.0 - 20.0 * at as f32 + 4.0).collect(), borders, goes_on }
    }

    fn read(words: &[(&str, f32)], rows: &Rows) -> Option<Vec<(usize, Range<usize>)>> {
        let runs: Vec<Run> = words
            .iter()
            .map(|(text, y)| Run { text: (*text).to_owned(), y: *y, size: 10.0, ..Run::default() })
            .collect();
        let fragments: Vec<Fragment<'_>> = runs
            .iter()
            .map(|run| Fragment { runs: vec![run], x: 0.0, end: 20.0, y: run.y, size: 10.0 })
            .collect();
        Some(extents(&fragments, rows)?.into_iter().map(|label| (label.words.len(), label.rows)).collect())
    }

    #[test]
    fn names_in_the_middle_of_their_rows() {
        // Four rows, then two; the first name is spaced over two rows.
        let found = read(&[("经济", 174.0), ("发展", 154.0), ("民生福祉", 104.0)], &rows(6, false));
        assert_eq!(found, Some(vec![(2, 0..4), (1, 4..6)]));
        // Three groups of one row each.
        let found = read(&[("创新发展", 194.0), ("民生福祉", 174.0), ("绿色低碳", 154.0)], &rows(3, false));
        assert_eq!(found, Some(vec![(1, 0..1), (1, 1..2), (1, 2..3)]));
        // The first two rows belong to a group of the page before.
        let found = read(&[("民生福祉", 134.0)], &rows(5, true));
        assert_eq!(found, Some(vec![(1, 2..5)]));
    }

    #[test]
    fn names_on_top_of_their_rows() {
        let found = read(&[("民生福祉", 194.0), ("绿色低碳", 174.0)], &rows(6, false));
        assert_eq!(found, Some(vec![(1, 0..1), (1, 1..6)]));
        // A name beside no row tells nothing.
        assert_eq!(read(&[("民生福祉", 194.0), ("绿色低碳", 165.0)], &rows(6, false)), None);
    }
}
