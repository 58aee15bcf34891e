//! From an outline and a judgement to a report.

use crate::block;
use crate::inputs::Inputs;
use crate::origin::{Moment, Origin, Words};
use crate::outline::{Law, Outline};
use crate::trace::{Difference, Trace, differences};
use std::borrow::Cow;
use story::{Block, Heading, Inline, Paragraph, Role, Section, SectionKind, Traced};

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
}

impl Report {
    /// The figures that come out differently from these inputs; none when they are those the report was made from.
    pub fn differences(&self, inputs: Inputs<'_>) -> Vec<Difference> {
        differences(&self.traces, inputs)
    }
}

/// Makes a report. `address` gives the page that shows what a figure was made from; empty for none.
pub fn make(outline: &Outline, inputs: Inputs<'_>, address: &dyn Fn(&Origin) -> String) -> Report {
    let mut maker = Maker {
        inputs,
        address,
        laws: &outline.law,
        traces: Vec::new(),
        place: String::new(),
        open: Vec::new(),
    };
    let title = maker.filled(&outline.title);
    let mut blocks = vec![Block::Heading(Heading { level: 1, text: title.clone(), ..Heading::default() })];
    if !outline.subtitle.is_empty() {
        let text = maker.filled(&outline.subtitle);
        blocks.push(Block::Paragraph(Paragraph::new(Role::Crumb, text)));
    }
    for section in &outline.section {
        maker.place.clone_from(&section.heading);
        let heading = Heading {
            level: section.level.saturating_add(1).clamp(2, 6),
            number: section.number.clone().into(),
            text: maker.filled(&section.heading),
            ..Heading::default()
        };
        let mut inside = Vec::new();
        for line in &section.blocks {
            inside.extend(block::line(&mut maker, line));
        }
        let kind = if section.attachment { SectionKind::Attachment } else { SectionKind::Part };
        blocks.push(Block::Section(Section { kind, id: Cow::Borrowed(""), heading, blocks: inside }));
    }
    let Maker { traces, open, .. } = maker;
    Report { title: plain(&title), contents: outline.contents.clone(), blocks, traces, open }
}

fn plain(inlines: &[Inline<'_>]) -> String {
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
