//! What changed in the text between two versions of a plan, sentence by sentence and row by row.

use crate::view::PlanView;
use document::{Block, Document};
use similar::{Algorithm, DiffOp, capture_diff_slices};
use source::{Passage, Span};

/// A place that says something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What the other version says; empty when it says nothing here.
    pub there: Marked,
    /// What this version says; empty when it says nothing any more.
    pub here: Marked,
    /// Where that stands in this version.
    pub span: Option<Span>,
}

/// A text whose middle differs from its counterpart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marked {
    /// The same at the start.
    pub start: String,
    /// What differs.
    pub middle: String,
    /// The same at the end.
    pub end: String,
}

impl Marked {
    /// Whether there is no text at all.
    pub fn is_empty(&self) -> bool {
        self.start.is_empty() && self.middle.is_empty() && self.end.is_empty()
    }
}

/// What changed in the text since another version; `None` when one of them came without its document.
pub fn text(view: &PlanView, other: &PlanView) -> Option<Vec<Change>> {
    let (here, there) = (view.stored.document.as_ref()?, other.stored.document.as_ref()?);
    Some(changes(&units(there), &units(here)))
}

/// Sentences, headings and rows with where they stand.
type Unit = (String, Span);

fn changes(there: &[Unit], here: &[Unit]) -> Vec<Change> {
    let words = |units: &[Unit]| units.iter().map(|(text, _)| text.clone()).collect::<Vec<_>>();
    let (old, new) = (words(there), words(here));
    let mut changes = Vec::new();
    for op in capture_diff_slices(Algorithm::Patience, &old, &new) {
        if matches!(op, DiffOp::Equal { .. }) {
            continue;
        }
        let (before, after) = (op.old_range(), op.new_range());
        let gone = there.get(before).unwrap_or_default();
        let come = here.get(after).unwrap_or_default();
        for at in 0..gone.len().max(come.len()) {
            let (a, b) = (gone.get(at), come.get(at));
            let (there, here) = marked(a.map_or("", |unit| &unit.0), b.map_or("", |unit| &unit.0));
            changes.push(Change { there, here, span: b.map(|unit| unit.1) });
        }
    }
    changes
}

/// Two texts with what they have in common at both ends apart.
fn marked(a: &str, b: &str) -> (Marked, Marked) {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let start = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let most = a.len().min(b.len()) - start;
    let end = a.iter().rev().zip(b.iter().rev()).take(most).take_while(|(x, y)| x == y).count();
    let cut = |all: &[char]| {
        let text = |from: usize, to: usize| all.get(from..to).unwrap_or_default().iter().collect();
        let tail = all.len() - end;
        Marked { start: text(0, start), middle: text(start, tail), end: text(tail, all.len()) }
    };
    (cut(&a), cut(&b))
}

fn units(document: &Document) -> Vec<Unit> {
    let mut units = Vec::new();
    // Boxes hold no boxes, so that one level is enough.
    for block in &document.blocks {
        match block {
            Block::Box(framed) => {
                passage(&framed.title, &mut units);
                framed.blocks.iter().for_each(|block| of_block(block, &mut units));
            }
            block => of_block(block, &mut units),
        }
    }
    units
}

fn of_block(block: &Block, units: &mut Vec<Unit>) {
    match block {
        Block::Heading(heading) => passage(&heading.title, units),
        Block::Paragraph(paragraph) => passage(&paragraph.text, units),
        Block::ListItem(item) => passage(&item.text, units),
        Block::Figure(figure) => passage(&figure.title, units),
        Block::Box(framed) => passage(&framed.title, units),
        Block::Table(table) => {
            for row in 0..table.rows {
                let cells: Vec<_> = table.row(row).collect();
                let text = cells.iter().map(|cell| cell.text.text()).collect::<Vec<_>>().join(" | ");
                let start = cells.first().map_or(table.span.start, |cell| cell.text.full_span().start);
                units.push((text, Span::new(start, start)));
            }
        }
    }
}

fn passage(passage: &Passage, units: &mut Vec<Unit>) {
    let mut from = 0;
    for sentence in passage.text().split_inclusive(['。', '；', '！', '？']) {
        let range = from..from + sentence.len();
        from = range.end;
        if !sentence.trim().is_empty() {
            units.push((sentence.to_owned(), passage.span(range)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Unit> {
        let options = document::ReadOptions { name: Some("plan.txt".into()) };
        units(&document::read(text.as_bytes(), &options).expect("read"))
    }

    #[test]
    fn only_what_changed_is_told_with_what_differs_marked() {
        let there = read(
            "云岭市规划纲要\n\n第一章 目标\n\n到2030年，地区生产总值达到1900亿元。粮食稳定。\n\n建设港口。\n",
        );
        let here = read(
            "云岭市规划纲要\n\n第一章 目标\n\n到2030年，地区生产总值达到2000亿元。粮食稳定。\n\n第二章 绿色\n\n建设港口。\n",
        );
        let changes = changes(&there, &here);
        let told: Vec<_> =
            changes.iter().map(|one| (one.there.middle.as_str(), one.here.middle.as_str())).collect();
        assert_eq!(told, [("19", "20"), ("", "绿色")]);
        assert_eq!(changes[0].here.start, "到2030年，地区生产总值达到");
    }
}
