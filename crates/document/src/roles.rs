//! What each piece of a document is: heading, item, caption, row, running text; and how far boxes reach.

mod settle;

use crate::caption::{self, Caption};
use crate::marker::{self, Marker, Style};
use crate::outline::{Ranks, Sequence};
use crate::piece::{Content, Flow, Piece};
use crate::wording::{ends_sentence, has_label, is_front_word, reads_as_title};
use std::collections::BTreeSet;
use std::ops::Range;

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Part of the document title.
    Title,
    Heading {
        style: Style,
        /// Without one the heading is known by its words or its looks.
        marker: Option<Marker>,
        level: u8,
    },
    /// The second line of the heading before it.
    HeadingTail,
    /// A numbered item that is no heading: it runs in, or its siblings form a list.
    Item(Marker),
    /// An item with a sign of so many bytes before it; 0 when the format shows the sign itself.
    Bullet(usize),
    Caption(Caption),
    /// The title of a caption that has only its number on its own line.
    CaptionTitle,
    Row,
    Grid,
    Text,
    Open,
    Close,
}

/// Roles by piece, and the boxes as ranges of pieces with the caption first.
#[derive(Debug)]
pub(crate) struct Roles {
    pub(crate) roles: Vec<Role>,
    pub(crate) boxes: Vec<Range<usize>>,
}

/// The rank among looks of a line that is only bold: below all heading styles.
const BOLD: u8 = 99;

/// How the pieces of a box look; pieces that look different end it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Numbered {
        style: Style,
        titles: bool,
    },
    Bulleted,
    Table,
    /// 一句话：说明, or a lead that ends with a full stop.
    Labelled,
    Plain,
}

struct OpenBox {
    start: usize,
    form: Option<Form>,
    inner: Sequence,
    /// The frame around it, as the number of frames around that; then nothing else ends the box.
    frame: Option<usize>,
}

struct Scan<'a> {
    flow: &'a Flow,
    ranks: Ranks,
    titles: BTreeSet<String>,
    sequence: Sequence,
    open: Option<OpenBox>,
    boxes: Vec<Range<usize>>,
    seen: Vec<(Style, Option<Style>)>,
    /// Empty lines part the paragraphs.
    parted: bool,
    /// How many frames that the format itself states are open.
    frames: usize,
}

/// Assigns roles; `titles` holds the titles of the contents list.
pub(crate) fn assign(flow: &Flow, titles: BTreeSet<String>) -> Roles {
    let marks: Vec<Option<Marker>> = flow
        .pieces
        .iter()
        .map(|piece| if piece.is_text() { marker::parse(piece.span.of(&flow.text)) } else { None })
        .collect();
    let marks = with_bare_numbers(flow, marks);
    let fit: Vec<(Style, u32)> = flow
        .pieces
        .iter()
        .zip(&marks)
        .filter_map(|(piece, mark)| {
            let mark = mark.as_ref()?;
            let title = piece.span.of(&flow.text).get(mark.title..)?;
            reads_as_title(title, mark.style, piece.looks).then_some((mark.style, mark.ordinal))
        })
        .collect();
    let mut scan = Scan {
        flow,
        ranks: Ranks::of(&fit),
        titles,
        sequence: Sequence::default(),
        open: None,
        boxes: Vec::new(),
        seen: Vec::new(),
        parted: flow.pieces.iter().filter(|piece| piece.blanks > 0).count() * 10 > flow.pieces.len() * 7,
        frames: 0,
    };
    let mut roles = Vec::with_capacity(flow.pieces.len());
    for (at, piece) in flow.pieces.iter().enumerate() {
        let role = scan.role(at, piece, marks[at], roles.last().copied());
        roles.push(role);
    }
    if let Some(open) = &mut scan.open {
        open.frame = None;
    }
    scan.close_box(flow.pieces.len());
    settle::demote_lists(&mut roles, &scan.ranks);
    settle::set_levels(&mut roles, &scan);
    Roles { roles, boxes: scan.boxes }
}

/// In a document with 1.1 and 1.2 a number that only a space parts from its title heads a chapter.
fn with_bare_numbers(flow: &Flow, mut marks: Vec<Option<Marker>>) -> Vec<Option<Marker>> {
    let decimals = marks.iter().flatten().filter(|mark| mark.style == Style::Decimal(2)).count();
    if decimals >= 2 {
        for (mark, piece) in marks.iter_mut().zip(&flow.pieces) {
            if mark.is_none() && piece.is_text() {
                *mark = marker::bare(piece.span.of(&flow.text));
            }
        }
    }
    marks
}

