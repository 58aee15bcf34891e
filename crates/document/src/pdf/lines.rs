//! From runs of characters to lines of text.

use super::backend::Run;
use crate::clean;

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
}

/// A gap wider than this many ems parts two columns.
const COLUMN_GAP: f32 = 2.0;

/// A gap wider than this many ems between letters or digits is a space.
const WORD_GAP: f32 = 0.22;

/// Groups runs into lines, from top to bottom.
pub(crate) fn lines(runs: &[&Run]) -> Vec<Line> {
    let mut sorted: Vec<&Run> = runs.to_vec();
    sorted.sort_by(|a, b| b.y.total_cmp(&a.y).then(a.x.total_cmp(&b.x)));
    let mut rows: Vec<Vec<&Run>> = Vec::new();
    for run in sorted {
        // A raised or lowered character overlaps its line in height.
        let fits = |row: &Vec<&Run>| {
            row.iter().map(|other| other.size).reduce(f32::max).is_some_and(|size| {
                let base = row[0].y;
                (base - run.y).abs() < size.max(run.size) * 0.45
            })
        };
        match rows.last_mut() {
            Some(row) if fits(row) => row.push(run),
            _ => rows.push(vec![run]),
        }
    }
    let spacing = letter_spacing(&rows);
    rows.into_iter().filter_map(|row| line(row, spacing)).collect()
}

/// The usual gap, in ems, between single digits or letters: some typesetters put each into a full-width
/// place, and such gaps are no spaces.
fn letter_spacing(rows: &[Vec<&Run>]) -> f32 {
    let mut gaps: Vec<f32> = Vec::new();
    for row in rows {
        let mut row = row.clone();
        row.sort_by(|a, b| a.x.total_cmp(&b.x));
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

fn line(mut row: Vec<&Run>, spacing: f32) -> Option<Line> {
    row.sort_by(|a, b| a.x.total_cmp(&b.x));
    let base = row.iter().max_by(|a, b| a.size.total_cmp(&b.size))?;
    let (y, size) = (base.y, base.size);
    let mut text = String::new();
    let mut bold = 0;
    let mut all_bold = true;
    let mut end = f32::MIN;
    for run in &row {
        let gap = (run.x - end) / run.size;
        let (before, after) = (text.chars().last(), run.text.chars().next());
        // The same character drawn twice at one place is a bold effect.
        if end > f32::MIN && run.x + run.width * 0.5 < end && text.ends_with(run.text.as_str()) {
            continue;
        }
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
        text.push_str(&run.text);
        all_bold &= run.bold;
        if all_bold {
            bold = text.len();
        }
        end = end.max(run.end());
    }
    let x = row.first()?.x;
    (!text.trim().is_empty()).then_some(Line { text, x, end, y, size, bold })
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
        Run { text: text.to_owned(), x, y, width, size: 10.0, bold: false }
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
        let lines = lines(&runs.iter().collect::<Vec<_>>());
        assert_eq!(lines[0].text, "到2010年");
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
        let lines = lines(&runs.iter().collect::<Vec<_>>());
        assert_eq!(lines.iter().map(|l| l.text.as_str()).collect::<Vec<_>>(), ["Smart City\t5m3", "下一行"]);
    }
}
