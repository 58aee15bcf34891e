//! From pieces and their roles to blocks.

use crate::caption::{Caption, Kind};
use crate::clean::{self, Spaces};
use crate::habits::Habits;
use crate::marker::Marker;
use crate::model::{Block, BoxBlock, Figure, Format, Heading, ListItem, Paragraph, Table};
use crate::piece::{Content, Flow, Piece};
use crate::roles::{Role, Roles, ends_sentence};
use crate::table;
use source::{Passage, Span};
use std::ops::Range;

pub(crate) struct Assembly<'a> {
    flow: &'a Flow,
    roles: &'a Roles,
    habits: Habits,
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
        Self { flow, roles, habits: Habits::of(format, flow), joins: Vec::new(), next_box: 0 }
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
                && self.joins_to(open, piece)
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
                    blocks.push(Block::Heading(self.heading(piece, marker, level)));
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
                Role::Close | Role::Title => at + 1,
            };
        }
        self.flush(&mut draft, &mut blocks);
        blocks
    }

    /// Whether `piece` goes on with the text of `draft`: a page or line break cut a paragraph in two.
    fn joins_to(&self, draft: &Draft, piece: &Piece) -> bool {
        let Some(last) = draft.spans.last() else { return false };
        let text = last.of(&self.flow.text);
        if piece.glued || !self.habits.stops || self.habits.begins_paragraph(piece) {
            return false;
        }
        if self.habits.fills_line(text) && piece.blanks == 0 {
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

    fn heading(&self, piece: &Piece, marker: Option<Marker>, level: u8) -> Heading {
        let text = piece.span.of(&self.flow.text);
        let title = marker.map_or(0, |m| m.title);
        let number = marker.map_or("", |m| &text[..m.number_end]);
        let start = piece.span.start;
        let end = start + text.strip_suffix('。').unwrap_or(text).len();
        Heading {
            level,
            number: number.chars().filter(|c| !c.is_whitespace()).collect(),
            ordinal: marker.map(|m| m.ordinal),
            title: self.passage(&[Span::new(start + title, end)], Spaces::Keep),
            span: piece.span,
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
        let text = self.passage(&draft.spans, Spaces::Drop);
        blocks.push(match draft.kind {
            Draw::Paragraph { bold } => {
                Block::Paragraph(Paragraph { lead: lead(&text, &draft.spans, bold, false), text })
            }
            Draw::Item { marker, bold } => Block::ListItem(ListItem {
                marker: marker.of(&self.flow.text).to_owned(),
                lead: lead(&text, &draft.spans, bold, true),
                text,
            }),
        });
    }

    fn captioned(&mut self, at: usize, caption: Caption, end: usize, blocks: &mut Vec<Block>) -> usize {
        let piece = &self.flow.pieces[at];
        match caption.kind {
            Kind::Table => self.table(at + 1, Some((piece, caption)), end, blocks),
            Kind::Figure => {
                let (number, title) = self.caption(piece, caption);
                blocks.push(Block::Figure(Figure { number, title, span: piece.span }));
                at + 1
            }
            Kind::Box => {
                let range = self.box_range(at).unwrap_or(at..at + 1);
                let last = range.end.min(end);
                let (number, title) = self.caption(piece, caption);
                let inner = self.blocks(at + 1..last);
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
                let (number, title) = self.caption(&self.flow.pieces[at + 1], *caption);
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

    fn caption(&self, piece: &Piece, caption: Caption) -> (String, Passage) {
        let text = piece.span.of(&self.flow.text);
        let title = Span::new(piece.span.start + caption.title, piece.span.end);
        (text[caption.number..caption.number_end].to_owned(), self.passage(&[title], Spaces::Keep))
    }

    /// A table of rows from `at`; gives the first piece behind it.
    fn table(
        &mut self,
        at: usize,
        caption: Option<(&Piece, Caption)>,
        end: usize,
        blocks: &mut Vec<Block>,
    ) -> usize {
        let mut note = Vec::new();
        let mut next = at;
        if caption.is_some() {
            while next < end
                && self.roles.roles[next] == Role::Text
                && is_unit_note(self.flow.pieces[next].span.of(&self.flow.text))
            {
                note.push(self.flow.pieces[next].span);
                next += 1;
            }
        }
        let mut rows: Vec<&Piece> = Vec::new();
        let mut joins = Vec::new();
        let mut behind = next;
        while next < end {
            match self.roles.roles[next] {
                Role::Row => {
                    let piece = &self.flow.pieces[next];
                    if !rows.is_empty() && (piece.blanks > 0 || piece.page_break) {
                        joins.push(rows.len());
                    }
                    rows.push(piece);
                    next += 1;
                    behind = next;
                }
                _ => break,
            }
        }
        if rows.is_empty() && next < end && matches!(self.flow.pieces[next].content, Content::Rows { .. }) {
            rows.push(&self.flow.pieces[next]);
            if let Content::Rows { breaks, .. } = &self.flow.pieces[next].content {
                joins.clone_from(breaks);
            }
            behind = next + 1;
        }
        let start = caption.map(|(piece, _)| piece.span);
        let (number, title) = caption.map_or_else(Default::default, |(piece, c)| self.caption(piece, c));
        if rows.is_empty()
            && next < end
            && let Content::Grid(grid) = &self.flow.pieces[next].content
        {
            let span = start.map_or(self.flow.pieces[next].span, |s| s.cover(self.flow.pieces[next].span));
            let note = self.passage(&note, Spaces::Drop);
            blocks.push(Block::Table(table::from_grid(&self.flow.text, grid, number, title, note, span)));
            return next + 1;
        }
        let span =
            rows.iter().map(|row| row.span).chain(start).chain(note.iter().copied()).reduce(Span::cover);
        let rows: Vec<Vec<Vec<Span>>> = rows
            .iter()
            .flat_map(|row| match &row.content {
                Content::Row(cells) => vec![cells.iter().map(|cell| vec![*cell]).collect()],
                Content::Rows { rows, .. } => rows.clone(),
                _ => Vec::new(),
            })
            .collect();
        let grid = table::resolve(&self.flow.text, &rows);
        blocks.push(Block::Table(Table {
            number,
            title,
            note: self.passage(&note, Spaces::Drop),
            rows: grid.rows,
            columns: grid.columns,
            head: grid.head,
            cells: grid.cells,
            joins,
            span: span.unwrap_or_default(),
        }));
        behind.max(at)
    }

    fn passage(&self, spans: &[Span], spaces: Spaces) -> Passage {
        clean::passage(&self.flow.text, spans, spaces)
    }
}

/// 单位：亿元, 计量单位：万人, （单位：%）.
fn is_unit_note(text: &str) -> bool {
    let text = text.trim_start_matches(['（', '(']);
    (text.starts_with("单位") || text.starts_with("计量单位")) && text.chars().count() <= 30
}

/// Longest run-in lead, in characters.
const LONGEST_LEAD: usize = 24;

/// The length of a run-in lead: a bold beginning, or a short first sentence without a figure that has
/// more text behind it. Items may also have a label that ends with a colon.
fn lead(text: &Passage, spans: &[Span], bold: usize, item: bool) -> usize {
    let body = text.text();
    if bold > 0
        && let Some(first) = spans.first()
    {
        let end = body
            .char_indices()
            .map(|(at, c)| at + c.len_utf8())
            .take_while(|at| text.offset(*at - 1) < first.start + bold)
            .last();
        if let Some(end) = end.filter(|end| *end < body.len()) {
            let stop = body[end..].chars().next().filter(|c| matches!(c, '。' | '：' | ':' | '.'));
            return end + stop.map_or(0, char::len_utf8);
        }
    }
    let mut quoted = 0i32;
    let mut clause = 0;
    for (at, c) in body.char_indices().take(LONGEST_LEAD) {
        match c {
            '“' | '《' => quoted += 1,
            '”' | '》' => quoted -= 1,
            '。' if clause > 0 && body[clause..at].chars().count() > 6 => return 0,
            '。' if at > 0 => {
                let end = at + c.len_utf8();
                return if end < body.len() { end } else { 0 };
            }
            '：' | ':' if item && at > 0 => return at + c.len_utf8(),
            '；' | '！' | '？' => return 0,
            // 因地制宜，一城一策。 is a lead, a sentence of longer clauses is not.
            // A lead names what the paragraph is about; a sentence with 是 or 了 already states something.
            '是' | '了' if !item => return 0,
            '，' | ',' if body[clause..at].chars().count() > 6 => return 0,
            '，' | ',' => clause = at + c.len_utf8(),
            '0'..='9' | '０'..='９' if quoted <= 0 && !item => return 0,
            _ => {}
        }
    }
    0
}
