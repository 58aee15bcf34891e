//! From pieces and their roles to blocks.

mod lead;
mod tables;

use crate::caption::{Caption, Kind};
use crate::clean::{self, Spaces};
use crate::habits::{self, Habits};
use crate::marker::Marker;
use crate::model::{Block, BoxBlock, Figure, Format, Heading, ListItem, Paragraph};
use crate::piece::{Flow, Piece};
use crate::roles::{Role, Roles};
use crate::wording::ends_sentence;
use source::{Passage, Span};
use std::ops::Range;

pub(crate) struct Assembly<'a> {
    flow: &'a Flow,
    roles: &'a Roles,
    habits: Habits,
    /// The indent of the margin, for every piece.
    margins: Vec<u16>,
    /// Gaps over which text was joined.
    pub(crate) joins: Vec<Span>,
    next_box: usize,
}

/// A paragraph or item under construction.
struct Draft {
    kind: Draw,
    spans: Vec<Span>,
}

enum Draw {
    Paragraph { bold: usize },
    Item { marker: Span, bold: usize },
}

impl<'a> Assembly<'a> {
    pub(crate) fn new(format: Format, flow: &'a Flow, roles: &'a Roles) -> Self {
        let margins = habits::margins(flow);
        let habits = Habits::of(format, flow, &margins);
        Self { flow, roles, habits, margins, joins: Vec::new(), next_box: 0 }
    }

