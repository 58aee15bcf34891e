//! The trace of a figure, and what came past it.

use crate::inputs::Inputs;
use crate::origin::Origin;
use story::{Block, Inline, Section, Table};

/// A figure of a report, with what it was made from.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    /// Its name in the tree: `n12`.
    pub name: String,
    /// The figure as written.
    pub text: String,
    /// The heading it stands under.
    pub place: String,
    /// What it was made from.
    pub origin: Origin,
    /// Ids of observations, targets, projects, ... that it rests on.
    pub sources: Vec<String>,
}

/// A figure that comes out differently when it is made again.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// Name of the trace.
    pub name: String,
    /// What was written.
    pub written: String,
    /// What it is now; `None` when it is no longer there.
    pub now: Option<String>,
}

/// The traces that come out differently from these inputs.
pub(crate) fn differences(traces: &[Trace], inputs: Inputs<'_>) -> Vec<Difference> {
    let one = |trace: &Trace| {
        let now = trace.origin.text(inputs);
        (now.as_deref() != Some(trace.text.as_str())).then(|| Difference {
            name: trace.name.clone(),
            written: trace.text.clone(),
            now,
        })
    };
    traces.iter().filter_map(one).collect()
}

/// Every piece of text with a digit that has no trace. Numbers that stand before headings are part of the outline.
pub fn untraced(blocks: &[Block<'_>]) -> Vec<String> {
    let mut found = Vec::new();
    for block in blocks {
        match block {
            Block::Heading(one) => inlines(&one.text, &mut found),
            Block::Section(Section { heading, blocks, .. }) => {
                inlines(&heading.text, &mut found);
                found.extend(untraced(blocks));
            }
            Block::Paragraph(one) => {
                text(&one.number, &mut found);
                inlines(&one.text, &mut found);
            }
            Block::List(list) => list.items.iter().for_each(|item| inlines(&item.text, &mut found)),
            Block::Facts(facts) => facts.iter().for_each(|fact| text(&fact.value, &mut found)),
            Block::Table(Table { note, head, rows, .. }) => {
                text(note, &mut found);
                let cells = head.iter().chain(rows).flat_map(|row| &row.cells);
                cells.for_each(|cell| inlines(&cell.text, &mut found));
            }
            Block::Frame(frame) => {
                inlines(&frame.title, &mut found);
                found.extend(untraced(&frame.blocks));
            }
            Block::Columns(columns) => columns.iter().for_each(|column| found.extend(untraced(column))),
            Block::Evidence(one) => text(&one.quote, &mut found),
            Block::Sources(all) => all.iter().for_each(|one| text(&one.quote, &mut found)),
            Block::Notes(notes) => notes.iter().for_each(|one| text(&one.message, &mut found)),
            // What a chart draws is the row that its caption names.
            Block::Chart(_) | Block::Map(_) => {}
        }
    }
    found
}

fn text(text: &str, found: &mut Vec<String>) {
    if text.contains(|c: char| c.is_ascii_digit()) {
        found.push(text.to_owned());
    }
}

fn inlines(all: &[Inline<'_>], found: &mut Vec<String>) {
    for one in all {
        match one {
            Inline::Text(words) | Inline::Hit(_, words) => text(words, found),
            Inline::Styled(_, inside) | Inline::Sentence(_, inside) | Inline::Footnote(inside) => {
                inlines(inside, found);
            }
            Inline::Link(link) => inlines(&link.text, found),
            Inline::Level(_, word) => text(word, found),
            Inline::State(_, word) => text(word, found),
            Inline::Traced(_) | Inline::Tick(_) | Inline::Break | Inline::Spark(_) => {}
        }
    }
}
