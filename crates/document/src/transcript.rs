//! Formats that state their structure (HTML, docx, PDF) are written out as text, line by line; the
//! pieces remember what the format said.

use crate::caption::{self, Kind};
use crate::grid::Placed;
use crate::model::{Note, Origin};
use crate::piece::{Content, Flow, Grid, GridCell, Looks, Piece};
use crate::text;
use source::Span;

/// A part of a document as its format states it.
#[derive(Debug)]
pub(crate) enum Node {
    /// A paragraph; `\n` in it is a line break inside the paragraph.
    Paragraph {
        text: String,
        looks: Looks,
    },
    /// A line whose spaces keep its stretches at their places across the page.
    Aligned(String),
    Table(TableNode),
    /// A new page, with its number where the format tells.
    Page(Option<u32>),
    /// A frame around its content: a text box, a bordered paragraph.
    Frame(Vec<Node>),
    /// A footnote or endnote with its mark as the text shows it.
    Note {
        mark: String,
        content: Vec<Node>,
    },
}

impl From<Flow> for Written {
    fn from(flow: Flow) -> Self {
        Self { flow, origins: Vec::new(), notes: Vec::new() }
    }
}

/// A table with its cells placed in a grid.
#[derive(Debug, Default)]
pub(crate) struct TableNode {
    pub(crate) rows: usize,
    pub(crate) columns: usize,
    /// Rows at the top that the format calls the head, 0 when it says nothing.
    pub(crate) head: usize,
    /// Row by row.
    pub(crate) cells: Vec<CellNode>,
    /// The caption, when the format keeps it with the table.
    pub(crate) caption: String,
    /// Rows that begin on a new page.
    pub(crate) breaks: Vec<usize>,
}

/// A cell of such a table.
pub(crate) type CellNode = Placed<Vec<Node>>;

impl Node {
    pub(crate) fn plain(text: impl Into<String>) -> Self {
        Self::Paragraph { text: text.into(), looks: Looks::default() }
    }
}

/// Writes nodes out.
#[derive(Debug, Default)]
pub(crate) struct Transcript {
    text: String,
    line: u32,
    pieces: Vec<Piece>,
    origins: Vec<Origin>,
    notes: Vec<Note>,
    page: Option<u32>,
    page_break: bool,
}

/// What nodes amount to when they are written out.
pub(crate) struct Written {
    pub(crate) flow: Flow,
    /// Where the lines come from.
    pub(crate) origins: Vec<Origin>,
    pub(crate) notes: Vec<Note>,
}

impl Transcript {
    /// The flow of `nodes`, where its lines come from, and the notes in it.
    pub(crate) fn of(nodes: &[Node]) -> Written {
        let mut transcript = Self { line: 1, ..Self::default() };
        transcript.nodes(nodes);
        Written {
            flow: Flow { text: transcript.text, pieces: transcript.pieces },
            origins: transcript.origins,
            notes: transcript.notes,
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "held to 400 in this line")]
    fn nodes(&mut self, nodes: &[Node]) {
        for node in nodes {
            match node {
                Node::Paragraph { text, looks } => self.paragraph(text, *looks),
                Node::Aligned(text) => {
                    let body = text.trim();
                    if !body.is_empty() {
                        let indent = (text.len() - text.trim_start().len()).min(400) as u16;
                        let span = self.line(body);
                        self.push(Piece { indent, ..Piece::text(span) });
                    }
                }
                Node::Table(table) => self.table(table),
                Node::Page(number) => {
                    self.page_break = !self.text.is_empty();
                    self.page = *number;
                }
                Node::Frame(content) => self.framed(|this| this.nodes(content)),
                Node::Note { mark, content } => self.note(mark, content),
            }
        }
    }

    /// A note reads as its mark and its text; the last place above it that shows the mark refers to it.
    fn note(&mut self, mark: &str, content: &[Node]) {
        let start = self.text.len();
        let reference = self.text.rfind(mark).map(|at| Span::new(at, at + mark.len()));
        match content.split_first() {
            Some((Node::Paragraph { text, looks }, rest)) => {
                self.paragraph(&format!("{mark} {}", text.trim_start()), *looks);
                self.nodes(rest);
            }
            _ => self.nodes(content),
        }
        if self.text.len() > start {
            let span = Span::new(start, self.text.trim_end().len().max(start));
            self.notes.push(Note { mark: mark.to_owned(), reference, span });
        }
    }

    fn framed(&mut self, content: impl FnOnce(&mut Self)) {
        let at = self.text.len();
        self.mark(Content::Open, at);
        content(self);
        let at = self.text.len();
        self.mark(Content::Close, at);
    }

