//! From runs of characters to lines of text.

use super::backend::Run;
use crate::{clean, raised};

/// A line of text with its place.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) text: String,
    pub(crate) x: f32,
    pub(crate) end: f32,
    pub(crate) y: f32,
    pub(crate) size: f32,
    /// Bytes at the start that are bold.
    pub(crate) bold: usize,
    /// Stretches that wider gaps than those of text set apart.
    pub(crate) parts: Vec<Part>,
}

/// A stretch of a line: its place and its bytes in the text of the line.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) x: f32,
    /// The gap before it, in ems; 0 for the first.
    pub(crate) gap: f32,
    pub(crate) text: std::ops::Range<usize>,
}

/// A gap wider than this many ems may part the cells of a table.
const CELL_GAP: f32 = 0.4;

/// A gap wider than this many ems parts two columns.
const COLUMN_GAP: f32 = 2.0;

/// A gap wider than this many ems between letters or digits is a space.
const WORD_GAP: f32 = 0.22;

/// Groups runs into lines, from top to bottom.
pub(crate) fn lines(runs: &[&Run]) -> Vec<Line> {
    let rows = rows(runs);
    let spacing = letter_spacing(&rows);
    rows.into_iter().filter_map(|row| line(&row, spacing)).collect()
}

/// Runs on one base line, from top to bottom, each row from left to right.
pub(super) fn rows<'a>(runs: &[&'a Run]) -> Vec<Vec<&'a Run>> {
    let mut sorted: Vec<&Run> = runs.to_vec();
    sorted.sort_by(|a, b| b.y.total_cmp(&a.y).then(a.x.total_cmp(&b.x)));
    // The first base line and the largest font of each row.
    let mut rows: Vec<(f32, f32, Vec<&Run>)> = Vec::new();
    for run in sorted {
        match rows.last_mut() {
            Some((base, size, row)) if (*base - run.y).abs() < overlap(*size, run.size) => {
                // The base line is that of the text, not of a mark above it.
                if run.size > *size * 1.2 {
                    *base = run.y;
                }
                *size = size.max(run.size);
                row.push(run);
            }
            _ => rows.push((run.y, run.size, vec![run])),
        }
    }
    rows.into_iter()
        .map(|(_, _, mut row)| {
            row.sort_by(|a, b| a.x.total_cmp(&b.x));
            row
        })
        .collect()
}

/// How far two base lines of one line may lie apart: a raised or lowered character overlaps its line in height, a
/// small one may hang higher.
fn overlap(size: f32, other: f32) -> f32 {
    let (small, large) = (size.min(other), size.max(other));
    large * if small < large * 0.8 { 0.6 } else { 0.45 }
}

/// The usual gap, in ems, between single digits or letters: some typesetters put each into a full-width
/// place, and such gaps are no spaces.
fn letter_spacing(rows: &[Vec<&Run>]) -> f32 {
    let mut gaps: Vec<f32> = Vec::new();
    for row in rows {
        for pair in row.windows(2) {
            let single = |run: &Run| run.text.len() == 1 && run.text.bytes().all(|b| b.is_ascii_digit());
            let gap = (pair[1].x - pair[0].end()) / pair[0].size;
            if single(pair[0]) && single(pair[1]) && (0.0..1.2).contains(&gap) {
                gaps.push(gap);
            }
        }
    }
    gaps.sort_by(f32::total_cmp);
    gaps.get(gaps.len() / 2).copied().unwrap_or(0.0)
}

