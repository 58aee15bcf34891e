//! What changed in the text between two versions of a plan, sentence by sentence and row by row.

use crate::view::PlanView;
use document::{Block, Document};
pub use docx::Stretch;
use similar::{Algorithm, DiffOp, capture_diff_slices};
use source::{Passage, Span};

/// A place that says something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What the other version says; empty when it says nothing here.
    pub there: Vec<Piece>,
    /// What this version says; empty when it says nothing any more.
    pub here: Vec<Piece>,
    /// Where that stands in this version.
    pub span: Option<Span>,
}

/// A piece of a text beside its counterpart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// What it says.
    pub text: String,
    /// Whether the counterpart lacks it.
    pub differs: bool,
}

/// What changed in the text since another version; `None` when one of them came without its document.
pub fn text(view: &PlanView, other: &PlanView) -> Option<Vec<Change>> {
    let (here, there) = (view.stored.document.as_ref()?, other.stored.document.as_ref()?);
    Some(changes(&units(there), &units(here)))
}

/// Sentences, headings and rows with where they stand.
pub(crate) type Unit = (String, Span);

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
            let words = |unit: Option<&Unit>| unit.map_or("", |unit| unit.0.as_str()).to_owned();
            let both = stretches(&words(a), &words(b));
            let there = pieces(&both, |one| matches!(one, Stretch::Gone(_)));
            let here = pieces(&both, |one| matches!(one, Stretch::Come(_)));
            changes.push(Change { there, here, span: b.map(|unit| unit.1) });
        }
    }
    changes
}

/// One side of a comparison: what both say, and what only this side says.
fn pieces(both: &[Stretch], own: impl Fn(&Stretch) -> bool) -> Vec<Piece> {
    let piece = |one: &Stretch| match one {
        Stretch::Same(text) => Some(Piece { text: text.clone(), differs: false }),
        Stretch::Gone(text) | Stretch::Come(text) if own(one) => {
            Some(Piece { text: text.clone(), differs: true })
        }
        _ => None,
    };
    both.iter().filter_map(piece).collect()
}

/// What stays, goes and comes when a text becomes another one. A number is one piece, as nobody changes half of one, and
/// so is every other letter; changes that only a letter parts are told as one.
pub fn stretches(old: &str, new: &str) -> Vec<Stretch> {
    let (a, b) = (tokens(old), tokens(new));
    let mut ops = capture_diff_slices(Algorithm::Myers, &a, &b);
    // A single letter between two changes is chance, not sense.
    let is_short = |op: &DiffOp| matches!(op, DiffOp::Equal { len: 1, .. });
    let last = ops.len().saturating_sub(1);
    let mut joined: Vec<(std::ops::Range<usize>, std::ops::Range<usize>, bool)> = Vec::new();
    for (at, op) in ops.drain(..).enumerate() {
        let is_same = matches!(op, DiffOp::Equal { .. }) && !(is_short(&op) && at > 0 && at < last);
        match joined.last_mut().filter(|(.., same)| !*same && !is_same) {
            Some((old, new, _)) => (old.end, new.end) = (op.old_range().end, op.new_range().end),
            None => joined.push((op.old_range(), op.new_range(), is_same)),
        }
    }
    let text = |all: &[&str], range: std::ops::Range<usize>| all.get(range).unwrap_or_default().concat();
    let mut all = Vec::new();
    for (old, new, is_same) in joined {
        if is_same {
            all.push(Stretch::Same(text(&a, old)));
            continue;
        }
        let (gone, come) = (text(&a, old), text(&b, new));
        all.extend((!gone.is_empty()).then_some(Stretch::Gone(gone)));
        all.extend((!come.is_empty()).then_some(Stretch::Come(come)));
    }
    all
}

/// Numbers and Latin words whole, every other letter alone.
fn tokens(text: &str) -> Vec<&str> {
    let mut all = Vec::new();
    let is_whole = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | ',');
    let mut from = 0;
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let end = at + letter.len_utf8();
        let goes_on = is_whole(letter) && letters.peek().is_some_and(|(_, next)| is_whole(*next));
        if !goes_on {
            all.extend(text.get(from..end));
            from = end;
        }
    }
    all
}

fn units(document: &Document) -> Vec<Unit> {
    all_of(document, false)
}

/// Sentences, headings and cells with where they stand: what a person changes at a time.
pub(crate) fn places(document: &Document) -> Vec<Unit> {
    all_of(document, true)
}

fn all_of(document: &Document, cells: bool) -> Vec<Unit> {
    let mut units = Vec::new();
    // Boxes hold no boxes, so that one level is enough.
    for block in &document.blocks {
        match block {
            Block::Box(framed) => {
                passage(&framed.title, &mut units);
                framed.blocks.iter().for_each(|block| of_block(block, cells, &mut units));
            }
            block => of_block(block, cells, &mut units),
        }
    }
    units
}

fn of_block(block: &Block, cells: bool, units: &mut Vec<Unit>) {
    match block {
        Block::Heading(heading) => passage(&heading.title, units),
        Block::Paragraph(paragraph) => passage(&paragraph.text, units),
        Block::ListItem(item) => passage(&item.text, units),
        Block::Figure(figure) => passage(&figure.title, units),
        Block::Box(framed) => passage(&framed.title, units),
        Block::Table(table) if cells => table.cells.iter().for_each(|cell| passage(&cell.text, units)),
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
        let own = |pieces: &[Piece]| {
            let own = pieces.iter().filter(|one| one.differs).map(|one| one.text.as_str());
            own.collect::<Vec<_>>().join("|")
        };
        let told: Vec<_> = changes.iter().map(|one| (own(&one.there), own(&one.here))).collect();
        assert_eq!(told, [("1900".into(), "2000".into()), (String::new(), "绿色".into())]);
        assert_eq!(changes[0].here[0].text, "到2030年，地区生产总值达到");
    }

    #[test]
    fn two_changes_in_a_sentence_are_two_and_numbers_stay_whole() {
        let told = |old, new| {
            let all = stretches(old, new);
            let sign = |one: &Stretch| match one {
                Stretch::Same(text) => text.clone(),
                Stretch::Gone(text) => format!("[-{text}]"),
                Stretch::Come(text) => format!("[+{text}]"),
            };
            all.iter().map(sign).collect::<String>()
        };
        assert_eq!(
            told("森林覆盖率达到45.2%，粮食产量保持稳定。", "森林覆盖率达到45.8%，粮食产量稳步增长。"),
            "森林覆盖率达到[-45.2][+45.8]%，粮食产量[-保持稳定][+稳步增长]。"
        );
        assert_eq!(told("建设港口。", "加快建设港口。"), "[+加快]建设港口。");
        assert_eq!(told("", "新"), "[+新]");
        assert_eq!(told("同", "同"), "同");
    }
}
