//! Blocks as HTML.

use crate::html::escape;
use crate::living::anchor::{Found, anchor};
use crate::living::mark::{Mark, Marks};
use crate::living::passage;
use crate::living::passage::Style;
use crate::text::text;
use document::{Block, BoxBlock, Document, Figure, Heading, ListItem, Paragraph, Table};
use source::{Lang, Passage, Severity, Span};
use std::fmt::Write as _;
use store::Finding;
use work::view::State;

pub(super) struct Writer<'a> {
    lang: Lang,
    source: &'a str,
    marks: &'a Marks<'a>,
    /// Findings by the place of their first label, those not written yet at the end.
    findings: Vec<&'a Finding>,
    next_finding: usize,
    search: Option<String>,
    to: &'a dyn Fn(&str) -> String,
    out: String,
    found: Vec<Found>,
    in_section: bool,
    in_list: bool,
    /// Inside a box headings are no headings of the page's outline.
    boxed: bool,
}

impl<'a> Writer<'a> {
    pub(super) fn new(
        lang: Lang,
        document: &'a Document,
        marks: &'a Marks<'a>,
        findings: &[&'a Finding],
        search: Option<&str>,
        to: &'a dyn Fn(&str) -> String,
    ) -> Self {
        let mut findings: Vec<_> =
            findings.iter().copied().filter(|finding| !finding.labels.is_empty()).collect();
        findings.sort_by_key(|finding| finding.labels[0].span);
        Self {
            lang,
            source: &document.text,
            marks,
            findings,
            next_finding: 0,
            search: search.map(str::to_lowercase),
            to,
            out: String::with_capacity(document.text.len() * 3),
            found: Vec::new(),
            in_section: false,
            in_list: false,
            boxed: false,
        }
    }

    pub(super) fn finish(mut self) -> (String, Vec<Found>) {
        self.close_list();
        self.notes_until(usize::MAX);
        if self.in_section {
            self.out.push_str("</section>\n");
        }
        (self.out, self.found)
    }

    pub(super) fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            if !matches!(block, Block::ListItem(_)) {
                self.close_list();
            }
            match block {
                Block::Heading(heading) => self.heading(heading),
                Block::Paragraph(paragraph) => self.paragraph(paragraph),
                Block::ListItem(item) => self.list_item(item),
                Block::Table(table) => self.table(table),
                Block::Box(framed) => self.framed(framed),
                Block::Figure(figure) => self.figure(figure),
            }
            // Inside a box and a list the notes wait until it is closed.
            if !self.boxed && !self.in_list {
                self.notes_until(end_of(block));
            }
        }
    }

    fn heading(&mut self, heading: &Heading) {
        if self.boxed {
            let _ = write!(self.out, "<p class=\"box-head\">");
            self.numbered(heading.span, &heading.number, &heading.title);
            self.out.push_str("</p>");
            return;
        }
        if self.in_section {
            self.out.push_str("</section>\n");
        }
        self.in_section = true;
        let level = (heading.level + 1).min(6);
        let _ = write!(self.out, "<section><h{level} id={}>", anchor(heading.span.start));
        self.numbered(heading.span, &heading.number, &heading.title);
        let _ = write!(self.out, "</h{level}>");
    }

    fn numbered(&mut self, span: Span, number: &str, title: &Passage) {
        let number = self.printed_number(span, number, title);
        if !number.is_empty() {
            let _ = write!(self.out, "<span class=no>{}</span>", escape(number));
        }
        self.passage(title, 0);
    }

    /// What stands before a title, as printed: 第一章, 一、, 表1. The number alone where the text does not tell.
    fn printed_number<'n>(&self, span: Span, number: &'n str, title: &Passage) -> &'n str
    where
        'a: 'n,
    {
        if number.is_empty() {
            return number;
        }
        let before = Span::new(span.start, title.full_span().start.min(span.end)).of(self.source);
        // Marks of Markdown are not print.
        let before = before.trim_matches(|letter: char| {
            letter.is_whitespace() || matches!(letter, '#' | '*' | '|' | '>' | '_')
        });
        if before.contains(number) && before.chars().count() <= number.chars().count() + 4 {
            before
        } else {
            number
        }
    }

    fn paragraph(&mut self, paragraph: &Paragraph) {
        self.out.push_str("<p>");
        self.passage(&paragraph.text, paragraph.lead);
        self.out.push_str("</p>");
    }

    fn list_item(&mut self, item: &ListItem) {
        if !self.in_list {
            self.out.push_str("<ul class=doc-list>");
            self.in_list = true;
        }
        let _ = write!(self.out, "<li><span class=no>{}</span>", escape(&item.marker));
        self.passage(&item.text, item.lead);
        self.out.push_str("</li>");
    }

    fn close_list(&mut self) {
        if self.in_list {
            self.out.push_str("</ul>");
            self.in_list = false;
        }
    }

    fn table(&mut self, table: &Table) {
        let number = self.printed_number(table.span, &table.number, &table.title);
        let caption = match (number, table.title.text()) {
            ("", "") => text(self.lang, "text.table").to_owned(),
            (number, title) => format!("{number} {title}"),
        };
        let _ = write!(
            self.out,
            "<div class=scroll tabindex=0 role=region aria-label=\"{0}\" id={1}><table class=doc-table><caption>{0}",
            escape(caption.trim()),
            anchor(table.span.start)
        );
        if !table.note.is_empty() {
            let _ = write!(self.out, "<span class=table-note>{}</span>", escape(table.note.text()));
        }
        self.out.push_str("</caption>");
        for row in 0..table.rows {
            self.out.push_str("<tr>");
            for cell in table.row(row) {
                let tag = if row < table.head { "th scope=col" } else { "td" };
                let _ = write!(self.out, "<{tag}");
                if cell.row_span > 1 {
                    let _ = write!(self.out, " rowspan={}", cell.row_span);
                }
                if cell.column_span > 1 {
                    let _ = write!(self.out, " colspan={}", cell.column_span);
                }
                if is_figure(cell.text.text()) {
                    self.out.push_str(" class=num");
                }
                self.out.push('>');
                self.passage(&cell.text, 0);
            }
        }
        self.out.push_str("</table></div>");
    }

    fn framed(&mut self, framed: &BoxBlock) {
        let _ = write!(self.out, "<div class=box id={}><p class=box-title>", anchor(framed.span.start));
        self.numbered(framed.span, &framed.number, &framed.title);
        self.out.push_str("</p>");
        let outer = std::mem::replace(&mut self.boxed, true);
        self.blocks(&framed.blocks);
        self.close_list();
        self.boxed = outer;
        self.out.push_str("</div>");
    }

    fn figure(&mut self, figure: &Figure) {
        let _ = write!(self.out, "<p class=figure id={}>", anchor(figure.span.start));
        self.numbered(figure.span, &figure.number, &figure.title);
        self.out.push_str("</p>");
    }

    fn passage(&mut self, passage: &Passage, lead: usize) {
        if passage.is_empty() {
            return;
        }
        let marks: Vec<&Mark<'_>> = self.marks.over(passage.full_span()).collect();
        let lang = self.lang;
        let word = move |state: State| crate::text::state_word(lang, state);
        let style = Style { lead, search: self.search.as_deref(), to: self.to, state_word: &word };
        passage::write(&mut self.out, passage, &marks, &style, &mut self.found);
    }

    /// Writes the findings that begin before `end`, beside the block that was just written.
    fn notes_until(&mut self, end: usize) {
        let from = self.next_finding;
        while self.findings.get(self.next_finding).is_some_and(|finding| finding.labels[0].span.start < end) {
            self.next_finding += 1;
        }
        if from == self.next_finding {
            return;
        }
        self.out.push_str("<div class=notes>");
        for finding in &self.findings[from..self.next_finding] {
            self.out.push_str(&note(self.lang, finding, self.to));
        }
        self.out.push_str("</div>");
    }
}

