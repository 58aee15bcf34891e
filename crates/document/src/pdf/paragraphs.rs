//! From lines to paragraphs: a full line goes on in the next one unless that is indented.

use super::backend::{Page, Rule, Run};
use super::columns::{self, Part};
use super::lattice::{self, Ruled};
use super::lines::{self, Line};
use super::open_tables::{self, Columns};
use super::over_pages;
use crate::clean;
use crate::marker::{self, Style};
use crate::piece::Looks;
use crate::transcript::Node;

/// All pages as nodes.
pub(crate) fn nodes(pages: &[Page]) -> Vec<Node> {
    let mut out = Vec::new();
    let mut last = 0;
    let mut before: Option<Columns> = None;
    for page in pages {
        if page.number != last {
            out.push(Node::Page(Some(page.number)));
            last = page.number;
        }
        before = page_nodes(page, before.as_ref(), &mut out);
    }
    over_pages::join(out)
}

/// Something on a page that is not a line of text, with the height of its top.
struct Thing {
    top: f32,
    nodes: Vec<Node>,
}

/// What stands on a page: its columns one after the other, each from top to bottom. Gives the columns of the table
/// without ruled cells that the page ends with; `before` are those of the page before.
#[expect(
    clippy::too_many_lines,
    reason = "one pass over the lines of a page that opens and closes paragraphs"
)]
fn page_nodes(page: &Page, before: Option<&Columns>, out: &mut Vec<Node>) -> Option<Columns> {
    let tables = lattice::tables(page);
    let mut outside: Vec<&Run> = Vec::new();
    let mut inside: Vec<Vec<&Run>> = vec![Vec::new(); tables.len()];
    let place = |run: &Run| tables.iter().position(|table| table.holds(run));
    for run in &page.runs {
        match place(run) {
            Some(at) => inside[at].push(run),
            None => outside.push(run),
        }
    }
    let mut lone: Vec<&Run> = Vec::new();
    for run in &page.turned {
        match place(run) {
            Some(at) => inside[at].push(run),
            None => lone.push(run),
        }
    }
    let obstacles: Vec<columns::Obstacle> =
        tables.iter().map(|table| (table.left, table.bottom, table.right, table.top)).collect();
    let parts = columns::parts(&outside, &obstacles);
    // Each table belongs to the part that it stands in or above, and there to the column below it.
    let mut things: Vec<Vec<Vec<Thing>>> =
        parts.iter().map(|part| part.columns.iter().map(|_| Vec::new()).collect()).collect();
    let mut behind: Vec<Thing> = Vec::new();
    for (table, runs) in tables.iter().zip(inside) {
        let mut nodes = Vec::new();
        ruled(table, &runs, &mut nodes);
        let thing = Thing { top: table.top, nodes };
        match home(&parts, table) {
            Some((part, column)) => things[part][column].push(thing),
            None => behind.push(thing),
        }
    }
    let mut ends_with: Option<Columns> = None;
    let alone = parts.len() == 1 && tables.is_empty();
    for (part, things) in parts.iter().zip(things) {
        let mut text: Vec<Line> = Vec::new();
        let mut margins: Option<Margins> = None;
        for (column, mut things) in part.columns.iter().zip(things) {
            let before = before.filter(|_| alone);
            let (open, rest) = open_tables::find(&column.runs, &page.rules, before);
            let lowest = rest.iter().map(|run| run.y).fold(f32::MAX, f32::min);
            let at_the_end = |table: &&open_tables::OpenTable| alone && lowest > table.top;
            ends_with = open.last().filter(at_the_end).map(|table| table.columns.clone());
            things.extend(
                open.into_iter().map(|table| Thing { top: table.top, nodes: vec![Node::Table(table.node)] }),
            );
            things.sort_by(|a, b| b.top.total_cmp(&a.top));
            let mut lines = lines::lines(&rest);
            for line in &mut lines {
                line.x -= column.shift;
                line.end -= column.shift;
            }
            // Columns that follow each other have the margins of the first: a short last one says nothing.
            let margins = *margins.get_or_insert_with(|| Margins::of(&lines));
            let mut things = things.into_iter().peekable();
            for line in lines {
                while let Some(thing) = things.next_if(|thing| thing.top > line.y) {
                    paragraphs(&std::mem::take(&mut text), margins, out);
                    out.extend(thing.nodes);
                }
                text.push(line);
            }
            if things.peek().is_some() {
                paragraphs(&std::mem::take(&mut text), margins, out);
                out.extend(things.flat_map(|thing| thing.nodes));
            }
        }
        paragraphs(&text, margins.unwrap_or(Margins::of(&[])), out);
    }
    out.extend(behind.into_iter().flat_map(|thing| thing.nodes));
    let lone = lines::lines(&lone);
    paragraphs(&lone, Margins::of(&lone), out);
    ends_with
}

