//! Tables without ruled cells (three-line tables, rules between rows only, no rules): columns are where the
//! fragments of many rows stand above each other, rows are where figures stand.

use super::backend::{Rule, Run};
use super::columns::{Fragment, fragments};
use super::labels;
use super::lines;
use crate::grid::Placed;
use crate::transcript::{Node, TableNode};

/// A table has at least so many columns, and so many rows that fill most of them.
const LEAST_COLUMNS: usize = 3;
const LEAST_ROWS: usize = 3;

/// So many short lines may stand between two rows: wrapped names, titles of groups.
const MOST_BETWEEN: usize = 10;

/// Rows further apart than this, in ems, are not of one table.
const FURTHEST: f32 = 4.5;

/// More rows on a page are a drawing.
const MOST_ROWS: usize = 400;

/// A table and where it stands.
#[derive(Debug)]
pub(super) struct OpenTable {
    pub(super) top: f32,
    pub(super) node: TableNode,
    /// The columns, for a page on which the table goes on.
    pub(super) columns: Columns,
}

/// A line of the page cut into fragments.
#[derive(Debug)]
struct Row<'a> {
    y: f32,
    size: f32,
    fragments: Vec<Fragment<'a>>,
}

impl Row<'_> {
    fn is_tabular(&self) -> bool {
        self.fragments.len() >= LEAST_COLUMNS
            || (self.fragments.len() == 2 && self.fragments.iter().any(|f| is_figure(&f.text())))
    }

    fn first_text(&self) -> String {
        self.fragments.first().map(Fragment::text).unwrap_or_default()
    }

    /// A short line: part of a cell, or the title of a group.
    fn is_short(&self, width: f32) -> bool {
        let [only] = self.fragments.as_slice() else { return self.fragments.len() <= 2 };
        only.end - only.x < width * 0.6 && !only.text().ends_with(['。', '；'])
    }
}

/// The tables among the runs of a column, from top to bottom, and the runs outside of them.
/// `before` has the columns of a table that the page before ends with.
pub(super) fn find<'a>(
    runs: &[&'a Run],
    rules: &[Rule],
    before: Option<&Columns>,
) -> (Vec<OpenTable>, Vec<&'a Run>) {
    let rows: Vec<Row<'a>> = lines::rows(runs)
        .into_iter()
        .map(|row| {
            let fragments = fragments(&row);
            let size = row.iter().map(|run| run.size).fold(0.0, f32::max);
            Row { y: row.first().map_or(0.0, |run| run.y), size, fragments }
        })
        .collect();
    if rows.len() > MOST_ROWS {
        return (Vec::new(), runs.to_vec());
    }
    let left = runs.iter().map(|run| run.x).fold(f32::MAX, f32::min);
    let right = runs.iter().map(|run| run.end()).fold(f32::MIN, f32::max);
    let mut tables = Vec::new();
    let mut outside: Vec<&'a Run> = Vec::new();
    let mut at = 0;
    while at < rows.len() {
        // Lines above the first row of a page may belong to the last row of the page before.
        let head = head_lines(&rows[at..], rules, right - left);
        let lead = if at == 0 && head == 0 && before.is_some() { leading(&rows, right - left) } else { 0 };
        let end = zone(&rows, at + head + lead, right - left);
        let before = before.filter(|_| at == 0);
        if let Some(table) = table(&rows[at..end], rules, before, lead) {
            tables.push(table);
        } else {
            let kept = rows[at..end].iter().flat_map(|row| &row.fragments);
            outside.extend(kept.flat_map(|fragment| fragment.runs.iter().copied()));
        }
        at = end;
    }
    (tables, outside)
}

/// How many lines a head begins with above its fullest one: right below a rule, with none before that one.
fn head_lines(rows: &[Row<'_>], rules: &[Rule], width: f32) -> usize {
    const MOST: usize = 5;
    let Some(full) = rows.iter().take(MOST + 1).position(Row::is_tabular) else { return 0 };
    let (Some(top), lines) = (rows.first(), &rows[..full]) else { return 0 };
    let wide = |rule: &&Rule| rule.horizontal && rule.to - rule.from > width * 0.7;
    let above = |rule: &Rule| (0.0..top.size * 3.0).contains(&(rule.at - top.y));
    let inside = |rule: &Rule| (rows[full].y..=top.y).contains(&rule.at);
    let close = rows[..=full].windows(2).all(|pair| pair[0].y - pair[1].y < pair[0].size * 2.0);
    let part = |row: &Row<'_>| {
        let narrow = |f: &Fragment<'_>| f.end - f.x < width * 0.4 && !f.text().ends_with(['。', '；', '，']);
        row.fragments.iter().all(narrow) && !is_group_title(&row.first_text())
    };
    let ruled = rules.iter().filter(wide).any(above) && !rules.iter().filter(wide).any(inside);
    if ruled && close && lines.iter().all(part) { full } else { 0 }
}

