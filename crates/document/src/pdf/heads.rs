//! Running heads and page numbers by their place: the same line at the same height on pages that follow
//! each other, apart from the text.

use super::backend::{Page, Run};
use super::lines;

/// Lines at the top and at the bottom of a page that may be a running head.
const LINES: usize = 2;

/// Longer lines are text.
const LONGEST: usize = 48;

/// A line at the edge of a page.
struct Edge {
    /// The text with every number as one sign.
    shape: String,
    numbers: Vec<u32>,
    y: f32,
    /// Its runs, as indexes.
    runs: Vec<usize>,
}

/// Takes running heads and page numbers away.
pub(super) fn remove(pages: &mut [Page]) {
    let all: Vec<Vec<Edge>> = pages.iter().map(edges).collect();
    let mut gone: Vec<Vec<usize>> = vec![Vec::new(); pages.len()];
    let mut heads: Vec<&Edge> = Vec::new();
    for at in 0..pages.len() {
        for edge in &all[at] {
            // Left and right pages may have heads of their own.
            let near = [at.wrapping_sub(2), at.wrapping_sub(1), at + 1, at + 2];
            let again =
                near.iter().filter_map(|other| Some((*other, all.get(*other)?))).any(|(other, edges)| {
                    let apart = pages[other].number.abs_diff(pages[at].number);
                    edges.iter().any(|twin| is_twin(edge, twin, apart, other > at))
                });
            if again {
                gone[at].extend(&edge.runs);
                heads.push(edge);
            }
        }
    }
    // Where a sentence goes on close below it, a head does not stand apart; its words and its place tell it.
    heads.retain(|head| head.numbers.is_empty());
    heads.sort_by(|a, b| a.shape.cmp(&b.shape).then(a.y.total_cmp(&b.y)));
    heads.dedup_by(|a, b| a.shape == b.shape && same_height(a, b));
    for (page, gone) in pages.iter().zip(&mut gone) {
        let known =
            |edge: &Edge| heads.iter().any(|head| head.shape == edge.shape && same_height(head, edge));
        gone.extend(outermost(page).into_iter().filter(known).flat_map(|edge| edge.runs));
    }
    for (page, gone) in pages.iter_mut().zip(&gone).filter(|(_, gone)| !gone.is_empty()) {
        let mut nth = 0;
        page.runs.retain(|_| {
            nth += 1;
            !gone.contains(&(nth - 1))
        });
    }
}

fn same_height(a: &Edge, b: &Edge) -> bool {
    const SAME_HEIGHT: f32 = 2.5;
    (a.y - b.y).abs() <= SAME_HEIGHT
}

/// The first and the last line of a page, whether they stand apart or not.
fn outermost(page: &Page) -> Vec<Edge> {
    let refs: Vec<&Run> = page.runs.iter().collect();
    let rows = lines::rows(&refs);
    let ends = rows.first().into_iter().chain(rows.last().filter(|_| rows.len() > 1));
    ends.filter_map(|row| edge(page, row)).collect()
}

fn is_twin(edge: &Edge, twin: &Edge, apart: u32, behind: bool) -> bool {
    // A bare number is a page number only where it counts.
    let bare = edge.shape.trim() == "#";
    let counted = |(a, b): (&u32, &u32)| {
        (a == b && !bare) || (if behind { b.checked_sub(*a) } else { a.checked_sub(*b) }) == Some(apart)
    };
    apart > 0
        && same_height(edge, twin)
        && edge.shape == twin.shape
        && edge.numbers.len() == twin.numbers.len()
        && edge.numbers.iter().zip(&twin.numbers).all(counted)
}

