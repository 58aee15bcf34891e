//! What the readers of the single formats hand to the structure pass: the text cut into pieces.

use crate::model::Doubt;
use source::Span;

/// The text of a document and its pieces in reading order.
#[derive(Debug, Default)]
pub(crate) struct Flow {
    pub(crate) text: String,
    pub(crate) pieces: Vec<Piece>,
}

/// A line, a part of a line that layout spaces set apart, or a table that the format states.
#[derive(Debug)]
pub(crate) struct Piece {
    /// The content without the white space around it.
    pub(crate) span: Span,
    /// Empty lines before it.
    pub(crate) blanks: u16,
    /// Whether a page ends before it.
    pub(crate) page_break: bool,
    /// Whether it stands on the same line as the piece before.
    pub(crate) glued: bool,
    /// Width of the white space before it, in half-width columns.
    pub(crate) indent: u16,
    /// What the format says of it.
    pub(crate) looks: Looks,
    pub(crate) content: Content,
}

/// What the format says of a piece of text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Looks {
    /// Level of a heading style.
    pub(crate) heading: Option<u8>,
    /// Bytes at the start that are bold.
    pub(crate) bold: u32,
    /// An item of a list; the marker, if any, is part of the text.
    pub(crate) list: bool,
}

#[derive(Debug)]
pub(crate) enum Content {
    Text,
    /// A table row of plain text, cut into cells.
    Row(Vec<Span>),
    /// Rows of cells, each with its lines; merged cells are empty in all but their first place.
    Rows {
        rows: Vec<Vec<Vec<Span>>>,
        /// Rows that begin on a new page.
        breaks: Vec<usize>,
    },
    /// A table with its grid known.
    Grid(Box<Grid>),
    /// A frame opens: what follows is a box.
    Open,
    /// The innermost frame closes.
    Close,
}

/// A table whose format states which cell covers what.
#[derive(Debug, Default)]
pub(crate) struct Grid {
    pub(crate) rows: usize,
    pub(crate) columns: usize,
    /// Rows at the top that the format calls the head; 0 when it says nothing.
    pub(crate) head: usize,
    pub(crate) cells: Vec<GridCell>,
    /// Rows that begin on a new page.
    pub(crate) breaks: Vec<usize>,
    /// Rows whose reading is not certain.
    pub(crate) doubts: Vec<Doubt>,
}

#[derive(Debug)]
pub(crate) struct GridCell {
    pub(crate) row: usize,
    pub(crate) column: usize,
    pub(crate) row_span: usize,
    pub(crate) column_span: usize,
    /// Lines inside the cell.
    pub(crate) spans: Vec<Span>,
}

impl Piece {
    /// A piece of text that stands on lines of its own.
    pub(crate) fn text(span: Span) -> Self {
        Self {
            span,
            blanks: 0,
            page_break: false,
            glued: false,
            indent: 0,
            looks: Looks::default(),
            content: Content::Text,
        }
    }

    pub(crate) fn is_text(&self) -> bool {
        matches!(self.content, Content::Text)
    }
}
