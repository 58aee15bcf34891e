//! Blocks as HTML. Everything that is written into it goes through the templates, which escape it.
//!
//! The markup is lean on purpose: a plan of 300 pages has thousands of sentences.

use crate::block::{Block, Frame, FrameKind, Heading, List, ListKind, Paragraph, Role, Section, SectionKind};
use crate::chart::{Chart, Meaning, Shares};
use crate::drawing::{self, Drawing, Shape};
use crate::inline::{Inline, Style};
use crate::table::{Cell, CellKind, Row, Table, TableKind};
use askama::Template;

/// Blocks as HTML.
pub fn html(blocks: &[Block<'_>]) -> String {
    // Templates write into a string, which cannot fail.
    Blocks { blocks }.render().unwrap_or_default()
}

#[derive(Template)]
#[template(path = "blocks.html")]
struct Blocks<'s> {
    blocks: &'s [Block<'s>],
}

#[derive(Template)]
#[template(path = "inlines.html")]
struct Inlines<'s> {
    inlines: &'s [Inline<'s>],
}

#[derive(Template)]
#[template(path = "heading.html")]
struct HeadingTag<'s> {
    heading: &'s Heading<'s>,
    /// The name that its section is labelled by; empty for none.
    id: &'s str,
}

#[derive(Template)]
#[template(path = "section.html")]
struct SectionTag<'s> {
    section: &'s Section<'s>,
}

#[derive(Template)]
#[template(path = "table.html")]
struct TableTag<'s> {
    table: &'s Table<'s>,
}

#[derive(Template)]
#[template(path = "rows.html")]
struct Rows<'s> {
    rows: &'s [Row<'s>],
}

#[derive(Template)]
#[template(path = "chart.html")]
struct ChartTag<'s> {
    chart: &'s Chart<'s>,
    drawings: Vec<Drawing>,
    /// What the browser shows at the pointer.
    readings: String,
}

#[derive(Template)]
#[template(path = "drawing.svg", escape = "html")]
struct Svg<'s> {
    drawing: &'s Drawing,
    description: &'s str,
    unit: &'s str,
}

/// A chart as small as a word; nothing when it has no values that were.
#[derive(Template)]
#[template(path = "spark.svg", escape = "html")]
pub struct Spark {
    drawing: Option<Drawing>,
}

impl Spark {
    /// The small picture of a chart.
    pub fn of(chart: &Chart<'_>) -> Self {
        Self { drawing: drawing::spark(chart) }
    }
}

/// A bar whose parts are as wide as their counts; each part has its own pattern.
#[derive(Template)]
#[template(path = "bar.svg", escape = "html")]
pub struct Bar {
    description: String,
    parts: Vec<BarPart>,
}

struct BarPart {
    name: &'static str,
    x: String,
    width: String,
}

impl Bar {
    /// The bar of some shares.
    pub fn of(shares: &Shares<'_>) -> Self {
        let total = shares.parts.iter().map(|(_, count)| count).sum::<usize>().max(1) as f64;
        let mut before = 0;
        let mut parts = Vec::new();
        for (name, count) in &shares.parts {
            let per_cent = |count: usize| format!("{:.2}", count as f64 / total * 100.0);
            if *count > 0 {
                parts.push(BarPart { name, x: per_cent(before), width: per_cent(*count) });
            }
            before += count;
        }
        Self { description: shares.description.clone().into_owned(), parts }
    }
}

/// The mark of a state, by its stable name. Its word stands beside it, for those who see no mark.
#[derive(Template, Clone, Copy)]
#[template(
    ext = "html",
    source = r##"<svg class="mark s-{{ name }}" aria-hidden="true"><use href="#m-{{ name }}"/></svg>"##
)]
pub struct Mark {
    name: &'static str,
}

/// The mark of a state.
pub fn mark(name: &'static str) -> Mark {
    Mark { name }
}

// What the templates call.

fn blocks<'s>(blocks: &'s [Block<'s>]) -> Blocks<'s> {
    Blocks { blocks }
}

fn inlines<'s>(inlines: &'s [Inline<'s>]) -> Inlines<'s> {
    Inlines { inlines }
}

fn heading<'s>(heading: &'s Heading<'s>, id: &'s str) -> HeadingTag<'s> {
    HeadingTag { heading, id }
}

fn section<'s>(section: &'s Section<'s>) -> SectionTag<'s> {
    SectionTag { section }
}

fn table<'s>(table: &'s Table<'s>) -> TableTag<'s> {
    TableTag { table }
}

fn rows<'s>(rows: &'s [Row<'s>]) -> Rows<'s> {
    Rows { rows }
}

fn chart<'s>(chart: &'s Chart<'s>) -> ChartTag<'s> {
    let drawings = [drawing::WIDE, drawing::NARROW].into_iter();
    let readings = serde_json::to_string(&chart.readings()).unwrap_or_default();
    ChartTag {
        chart,
        drawings: drawings.filter_map(|format| drawing::full(chart, format)).collect(),
        // Inside a script element nothing is escaped, and only this letter could end it.
        readings: readings.replace('<', "\\u003c"),
    }
}

fn svg<'s>(drawing: &'s Drawing, chart: &'s Chart<'s>) -> Svg<'s> {
    Svg { drawing, description: &chart.description, unit: &chart.unit }
}

impl Paragraph<'_> {
    fn class(&self) -> &'static str {
        match self.role {
            Role::Plain => "",
            Role::Lede => "lede",
            Role::Soft => "soft",
            Role::Owner => "owner",
            Role::Crumb => "crumb",
            Role::FrameHead => "box-head",
            Role::Figure => "figure",
        }
    }
}

impl List<'_> {
    fn class(&self) -> &'static str {
        match self.kind {
            ListKind::Points => "",
            ListKind::Printed => "doc-list",
            ListKind::Lines => "data-list",
        }
    }
}

impl Section<'_> {
    fn class(&self) -> &'static str {
        match self.kind {
            SectionKind::Target => "target",
            SectionKind::Attachment => "attachment",
            SectionKind::Part | SectionKind::Fold => "",
        }
    }
}

impl Frame<'_> {
    fn class(&self) -> &'static str {
        match self.kind {
            FrameKind::Printed => "box",
            FrameKind::Reply => "reply",
        }
    }
}

impl Style {
    fn class(self) -> &'static str {
        match self {
            Self::Strong | Self::Small => "",
            Self::Soft => "soft",
            Self::Chip => "chip",
            Self::Alarm => "chip s-out-of-reach",
            Self::Number => "num nowrap",
            Self::Tool => "tool",
        }
    }
}

impl Table<'_> {
    fn printed(&self) -> bool {
        self.kind == TableKind::Printed
    }
}

impl Cell<'_> {
    fn tag(&self) -> &'static str {
        match self.kind {
            CellKind::ColumnHead => "th scope=col",
            CellKind::RowHead => "th scope=row",
            CellKind::Data => "td",
        }
    }
}

impl Meaning {
    pub(crate) fn is_band(self) -> bool {
        matches!(self.shape(), Shape::Band)
    }

    pub(crate) fn is_line(self) -> bool {
        matches!(self.shape(), Shape::Line | Shape::DottedLine)
    }

    pub(crate) fn is_dot(self) -> bool {
        matches!(self.shape(), Shape::Dots)
    }
}
