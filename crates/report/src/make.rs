//! From an outline and a judgement to a report.

use crate::block;
use crate::inputs::Inputs;
use crate::origin::{Moment, Origin, Words};
use crate::outline::{Law, Outline};
use crate::trace::{Difference, Trace, differences};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use story::{Block, Heading, Inline, Paragraph, Role, Section, SectionKind, Table, Traced};

/// A report.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Its title.
    pub title: String,
    /// Heading of the table of contents; empty for none.
    pub contents: String,
    /// The tree.
    pub blocks: Vec<Block<'static>>,
    /// The trace of every figure, in the order of the tree.
    pub traces: Vec<Trace>,
    /// What a person has to see to before it is signed.
    pub open: Vec<String>,
    /// Where each line of the outline stands in the tree, in order.
    pub places: Vec<Placed>,
}

impl Report {
    /// A title and tables below it, with nothing to trace: a list that is taken along as a file.
    pub fn of_tables(title: String, tables: impl IntoIterator<Item = Table<'static>>) -> Self {
        Self::of_blocks(title, tables.into_iter().map(Block::Table))
    }

    /// A title and blocks below it, with nothing to trace.
    pub fn of_blocks(title: String, blocks: impl IntoIterator<Item = Block<'static>>) -> Self {
        let heading = Block::Heading(Heading::new(1, title.clone()));
        Self {
            title,
            contents: String::new(),
            blocks: std::iter::once(heading).chain(blocks).collect(),
            traces: Vec::new(),
            open: Vec::new(),
            places: Vec::new(),
        }
    }
}

/// Where a line of an outline stands in the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Section and line of the outline, from 1: 3.2.
    pub place: String,
    /// Place of its section in the tree.
    section: usize,
    /// Its blocks in the section.
    blocks: std::ops::Range<usize>,
}

impl Report {
    /// The blocks of a line of the outline, with what people wrote to it.
    pub fn of_place(&self, placed: &Placed) -> &[Block<'static>] {
        match self.blocks.get(placed.section) {
            Some(Block::Section(section)) => section.blocks.get(placed.blocks.clone()).unwrap_or_default(),
            _ => &[],
        }
    }

    /// The figures that come out differently from these inputs; none when they are those the report was made from.
    pub fn differences(&self, inputs: Inputs<'_>) -> Vec<Difference> {
        differences(&self.traces, inputs)
    }
}

/// Makes a report. `address` gives the page that shows what a figure was made from; empty for none.
pub fn make(outline: &Outline, inputs: Inputs<'_>, address: &dyn Fn(&Origin) -> String) -> Report {
    let mut maker = Maker::new(outline, inputs, address);
    let title = maker.filled(&outline.title);
    let mut blocks = vec![Block::Heading(Heading { level: 1, text: title.clone(), ..Heading::default() })];
    if !outline.subtitle.is_empty() {
        let text = maker.filled(&outline.subtitle);
        blocks.push(Block::Paragraph(Paragraph::new(Role::Crumb, text)));
    }
    let mut places = Vec::new();
    for (at, section) in outline.section.iter().enumerate() {
        maker.place.clone_from(&section.heading);
        let heading = Heading {
            level: section.level.saturating_add(1).clamp(2, 6),
            number: section.number.clone().into(),
            text: maker.filled(&section.heading),
            ..Heading::default()
        };
        let mut inside = Vec::new();
        for (line_at, line) in section.blocks.iter().enumerate() {
            let (place, start) = (place(at, line_at), inside.len());
            inside.extend(block::line(&mut maker, line, &place));
            places.push(Placed { place, section: blocks.len(), blocks: start..inside.len() });
        }
        let kind = if section.attachment { SectionKind::Attachment } else { SectionKind::Part };
        blocks.push(Block::Section(Section { kind, id: Cow::Borrowed(""), heading, blocks: inside }));
    }
    let Maker { traces, open, .. } = maker;
    Report { title: plain(&title), contents: outline.contents.clone(), blocks, traces, open, places }
}

/// The name of a line of an outline, by section and line from 0.
fn place(section: usize, line: usize) -> String {
    format!("{}.{}", section + 1, line + 1)
}

/// What a line of an outline made, without what people wrote to it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// Section and line, from 1: 3.2.
    pub place: String,
    /// Heading of its section.
    pub heading: String,
    /// What a person has to write there; empty where something is made.
    pub write: String,
    /// What it made, as Markdown.
    pub text: String,
}

/// What each line of an outline makes from the inputs, without what people wrote, in order.
pub fn made(outline: &Outline, inputs: Inputs<'_>) -> Vec<Made> {
    let inputs = Inputs { written: &[], ..inputs };
    let mut maker = Maker::new(outline, inputs, &|_| String::new());
    let mut all = Vec::new();
    for (at, section) in outline.section.iter().enumerate() {
        let heading = plain(&maker.filled(&section.heading));
        for (line_at, line) in section.blocks.iter().enumerate() {
            let write = plain(&maker.filled(&line.write));
            let text = if line.write.is_empty() {
                story::markdown(&block::line(&mut maker, line, ""))
            } else {
                String::new()
            };
            all.push(Made { place: place(at, line_at), heading: heading.clone(), write, text });
        }
    }
    all
}

/// The text of inlines that hold words and figures.
pub(crate) fn plain(inlines: &[Inline<'_>]) -> String {
    let one = |inline: &Inline<'_>| match inline {
        Inline::Text(text) => text.clone().into_owned(),
        Inline::Traced(figure) => figure.text.clone().into_owned(),
        _ => String::new(),
    };
    inlines.iter().map(one).collect()
}