/// The line of a row.
fn line(row: &[&Run], spacing: f32) -> Option<Line> {
    let base = row.iter().max_by(|a, b| a.size.total_cmp(&b.size))?;
    let (y, size) = (base.y, base.size);
    let mut text = String::new();
    let mut marks = String::new();
    let mut bold = 0;
    let mut all_bold = true;
    let mut end = f32::MIN;
    let mut parts: Vec<Part> = Vec::new();
    for run in row {
        // A small sign above the line is a mark of a note or an exponent.
        if run.size < size * 0.8 && run.y > y + size * 0.12 && !text.is_empty() {
            if run.x - end > size * COLUMN_GAP {
                text.push('\t');
            }
            marks.push_str(&run.text);
            end = end.max(run.end());
            continue;
        }
        settle(&mut marks, &mut text);
        let gap = (run.x - end) / run.size;
        let (before, after) = (text.chars().last(), run.text.chars().next());
        if let (Some(before), Some(after)) = (before, after)
            && end > f32::MIN
        {
            let narrow = !clean::is_wide(before) && !clean::is_wide(after);
            let letters = before.is_ascii_digit() && after.is_ascii_digit();
            let usual = if letters { (spacing * 1.5).max(WORD_GAP) } else { WORD_GAP.max(spacing) };
            if gap > COLUMN_GAP {
                text.push('\t');
            } else if gap > usual && narrow && !glues(before, after) {
                text.push(' ');
            }
        }
        let from = text.len();
        text.push_str(&run.text);
        match parts.last_mut() {
            Some(part) if gap <= CELL_GAP => part.text.end = text.len(),
            _ => parts.push(Part {
                x: run.x,
                gap: if parts.is_empty() { 0.0 } else { gap },
                text: from..text.len(),
            }),
        }
        all_bold &= run.bold;
        if all_bold {
            bold = text.len();
        }
        end = end.max(run.end());
    }
    settle(&mut marks, &mut text);
    let x = row.first()?.x;
    (!text.trim().is_empty()).then_some(Line { text, x, end, y, size, bold, parts })
}

fn settle(marks: &mut String, text: &mut String) {
    if !marks.is_empty() {
        let written = raised::written(marks, text);
        text.push_str(&written);
        marks.clear();
    }
}

/// Signs that belong to the number beside them whatever the gap: 5 %, 0 . 67, - 3.
fn glues(before: char, after: char) -> bool {
    (before.is_ascii_digit() && matches!(after, '%' | '.' | ','))
        || (matches!(before, '.') && after.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(text: &str, x: f32, y: f32, width: f32) -> Run {
        Run { text: text.to_owned(), x, y, width, size: 10.0, ..Run::default() }
    }

    fn texts(runs: &[Run]) -> Vec<String> {
        lines(&runs.iter().collect::<Vec<_>>()).into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn digits_in_full_width_places_are_one_number() {
        let runs = [
            run("到", 0.0, 100.0, 10.0),
            run("2", 10.0, 100.0, 5.0),
            run("0", 20.0, 100.0, 5.0),
            run("1", 30.0, 100.0, 5.0),
            run("0", 40.0, 100.0, 5.0),
            run("年", 50.0, 100.0, 10.0),
        ];
        assert_eq!(texts(&runs), ["到2010年"]);
    }

    #[test]
    fn words_columns_and_raised_signs() {
        let runs = [
            run("Smart", 0.0, 100.0, 25.0),
            run("City", 28.0, 100.0, 20.0),
            run("5", 90.0, 100.0, 5.0),
            run("m", 96.0, 100.0, 5.0),
            Run { size: 6.0, ..run("3", 101.0, 103.5, 3.0) },
            run("下一行", 0.0, 85.0, 30.0),
        ];
        assert_eq!(texts(&runs), ["Smart City\t5m3", "下一行"]);
    }

    #[test]
    fn marks_above_the_second_line_of_a_cell_belong_to_it() {
        let runs = [
            run("每万人口拥有", 0.0, 100.0, 60.0),
            run("量", 0.0, 84.5, 10.0),
            Run { size: 5.8, ..run("1", 10.0, 89.7, 3.0) },
        ];
        assert_eq!(texts(&runs), ["每万人口拥有", "量¹"]);
    }

    #[test]
    fn marks_of_notes_are_told_from_digits() {
        let runs = [
            run("供水能力52", 0.0, 100.0, 50.0),
            Run { size: 6.0, ..run("[1", 50.0, 104.0, 6.0) },
            Run { size: 6.0, ..run("]", 56.0, 104.0, 3.0) },
            run("万吨", 59.0, 100.0, 20.0),
        ];
        assert_eq!(texts(&runs), ["供水能力52⁽1⁾万吨"]);
    }
}
