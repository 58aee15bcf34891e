use source::{Diagnostic, Lines, Passage, Span, Words};

/// The format a document was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Plain text.
    Text,
    /// Markdown.
    Markdown,
    /// HTML.
    Html,
    /// Office Open XML (.docx).
    Docx,
    /// PDF with a text layer.
    Pdf,
    /// OFD (GB/T 33190).
    Ofd,
}

/// A document in reading order.
///
/// `text` is the source text that all spans point into: the decoded file for plain text and Markdown,
/// the extracted text, one line for each paragraph or table row, for the other formats.
#[derive(Clone, Debug)]
pub struct Document {
    /// What it was read from.
    pub format: Format,
    /// The source text.
    pub text: String,
    /// Lines of the source text.
    pub lines: Lines,
    /// Title of the document, when one was found.
    pub title: Option<Passage>,
    /// The contents list, when there is one. It is not part of `blocks`.
    pub contents: Option<Contents>,
    /// Everything else, in reading order.
    pub blocks: Vec<Block>,
    /// Where the lines of an extracted text come from; empty when `text` is the file itself.
    pub origins: Vec<Origin>,
    /// The gaps (page break, page number, blank lines) over which text cut in two was joined again, in order.
    pub joins: Vec<Span>,
    /// Footnotes and endnotes that the format keeps apart; they are also part of `blocks`, at the end of the
    /// section that refers to them.
    pub notes: Vec<Note>,
    /// Digits at the beginning of a page that a page number stuck to, in order: what they are part of is not certain.
    pub unsure: Vec<Span>,
    /// Parts of the text that were tables and could not be read: their words are no sentences.
    pub unread: Vec<Span>,
    /// What the reader noticed (parts it could not read, odd encodings).
    pub diagnostics: Vec<Diagnostic>,
}

impl Document {
    /// A document of nothing, for a plan that came without one.
    pub fn none() -> Self {
        Self {
            format: Format::Text,
            text: String::new(),
            lines: Lines::of(""),
            title: None,
            contents: None,
            blocks: Vec::new(),
            origins: Vec::new(),
            joins: Vec::new(),
            notes: Vec::new(),
            unsure: Vec::new(),
            unread: Vec::new(),
            diagnostics: Vec::new(),
        }
    }
}

/// Where a line of the extracted text comes from in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    /// 1-based line of the extracted text.
    pub line: u32,
    /// 1-based page, when the format has pages.
    pub page: Option<u32>,
}

/// A footnote or endnote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The mark as the text shows it (¹).
    pub mark: String,
    /// The mark in the text that refers to the note.
    pub reference: Option<Span>,
    /// The note with its mark.
    pub span: Span,
}

/// A part of the document.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A numbered or styled heading.
    Heading(Heading),
    /// A paragraph, its pieces joined over page breaks.
    Paragraph(Paragraph),
    /// An item of a list (——, -, •, 1) ...) that is not a heading.
    ListItem(ListItem),
    /// A table with its caption.
    Table(Table),
    /// A box (专栏) with its title and what it holds.
    Box(BoxBlock),
    /// A figure caption.
    Figure(Figure),
}

/// A heading of the body.
#[derive(Clone, Debug, PartialEq)]
pub struct Heading {
    /// 1 for chapters (or for the parts above them), 2 and more below.
    pub level: u8,
    /// The number as printed without its stop (第一章, 一, （三）, 1.2); empty when there is none.
    pub number: String,
    /// The number's value, when it has one.
    pub ordinal: Option<u32>,
    /// The title without the number.
    pub title: Passage,
    /// The whole heading.
    pub span: Span,
}

/// Running text.
#[derive(Clone, Debug, PartialEq)]
pub struct Paragraph {
    /// The text; stray layout spaces are dropped, so that 115 亿元 reads 115亿元.
    pub text: Passage,
    /// Length in bytes of a run-in lead with its stop (创新产业。), 0 when there is none.
    pub lead: usize,
}

/// A list item.
#[derive(Clone, Debug, PartialEq)]
pub struct ListItem {
    /// The marker as printed (——, -, （1）).
    pub marker: String,
    /// The text without the marker.
    pub text: Passage,
    /// Length in bytes of a run-in lead with its stop, 0 when there is none.
    pub lead: usize,
}

