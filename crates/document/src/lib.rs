//! Turns the bytes of a plan (txt, Markdown, HTML, docx, PDF with a text layer) into a [`Document`]:
//! headings, paragraphs, lists, tables, boxes and captions in reading order, each with its span.
//!
//! The crate knows how documents of this kind are made (chapters, contents lists, boxes called 专栏,
//! tables cut by pages) and nothing of what plans say.

mod model;

pub use model::{
    Block, BoxBlock, Cell, Contents, ContentsEntry, Document, Figure, Format, Heading, ListItem, Origin,
    Paragraph, Table,
};