/// The part and the column of it that a table belongs to.
fn home(parts: &[Part<'_>], table: &Ruled) -> Option<(usize, usize)> {
    let reaches = |part: &Part<'_>| {
        let lowest =
            part.columns.iter().flat_map(|column| &column.runs).map(|run| run.y).fold(f32::MAX, f32::min);
        lowest < table.top
    };
    let part = parts.iter().position(reaches).or_else(|| parts.len().checked_sub(1))?;
    let middle = f32::midpoint(table.left, table.right);
    let columns = &parts[part].columns;
    let column = columns.iter().rposition(|column| {
        let start = column.runs.iter().map(|run| run.x).fold(f32::MAX, f32::min);
        columns.len() > 1 && start <= middle
    });
    Some((part, column.unwrap_or(0)))
}

fn ruled(table: &Ruled, runs: &[&Run], out: &mut Vec<Node>) {
    if runs.is_empty() {
        return;
    }
    if !table.is_column() {
        let read =
            |runs: &[&Run]| lines::lines(runs).into_iter().map(|line| Node::plain(line.text)).collect();
        out.push(Node::Table(lattice::table(table, runs, read)));
        return;
    }
    let margins = Margins::of(&lines::lines(runs));
    let read = |runs: &[&Run]| {
        let mut content = Vec::new();
        let (open, rest) = open_tables::find(runs, &[] as &[Rule], None);
        let mut open = open.into_iter().peekable();
        let mut text: Vec<Line> = Vec::new();
        for line in lines::lines(&rest) {
            while let Some(table) = open.next_if(|table| table.top > line.y) {
                paragraphs(&std::mem::take(&mut text), margins, &mut content);
                content.push(Node::Table(table.node));
            }
            text.push(line);
        }
        paragraphs(&text, margins, &mut content);
        content.extend(open.map(|table| Node::Table(table.node)));
        content
    };
    out.push(if table.is_frame() {
        Node::Frame(read(runs))
    } else {
        Node::Table(lattice::table(table, runs, read))
    });
}

/// Where the text of a page begins and ends from left to right, and its usual size.
#[derive(Clone, Copy, Debug)]
struct Margins {
    left: f32,
    right: f32,
    size: f32,
}

impl Margins {
    fn of(lines: &[Line]) -> Self {
        let mut starts: Vec<f32> = lines.iter().map(|line| line.x).collect();
        let mut ends: Vec<f32> = lines.iter().map(|line| line.end).collect();
        let mut sizes: Vec<f32> = lines.iter().map(|line| line.size).collect();
        starts.sort_by(f32::total_cmp);
        ends.sort_by(f32::total_cmp);
        sizes.sort_by(f32::total_cmp);
        // Most lines are full lines of text; a tenth may hang out or be a running head.
        let left = starts.get(starts.len() / 10).copied().unwrap_or(0.0);
        let right = ends.get(ends.len() * 9 / 10).copied().unwrap_or(0.0);
        let size = sizes.get(sizes.len() / 2).copied().unwrap_or(10.0);
        Self { left, right, size }
    }
}

fn paragraphs(lines: &[Line], margins: Margins, out: &mut Vec<Node>) {
    let mut at = 0;
    for stretch in columned(lines, margins) {
        running(&lines[at..stretch.start], margins, out);
        out.extend(lines[stretch.clone()].iter().map(|line| Node::Aligned(placed(line))));
        at = stretch.end;
    }
    running(&lines[at..], margins, out);
}

/// The stretches of lines set in columns: tables without rules.
fn columned(lines: &[Line], margins: Margins) -> Vec<std::ops::Range<usize>> {
    /// Fewer lines in columns are no table.
    const LEAST: usize = 4;
    /// So many lines of broken cells may stand between two lines in columns.
    const BROKEN: usize = 8;
    let wide =
        |line: &Line| line.parts.len() >= 3 && line.parts.iter().filter(|part| part.gap > 1.0).count() >= 2;
    // Ends of broken cells: short, or in from the margin.
    let loose = |line: &Line| {
        let full = line.end > margins.right - line.size * 2.0 && line.x < margins.left + line.size * 3.0;
        !full && !line.text.ends_with(['。', '；'])
    };
    let mut out: Vec<std::ops::Range<usize>> = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        if !wide(&lines[at]) {
            at += 1;
            continue;
        }
        let (mut last, mut count, mut next) = (at, 1, at + 1);
        while next < lines.len() && next - last <= BROKEN && (wide(&lines[next]) || loose(&lines[next])) {
            if wide(&lines[next]) {
                (last, count) = (next, count + 1);
            }
            next += 1;
        }
        let above =
            lines[..at].iter().rev().take(2).take_while(|line| loose(line) && line.parts.len() >= 2).count();
        let below = lines[last + 1..]
            .iter()
            .take(4)
            .take_while(|line| {
                loose(line)
                    && marker::parse(line.text.trim_start()).is_none()
                    && line.x > margins.left + line.size
            })
            .count();
        let start = (at - above).max(out.last().map_or(0, |range| range.end));
        if count >= LEAST {
            out.push(start..last + 1 + below);
        }
        at = last + 1 + if count >= LEAST { below } else { 0 };
    }
    out
}