impl Scan<'_> {
    #[expect(
        clippy::too_many_lines,
        reason = "the roles of a piece, tried from the most telling to the least"
    )]
    fn role(&mut self, at: usize, piece: &Piece, mark: Option<Marker>, before: Option<Role>) -> Role {
        let text = piece.span.of(&self.flow.text);
        match piece.content {
            Content::Row(_) => {
                self.in_box(at, Some(Form::Table), |_| true);
                return Role::Row;
            }
            Content::Grid(_) | Content::Rows { .. } => {
                self.in_box(at, Some(Form::Table), |_| true);
                return Role::Grid;
            }
            Content::Open => {
                // A frame right below the caption of a box is the frame of that box.
                match &mut self.open {
                    Some(open) if open.start + 1 == at => open.frame = Some(self.frames),
                    _ => self.close_box(at),
                }
                self.frames += 1;
                return Role::Open;
            }
            Content::Close => {
                self.frames = self.frames.saturating_sub(1);
                match &mut self.open {
                    Some(open) if open.frame == Some(self.frames) => {
                        open.frame = None;
                        self.close_box(at + 1);
                    }
                    _ => self.close_box(at),
                }
                return Role::Close;
            }
            Content::Text => {}
        }
        if let Some(caption) = caption::parse(text) {
            self.close_box(at);
            if caption.kind == caption::Kind::Box && self.frames == 0 {
                self.open = Some(OpenBox { start: at, form: None, inner: Sequence::default(), frame: None });
            }
            return Role::Caption(caption);
        }
        if let Some(mark) = mark {
            return self.numbered(at, piece, mark, before);
        }
        if let Some(level) = piece.looks.heading {
            return self.by_looks(at, level);
        }
        let sign = marker::bullet(text);
        if sign > 0 || piece.looks.list {
            self.in_box(at, Some(Form::Bulleted), |form| form != Form::Table);
            return Role::Bullet(sign);
        }
        if is_front_word(text) {
            self.close_box(at);
            self.enter(Style::Front, 0);
            return Role::Heading { style: Style::Front, marker: None, level: 0 };
        }
        if self.is_heading_tail(at, before) {
            return Role::HeadingTail;
        }
        if let Some(Role::Caption(caption)) = before
            && caption.title >= self.flow.pieces[at - 1].span.len()
            && reads_as_title(text, Style::Han, piece.looks)
        {
            return Role::CaptionTitle;
        }
        if self.is_bold_heading(at) {
            return self.by_looks(at, BOLD);
        }
        self.running(at, piece, before);
        Role::Text
    }

    /// The second line of a heading that was broken: the contents list has both lines as one title, or a
    /// short line stands right below a chapter's where empty lines part paragraphs.
    fn is_heading_tail(&self, at: usize, before: Option<Role>) -> bool {
        const LONGEST_TAIL: usize = 24;
        let Some(Role::Heading { style, marker: Some(marker), .. }) = before else { return false };
        let piece = &self.flow.pieces[at];
        let text = piece.span.of(&self.flow.text);
        if piece.glued
            || text.chars().nth(LONGEST_TAIL).is_some()
            || !reads_as_title(text, style, piece.looks)
        {
            return false;
        }
        let flat = |text: &str| -> String { text.chars().filter(|c| !c.is_whitespace()).collect() };
        let head = flat(&self.flow.pieces[at - 1].span.of(&self.flow.text)[marker.title..]);
        if !self.titles.is_empty() {
            return !self.titles.contains(&head) && self.titles.contains(&format!("{head}{}", flat(text)));
        }
        style.is_division() && self.parted && piece.blanks == 0 && !text.contains(['。', '，'])
    }

    /// A heading known by its looks; inside a frame it is the frame's.
    fn by_looks(&mut self, at: usize, level: u8) -> Role {
        let style = Style::Looks(level);
        let framed = self.frames > 0;
        if !framed {
            self.close_box(at);
            self.enter(style, 0);
        }
        Role::Heading { style, marker: None, level: u8::from(framed) }
    }

    /// A short line all in bold above text that is not.
    fn is_bold_heading(&self, at: usize) -> bool {
        const LONGEST_BOLD: usize = 30;
        let piece = &self.flow.pieces[at];
        let text = piece.span.of(&self.flow.text);
        let all_bold = |piece: &Piece| piece.looks.bold as usize >= piece.span.len();
        all_bold(piece)
            && text.chars().nth(LONGEST_BOLD).is_none()
            && !ends_sentence(text)
            && !text.contains(['，', '。'])
            && self.flow.pieces.get(at + 1).is_some_and(|next| next.is_text() && !all_bold(next))
    }

    fn numbered(&mut self, at: usize, piece: &Piece, mark: Marker, before: Option<Role>) -> Role {
        let title = &piece.span.of(&self.flow.text)[mark.title..];
        let reads = reads_as_title(title, mark.style, piece.looks);
        if !reads && self.goes_on(at, piece, &mark, before) {
            self.running(at, piece, before);
            return Role::Text;
        }
        if self.keeps_in_box(&mark, title, reads) {
            if let Some(open) = &mut self.open {
                open.form.get_or_insert(Form::Numbered { style: mark.style, titles: reads });
                open.inner.enter(mark.style, mark.ordinal, &self.ranks);
            }
            return if reads {
                Role::Heading { style: mark.style, marker: Some(mark), level: 1 }
            } else {
                Role::Item(mark)
            };
        }
        self.close_box(at);
        let goes_on_list = matches!(before, Some(Role::Item(last)) if last.style == mark.style && mark.ordinal == last.ordinal + 1);
        if !reads || goes_on_list || !self.sequence.fits(mark.style, mark.ordinal) {
            return Role::Item(mark);
        }
        if self.frames == 0 {
            self.enter(mark.style, mark.ordinal);
        }
        Role::Heading { style: mark.style, marker: Some(mark), level: u8::from(self.frames > 0) }
    }

    /// Whether a line that begins with a number goes on with the sentence of the line before, cut by the width of
    /// the page: …面积提高到 | 8.5 平方米。
    fn goes_on(&self, at: usize, piece: &Piece, mark: &Marker, before: Option<Role>) -> bool {
        let written = matches!(mark.style, Style::ArabicBare | Style::Decimal(2));
        let running = matches!(before, Some(Role::Text | Role::Item(_) | Role::Bullet(_)));
        let Some(last) = at.checked_sub(1).and_then(|last| self.flow.pieces.get(last)) else { return false };
        let text = last.span.of(&self.flow.text).trim_end();
        let open = !ends_sentence(text) && !text.ends_with(['：', ':', '；', ';']);
        written && running && last.is_text() && piece.blanks == 0 && !piece.glued && open
    }

    fn enter(&mut self, style: Style, ordinal: u32) {
        let parent = self.sequence.enter(style, ordinal, &self.ranks);
        self.seen.push((style, parent));
    }

    /// Whether a numbered piece belongs to the open box.
    fn keeps_in_box(&self, mark: &Marker, title: &str, reads: bool) -> bool {
        let Some(open) = &self.open else { return false };
        if open.frame.is_some() {
            return true;
        }
        if mark.style.is_division() {
            return false;
        }
        let (next, outside) = self.sequence.expects(mark.style);
        let goes_on_outside = outside && mark.ordinal == next && reads;
        let listed =
            reads && self.titles.contains(&title.chars().filter(|c| !c.is_whitespace()).collect::<String>());
        let Some(form) = open.form else { return mark.ordinal == 1 || !goes_on_outside };
        match form {
            Form::Numbered { style, titles } if style == mark.style => {
                let (next, _) = open.inner.expects(style);
                // Where both sequences would go on, the look of the other items decides.
                mark.ordinal == next && !(goes_on_outside && (listed || titles != reads))
            }
            Form::Numbered { style, .. } => {
                let deeper = self.ranks.rank(mark.style) > self.ranks.rank(style);
                !goes_on_outside
                    && !listed
                    && deeper
                    && (mark.ordinal == 1 || open.inner.counts_on(mark.style, mark.ordinal))
            }
            Form::Plain => !goes_on_outside && !listed,
            Form::Labelled => !goes_on_outside && !listed && !reads,
            Form::Bulleted => !reads && mark.ordinal > 1,
            Form::Table => false,
        }
    }

    /// Text without number or sign: part of the open box or its end.
    fn running(&mut self, at: usize, piece: &Piece, before: Option<Role>) {
        let text = piece.span.of(&self.flow.text);
        let Some(open) = &self.open else { return };
        let continues = at > open.start + 1 && {
            let previous = self.flow.pieces[at - 1].span.of(&self.flow.text);
            !ends_sentence(previous) || previous.ends_with(['：', ':'])
        };
        let form = if has_label(text) { Form::Labelled } else { Form::Plain };
        let heads_text = matches!(before, Some(Role::Heading { .. }));
        self.in_box(at, Some(form), |kept| match kept {
            Form::Numbered { titles, .. } => titles || continues || heads_text,
            Form::Bulleted => continues,
            Form::Table => text.starts_with('注') || continues,
            Form::Labelled => form == Form::Labelled || continues,
            Form::Plain => true,
        });
    }

    /// Gives the open box its form or, when `keeps` says no, ends it before `at`.
    fn in_box(&mut self, at: usize, form: Option<Form>, keeps: impl Fn(Form) -> bool) {
        let Some(open) = &mut self.open else { return };
        match open.form {
            None => open.form = form,
            Some(kept) if keeps(kept) => {}
            Some(_) => self.close_box(at),
        }
    }

    fn close_box(&mut self, at: usize) {
        if let Some(open) = self.open.take_if(|open| open.frame.is_none()) {
            self.boxes.push(open.start..at);
        }
    }
}