    pub(crate) fn blocks(&mut self, range: Range<usize>) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut draft: Option<Draft> = None;
        let mut at = range.start;
        while at < range.end {
            let piece = &self.flow.pieces[at];
            let role = self.roles.roles[at];
            if role == Role::Text
                && let Some(open) = &mut draft
                && self.joins_to(open, at)
            {
                if let Some(last) = open.spans.last()
                    && (piece.blanks > 0 || piece.page_break)
                {
                    self.joins.push(Span::new(last.end, piece.span.start));
                }
                open.spans.push(piece.span);
                at += 1;
                continue;
            }
            self.flush(&mut draft, &mut blocks);
            at = match role {
                Role::Heading { marker, level, .. } => {
                    blocks.push(Block::Heading(self.heading(at, marker, level)));
                    at + 1
                }
                Role::Item(marker) => {
                    draft = Some(Self::item(piece, marker.stop_end, marker.title));
                    at + 1
                }
                Role::Bullet(sign) => {
                    let text = piece.span.of(&self.flow.text);
                    let title = text.len() - text[sign..].trim_start().len();
                    draft = Some(Self::item(piece, sign, title));
                    at + 1
                }
                Role::Caption(caption) => self.captioned(at, caption, range.end, &mut blocks),
                Role::Row | Role::Grid => self.table(at, None, range.end, &mut blocks),
                Role::Text => {
                    let kind = Draw::Paragraph { bold: piece.looks.bold as usize };
                    draft = Some(Draft { kind, spans: vec![piece.span] });
                    at + 1
                }
                Role::Open => self.frame(at, range.end, &mut blocks),
                Role::Close | Role::Title | Role::CaptionTitle | Role::HeadingTail => at + 1,
            };
        }
        self.flush(&mut draft, &mut blocks);
        blocks
    }

    /// Whether the piece `at` goes on with the text of `draft`: a page or line break cut a paragraph in two.
    fn joins_to(&self, draft: &Draft, at: usize) -> bool {
        let piece = &self.flow.pieces[at];
        let Some(last) = draft.spans.last() else { return false };
        let text = last.of(&self.flow.text);
        if piece.glued || !self.habits.stops || self.habits.begins_paragraph(piece, self.margins[at]) {
            return false;
        }
        // Smaller type is indented by less: behind a sentence a line further in than the one before begins a paragraph.
        let before = at.checked_sub(1).and_then(|before| self.flow.pieces.get(before));
        if self.habits.indents
            && ends_sentence(text)
            && before.is_some_and(|before| !piece.page_break && piece.indent > before.indent + 1)
        {
            return false;
        }
        let next = piece.span.of(&self.flow.text);
        if self.habits.fills_line(text, next) && piece.blanks == 0 {
            // With indented paragraphs a full line goes on wherever its sentence ends.
            return self.habits.indents || !ends_sentence(text);
        }
        if ends_sentence(text) {
            return false;
        }
        if self.habits.stated && !piece.page_break && !text.ends_with(['，', '、', ',']) {
            return false;
        }
        let whole: usize =
            draft.spans.iter().map(|span| span.of(&self.flow.text).chars().take(20).count()).sum();
        text.ends_with(['，', '、', ',']) || whole >= 20 || text.contains(['。', '，'])
    }

    fn heading(&self, at: usize, marker: Option<Marker>, level: u8) -> Heading {
        let piece = &self.flow.pieces[at];
        let text = piece.span.of(&self.flow.text);
        let title = marker.map_or(0, |m| m.title);
        let number = marker.map_or("", |m| &text[..m.number_end]);
        let start = piece.span.start;
        let end = start + text.strip_suffix('。').unwrap_or(text).len();
        let tail = self.roles.roles.get(at + 1).filter(|role| **role == Role::HeadingTail);
        let tail = tail.map(|_| self.flow.pieces[at + 1].span);
        let lines: Vec<Span> = std::iter::once(Span::new(start + title, end)).chain(tail).collect();
        Heading {
            level,
            number: number.chars().filter(|c| !c.is_whitespace()).collect(),
            ordinal: marker.map(|m| m.ordinal),
            title: self.passage(&lines, Spaces::Keep),
            span: tail.map_or(piece.span, |tail| piece.span.cover(tail)),
        }
    }

    fn item(piece: &Piece, marker: usize, title: usize) -> Draft {
        let start = piece.span.start;
        Draft {
            kind: Draw::Item {
                marker: Span::new(start, start + marker),
                bold: (piece.looks.bold as usize).saturating_sub(title),
            },
            spans: vec![Span::new(start + title, piece.span.end)],
        }
    }

    fn flush(&self, draft: &mut Option<Draft>, blocks: &mut Vec<Block>) {
        let Some(draft) = draft.take() else { return };
        let text = self.passage(&draft.spans, Spaces::Join);
        blocks.push(match draft.kind {
            Draw::Paragraph { bold } => {
                Block::Paragraph(Paragraph { lead: lead::length(&text, &draft.spans, bold, false), text })
            }
            Draw::Item { marker, bold } => Block::ListItem(ListItem {
                marker: marker.of(&self.flow.text).to_owned(),
                lead: lead::length(&text, &draft.spans, bold, true),
                text,
            }),
        });
    }

    fn captioned(&mut self, at: usize, caption: Caption, end: usize, blocks: &mut Vec<Block>) -> usize {
        let piece = &self.flow.pieces[at];
        match caption.kind {
            Kind::Table => self.table(at + 1, Some((at, caption)), end, blocks),
            Kind::Figure => {
                let (number, title) = self.caption(at, caption);
                blocks.push(Block::Figure(Figure { number, title, span: piece.span }));
                at + 1
            }
            Kind::Box => {
                let range = self.box_range(at).unwrap_or(at..at + 1);
                let last = range.end.min(end);
                let (number, title) = self.caption(at, caption);
                // The frame around the box is the box itself.
                let framed = last > at + 2 && self.roles.roles[at + 1] == Role::Open;
                let inner = self.blocks(if framed { at + 2..last - 1 } else { at + 1..last });
                let span = self.pieces_span(at..last);
                blocks.push(Block::Box(BoxBlock { number, title, blocks: inner, span }));
                last
            }
        }
    }

    /// The range of the box whose caption stands at `at`; boxes come in order.
    fn box_range(&mut self, at: usize) -> Option<Range<usize>> {
        while self.roles.boxes.get(self.next_box).is_some_and(|range| range.start < at) {
            self.next_box += 1;
        }
        self.roles.boxes.get(self.next_box).filter(|range| range.start == at).cloned()
    }

    /// A box whose frame the format states: up to the closing mark, title from the caption inside.
    fn frame(&mut self, at: usize, end: usize, blocks: &mut Vec<Block>) -> usize {
        let mut depth = 0usize;
        let close = (at..end)
            .find(|i| {
                match self.roles.roles[*i] {
                    Role::Open => depth += 1,
                    Role::Close => depth -= 1,
                    _ => {}
                }
                depth == 0
            })
            .unwrap_or(end);
        let span = self.pieces_span(at + 1..close);
        let (number, title, first) = match self.roles.roles.get(at + 1) {
            Some(Role::Caption(caption)) if at + 1 < close => {
                let (number, title) = self.caption(at + 1, *caption);
                (number, title, at + 2)
            }
            _ => (String::new(), Passage::default(), at + 1),
        };
        let inner = self.blocks(first..close);
        blocks.push(Block::Box(BoxBlock { number, title, blocks: inner, span }));
        close + 1
    }

    fn pieces_span(&self, range: Range<usize>) -> Span {
        let body = |i: &usize| !matches!(self.roles.roles[*i], Role::Open | Role::Close);
        let spans = range.filter(body).map(|i| self.flow.pieces[i].span);
        spans.reduce(Span::cover).unwrap_or_default()
    }

    /// Number and title of the caption at `at`; the title may stand on the next line.
    fn caption(&self, at: usize, caption: Caption) -> (String, Passage) {
        let span = self.flow.pieces[at].span;
        let text = span.of(&self.flow.text);
        let title = match self.roles.roles.get(at + 1) {
            Some(Role::CaptionTitle) => self.flow.pieces[at + 1].span,
            _ => Span::new(span.start + caption.title, span.end),
        };
        (text[caption.number..caption.number_end].to_owned(), self.passage(&[title], Spaces::Keep))
    }

    fn passage(&self, spans: &[Span], spaces: Spaces) -> Passage {
        clean::passage(&self.flow.text, spans, spaces)
    }
}