    fn mark(&mut self, content: Content, at: usize) {
        self.pieces.push(Piece { content, ..Piece::text(Span::new(at, at)) });
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "a count or place in a text or table held in memory, whose size is limited on the way in"
    )]
    fn paragraph(&mut self, text: &str, looks: Looks) {
        let mut bold = looks.bold as usize;
        for line in text.split('\n') {
            let body = line.trim();
            let lead = line.len() - line.trim_start().len();
            if !body.is_empty() {
                let looks = Looks { bold: bold.saturating_sub(lead).min(body.len()) as u32, ..looks };
                let span = self.line(body);
                for (nth, part) in text::gap_separated(&self.text, span).into_iter().enumerate() {
                    let bold =
                        (looks.bold as usize).saturating_sub(part.start - span.start).min(part.len()) as u32;
                    self.push(Piece { looks: Looks { bold, ..looks }, glued: nth > 0, ..Piece::text(part) });
                }
            }
            bold = bold.saturating_sub(line.len() + 1);
        }
    }

    /// Writes a line; tells where its text stands.
    fn line(&mut self, body: &str) -> Span {
        let start = self.text.len();
        self.text.push_str(body);
        let span = Span::new(start, self.text.len());
        self.text.push('\n');
        if self.page.is_some() {
            self.origins.push(Origin { line: self.line, page: self.page });
        }
        self.line += 1;
        span
    }

    fn push(&mut self, piece: Piece) {
        self.pieces.push(Piece { page_break: std::mem::take(&mut self.page_break), ..piece });
    }

    fn table(&mut self, table: &TableNode) {
        if !table.caption.is_empty() {
            self.paragraph(&table.caption, Looks::default());
        }
        let first: Vec<&CellNode> = table.cells.iter().take_while(|cell| cell.row == 0).collect();
        let over_all = |cell: &&CellNode| cell.column_span >= table.columns && cell.row_span == 1;
        let top = match first.as_slice() {
            [only] if over_all(only) => plain_text(&only.content),
            _ => String::new(),
        };
        let opening = top.trim().lines().next().unwrap_or("").trim();
        let kind = caption::parse(opening).map(|caption| caption.kind);
        let frames = kind == Some(Kind::Box) || table.columns <= 1;
        if frames && !table.cells.is_empty() {
            self.framed(|this| this.box_rows(table));
        } else if kind == Some(Kind::Table) && table.rows > 1 {
            self.nodes(&first[0].content);
            self.grid(table, 1);
        } else {
            self.grid(table, 0);
        }
    }

    /// A table drawn as a frame: the first row is its caption, the rest its content.
    fn box_rows(&mut self, table: &TableNode) {
        if table.columns <= 1 {
            for cell in &table.cells {
                self.nodes(&cell.content);
            }
            return;
        }
        for cell in table.cells.iter().filter(|cell| cell.row == 0) {
            self.nodes(&cell.content);
        }
        let rest_is_text = table.cells.iter().all(|cell| cell.column_span >= table.columns);
        if rest_is_text {
            for cell in table.cells.iter().filter(|cell| cell.row > 0) {
                self.nodes(&cell.content);
            }
        } else if table.rows > 1 {
            self.grid(table, 1);
        }
    }

    /// Writes the rows from `from` on, one line each, the cells parted by tabs.
    fn grid(&mut self, table: &TableNode, from: usize) {
        let start = self.text.len();
        let mut cells = Vec::with_capacity(table.cells.len());
        let mut end = start;
        let mut pending = table.cells.iter().filter(|cell| cell.row >= from).peekable();
        for row in from..table.rows {
            let mut line = String::new();
            let mut column = 0;
            while let Some(cell) = pending.next_if(|cell| cell.row == row) {
                for _ in column..cell.column {
                    line.push('\t');
                }
                column = column.max(cell.column);
                let body = plain_text(&cell.content);
                let body: Vec<&str> =
                    body.split(['\n', '\t', '\r']).map(str::trim).filter(|s| !s.is_empty()).collect();
                let at = self.text.len() + line.len();
                line.push_str(&body.join(" "));
                cells.push(GridCell {
                    row: row - from,
                    column: cell.column,
                    row_span: cell.row_span.min(table.rows - row).max(1),
                    column_span: cell.column_span.max(1),
                    spans: vec![Span::new(at, self.text.len() + line.len())],
                });
            }
            end = self.line(&line).end;
        }
        let grid = Grid {
            rows: table.rows - from,
            columns: table.columns,
            head: table.head.saturating_sub(from),
            cells,
            breaks: table.breaks.iter().map(|row| row.saturating_sub(from)).collect(),
            doubts: Vec::new(),
        };
        self.push(Piece {
            content: Content::Grid(Box::new(grid)),
            ..Piece::text(Span::new(start, end.max(start)))
        });
    }
}

/// All text of `nodes`, a line for each paragraph.
pub(crate) fn plain_text(nodes: &[Node]) -> String {
    let mut out = String::new();
    collect_text(nodes, &mut out);
    out
}

fn collect_text(nodes: &[Node], out: &mut String) {
    for node in nodes {
        match node {
            Node::Paragraph { text, .. } | Node::Aligned(text) => {
                if !out.is_empty() {
                    out.push('\n');
                }
                out.push_str(text);
            }
            Node::Table(table) => {
                for cell in &table.cells {
                    collect_text(&cell.content, out);
                }
            }
            Node::Frame(content) | Node::Note { content, .. } => collect_text(content, out),
            Node::Page(_) => {}
        }
    }
}
