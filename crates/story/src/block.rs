//! The blocks of what is shown.

use crate::chart::Chart;
use crate::inline::{Anchor, Inline};
use crate::table::Table;
use source::Severity;
use std::borrow::Cow;

/// A block.
#[derive(Clone, Debug, PartialEq)]
pub enum Block<'a> {
    /// A heading that opens no section of its own.
    Heading(Heading<'a>),
    /// A heading with what stands under it.
    Section(Section<'a>),
    /// A paragraph.
    Paragraph(Paragraph<'a>),
    /// A list.
    List(List<'a>),
    /// Names and values.
    Facts(Vec<Fact<'a>>),
    /// A table.
    Table(Table<'a>),
    /// Blocks in a frame.
    Frame(Frame<'a>),
    /// Blocks side by side where there is room.
    Columns(Vec<Vec<Block<'a>>>),
    /// A chart, by its specification.
    Chart(Box<Chart<'a>>),
    /// A map, by its specification.
    Map(Map<'a>),
    /// The sentence that something rests on.
    Evidence(Evidence<'a>),
    /// All sentences that something rests on.
    Sources(Vec<Evidence<'a>>),
    /// Findings beside the block before.
    Notes(Vec<Note<'a>>),
}

/// A heading.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Heading<'a> {
    /// From 1, the title of the whole, to 6.
    pub level: u8,
    /// Its place in the source.
    pub anchor: Option<Anchor>,
    /// What stands before it as printed: 第一章.
    pub number: Cow<'a, str>,
    /// The title.
    pub text: Vec<Inline<'a>>,
}

impl<'a> Heading<'a> {
    /// A heading of plain text.
    pub fn new(level: u8, text: impl Into<Cow<'a, str>>) -> Self {
        Self { level, text: vec![Inline::text(text)], ..Self::default() }
    }
}

/// A heading with what stands under it.
#[derive(Clone, Debug, PartialEq)]
pub struct Section<'a> {
    /// What it is.
    pub kind: SectionKind,
    /// The name that addresses use; empty when only its heading has one.
    pub id: Cow<'a, str>,
    /// Its heading.
    pub heading: Heading<'a>,
    /// What stands under it.
    pub blocks: Vec<Block<'a>>,
}

/// What a section is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SectionKind {
    /// A part of a document or page.
    Part,
    /// All about one target.
    Target,
    /// Details, closed until they are asked for.
    Fold,
    /// What is attached to a report; it begins a page of its own where there are pages.
    Attachment,
}

/// A paragraph.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Paragraph<'a> {
    /// What it is for.
    pub role: Role,
    /// Its place in the source, where addresses name it.
    pub anchor: Option<Anchor>,
    /// What stands before it as printed.
    pub number: Cow<'a, str>,
    /// What it says.
    pub text: Vec<Inline<'a>>,
}

impl<'a> Paragraph<'a> {
    /// A paragraph in a role.
    pub fn new(role: Role, text: Vec<Inline<'a>>) -> Self {
        Self { role, text, ..Self::default() }
    }
}

/// What a paragraph is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// Running text.
    #[default]
    Plain,
    /// The main statement of its section.
    Lede,
    /// A remark.
    Soft,
    /// Who answers for it.
    Owner,
    /// The way back.
    Crumb,
    /// A heading inside a frame, which is none of the page's outline.
    FrameHead,
    /// The title of a picture that only the document has.
    Figure,
}

/// A list.
#[derive(Clone, Debug, PartialEq)]
pub struct List<'a> {
    /// What it is.
    pub kind: ListKind,
    /// Its items.
    pub items: Vec<Item<'a>>,
}

/// What a list is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListKind {
    /// Points.
    Points,
    /// As printed in a document, with its own markers.
    Printed,
    /// Lines of remarks, with rules between them.
    Lines,
}

/// An item of a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Item<'a> {
    /// The marker as printed.
    pub marker: Cow<'a, str>,
    /// What it says.
    pub text: Vec<Inline<'a>>,
}

/// A name with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact<'a> {
    /// The name.
    pub name: Cow<'a, str>,
    /// The value.
    pub value: Cow<'a, str>,
    /// Smaller, behind the value.
    pub remark: Cow<'a, str>,
}

impl Fact<'_> {
    /// The fact as a line of text: 名称：值（说明）.
    pub fn line(&self) -> String {
        let Self { name, value, remark } = self;
        if remark.is_empty() {
            format!("{name}：{value}")
        } else {
            format!("{name}：{value}（{remark}）")
        }
    }
}

/// Blocks in a frame.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame<'a> {
    /// What it is.
    pub kind: FrameKind,
    /// Its place in the source.
    pub anchor: Option<Anchor>,
    /// What stands before its title as printed: 专栏1.
    pub number: Cow<'a, str>,
    /// The title.
    pub title: Vec<Inline<'a>>,
    /// What is in it.
    pub blocks: Vec<Block<'a>>,
}

/// What a frame is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrameKind {
    /// A box of a document: 专栏.
    Printed,
    /// What an office says to a warning.
    Reply,
}

/// A map of regions.
///
/// Its outlines are fetched by what draws it; a medium without maps tells the values in words.
#[derive(Clone, Debug, PartialEq)]
pub struct Map<'a> {
    /// Address of the outlines as `GeoJSON`, with name, value and rank of each region.
    pub shapes: Cow<'a, str>,
    /// Address of the script that prepares the outlines.
    pub worker: Cow<'a, str>,
    /// The words of its controls, as a JSON object.
    pub words: Cow<'a, str>,
    /// What its colours say.
    pub key: Cow<'a, str>,
    /// What is said where it cannot be drawn.
    pub absent: Cow<'a, str>,
    /// The regions with their values as written.
    pub areas: Vec<(Cow<'a, str>, Cow<'a, str>)>,
}

/// A sentence of a document that something rests on. Documents are Chinese, whatever the language around them.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence<'a> {
    /// Its words.
    pub quote: Cow<'a, str>,
    /// Where it is shown in its document; empty when it is not.
    pub address: Cow<'a, str>,
    /// Where it stands: chapter, line, what it tells of.
    pub place: Vec<Cow<'a, str>>,
}

/// A finding beside the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Note<'a> {
    /// Its weight.
    pub severity: Severity,
    /// The word for its weight.
    pub word: &'static str,
    /// What was found.
    pub message: Cow<'a, str>,
    /// What to do; empty when nothing is known.
    pub help: Cow<'a, str>,
    /// Addresses and words of links.
    pub links: Vec<(Cow<'a, str>, Cow<'a, str>)>,
}