/// What a report is written with: the only way to a figure.
pub(crate) struct Maker<'m> {
    pub(crate) inputs: Inputs<'m>,
    address: &'m dyn Fn(&Origin) -> String,
    laws: &'m [Law],
    traces: Vec<Trace>,
    place: String,
    pub(crate) open: Vec<String>,
}

impl<'m> Maker<'m> {
    pub(crate) fn new(
        outline: &'m Outline,
        inputs: Inputs<'m>,
        address: &'m dyn Fn(&Origin) -> String,
    ) -> Self {
        Self {
            inputs,
            address,
            laws: &outline.law,
            traces: Vec::new(),
            place: String::new(),
            open: Vec::new(),
        }
    }

    /// Says what the next figures stand under.
    pub(crate) fn at(&mut self, place: &str) {
        place.clone_into(&mut self.place);
    }

    /// The traces of all figures that were made.
    pub(crate) fn into_traces(self) -> Vec<Trace> {
        self.traces
    }
}

impl Maker<'_> {
    /// A figure, with its trace; `None` when there is nothing to write.
    pub(crate) fn figure(&mut self, origin: Origin) -> Option<Inline<'static>> {
        let text = origin.text(self.inputs)?;
        if !text.contains(|c: char| c.is_ascii_digit()) {
            return Some(Inline::text(text));
        }
        let name = format!("n{}", self.traces.len() + 1);
        let traced = Traced {
            trace: name.clone().into(),
            text: text.clone().into(),
            address: (self.address)(&origin).into(),
        };
        let sources = origin.sources(self.inputs);
        self.traces.push(Trace { name, text, place: self.place.clone(), origin, sources });
        Some(Inline::Traced(traced))
    }

    /// Text with figures: each `{}` of the pattern is the next origin. `None` when one of them has nothing to write.
    pub(crate) fn sentence(&mut self, pattern: &str, origins: Vec<Origin>) -> Option<Vec<Inline<'static>>> {
        if origins.iter().any(|origin| origin.text(self.inputs).is_none()) {
            return None;
        }
        let mut out = Vec::new();
        let mut origins = origins.into_iter();
        for (at, text) in pattern.split("{}").enumerate() {
            if at > 0 {
                out.extend(origins.next().and_then(|origin| self.figure(origin)));
            }
            if !text.is_empty() {
                out.push(Inline::text(text.to_owned()));
            }
        }
        Some(out)
    }

    /// Words of the office with `{plan}`, `{year}`, ... filled in. Digits the office wrote itself stay as they are.
    pub(crate) fn filled(&mut self, text: &str) -> Vec<Inline<'static>> {
        let mut out = Vec::new();
        let mut rest = text;
        while let Some((before, behind)) = rest.split_once('{') {
            let Some((name, after)) = behind.split_once('}') else { break };
            if !before.is_empty() {
                out.push(Inline::text(before.to_owned()));
            }
            match field(name) {
                Some(Field::Origin(origin)) => out.extend(self.figure(origin)),
                Some(Field::Region) => {
                    out.push(Inline::text(self.inputs.plan.region.clone().unwrap_or_default()));
                }
                Some(Field::Law(name)) => {
                    let text = self.law(&name);
                    out.push(Inline::text(text));
                }
                None => out.push(Inline::text(format!("{{{name}}}"))),
            }
            rest = after;
        }
        if !rest.is_empty() {
            out.push(Inline::text(rest.to_owned()));
        }
        out
    }

    /// A law with its article when a person has confirmed it.
    fn law(&mut self, name: &str) -> String {
        let Some(law) = self.laws.iter().find(|law| law.name == name) else { return String::new() };
        let title = format!("《{}》", law.title);
        if law.confirmed && !law.article.is_empty() {
            return format!("{title}{}", law.article);
        }
        let article = if law.article.is_empty() { "条款" } else { &law.article };
        let open = format!(
            "{title}{article}待核：请对照现行文本，核实后在提纲文件中写明 article 和 confirmed = true"
        );
        if !self.open.contains(&open) {
            self.open.push(open);
        }
        title
    }
}

/// What stands in braces.
enum Field {
    Origin(Origin),
    Region,
    Law(String),
}

fn field(name: &str) -> Option<Field> {
    let moment = |moment| Some(Field::Origin(Origin::Moment(moment)));
    match name {
        "plan" => Some(Field::Origin(Origin::Words(Words::Title))),
        "region" => Some(Field::Region),
        "year" => moment(Moment::Year),
        "next" => moment(Moment::NextYear),
        "previous" => moment(Moment::PreviousYear),
        "running" => moment(Moment::Running),
        "day" => moment(Moment::Day),
        "first" => moment(Moment::First),
        "last" => moment(Moment::Last),
        name => name.strip_prefix("law:").map(|law| Field::Law(law.to_owned())),
    }
}

/// The first field in braces that there is not.
pub(crate) fn unknown_field(text: &str, laws: &[Law]) -> Option<String> {
    let names = text.split('{').skip(1).map(|part| part.split('}').next().unwrap_or_default());
    let known = |name: &&str| match field(name) {
        Some(Field::Law(law)) => laws.iter().any(|one| one.name == law),
        found => found.is_some(),
    };
    names.into_iter().find(|name| !known(name)).map(str::to_owned)
}