/// A table as a grid of cells.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Number in the caption (1 of 表 1), empty when there is none.
    pub number: String,
    /// Title in the caption; empty when there is none.
    pub title: Passage,
    /// Unit or other note that stands between caption and head (单位：亿元); empty when there is none.
    pub note: Passage,
    /// Number of rows.
    pub rows: usize,
    /// Number of columns.
    pub columns: usize,
    /// How many rows at the top are the head.
    pub head: usize,
    /// The cells, row by row; merged cells stand once, at their first row and column.
    pub cells: Vec<Cell>,
    /// Rows that begin after a page break which cut the table.
    pub joins: Vec<usize>,
    /// Rows whose reading another one comes close to.
    pub doubts: Vec<Doubt>,
    /// Caption to last row.
    pub span: Span,
}

/// Why the reader is not certain of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DoubtKind {
    /// Fewer values than columns, and nothing says which column is empty.
    EmptyCell,
    /// A value with signs that no number has: misread or damaged.
    Characters,
    /// Cells stand side by side with nothing between them, and another cut comes close.
    Glued,
    /// A value carries the mark of a note that may give it another year or scope.
    Noted,
}

impl DoubtKind {
    /// The reason in both languages.
    pub fn words(self) -> Words {
        match self {
            Self::EmptyCell => Words::new(
                "本行数值少于列数，看不出空的是哪一列",
                "the row has fewer values than columns, and nothing shows which column is empty",
            ),
            Self::Characters => {
                Words::new("单元格中有识别不清的字符", "a cell holds characters that no number has")
            }
            Self::Glued => Words::new(
                "各单元格连在一起，分界靠推断，另有相近的分法",
                "the cells run into each other; where they part is inferred, and another way comes close",
            ),
            Self::Noted => Words::new(
                "数值带注释序号，年份或口径以表下的注为准",
                "the value carries the mark of a note, which may give it another year or scope",
            ),
        }
    }
}

/// A row of which the reader is not certain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// The row, from 0.
    pub row: usize,
    /// Why.
    pub kind: DoubtKind,
    /// Confidence in percent.
    pub confidence: u8,
}

impl Table {
    /// The cell that covers `row` and `column`, merged cells included.
    pub fn cell(&self, row: usize, column: usize) -> Option<&Cell> {
        // Row by row: what covers the place begins at or before it, and most cells cover only their own.
        let end = self.cells.partition_point(|cell| (cell.row, cell.column) <= (row, column));
        self.cells[..end].iter().rev().find(|cell| cell.covers(row, column))
    }

    /// The cells that begin in `row`, left to right.
    pub fn row(&self, row: usize) -> impl Iterator<Item = &Cell> {
        let start = self.cells.partition_point(|cell| cell.row < row);
        self.cells[start..].iter().take_while(move |cell| cell.row == row)
    }
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// First row, from 0.
    pub row: usize,
    /// First column, from 0.
    pub column: usize,
    /// Number of rows it covers, at least 1.
    pub row_span: usize,
    /// Number of columns it covers, at least 1.
    pub column_span: usize,
    /// What stands in it, line breaks inside the cell joined.
    pub text: Passage,
    /// Whether its extent over several rows or columns was inferred from empty cells, which is all that
    /// plain text keeps of merged cells.
    pub inferred: bool,
}

impl Cell {
    /// Whether the cell covers this place of the grid.
    pub fn covers(&self, row: usize, column: usize) -> bool {
        (self.row..self.row + self.row_span).contains(&row)
            && (self.column..self.column + self.column_span).contains(&column)
    }
}

/// A box (专栏): a framed list that belongs to the section it stands in.
#[derive(Clone, Debug, PartialEq)]
pub struct BoxBlock {
    /// Number in the caption (1 of 专栏 1), empty when there is none.
    pub number: String,
    /// Title of the box.
    pub title: Passage,
    /// What it holds; headings inside a box are headings of level 1 of the box.
    pub blocks: Vec<Block>,
    /// Caption to last line.
    pub span: Span,
}

/// A figure caption.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Number in the caption, empty when there is none.
    pub number: String,
    /// Title of the figure.
    pub title: Passage,
    /// The caption line.
    pub span: Span,
}

/// A contents list.
#[derive(Clone, Debug, PartialEq)]
pub struct Contents {
    /// The entries in order.
    pub entries: Vec<ContentsEntry>,
    /// The whole list with its title.
    pub span: Span,
}

/// A line of a contents list.
#[derive(Clone, Debug, PartialEq)]
pub struct ContentsEntry {
    /// Number as printed, empty when there is none.
    pub number: String,
    /// Title without number and page.
    pub title: Passage,
    /// Page number as printed.
    pub page: Option<u32>,
}