/// How many short lines stand above the first row of a page, as near to it as its lines to each other.
fn leading(rows: &[Row<'_>], width: f32) -> usize {
    let Some(first) = rows.iter().position(Row::is_tabular).filter(|first| *first <= MOST_BETWEEN) else {
        return 0;
    };
    let lines = &rows[..first];
    let close = rows[..=first].windows(2).all(|pair| pair[0].y - pair[1].y < pair[0].size * 4.0);
    let part = |row: &Row<'_>| row.is_short(width) && !is_note(row) && !is_group_title(&row.first_text());
    if close && lines.iter().all(part) { first } else { 0 }
}

/// The end of the rows from `start` on that may be one table; at least one row.
fn zone(rows: &[Row<'_>], start: usize, width: f32) -> usize {
    if !rows[start].is_tabular() {
        return start + 1;
    }
    let mut end = start + 1;
    let mut at = end;
    while at < rows.len() && at - end <= MOST_BETWEEN {
        if rows[at - 1].y - rows[at].y > rows[at].size.max(rows[at - 1].size) * FURTHEST {
            break;
        }
        if rows[at].is_tabular() {
            end = at + 1;
        } else if !rows[at].is_short(width) {
            break;
        }
        at += 1;
    }
    // Lines of the last row that are wrapped below it stand nearer to it than rows to each other, or as near as
    // other wrapped lines stand.
    let tabular: Vec<f32> = rows[start..end].iter().filter(|row| row.is_tabular()).map(|row| row.y).collect();
    let usual = median(tabular.windows(2).map(|pair| pair[0] - pair[1]).collect());
    let inner = rows[start..end].windows(2).map(|pair| pair[0].y - pair[1].y).fold(f32::MAX, f32::min);
    let wraps = inner < usual * 0.75;
    let last = tabular.last().copied().unwrap_or(0.0);
    while end < rows.len() && rows[end].is_short(width) && !is_note(&rows[end]) {
        let near = last - rows[end].y < usual * 0.65;
        let wrapped = wraps && rows[end - 1].y - rows[end].y < inner * 1.2;
        if !near && !wrapped {
            break;
        }
        end += 1;
    }
    end
}

/// 注：…, 资料来源：…: what stands below a table.
fn is_note(row: &Row<'_>) -> bool {
    let text = row.first_text();
    ["注", "说明", "资料来源", "备注", "*", "＊"].iter().any(|word| text.starts_with(word))
}

/// The middle of the values, 0 when there are none.
fn median(mut values: Vec<f32>) -> f32 {
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

/// Where the rows of the body begin: behind the rule below the head, or at the first figures, with the lines of
/// wrapped words and the title of a group above them.
fn body_start(rows: &[Row<'_>], first: usize, columns: &Columns, figures: &[bool], borders: &[f32]) -> usize {
    let under = borders.iter().rev().find(|border| **border > rows[first].y);
    if let Some(start) = under.and_then(|border| (1..=first).find(|at| rows[*at].y < *border)) {
        return start;
    }
    // Running numbers may stand before the names.
    let words = figures.iter().skip(2).position(|figures| *figures).map_or(2, |at| at + 2);
    let mut start = first;
    while start > 1 {
        let [only] = rows[start - 1].fragments.as_slice() else { break };
        let to_below = rows[start - 1].y - rows[start].y;
        let to_above = rows[start - 2].y - rows[start - 1].y;
        if columns.first(only) >= words || to_below > to_above * 1.1 {
            break;
        }
        start -= 1;
    }
    start
}

fn table(rows: &[Row<'_>], rules: &[Rule], before: Option<&Columns>, lead: usize) -> Option<OpenTable> {
    let most = rows.iter().map(|row| row.fragments.len()).max()?;
    let full = |row: &&Row<'_>| row.fragments.len() >= LEAST_COLUMNS.max(most * 3 / 5);
    // The columns of the page before hold as long as every row fits into them.
    let known = before.filter(|columns| rows[lead..].iter().all(|row| columns.are_clear(&row.fragments)));
    let least = if known.is_some() { 1 } else { LEAST_ROWS };
    if most < LEAST_COLUMNS || rows.iter().filter(full).count() < least {
        return None;
    }
    let mut columns = match known {
        Some(columns) => columns.clone(),
        None => Columns::of(rows.iter().filter(full))?.with_sparse(rows),
    };
    let figures = columns.of_figures(rows, least.min(2));
    let anchors = anchors(rows, &columns, &figures, most);
    let first = *anchors.first()?;
    columns.labels |= columns.begins_with_labels(rows, &anchors);
    // Each fragment has a column of its own in nearly every row.
    let clear = anchors.iter().filter(|at| columns.are_clear(&rows[**at].fragments)).count();
    if anchors.len() < least.min(2) || !figures.contains(&true) || clear * 5 < anchors.len() * 4 {
        return None;
    }
    let top = rows.first()?;
    let mut grid = Grid { columns: &columns, cells: Vec::new(), rows: 0 };
    // What goes on from the page before is a row of its own, which the caller joins to the last one there.
    let borders = borders(rules, rows, &columns);
    // Lines above a row that lacks their cells are its own: names around the line of the number.
    let lacks = |line: &Row<'_>| {
        let places = |row: &Row<'_>| row.fragments.iter().map(|f| columns.place(f)).collect::<Vec<_>>();
        let own = rows.get(lead).map(places).unwrap_or_default();
        places(line).iter().all(|place| !own.contains(place))
    };
    let own = lead > 0 && rows[..lead].iter().all(lacks);
    let start = if lead > 0 && known.is_some() {
        if own { 0 } else { lead }
    } else {
        body_start(rows, first, &columns, &figures, &borders)
    };
    grid.head(&rows[..start]);
    let groups = if borders.len() + 1 >= anchors.len() {
        ruled_groups(rows, start, &borders)
    } else {
        spaced_groups(rows, start, &anchors, &columns)
    };
    let groups = with_labels(rows, start, groups);
    let head = grid.rows;
    for group in &groups {
        grid.row(rows, group);
    }
    if columns.labels {
        let words = rows.iter().skip(start).flat_map(|row| &row.fragments);
        let words: Vec<Fragment<'_>> = words.filter(|f| columns.place(f) == (0, 0)).cloned().collect();
        let (borders, tops) = row_borders(rows, &groups, &columns);
        grid.span_labels(&words, head, &labels::Rows { borders, tops, goes_on: known.is_some() });
    }
    let node = TableNode {
        rows: grid.rows,
        columns: columns.spans.len(),
        head: 0,
        cells: grid.cells,
        caption: String::new(),
        breaks: Vec::new(),
    };
    Some(OpenTable { top: top.y + top.size, node, columns })
}

/// The lines on which rows stand: those with a running number, or with figures; and whole rows between them.
fn anchors(rows: &[Row<'_>], columns: &Columns, figures: &[bool], most: usize) -> Vec<usize> {
    let whole = |row: &Row<'_>| row.fragments.len() >= LEAST_COLUMNS.max(most.div_ceil(2));
    if let Some(numbered) = numbered(rows, columns) {
        let first = numbered.first().copied().unwrap_or(0);
        let sums = |at: &usize| is_row_of_sums(&rows[*at], columns, figures);
        let own = |at: &usize| (*at >= first && whole(&rows[*at])) || sums(at);
        let others = (0..rows.len()).filter(|at| !numbered.contains(at) && own(at));
        let mut all: Vec<usize> = others.collect();
        all.extend(numbered);
        all.sort_unstable();
        return all;
    }
    let has_figure =
        |row: &Row<'_>| row.fragments.iter().any(|f| figures[columns.first(f)] && is_figure(&f.text()));
    (0..rows.len())
        .filter(|at| {
            let row = &rows[*at];
            has_figure(row) && row.fragments.len() >= 2.max((most * 2).div_ceil(5))
                || is_row_of_sums(row, columns, figures)
        })
        .collect()
}

/// 小计 and its figures, or the title of a group with those of its rows: a row of its own, however few of its cells
/// are filled.
fn is_row_of_sums(row: &Row<'_>, columns: &Columns, figures: &[bool]) -> bool {
    let sums = |text: &str| {
        // 合计（18项）
        let front = text.split(['（', '(']).next().unwrap_or("");
        crate::table::typed::is_sum(front)
    };
    let label = is_group_title(&row.first_text()) || row.fragments.iter().any(|f| sums(&f.text()));
    label && row.fragments.iter().any(|f| figures[columns.first(f)] && is_figure(&f.text()))
}

/// The lines with running numbers, each one more than the one before, in one of the first columns.
fn numbered(rows: &[Row<'_>], columns: &Columns) -> Option<Vec<usize>> {
    (0..columns.spans.len().min(3)).find_map(|column| {
        let mut found: Vec<usize> = Vec::new();
        let (mut last, mut breaks) = (None, 0);
        for (at, row) in rows.iter().enumerate() {
            let own = row.fragments.iter().find(|f| columns.place(f) == (column, column));
            let Some(number) = own.and_then(|f| f.text().parse::<u32>().ok()).filter(|n| *n < 1000) else {
                continue;
            };
            // Groups may count from 1 again.
            breaks += usize::from(last.is_some_and(|last: u32| number != last + 1 && number != 1));
            last = Some(number);
            found.push(at);
        }
        (found.len() >= LEAST_ROWS && breaks == 0).then_some(found)
    })
}

/// The places of the columns.
#[derive(Clone, Debug)]
pub(super) struct Columns {
    spans: Vec<(f32, f32)>,
    /// Whether the first column is one of names of groups, which few rows fill.
    labels: bool,
}

impl Columns {
    /// Columns lie between places that hardly a fragment covers.
    #[expect(clippy::cast_possible_truncation, reason = "a place on a page, kept within its size")]
    fn of<'r, 'a: 'r>(rows: impl Iterator<Item = &'r Row<'a>>) -> Option<Self> {
        const STEP: f32 = 1.0;
        let rows: Vec<&Row<'_>> = rows.collect();
        let all = || rows.iter().flat_map(|row| &row.fragments);
        let left = all().map(|f| f.x).fold(f32::MAX, f32::min);
        let right = all().map(|f| f.end).fold(f32::MIN, f32::max);
        let steps = ((right - left) / STEP).ceil();
        if !(1.0..5_000.0).contains(&steps) {
            return None;
        }
        let mut covered = vec![0usize; steps as usize + 1];
        for fragment in all() {
            let (from, to) = ((fragment.x - left) / STEP, (fragment.end - left) / STEP);
            for place in covered.iter_mut().take(to.ceil() as usize).skip(from.floor() as usize) {
                *place += 1;
            }
        }
        let few = rows.len() / 8;
        let mut spans: Vec<(f32, f32)> = Vec::new();
        let mut open: Option<(usize, usize)> = None;
        for (at, count) in covered.iter().chain(std::iter::once(&0)).enumerate() {
            if *count > few {
                let (start, most) = open.unwrap_or((at, 0));
                open = Some((start, most.max(*count)));
            } else if let Some((start, _)) = open.take() {
                spans.push((left + start as f32 * STEP, left + at as f32 * STEP));
            }
        }
        (LEAST_COLUMNS..=crate::grid::MOST_COLUMNS)
            .contains(&spans.len())
            .then_some(Self { spans, labels: false })
    }

    /// With the columns that few rows fill, such as the names of groups: what stands apart from all others.
    fn with_sparse(mut self, rows: &[Row<'_>]) -> Self {
        let mut apart: Vec<(f32, f32)> = rows
            .iter()
            .flat_map(|row| &row.fragments)
            .filter(|f| self.spans.iter().all(|(from, to)| f.end < *from || f.x > *to))
            .map(|f| (f.x, f.end))
            .collect();
        apart.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut more: Vec<(f32, f32, usize)> = Vec::new();
        for (from, to) in apart {
            match more.last_mut() {
                Some((_, end, count)) if from <= *end => {
                    *end = end.max(to);
                    *count += 1;
                }
                _ => more.push((from, to, 1)),
            }
        }
        self.spans
            .extend(more.into_iter().filter(|(_, _, count)| *count > 1).map(|(from, to, _)| (from, to)));
        self.spans.sort_by(|a, b| a.0.total_cmp(&b.0));
        self
    }

    /// Whether the first column is one of names of groups: words beside fewer than two thirds of the rows, and the
    /// second column beside nearly all.
    fn begins_with_labels(&self, rows: &[Row<'_>], anchors: &[usize]) -> bool {
        let filled = |column: usize| {
            let own = |at: &&usize| rows[**at].fragments.iter().any(|f| self.place(f) == (column, column));
            anchors.iter().filter(own).count()
        };
        let first = anchors.first().copied().unwrap_or(0);
        let labels =
            || rows.iter().skip(first).flat_map(|row| &row.fragments).filter(|f| self.place(f) == (0, 0));
        self.spans.len() > LEAST_COLUMNS
            && labels().next().is_some()
            && labels().all(|f| !f.text().starts_with(|c: char| c.is_ascii_digit()) && !is_figure(&f.text()))
            && filled(0) * 3 < anchors.len() * 2
            && filled(1) * 5 >= anchors.len() * 4
    }

    /// How much of a fragment lies over a column.
    fn overlap(&self, fragment: &Fragment<'_>, column: usize) -> f32 {
        let (from, to) = self.spans[column];
        fragment.end.min(to) - fragment.x.max(from)
    }

    /// The columns over which a fragment stands, first and last.
    fn place(&self, fragment: &Fragment<'_>) -> (usize, usize) {
        let touches: Vec<usize> =
            (0..self.spans.len()).filter(|at| self.overlap(fragment, *at) > fragment.size * 0.5).collect();
        if let (Some(first), Some(last)) = (touches.first(), touches.last()) {
            return (*first, *last);
        }
        let middle = f32::midpoint(fragment.x, fragment.end);
        let far = |at: &usize| {
            let (from, to) = self.spans[*at];
            (middle - f32::midpoint(from, to)).abs()
        };
        let nearest = (0..self.spans.len()).min_by(|a, b| far(a).total_cmp(&far(b))).unwrap_or(0);
        (nearest, nearest)
    }

    fn first(&self, fragment: &Fragment<'_>) -> usize {
        self.place(fragment).0
    }

    fn are_clear(&self, fragments: &[Fragment<'_>]) -> bool {
        fragments.windows(2).all(|pair| self.place(&pair[0]).1 < self.place(&pair[1]).0)
    }

    /// Which columns hold figures in most of their cells.
    fn of_figures(&self, rows: &[Row<'_>], least: usize) -> Vec<bool> {
        let mut counts = vec![(0usize, 0usize); self.spans.len()];
        for fragment in rows.iter().flat_map(|row| &row.fragments) {
            let (first, last) = self.place(fragment);
            if first == last {
                counts[first].1 += 1;
                counts[first].0 += usize::from(is_figure(&fragment.text()));
            }
        }
        let mut found: Vec<bool> =
            counts.iter().map(|(figures, all)| figures * 2 > *all && *figures >= least).collect();
        // Running numbers at the left anchor rows too, but wrapped lines of other columns have none: fine.
        if found.iter().filter(|found| **found).count() > 1 && found[0] {
            found[0] = false;
        }
        found
    }
}

/// Whether a text is a figure as tables have them: 52.3, ≥95, [12], 3.5%, 〔5〕, —.
pub(super) fn is_figure(text: &str) -> bool {
    let bare = text
        .trim_matches(|c: char| "<>＜＞≥≤〔〕[]［］（）()±+-－−%％‰*#左右以上下 ".contains(c) || c == '⁽');
    let dash = !text.is_empty() && text.chars().all(|c| matches!(c, '-' | '—' | '–' | '－' | '/'));
    dash || (bare.starts_with(|c: char| c.is_ascii_digit())
        && bare
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '，' | '-' | '–' | '—' | '～' | '~')))
}

/// Horizontal rules between the first and the last row, from top to bottom.
fn borders(rules: &[Rule], rows: &[Row<'_>], columns: &Columns) -> Vec<f32> {
    let (Some(top), Some(bottom)) = (rows.first(), rows.last()) else { return Vec::new() };
    let width =
        columns.spans.last().map_or(0.0, |last| last.1) - columns.spans.first().map_or(0.0, |first| first.0);
    let mut at: Vec<f32> = rules
        .iter()
        .filter(|rule| rule.horizontal && rule.to - rule.from >= width * 0.7)
        .map(|rule| rule.at)
        .filter(|at| (bottom.y..top.y).contains(at))
        .collect();
    at.sort_by(|a, b| b.total_cmp(a));
    at.dedup_by(|a, b| (*a - *b).abs() < 3.0);
    at
}

/// Rows between two rules are one row of the table.
fn ruled_groups(rows: &[Row<'_>], start: usize, borders: &[f32]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut last = usize::MAX;
    for (at, row) in rows.iter().enumerate().skip(start) {
        let place = borders.partition_point(|border| *border > row.y);
        match groups.last_mut() {
            Some(group) if place == last => group.push(at),
            _ => groups.push(vec![at]),
        }
        last = place;
    }
    groups
}

/// Rows of the table, each with the lines of wrapped cells around it: between two rows the lines part where the
/// gap is widest. Titles of groups stand alone.
fn spaced_groups(rows: &[Row<'_>], start: usize, anchors: &[usize], columns: &Columns) -> Vec<Vec<usize>> {
    // Names of groups in a column of their own stand between the lines of the rows and say nothing of them.
    let is_label =
        |at: usize| columns.labels && rows[at].fragments.iter().all(|f| columns.place(f) == (0, 0));
    let above = |at: usize| (0..at).rev().find(|other| !is_label(*other)).unwrap_or(at.saturating_sub(1));
    let gap = |at: usize| rows[above(at)].y - rows[at].y;
    // The distance of rows that have one line each; where none are neighbours, that of all.
    let neighbours = anchors.windows(2).filter(|pair| above(pair[1]) == pair[0]);
    let single: Vec<f32> = neighbours.map(|pair| gap(pair[1])).collect();
    let usual = if single.is_empty() { f32::MAX } else { median(single) };
    let is_title = |at: usize| {
        let [only] = rows[at].fragments.as_slice() else { return false };
        let apart = gap(at) >= usual * 0.8 && rows.get(at + 1).is_none_or(|_| gap(at + 1) >= usual * 0.8);
        columns.first(only) <= 1 && (apart || is_group_title(&only.text()))
    };
    let mut groups: Vec<Vec<usize>> = Vec::new();
    // Lines above the first row: a title, or the beginning of its wrapped cells.
    let first = anchors.first().copied().unwrap_or(start);
    let mut open: Vec<usize> = Vec::new();
    for at in (start..first).filter(|at| !is_label(*at)) {
        if at > 0 && is_title(at) { groups.push(vec![at]) } else { open.push(at) }
    }
    for (nth, anchor) in anchors.iter().enumerate() {
        open.push(*anchor);
        let next = anchors.get(nth + 1).copied().unwrap_or(rows.len());
        let between: Vec<usize> = (anchor + 1..next).filter(|at| !is_label(*at)).collect();
        if let Some(title) = between.iter().copied().find(|at| is_title(*at)) {
            open.extend(between.iter().copied().filter(|at| *at < title));
            groups.push(std::mem::take(&mut open));
            groups.push(vec![title]);
            open.extend(between.iter().copied().filter(|at| *at > title));
            continue;
        }
        if next == rows.len() {
            open.extend(between);
            groups.push(std::mem::take(&mut open));
            continue;
        }
        // The first line of the next row: behind the widest gap, the lowest of them where they are alike.
        let widest = (anchor + 1..=next).map(gap).fold(0.0, f32::max);
        let cut =
            (anchor + 1..=next).rev().find(|at| gap(*at) > widest - rows[*at].size * 0.15).unwrap_or(next);
        open.extend(anchor + 1..cut);
        groups.push(std::mem::take(&mut open));
        open.extend(cut..next);
    }
    groups.retain(|group| !group.is_empty());
    groups
}

/// The heights between the rows of the table, from above the first to below the last, and those of their first lines.
fn row_borders(rows: &[Row<'_>], groups: &[Vec<usize>], columns: &Columns) -> (Vec<f32>, Vec<f32>) {
    let extents: Vec<(f32, f32)> = groups
        .iter()
        .map(|group| {
            let own =
                group.iter().filter(|at| rows[**at].fragments.iter().any(|f| columns.place(f) != (0, 0)));
            let heights: Vec<f32> = own.map(|at| rows[*at].y).collect();
            let most = heights.iter().copied().fold(f32::MIN, f32::max);
            (most, heights.iter().copied().fold(f32::MAX, f32::min))
        })
        .collect();
    let between: Vec<f32> = extents.windows(2).map(|pair| f32::midpoint(pair[0].1, pair[1].0)).collect();
    let half = median(extents.windows(2).map(|pair| pair[0].1 - pair[1].0).collect()) / 2.0;
    let mut borders: Vec<f32> = extents.first().map(|first| first.0 + half).into_iter().collect();
    borders.extend(between);
    borders.extend(extents.last().map(|last| last.1 - half));
    (borders, extents.iter().map(|extent| extent.0).collect())
}

/// The groups with the lines that none of them has, each in the nearest.
fn with_labels(rows: &[Row<'_>], start: usize, mut groups: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
    let known: Vec<usize> = groups.iter().flatten().copied().collect();
    for at in (start..rows.len()).filter(|at| !known.contains(at)) {
        let far = |group: &Vec<usize>| {
            group.iter().map(|own| (rows[*own].y - rows[at].y).abs()).fold(f32::MAX, f32::min)
        };
        let nearest = (0..groups.len()).min_by(|a, b| far(&groups[*a]).total_cmp(&far(&groups[*b])));
        if let Some(nearest) = nearest {
            groups[nearest].push(at);
        }
    }
    for group in &mut groups {
        group.sort_unstable();
    }
    groups
}

/// 一、经济发展, （二）民生福祉, 创新驱动：
fn is_group_title(text: &str) -> bool {
    use crate::marker::{self, Style};
    text.ends_with(['：', ':'])
        || marker::parse(text).is_some_and(|mark| matches!(mark.style, Style::Han | Style::HanParen))
}

/// The cells put together.
struct Grid<'c> {
    columns: &'c Columns,
    cells: Vec<Placed<Vec<Node>>>,
    rows: usize,
}

impl Grid<'_> {
    /// The head: lines with a head over several columns are rows of their own, the others are one row.
    fn head(&mut self, rows: &[Row<'_>]) {
        let mut group: Vec<usize> = Vec::new();
        for (at, row) in rows.iter().enumerate() {
            let spans = row.fragments.iter().any(|f| {
                let (first, last) = self.columns.place(f);
                last > first
            });
            if spans && !group.is_empty() {
                let open = std::mem::take(&mut group);
                self.row(rows, &open);
            }
            group.push(at);
            if spans {
                let open = std::mem::take(&mut group);
                self.row(rows, &open);
            }
        }
        if !group.is_empty() {
            self.row(rows, &group);
        }
    }

    /// Names of groups in the first column cover the rows that they are for, where their places tell them.
    fn span_labels(&mut self, words: &[Fragment<'_>], head: usize, rows: &labels::Rows) {
        let Some(found) = labels::extents(words, rows) else { return };
        self.cells.retain(|cell| cell.row < head || cell.column > 0);
        for label in found {
            let runs: Vec<&Run> = words[label.words].iter().flat_map(|f| f.runs.iter().copied()).collect();
            let content = lines::lines(&runs).into_iter().map(|line| Node::plain(line.text)).collect();
            let (row, row_span) = (head + label.rows.start, label.rows.len());
            self.cells.push(Placed { row, column: 0, row_span, column_span: 1, content });
        }
        self.cells.sort_by_key(|cell| (cell.row, cell.column));
    }

    /// A row of the table from lines of the page.
    fn row(&mut self, rows: &[Row<'_>], group: &[usize]) {
        let mut cells: Vec<(usize, usize, Vec<&Run>)> = Vec::new();
        for fragment in group.iter().flat_map(|at| &rows[*at].fragments) {
            let (first, last) = self.columns.place(fragment);
            match cells.iter_mut().find(|(from, to, _)| first <= *to && last >= *from) {
                Some((from, to, runs)) => {
                    (*from, *to) = ((*from).min(first), (*to).max(last));
                    runs.extend(fragment.runs.iter().copied());
                }
                None => cells.push((first, last, fragment.runs.clone())),
            }
        }
        cells.sort_by_key(|(first, _, _)| *first);
        let mut free = 0;
        for (first, last, runs) in cells {
            let first = first.max(free);
            let last = last.max(first);
            free = last + 1;
            let content = lines::lines(&runs).into_iter().map(|line| Node::plain(line.text)).collect();
            self.cells.push(Placed {
                row: self.rows,
                column: first,
                row_span: 1,
                column_span: last - first + 1,
                content,
            });
        }
        self.rows += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transcript::plain_text;

    fn run(text: &str, x: f32, y: f32) -> Run {
        let width: f32 = text.chars().map(|c| if c.is_ascii() { 5.0 } else { 10.0 }).sum();
        Run { text: text.to_owned(), x, y, width, size: 10.0, ..Run::default() }
    }

    fn shape(table: &OpenTable) -> Vec<String> {
        (0..table.node.rows)
            .map(|row| {
                let cells = table.node.cells.iter().filter(|cell| cell.row == row);
                let cells: Vec<String> = cells
                    .map(|cell| {
                        let text = plain_text(&cell.content).replace('\n', "");
                        let span = if cell.column_span > 1 {
                            format!("x{}", cell.column_span)
                        } else {
                            String::new()
                        };
                        format!("{}{span}:{text}", cell.column)
                    })
                    .collect();
                cells.join(" ")
            })
            .collect()
    }

    #[test]
    fn columns_by_alignment_and_wrapped_names() {
        let mut runs = vec![
            run("指标", 60.0, 700.0),
            run("单位", 180.0, 700.0),
            run("2025年", 240.0, 700.0),
            run("2030年", 310.0, 700.0),
            // A title of a group stands alone, with the pitch of rows.
            run("一、供水", 60.0, 676.0),
        ];
        let rows =
            [("供水能力", "万吨", "48", "52.5"), ("漏损率", "%", "9.5", "≤8"), ("水库", "座", "3", "[4]")];
        for (nth, (name, unit, base, target)) in rows.iter().enumerate() {
            let y = 652.0 - 24.0 * nth as f32;
            runs.extend([
                run(name, 60.0, y),
                run(unit, 180.0, y),
                run(base, 245.0, y),
                run(target, 315.0, y),
            ]);
        }
        // Values in the middle, the name in two lines around them.
        runs.extend([
            run("城乡供水一体", 60.0, 586.0),
            run("化率", 60.0, 574.0),
            run("%", 180.0, 580.0),
            run("88", 245.0, 580.0),
            run("95", 315.0, 580.0),
        ]);
        runs.push(run(
            "下面是一段正文，到此为止表格已经结束了，这一行比表格里面的各个单元都要长。",
            50.0,
            540.0,
        ));
        let runs: Vec<&Run> = runs.iter().collect();
        let (tables, outside) = find(&runs, &[], None);
        assert_eq!(tables.len(), 1);
        assert_eq!(
            shape(&tables[0]),
            [
                "0:指标 1:单位 2:2025年 3:2030年",
                "0:一、供水",
                "0:供水能力 1:万吨 2:48 3:52.5",
                "0:漏损率 1:% 2:9.5 3:≤8",
                "0:水库 1:座 2:3 3:[4]",
                "0:城乡供水一体化率 1:% 2:88 3:95",
            ]
        );
        assert_eq!(outside.len(), 1);
    }

    #[test]
    fn a_table_goes_on_with_its_columns() {
        let first: Vec<Run> = [("甲", 700.0), ("乙", 676.0), ("丙", 652.0)]
            .iter()
            .flat_map(|(name, y)| {
                [run("供水", 60.0, *y), run(name, 120.0, *y), run("48", 245.0, *y), run("52", 315.0, *y)]
            })
            .collect();
        let (tables, _) = find(&first.iter().collect::<Vec<_>>(), &[], None);
        // The next page begins with the end of a name, and its rows leave a column empty.
        let next = [
            run("水厂", 120.0, 760.0),
            run("丁", 120.0, 736.0),
            run("3", 245.0, 736.0),
            run("4", 315.0, 736.0),
        ];
        let (next, outside) = find(&next.iter().collect::<Vec<_>>(), &[], Some(&tables[0].columns));
        assert_eq!(shape(&next[0]), ["1:水厂", "1:丁 2:3 3:4"]);
        assert_eq!(next[0].node.columns, 4);
        assert!(outside.is_empty());
    }

    #[test]
    fn text_is_no_table() {
        let text = "水源充足，水质优良，城乡供水一体化稳步推进，供水能力达到52万吨。";
        let runs: Vec<Run> = (0..12).map(|line| run(text, 50.0, 700.0 - 16.0 * line as f32)).collect();
        let (tables, outside) = find(&runs.iter().collect::<Vec<_>>(), &[], None);
        assert!(tables.is_empty());
        assert_eq!(outside.len(), 12);
    }
}
