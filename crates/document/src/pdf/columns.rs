//! Text set in columns: which parts of a page read one after the other.

use super::backend::Run;
use super::lines;

/// Pages with more fragments are drawings.
const MOST_FRAGMENTS: usize = 3_000;

/// A gap wider than this many ems parts two fragments of a row.
const FRAGMENT_GAP: f32 = 0.9;

/// Columns inside columns are looked for so often: three or four side by side.
const DEEPEST: usize = 2;

/// Text that reads in one go from top to bottom.
#[derive(Clone, Debug, Default)]
pub(super) struct Column<'a> {
    pub(super) runs: Vec<&'a Run>,
    /// How far the column lies to the right of the one that it goes on from.
    pub(super) shift: f32,
}

/// A part of a page: one column, or several side by side that read one after the other.
#[derive(Clone, Debug, Default)]
pub(super) struct Part<'a> {
    pub(super) columns: Vec<Column<'a>>,
}

/// A rectangle that text columns do not cross: left, bottom, right, top.
pub(super) type Obstacle = (f32, f32, f32, f32);

/// A piece of a row between wide gaps.
#[derive(Clone, Debug)]
pub(super) struct Fragment<'a> {
    pub(super) runs: Vec<&'a Run>,
    pub(super) x: f32,
    pub(super) end: f32,
    pub(super) y: f32,
    pub(super) size: f32,
}

impl Fragment<'_> {
    fn width(&self) -> f32 {
        self.end - self.x
    }

    pub(super) fn text(&self) -> String {
        self.runs.iter().map(|run| run.text.trim()).collect()
    }
}

/// The fragments of a row.
pub(super) fn fragments<'a>(row: &[&'a Run]) -> Vec<Fragment<'a>> {
    let mut out: Vec<Fragment<'a>> = Vec::new();
    for run in row {
        match out.last_mut() {
            Some(last) if run.x - last.end <= FRAGMENT_GAP * last.size.max(run.size) => {
                last.end = last.end.max(run.end());
                last.size = last.size.max(run.size);
                last.runs.push(run);
            }
            _ => {
                let (x, end, y, size) = (run.x, run.end(), run.y, run.size);
                out.push(Fragment { runs: vec![*run], x, end, y, size });
            }
        }
    }
    out
}

/// The parts of a page in reading order.
pub(super) fn parts<'a>(runs: &[&'a Run], obstacles: &[Obstacle]) -> Vec<Part<'a>> {
    divided(runs, obstacles, DEEPEST)
}

fn divided<'a>(runs: &[&'a Run], obstacles: &[Obstacle], depth: usize) -> Vec<Part<'a>> {
    let whole = || vec![Part { columns: vec![Column { runs: runs.to_vec(), shift: 0.0 }] }];
    let fragments: Vec<Fragment<'a>> = lines::rows(runs).iter().flat_map(|row| fragments(row)).collect();
    if depth == 0 || fragments.len() < 6 || fragments.len() > MOST_FRAGMENTS {
        return whole();
    }
    let em = usual_size(&fragments);
    let mut items: Vec<Item<'_, 'a>> = fragments.iter().map(Item::Text).collect();
    items.extend(obstacles.iter().map(Item::Obstacle));
    items.sort_by(|a, b| b.y().total_cmp(&a.y()));
    let Some(gutter) = gutter(&items, &fragments, em) else { return whole() };
    let mut out: Vec<Part<'a>> = Vec::new();
    let mut plain: Vec<&'a Run> = Vec::new();
    for stretch in stretches(&items, gutter, em) {
        match stretch {
            Stretch::Columns(left, right) => {
                flush(&mut plain, &mut out);
                let start = |side: &[&Fragment<'a>]| side.iter().map(|f| f.x).fold(f32::MAX, f32::min);
                let shift = start(&right) - start(&left);
                let mut columns = Vec::new();
                for (side, shift) in [(left, 0.0), (right, shift)] {
                    let runs: Vec<&Run> = side.iter().flat_map(|fragment| fragment.runs.clone()).collect();
                    for column in divided(&runs, &[], depth - 1).into_iter().flat_map(|part| part.columns) {
                        columns.push(Column { shift: column.shift + shift, ..column });
                    }
                }
                out.push(Part { columns });
            }
            Stretch::Plain(fragments) => plain.extend(fragments.iter().flat_map(|f| f.runs.clone())),
        }
    }
    flush(&mut plain, &mut out);
    out
}