/// A line with its stretches at their places, in half-width columns.
#[expect(clippy::cast_possible_truncation, reason = "a place on a page, kept within its size")]
fn placed(line: &Line) -> String {
    let mut text = String::new();
    let mut width = 0;
    for (nth, part) in line.parts.iter().enumerate() {
        // What was raised above the line stands behind its part.
        let end = line.parts.get(nth + 1).map_or(line.text.len(), |next| next.text.start);
        let body = line.text.get(part.text.start..end).unwrap_or("").trim();
        let place = (part.x / (line.size * 0.5)).round().max(0.0) as usize;
        let least = if text.is_empty() { 0 } else { width + 2 };
        let space = place.max(least) - width;
        text.extend(std::iter::repeat_n(' ', space));
        text.push_str(body);
        width += space + body.chars().map(|c| if clean::is_wide(c) { 2 } else { 1 }).sum::<usize>();
    }
    text
}

fn running(lines: &[Line], margins: Margins, out: &mut Vec<Node>) {
    let mut text = String::new();
    let mut bold = 0;
    let mut last: Option<&Line> = None;
    for line in lines {
        if last.is_some_and(|last| goes_on(last, line, margins)) {
            let narrow = text.ends_with(|c: char| !clean::is_wide(c) && !c.is_whitespace())
                && line.text.starts_with(|c: char| !clean::is_wide(c));
            // 13|00公里: a number that the end of the line cuts.
            let number = text.ends_with(|c: char| c.is_ascii_digit() || c == '.')
                && line.text.starts_with(|c: char| c.is_ascii_digit());
            if narrow && !number {
                text.push(' ');
            }
            if bold == text.len() {
                bold += line.bold;
            }
            text.push_str(&line.text);
        } else {
            flush(&mut text, &mut bold, out);
            text.push_str(&line.text);
            bold = line.bold;
        }
        last = Some(line);
    }
    flush(&mut text, &mut bold, out);
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a count or place in a text or table held in memory, whose size is limited on the way in"
)]
fn flush(text: &mut String, bold: &mut usize, out: &mut Vec<Node>) {
    let looks = Looks { bold: std::mem::take(bold) as u32, ..Looks::default() };
    let text = std::mem::take(text);
    if !text.trim().is_empty() {
        out.push(Node::Paragraph { text, looks });
    }
}

/// Whether `line` belongs to the paragraph of `last`.
fn goes_on(last: &Line, line: &Line, margins: Margins) -> bool {
    let em = last.size;
    let same_size = (last.size - line.size).abs() < em * 0.15;
    let ended = last.text.ends_with(['。', '；', '：', '！', '？']);
    // A number or a foreign word that did not fit leaves a gap as wide as itself; in the middle of a sentence the margin
    // may be that of lines with a stop outside of it.
    let hanging = if ended { 0.5 } else { 1.6 };
    let full = last.end > margins.right - (em * 2.0).max(first_word(line) + em * hanging);
    // A line above the last one is the first of the next column.
    let near = last.y - line.y < em * 3.0;
    let indented = line.x > margins.left + em * 0.8;
    let same_start = (line.x - last.x).abs() < em * 0.5;
    let text = line.text.trim_start();
    let numbered = marker::parse(text)
        .is_some_and(|mark| mark.style.is_division() || matches!(mark.style, Style::Han | Style::HanParen))
        || marker::bullet(text) > 0;
    // A title on several lines: large, around one middle.
    let middle = |line: &Line| f32::midpoint(line.x, line.end);
    let title = last.size > margins.size * 1.2
        && (middle(last) - middle(line)).abs() < em
        && last.x > margins.left + em
        && (0.0..em * 2.4).contains(&(last.y - line.y));
    if title && same_size && !numbered && !ended {
        return true;
    }
    same_size
        && full
        && near
        && !numbered
        && !(ended && marker::parse(text).is_some())
        && (!indented || (same_start && !ended && last.x > margins.left + em * 0.8))
}

/// How much room what cannot be parted takes at the start of a line: 2.08%，, 户）.
fn first_word(line: &Line) -> f32 {
    let text = line.text.trim_start();
    let narrow = text.chars().take_while(char::is_ascii_graphic).count();
    let wide = usize::from(narrow == 0);
    let stops = text.chars().skip(narrow + wide).take_while(|c| "，。；：、！？）”》".contains(*c)).count();
    line.size * (narrow as f32 * 0.55 + (wide + stops) as f32)
}
