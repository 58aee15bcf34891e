//! Tables in tags inside Markdown. The parser of HTML pages does not tell where in the file a cell stands;
//! this small one does, and knows nothing but tables.

use crate::grid::{Placed, Placer};
use source::Span;

/// What stands in a block of HTML.
pub(crate) enum Part {
    Text(Span),
    Table(TagTable),
}

pub(crate) struct TagTable {
    pub(crate) rows: usize,
    pub(crate) columns: usize,
    pub(crate) head: usize,
    pub(crate) cells: Vec<Placed<Vec<Span>>>,
    pub(crate) span: Span,
}

/// The texts and tables of `block`.
pub(crate) fn parts(source: &str, block: Span) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut table: Option<Reader> = None;
    let mut at = block.start;
    while at < block.end {
        let Some(open) = source[at..block.end].find('<').map(|offset| at + offset) else { break };
        add_text(source, Span::new(at, open), table.as_mut(), &mut parts);
        let Some(close) = end_of_tag(source, open, block.end) else {
            at = block.end;
            break;
        };
        let tag = &source[open..close];
        at = close;
        let name = name(tag);
        match (name.as_str(), &mut table) {
            ("table", None) => table = Some(Reader::new(open)),
            ("/table", Some(_)) => {
                if let Some(reader) = table.take() {
                    parts.push(Part::Table(reader.finish(close)));
                }
            }
            ("tr", Some(reader)) => reader.row(),
            ("td" | "th", Some(reader)) => reader.cell(tag, name == "th"),
            ("/td" | "/th", Some(reader)) => reader.open = false,
            _ => {}
        }
    }
    add_text(source, Span::new(at, block.end), table.as_mut(), &mut parts);
    if let Some(reader) = table {
        parts.push(Part::Table(reader.finish(block.end)));
    }
    parts
}

/// Behind the `>` of a tag or a comment.
fn end_of_tag(source: &str, open: usize, end: usize) -> Option<usize> {
    let rest = &source[open..end];
    let (close, length) =
        if rest.starts_with("<!--") { (rest.find("-->")?, 3) } else { (rest.find('>')?, 1) };
    Some(open + close + length)
}

fn name(tag: &str) -> String {
    tag[1..]
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || *c == '/')
        .collect::<String>()
        .to_ascii_lowercase()
}

fn add_text(source: &str, span: Span, table: Option<&mut Reader>, parts: &mut Vec<Part>) {
    let span = crate::text::trimmed(source, span);
    if span.is_empty() {
        return;
    }
    match table {
        Some(reader) => reader.text(span),
        None => parts.push(Part::Text(span)),
    }
}

struct Reader {
    start: usize,
    placer: Placer<Vec<Span>>,
    /// The cell that is open: its spans and texts so far.
    cell: Option<(usize, usize, Vec<Span>)>,
    open: bool,
    all_heads: bool,
    row_open: bool,
}

impl Reader {
    fn new(start: usize) -> Self {
        Self { start, placer: Placer::default(), cell: None, open: false, all_heads: true, row_open: false }
    }

    fn row(&mut self) {
        self.close_cell();
        self.row_open = false;
    }

    fn cell(&mut self, tag: &str, head: bool) {
        self.close_cell();
        if !self.row_open {
            self.all_heads &= head;
            self.placer.row(self.all_heads);
            self.row_open = true;
        }
        self.cell = Some((attribute(tag, "rowspan"), attribute(tag, "colspan"), Vec::new()));
        self.open = true;
    }

    fn text(&mut self, span: Span) {
        if let Some((_, _, spans)) = self.cell.as_mut().filter(|_| self.open) {
            spans.push(span);
        }
    }

    fn close_cell(&mut self) {
        if let Some((rows, columns, spans)) = self.cell.take() {
            self.placer.cell(rows, columns, spans);
        }
        self.open = false;
    }

    fn finish(mut self, end: usize) -> TagTable {
        self.close_cell();
        let (rows, columns, head, cells) = self.placer.finish();
        TagTable { rows, columns, head, cells, span: Span::new(self.start, end) }
    }
}

fn attribute(tag: &str, name: &str) -> usize {
    let lower = tag.to_ascii_lowercase();
    let value = lower.split_once(name).map_or("", |(_, rest)| rest.trim_start_matches([' ', '=', '"', '\'']));
    let digits: String = value.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(1)
}