fn flush<'a>(plain: &mut Vec<&'a Run>, out: &mut Vec<Part<'a>>) {
    if !plain.is_empty() {
        out.push(Part { columns: vec![Column { runs: std::mem::take(plain), shift: 0.0 }] });
    }
}

enum Item<'f, 'a> {
    Text(&'f Fragment<'a>),
    Obstacle(&'f Obstacle),
}

impl Item<'_, '_> {
    fn y(&self) -> f32 {
        match self {
            Self::Text(fragment) => fragment.y,
            Self::Obstacle(obstacle) => obstacle.3,
        }
    }

    fn crosses(&self, x: f32, half: f32) -> bool {
        let (left, right) = match self {
            Self::Text(fragment) => (fragment.x, fragment.end),
            Self::Obstacle(obstacle) => (obstacle.0, obstacle.2),
        };
        left < x + half && right > x - half
    }
}

enum Stretch<'f, 'a> {
    Columns(Vec<&'f Fragment<'a>>, Vec<&'f Fragment<'a>>),
    Plain(Vec<&'f Fragment<'a>>),
}

/// The place between two columns with the most text beside it.
#[expect(clippy::cast_possible_truncation, reason = "a place on a page, kept within its size")]
fn gutter(items: &[Item<'_, '_>], fragments: &[Fragment<'_>], em: f32) -> Option<f32> {
    const STEP: f32 = 3.0;
    let left = fragments.iter().map(|f| f.x).fold(f32::MAX, f32::min);
    let right = fragments.iter().map(|f| f.end).fold(f32::MIN, f32::max);
    let steps = (((right - left) / STEP) as usize).min(600);
    let mut best: (usize, Vec<f32>) = (0, Vec::new());
    for step in steps / 7..steps - steps / 7 {
        let x = left + step as f32 * STEP;
        let score: usize = stretches(items, x, em)
            .iter()
            .map(|stretch| match stretch {
                Stretch::Columns(left, right) => left.len() + right.len(),
                Stretch::Plain(_) => 0,
            })
            .sum();
        if score > best.0 {
            best = (score, vec![x]);
        } else if score == best.0 && score > 0 {
            best.1.push(x);
        }
    }
    best.1.get(best.1.len() / 2).copied()
}

/// The page cut where something crosses the gutter; a stretch is columns when both sides look like them.
fn stretches<'f, 'a>(items: &'f [Item<'f, 'a>], gutter: f32, em: f32) -> Vec<Stretch<'f, 'a>> {
    let half = em * 0.3;
    let mut out: Vec<Stretch<'f, 'a>> = Vec::new();
    let (mut left, mut right): (Vec<&'f Fragment<'a>>, Vec<&'f Fragment<'a>>) = (Vec::new(), Vec::new());
    let close = |left: &mut Vec<&'f Fragment<'a>>,
                 right: &mut Vec<&'f Fragment<'a>>,
                 out: &mut Vec<Stretch<'f, 'a>>| {
        let (mut left, right) = (std::mem::take(left), std::mem::take(right));
        let behind = below(&mut left, &right);
        if are_columns(&left, &right, em) {
            out.push(Stretch::Columns(left, right));
            out.push(Stretch::Plain(behind));
        } else {
            left.extend(right);
            left.extend(behind);
            out.push(Stretch::Plain(left));
        }
    };
    for item in items {
        if item.crosses(gutter, half) {
            close(&mut left, &mut right, &mut out);
            if let Item::Text(fragment) = item {
                out.push(Stretch::Plain(vec![fragment]));
            }
        } else if let Item::Text(fragment) = item {
            if fragment.end <= gutter { left.push(fragment) } else { right.push(fragment) }
        }
    }
    close(&mut left, &mut right, &mut out);
    out
}

/// Takes from the left side what stands below both columns after a gap: a heading over the full width that
/// happens to be short.
fn below<'f, 'a>(left: &mut Vec<&'f Fragment<'a>>, right: &[&'f Fragment<'a>]) -> Vec<&'f Fragment<'a>> {
    let lowest = right.iter().map(|fragment| fragment.y).fold(f32::MAX, f32::min);
    let mut pitches: Vec<f32> = left.windows(2).map(|pair| pair[0].y - pair[1].y).collect();
    pitches.sort_by(f32::total_cmp);
    let Some(usual) = pitches.get(pitches.len() / 2) else { return Vec::new() };
    let cut = (1..left.len())
        .rev()
        .take(3)
        .find(|at| left[*at].y < lowest && left[at - 1].y - left[*at].y > usual * 1.7);
    cut.map_or_else(Vec::new, |at| left.split_off(at))
}

/// Whether two sides are columns of running text: lines that fill their width, and not the cells of a table.
fn are_columns(left: &[&Fragment<'_>], right: &[&Fragment<'_>], em: f32) -> bool {
    let (few, many) = (left.len().min(right.len()), left.len().max(right.len()));
    if few < 2 || many < 4 {
        return false;
    }
    let extent = |side: &[&Fragment<'_>]| {
        let start = side.iter().map(|f| f.x).fold(f32::MAX, f32::min);
        let end = side.iter().map(|f| f.end).fold(f32::MIN, f32::max);
        (start, end)
    };
    let ((l0, l1), (r0, r1)) = (extent(left), extent(right));
    let (wide, narrow) = ((l1 - l0).max(r1 - r0), (l1 - l0).min(r1 - r0));
    let filled = |side: &[&Fragment<'_>], width: f32| {
        side.iter().filter(|f| f.width() >= width * 0.75).count() * 2 >= side.len()
    };
    let figures = |side: &[&Fragment<'_>]| {
        let numbers = side.iter().filter(|f| f.text().chars().filter(|c| !c.is_ascii_digit()).count() < 3);
        numbers.count() * 4 > side.len()
    };
    r0 - l1 >= em * 0.7
        && narrow >= em * 7.0
        && wide <= narrow * 2.5
        && filled(left, l1 - l0)
        && filled(right, r1 - r0)
        && !figures(left)
        && !figures(right)
}

fn usual_size(fragments: &[Fragment<'_>]) -> f32 {
    let mut sizes: Vec<f32> = fragments.iter().map(|fragment| fragment.size).collect();
    sizes.sort_by(f32::total_cmp);
    sizes.get(sizes.len() / 2).copied().unwrap_or(10.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(text: &str, x: f32, y: f32) -> Run {
        let width = text.chars().count() as f32 * 10.0;
        Run { text: text.to_owned(), x, y, width, size: 10.0, ..Run::default() }
    }

    fn order(runs: &[Run]) -> Vec<String> {
        let parts = parts(&runs.iter().collect::<Vec<_>>(), &[]);
        parts
            .iter()
            .flat_map(|part| &part.columns)
            .flat_map(|column| lines::lines(&column.runs))
            .map(|line| line.text.chars().take(2).collect())
            .collect()
    }

    #[test]
    fn columns_read_one_after_the_other() {
        let body = "水源充足水质优良城乡供水一体化稳步推进";
        let mut runs = vec![run("全篇的标题横在两栏上面的正中间位置", 120.0, 700.0)];
        for line in 0..6 {
            let y = 670.0 - 16.0 * line as f32;
            runs.push(run(&format!("左{line}{body}"), 50.0, y));
            // The right column is set half a line lower.
            if line < 5 {
                runs.push(run(&format!("右{line}{body}"), 290.0, y - 7.0));
            }
        }
        runs.push(run("下文又是通栏的一段话，比两栏各自都要宽得多，所以横跨过了中缝的位置。", 50.0, 560.0));
        let expected =
            ["全篇", "左0", "左1", "左2", "左3", "左4", "左5", "右0", "右1", "右2", "右3", "右4", "下文"];
        assert_eq!(order(&runs), expected);
    }

    #[test]
    fn a_table_is_no_columns() {
        let mut runs = Vec::new();
        for row in 0..8 {
            let y = 600.0 - 18.0 * row as f32;
            runs.push(run("供水能力", 50.0, y));
            runs.push(run("52.3", 200.0, y));
            runs.push(run("64.5", 300.0, y));
        }
        assert_eq!(parts(&runs.iter().collect::<Vec<_>>(), &[]).len(), 1);
    }
}