/// A finding in the margin: one line that opens.
pub(super) fn note(lang: Lang, finding: &Finding, to: &dyn Fn(&str) -> String) -> String {
    let severity = match finding.severity {
        Severity::Error => text(lang, "severity.error"),
        Severity::Warning => text(lang, "severity.warning"),
        Severity::Note => text(lang, "severity.note"),
        Severity::Question => text(lang, "severity.question"),
    };
    let mut out = format!(
        "<details class=\"note n-{}\"><summary><span class=sev>{severity}</span> {}</summary>",
        finding.severity.name(),
        escape(finding.message.get(lang))
    );
    let help = finding.help.get(lang);
    if !help.is_empty() {
        let _ = write!(out, "<p>{}</p>", escape(help));
    }
    let rule = (to)(&format!("/diagnostics?code={}", finding.code));
    let _ = write!(
        out,
        "<p><a href=\"/rules/{0}\">{0}</a> · <a href=\"{1}\">{2}</a></p></details>",
        escape(&finding.code),
        escape(&rule),
        text(lang, "text.all-of-rule")
    );
    out
}

fn end_of(block: &Block) -> usize {
    let span: Span = match block {
        Block::Heading(heading) => heading.span,
        Block::Paragraph(paragraph) => paragraph.text.full_span(),
        Block::ListItem(item) => item.text.full_span(),
        Block::Table(table) => table.span,
        Block::Box(framed) => framed.span,
        Block::Figure(figure) => figure.span,
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