/// The lines at the edges of a page that stand apart from its text by a gap or a smaller font.
fn edges(page: &Page) -> Vec<Edge> {
    let refs: Vec<&Run> = page.runs.iter().collect();
    let rows = lines::rows(&refs);
    if rows.len() < 3 {
        return Vec::new();
    }
    let height = |row: &[&Run]| row.first().map_or(0.0, |run| run.y);
    let size = |row: &[&Run]| row.iter().map(|run| run.size).fold(0.0, f32::max);
    let mut pitches: Vec<f32> = rows.windows(2).map(|pair| height(&pair[0]) - height(&pair[1])).collect();
    pitches.sort_by(f32::total_cmp);
    let pitch = pitches[(pitches.len() - 1) / 2];
    let mut sizes: Vec<f32> = rows.iter().map(|row| size(row)).collect();
    sizes.sort_by(f32::total_cmp);
    let usual = sizes[sizes.len() / 2];
    // How many lines at an edge stand apart: up to the first gap, or the first line of the text's size.
    let apart = |at: usize, next: usize| {
        (height(&rows[at]) - height(&rows[next])).abs() > pitch * 1.4 || size(&rows[at]) < usual * 0.93
    };
    let last = rows.len() - 1;
    let top = (0..LINES.min(last)).rev().find(|at| apart(*at, at + 1)).map_or(0, |at| at + 1);
    let bottom = (0..LINES.min(last)).rev().find(|at| apart(last - at, last - at - 1)).map_or(0, |at| at + 1);
    let chosen = (0..top).chain(rows.len() - bottom..rows.len());
    chosen.filter_map(|at| edge(page, &rows[at])).collect()
}

fn edge(page: &Page, row: &[&Run]) -> Option<Edge> {
    let text: String = row.iter().flat_map(|run| run.text.chars()).filter(|c| !c.is_whitespace()).collect();
    if text.is_empty() || row.len() > LONGEST || text.chars().nth(LONGEST).is_some() {
        return None;
    }
    let mut shape = String::new();
    let mut numbers: Vec<u32> = Vec::new();
    let mut digits = String::new();
    for c in text.chars().chain(std::iter::once(' ')) {
        if let Some(digit) =
            crate::numeral::digit(c).filter(|_| c.is_ascii_digit() || ('０'..='９').contains(&c))
        {
            digits.extend(char::from_digit(digit, 10));
            continue;
        }
        if !digits.is_empty() {
            numbers.push(digits.parse().unwrap_or(0));
            digits.clear();
            shape.push('#');
        }
        shape.push(c);
    }
    let runs =
        row.iter().filter_map(|run| page.runs.iter().position(|other| std::ptr::eq(other, *run))).collect();
    Some(Edge { shape, numbers, y: row.first()?.y, runs })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(text: &str, y: f32) -> Run {
        Run { text: text.to_owned(), x: 50.0, y, width: 100.0, size: 10.0, ..Run::default() }
    }

    #[test]
    fn heads_of_two_pages_go_and_text_stays() {
        let page = |number: u32, first: &str| Page {
            number,
            runs: vec![
                run("某县水利规划", 800.0),
                run(first, 760.0),
                run("第二行水源充足", 744.0),
                run("每页都有的一行", 728.0),
                run(&format!("— {number} —"), 40.0),
            ],
            ..Page::default()
        };
        let mut pages = vec![page(1, "甲"), page(2, "乙")];
        remove(&mut pages);
        for (page, first) in pages.iter().zip(["甲", "乙"]) {
            let texts: Vec<&str> = page.runs.iter().map(|run| run.text.as_str()).collect();
            assert_eq!(texts, [first, "第二行水源充足", "每页都有的一行"]);
        }
    }

    #[test]
    fn a_head_close_above_a_sentence_that_goes_on_goes_too() {
        let page = |number: u32, top: f32| Page {
            number,
            runs: vec![
                run("某县水利规划", 800.0),
                run("水源充足", top),
                run("水质良好", top - 16.0),
                run("水量稳定", top - 32.0),
            ],
            ..Page::default()
        };
        let mut pages = vec![page(1, 760.0), page(2, 760.0), page(3, 784.0)];
        remove(&mut pages);
        assert!(pages.iter().all(|page| page.runs.len() == 3 && page.runs[0].text == "水源充足"));
    }

    #[test]
    fn numbers_that_do_not_count_pages_stay() {
        let page = |number: u32, value: &str| Page {
            number,
            runs: vec![run("甲", 760.0), run("乙", 744.0), run("丙", 728.0), run(value, 690.0)],
            ..Page::default()
        };
        let mut pages = vec![page(1, "1680"), page(2, "1350")];
        remove(&mut pages);
        assert!(pages.iter().all(|page| page.runs.len() == 4));
    }
}
