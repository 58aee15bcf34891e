//! Tables from ruled lines: where lines cross, cells begin; where a divider is missing, cells are merged.

use super::backend::{Page, Rule, Run};
use super::row_lines::{self, Filled};
use crate::grid::{MOST_COLUMNS, Placed};
use crate::transcript::{Node, TableNode};

/// Lines closer than this, in points, are one line; ends this close meet.
const SNAP: f32 = 3.0;

/// A table or a frame on a page.
#[derive(Debug)]
pub(crate) struct Ruled {
    pub(crate) top: f32,
    pub(crate) bottom: f32,
    pub(crate) left: f32,
    pub(crate) right: f32,
    /// Borders between columns, from left to right, and between rows, from top to bottom.
    columns: Vec<f32>,
    rows: Vec<f32>,
    rules: Vec<Rule>,
}

impl Ruled {
    pub(crate) fn holds(&self, run: &Run) -> bool {
        let (x, y) = Page::middle(run);
        (self.left..=self.right).contains(&x) && (self.bottom..=self.top).contains(&y)
    }

    /// One cell below the other: running text in a box and no figures.
    pub(crate) fn is_column(&self) -> bool {
        self.columns.len() == 2
    }

    /// A frame around text, without dividers.
    pub(crate) fn is_frame(&self) -> bool {
        self.is_column() && self.rows.len() == 2
    }
}

/// The ruled tables of a page, from top to bottom.
pub(crate) fn tables(page: &Page) -> Vec<Ruled> {
    let rules = merged(&page.rules);
    let mut tables: Vec<Ruled> = components(&rules).into_iter().filter_map(ruled).collect();
    // A frame around other tables is an ornament of the page.
    let holds = |outer: &Ruled, inner: &Ruled| {
        outer.left <= inner.left + SNAP
            && outer.right + SNAP >= inner.right
            && outer.top + SNAP >= inner.top
            && outer.bottom <= inner.bottom + SNAP
    };
    let inner: Vec<bool> = (0..tables.len())
        .map(|at| {
            tables[at].is_frame()
                && (0..tables.len()).any(|other| other != at && holds(&tables[at], &tables[other]))
        })
        .collect();
    let mut at = 0;
    tables.retain(|_| {
        at += 1;
        !inner[at - 1]
    });
    tables.sort_by(|a, b| b.top.total_cmp(&a.top));
    tables
}

/// Rules on one line that touch become one.
fn merged(rules: &[Rule]) -> Vec<Rule> {
    let mut sorted = rules.to_vec();
    sorted.sort_by(|a, b| {
        a.horizontal.cmp(&b.horizontal).then(a.at.total_cmp(&b.at)).then(a.from.total_cmp(&b.from))
    });
    let mut out: Vec<Rule> = Vec::new();
    // Rules nearly on one line lie side by side in the order; the last few are enough to look at.
    for rule in sorted {
        let near = out.iter_mut().rev().take(64).find(|known| {
            known.horizontal == rule.horizontal
                && (known.at - rule.at).abs() <= 1.0
                && rule.from <= known.to + SNAP
                && known.from <= rule.to + SNAP
        });
        match near {
            Some(known) => {
                known.from = known.from.min(rule.from);
                known.to = known.to.max(rule.to);
            }
            None => out.push(rule),
        }
    }
    out
}

fn cross(h: &Rule, v: &Rule) -> bool {
    (h.from - SNAP..=h.to + SNAP).contains(&v.at) && (v.from - SNAP..=v.to + SNAP).contains(&h.at)
}

/// The representative of a group of rules, by union and find.
fn root(group: &mut [usize], mut at: usize) -> usize {
    while group[at] != at {
        group[at] = group[group[at]];
        at = group[at];
    }
    at
}

/// Groups of rules that cross each other.
fn components(rules: &[Rule]) -> Vec<Vec<Rule>> {
    /// More rules are a drawing.
    const MOST: usize = 3_000;
    if rules.len() > MOST {
        return Vec::new();
    }
    let mut group: Vec<usize> = (0..rules.len()).collect();
    let (horizontal, vertical): (Vec<usize>, Vec<usize>) =
        (0..rules.len()).partition(|at| rules[*at].horizontal);
    for h in &horizontal {
        for v in &vertical {
            if cross(&rules[*h], &rules[*v]) {
                let (a, b) = (root(&mut group, *h), root(&mut group, *v));
                group[a] = b;
            }
        }
    }
    let mut groups: std::collections::BTreeMap<usize, Vec<Rule>> = std::collections::BTreeMap::new();
    for (at, rule) in rules.iter().enumerate() {
        groups.entry(root(&mut group, at)).or_default().push(*rule);
    }
    groups.into_values().collect()
}

fn ruled(rules: Vec<Rule>) -> Option<Ruled> {
    let (h, v): (Vec<&Rule>, Vec<&Rule>) = rules.iter().partition(|rule| rule.horizontal);
    if h.len() < 2 || v.is_empty() {
        return None;
    }
    // Tables open at the sides reach as far as their horizontal rules.
    let extent = |rules: &[&Rule]| {
        let from = rules.iter().map(|rule| rule.from).fold(f32::MAX, f32::min);
        let to = rules.iter().map(|rule| rule.to).fold(f32::MIN, f32::max);
        (from, to)
    };
    let (left, right) = extent(&h);
    let (bottom, top) = extent(&v);
    let columns = snapped(v.iter().map(|rule| rule.at).chain([left, right]));
    let mut rows = snapped(h.iter().map(|rule| rule.at).chain([bottom, top]));
    rows.reverse();
    if columns.len() < 2 || rows.len() < 2 || columns.len() > MOST_COLUMNS {
        return None;
    }
    let (left, right) = (columns[0], columns[columns.len() - 1]);
    let (top, bottom) = (rows[0], rows[rows.len() - 1]);
    // Underlines and ticks are no tables.
    let large = right - left > 40.0 && top - bottom > 12.0;
    large.then_some(Ruled { top, bottom, left, right, columns, rows, rules })
}

