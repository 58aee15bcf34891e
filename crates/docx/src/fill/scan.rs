//! Paragraphs, rows and content controls of a part, with the places of their texts.

use crate::MarkError;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::ops::Range;

/// Elements nested deeper are no document that people wrote.
const DEEPEST: usize = 512;

/// A text element.
#[derive(Debug)]
pub(super) struct Piece {
    /// The whole element.
    pub(super) all: Range<usize>,
    pub(super) text: String,
}

/// A paragraph with its own texts, those of text boxes in it apart.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    pub(super) all: Range<usize>,
    /// Where its end tag begins.
    pub(super) inside_end: usize,
    pub(super) pieces: Vec<Piece>,
}

impl Paragraph {
    pub(super) fn joined(&self) -> String {
        self.pieces.iter().map(|piece| piece.text.as_str()).collect()
    }
}

/// A row of a table.
#[derive(Debug)]
pub(super) struct TableRow {
    pub(super) all: Range<usize>,
}

/// A content control.
#[derive(Debug, Default)]
pub(super) struct Control {
    pub(super) all: Range<usize>,
    pub(super) tag: String,
    /// What stands in it.
    pub(super) content: Option<Range<usize>>,
    /// The element that says that nothing was filled in yet.
    pub(super) shows_nothing: Option<Range<usize>>,
}

/// A part as it is filled.
#[derive(Debug, Default)]
pub(super) struct Scanned {
    pub(super) paragraphs: Vec<Paragraph>,
    /// Rows, those of a table in a row behind it.
    pub(super) rows: Vec<TableRow>,
    pub(super) controls: Vec<Control>,
}

struct Open {
    name: String,
    from: usize,
    inside: usize,
}

#[derive(Default)]
struct Walk {
    stack: Vec<Open>,
    paragraphs: Vec<(usize, Paragraph)>,
    controls: Vec<(usize, Control)>,
    /// How many elements around hold what was struck out.
    gone: usize,
    found: Scanned,
}

impl Scanned {
    pub(super) fn of(text: &str, prefix: &str) -> Result<Self, MarkError> {
        let mut reader = Reader::from_str(text);
        reader.config_mut().allow_dangling_amp = true;
        let mut walk = Walk::default();
        loop {
            let from = place(reader.buffer_position());
            let event = reader.read_event()?;
            let to = place(reader.buffer_position());
            match event {
                Event::Start(element) => walk.open(&element, prefix, from..to)?,
                Event::Empty(element) => walk.empty(&element, prefix, from..to),
                Event::End(_) => walk.close(text, from..to)?,
                Event::Eof if walk.stack.is_empty() => break,
                Event::Eof => return Err(MarkError::NotWord("it is cut off")),
                _ => {}
            }
        }
        let mut found = walk.found;
        found.paragraphs.sort_by_key(|one| one.all.start);
        found.rows.sort_by_key(|one| one.all.start);
        found.controls.sort_by_key(|one| one.all.start);
        Ok(found)
    }
}

fn local(element: &BytesStart<'_>, prefix: &str) -> String {
    let whole = element.name().0.to_owned();
    let own = whole.strip_prefix(prefix).and_then(|rest| rest.strip_prefix(':')).map(str::to_owned);
    own.unwrap_or_else(|| format!("?{whole}"))
}

impl Walk {
    fn open(&mut self, element: &BytesStart<'_>, prefix: &str, at: Range<usize>) -> Result<(), MarkError> {
        if self.stack.len() >= DEEPEST {
            return Err(MarkError::NotWord("its elements lie too deep in each other"));
        }
        let name = local(element, prefix);
        let depth = self.stack.len();
        match name.as_str() {
            "p" => self.paragraphs.push((depth, Paragraph::default())),
            "sdt" => self.controls.push((depth, Control::default())),
            "del" | "moveFrom" => self.gone += 1,
            _ => self.property(&name, element, prefix, &at),
        }
        self.stack.push(Open { name, from: at.start, inside: at.end });
        Ok(())
    }

    fn empty(&mut self, element: &BytesStart<'_>, prefix: &str, at: Range<usize>) {
        let name = local(element, prefix);
        match name.as_str() {
            "p" => self.found.paragraphs.push(Paragraph { inside_end: at.end, all: at, pieces: Vec::new() }),
            _ => self.property(&name, element, prefix, &at),
        }
    }

    /// A property of the control that is open.
    fn property(&mut self, name: &str, element: &BytesStart<'_>, prefix: &str, at: &Range<usize>) {
        let is_property = self.stack.last().is_some_and(|open| open.name == "sdtPr");
        let Some((_, control)) = self.controls.last_mut().filter(|_| is_property) else { return };
        match name {
            "tag" => {
                let wanted = format!("{prefix}:val");
                let mut all = element.attributes();
                let value = all.with_checks(false).flatten().find(|one| one.key.0 == wanted);
                let value = value.and_then(|one| {
                    quick_xml::escape::unescape(&one.value).ok().map(std::borrow::Cow::into_owned)
                });
                value.unwrap_or_default().trim().clone_into(&mut control.tag);
            }
            "showingPlcHdr" => control.shows_nothing = Some(at.clone()),
            _ => {}
        }
    }

    fn close(&mut self, text: &str, at: Range<usize>) -> Result<(), MarkError> {
        let Some(open) = self.stack.pop() else {
            return Err(MarkError::NotWord("an end without a beginning"));
        };
        let depth = self.stack.len();
        let all = open.from..at.end;
        match open.name.as_str() {
            "p" => {
                if let Some((_, one)) = self.paragraphs.pop_if(|(own, _)| *own == depth) {
                    self.found.paragraphs.push(Paragraph { all, inside_end: at.start, ..one });
                }
            }
            "sdt" => {
                if let Some((_, one)) = self.controls.pop_if(|(own, _)| *own == depth)
                    && !one.tag.is_empty()
                {
                    self.found.controls.push(Control { all, ..one });
                }
            }
            "sdtContent" => {
                if let Some((_, one)) = self.controls.last_mut() {
                    one.content = Some(open.inside..at.start);
                }
            }
            "tr" => self.found.rows.push(TableRow { all }),
            "del" | "moveFrom" => self.gone = self.gone.saturating_sub(1),
            "t" if self.gone == 0 => {
                let raw = text.get(open.inside..at.start).filter(|raw| !raw.contains('<'));
                let read = raw.and_then(|raw| quick_xml::escape::unescape(raw).ok());
                if let (Some((_, one)), Some(text)) = (self.paragraphs.last_mut(), read) {
                    one.pieces.push(Piece { all, text: text.into_owned() });
                }
            }
            _ => {}
        }
        Ok(())
    }
}

fn place(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}
