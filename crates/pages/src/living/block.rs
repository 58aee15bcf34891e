//! The blocks of a document as a story.

use crate::living::found::Found;
use crate::living::mark::Marks;
use crate::living::passage;
use crate::living::passage::Style;
use crate::text::text;
use crate::words::severity_word;
use document::{BoxBlock, Document, Figure, ListItem, Paragraph, Table};
use source::{Lang, Passage, Span};
use std::borrow::Cow;
use store::Finding;
use story::{
    Anchor, Block, Cell, CellKind, Frame, FrameKind, Heading, Inline, Item, List, ListKind, Note, Role, Row,
    Section, SectionKind, TableKind,
};

/// Builds the story of a document. Headings are numbered sections in a row, not nested: a page needs no more.
pub(super) struct Writer<'a> {
    lang: Lang,
    source: &'a str,
    marks: &'a Marks<'a>,
    /// Findings by the place of their first label, those not written yet at the end.
    findings: Vec<&'a Finding>,
    next_finding: usize,
    search: Option<String>,
    to: &'a dyn Fn(&str) -> String,
    /// Whether each sentence and row bears a way to put right what was read from it.
    may_edit: bool,
    done: Vec<Block<'a>>,
    /// The section of the last heading.
    section: Option<Section<'a>>,
    found: Vec<Found>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(
        lang: Lang,
        document: &'a Document,
        marks: &'a Marks<'a>,
        mut findings: Vec<&'a Finding>,
        search: Option<&str>,
        to: &'a dyn Fn(&str) -> String,
        may_edit: bool,
    ) -> Self {
        findings.sort_by_key(|finding| first_place(finding));
        Self {
            lang,
            source: &document.text,
            marks,
            findings,
            next_finding: 0,
            search: search.map(str::to_lowercase),
            to,
            may_edit,
            done: Vec::new(),
            section: None,
            found: Vec::new(),
        }
    }

    pub(super) fn finish(mut self) -> (Vec<Block<'a>>, Vec<Found>) {
        self.notes_until(usize::MAX);
        self.close_section();
        (self.done, self.found)
    }

    /// Adds a block to the section of the last heading.
    pub(super) fn push(&mut self, block: Block<'a>) {
        match &mut self.section {
            Some(section) => section.blocks.push(block),
            None => self.done.push(block),
        }
    }

    /// Adds the blocks of the document, each with the findings that begin in it behind it.
    pub(super) fn document(&mut self, blocks: &'a [document::Block]) {
        for group in grouped(blocks) {
            if let [document::Block::Heading(heading)] = group {
                self.close_section();
                let heading = self.heading(heading);
                self.section = Some(Section {
                    kind: SectionKind::Part,
                    id: Cow::Borrowed(""),
                    heading,
                    blocks: Vec::new(),
                });
            } else if let Some(block) = self.group(group) {
                self.push(block);
            }
            self.notes_until(group.last().map_or(0, end_of));
        }
    }

    fn close_section(&mut self) {
        if let Some(section) = self.section.take() {
            self.done.push(Block::Section(section));
        }
    }

    /// A block, or the items of a list.
    fn group(&mut self, group: &'a [document::Block]) -> Option<Block<'a>> {
        Some(match group.first()? {
            document::Block::ListItem(_) => Block::List(self.list(group)),
            document::Block::Paragraph(paragraph) => self.paragraph(paragraph),
            document::Block::Table(table) => Block::Table(self.table(table)),
            document::Block::Box(framed) => Block::Frame(self.framed(framed)),
            document::Block::Figure(figure) => self.figure(figure),
            // Inside a box; outside, a heading opens a section.
            document::Block::Heading(heading) => {
                let Heading { number, text, .. } = self.heading(heading);
                Block::Paragraph(story::Paragraph { number, ..story::Paragraph::new(Role::FrameHead, text) })
            }
        })
    }

    fn heading(&mut self, heading: &'a document::Heading) -> Heading<'a> {
        Heading {
            // The page has its own title above the document's headings.
            level: (heading.level + 1).min(6),
            anchor: Some(Anchor(heading.span.start)),
            number: self.printed_number(heading.span, &heading.number, &heading.title),
            text: self.passage(&heading.title, 0),
        }
    }

    /// What stands before a title, as printed: 第一章, 一、, 表1. The number alone where the text does not tell.
    fn printed_number(&self, span: Span, number: &'a str, title: &Passage) -> Cow<'a, str> {
        if number.is_empty() {
            return Cow::Borrowed(number);
        }
        let before = Span::new(span.start, title.full_span().start.min(span.end)).of(self.source);
        // Marks of Markdown are not print.
        let before = before.trim_matches(|letter: char| {
            letter.is_whitespace() || matches!(letter, '#' | '*' | '|' | '>' | '_')
        });
        let is_print = before.contains(number) && before.chars().count() <= number.chars().count() + 4;
        Cow::Borrowed(if is_print { before } else { number })
    }

    fn paragraph(&mut self, paragraph: &'a Paragraph) -> Block<'a> {
        let text = self.sentences(&paragraph.text, paragraph.lead);
        Block::Paragraph(story::Paragraph::new(Role::Plain, text))
    }

    fn list(&mut self, items: &'a [document::Block]) -> List<'a> {
        let items = items.iter().filter_map(|block| match block {
            document::Block::ListItem(item) => Some(self.item(item)),
            _ => None,
        });
        List { items: items.collect(), kind: ListKind::Printed }
    }

    fn item(&mut self, item: &'a ListItem) -> Item<'a> {
        Item { marker: Cow::Borrowed(&item.marker), text: self.sentences(&item.text, item.lead) }
    }

    fn table(&mut self, table: &'a Table) -> story::Table<'a> {
        let number = self.printed_number(table.span, &table.number, &table.title);
        let caption = match (&*number, table.title.text()) {
            ("", "") => text(self.lang, "text.table").to_owned(),
            (number, title) => format!("{number} {title}").trim().to_owned(),
        };
        let mut rows: Vec<Row<'a>> = (0..table.rows).map(|row| self.row(table, row)).collect();
        let body = rows.split_off(table.head.min(rows.len()));
        story::Table {
            anchor: Some(Anchor(table.span.start)),
            kind: TableKind::Printed,
            caption: Cow::Owned(caption),
            note: Cow::Borrowed(table.note.text()),
            head: rows,
            rows: body,
        }
    }

    fn row(&mut self, table: &'a Table, row: usize) -> Row<'a> {
        let kind = if row < table.head { CellKind::ColumnHead } else { CellKind::Data };
        let cells = table.row(row).map(|cell| Cell {
            kind,
            number: is_figure(cell.text.text()),
            row_span: cell.row_span,
            column_span: cell.column_span,
            text: self.passage(&cell.text, 0),
        });
        let mut cells: Vec<Cell<'a>> = cells.collect();
        let spans = table.row(row).map(|cell| cell.text.full_span()).filter(|span| !span.is_empty());
        let whole = spans.reduce(|a, b| Span::new(a.start.min(b.start), a.end.max(b.end)));
        if let Some(whole) = whole.filter(|_| row >= table.head)
            && let Some(last) = cells.last_mut()
        {
            last.text.extend(tail(self.lang, self.marks, self.may_edit, self.to, whole));
        }
        Row { superseded: false, cells }
    }

    fn framed(&mut self, framed: &'a BoxBlock) -> Frame<'a> {
        let number = self.printed_number(framed.span, &framed.number, &framed.title);
        let title = self.passage(&framed.title, 0);
        let blocks = grouped(&framed.blocks).filter_map(|group| self.group(group)).collect();
        Frame { kind: FrameKind::Printed, anchor: Some(Anchor(framed.span.start)), number, title, blocks }
    }

    fn figure(&mut self, figure: &'a Figure) -> Block<'a> {
        Block::Paragraph(story::Paragraph {
            role: Role::Figure,
            anchor: Some(Anchor(figure.span.start)),
            number: self.printed_number(figure.span, &figure.number, &figure.title),
            text: self.passage(&figure.title, 0),
        })
    }

    /// A text whose sentences can be put right.
    fn sentences(&mut self, passage: &'a Passage, lead: usize) -> Vec<Inline<'a>> {
        let (lang, marks, may_edit, to) = (self.lang, self.marks, self.may_edit, self.to);
        self.set(passage, lead, &|span| tail(lang, marks, may_edit, to, span))
    }

    fn passage(&mut self, passage: &'a Passage, lead: usize) -> Vec<Inline<'a>> {
        self.set(passage, lead, &|_| Vec::new())
    }

    fn set(
        &mut self,
        passage: &'a Passage,
        lead: usize,
        tail: &dyn Fn(Span) -> Vec<Inline<'static>>,
    ) -> Vec<Inline<'a>> {
        if passage.is_empty() {
            return Vec::new();
        }
        let style = Style { lang: self.lang, lead, search: self.search.as_deref(), to: self.to, tail };
        passage::runs(passage, self.marks.over(passage.full_span()), &style, &mut self.found)
    }

    /// Adds the findings that begin before `end`, beside the block that was just added.
    fn notes_until(&mut self, end: usize) {
        let rest = self.findings.get(self.next_finding..).unwrap_or_default();
        let here =
            rest.iter().take_while(|finding| first_place(finding).is_some_and(|span| span.start < end));
        let notes: Vec<Note<'a>> = here.map(|finding| note(self.lang, finding, self.to)).collect();
        if !notes.is_empty() {
            self.next_finding += notes.len();
            self.push(Block::Notes(notes));
        }
    }
}

/// What stands behind a sentence or a row: that people have put something right there, and the way to do so.
fn tail(
    lang: Lang,
    marks: &Marks<'_>,
    may_edit: bool,
    to: &dyn Fn(&str) -> String,
    span: Span,
) -> Vec<Inline<'static>> {
    let mut all = Vec::new();
    if marks.is_corrected(span) {
        all.push(Inline::styled(story::Style::Chip, text(lang, "correct.corrected")));
    }
    if may_edit {
        let address = to(&format!("/correct?at={}&to={}", span.start, span.end));
        all.push(Inline::Styled(story::Style::Tool, vec![Inline::link(address, text(lang, "correct.here"))]));
    }
    all
}

/// The blocks one by one, the items of a list together.
fn grouped(blocks: &[document::Block]) -> impl Iterator<Item = &[document::Block]> {
    let is_item = |block: &document::Block| matches!(block, document::Block::ListItem(_));
    blocks.chunk_by(move |a, b| is_item(a) && is_item(b))
}

fn first_place(finding: &Finding) -> Option<Span> {
    finding.labels.first().map(|label| label.span)
}

/// A finding in the margin: one line that opens.
pub(super) fn note<'a>(lang: Lang, finding: &'a Finding, to: &dyn Fn(&str) -> String) -> Note<'a> {
    let rule = Cow::Owned(format!("/rules/{}", finding.code));
    let all = Cow::Owned(to(&format!("/diagnostics?code={}", finding.code)));
    Note {
        severity: finding.severity,
        word: severity_word(lang, finding.severity),
        message: Cow::Borrowed(finding.message.get(lang)),
        help: Cow::Borrowed(finding.help.get(lang)),
        links: vec![
            (rule, Cow::Borrowed(&finding.code)),
            (all, Cow::Borrowed(text(lang, "text.all-of-rule"))),
        ],
    }
}

fn end_of(block: &document::Block) -> usize {
    let span: Span = match block {
        document::Block::Heading(heading) => heading.span,
        document::Block::Paragraph(paragraph) => paragraph.text.full_span(),
        document::Block::ListItem(item) => item.text.full_span(),
        document::Block::Table(table) => table.span,
        document::Block::Box(framed) => framed.span,
        document::Block::Figure(figure) => figure.span,
    };
    span.end
}

/// Whether a cell holds a number and nothing else, so that it stands to the right.
fn is_figure(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty()
        && text.chars().any(|letter| letter.is_ascii_digit())
        && text.chars().all(|letter| {
            letter.is_ascii_digit() || matches!(letter, '.' | ',' | '-' | '−' | '%' | '+' | ':' | '—')
        })
}