/// Coordinates in rising order, near ones as one.
fn snapped(values: impl Iterator<Item = f32>) -> Vec<f32> {
    let mut sorted: Vec<f32> = values.collect();
    sorted.sort_by(f32::total_cmp);
    let mut out: Vec<f32> = Vec::new();
    for value in sorted {
        if out.last().is_none_or(|last| value - last > SNAP) {
            out.push(value);
        }
    }
    out
}

/// The table of a ruled area with the runs that stand in it; `read` makes the content of a cell.
pub(crate) fn table<'a>(ruled: &Ruled, runs: &[&'a Run], read: impl Fn(&[&Run]) -> Vec<Node>) -> TableNode {
    let (rows, columns) = (ruled.rows.len() - 1, ruled.columns.len() - 1);
    let covered = |horizontal: bool, at: f32, middle: f32| {
        ruled.rules.iter().any(|rule| {
            rule.horizontal == horizontal
                && (rule.at - at).abs() <= SNAP
                && (rule.from - SNAP..=rule.to + SNAP).contains(&middle)
        })
    };
    let divider_right = |row: usize, column: usize| {
        covered(false, ruled.columns[column + 1], ruled.rows[row].midpoint(ruled.rows[row + 1]))
    };
    let divider_below = |row: usize, column: usize| {
        covered(true, ruled.rows[row + 1], ruled.columns[column].midpoint(ruled.columns[column + 1]))
    };
    let mut owner: Vec<Vec<Option<usize>>> = vec![vec![None; columns]; rows];
    let mut cells: Vec<Filled<'a>> = Vec::new();
    for row in 0..rows {
        for column in 0..columns {
            if owner[row][column].is_some() {
                continue;
            }
            let free = |c: usize| owner[row][c].is_none();
            let wide =
                (column..columns - 1).take_while(|c| free(c + 1) && !divider_right(row, *c)).count() + 1;
            let open_below = |r: usize| (column..column + wide).all(|c| !divider_below(r, c));
            let high = (row..rows - 1).take_while(|r| open_below(*r)).count() + 1;
            for line in &mut owner[row..row + high] {
                line[column..column + wide].fill(Some(cells.len()));
            }
            cells.push(Placed { row, column, row_span: high, column_span: wide, content: Vec::new() });
        }
    }
    for run in runs {
        let (x, y) = Page::middle(run);
        let column = ruled.columns[1..columns].partition_point(|border| *border <= x);
        let row = ruled.rows[1..rows].partition_point(|border| *border > y);
        if let Some(cell) = owner[row][column] {
            cells[cell].content.push(run);
        }
    }
    let (cells, rows) = row_lines::parted(cells, rows);
    let cells = cells
        .into_iter()
        .map(|cell| Placed {
            row: cell.row,
            column: cell.column,
            row_span: cell.row_span,
            column_span: cell.column_span,
            content: read(&cell.content),
        })
        .collect();
    TableNode { rows, columns, head: 0, cells, caption: String::new(), breaks: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transcript::plain_text;

    fn h(at: f32, from: f32, to: f32) -> Rule {
        Rule { horizontal: true, at, from, to }
    }

    fn v(at: f32, from: f32, to: f32) -> Rule {
        Rule { horizontal: false, at, from, to }
    }

    fn run(text: &str, x: f32, y: f32) -> Run {
        Run { text: text.to_owned(), x, y, width: 20.0, size: 10.0, ..Run::default() }
    }

    #[test]
    fn missing_dividers_merge_cells() {
        // Two columns, three rows; the first column's lower two cells are one; the table is open at the sides.
        let rules = vec![
            h(300.0, 0.0, 200.0),
            h(280.0, 0.0, 200.0),
            h(260.0, 100.0, 200.0),
            h(240.0, 0.0, 200.0),
            v(100.0, 240.0, 300.0),
        ];
        let page = Page {
            rules,
            runs: vec![
                run("指标", 10.0, 285.0),
                run("值", 110.0, 285.0),
                run("水", 10.0, 262.0),
                run("1", 110.0, 265.0),
                run("2", 110.0, 245.0),
            ],
            ..Page::default()
        };
        let tables = tables(&page);
        assert_eq!(tables.len(), 1);
        let read = |runs: &[&Run]| runs.iter().map(|run| Node::plain(run.text.clone())).collect();
        let table = table(&tables[0], &page.runs.iter().collect::<Vec<_>>(), read);
        let cells: Vec<_> =
            table.cells.iter().map(|c| (c.row, c.column, c.row_span, plain_text(&c.content))).collect();
        assert_eq!(
            cells,
            [
                (0, 0, 1, "指标".to_owned()),
                (0, 1, 1, "值".to_owned()),
                (1, 0, 2, "水".to_owned()),
                (1, 1, 1, "1".to_owned()),
                (2, 1, 1, "2".to_owned()),
            ]
        );
    }
}
