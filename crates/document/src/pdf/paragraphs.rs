//! From lines to paragraphs: a full line goes on in the next one unless that is indented.

use super::backend::{Page, Run};
use super::lattice::{self, Ruled};
use super::lines::{self, Line};
use crate::clean;
use crate::marker::{self, Style};
use crate::piece::Looks;
use crate::transcript::{Node, TableNode};

/// All pages as nodes.
pub(crate) fn nodes(pages: &[Page]) -> Vec<Node> {
    let mut out = Vec::new();
    for page in pages {
        out.push(Node::Page(Some(page.number)));
        page_nodes(page, &mut out);
    }
    join_tables(out)
}

/// What stands on a page, from top to bottom.
fn page_nodes(page: &Page, out: &mut Vec<Node>) {
    let tables = lattice::tables(page);
    let mut outside: Vec<&Run> = Vec::new();
    let mut inside: Vec<Vec<&Run>> = vec![Vec::new(); tables.len()];
    for run in &page.runs {
        match tables.iter().position(|table| table.holds(run)) {
            Some(at) => inside[at].push(run),
            None => outside.push(run),
        }
    }
    let lines = lines::lines(&outside);
    let margins = Margins::of(&lines);
    let mut pending = tables.iter().zip(inside).peekable();
    let mut stretch: Vec<Line> = Vec::new();
    for line in lines {
        while let Some((table, runs)) = pending.next_if(|(table, _)| table.top > line.y) {
            paragraphs(&std::mem::take(&mut stretch), margins, out);
            ruled(table, &runs, out);
        }
        stretch.push(line);
    }
    paragraphs(&stretch, margins, out);
    for (table, runs) in pending {
        ruled(table, &runs, out);
    }
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
        paragraphs(&lines::lines(runs), margins, &mut content);
        content
    };
    out.push(if table.is_frame() {
        Node::Frame(read(runs))
    } else {
        Node::Table(lattice::table(table, runs, read))
    });
}

/// Where the text of a page begins and ends from left to right.
#[derive(Clone, Copy, Debug)]
struct Margins {
    left: f32,
    right: f32,
}

impl Margins {
    fn of(lines: &[Line]) -> Self {
        let mut starts: Vec<f32> = lines.iter().map(|line| line.x).collect();
        let mut ends: Vec<f32> = lines.iter().map(|line| line.end).collect();
        starts.sort_by(f32::total_cmp);
        ends.sort_by(f32::total_cmp);
        // Most lines are full lines of text; a tenth may hang out or be a running head.
        let left = starts.get(starts.len() / 10).copied().unwrap_or(0.0);
        let right = ends.get(ends.len() * 9 / 10).copied().unwrap_or(0.0);
        Self { left, right }
    }
}

fn paragraphs(lines: &[Line], margins: Margins, out: &mut Vec<Node>) {
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
    // A number or a foreign word that did not fit leaves a gap as wide as itself.
    let full = last.end > margins.right - (em * 2.0).max(first_word(line) + em * 0.5);
    let near = last.y - line.y < em * 3.0;
    let indented = line.x > margins.left + em * 0.8;
    let same_start = (line.x - last.x).abs() < em * 0.5;
    let ended = last.text.ends_with(['。', '；', '：', '！', '？']);
    let text = line.text.trim_start();
    let numbered = marker::parse(text)
        .is_some_and(|mark| mark.style.is_division() || matches!(mark.style, Style::Han | Style::HanParen))
        || marker::bullet(text) > 0;
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

/// A table that a page break cuts is one table: same columns, nothing between but the break, the head
/// perhaps printed again.
fn join_tables(nodes: Vec<Node>) -> Vec<Node> {
    let mut out: Vec<Node> = Vec::with_capacity(nodes.len());
    for node in nodes {
        let Node::Table(table) = node else {
            out.push(node);
            continue;
        };
        let before = out.iter().rposition(|node| !matches!(node, Node::Page(_)));
        let crosses = before.is_some_and(|at| at + 1 < out.len());
        match before.map(|at| &mut out[at]) {
            Some(Node::Table(first)) if crosses && first.columns == table.columns => append(first, table),
            _ => out.push(Node::Table(table)),
        }
    }
    out
}

fn append(first: &mut TableNode, next: TableNode) {
    let row = |table: &TableNode, row: usize| -> Vec<String> {
        let cells = table.cells.iter().filter(|cell| cell.row == row);
        cells.map(|cell| crate::transcript::plain_text(&cell.content)).collect()
    };
    let repeated = (0..next.rows.min(first.rows)).take_while(|at| row(first, *at) == row(&next, *at)).count();
    let shift = first.rows;
    for mut cell in next.cells {
        if cell.row >= repeated {
            cell.row = cell.row - repeated + shift;
            first.cells.push(cell);
        }
    }
    first.rows += next.rows - repeated;
    first.breaks.push(shift);
}
