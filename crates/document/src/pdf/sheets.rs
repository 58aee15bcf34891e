//! Pages turned so that their text is upright: a landscape table on an upright page is a sheet of its own.

use super::backend::{Page, Run};
use super::interpret::{Direction, Shows, turn};
use std::collections::BTreeMap;

/// Sideways text with fewer characters stays on its page, where it is the head of a narrow column.
const LEAST_SHEET: usize = 60;

/// The pages that a page amounts to, the direction of most of its text first.
pub(super) fn upright(number: u32, shows: Shows) -> Vec<Page> {
    let mut groups: BTreeMap<Direction, Vec<Run>> = BTreeMap::new();
    for (run, direction) in shows.runs {
        groups.entry(direction).or_default().push(run);
    }
    let letters = |runs: &[Run]| runs.iter().map(|run| run.text.chars().count()).sum::<usize>();
    let mut sheets: Vec<(Direction, Vec<Run>)> = groups.into_iter().collect();
    sheets.sort_by_key(|(_, runs)| std::cmp::Reverse(letters(runs)));
    let main = sheets.first().map_or(Direction::Right, |(direction, _)| *direction);
    let mut pages: Vec<Page> = Vec::new();
    let mut turned = Vec::new();
    for (direction, runs) in sheets {
        if direction != main && letters(&runs) < LEAST_SHEET {
            turned.extend(runs.iter().map(|run| laid_over(run, direction, main)));
            continue;
        }
        let rules = shows.rules.iter().map(|rule| rule.turned(direction)).collect();
        pages.push(Page { number, runs, rules, ..Page::default() });
    }
    if pages.is_empty() {
        pages.push(Page { number, ..Page::default() });
    }
    if let Some(first) = pages.first_mut() {
        first.turned = turned;
        first.pictures = shows.pictures;
        first.unreadable = shows.unreadable;
    }
    pages
}

/// A sideways run as an upright one over the middle of the place that it covers.
fn laid_over(run: &Run, from: Direction, to: Direction) -> Run {
    let back = |place| match from {
        Direction::Up => turn(place, Direction::Down),
        Direction::Down => turn(place, Direction::Up),
        same => turn(place, same),
    };
    let corners = [(run.x, run.y - run.size * 0.2), (run.end(), run.y + run.size * 0.8)];
    let [a, b] = corners.map(|corner| turn(back(corner), to));
    let (left, right) = (a.0.min(b.0), a.0.max(b.0));
    let middle = a.1.midpoint(b.1);
    Run { x: left, y: middle - run.size * 0.3, width: right - left, ..run.clone() }
}

#[cfg(test)]
mod tests {
    use super::super::backend::Rule;
    use super::*;

    fn run(text: &str, x: f32, y: f32) -> Run {
        Run { text: text.to_owned(), x, y, width: 20.0, size: 10.0, ..Run::default() }
    }

    #[test]
    fn a_sideways_page_reads_upright() {
        // Text reads up the page at x = 100, its lines go to the right.
        let text = "水".repeat(80);
        let at = turn((100.0, 50.0), Direction::Up);
        let shows = Shows {
            runs: vec![(run(&text, at.0, at.1), Direction::Up), (run("页", 10.0, 10.0), Direction::Right)],
            rules: vec![Rule { horizontal: false, at: 90.0, from: 40.0, to: 400.0 }],
            ..Shows::default()
        };
        let pages = upright(3, shows);
        assert_eq!(pages.len(), 1);
        assert_eq!((pages[0].runs[0].x, pages[0].runs[0].y), (50.0, -100.0));
        assert_eq!(pages[0].rules[0], Rule { horizontal: true, at: -90.0, from: 40.0, to: 400.0 });
        assert_eq!(pages[0].turned.len(), 1);
    }
}
