//! What is shown to a person, as one tree: headings, paragraphs, tables, charts, maps, evidence and notes.
//!
//! A page or a report is made once, as [`Block`]s; writers turn them into what is read: [`html()`] for pages,
//! [`markdown()`] for plain text, [`picture()`] for a chart as a file of its own, [`figure()`] for one on paper. A [`Chart`] is a specification: its picture (`drawing`), its legend, and the readings
//! that the browser shows at the pointer all come from it.
//!
//! **Invariant:** knows nothing of plans, requests or addresses: whoever makes the tree gives the links.
//! **Invariant:** every writer writes every block; what a medium cannot show (a map on paper) it says in words.

mod block;
mod chart;
mod drawing;
mod html;
mod inline;
mod markdown;
mod picture;
mod table;

pub use block::{
    Block, Evidence, Fact, Frame, FrameKind, Heading, Item, List, ListKind, Map, Note, Paragraph, Role,
    Section, SectionKind,
};
pub use chart::{Chart, Meaning, Reading, Series, Shares, Values};
pub use html::{Bar, Mark, Spark, html, mark};
pub use inline::{Anchor, Commitment, Inline, Link, Style, Traced};
pub use markdown::markdown;
pub use picture::{figure, picture};
pub use table::{Cell, CellKind, Row, Table, TableKind};
